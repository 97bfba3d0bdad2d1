"""What words are about: classes of words, so that a word never seen in training counts too.

The classes stand in `terms/vocabulary.toml` and in the files of `terms/concepts/`; one that stands in several files is
all of them together. A word belongs to the class whose entry it begins or ends with, because Dutch writes compounds as
one word; the longest entry counts, of the table and of the folder each, and short ones must be the whole word. Two or
three words side by side may be one entry (`den_haag`). `python -m nlp.vocabulary` prints what is wrong with the files.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from nlp.cues import TERMS
from nlp.lexicon import normalise

TABLE = (TERMS / "vocabulary.toml",)
FOLDER = tuple(sorted((TERMS / "concepts").glob("*.toml")))

WHOLE = 4
"""Letters up to which an entry must be the whole word."""

LONGEST = 40
"""Letters of a word that are looked at."""

SHORTEST, MOST_WORDS = 2, 3
"""Letters of an entry, and words of a phrase."""

MEMORY = 50_000
NONE: frozenset[str] = frozenset()
READABLE = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def classes(words: Sequence[str]) -> set[str]:
    """The classes of normalised `words`."""
    return set[str]().union(*map(of_word, words), *(names for _, _, names in _said(words)))


def by_word(words: Sequence[str]) -> list[frozenset[str]]:
    """The classes of each of the normalised `words`, those of the phrases that it begins or goes on among them."""
    found = [of_word(word) for word in words]
    for first, end, names in _said(words):
        for place in range(first, end):
            found[place] |= names
    return found


def _said(words: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The phrases in `words`: the place of the first word, the one behind the last, and the classes."""
    openings = _openings()
    for at, pair in enumerate(pairwise(words)):
        if pair in openings:
            for rest, names in openings[pair]:
                if tuple(words[at + 2 : at + 2 + len(rest)]) == rest:
                    yield at, at + 2 + len(rest), names


@lru_cache(MEMORY)
def of_word(word: str) -> frozenset[str]:
    """The classes of one normalised word by itself."""
    word = word[:LONGEST]
    return _longest(_entries(TABLE), word) | _longest(_entries(FOLDER), word)


def _longest(entries: Mapping[str, frozenset[str]], word: str) -> frozenset[str]:
    """The classes of the longest entries that the word begins or ends with, or is."""
    for size in range(len(word), min(len(word) - 1, WHOLE), -1):
        found = entries.get(word[:size], NONE) | entries.get(word[len(word) - size :], NONE)
        if found:
            return found
    return NONE


def files() -> tuple[Path, ...]:
    """The files with classes, in a fixed order."""
    return (*TABLE, *FOLDER)


@cache
def names() -> tuple[str, ...]:
    """All classes, in a fixed order."""
    return tuple(sorted({name for _, name, _ in _listed(files())}))


@cache
def _entries(paths: tuple[Path, ...]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, terms in _listed(paths):
        for term in terms:
            if "_" not in term:
                found[normalise(term)].add(name)
    return {term: frozenset(owners) for term, owners in found.items()}


@cache
def _openings() -> dict[tuple[str, str], list[tuple[tuple[str, ...], frozenset[str]]]]:
    """By the first two words of each phrase the rest of it, and its classes."""
    found: defaultdict[tuple[str, str], list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
    for first, ends in _phrases().items():
        for (second, *rest), names in ends:
            found[first, second].append((tuple(rest), names))
    return dict(found)


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """By the first word of each phrase the rest of it, and its classes."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for _, name, terms in _listed(files()):
        for term in terms:
            if "_" in term:
                found[tuple(normalise(term).split("_"))].add(name)
    by_first: defaultdict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
    for (first, *rest), owners in found.items():
        by_first[first].append((tuple(rest), frozenset(owners)))
    return dict(by_first)


def _listed(paths: Sequence[Path]) -> Iterator[tuple[str, str, list[str]]]:
    """File name, class, and its entries as they are written."""
    for path in paths:
        for name, terms in tomllib.loads(path.read_text(encoding="utf-8"))["classes"].items():
            yield path.name, name, terms.split()


def faults(paths: Sequence[Path]) -> list[str]:
    """What is wrong with these files, one Dutch sentence each; empty where they are sound."""
    found: list[str] = []
    owners: dict[tuple[str, str], str] = {}
    for path in paths:
        try:
            for file, name, terms in _listed([path]):
                found += _faults_of_class(f"{file}, klasse {name}", name, terms, owners)
        except tomllib.TOMLDecodeError as error:
            found.append(f"{path.name}: geen leesbare TOML: {error}")
        except KeyError:
            found.append(f"{path.name}: er is geen tabel [classes]")
        except AttributeError:
            found.append(f"{path.name}: een klasse is één tekst met woorden, tussen aanhalingstekens")
    return found


def _faults_of_class(place: str, name: str, terms: Sequence[str], owners: dict[tuple[str, str], str]) -> Iterator[str]:
    """What is wrong with one class; `owners` says where each entry of a class stood before."""
    if not terms:
        yield f"{place}: er staat geen woord in"
    for term in terms:
        if (name, term) in owners:
            yield f"{place}: '{term}' staat ook in {owners[name, term]}"
        owners.setdefault((name, term), place)
        words = term.split("_")
        if normalise(term) != term:
            yield f"{place}: '{term}' moet in kleine letters zonder accenten: '{normalise(term)}'"
        elif not all(map(READABLE.fullmatch, words)):
            yield f"{place}: '{term}' kan nooit gelezen worden; alleen letters, cijfers en _ tussen woorden"
        elif len(words) > MOST_WORDS:
            yield f"{place}: '{term}' heeft meer dan {MOST_WORDS} woorden"
        elif len(term) < SHORTEST and not term.isdigit():
            yield f"{place}: '{term}' is te kort"


if __name__ == "__main__":
    wrong = faults(files())
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    sys.exit(1 if wrong else 0)
