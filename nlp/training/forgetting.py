"""A ranking that forgets, for each question, what it is likest to of all that has no answer.

The cards without an answer were written by who had read the questions to learn from, so nearly each of those questions
finds its subject among them. A stranger asks about a subject that nobody thought of. What is sure enough then can only
be learned where that card is not there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
import numpy.typing as npt

from nlp.answering.cards import Kind
from nlp.answering.ranking import FAR, Ranking, View

FORGOTTEN = 2
"""Cards without an answer that are forgotten for each question."""


class Forgetful(Ranking):
    """As `Ranking`, over the same index; `forget` must be called before each question."""

    _gone: npt.NDArray[np.intp] | None

    @classmethod
    def of(cls, ranking: Ranking) -> Self:
        """The same ranking, but forgetful."""
        other = cls.__new__(cls)
        other.__dict__.update(ranking.__dict__)
        other.forget()
        return other

    def forget(self) -> None:
        """Choose anew what is forgotten, by the next text that is looked at."""
        self._gone = None

    def _view(self, text: str, asked: str) -> View:
        seen = super()._view(text, asked)
        if self._gone is None:
            unknown = np.array([card.kind is Kind.UNKNOWN for card in self.cards])
            self._gone = np.argsort(-np.where(unknown, seen.first.chance, -np.inf), kind="stable")[:FORGOTTEN]
        left = np.ones(len(self.cards))
        left[self._gone] = 0.0
        first, deep = (
            self.opinion(np.where(left > 0, one.logits, -FAR).astype(np.float32)) for one in (seen.first, seen.deep)
        )
        liked = {name: getattr(seen, name) * left for name in ("best", "mean", "letters", "words", "denial")}
        return replace(seen, **liked, first=first, deep=deep, serves=self.serves(first, deep))
