"""How well questions are answered whose right answer is known; the same files that score the command line.

Answerable: question, gemeente, context (the question before), must and must_not (regular expressions), letters.
Unanswerable: question and domain (`near` the letters, or `far`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.answers import Answer, Answerer, Question

SHOWN = 160


@dataclass(slots=True)
class AnswerScores:
    """Counts: `direct` is right with the right letter, `offered` right among the choices, `wrong` anything else said.

    `false` counts the unanswerable questions that got an answer all the same, by domain.
    """

    answerable: int = 0
    direct: int = 0
    offered: int = 0
    wrong: int = 0
    quoted: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    false: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, float]:
        """Shares between 0 and 1, and the counts that they are of."""
        total = max(1, self.answerable)
        shares = {
            "direct_right_with_letter": self.direct / total,
            "right_within_one_choice": (self.direct + self.offered) / total,
            "wrong_given": self.wrong / total,
            "quoted": self.quoted / total,
        }
        shares |= {f"false_{name}": self.false.get(name, 0) / count for name, count in self.asked.items()}
        return {"answerable": self.answerable, **self.asked, **{key: round(value, 4) for key, value in shares.items()}}

    def lines(self) -> Iterator[str]:
        """The same for people."""
        total = max(1, self.answerable)
        yield f"{self.answerable} vragen met een antwoord in de brieven, {sum(self.asked.values())} zonder."
        yield f"Meteen goed, met de goede brief:   {self.direct / total:.1%}"
        yield f"Meteen goed of bij de keuzes:      {(self.direct + self.offered) / total:.1%}"
        yield f"Iets anders geantwoord:            {self.wrong / total:.1%}"
        for name, label in (("near", "dichtbij"), ("far", "ver weg")):
            if name in self.asked:
                share = self.false.get(name, 0) / self.asked[name]
                yield f"Toch beantwoord, {label + ':':<17} {share:.1%} van {self.asked[name]}"


def scored(
    answerer: Answerer, rows: Sequence[Mapping[str, Any]], now: datetime, scores: AnswerScores | None = None
) -> AnswerScores:
    """Ask every question at the moment `now`; adds to `scores`."""
    scores = scores or AnswerScores()
    for row in rows:
        answer = answerer.answer(_question(row, now))
        if "domain" in row:
            _unanswerable(scores, row, answer)
        else:
            _answerable(scores, row, answer, answerer, now)
    return scores


def _question(row: Mapping[str, Any], now: datetime) -> Question:
    before = row.get("context") or ()
    return Question(row["question"], now, row.get("gemeente"), (before,) if isinstance(before, str) else tuple(before))


def _unanswerable(scores: AnswerScores, row: Mapping[str, Any], answer: Answer) -> None:
    domain = str(row["domain"])
    scores.asked[domain] = scores.asked.get(domain, 0) + 1
    if answer.known:
        scores.false[domain] = scores.false.get(domain, 0) + 1
        scores.misses.append(f"beantwoord: {row['question']} -> {_short(answer)}")


def _answerable(
    scores: AnswerScores, row: Mapping[str, Any], answer: Answer, answerer: Answerer, now: datetime
) -> None:
    scores.answerable += 1
    scores.quoted += any(source.passage for source in answer.sources)
    if answer.known:
        right = is_right(row, answer)
        scores.direct += right
        scores.wrong += not right
        if not right:
            scores.misses.append(f"anders: {row['question']} -> {_short(answer)}")
        return
    chosen = (
        answerer.answer(Question(text, now, row.get("gemeente"), _question(row, now).previous))
        for text in answer.suggestions
    )
    offered = any(is_right(row, one) for one in chosen)
    scores.offered += offered
    scores.misses.append(f"{'keuze' if offered else 'onbekend'}: {row['question']} -> {' / '.join(answer.suggestions)}")


def is_right(row: Mapping[str, Any], answer: Answer) -> bool:
    """Whether an answer says what it must, nothing that it must not, and names a letter that says so."""
    said = all(re.search(one, answer.text, re.IGNORECASE) for one in row["must"])
    wrong = any(re.search(one, answer.text, re.IGNORECASE) for one in row.get("must_not") or ())
    return answer.known and said and not wrong and any(source.letter in row["letters"] for source in answer.sources)


def _short(answer: Answer) -> str:
    return " ".join(answer.text.split())[:SHOWN]
