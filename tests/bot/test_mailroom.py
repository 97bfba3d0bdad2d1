"""What the service sends while it reads, as a process."""

import json
import socket
import time
from threading import Event

from bot.mailroom import Mailroom
from tests.bot.conftest import demo_mails
from tests.bot.test_sending import sent
from tests.bot.test_service import running
from tests.smtp_server import Handler, smtp_server


def eventually(found, seconds=20):
    """What `found` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while not (result := found()) and time.monotonic() < end:
        time.sleep(0.05)
    return result


def smtp(port):
    return f"[mail.outgoing]\nkind = 'smtp'\nhost = '127.0.0.1'\nport = {port}\ntls = 'none'\n"


def test_what_wakes_the_mail_wakes_what_sends_beside_it():
    woken = []
    Mailroom(None, print, Event(), also=lambda: woken.append("telegram")).wake()
    assert woken == ["telegram"]


def test_the_service_acknowledges_what_was_read(place):
    place.collect(*demo_mails("01-"))
    with running(place) as (_, until):
        assert "Post gaat uit als bestanden in" in until("Stoppen: Ctrl-C")
        (mail,) = eventually(lambda: sent(place)).values()
    assert "14 plekken" in mail.get_body(("plain",)).get_content()


def test_the_service_sends_over_smtp_and_logs_no_person(place):
    handler = Handler()
    place.collect(*demo_mails("01-"))
    with smtp_server(handler) as port:
        place.settings(smtp(port))
        with running(place):
            assert eventually(lambda: handler.mails)
    assert handler.mails[0]["Auto-Submitted"] == "auto-replied"
    assert "brinkhuis" not in (place.data / "plaatsmaker.log").read_text(encoding="utf-8")


def test_a_server_that_never_answers_does_not_stop_mail_coming_in(place):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place.settings(smtp(silent.getsockname()[1]))
        with running(place) as (_, until):
            until("Stoppen: Ctrl-C")
            place.drop(*demo_mails("01-"))
            until("@zutphen.nl")
            place.drop(*demo_mails("09-"))
            until("@ameland.nl")
    assert json.loads(place.run("status", "--json").out)["outbox"]["sent"] == 0


def test_a_server_that_is_away_shows_in_the_status(place):
    place.collect(*demo_mails("01-"))
    place.settings(smtp(1))
    with running(place) as (_, until):
        until("Een mail kon nog niet worden verstuurd")
        assert eventually(lambda: "Versturen lukt nu niet: de mailserver 127.0.0.1:1" in place.run("status").out)


def test_a_reminder_that_is_due_is_told_once_and_waits(place):
    moved = place.folder / "campagne"
    place.copy_campaign(moved, deadline_in_weeks=3)
    place.settings("campaign = 'campagne'\n")
    (place.folder / "c.csv").write_text("gemeente;adres\nUrk;u@urk.example\n", encoding="utf-8")
    place.run("contacts", "import", "c.csv")
    with running(place) as (_, until):
        said = until("wacht op goedkeuring (vier-weken)")
    assert said.splitlines()[-1].startswith("1 herinnering wacht op")
    assert "1 herinnering klaargezet" in place.run("remind", "--approve").out


def test_the_demo_writes_to_nobody_outside(place):
    handler = Handler()
    with smtp_server(handler) as port:
        place.settings(smtp(port))
        with running(place, "--demo") as (_, until):
            assert "als bestanden in" in until("Stoppen: Ctrl-C")
            until("@zutphen.nl")
            assert eventually(lambda: list((place.data / "demo" / "outgoing").glob("*.eml")))
    assert handler.accepted == []


def test_doctor_tries_the_door_that_mail_goes_out_by(place):
    place.settings(smtp(1))
    ended = place.run("doctor")
    assert ended.code == 1
    assert "De mailserver 127.0.0.1:1 is niet bereikbaar: daar wordt geen verbinding aangenomen." in ended.out
    with smtp_server(Handler()) as port:
        place.settings(smtp(port))
        assert f"Mail gaat via 127.0.0.1:{port} als migratie@vng.nl." in place.run("doctor").out
