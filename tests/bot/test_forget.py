"""A person is erased from the command line; what the gemeente said stays. Mail 1 of the demo is Zutphen's."""

import json
import sqlite3

import pytest

from tests.bot.conftest import demo_mails
from tests.bot.test_sending import sent

ADDRESS = "h.brinkhuis@zutphen.nl"


@pytest.fixture
def known(place):
    place.drop(*demo_mails("01-"))
    assert place.run("collect").code == 0
    if json.loads(place.run("status", "--json").out)["progress"]["waiting_for_review"]:
        assert place.run("review", "accept", "1", "--who", "Joost").code == 0
    place.run("send")
    return place


def everything(place):
    """All text in the database, however it is kept."""
    with sqlite3.connect(place.database) as db:
        return "\n".join(db.iterdump()).lower()


def test_the_person_goes_and_the_figures_stay(known):
    before = json.loads(known.run("status", "--json").out)["progress"]
    ended = known.run("forget", ADDRESS)
    assert (ended.code, ended.err) == (0, "")
    assert "Gewist: 1 ontvangen en 1 verzonden" in ended.out
    assert json.loads(known.run("status", "--json").out)["progress"] == before
    assert "brinkhuis" not in everything(known)
    assert b"rinkhuis" not in known.database.read_bytes()
    assert sent(known) == {}


def test_the_search_index_keeps_no_word_of_the_person(place):
    place.drop(*demo_mails("0"))
    place.run("collect")
    place.run("review", "accept", "1", "--who", "Joost")
    assert place.run("forget", ADDRESS).code == 0
    assert b"rinkhuis" not in place.database.read_bytes()


def test_who_was_erased_is_never_written_to_again(known):
    known.run("forget", ADDRESS)
    known.drop(*demo_mails("01-"))
    again = known.run("collect")
    assert again.code == 0
    known.run("send")
    assert sent(known) == {}


def test_mail_that_waits_is_handled_first(place):
    place.drop(*demo_mails("08-"))
    place.run("collect")
    with sqlite3.connect(place.database) as db:
        (sender,) = db.execute("SELECT sender FROM messages").fetchone()
    ended = place.run("forget", sender)
    assert ended.code == 1
    assert "handel eerst af wat nog wacht (plaatsmaker review): bericht 1." in ended.err
    assert sender.split("@")[0] in everything(place)


def test_replay_passes_over_what_was_erased_and_the_text_is_said_to_be_gone(known):
    known.run("forget", ADDRESS)
    assert known.run("replay").out.startswith("0 berichten lezen nu anders")
    assert known.run("review", "show", "1").code == 0


def test_an_unknown_address_changes_nothing(known):
    before = everything(known)
    ended = known.run("forget", "niemand@voorbeeld.example")
    assert (ended.code, ended.err) == (1, "Van 'niemand@voorbeeld.example' is niets bekend.\n")
    assert everything(known) == before
