"""English and Frisian are read as the Dutch words that the cards know."""

import pytest

from nlp.answering.languages import in_dutch, language
from nlp.answering.words import language_of, question_type, words


def test_a_question_is_in_the_language_of_most_of_its_words():
    assert language_of("By when do we have to respond?") == "english"
    assert language_of("Wêr kinne wy dat trochjaan?") == "frysk"
    assert language_of("Wat is de deadline van het support team?") == ""


def test_no_words_are_dutch():
    assert language([]) == ""
    assert in_dutch([]) == ()


@pytest.mark.parametrize(
    ("said", "dutch"),
    [
        ("How many places should a K80 municipality provide?", "hoeveel plekken moeten een k80 gemeente leveren"),
        ("Hoefolle plakken moatte wy leverje?", "hoeveel plekken moeten wij leveren"),
    ],
)
def test_a_question_is_compared_by_its_dutch_words(said, dutch):
    assert " ".join(words(said)) == dutch


def test_reading_twice_changes_nothing():
    once = words("Will the extra costs be reimbursed?")
    assert words(" ".join(once)) == once


def test_dutch_stays_as_it_is():
    assert words("Wat vindt het team van de brief?") == ["wat", "vindt", "het", "team", "van", "de", "brief"]


def test_the_type_of_a_question_in_another_language():
    assert question_type("By when?") == "wanneer"
    assert question_type("Wêr moat it hinne?") == "waar"
