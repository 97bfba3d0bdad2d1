"""Which mails are new, and fetching them in batches that keep memory flat and survive any single mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from domain.errors import SourceUnreachable
from domain.ports import Clock, Location, RawMail
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.imap_errors import Broken, SaidNo
from intake.mail.imap_folder import KEYWORD, Envelope, Opened, bodies, envelopes, headers, list_uids
from intake.mail.imap_session import Session
from intake.mail.sizes import too_large
from intake.mail.uid_sets import cut_budget, cut_list

Known = Callable[[Sequence[Location]], set[Location]]

BREAKS = 3  # rounds in which a mail may break the connection before it is set aside
_KNOWN_STEP = 1000  # locations asked after in one query of the database


class Fetcher:
    """Reads one folder through a session."""

    def __init__(self, session: Session, account: ImapAccount, limits: Limits, clock: Clock) -> None:
        self._session = session
        self._account = account
        self._limits = limits
        self._clock = clock
        self._breaks: Counter[Location] = Counter()
        self._left_behind: list[int] = []

    def location(self, uid: int, opened: Opened) -> Location:
        """What this mail is called in the database."""
        return Location(self._account.name, self._account.folder, opened.uidvalidity, str(uid))

    def new(self, opened: Opened, known: Known, *, everything: bool) -> tuple[list[int], list[int]]:
        """The UIDs to fetch, and those that are stored and marked but were never moved.

        With `everything` marks are not trusted: the database may be an older copy that does not hold what is marked.
        """
        marked = self._search(opened, "KEYWORD", KEYWORD) if opened.keywords and everything else []
        criteria = ("NOT", "KEYWORD", KEYWORD) if opened.keywords and not everything else ()
        uids = self._search(opened, *criteria)
        seen = self._known(uids, opened, known)
        return [uid for uid in uids if uid not in seen], [uid for uid in marked if uid in seen]

    def batches(self, uids: Sequence[int], opened: Opened) -> Iterator[list[RawMail]]:
        """Yield these mails. Raises `SourceUnreachable` at the end if some had to be left for another time."""
        self._left_behind = []
        for piece in cut_list(uids, self._limits.batch_count):
            yield from self._batches(piece, opened)
        if self._left_behind:
            numbers = ", ".join(map(str, self._left_behind))
            raise SourceUnreachable(
                f'Uit de map "{self._account.folder}" op {self._account.place} zijn berichten niet opgehaald, omdat '
                f"de verbinding er telkens op wegviel (UID {numbers}); dat wordt weer geprobeerd."
            )

    def _search(self, opened: Opened, *criteria: str) -> list[int]:
        return self._session.ask(lambda client: list_uids(client, opened.exists, *criteria), opened.uidvalidity)

    def _known(self, uids: Sequence[int], opened: Opened, known: Known) -> set[int]:
        seen: set[int] = set()
        for start in range(0, len(uids), _KNOWN_STEP):
            locations = [self.location(uid, opened) for uid in uids[start : start + _KNOWN_STEP]]
            seen.update(int(at.uid) for at in known(locations))
        return seen

    def _batches(self, uids: Sequence[int], opened: Opened) -> Iterator[list[RawMail]]:
        sizes, bad = self._session.piecewise(uids, envelopes, opened.uidvalidity)
        fits = [(uid, about.size) for uid, about in sorted(sizes.items()) if about.size <= self._limits.size]
        for piece in cut_budget(fits, self._limits.batch_octets):
            found, failed = self._session.piecewise(piece, bodies, opened.uidvalidity)
            bad |= failed
            if found:
                yield [self._mail(uid, raw, sizes[uid], opened) for uid, raw in sorted(found.items())]
            del found  # while the caller works, one batch in memory is enough
        odd = self._too_large(sizes, opened) + self._refused(bad, opened)
        if odd:
            yield odd

    def _mail(self, uid: int, raw: bytes, about: Envelope, opened: Opened, problem: str = "") -> RawMail:
        return RawMail(self.location(uid, opened), raw, about.received_at or self._clock(), problem)

    def _too_large(self, sizes: dict[int, Envelope], opened: Opened) -> list[RawMail]:
        large = {uid: about for uid, about in sizes.items() if about.size > self._limits.size}
        if not large:
            return []
        found, _ = self._session.piecewise(sorted(large), headers, opened.uidvalidity)
        return [
            self._mail(uid, found.get(uid, b""), about, opened, too_large(about.size, self._limits.size))
            for uid, about in sorted(large.items())
        ]

    def _refused(self, bad: dict[int, Broken | SaidNo], opened: Opened) -> list[RawMail]:
        mails = []
        for uid, fault in sorted(bad.items()):
            problem = self._problem(uid, fault, opened)
            if problem:
                mails.append(RawMail(self.location(uid, opened), b"", self._clock(), problem))
        return mails

    def _problem(self, uid: int, fault: Broken | SaidNo, opened: Opened) -> str:
        """Why this mail is set aside; empty for one that is gone, or that gets another chance."""
        if isinstance(fault, SaidNo):
            there = self._session.ask(lambda client: client.search(["UID", str(uid)]), opened.uidvalidity)
            return f'De mailserver geeft dit bericht niet ("{fault}").' if there else ""
        self._breaks[self.location(uid, opened)] += 1
        if self._breaks[self.location(uid, opened)] >= BREAKS:
            return "Bij het ophalen van dit bericht viel de verbinding met de mailserver telkens weg."
        self._left_behind.append(uid)
        return ""
