import pytest

from nlp.answering.cards import Card, Kind
from nlp.answering.ranking import Ranking
from nlp.answering.wants import kinds, tells, wants

BOAT = Card(
    "boot",
    Kind.ANSWER,
    ("De boot vaart om 9 uur. Mail de haven: haven@veer.nl.",),
    ("Wie is de kapitein?", "Hoe heet de kapitein?", "Wanneer vaart de boot?", "Mag mijn fiets mee?"),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hoe heet de minister?", "name"),
        ("Op welk adres melden wij dit?", "mail"),
        ("Is er een verslag van?", "paper"),
        ("Welk bedrag stond er in?", "money"),
        ("Welke kosten worden niet vergoed?", "exception"),
    ],
)
def test_what_is_wanted_shows_in_the_words_of_the_question(text, kind):
    assert kind in wants(text)


def test_who_asks_for_the_day_wants_nothing_more():
    assert not wants("Wat is de deadline?")


def test_a_card_gives_what_its_answer_holds_and_what_several_of_its_questions_ask():
    gives = tells(BOAT, BOAT.questions)
    assert {"mail", "clock", "name"} <= gives
    assert "leave" not in gives


def test_all_parties_that_are_named_are_one_kind():
    assert kinds(wants("Wat vindt het waterschap van de politie?")) == {"party"}


def test_what_a_card_does_not_give_counts_against_it():
    asked = Ranking([BOAT], str).candidates("Is er een verslag van de boot?")[0].features
    assert (asked["lacking"], asked["lacks_paper"], asked["lacks_mail"]) == (1, 1, 0)
    assert Ranking([BOAT], str).candidates("Hoe heet de kapitein?")[0].features["lacking"] == 0
