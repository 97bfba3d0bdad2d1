import json
import os
import subprocess
import sys

import pytest

LETTER = """Aan de leden

Ons kenmerk
U202600283

Aan de Gemeentesecretarissen. Dit is een verzonnen brief voor de toets, met genoeg woorden om een brief te zijn.
Wij horen uw antwoord graag via het formulier, uiterlijk voor 14 augustus van dit jaar.
De gemeente Nergenshuizen deed dat vorig jaar ook al zo, en dat beviel de mensen daar heel goed.
"""


def answers(ended):
    return [json.loads(line) for line in ended.out.splitlines()]


def test_one_question_in_json_has_the_fixed_keys(place):
    ended = place.run("ask", "--json", "Op welk adres melden wij plekken?")
    (answer,) = answers(ended)
    assert list(answer) == ["question", "answer", "known", "confidence", "sources", "suggestions"]
    assert answer["known"]
    assert list(answer["sources"][0]) == ["letter", "title", "date", "passage"]


def test_a_letter_of_which_only_the_month_is_known_gets_no_day(place):
    (answer,) = answers(place.run("ask", "--json", "Hoeveel amv-plekken stonden er in het capaciteitsbesluit?"))
    assert answer["sources"][0]["date"] == "2023-11"


def test_the_gemeente_may_be_a_code_or_a_name(place):
    for name in ("GM0489", "Barendrecht"):
        assert "circa 15 plekken" in place.run("ask", "--gemeente", name, "Wat is ons richtgetal?").out


def test_bad_lines_are_named_and_the_others_answered(place):
    bad = ["", "{kapot", '{"question": 3}', '{"question": "Deadline?", "gemeente": "GM9999"}', "x" * 5000, "wat\x00nu"]
    ended = place.run("ask", "--json", "--lines", stdin="\n".join([*bad, "Wat is de deadline?"]) + "\n")
    assert ended.code == 1
    found = answers(ended)
    assert len(found) == len(bad) + 1
    for number, answer in enumerate(found[:-1], 1):
        assert answer["error"].startswith(f"regel {number}: ")
    assert found[-1]["known"]


def test_a_million_letters_on_one_line_are_one_bad_line(place):
    ended = place.run("ask", "--json", "--lines", stdin="a" * 1_000_000 + "\nWat is de deadline?\n")
    assert [("error" in answer) for answer in answers(ended)] == [True, False]


def test_previous_questions_come_along_in_json(place):
    line = {"question": "En voor een K80?", "gemeente": None, "previous": ["Hoeveel plekken moet een G4-stad leveren?"]}
    (answer,) = answers(place.run("ask", "--json", "--lines", stdin=json.dumps(line) + "\n"))
    assert "circa 2 plekken" in answer["answer"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask", ""], "Vraag: hier staat geen vraag."),
        (["ask", "--gemeente", "GM9999", "Deadline?"], "Er is geen gemeente met code 'GM9999'."),
        (["ask", "--letters", "weg", "Deadline?"], "weg: deze map is er niet."),
        (["letters", "add", "weg.pdf"], "weg.pdf: "),
    ],
)
def test_what_is_wrong_is_one_sentence(place, arguments, sentence):
    ended = place.run(*arguments)
    assert ended.code == 1
    assert len(ended.sentences) == 1
    assert ended.err.startswith(sentence)


def test_without_a_question_it_says_how(place):
    ended = place.run("ask")
    assert ended.code == 2
    assert "--lines" in ended.err


def test_an_imported_letter_is_quoted_word_for_word(place):
    (place.folder / "brief.txt").write_text(LETTER, encoding="utf-8")
    assert "U202600283: opgeslagen" in place.run("letters", "add", "brief.txt").out
    (answer,) = answers(place.run("ask", "--json", "Wat is de deadline?"))
    passage = answer["sources"][0]["passage"]
    assert passage == "Wij horen uw antwoord graag via het formulier, uiterlijk voor 14 augustus van dit jaar."
    assert "U202600283  2026-06-11" in place.run("letters", "list").out


def test_letters_may_be_read_from_a_folder_without_importing_them(place):
    (place.folder / "brieven").mkdir()
    (place.folder / "brieven" / "U202600283.txt").write_text(LETTER, encoding="utf-8")
    (answer,) = answers(place.run("ask", "--json", "--letters", "brieven", "Wat is de deadline?"))
    assert "14 augustus" in answer["sources"][0]["passage"]
    assert not (place.data / "letters").exists()


def test_the_scoreboard_counts_right_wrong_and_false(place):
    rows = [
        {"question": "Wat is de deadline?", "must": ["13 augustus"], "letters": ["U202600283"]},
        {"question": "Wat is de deadline?", "must": ["1 april"], "letters": ["U202600283"]},
        {"question": "Hoe hoog is de boete?", "domain": "near"},
    ]
    (place.folder / "vragen.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (found,) = answers(place.run("ask", "--json", "--score", "vragen.jsonl"))
    assert found["direct_right_with_letter"] == found["wrong_given"] == 0.5
    assert found["false_near"] == 0


def test_the_version_of_the_answers_is_the_same_in_every_process(tmp_path):
    asked = "from bot.app import *; s = Settings(); print(open_answerer(s, open_campaign(s)).version)"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env=os.environ | {"PYTHONHASHSEED": seed, "PLAATSMAKER_DATA": str(tmp_path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
