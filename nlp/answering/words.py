"""The words of a question as they are compared: folded, without thousands dots, stemmed, split, with their concepts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from nlp.answering.languages import in_dutch, language
from nlp.gazetteer.folding import FILLER, fold
from nlp.terms import load

WORD = re.compile(r"[a-z0-9]+")
_THOUSANDS = re.compile(r"(?<=\d)[.](?=\d{3}\b)")
_NETWORK = re.compile(r"\b([gmprk])[ -]?(4|40|50|10|8|80)\b")
_SPOKEN = {
    re.compile(rf"\b(?:{spoken})\b"): name
    for spoken, name in (
        ("gee[ -]?vier", "g4"),
        ("gee[ -]?veertig", "g40"),
        ("em[ -]?vijftig", "m50"),
        ("pee[ -]?tien", "p10"),
        ("ka[ -]?tachtig", "k80"),
        ("er[ -]?acht", "r8"),
    )
}
"""Names of networks as dictation writes them."""
_DOUBLE_VOWEL = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou])")
SHORTEST_STEM = 4
SHORTEST_PART = 4
WEAKEST = "wat"
_WHENEVER = re.compile(
    r"^((?:is|zijn|moet|moeten|heeft|kan|mag|mogen|krijgen)\b.*?) wanneer (?=(?:wij|we|ik|onze|een|er)\b)"
)
"""In "is het nodig wanneer wij niets hebben" it is no question word."""


def plain(text: str) -> str:
    """`text` folded, with `2.000` as `2000`, `K 80` as `k80` and without accents of their own."""
    folded = fold(text).replace(FILLER, "").replace("'", "")
    for spoken, name in _SPOKEN.items():
        folded = spoken.sub(name, folded)
    return _NETWORK.sub(r"\1\2", _THOUSANDS.sub("", folded))


def words(text: str) -> list[str]:
    """The words of `text`, folded; mail and web addresses fall apart into theirs."""
    return list(_words(text))


@lru_cache(maxsize=32_768)
def _words(text: str) -> tuple[str, ...]:
    """A question is looked at from many sides, each time by its words."""
    short = _short_forms()
    return in_dutch(tuple(short.get(word, word) for word in WORD.findall(plain(text))))


def language_of(text: str) -> str:
    """The name of the language of `text`; empty for Dutch."""
    return language(WORD.findall(plain(text)))


@lru_cache(maxsize=32_768)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of `text`."""
    return frozenset(stem(word) for word in _words(text))


@cache
def _short_forms() -> dict[str, str]:
    return {str(short): str(whole) for short, whole in load("answering")["spellings"].items()}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A rough Dutch stem: `plekken` and `plek`, `brieven` and `brief`, `bijdragen` and `bijdraagt` become one."""
    if len(word) < SHORTEST_STEM or word[0].isdigit():
        return word
    short = re.sub(r"(?:jes|je)$", "", word) if len(word) > SHORTEST_STEM + 2 else word
    short = re.sub(r"(?<=[a-z]{3})(?:en|e|(?<=[ao])s|es|(?<=e[lmnr])s)$", "", short)
    short = re.sub(r"(?<=[bdfgklmnprsvwz])t$", "", short) if short.endswith(("dt", "gt", "kt", "lt", "mt")) else short
    if short[-1] == short[-2:-1] and short[-1] not in "aeiou":
        short = short[:-1]
    short = re.sub(r"v$", "f", re.sub(r"z$", "s", short))
    return _DOUBLE_VOWEL.sub(lambda found: found[0][0], short)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(str(load("answering")["words"][name]).split())


def is_common(word: str) -> bool:
    """Whether any question may hold it and it says nothing about the subject; `moete` is `moeten`."""
    return word in _listed("common") or f"{word}n" in _listed("common")


def asks_for_the_present(text: str) -> bool:
    """Whether it asks how things are now; in "was het nu verboden?" that word is but a filler."""
    said = words(text)
    now = not _listed("present").isdisjoint(said) or any(f" {one} " in f" {' '.join(said)} " for one in _now())
    return now and _listed("past").isdisjoint(said)


@cache
def _now() -> tuple[str, ...]:
    return tuple(load("answering")["phrases"]["present"])


def is_denial(text: str) -> bool:
    """Whether it says "niet" or "geen" about something."""
    return not _listed("denial").isdisjoint(words(text))


@cache
def _type_phrases() -> tuple[tuple[str, str], ...]:
    """Each phrase that tells the type of a question, with that type; the longest first."""
    pairs = [(plain(str(phrase)), name) for name, phrases in load("answering")["types"].items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _types_of_phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {" ".join(WORD.findall(phrase)): name for phrase, name in _type_phrases()}
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(names)})(?![a-z0-9])"), names


def question_type(text: str) -> str:
    """`wanneer`, `hoeveel`, `wie`, `waar`, `waarom` or `wat`, whichever is asked first; empty for any other question.

    `wat` gives way to any other: "wat is de deadline" asks for a day.
    """
    pattern, names = _types_of_phrases()
    found = [names[phrase] for phrase in pattern.findall(_WHENEVER.sub(r"\1 ", " ".join(words(text))))]
    telling = [name for name in found if name != WEAKEST]
    return telling[0] if telling else (found[0] if found else "")


@cache
def _day() -> re.Pattern[str]:
    months = load("answering")["months"]
    named = "|".join(sorted({*months, *months.values()}))
    before = rf"\b(\d{{1,2}})(?:e|st|nd|rd|th)? (?:of )?({named})\b"
    return re.compile(rf"{before}|\b({'|'.join(months)}) (\d{{1,2}})(?:st|nd|rd|th)?\b")


def days(text: str) -> frozenset[str]:
    """The days of the year that `text` names, as `28 mei`, whatever language they are in."""
    months = load("answering")["months"]
    found = ((day or other, month or named) for day, month, named, other in _day().findall(" ".join(words(text))))
    return frozenset(f"{int(day)} {months.get(month, month)}" for day, month in found)


@cache
def concepts() -> dict[str, str]:
    """For each stem that is a synonym (Dutch, English, Frisian), the name of its concept."""
    found: dict[str, str] = {}
    for name, listed in load("answering")["concepts"].items():
        for word in words(str(listed)):
            found.setdefault(stem(word), str(name))
    return found


def split_compound(word: str, known: Iterable[str] | frozenset[str]) -> tuple[str, ...]:
    """The two known stems that a long word is made of (`opvang`, `plek` for `opvangplek`), or none."""
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        head, tail = word[:cut], word[cut:]
        if tail not in known:
            continue
        for joint in ("", "s", "en", "e"):
            first = stem(head.removesuffix(joint)) if joint else head
            if head.endswith(joint) and len(first) >= SHORTEST_PART - 1 and first in known:
                return first, tail
    return ()
