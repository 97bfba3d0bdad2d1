"""The conversation in a terminal, by the real command, with lines from a pipe."""

from __future__ import annotations

import re

import pytest

from bot.terminal import pressed, shown
from domain.chat import Button
from storage.records import Records
from tests.bot.conftest import Workplace

REPORT = "Gemeente Urk zegt 5 plekken toe voor statushouders, vanaf oktober\nklopt\nan@urk.nl\n"
KLOPT, WIJZIG = Button("Klopt", "3.klopt"), Button("Wijzig", "3.wijzig")
UNKNOWN = Button("Weet ik nog niet", "3.getal-?")


@pytest.mark.slow
def test_a_report_with_a_mailed_code_goes_on_in_the_next_conversation(place: Workplace) -> None:
    first = place.run("chat", stdin=REPORT)
    (mail,) = (place.data / "outgoing").glob("*.eml")
    code = re.search(r"code is (\d{6})", mail.read_text(encoding="utf-8"))
    assert code is not None
    second = place.run("chat", stdin=f"{code[1]}\nwat hebben wij toegezegd?\n")
    assert "computerprogramma" in first.out
    assert "Vastgelegd voor Urk" in second.out
    assert "5 plekken voor statushouders (toegezegd), vanaf 1 oktober" in second.out
    assert first.sentences == second.sentences == []


@pytest.mark.slow
def test_a_question_that_was_passed_on_is_answered_on_the_command_line(place: Workplace) -> None:
    place.run("chat", stdin="medewerker\n")
    listed = place.run("questions", "list")
    place.run("questions", "answer", "1", "--text", "Belt u ons gerust.", "--who", "Joke")
    again = place.run("questions", "answer", "1", "--text", "Nog eens.")
    assert "wil een medewerker spreken" in listed.out
    assert again.sentences == ["Vraag 1 is al beantwoord door Joke."]
    assert "Belt u ons gerust." in place.run("chat", stdin="").out


def test_a_number_taps_its_button() -> None:
    assert pressed("2", (KLOPT, WIJZIG)) == WIJZIG
    assert pressed("3", (KLOPT, WIJZIG)) is None
    assert pressed("²", (KLOPT, WIJZIG)) is None


def test_beside_a_question_for_a_number_a_number_is_the_answer() -> None:
    assert pressed("1", (UNKNOWN,)) is None
    assert (shown((UNKNOWN,)), shown((KLOPT, WIJZIG))) == ("  [Weet ik nog niet]", "  1) Klopt   2) Wijzig")


def test_while_another_process_writes_one_sentence_says_so(place: Workplace) -> None:
    with Records.open(place.database, durable=False):
        ended = place.run("chat", stdin="hallo\n")
    assert ended.code == 1
    assert len(ended.sentences) == 1
    assert ended.sentences[0].startswith("Het gesprek in de terminal kan nu niet. Een ander proces")
