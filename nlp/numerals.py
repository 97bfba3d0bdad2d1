"""What a written number is worth: Dutch number words through text2num, digits with Dutch thousands points."""

from __future__ import annotations

import re
from functools import cache, lru_cache

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
TEN_WORTH = 10
DOZEN = 12
FRACTIONS = frozenset({"half", "anderhalf", "anderhalve"})
ALSO_DUTCH = frozenset({"ten", "one"})
"""English number words that may stand in a Dutch text and mean something else."""

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
    for language in ("frisian", "dialect", "english"):
        worth = load("numerals")[language]
        if word in worth and (english or word not in ALSO_DUTCH):
            return int(worth[word])
    if (put_together := _put_together(word)) is not None:
        return put_together
    if word == "een" or not NUMBER_WORD.fullmatch(word):
        return None
    try:
        return int(text2num(tidy(word), "nl"))
    except ValueError:
        return None


def _put_together(word: str) -> int | None:
    """Tens and ones in one word of another tongue: "twenty-five", "fiifentweintich"."""
    tens, _, ones = word.partition("-")
    worth = load("numerals")["english"]
    if ones and tens in worth and ones in worth:
        return int(worth[tens] + worth[ones]) if worth[ones] < TEN_WORTH <= worth[tens] else None
    worth = load("numerals")["frisian"]
    for ending, value in worth.items():
        ones = word.removesuffix(ending).removesuffix("en")
        if value > TEN_WORTH and word == f"{ones}en{ending}" and worth.get(ones, TEN_WORTH) < TEN_WORTH:
            return int(worth[ones] + value)
    return None


def written_apart(first: str, second: str) -> int | None:
    """The value of two words that are one number: "half dozijn"; None for others."""
    return _written_apart().get((first, second)) if first in FRACTIONS else None


@cache
def _written_apart() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for phrase, value in load("numerals")["written_apart"].items():
        first, _, second = phrase.partition(" ")
        found[first, second] = value
    return found


def digits_value(digits: str) -> int | None:
    """The value of a run of digits, `1.250` being 1250; None for decimals, times and codes."""
    if len(digits) <= LONGEST_THOUSANDS and THOUSANDS.fullmatch(digits):
        return int(digits.replace(".", ""))
    if not digits.isdecimal() or not digits.isascii() or len(digits) > LONGEST:
        return None
    return None if len(digits) > 1 and digits.startswith("0") else int(digits)


def value_of(text: str) -> int | None:
    """The value of one word or run of digits."""
    return digits_value(text) if text.isdecimal() else word_value(text)
