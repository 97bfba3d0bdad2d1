"""What a written number is worth: Dutch number words through text2num, digits with Dutch thousands points."""

from __future__ import annotations

import re
from functools import lru_cache

from text_to_num import text2num

from nlp.terms import load

UNIT = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
TEN = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
TEEN = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
BELOW_HUNDRED = rf"(?:(?:{UNIT})-?[eë]n-?(?:{TEN})|{TEEN}|{TEN}|{UNIT})"
NUMBER_WORD = re.compile(
    rf"(?:{BELOW_HUNDRED})?duizend(?:(?:en)?(?:{BELOW_HUNDRED})?(?:honderd)?(?:(?:en)?{BELOW_HUNDRED})?)?"
    rf"|(?:{BELOW_HUNDRED})?honderd(?:(?:en)?{BELOW_HUNDRED})?"
    rf"|{BELOW_HUNDRED}"
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
LONGEST_WORD = 40
LONGEST_THOUSANDS = len("1.000.000")
LONGEST = 6
"""Digits in a row that can still be a count; longer ones are codes and telephone numbers."""


def tidy(word: str) -> str:
    """Bring the spelling to what text2num knows: one word, a trema behind twee and drie."""
    word = word.replace("-", "")
    return re.sub(rf"(twee|drie)en(?={TEN})", r"\1ën", word)


def word_value(word: str, *, english: bool = False) -> int | None:
    """The value of one lower-case number word, or None. A plain "een" is an article and gives None."""
    return _word_value(word, english=english) if len(word) <= LONGEST_WORD else None


@lru_cache(maxsize=8192)
def _word_value(word: str, *, english: bool) -> int | None:
    for language in ("frisian", "dialect", "english")[: 3 if english else 2]:
        if word in load("numerals")[language]:
            return int(load("numerals")[language][word])
    if english and "-" in word:
        tens, _, ones = word.partition("-")
        worth = load("numerals")["english"]
        return worth[tens] + worth[ones] if tens in worth and ones in worth else None
    if word == "een" or not NUMBER_WORD.fullmatch(word):
        return None
    try:
        return int(text2num(tidy(word), "nl"))
    except ValueError:
        return None


def digits_value(digits: str) -> int | None:
    """The value of a run of digits, `1.250` being 1250; None for decimals, times and codes."""
    if len(digits) <= LONGEST_THOUSANDS and THOUSANDS.fullmatch(digits):
        return int(digits.replace(".", ""))
    if not digits.isdecimal() or not digits.isascii() or len(digits) > LONGEST:
        return None
    return None if len(digits) > 1 and digits.startswith("0") else int(digits)
