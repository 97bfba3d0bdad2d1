"""`python -m tests.cast.collecting MAILDIR FOLDER`: one collect with the script reader, to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from intake.collect import collect
from intake.mail.maildir import MaildirSource
from intake.process import Intake
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, clock
from tests.cast.script import ScriptReader, parse_script


def main(mailbox: Path, folder: Path) -> None:
    """Handle all that is in the mailbox."""
    with Records.open(folder / "proef.db") as records:
        records.store_gemeenten(GEMEENTEN)
        records.store_campaign(CAMPAIGN)
        intake = Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)
        for _ in collect(intake, MaildirSource(mailbox)):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
