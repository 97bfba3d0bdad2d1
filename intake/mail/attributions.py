"""The line above quoted text: "Op 28 mei 2026 om 16:04 schreef ...", "On ... wrote:", "... schreef op ...".

A sentence of one's own may look much like it ("Op dit moment ... schreef de wethouder:"), so a date is not enough:
it takes an address, or a date with year and time, or a date with quoted lines right below.
"""

from __future__ import annotations

import re

from domain.model import Address
from intake.mail.blocks import first_address
from intake.mail.lines import Line

_VERBS = ("schreef", "geschreven", "wrote", "schrieb", "skreau", "skreaun", "a écrit")
_OPENING = re.compile(r"(?:op|on|am|le|den)\s", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2}(?:e|\.)?\s?(?:[-/.]\s?\d{1,2}\b|(?:jan|feb|mrt|maart|mar|apr|mei|may|maaie|jun|jul|aug|sep|okt|oct|nov|"
    r"dec|dez|mai|mär|jannewaris|febrewaris)[a-zéû]{0,9}\b)|\b20\d\d-\d{2}-\d{2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_YEAR = re.compile(r"\b20\d\d\b|[-/.]\d{2}\b(?=[,\s]+(?:om |at |um )?\d{1,2}[:.]\d{2})")
_ADDRESS = re.compile(r"[^\s<>\[\]]{1,64}@[^\s<>\[\]]{3,200}")
_EXACT = re.compile(
    r"(?:Op|On|Am) (?:\w{2,10} )?\d{1,2}(?:[-/.]\d{1,2}[-/.]\d{2,4}| \w{3,10}\.? 20\d\d),? (?:schreef|wrote|schrieb)"
    r" [A-ZÀ-Ý][\w.'-]{0,30}(?: [\w.'-]{1,30}){0,5}\s?:"
)
"""A date with its year, the verb and a name, and nothing else: no story is told so."""
_SENTENCE_BREAK = re.compile(r"[a-zë]{4,}[.!?]\s+[A-ZÀ-Ý]")
_WHO_AFTER = re.compile(r"\b(?:schreef|wrote|schrieb|skreau)\s+(?:op .{1,60}?\d{2}:\d{2}\S*\s?)?(.{2,200}?)\s?:?$")
_WHO_BEFORE = re.compile(
    r"(?:\d{2}[:.]\d{2}\S{0,6}(?: \w{3,4})?,?|\b20\d\d,?)\s+(?:heeft\s+|hat\s+)?(.{2,200}?)\s+\w*"
    r"(?:het volgende geschreven|geschreven|schreef|wrote|skreaun?)\s?:?$"
)
_NAME_WROTE = re.compile(r"(.{2,160}?)\s+(?:schreef|wrote|schrieb|skreau)\b")
_LONGEST = 350
_MAX_LINES = 4
_ARTICLES = ("de ", "het ", "een ", "ons ", "onze ", "mijn ", "hij ", "zij ", "ik ", "u ", "wij ", "the ", "we ", "i ")


def mentions_writing(text: str) -> bool:
    """Whether any attribution can be in `text`; most mails have none and are done quickly."""
    lowered = text.lower()
    return any(verb in lowered for verb in _VERBS)


def attribution(lines: list[Line], start: int) -> tuple[int, Address] | None:
    """The attribution that begins at line `start`: the line after it, and who wrote; nothing where there is none."""
    unit, depth = "", lines[start].depth
    for place in range(start, min(len(lines), start + _MAX_LINES)):
        line = lines[place]
        if line.blank or line.depth != depth:
            return None
        unit = f"{unit} {line.text.strip()}".strip()
        if len(unit) > _LONGEST:
            return None
        if _could_end(unit):
            quoted_below = _is_quoted(lines, place + 1, depth)
            if _is_attribution(unit, quoted_below=quoted_below):
                return place + 1, _writer(unit)
            if unit.endswith(":"):
                return None
    return None


def could_start(line: str) -> bool:
    """A quick look at one line: it opens with a preposition, or it holds the verb itself."""
    return _OPENING.match(line) is not None or any(verb in line.lower() for verb in _VERBS)


def _could_end(unit: str) -> bool:
    return unit.endswith((":", ">")) or unit.lower().endswith(_VERBS)


def _is_quoted(lines: list[Line], place: int, depth: int) -> bool:
    """Whether the next line with text is quoted deeper."""
    for line in lines[place : place + 4]:
        if not line.blank:
            return line.depth > depth
    return False


def _is_attribution(unit: str, *, quoted_below: bool) -> bool:
    if not any(verb in unit.lower() for verb in _VERBS) or _SENTENCE_BREAK.search(unit):
        return False
    has_address = _ADDRESS.search(unit) is not None
    has_date = _DATE.search(unit) is not None
    has_time = _TIME.search(unit) is not None
    if _OPENING.match(unit):
        if not has_date or not (unit.endswith(":") or quoted_below):
            return False
        if quoted_below:
            return True
        if _is_about_somebody(unit):
            return False
        return has_address or (has_time and _YEAR.search(unit) is not None) or _EXACT.fullmatch(unit) is not None
    return _name_first(unit, has_address=has_address, dated=has_date and has_time, quoted_below=quoted_below)


def _name_first(unit: str, *, has_address: bool, dated: bool, quoted_below: bool) -> bool:
    """`VNG Migratie <migratie@vng.nl> schreef op 28-05-2026 16:04:`."""
    match = _NAME_WROTE.match(unit)
    if not match or not unit.endswith(":") or match[1].lower().startswith(_ARTICLES):
        return False
    return dated or (has_address and quoted_below) or ("<" in match[1] and has_address)


def _is_about_somebody(unit: str) -> bool:
    """ "... schreef de wethouder ons:" tells a story; a mail program prints a name or an address."""
    if _ADDRESS.search(unit):
        return False
    return _writer(unit).name.lower().startswith(_ARTICLES)


def _writer(unit: str) -> Address:
    for pattern in (_WHO_AFTER, _WHO_BEFORE, _NAME_WROTE):
        if (match := pattern.search(unit)) and (who := match[1].strip(" ,:")):
            found = first_address(who)
            if found.address or len(found.name) < _LONGEST // 4:
                return found
    return Address()
