import pytest

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

from nlp.answering.cards import Card, Kind
from nlp.answering.ranking import Ranking
from nlp.training.card_classifier import Example, fitted
from nlp.training.forgetting import FORGOTTEN, Forgetful

SUBJECTS = {"regen": "Gaat het morgen regenen?", "storm": "Is er storm op komst?", "haven": "Wie is de havenmeester?"}
CARDS = [
    Card("boot", Kind.ANSWER, ("De boot vaart om 9 uur.",), ("Wanneer vaart de veerboot?", "Hoe laat gaat de boot?")),
    *(Card(key, Kind.UNKNOWN, (), (text,)) for key, text in SUBJECTS.items()),
]


@pytest.fixture(scope="module")
def ranking():
    bags = Ranking(CARDS, str).bags
    told = [Example(*bags(text), card.key) for card in CARDS for text in card.questions for _ in range(2)]
    return Ranking(CARDS, str, fitted(told))


def silent(found):
    return {one.card.key for one in found if one.card.kind is Kind.UNKNOWN and one.features["best"] > 0}


def test_the_likest_card_without_an_answer_is_forgotten_and_the_answers_are_kept(ranking):
    forgetful = Forgetful.of(ranking)
    found = forgetful.candidates("Komt er storm?")
    assert "storm" in silent(ranking.candidates("Komt er storm?")) - silent(found)
    assert "boot" in {one.card.key for one in found}
    assert found[0].features["against"] < ranking.candidates("Komt er storm?")[0].features["against"]


def test_what_is_forgotten_is_chosen_anew_for_each_question(ranking):
    forgetful = Forgetful.of(ranking)
    forgetful.candidates("Gaat het regenen?")
    forgetful.forget()
    found = forgetful.candidates("Wie is daar havenmeester?")
    assert "haven" not in silent(found)
    assert len(SUBJECTS) - len(silent(found)) >= FORGOTTEN
