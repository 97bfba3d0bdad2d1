"""What words are about, also words that nobody listed."""

from __future__ import annotations

import pytest

from nlp.vocabulary import classes


@pytest.mark.parametrize(
    ("words", "class_"),
    [
        ("projectleidster", "staff"),
        ("netbeheerders", "grid"),
        ("vluchtwegen", "permit"),
        ("brandmeldinstallatie", "permit"),
        ("den haag", "state"),
    ],
)
def test_a_word_that_begins_with_an_entry_or_is_one_belongs_to_its_class(words: str, class_: str) -> None:
    assert class_ in classes(words.split())


def test_the_longest_entry_decides() -> None:
    assert "threat" in classes(["brandstichting"])
    assert "threat" not in classes(["brandmelder"])


def test_a_short_entry_is_the_whole_word() -> None:
    assert "council" in classes(["raad"])
    assert classes(["raadsel"]) == set()


def test_no_words_are_about_nothing() -> None:
    assert classes([]) == set()
