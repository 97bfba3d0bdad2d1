"""Words and phrases as data: which concepts a run of words names.

A *term* is written the way it is read, with `_` between the words of a phrase. In a term `*` stands for any letters
at the start or the end of a word (`*vergunning*` is also in `bouwvergunningen`), `#` for a number, `#jaar` for a year
and `~` for up to four words that do not matter (`trekt_~_terug`). A *concept* is a name for a list of terms.
Matching goes word by word through a trie: linear in the text, whatever the size of the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.grammar import listed
from nlp.spelling import Spelling

GAP = 4
"""Words that `~` may skip."""

MEMORY = 50_000
"""Words whose lookup is remembered; when it is full it starts anew, so that memory stays flat."""

SHORTEST_INFIX = 3
LONGEST = 40
"""Letters of a word that are looked at: no Dutch compound here is longer, and a line without blanks stays cheap."""

NUMBERS = listed("number")
"""Written numbers that `#` also stands for; which number it is does not matter here."""

_PLAIN = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ’‘`´“”„‐‑‒\u00a0",
    "aaaaaaceeeeiiiinooooouuuuyy''''\"\"\"--- ",
)


def normalise(text: str) -> str:
    """`text` in lower case without accents and with plain quotes, each character still in its own place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_PLAIN)


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    concepts: list[str] = field(default_factory=list)


Spans = dict[str, list[tuple[int, int]]]
"""For each concept the runs of words that name it, as half-open word positions, in order of their start."""


class Lexicon:
    """All concepts of the term files together."""

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        self._patterns: dict[str, set[str]] = {kind: set() for kind in ("exact", "prefix", "suffix", "infix")}
        self._known: dict[str, tuple[str, ...]] = {}
        for concept, terms in concepts.items():
            for term in terms:
                self._add(concept, term)
        self._spelling = Spelling(self._patterns)

    def find(self, words: Sequence[str]) -> Spans:
        """The concepts that normalised `words` name."""
        atoms = [self._atoms(word) for word in words]
        spans: Spans = {}
        following = self._root.following
        for start, here in enumerate(atoms):
            for atom in here:
                node = following.get(atom)
                if node is not None:
                    _walk(node, atoms, start, start + 1, spans)
        return spans

    def _add(self, concept: str, term: str) -> None:
        node = self._root
        for piece in term.split("_"):
            if piece == "~":
                node.gap = node.gap or _Node()
                node = node.gap
            else:
                self._register(piece)
                node = node.following.setdefault(piece, _Node())
        node.concepts.append(concept)

    def _register(self, piece: str) -> None:
        stem = piece.strip("*")
        kind = {(0, 0): "exact", (0, 1): "prefix", (1, 0): "suffix", (1, 1): "infix"}
        self._patterns[kind[piece.startswith("*"), piece.endswith("*")]].add(stem)

    def _atoms(self, word: str) -> tuple[str, ...]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MEMORY:
                self._known.clear()
            known = self._known[word] = tuple(self._look_up(word)) or self._spelling.atoms(word[:LONGEST])
        return known

    def _look_up(self, word: str) -> Iterable[str]:
        patterns, word = self._patterns, word[:LONGEST]
        length = len(word)
        if word.isdigit() or word in NUMBERS:
            yield "#"
            if re.fullmatch(r"20[2-5]\d", word):
                yield "#jaar"
        if word in patterns["exact"]:
            yield word
        for cut in range(1, length + 1):
            if word[:cut] in patterns["prefix"]:
                yield f"{word[:cut]}*"
            if word[-cut:] in patterns["suffix"]:
                yield f"*{word[-cut:]}"
        pieces = {word[i:j] for i in range(length) for j in range(i + SHORTEST_INFIX, min(length, i + 24) + 1)}
        for piece in sorted(pieces & patterns["infix"]):
            yield f"*{piece}*"


def _walk(node: _Node, atoms: Sequence[tuple[str, ...]], start: int, at: int, spans: Spans) -> None:
    for concept in node.concepts:
        runs = spans.setdefault(concept, [])
        if (start, at) not in runs[-3:]:
            runs.append((start, at))
    if at < len(atoms) and node.following:
        for atom in atoms[at]:
            step = node.following.get(atom)
            if step is not None:
                _walk(step, atoms, start, at + 1, spans)
    if node.gap is not None:
        for skip in range(at, min(at + GAP + 1, len(atoms))):
            for atom in atoms[skip]:
                step = node.gap.following.get(atom)
                if step is not None:
                    _walk(step, atoms, start, skip + 1, spans)
