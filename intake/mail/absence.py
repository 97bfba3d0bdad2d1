"""What an automatic answer says about the absence: when somebody is back, and who stands in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = (
    r"(?:(?P<weekday>maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|monday|tuesday|wednesday|thursday"
    r"|friday|mon|tue|wed|thu|fri)\b\.?,?\s{0,3})?(?:the\s)?"
    r"(?:(?P<day>\d{1,2})(?:e|de|ste|st|nd|rd|th)?(?:\sof)?\s{0,2}(?P<month>jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]{0,7}\.?"
    r"(?:\s{0,2}(?P<year>20\d\d))?|(?P<day2>\d{1,2})\s?[-/.]\s?(?P<month2>\d{1,2})(?:\s?[-/.]\s?(?P<year2>\d{2,4}))?"
    r"|(?P<month3>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)"
    r"\.?\s(?P<day3>\d{1,2})(?:st|nd|rd|th)?(?:,?\s(?P<year3>20\d\d))?)"
)
_UNTIL_INCLUDED = r"(?:t\s?/\s?m|tot\s?/\s?met|tot en met|up to and including|through|thru|tot en met en met)\s{1,3}(?:\w{2,10}\s)?"
_BACK = (
    r"(?:(?:weer|back|terug|again|return(?:ing)?|aanwezig|bereikbaar|beschikbaar|available|hervat)\b[^.\n\d]{0,40}?"
    r"|(?:vanaf|met ingang van|from|per|sinds|op|on)\s{1,3})"
)
_UNTIL = r"(?:tot|until|till|untill|oant)\s{1,3}"
_PATTERNS = (
    (re.compile(_UNTIL_INCLUDED + _DAY, re.IGNORECASE), 1),
    (re.compile(r"\b(?:weer|back|terug|return(?:ing)?|bereikbaar|aanwezig|hervat)\b[^.\n\d]{0,50}?" + _DAY, re.IGNORECASE), 0),
    (re.compile(r"\b(?:vanaf|met ingang van|from|op|on|per)\s{1,3}" + _DAY + r"[^.\n]{0,40}\b(?:weer|back|terug|again)\b", re.IGNORECASE), 0),
    (re.compile(r"\b" + _UNTIL + _DAY, re.IGNORECASE), 0),
)
_LONELY_WEEKDAY = re.compile(
    r"\b(?:tot|vanaf|until|weer|back on|terug op)\s{1,3}(?:aanstaande\s|komende\s|volgende week\s|op\s|next\s)?(" + "|".join(_WEEKDAYS + _ENGLISH_DAYS) + r")\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_CUE = re.compile(
    r"contact|opnemen|mail|bereik|wend|terecht|vervang|waarne|dringend|spoed|urgent|neem|stuur|richten|collega|please|reach|questions|vragen|infor",
    re.IGNORECASE,
)
_MAX_TEXT = 5_000
_LONGEST = 400
"""Days that somebody may be away; a date further off is a mistake."""
_SHORT_YEAR = 100


def returns_on(text: str, sent: datetime | None) -> date | None:
    """The day on which the sender is back, from `tot en met 7 augustus`, `vanaf 24-8 weer`, `until Monday 24 August`.

    A date without a year is the first one after the mail was sent. "Tot en met" gives the day after.
    """
    text = text[:_MAX_TEXT]
    start = sent.date() if sent else None
    for pattern, extra in _PATTERNS:
        for match in pattern.finditer(text):
            found = _date(match, start)
            if found and (start is None or start - timedelta(days=7) <= found <= start + timedelta(days=_LONGEST)):
                return found + timedelta(days=extra)
    lonely = _LONELY_WEEKDAY.search(text)
    return _next_weekday(lonely[1].lower(), start) if lonely and start else None


def substitute(text: str, sender: str) -> str:
    """The address that may be written to instead: the first other one in a sentence that says so, else the first."""
    others: list[str] = []
    sentence: str
    for sentence in re.split(r"(?<=[.!?])\s|\n\s*\n", text[:_MAX_TEXT]):
        for address in map(str, _ADDRESS.findall(sentence)):
            if address.lower() != sender.lower():
                if _CUE.search(sentence.replace(address, " ")):
                    return address.strip(".")
                others.append(address.strip("."))
    return others[0] if others else ""


def _date(match: re.Match[str], start: date | None) -> date | None:
    groups = match.groupdict()
    day = groups["day"] or groups["day2"] or groups["day3"]
    month = groups["month2"] or str(_MONTHS[(groups["month"] or groups["month3"])[:3].lower()])
    year = groups["year"] or groups["year2"] or groups["year3"]
    try:
        if year:
            number = int(year)
            return date(number + 2000 if number < _SHORT_YEAR else number, int(month), int(day))
        if start is None:
            return None
        found = date(start.year, int(month), int(day))
        return found if found >= start - timedelta(days=7) else date(start.year + 1, int(month), int(day))
    except ValueError:  # 31 February, month 13
        return None


def _next_weekday(name: str, start: date) -> date:
    names = _WEEKDAYS if name in _WEEKDAYS else _ENGLISH_DAYS
    days = (names.index(name) - start.weekday()) % 7
    return start + timedelta(days=days or 7)
