"""The block of headers that mail programs put above an older message: Van, Verzonden, Aan, Onderwerp.

In Dutch, Frisian, English, German and French; with asterisks or spaces before the colon, with values on the next
line, or the whole block on one line. A memo heading that somebody typed (Aan, Van, Datum, Betreft) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.model import Address
from intake.mail.addresses import addresses
from intake.mail.lines import Line

_ROLES = {
    "from": "van from von fan de afzender expéditeur",
    "sent": "verzonden sent gesendet ferstjoerd envoyé verstuurd",
    "date": "datum date",
    "to": "aan to an oan à geadresseerde",
    "cc": "cc kopie bcc kopij",
    "subject": "onderwerp subject betreff ûnderwerp objet betreft",
    "other": "bijlagen bijlage attachments prioriteit urgentie importance belang categorieën categories anlagen"
    " antwoordadres reply-to beantwoorden organisatie gevoeligheid sensitivity",
}
_NAMES = {name: role for role, names in _ROLES.items() for name in names.split()}
_TWO_WORDS = {"verzonden op": "sent", "antwoorden aan": "other", "antwoord aan": "other", "reply to": "other"}
_FIELD = re.compile(r"[\s*_•|]{0,8}([^\W\d][\w-]{0,15}(?: \w{2,4})?)[ \t*_\xa0]{0,3}:[*_ \t]{0,4}(.*)", re.DOTALL)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}\b")
_INLINE = re.compile(
    r"\b(Verzonden|Sent|Gesendet|Ferstjoerd|Datum|Date|Aan|To|An|Oan|Cc|CC|Onderwerp|Subject|Betreff|Ûnderwerp)\*?\s?:"
)
_MAILTO = re.compile(r"\[?mailto:([^\]\s>]{3,300})\]?")
_MAX_LINES = 40
_MAX_CONTINUED = 15
_FULL = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A header block: the lines from `start` up to `end`, and what stands in it."""

    start: int
    end: int
    fields: dict[str, str]

    @property
    def sender(self) -> Address:
        """Whom the older message came from."""
        return first_address(self.fields.get("from", ""))

    @property
    def recipients(self) -> list[Address]:
        """Whom it went to, as far as addresses are shown."""
        return addresses(self.fields.get("to", ""))

    @property
    def certain(self) -> bool:
        """Whether a mail program made it: people write no `Verzonden:`, no addresses and no times above a memo."""
        roles = self.fields.keys()
        if "from" not in roles or not roles & {"sent", "date"}:
            return False
        dated = self.fields.get("sent", "") + self.fields.get("date", "")
        traces = "sent" in roles or "@" in self.fields["from"] + self.fields.get("to", "") or _TIME.search(dated)
        return bool(traces) and bool(roles & {"to", "subject"})

    @property
    def complete(self) -> bool:
        """Whether it names sender, addressee and subject: a heading without a date, below a text of one's own."""
        return {"from", "to", "subject"} <= self.fields.keys()

    @property
    def likely(self) -> bool:
        """Whether it is one when something else says so too (a line of dashes, a mark in the HTML)."""
        return "from" in self.fields and len(self.fields.keys() - {"other"}) > 1


def could_start(line: str) -> bool:
    """A quick look at whether a block may start on this line; most lines stop here."""
    colon = line.find(":", 0, 24)
    return colon > 0 and line[:colon].strip(" \t*_•|").lower() in _NAMES


def read_block(lines: list[Line], start: int) -> Block | None:
    """Read the block that starts at line `start`, or nothing where there is none."""
    first = _field(lines[start].text)
    if first is None or first[0] not in ("from", "sent", "date", "subject", "to"):
        return None
    if one_line := _one_line(lines[start].text):
        return Block(start, start + 1, one_line)
    return _read_lines(lines, start)


def _read_lines(lines: list[Line], start: int) -> Block | None:
    fields: dict[str, str] = {}
    place, last, role, continued = start, start, "", 0
    while place < min(len(lines), start + _MAX_LINES):
        text = lines[place].text
        found = _field(text)
        if found and found[0] not in fields:
            role, value = found
            fields[role] = value.strip()
            last, continued = place + 1, 0
        elif lines[place].blank:
            # One empty line between the fields comes from HTML; after that the message begins.
            if place > last or not _goes_on(lines, place + 1, fields):
                break
        elif not fields[role] or _is_continuation(text, role, continued):
            fields[role] = f"{fields[role]} {text.strip()}".strip()
            last, continued = place + 1, continued + 1
        else:
            break
        place += 1
    return Block(start, last, fields) if len(fields) > 1 else None


def _goes_on(lines: list[Line], place: int, fields: dict[str, str]) -> bool:
    found = _field(lines[place].text) if place < len(lines) else None
    if found:
        return found[0] not in fields and found[0] != "other"
    # A value may stand below its name, with an empty line between.
    return bool(fields) and not all(fields.values()) and place < len(lines) and not lines[place].blank


def _is_continuation(text: str, role: str, continued: int) -> bool:
    """A long list of addressees, or a folded subject."""
    if continued >= _MAX_CONTINUED:
        return False
    if role in ("to", "cc"):
        return "@" in text or ";" in text or text.startswith((" ", "\t", "<"))
    return role in ("from", "subject") and text.startswith((" ", "\t")) and continued == 0


def _field(text: str) -> tuple[str, str] | None:
    """The role and value of a line like `*Van:* naam`."""
    if ":" not in text[:30]:
        return None
    match = _FIELD.match(text)
    if not match:
        return None
    name = match[1].lower().strip("_")
    role = _NAMES.get(name) or _TWO_WORDS.get(name)
    return (role, match[2].rstrip("* ")) if role else None


def _one_line(text: str) -> dict[str, str] | None:
    """The fields of a block that lost its newlines: `Van: x Verzonden: y Aan: z Onderwerp: w`."""
    found = list(_INLINE.finditer(text[:1000]))
    if len(found) < _FULL - 1:
        return None
    head = _field(text[: found[0].start()])
    if head is None or head[0] != "from":
        return None
    fields = {"from": head[1].strip(" *")}
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        fields.setdefault(_NAMES[match[1].lower()], text[match.end() : end].strip(" *"))
    return fields


def first_address(value: str) -> Address:
    """The sender in a From value as clients print it: `Naam <a@b>`, `Naam [mailto:a@b]`, `Achternaam, Naam`."""
    value = _MAILTO.sub(r"<\1>", value.replace("<mailto:", "<"))
    found = addresses(value)
    return found[0] if found else Address(name=value.strip(" \"'*"))
