"""What few words may mean in a conversation: a gemeente, a number, a day. Offers `domain.talking.Words`.

The answers to a question are too short for the reader, which weighs a whole message.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache

from domain.model import Unit
from domain.talking import Count
from domain.wording import MONTHS
from nlp.components.words import words
from nlp.counts import Bound, Mention
from nlp.date_grammar import find_dates
from nlp.gazetteer import domain_letters, gemeente, gemeenten, rows
from nlp.gazetteer.names import Name, find_names
from nlp.gazetteer.spelling import closest
from nlp.number_grammar import NumberGrammar

LONGEST = 2000
"""Characters that are looked at; a longer text is no short answer."""
MOST = 9999
"""A larger number is no count of places: a telephone number, a code."""
_LEAD = re.compile(
    r"^\W*(?:(?:het\s+is|dat\s+is|ik\s+ben\s+van|wij\s+zijn|namens|voor|van|uit|in|de|gemeente)\s+)*", re.IGNORECASE
)
_GEMEENTE_BEFORE = re.compile(r"\bgemeente\s*$", re.IGNORECASE)
_MONTH_PLACE = re.compile(
    r"((?:^\W*|\b\d{1,2}\s+|\b(?:vanaf|per|in|begin|half|medio|eind|fan)\s+))([^\W\d_]{4,})", re.IGNORECASE
)
NO_MONTHS = frozenset({"maar", "meer", "maat", "juist"})
LIKE_A_MONTH = 0.8
"""From this likeness on a word is the name of a month."""
_BARE_NUMBER = re.compile(r"^\W*(\d{1,4})\W*$")
_HOMES = frozenset({Unit.HOMES, Unit.HOUSEHOLDS})


class FewWords:
    """The gazetteer and the grammars of numbers and dates, for short answers. Pure; the lists load once a process."""

    def name(self, code: str) -> str:
        """The name of a gemeente. Raises `KeyError` for a code that is none."""
        return gemeente(code).name

    def find(self, words: str) -> tuple[str, ...]:
        """The CBS codes that these few words may stand for; none, one, or several where a person must choose."""
        phrase = _LEAD.sub("", words[:LONGEST]).strip(" .,!?")
        said_gemeente = bool(re.match(r"^\W*(?:de\s+|voor\s+|namens\s+)*gemeente\b", words, re.IGNORECASE))
        codes = _names().get(domain_letters(phrase), ())
        if codes:
            return _those_called(codes, phrase) if said_gemeente else codes
        names = self.named(words)
        if len(names) == 1:
            return names[0]
        near = closest(phrase) if not names else None
        return (near[0],) if near else ()

    def named(self, text: str) -> tuple[tuple[str, ...], ...]:
        """For each name of a place in the text the CBS codes that it may stand for, each name once."""
        found = dict.fromkeys(_codes(text, name) for name in find_names(text[:LONGEST]) if _plain(name))
        return tuple(codes for codes in found if codes)

    def counts(self, text: str) -> tuple[Count, ...]:
        """The numbers in the text that may count places, people or homes, number words included."""
        bare = _BARE_NUMBER.match(text)
        if bare:
            return (Count(int(bare[1])),)
        stream = words(text[:LONGEST])
        mentions = NumberGrammar(text[:LONGEST], stream, find_dates(stream)).mentions()
        return tuple(dict.fromkeys(_count(mention) for mention in mentions if _counts(mention)))

    def day(self, text: str, today: date) -> date | None:
        """The first day from which something is there, seen from `today`."""
        for spelling in dict.fromkeys((text[:LONGEST], _months_mended(text[:LONGEST]))):
            begins = (mention.available(today)[0] for mention in find_dates(words(spelling)))
            if (begin := next((begin for begin in begins if begin is not None), None)) is not None:
                return begin
        return None

    def domains(self, code: str) -> tuple[str, ...]:
        """The domains that a gemeente mails from itself today."""
        return _domains().get(code, ())


def _months_mended(text: str) -> str:
    """The text with misspelt names of months as they are written, where a month may stand: "1 septmber"."""

    def mended(found: re.Match[str]) -> str:
        word = found[2].lower()
        near = get_close_matches(word, MONTHS, 1, LIKE_A_MONTH) if word not in NO_MONTHS else []
        return found[1] + (near[0] if near else found[2])

    return _MONTH_PLACE.sub(mended, text)


def _plain(name: Name) -> bool:
    """Whether it is a name at all: many are ordinary words too, and those need their capital."""
    return name.capital or not name.ordinary


def _codes(text: str, name: Name) -> tuple[str, ...]:
    before = text[: name.start]
    return _those_called(name.codes, name.text) if _GEMEENTE_BEFORE.search(before) else name.codes


def _those_called(codes: tuple[str, ...], phrase: str) -> tuple[str, ...]:
    """Of these the gemeenten that carry the name themselves ("gemeente Beek"), or all where none does."""
    letters = domain_letters(phrase)
    own = tuple(c for c in codes if domain_letters(gemeente(c).name.partition(" (")[0]) == letters)
    return own or codes


def _counts(mention: Mention) -> bool:
    return mention.low is not None and mention.low <= MOST and (mention.is_count or not mention.noun)


def _count(mention: Mention) -> Count:
    if mention.unit in _HOMES:
        return Count(None, homes=mention.low)
    return Count(mention.low, mention.high, None, mention.bound is Bound.ABOUT)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The codes for the letters of each name: of gemeenten, of former ones, and of places within them."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, code in _spellings():
        found[domain_letters(name)][code] = None
    return {letters: tuple(codes) for letters, codes in found.items()}


def _spellings() -> Iterator[tuple[str, str]]:
    for each in gemeenten().values():
        yield each.name, each.code
        yield each.name.partition(" (")[0], each.code
    for file in ("aliases.csv", "former_gemeenten.csv", "woonplaatsen.csv"):
        yield from ((row["name"], row["code"]) for row in rows(file))


@cache
def _domains() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("domains.csv"):
        if row["status"] == "current":
            found[row["code"]].append(row["domain"])
    return {code: tuple(domains) for code, domains in found.items()}
