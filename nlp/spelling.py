"""Terms that a word was meant to be: one letter too many, one too few, or two changed about.

Only long stems, where such a slip rarely makes another word. A letter taken for another is left alone: "gerekend"
is not "getekend".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

SHORTEST = 8
"""Letters of a stem, and of the word that may be a slip of it: "Blokker" is not "blokkeer"."""

FORMS = {"exact": "{}", "prefix": "{}*", "suffix": "*{}", "infix": "*{}*"}


class Spelling:
    """The slips of all stems, by kind of pattern (`exact`, `prefix`, `suffix`, `infix`)."""

    def __init__(self, patterns: Mapping[str, AbstractSet[str]]) -> None:
        self._stems = {kind: {s for s in stems if len(s) >= SHORTEST} for kind, stems in patterns.items()}
        self._short: dict[str, dict[str, str]] = {kind: {} for kind in patterns}
        for kind, stems in self._stems.items():
            for stem in sorted(stems):
                for slip in _without_one(stem):
                    self._short[kind].setdefault(slip, stem)

    def atoms(self, word: str) -> tuple[str, ...]:
        """The atoms (as `Lexicon` writes them) that `word` is a slip of; empty for short words."""
        if len(word) < SHORTEST:
            return ()
        found = {FORMS[kind].format(stem) for kind, stem in self._slips(word)}
        return tuple(sorted(found))

    def _slips(self, word: str) -> Iterator[tuple[str, str]]:
        for kind, pieces in _pieces([*_without_one(word), *_swapped(word)]).items():
            yield from ((kind, piece) for piece in pieces & self._stems[kind])
        for kind, pieces in _pieces([word]).items():
            yield from ((kind, self._short[kind][piece]) for piece in pieces if piece in self._short[kind])


def _pieces(words: Sequence[str]) -> dict[str, set[str]]:
    """What of the words each kind of pattern could match; a misspelt stem inside a word is not looked for.

    As sets, since every new word of a mail is looked at: one by one they cost three times as much.
    """
    whole = set(words)
    return {
        "exact": whole,
        "prefix": {word[:cut] for word in words for cut in range(SHORTEST, len(word) + 1)},
        "suffix": {word[-cut:] for word in words for cut in range(SHORTEST, len(word) + 1)},
        "infix": whole,
    }


def _without_one(word: str) -> Iterator[str]:
    """The word without one of its letters; the first is rarely the one that is wrong."""
    return (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def _swapped(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
