"""What has been kept long enough, from the command line and by the service; the demo mail is older than the term."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.retention import Wiper
from bot.settings import Retention
from tests.bot.conftest import demo_mails
from tests.bot.test_forget import everything
from tests.bot.test_service import running
from tests.bot.test_settings import faults
from tests.cast.people import CAMPAIGN, day, new_records

TERMS = "[retention]\nmessages_days = 30\nconversations_days = 30\naudit_days = 60\n"
OFF = 'campaign = "campagne"\n[retention]\nenabled = false\n'


@pytest.fixture
def old(place):
    """A folder of a campaign that is long over, with a mail of then."""
    place.copy_campaign(place.folder / "campagne", deadline_in_weeks=-10)
    place.settings('campaign = "campagne"\n')
    place.collect(*demo_mails("01-"))
    place.run("send")
    with closing(sqlite3.connect(place.database)) as db, db:
        db.execute("UPDATE messages SET received_at = '2026-01-01T08:00:00Z'")
        db.execute("UPDATE outbox SET sent_at = '2026-01-01T08:00:00Z'")
    return place


def test_switched_off_nothing_is_ever_wiped(old):
    before = everything(old)
    old.settings(OFF)
    assert "De bewaartermijn staat uit" in old.run("wipe", "--apply").out
    assert "Er wordt niets vanzelf gewist" in old.run("doctor").out
    assert everything(old) == before


def test_the_command_shows_first_and_wipes_when_told_to(old):
    old.settings('campaign = "campagne"\n' + TERMS)
    before, figures = everything(old), json.loads(old.run("status", "--json").out)["progress"]
    assert "Te wissen: 1 ontvangen bericht en 1 verzonden mail." in old.run("wipe").out
    assert everything(old) == before
    assert "Gewist: 1 ontvangen bericht en 1 verzonden mail." in old.run("wipe", "--apply").out
    assert "brinkhuis" not in everything(old)
    assert list((old.data / "outgoing").glob("*.eml")) == []
    assert json.loads(old.run("status", "--json").out)["progress"] == figures
    assert old.run("wipe").out == "Er is nu niets te wissen.\n"


def test_the_service_wipes_by_itself(old):
    old.settings('campaign = "campagne"\n' + TERMS)
    with running(old) as (process, until):
        until("Gewist na de bewaartermijn: 1 ontvangen bericht en 1 verzonden mail.")
        process.terminate()
        until("Plaatsmaker is gestopt.")
    assert "brinkhuis" not in everything(old)
    assert "gewist na de bewaartermijn" in (old.data / "plaatsmaker.log").read_text(encoding="utf-8")


def test_doctor_says_how_long_each_is_kept(old):
    old.settings('campaign = "campagne"\n[retention]\nmessages_days = 90\n')
    told = old.run("doctor").out
    assert "wat wij terugstuurden: 90 dagen na het einde van de campagne, tot en met" in told
    assert "Dit logboek: twee jaar na het einde van de campagne, tot en met" in told
    assert "Contacten: naam en adres: een jaar na het einde van de campagne" in told


def test_without_settings_a_year_is_kept_and_the_service_says_so(old):
    with running(old) as (process, until):
        until("Bewaren: teksten en personen worden vanaf")
        process.terminate()
        until("Plaatsmaker is gestopt.")
    assert old.run("wipe").out == "Er is nu niets te wissen.\n"
    assert "brinkhuis" in everything(old)


def test_what_nobody_chose_goes_only_a_month_after_it_was_said(tmp_path):
    long_ago = CAMPAIGN.end + timedelta(days=900)
    campaign = replace(CAMPAIGN, terms=Retention().terms)
    with new_records(tmp_path) as records:
        with records.write():
            records.casussen.note("proef", "GM0307", "Bellen met Sanne", "Joke", day(30))
        for days, left in ((0, 1), (29, 1), (31, 0)):
            at = long_ago + timedelta(days=days)
            Wiper(records, campaign, lambda at=at: at, str, str).daily()
            assert len(records.casussen.notes("proef", "GM0307")) == left


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("messages_days = 7", "retention.messages_days moet minstens 30 zijn."),
        ("messages_days = 'een jaar'", "retention.messages_days moet een geheel getal zijn."),
        ("mail_days = 90", "retention.mail_days is onbekend"),
        ("messages_days = 90\naudit_days = 60", "retention.audit_days is korter dan retention.messages_days"),
        ("audit_days = 60", "retention.audit_days is korter dan retention.messages_days"),
    ],
)
def test_a_term_that_cannot_be_is_one_sentence_with_the_place(text, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the settings are written and read
    assert faults(f"[retention]\n{text}\n")[0].startswith(f"plaatsmaker.toml: {sentence}")
