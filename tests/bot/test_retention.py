"""What has been kept long enough, from the command line and by the service; the demo mail is older than the term."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.bot.conftest import demo_mails
from tests.bot.test_forget import everything
from tests.bot.test_service import running
from tests.bot.test_settings import faults

TERMS = "[retention]\nmessages_days = 30\nconversations_days = 30\naudit_days = 60\n"


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


def test_without_a_term_nothing_is_ever_wiped(old):
    before = everything(old)
    assert "geen bewaartermijn ingesteld" in old.run("wipe", "--apply").out
    assert "Er wordt niets vanzelf gewist" in old.run("doctor").out
    assert everything(old) == before


def test_the_command_shows_first_and_wipes_when_told_to(old):
    old.settings('campaign = "campagne"\n' + TERMS)
    before, figures = everything(old), json.loads(old.run("status", "--json").out)["progress"]
    assert "Te wissen: 1 ontvangen en 1 verzonden berichten" in old.run("wipe").out
    assert everything(old) == before
    assert "Gewist: 1 ontvangen en 1 verzonden berichten" in old.run("wipe", "--apply").out
    assert "brinkhuis" not in everything(old)
    assert list((old.data / "outgoing").glob("*.eml")) == []
    assert json.loads(old.run("status", "--json").out)["progress"] == figures
    assert old.run("wipe").out == "Er is nu niets te wissen.\n"


def test_the_service_wipes_by_itself(old):
    old.settings('campaign = "campagne"\n' + TERMS)
    with running(old) as (process, until):
        until("Gewist na de bewaartermijn: 1 ontvangen en 1 verzonden berichten")
        process.terminate()
        until("Plaatsmaker is gestopt.")
    assert "brinkhuis" not in everything(old)
    assert "gewist na de bewaartermijn" in (old.data / "plaatsmaker.log").read_text(encoding="utf-8")


def test_doctor_says_how_long_each_is_kept(old):
    old.settings('campaign = "campagne"\n[retention]\nmessages_days = 90\n')
    told = old.run("doctor").out
    assert "wat wij terugstuurden: 90 dagen na de uiterste datum, tot en met" in told
    assert "Dit logboek: zolang de campagne loopt" in told


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
