"""Every way in which the surroundings can fail, through the real command: one sentence, exit code 1, nothing lost."""

import json
import os
import sqlite3
from contextlib import closing

import pytest

from tests.bot.conftest import demo_mails
from tests.dovecot import PASSWORD, free_port

IMAP = """
[mail.incoming]
kind = "imap"
host = "{host}"
port = {port}
tls = "{tls}"
username = "{user}"
password = "{password}"
"""


def one_sentence(ended, words):
    assert ended.code == 1
    assert len(ended.sentences) == 1
    assert words in ended.err


@pytest.mark.parametrize("command", [["collect"], ["run"], ["status"], ["doctor"], ["backup", "b.db"]])
def test_a_wrong_setting(place, command):
    place.settings("[desk]\nprot = 1\n")
    one_sentence(place.run(*command), "desk.prot is onbekend. Bedoelt u desk.port?")


@pytest.mark.parametrize(
    "command", [["status"], ["export", "pledges"], ["publish", "p.db"], ["backup", "b.db"], ["review", "waiting"]]
)
def test_no_database_yet(place, command):
    one_sentence(place.run(*command), "Er is nog geen database")
    assert list(place.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["evaluate", "weg.jsonl"], "weg.jsonl: dit bestand of deze map is er niet."),
        (["restore", "weg.db"], "De reservekopie weg.db bestaat niet."),
        (["--config", "weg.toml", "run"], "weg.toml: dit bestand is er niet."),
    ],
)
def test_a_missing_file(place, command, words):
    one_sentence(place.run(*command), words)


def test_a_missing_campaign(place):
    place.settings('campaign = "campaigns/weg"\n')
    ended = place.run("collect")
    assert ended.code == 1
    assert "campaigns/weg/campaign.toml: dit bestand is er niet." in ended.sentences[0]


def test_a_missing_password_file(place):
    text = IMAP.format(host="localhost", port=1, tls="implicit", user="u", password="")
    place.settings(text.replace('password = ""', 'password_file = "weg"'))
    one_sentence(place.run("collect"), "mail.incoming.password_file: het bestand")


@pytest.mark.parametrize("command", ["collect", "doctor"])
def test_an_unreachable_server(place, command):
    place.settings(IMAP.format(host="localhost", port=free_port(), tls="implicit", user="u", password="geheim"))
    ended = place.run(command)
    assert ended.code == 1
    assert "De mailserver localhost neemt op poort" in ended.out + ended.err
    assert "geheim" not in ended.out + ended.err


@pytest.mark.server
@pytest.mark.parametrize("command", ["collect", "run"])
def test_a_wrong_password(place, mailbox, command):
    account = mailbox.plain()
    place.settings(
        IMAP.format(host="127.0.0.1", port=account.port, tls="none", user=account.username, password="fout-13")
    )
    ended = place.run(command)
    one_sentence(ended, account.username)
    assert "fout-13" not in ended.out + ended.err


@pytest.mark.server
def test_a_certificate_that_nobody_vouches_for(place, mailbox):
    account = mailbox.account()
    place.settings(
        IMAP.format(host="localhost", port=account.port, tls="implicit", user=account.username, password=PASSWORD)
    )
    one_sentence(place.run("collect"), "certificaat")


def test_a_disk_that_is_full_loses_no_mail(place):
    place.drop(*demo_mails("01-", "09-"))
    ended = place.run("collect", before="ulimit -f 100;")
    one_sentence(ended, "schijf")
    assert place.run("collect").out.startswith("2 berichten verwerkt")


@pytest.mark.parametrize("command", [["backup", "nieuw"], ["publish", "nieuw"], ["export", "responses", "-o", "nieuw"]])
def test_a_full_disk_leaves_no_half_file(handled, command):
    one_sentence(handled.run(*command, before="ulimit -f 4;"), "schijf")
    assert [path.name for path in handled.folder.iterdir()] == ["data"]


