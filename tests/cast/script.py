"""Mails whose text says what is to be read in them, and the reader that reads it so.

```
pledge GM0307 12 statushouders firm       gemeente (or -), places (6-8, or -), group, commitment
homes GM0307 4                            dwellings without a number of places
bottleneck GM0307 vergunning [words]      the words are what it is read from
number GM0307 34 backlog
speaks GM0307                             a gemeente for which the message speaks
intent correction
review een reden
machine                                   an automatic answer
```
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from domain.dossier import Offer
from domain.errors import MessageError
from domain.model import (
    Address,
    BottleneckReading,
    Channel,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    Kind,
    Message,
    NumberReading,
    PledgeReading,
    Reading,
    Role,
)
from domain.ports import Location, RawMail
from intake.mail.parse import parse
from tests.cast.people import day

OFFICER = "s.devries@amersfoort.nl"


def mail(
    *lines: str,
    number: str = "",
    to: str = "",
    sent: datetime | None = None,
    sender: str = OFFICER,
    subject: str = "Extra plekken",
    more: str = "",
) -> bytes:
    """A raw mail with these lines. `number` is its Message-ID, `to` the one that it answers."""
    headers = [f"From: Sanne de Vries <{sender}>", "To: migratie@vng.nl", f"Subject: {subject}"]
    headers.append(f"Date: {format_datetime(sent or day(0))}")
    if number:
        headers.append(f"Message-ID: <{number}@gemeente.example>")
    if to:
        headers.append(f"In-Reply-To: <{to}@gemeente.example>")
    return "\n".join([*headers, *([more] if more else []), "", *lines, ""]).encode()


def raw_mail(raw: bytes, uid: str = "1", *, received: datetime | None = None, folder: str = "INBOX") -> RawMail:
    """The mail as it comes out of a mailbox."""
    return RawMail(Location("proef", folder, 1, uid), raw, received or day(0))


def parse_script(raw: bytes) -> Message:
    """The real parser; a mail that says `unreadable` cannot be read, one that says `bug` hits one of ours."""
    if b"\nunreadable" in raw:
        raise MessageError("Dit bericht is niet te lezen.")
    if b"\nbug" in raw:
        raise ZeroDivisionError
    message = parse(raw)
    if b"\nmachine" in raw:
        return replace(message, kind=Kind.AUTO_REPLY)
    return replace(message, channel=Channel.EMAIL, sender=Address(message.sender.name, message.sender.address))


class ScriptReader:
    """Reads what the lines of the text say."""

    def __init__(self, version: str = "proef-1") -> None:
        self.version = version
        self.threads: list[tuple[str, ...]] = []

    def read(self, message: Message, thread: Sequence[str] = ()) -> Reading:
        """The reading that the text asks for."""
        self.threads.append(tuple(thread))
        return _Script(message).reading()

    def reply(self, message: Message, reading: Reading, standing: Sequence[Offer]) -> Reading:
        """The text says what is to be read, also in a reply."""
        del message, standing
        return reading


class _Script:
    def __init__(self, message: Message) -> None:
        self.message = message
        self.lines = [line.split() for line in message.body.splitlines() if line.split()]

    def reading(self) -> Reading:
        pledges = tuple(self.pledge(*words) for words in self.of("pledge"))
        pledges += tuple(PledgeReading(words[0], None, homes=int(words[1])) for words in self.of("homes"))
        bottlenecks = tuple(self.bottleneck(*words) for words in self.of("bottleneck"))
        intents = [Intent(words[0]) for words in self.of("intent")]
        intents += [Intent.PLEDGE] * bool(pledges) + [Intent.BOTTLENECK] * bool(bottlenecks)
        spoken = [words[0] for words in self.of("speaks")] + [p.gemeente for p in pledges]
        spoken += [b.gemeente for b in bottlenecks]
        reasons = tuple(" ".join(words) for words in self.of("review"))
        return Reading(
            intents=tuple(dict.fromkeys(intents)) or (Intent.OTHER,),
            gemeenten=tuple(GemeenteReading(code, code, 0.99) for code in dict.fromkeys(spoken) if code),
            pledges=pledges,
            bottlenecks=bottlenecks,
            numbers=tuple(NumberReading(int(w[1]), Role(w[2]), gemeente=w[0]) for w in self.of("number")),
            needs_review=bool(reasons),
            review_reasons=reasons,
        )

    def of(self, word: str) -> list[list[str]]:
        return [line[1:] for line in self.lines if line[0] == word]

    def bottleneck(self, gemeente: str, kind: str, *words: str) -> BottleneckReading:
        quote = " ".join(words)
        start = self.message.body.index(quote)
        found = (Evidence("body", start, start + len(quote), quote),) if quote else ()
        return BottleneckReading(gemeente, kind, 0.9, evidence=found)

    def pledge(
        self, gemeente: str, places: str, group: str = "statushouders", commitment: str = "firm"
    ) -> PledgeReading:
        low, _, high = places.partition("-")
        start = self.message.body.index("pledge")
        return PledgeReading(
            gemeente=None if gemeente == "-" else gemeente,
            places=int(low) if low else None,
            places_max=int(high) if high else None,
            group=Group(group),
            commitment=Commitment(commitment),
            confidence=0.97,
            evidence=(Evidence("body", start, start + 6, "pledge"),),
        )


def story(*mails: bytes) -> list[RawMail]:
    """Mails that came in one after the other, an hour apart, long after they were sent."""
    return [raw_mail(raw, str(at), received=day(20) + timedelta(hours=at)) for at, raw in enumerate(mails, 1)]
