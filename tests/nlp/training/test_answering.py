import pytest

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

from nlp.answering.cards import Kind
from nlp.answering.relations import AHEAD, MARGIN, margins
from nlp.training.answering import FOLDS, folds

ROWS = [
    {"id": f"{voice}-{n}", "voice": voice}
    for voice in ("lias", "bode", "klerk", "griffier", "schout")
    for n in range(4)
]


def test_all_questions_of_one_voice_are_in_one_fold_and_no_fold_is_empty():
    own = {(row["voice"], fold) for row, fold in zip(ROWS, folds(ROWS), strict=True)}
    assert len(own) == 5
    assert {fold for _, fold in own} == set(range(FOLDS))


def test_voices_of_one_hand_are_in_one_fold():
    by_hand = [row | {"hand": "links" if row["voice"] in {"lias", "bode"} else "rechts"} for row in ROWS]
    assert len({fold for row, fold in zip(by_hand, folds(by_hand), strict=True) if row["hand"] == "links"}) == 1


def test_an_answer_is_ahead_of_other_answers_only():
    found = margins([Kind.UNKNOWN, Kind.ANSWER, Kind.ANSWER], [9.0, 5.0, 2.0])
    assert [one[MARGIN] for one in found] == [4.0, 3.0, -3.0]
    assert [one[AHEAD] for one in found] == [0.0, -4.0, -7.0]
