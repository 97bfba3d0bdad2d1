"""Every error that a user can meet. The text is one Dutch sentence that names the place.

```
PlaatsmakerError          exit code 1
├── SettingsError         a setting is wrong, missing or unknown
├── CampaignError         faults in a campaign folder (all of them, a line each)
├── SourceError           a mailbox, folder or file cannot be read
│   ├── SourceUnreachable the server cannot be reached now; trying again may help
│   └── SourceRefused     the server says no (password, certificate, folder); trying again does not help
├── MessageError          one message cannot be read; the raw text is kept
├── ReaderError           no message can be read any more, a good one neither
├── PrintError            a PDF cannot be made on this machine
├── StorageError          the database is locked, damaged, full or of another version
│   └── RecordError       the database refuses these values; the others are not affected
└── DecisionError         a person asks for something that this record does not allow
    └── Overtaken         somebody else decided about it in the meantime
```
"""

from __future__ import annotations


class PlaatsmakerError(Exception):
    """Something in the input or the state is wrong; `str()` is the sentence for the user."""


class SettingsError(PlaatsmakerError):
    """A setting is wrong, missing or unknown."""


class CampaignError(PlaatsmakerError):
    """Faults in a campaign folder, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class SourceError(PlaatsmakerError):
    """A mailbox, folder or file cannot be read."""


class SourceUnreachable(SourceError):
    """The server cannot be reached now; trying again may help."""


class SourceRefused(SourceError):
    """The server says no; trying again does not help until a person changes something."""


class MessageError(PlaatsmakerError):
    """One message cannot be read; its raw text is kept and the reason goes with it."""


class ReaderError(PlaatsmakerError):
    """No message can be read any more: the program is at fault, and not the mail."""


class PrintError(PlaatsmakerError):
    """A PDF cannot be made on this machine; what is missing is in the sentence."""


class StorageError(PlaatsmakerError):
    """The database is locked, damaged, full or of another version."""


class RecordError(StorageError):
    """The database refuses these values (an unknown gemeente, a date that is none); the others are not affected."""


class DecisionError(PlaatsmakerError):
    """A person asks for something that this record does not allow; says what to choose instead."""


class Overtaken(DecisionError):
    """Somebody else decided about this message since the person looked at it."""
