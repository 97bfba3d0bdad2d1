import json

import pytest

from bot.bounds import lower_bound
from bot.gold import gold_message, read_gold
from domain.errors import PlaatsmakerError
from domain.model import Channel


def gold_file(folder, *lines):
    file = folder / "goud.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_every_wrong_line_is_named(tmp_path):
    file = gold_file(tmp_path, '{"text": "x", "gold": {}}', "", "{", "[]", '{"gold": {}}', '{"text": 3, "gold": {}}')
    with pytest.raises(PlaatsmakerError) as caught:
        read_gold(file)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        f"{file}, regel {number}" for number in (3, 4, 5, 6)
    ]


def test_a_file_without_examples_says_so(tmp_path):
    with pytest.raises(PlaatsmakerError, match="geen voorbeelden"):
        read_gold(gold_file(tmp_path))


def test_a_mail_and_a_text_become_messages():
    mail = gold_message({"eml": "From: Jan <jan@goes.nl>\nSubject: aanbod\n\nTwee plekken.\n"})
    text = gold_message({"text": "Twee plekken.", "subject": "aanbod", "from": "Jan <jan@goes.nl>"})
    assert (mail.sender, mail.subject, mail.body) == (text.sender, text.subject, text.body)
    assert (mail.channel, text.channel) == (Channel.EMAIL, Channel.TEXT)


@pytest.mark.parametrize(
    ("right", "cases", "bound"), [(299, 299, 0.99), (472, 473, 0.99), (0, 9, 0), (5000, 5000, 0.9994)]
)
def test_the_bound_beside_a_share(right, cases, bound):
    assert lower_bound(right, cases) == pytest.approx(bound, abs=2e-4)


def test_evaluate_prints_every_measure_and_each_miss(place):
    wrong = {"id": "mis", "text": "Zutphen biedt tien extra plekken.", "gold": {"gemeenten": ["GM0307"], "intents": []}}
    gold_file(place.folder, json.dumps(wrong))
    people, machine = place.run("evaluate", "goud.jsonl"), place.run("evaluate", "--json", "goud.jsonl")
    assert (people.code, machine.code) == (0, 0)
    assert "gemeente in mis: moet ['GM0307'], gelezen" in people.out
    assert {"slots", "whole_record", "trust", "coverage", "milliseconds_max"} <= json.loads(machine.out).keys()


def test_the_measures_by_split_stand_as_a_table_in_the_readme(place):
    right = {"text": "De gemeente Zutphen biedt tien extra plekken voor statushouders.", "split": "blind"}
    gold = {"gemeenten": ["GM0301"], "intents": ["pledge"], "bottlenecks": [], "numbers": [], "routes": []}
    pledge = {"gemeente": "GM0301", "group": "statushouders", "places": 10, "places_max": None, "homes": None}
    gold["pledges"] = [pledge | {"commitment": "firm"}]
    lines = [json.dumps(right | {"id": name, "gold": gold}) for name in ("m-1", "b-1")]
    gold_file(place.folder, *lines)
    readme = place.folder / "LEESMIJ.md"
    readme.write_text("Vooraf\n<!-- evaluate -->\noud\n<!-- /evaluate -->\nDaarna\n", encoding="utf-8")
    assert place.run("evaluate", "--table", str(readme), "goud.jsonl").code == 0
    for name in ("blind, as an inbox is", "blind, hard"):
        assert f"| {name} | 1 | 1.000 | 1.000 | 1.000 |" in readme.read_text(encoding="utf-8")
    readme.write_text("zonder tekens", encoding="utf-8")
    assert "ontbreken de regels" in place.run("evaluate", "--table", str(readme), "goud.jsonl").err
