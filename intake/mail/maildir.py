"""A Maildir as a `Source`, where plain .eml files may be dropped too.

What a mail server delivers is whole as soon as it is there: it is written in tmp/ and renamed. A file that a person
copies in is not, so a dropped file is taken only when it has stopped changing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from domain.errors import SourceRefused, SourceUnreachable
from domain.os_faults import os_reason
from domain.ports import Location, RawMail
from intake.mail.maildir_folder import Entry, list_entries, make_maildir, move_in, read_entry, subfolder
from intake.mail.sizes import LARGEST, MEGA

Known = Callable[[Sequence[Location]], set[Location]]

_BATCH = 100
_BATCH_OCTETS = 8 * MEGA
_KNOWN_STEP = 1000
_LOOK = 0.25  # seconds between two looks
_AGED = 1.0  # seconds after which a file that nobody changes is taken to be whole at the first look
_log = logging.getLogger(__name__)


class MaildirSource:
    """The Maildir in `path`, made where it is missing. Raises `SourceRefused` where that cannot be.

    What is done moves to the subfolder `done_folder`, what is trouble to `trouble_folder`, kept as mail programs expect
    (Maildir++: `.Verwerkt`); an empty name leaves it where it is. `say` hears, once each, what could not be moved.
    """

    def __init__(
        self,
        path: Path,
        done_folder: str = "Verwerkt",
        trouble_folder: str = "Nakijken",
        *,
        largest: int = LARGEST,
        say: Callable[[str], None] = _log.warning,
    ) -> None:
        self._path = path.absolute()
        self._done_folder = done_folder
        self._trouble_folder = trouble_folder
        self._largest = largest
        self._say = say
        self._said: set[str] = set()
        self._fetched: set[Entry] = set()
        self._last_look: set[Entry] = set()
        try:
            make_maildir(self._path)
        except OSError as error:
            raise SourceRefused(f"De map {self._path} kan geen mailbox worden: {os_reason(error)}.") from error

    def fetch(self, known: Known) -> Iterator[list[RawMail]]:
        """Yield batches of mail not seen before, oldest first; see `domain.ports.Source`."""
        entries = self._whole()
        self._fetched = set(entries)
        batch: list[RawMail] = []
        octets = 0
        for entry in self._unknown(entries, known):
            mail = read_entry(entry, self._location(entry), self._largest)
            if mail is None:
                continue
            batch.append(mail)
            octets += len(mail.raw)
            if len(batch) >= _BATCH or octets >= _BATCH_OCTETS:
                yield batch
                batch, octets = [], 0
        if batch:
            yield batch

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """Move what is done and what is trouble to their folders; see `domain.ports.Source`."""
        wanted = dict.fromkeys(done, self._done_folder) | dict.fromkeys(trouble, self._trouble_folder)
        places = {entry.uid: entry for entry in self._fetched}
        left = {at.uid: name for at, name in wanted.items() if name and at.account == self._account}
        left = {uid: name for uid, name in left.items() if not self._moved(places.get(uid), name)}
        # A mail program may have moved these from new/ to cur/ meanwhile: look again, once.
        for entry in self._list() if left else ():
            if entry.uid in left:
                self._moved(entry, left[entry.uid])

    def wait(self, seconds: float) -> bool:
        """Look a few times a second for new mail, for at most `seconds`."""
        deadline = time.monotonic() + seconds
        while not self._news():
            rest = deadline - time.monotonic()
            if rest <= 0:
                return False
            time.sleep(min(_LOOK, rest))
        return True

    def close(self) -> None:
        """Nothing is held."""

    @property
    def _account(self) -> str:
        return f"maildir:{self._path}"

    def _location(self, entry: Entry) -> Location:
        return Location(self._account, "", 0, entry.uid)

    def _unknown(self, entries: list[Entry], known: Known) -> Iterator[Entry]:
        for start in range(0, len(entries), _KNOWN_STEP):
            some = entries[start : start + _KNOWN_STEP]
            seen = known([self._location(entry) for entry in some])
            yield from (entry for entry in some if self._location(entry) not in seen)

    def _list(self) -> list[Entry]:
        try:
            return list_entries(self._path)
        except FileNotFoundError as error:
            raise SourceUnreachable(f"De mailbox {self._path} is er niet meer.") from error
        except OSError as error:
            raise SourceRefused(f"De mailbox {self._path} gaat niet open ({os_reason(error)}).") from error

    def _whole(self) -> list[Entry]:
        """What there is, without the files that are still being written."""
        entries = self._list()
        if not any(self._in_doubt(entry) for entry in entries):
            return entries
        self._last_look = set(entries)
        time.sleep(_LOOK)
        return [entry for entry in self._list() if not self._in_doubt(entry)]

    def _in_doubt(self, entry: Entry) -> bool:
        # A time in the future (another machine's clock) is no reason to wait for ever: two looks settle it.
        age = time.time() - entry.changed / 1e9
        return entry.dropped and age < _AGED and entry not in self._last_look

    def _news(self) -> bool:
        entries = set(self._list())
        news = any(entry not in self._fetched and not self._in_doubt(entry) for entry in entries)
        self._last_look = entries
        return news

    def _moved(self, entry: Entry | None, name: str) -> bool:
        """True if that is all there is to do about it."""
        if entry is None:
            return False
        try:
            move_in(entry, subfolder(self._path, name))
        except FileNotFoundError:
            return False
        except OSError as error:
            sentence = f'Verwerkte mail kan niet van {self._path} naar de map "{name}" ({os_reason(error)}).'
            if sentence not in self._said:
                self._said.add(sentence)
                self._say(sentence)
        return True
