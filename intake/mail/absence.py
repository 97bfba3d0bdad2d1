"""What an automatic answer says about the absence: when somebody is back, and who stands in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from intake.mail.phrases import words

_MONTH_NUMBERS = {
    "jan": 1,
    "feb": 2,
    "mrt": 3,
    "maa": 3,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTHS = "(?:" + "|".join(_MONTH_NUMBERS) + r")[a-z]{0,7}\.?"
_DUTCH_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "(?:" + "|".join((*_DUTCH_DAYS, *_ENGLISH_DAYS, "ma", "di", "wo", "do", "vr")) + r")\b\.?,?\s{0,3}"
_DAY = (
    rf"(?:{_WEEKDAY})?(?:the\s)?(?:"
    rf"(?P<day>\d{{1,2}})(?:e|de|ste|st|nd|rd|th)?(?:\sof)?\s{{0,2}}(?P<month>{_MONTHS})(?:\s{{0,2}}(?P<year>20\d\d))?"
    r"|(?P<day2>\d{1,2})\s?[-/.]\s?(?P<month2>\d{1,2})(?:\s?[-/.]\s?(?P<year2>\d{2,4}))?"
    rf"|(?P<month3>{_MONTHS})\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year3>20\d\d))?)"
)
_THROUGH = r"(?:t\s?/\s?m|tot\s?/\s?met|tot en met|up to and including|through|thru)\s{1,3}"
_UNTIL = r"\b(?:tot|until|till?|oant)\s{1,3}"
_FROM = r"\b(?:vanaf|met ingang van|from|op|on|per)\s{1,3}"
_BACK = r"\b(?:weer|back|terug|return(?:ing)?|bereikbaar|aanwezig|hervat)\b"


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


_PATTERNS = (
    (_pattern(_THROUGH + _DAY), 1),
    (_pattern(_BACK + r"[^.\n\d]{0,50}?" + _DAY), 0),
    (_pattern(_FROM + _DAY + r"[^.\n]{0,40}" + _BACK), 0),
    (_pattern(_DAY + r"[^.\n]{0,40}" + _BACK), 0),
    (_pattern(_UNTIL + _DAY), 0),
)
"""The surest form first, with the days to add: "tot en met 7 augustus" is back on the eighth."""
_LONELY_WEEKDAY = _pattern(
    r"\b(?:tot|vanaf|until|weer|back on|terug op)\s{1,3}(?:aanstaande\s|komende\s|volgende week\s|op\s|next\s)?"
    rf"({'|'.join((*_DUTCH_DAYS, *_ENGLISH_DAYS))})\b"
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n\s{0,20}\n")
_CUE = words("substitute_cue", before="", after="")
_MAX_TEXT = 5_000
_EARLIEST, _LATEST = timedelta(days=-7), timedelta(days=400)
"""A return date lies about the date of the mail; one further off is a mistake."""
_SHORT_YEAR = 100


def returns_on(text: str, sent: datetime | None) -> date | None:
    """The day on which the sender is back, from `tot en met 7 augustus`, `vanaf 24-8 weer`, `until Monday 24 August`.

    A date without a year is the first one after the mail was sent; `None` where no date is stated.
    """
    text = text[:_MAX_TEXT]
    start = sent.date() if sent else None
    for pattern, extra in _PATTERNS:
        for match in pattern.finditer(text):
            found = _date(match, start)
            if found and (start is None or start + _EARLIEST <= found <= start + _LATEST):
                return found + timedelta(days=extra)
    lonely = _LONELY_WEEKDAY.search(text)
    return _next_weekday(lonely[1].lower(), start) if lonely and start else None


def substitute(text: str, sender: str) -> str:
    """The address that may be written to instead: the first other one in a sentence that says so, else the first."""
    others: list[str] = []
    for sentence in map(str, _SENTENCE_END.split(text[:_MAX_TEXT])):
        for address in map(str, _ADDRESS.findall(sentence)):
            if address.lower() == sender.lower():
                continue
            if _CUE.search(sentence.replace(address, " ")):
                return address.strip(".")
            others.append(address.strip("."))
    return others[0] if others else ""


def _date(match: re.Match[str], start: date | None) -> date | None:
    groups = match.groupdict()
    day = int(groups["day"] or groups["day2"] or groups["day3"])
    name = groups["month"] or groups["month3"]
    month = _MONTH_NUMBERS[name[:3].lower()] if name else int(groups["month2"])
    stated = groups["year"] or groups["year2"] or groups["year3"]
    try:
        if stated:
            year = int(stated)
            return date(year + 2000 if year < _SHORT_YEAR else year, month, day)
        if start is None:
            return None
        found = date(start.year, month, day)
        return found if found >= start + _EARLIEST else date(start.year + 1, month, day)
    except ValueError:  # 31 February, month 13
        return None


def _next_weekday(name: str, start: date) -> date:
    names = _DUTCH_DAYS if name in _DUTCH_DAYS else _ENGLISH_DAYS
    days = (names.index(name) - start.weekday()) % 7
    return start + timedelta(days=days or 7)
