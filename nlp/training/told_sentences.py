"""The labelled sentences and short passages that the sense of sentences is taught with (`sentences/`).

A line is its labels, a tab, and the text; what stands behind a second tab is a note. Labels are types of bottleneck
(`bottlenecks-*.tsv`, `*_bottlenecks.tsv`) or intents (`intents*.tsv`), with `;` between them where there are several,
or one word that says why there is none: `solved`, `denied`, for intents `-`. A file is one voice.
`python -m nlp.training.told_sentences` prints what is wrong with the files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.bottlenecks import types
from nlp.cues import BOTTLENECKS
from nlp.intent_weighing import FAMILY as INTENTS
from nlp.intent_weighing import WEIGHED
from nlp.lexicon import normalise

SENTENCES = Path(__file__).parent / "sentences"
REASONS = """
- anger approved change condition correction decline deferral denied effect elsewhere facts general inhabitant near
other_gemeente others past plain question routine sarcasm solved wish withdrawal
"""
NONE = frozenset(REASONS.split())
"""Words that say why a line tells of nothing."""

SEPARATOR = re.compile(r"[;\s]+")

REMARK = "#"
"""How a line begins that is none, as the one on top that says whose voice it is."""


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A `text` by `voice`, and what it tells of; nothing where `names` is empty."""

    voice: str
    names: frozenset[str]
    text: str


def known_names(family: str) -> frozenset[str]:
    """What a line may tell of in the files of this family of cues."""
    return frozenset(types()) if family == BOTTLENECKS else frozenset(str(intent) for intent in WEIGHED)


def files(family: str, folder: Path = SENTENCES) -> list[Path]:
    """The files of a family, in a fixed order."""
    return sorted({*folder.glob(f"*{family}.tsv"), *folder.glob(f"{family}-*.tsv")})


def read(family: str, folder: Path = SENTENCES) -> list[ToldSentence]:
    """All lines of a family. Raises `ValueError` naming file and line where one cannot be read."""
    told = []
    for file in files(family, folder):
        for place, line in _lines(file):
            labels, tab, rest = line.partition("\t")
            text = rest.partition("\t")[0].strip()
            if not tab or not text:
                raise ValueError(f"{place}: hier hoort te staan: labels, een tab, de tekst")
            told.append(ToldSentence(file.stem, _names(labels) & known_names(family), text))
    return told


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith(REMARK):
            yield f"{file.name}, regel {number}", line


def _names(labels: str) -> frozenset[str]:
    return frozenset(filter(None, SEPARATOR.split(labels)))


def faults(family: str, folder: Path = SENTENCES) -> list[str]:
    """What is wrong in the files of a family, one Dutch sentence each; empty where they are sound."""
    found: list[str] = []
    seen: dict[str, str] = {}
    for file in files(family, folder):
        for place, line in _lines(file):
            labels, tab, rest = line.partition("\t")
            text = rest.partition("\t")[0].strip()
            found += [f"{place}: {fault}" for fault in _faults_of_labels(_names(labels), known_names(family))]
            if not tab or not text:
                found.append(f"{place}: hier hoort te staan: labels, een tab, de tekst")
                continue
            before = seen.setdefault(" ".join(normalise(text).split()), place)
            if before != place:
                found.append(f"{place}: deze tekst staat ook in {before}")
    return found


def _faults_of_labels(names: Collection[str], known: Collection[str]) -> Iterator[str]:
    unknown = [name for name in names if name not in known and name not in NONE]
    if unknown:
        yield f"onbekend label: {', '.join(sorted(unknown))}"
    if not names:
        yield "er staat geen label"
    elif len(names) > 1 and any(name in NONE and name not in known for name in names):
        yield "een reden waarom er niets is, staat alleen"


if __name__ == "__main__":
    wrong = [*faults(BOTTLENECKS), *faults(INTENTS)]
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    sys.exit(1 if wrong else 0)