@pytest.mark.parametrize("command", ["backup", "publish"])
def test_a_copy_never_takes_the_place_of_another_kind_of_file(handled, command):
    handled.settings("data = 'data'\n")
    one_sentence(handled.run(command, "plaatsmaker.toml"), "plaatsmaker.toml bestaat al en is geen database")
    assert (handled.folder / "plaatsmaker.toml").read_text(encoding="utf-8") == "data = 'data'\n"
    assert [handled.run(command, "kopie.db").code for _ in range(2)] == [0, 0]


def test_an_export_into_a_folder_that_is_not_there(handled):
    one_sentence(handled.run("export", "pledges", "-o", "weg/tabel.csv"), "De map weg bestaat niet.")


def test_a_gold_file_of_quite_another_kind(place):
    (place.folder / "brief.jsonl").write_text("Geachte heer,\n" * 5000, encoding="utf-8")
    ended = place.run("evaluate", "brief.jsonl")
    assert (ended.code, len(ended.sentences)) == (1, 21)
    assert ended.sentences[-1] == "brief.jsonl: en nog 4980 regels zijn fout."


@pytest.mark.parametrize("name", ["PLAATSMAKER_MAIL", "PLAATSMAKER_MAIL__INCOMING", "PLAATSMAKER_DESK"])
def test_a_variable_that_is_a_whole_group(place, name):
    one_sentence(place.run("status", **{name: "x"}), f"Omgevingsvariabele {name}: ")


def test_standard_output_that_is_full(handled):
    ended = handled.run("export", "responses", before="exec > /dev/full;")
    one_sentence(ended, "De schijf is vol.")


def test_standard_input_that_is_closed(place):
    ended = place.run("read", "--json", "-", before="exec <&-;")
    assert (ended.code, ended.err) == (1, "")
    assert json.loads(ended.out) == {"source": "-", "error": "Er staat niets in."}


@pytest.mark.parametrize(
    "command", [["status"], ["export", "pledges"], ["export", "pledges", "--format", "xlsx"], ["collect"], ["chat"]]
)
def test_all_streams_closed_as_a_job_may_have_them(handled, command):
    ended = handled.run(*command, before="exec <&- >&-;")
    assert (ended.code, ended.err) == (0, "")


def test_a_service_that_runs_already(place):
    place.drop(*demo_mails("01-"))
    first = place.start("run")
    try:
        for line in first.stdout:
            if line.startswith("1. "):
                break
        one_sentence(place.run("collect"), f"Een ander proces (nummer {first.pid}) werkt al met de database")
        assert place.run("status").code == 0
    finally:
        first.terminate()
        first.communicate(timeout=30)


@pytest.mark.slow
def test_a_database_that_another_program_holds(handled):
    with closing(sqlite3.connect(handled.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        one_sentence(handled.run("collect"), "is bezet door een ander programma")


READING = [["status"], ["export", "pledges"], ["publish", "p.db"], ["backup", "b.db"], ["collect"], ["doctor"]]


@pytest.mark.parametrize("command", READING)
def test_a_file_that_is_no_database(handled, command):
    handled.database.write_bytes(b"Dit is een boodschappenlijst en geen database.\n" * 100)
    ended = handled.run(*command)
    assert ended.code == 1
    assert "is geen database van Plaatsmaker, of het bestand is beschadigd" in ended.out + ended.err
    assert len(ended.sentences) <= 1


@pytest.mark.parametrize("command", READING)
def test_a_damaged_database(handled, command):
    with handled.database.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        for page in range(8192, size, 4096):
            file.seek(page)
            file.write(b"\xee" * 300)
    ended = handled.run(*command)
    assert ended.code == 1
    assert "is beschadigd" in ended.out + ended.err
    assert len(ended.sentences) <= 1


def test_a_database_of_another_program(place):
    place.data.mkdir()
    with closing(sqlite3.connect(place.database)) as other:
        other.execute("CREATE TABLE recepten (naam TEXT)")
    one_sentence(place.run("collect"), "is een database van een ander programma")


def test_a_data_folder_that_is_a_file(place):
    place.data.write_text("", encoding="utf-8")
    one_sentence(place.run("collect"), "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root mag overal schrijven")
def test_a_data_folder_without_rights(place):
    place.data.mkdir(mode=0o500)
    one_sentence(place.run("collect"), "rechten")
