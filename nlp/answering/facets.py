"""What a question names that an answer must be about: networks, gemeenten, years; found once, before the ranking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nlp.answering.parts import asking, is_doubt, is_own_case
from nlp.answering.words import asks_for_the_present, days, plain, question_type, stem, words
from nlp.gazetteer import gemeenten
from nlp.gazetteer.names import Name, find_names, ordinary_names, rare_words
from nlp.terms import load

_YEAR = re.compile(r"(?<![\d.])(20[1-4]\d)(?!\d)")
_WITHIN = re.compile(r"[^\s.!?]\s+$")
_GENERAL = re.compile(r"\b(?:per netwerk|netwerken|iedere gemeente|elke gemeente|per gemeente|each|every)\b")
NETWORK, GEMEENTE = " netwerknaam ", " gemeentenaam "


@dataclass(frozen=True, slots=True)
class Facets:
    """`text` is the question with a fixed word for each network and gemeente that it names.

    `described` are networks by their title ("kleine gemeenten"); `general` means that it asks about gemeenten in
    general, whoever asks. `asked` is the type of question; `apart` the sentence that asks, masked, where others stand
    around it; `years_asked` are the years in it. `own_case`: somebody asks for themselves. `doubts`: it asks whether a
    memory is right.
    """

    text: str
    networks: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    years: frozenset[str] = frozenset()
    years_asked: frozenset[str] = frozenset()
    present: bool = False
    described: tuple[str, ...] = ()
    general: bool = False
    asked: str = ""
    apart: str = ""
    own_case: bool = False
    doubts: bool = False
    days: frozenset[str] = frozenset()


def facets(text: str, networks: Mapping[str, str]) -> Facets:
    """The facets of a question; `networks` are the titles of the networks of the campaign by their key."""
    names = [name for name in find_names(text) if _is_meant(name, text)]
    lowered = plain(_masked(text, names))
    keys = {key.lower(): key for key in networks}
    pattern = _keys(tuple(networks))
    sentence = asking(text)
    return Facets(
        text=pattern.sub(NETWORK, lowered),
        networks=tuple(dict.fromkeys(keys[key] for key in pattern.findall(lowered))),
        gemeenten=tuple(dict.fromkeys(code for name in names for code in _only(_codes(name)))),
        names=tuple(plain(name.text) for name in names),
        years=frozenset(_YEAR.findall(text)),
        years_asked=frozenset(_YEAR.findall(sentence)),
        present=asks_for_the_present(text),
        described=_described(text, networks),
        general=bool(_GENERAL.search(lowered)),
        asked=question_type(sentence) or question_type(text),
        own_case=is_own_case(text),
        doubts=is_doubt(text),
        days=days(text),
        apart="" if sentence == text else masked(sentence, networks),
    )


def masked(text: str, networks: Iterable[str]) -> str:
    """Only the text of the facets."""
    names = [name for name in find_names(text) if _is_meant(name, text)]
    return _keys(tuple(networks)).sub(NETWORK, plain(_masked(text, names)))


@cache
def _keys(networks: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted((re.escape(key.lower()) for key in networks), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(longest) or '(?!)'})(?:(?:er)?s?\b|(?=gemeent))")


def _described(text: str, networks: Mapping[str, str]) -> tuple[str, ...]:
    """The networks whose title, or the end of it, stands in the text ("kleine gemeenten", "grote steden")."""
    said = f" {' '.join(stem(word) for word in words(text))} "
    titles = {key: [stem(word) for word in words(title)][-2:] for key, title in networks.items()}
    return tuple(key for key, title in titles.items() if len(title) > 1 and f" {' '.join(title)} " in said)


@cache
def _metonyms() -> frozenset[str]:
    return frozenset(load("answering")["metonyms"]["names"])


@cache
def _city() -> frozenset[str]:
    return frozenset(load("answering")["metonyms"]["city"].split())


def _codes(name: Name) -> set[str]:
    """The gemeenten of today that carry this name."""
    kinds = {"gemeente", "alias", "frisian", "nickname"}
    return {sense.code for sense in name.senses if sense.kind in kinds} & gemeenten().keys()


def _only(codes: set[str]) -> tuple[str, ...]:
    return tuple(codes) if len(codes) == 1 else ()


def _is_meant(name: Name, text: str) -> bool:
    """Whether it names a gemeente here; one that is also an ordinary word needs a capital and a word before it."""
    folded = plain(name.text)
    if folded in _metonyms() and _city().isdisjoint(words(text)):
        return False
    if text[: name.start].lower().endswith("gemeente "):
        return bool(_codes(name))
    if folded in ordinary_names() or folded in rare_words():
        return bool(_codes(name)) and name.capital and bool(_WITHIN.search(text[: name.start]))
    return bool(_codes(name))


def _masked(text: str, names: Iterable[Name]) -> str:
    for name in sorted(names, key=lambda one: -one.start):
        text = text[: name.start] + GEMEENTE + text[name.end :]
    return text
