"""Questions about the campaign and their answers, as every door speaks of them.

The JSON form is fixed elsewhere; these are the same fields with types. A wrong answer is worse than none: an engine
that is not sure says so (`known` is false) and the question goes to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an answer comes from. `passage` is an exact slice of an imported letter, or empty where there is none.

    `date` is the first of the month where only the month of the letter is known (`month_only`).
    """

    letter: str
    title: str
    date: date
    passage: str = ""
    month_only: bool = False


@dataclass(frozen=True, slots=True)
class Pledged:
    """What the dossier of the asking gemeente holds now, for "wat hebben wij toegezegd?"."""

    group: str
    commitment: str
    places: int | None
    homes: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the records say at the moment of the question, for answers that change.

    `firm`, `conditional`, `exploring` count places of the whole country and `answered` the gemeenten that answered;
    `pledged` is about the asking gemeente only and `None` where nobody may see it (not verified, or not known).
    """

    firm: int
    conditional: int
    exploring: int
    answered: int
    pledged: tuple[Pledged, ...] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was asked.

    `gemeente` is the CBS code for which the asker speaks or seems to speak; `previous` the questions asked before,
    oldest first. Without `standing` what would need it is unknown.
    """

    text: str
    now: datetime
    gemeente: str | None = None
    previous: tuple[str, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to show. `suggestions` are up to three questions that may have been meant.

    `known` is false where it says that it does not know; with `suggestions` it asks "Bedoelt u…?". `small_talk` marks
    thanks, greetings and abuse, which are answered but never passed on.
    """

    text: str
    known: bool
    confidence: float
    sources: tuple[Passage, ...] = ()
    suggestions: tuple[str, ...] = ()
    small_talk: bool = False


class Answerer(Protocol):
    """Answers questions. Pure: the same question gives the same answer."""

    @property
    def version(self) -> str:
        """Changes whenever cards, letters or engine change."""

    def answer(self, question: Question) -> Answer:
        """Never raises on any text."""
