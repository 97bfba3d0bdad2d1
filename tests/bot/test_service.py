"""`run`, `run --demo` and `collect` as processes, with mail that comes in while they work."""

import json
import os
import signal
import subprocess
from contextlib import contextmanager
from threading import Timer

import pytest

from bot.heartbeat import read_heartbeat
from tests.bot.conftest import demo_mails
from tests.dovecot import PASSWORD


@contextmanager
def running(place, *arguments):
    """The service as a process; gives a function that reads its output until a line holds some words."""
    process = place.start("run", *arguments)
    patience = Timer(60, process.kill)
    patience.start()
    said = []

    def until(words):
        for line in process.stdout:
            said.append(line)
            if words in line:
                return "".join(said)
        raise AssertionError(f"{words!r} is niet gezegd: {said}")

    try:
        yield process, until
    finally:
        patience.cancel()
        process.kill()
        process.communicate(timeout=30)


def test_the_service_says_where_to_drop_mail_and_what_it_made_of_it(place):
    with running(place) as (_, until):
        assert str(place.mailbox) in until("Leg een .eml-bestand in")
        until("Stoppen: Ctrl-C")
        place.drop(*demo_mails("01-"))
        until("@zutphen.nl: Extra plekken statushouders")
        assert "Zutphen: 14 plekken, toegezegd" in until("14 plekken")
    assert json.loads(place.run("status", "--json").out)["messages"]["handled"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_stops_cleanly(place, number):
    with running(place) as (process, until):
        until("Stoppen: Ctrl-C")
        process.send_signal(number)
        until("Plaatsmaker is gestopt.")
        assert process.wait(timeout=30) == 0
    assert read_heartbeat(place.data) is None


def test_a_request_to_stop_that_comes_twice_is_one_request(place):
    with running(place) as (process, until):
        until("Stoppen: Ctrl-C")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        until("Plaatsmaker is gestopt.")
        assert process.wait(timeout=30) == 0


def test_the_service_says_how_to_look_in_words_that_work(place):
    with running(place, "--demo") as (_, until):
        line = until("Stoppen: Ctrl-C").splitlines()[-1]
        command = line.removeprefix("De stand: ").removesuffix(". Stoppen: Ctrl-C.")
        bare = ["env", "-i", f"PATH={os.environ['PATH']}", "sh", "-c", command]
        looked = subprocess.run(bare, cwd=place.folder, capture_output=True, text=True, check=False)
        assert (looked.returncode, looked.stderr) == (0, "")
        assert "2.000 plekken" in looked.stdout


def test_a_service_that_was_killed_shows(place):
    with running(place) as (process, until):
        until("Stoppen: Ctrl-C")
        place.drop(*demo_mails("01-"))
        until("@zutphen.nl")
        assert "Dienst: draait (proces" in place.run("status").out
        process.kill()
        process.wait()
        assert "Dienst: draait niet meer" in place.run("status").out
        doctor = place.run("doctor")
        assert doctor.code == 1
        assert "onverwacht gestopt" in doctor.out


def test_what_the_service_says_and_logs_names_no_person(place):
    with running(place) as (_, until):
        until("Stoppen: Ctrl-C")
        place.drop(*demo_mails("01-"))
        said = until("@zutphen.nl")
    log = (place.data / "plaatsmaker.log").read_text(encoding="utf-8")
    assert "brinkhuis" not in said + log
    assert {json.loads(line)["event"] for line in log.splitlines()} >= {"dienst gestart", "bericht verwerkt"}


def test_a_mail_that_was_dropped_twice_is_told_and_counts_once(place):
    mail = demo_mails("01-")[0].read_bytes()
    place.mailbox.mkdir(parents=True)
    for name in ("een.eml", "twee.eml"):
        (place.mailbox / name).write_bytes(mail)
    ended = place.run("collect")
    assert ended.out.startswith("1 bericht verwerkt: ")
    assert ended.out.endswith(" 0 opzijgelegd. 1 hadden wij al.\n")


def test_files_go_the_same_way_as_the_mailbox_and_stay_where_they_are(place):
    (place.folder / "oud").mkdir()
    for mail in demo_mails("01-", "09-"):
        (place.folder / "oud" / mail.name).write_bytes(mail.read_bytes())
    box = b"".join(b"From x Fri Jul  3 09:12:00 2026\n" + m.read_bytes() + b"\n\n" for m in demo_mails("01-", "12-"))
    (place.folder / "oud.mbox").write_bytes(box)
    ended = place.run("collect", "oud", "oud.mbox")
    assert ended.out.startswith("3 berichten verwerkt")
    assert ended.out.endswith("1 hadden wij al.\n")
    assert len(list((place.folder / "oud").iterdir())) == 2
    assert place.run("collect", "oud").out.startswith("0 berichten verwerkt")
    assert place.run("collect", "weg.eml").sentences == ["weg.eml: dit bestand of deze map is er niet."]


def test_what_cannot_be_read_is_set_aside_with_the_reason(place):
    place.mailbox.mkdir(parents=True)
    (place.mailbox / "foto.eml").write_bytes(bytes(range(256)) * 9)
    ended = place.run("collect")
    assert ended.code == 0
    assert "1 opzijgelegd" in ended.out
    assert "niet te lezen: " in ended.err
    assert "1 onleesbaar" in place.run("status").out
    assert "1 bericht wordt de volgende keer opnieuw gelezen" in place.run("review", "retry").out


def test_the_demo_keeps_to_its_own_folder_and_delivers_once(place):
    with running(place, "--demo") as (_, until):
        assert "verzonnen mail" in until("Stoppen: Ctrl-C")
        until("@zutphen.nl")
    assert [path.name for path in place.data.iterdir()] == ["demo"]
    assert "geen database" in place.run("status").err
    with running(place, "--demo") as (_, until):
        assert "eerder bezorgde" in until("verzonnen mail")
    assert place.run("status", PLAATSMAKER_DATA="data/demo").code == 0


@pytest.mark.server
def test_mail_on_a_server_becomes_a_record_while_the_service_waits(place, mailbox):
    account = mailbox.account()
    place.settings(
        f"[mail.incoming]\nkind = 'imap'\nhost = 'localhost'\nport = {account.port}\nca_file = '{account.ca_file}'\n"
        f"username = '{account.username}'\npassword = '{PASSWORD}'\n"
    )
    mailbox.deliver(demo_mails("09-")[0].read_bytes())
    with running(place) as (_, until):
        until("@ameland.nl")
        mailbox.deliver(demo_mails("01-")[0].read_bytes())
        until("@zutphen.nl")
    doctor = place.run("doctor")
    assert f"{account.username} op localhost:{account.port}, map INBOX, versleuteld (implicit)" in doctor.out


@pytest.mark.server
def test_the_service_waits_for_a_server_that_is_not_there_yet(place, mailbox):
    account = mailbox.plain()
    place.settings(
        f"[mail.incoming]\nkind = 'imap'\nhost = '127.0.0.1'\nport = {account.port}\ntls = 'none'\n"
        f"username = '{account.username}'\npassword = '{PASSWORD}'\n"
    )
    mailbox.server.stop()
    try:
        with running(place) as (_, until):
            until("neemt op poort")
            mailbox.server.start()
            until("De postbus is weer bereikbaar.")
            mailbox.deliver(demo_mails("01-")[0].read_bytes())
            until("@zutphen.nl")
    finally:
        if mailbox.server.process is None:
            mailbox.server.start()
