"""What is in the records, through the real commands."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from openpyxl import load_workbook

from tests.bot.conftest import demo_mails

HEADS = {
    "pledges": ["Gemeentecode", "Gemeente", "Provincie", "Netwerk", "Plekken", "Plekken hoogstens", "Woningen"],
    "bottlenecks": ["Gemeentecode", "Gemeente", "Provincie", "Netwerk", "Knelpunt", "Stand"],
    "responses": ["Gemeentecode", "Gemeente", "Provincie", "Netwerk", "Stand", "Heeft geantwoord", "Richtgetal"],
}


def table(place, what):
    ended = place.run("export", what)
    assert ended.code == 0, ended.err
    return list(csv.DictReader(StringIO(ended.out, newline="")))


def test_status_for_machines(handled):
    found = json.loads(handled.run("status", "--json").out)
    assert found["progress"]["goal"] == 2000
    assert found["messages"]["handled"] == 10
    assert found["messages"]["trouble"] == 0
    assert sum(found["statuses"].values()) == 342
    assert "GM0301" in {row["gemeente"] for row in found["answered"]}
    assert found["service"] == {"running": False}


def test_status_for_people(handled):
    said = handled.run("status").out
    assert "van 2.000 plekken" in said
    assert "van de 342 gemeenten hebben geantwoord." in said
    assert re.search(r"Ziet nu geen mogelijkheden: \d\n  .*Ameland", said)
    assert "10 gelezen" in said


@pytest.mark.parametrize("what", ["pledges", "bottlenecks", "responses"])
def test_an_export_has_dutch_heads(handled, what):
    heads = handled.run("export", what).out.splitlines()[0].split(",")
    assert heads[: len(HEADS[what])] == HEADS[what]


def test_the_exports_and_the_status_agree(handled):
    progress = json.loads(handled.run("status", "--json").out)["progress"]
    firm = [row for row in table(handled, "pledges") if row["Hardheid"] == "toegezegd" and row["Plekken"]]
    counted = [row for row in firm if row["Telt mee voor het doel"] == "ja"]
    assert sum(int(row["Plekken"]) for row in counted) == progress["pledged_firm"] > 0
    assert len(table(handled, "responses")) == 342


def test_every_pledge_carries_the_words_it_came_from(handled):
    zutphen = next(row for row in table(handled, "pledges") if row["Gemeente"] == "Zutphen")
    assert "14 extra plekken" in zutphen["Bewijs uit het bericht"]
    assert zutphen["Gezegd op"] == "2026-06-16 10:05"


def test_a_subject_that_is_a_formula_is_exported_as_text(place):
    mail = demo_mails("01-")[0].read_bytes().replace(b"Subject: Extra", b"Subject: =cmd|' /C calc'!A0 Extra")
    assert b"=cmd" in mail
    place.mailbox.mkdir(parents=True)
    (place.mailbox / "gemeen.eml").write_bytes(mail)
    assert place.run("collect").code == 0
    assert table(place, "pledges")[0]["Onderwerp van het bericht"].startswith("'=cmd")


def test_an_export_to_a_file_takes_its_form_from_the_name(handled):
    assert handled.run("export", "pledges", "-o", "tabel.xlsx").code == 0
    sheet = load_workbook(handled.folder / "tabel.xlsx").active
    assert sheet.title == "Toezeggingen"
    assert [cell.value for cell in sheet[1]][:3] == ["Gemeentecode", "Gemeente", "Provincie"]
    assert isinstance(sheet["E2"].value, int)


def test_a_published_copy_names_no_person(handled):
    assert handled.run("publish", "open.db").code == 0
    with closing(sqlite3.connect(handled.folder / "open.db")) as copy:
        dump = "\n".join(copy.iterdump())
    assert "Zutphen" in dump
    assert "@" not in dump
    assert "brinkhuis" not in dump.lower()


def test_a_backup_comes_back_with_its_letters_and_sending_off(handled):
    before = handled.run("export", "pledges").out
    letter = handled.database.with_name("letters") / "brief.txt"
    letter.parent.mkdir()
    letter.write_text("Wij vragen u om plekken.", encoding="utf-8")
    assert "is gemaakt, met 1 brief." in handled.run("backup", "kopie.db").out
    handled.database.write_bytes(b"kapot")
    letter.unlink()
    restored = handled.run("restore", "kopie.db")
    assert restored.code == 0
    assert letter.read_text(encoding="utf-8") == "Wij vragen u om plekken."
    assert "Versturen staat uit" in restored.out
    assert "Versturen staat uit" in handled.run("status").out
    assert handled.run("export", "pledges").out == before


def test_replay_with_the_same_pipeline_changes_nothing(handled):
    before = handled.run("export", "pledges").out
    ended = handled.run("replay", "--since", "2026-01-01", "--apply")
    assert ended.out == "0 berichten lezen nu anders; 0 doorgevoerd.\n"
    assert handled.run("export", "pledges").out == before


def test_campaign_check_of_what_ships(place):
    ended = place.run("campaign", "check", "campaigns/versnelling-2026/campaign.toml")
    assert ended.code == 1
    good = place.run(
        "campaign", "check", str(demo_mails("01-")[0].parents[2] / "campaigns/versnelling-2026/campaign.toml")
    )
    assert (good.code, good.err) == (0, "")
    assert good.out.endswith("campaign.toml: in orde.\n")


def test_doctor_finds_nothing_wrong_in_a_healthy_folder(handled):
    ended = handled.run("doctor")
    assert ended.code == 0, ended.out
    verdicts = {line[8:21].strip(): line[:7].strip() for line in ended.out.splitlines()}
    for what in ("instellingen", "klok", "tijdzone", "gegevensmap", "database", "campagne", "postbus"):
        assert verdicts[what] == "goed"
    assert "3.51.3" in ended.out or verdicts["sqlite"] == "goed"
