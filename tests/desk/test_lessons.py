"""What people decided becomes texts to learn from."""

from __future__ import annotations

import json

import pytest

from bot.gold import gold_message, read_gold
from nlp.training.check_texts import problems
from nlp.training.check_texts import read_texts as checked
from tests.cast.people import GEMEENTEN, day
from tests.cast.script import mail
from tests.desk.conftest import Browser
from tests.desk.test_review_page import DOUBTED, FORM, SPLIT, version

FILE = "/werkbank/beheer/leermateriaal.jsonl"


@pytest.fixture
def learned(desk):
    """What a manager gets."""

    def learned():
        chef = Browser(desk).sign_in("Chef")
        return [json.loads(line) for line in chef.get(FILE).splitlines()]

    return learned


def put_right(joke, number=1, **changes):
    joke.get(f"/werkbank/nakijken/{number}")
    joke.post(f"/werkbank/nakijken/{number}", **FORM | changes, version=version(joke))


def test_what_a_person_put_right_is_what_the_text_says(joke, tell, learned):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    put_right(joke, **{"places-1": "9", "commitment-1": "conditional"})
    (lesson,) = learned()
    (pledge,) = lesson["gold"]["pledges"]
    assert (pledge["gemeente"], pledge["places"], pledge["commitment"]) == ("GM0307", 9, "conditional")
    assert (lesson["gold"]["bottlenecks"], lesson["gold"]["intents"]) == (["vergunning"], ["bottleneck", "pledge"])
    assert lesson["from"] == "Afzender <afzender@amersfoort.nl>"


def test_both_parts_of_a_split_are_learned_and_nothing_of_what_does_not_count(joke, tell, learned):
    tell(DOUBTED, mail("pledge GM0184 3", "review vaag", sender="u@urk.nl", sent=day(1)))
    put_right(joke, **SPLIT)
    joke.get("/werkbank/nakijken/2")
    joke.post("/werkbank/nakijken/2", action="reject", version=version(joke))
    (split,) = (lesson["gold"] for lesson in learned())
    assert [(p["gemeente"], p["places"]) for p in split["pledges"]] == [("GM0307", 8), ("GM1948", 4)]


def test_what_a_later_message_replaced_was_still_said_and_what_was_taken_back_was_not(joke, tell, learned):
    tell(DOUBTED)
    put_right(joke)
    tell(mail("pledge GM0307 20", "review vaag", sent=day(2)))
    later = {name.replace("-1", "-2"): value for name, value in FORM.items()} | {"p": "2", "places-2": "20"}
    put_right(joke, 2, **later, relation="replace")
    assert [[p["places"] for p in lesson["gold"]["pledges"]] for lesson in learned()] == [[12], [20]]
    decision = joke.get("/werkbank/nakijken/2").split("/werkbank/nakijken/ongedaan/")[1].split('"')[0]
    joke.post(f"/werkbank/nakijken/ongedaan/{decision}")
    assert [lesson["id"] for lesson in learned()] == ["bericht-1"]


def test_the_file_is_one_that_training_and_evaluating_take(joke, tell, desk, tmp_path):
    tell(DOUBTED)
    put_right(joke)
    chef = Browser(desk).sign_in("Chef")
    (tmp_path / "leer.jsonl").write_text(chef.get(FILE), encoding="utf-8")
    assert list(problems(checked(tmp_path), frozenset(g.code for g in GEMEENTEN))) == []
    (item,) = read_gold(tmp_path / "leer.jsonl")
    assert "pledge GM0307 12" in gold_message(item).body


def test_only_a_manager_takes_it_out_and_that_is_in_the_trail(joke, tell, records, learned):
    tell(DOUBTED)
    joke.get(FILE)
    assert joke.page.status_code == 403
    learned()
    assert records.audit.lines(who="Chef")[0]["subject"] == "leermateriaal"
