"""Telegram beside everything else that `plaatsmaker run` does, as a process; killed and hindered as well."""

import socket
import threading

import pytest

from tests.telegram.crowd import Service, ask, chance, judge, kill_to_the_point, pledges, report, serving, settled
from tests.telegram.server import telegram_server
from tests.telegram.state import Telegram
from tests.telegram.test_door import eventually

pytestmark = pytest.mark.slow


def greeted(user):
    """The service answers, and the greeting is behind us."""
    user.says("Wat is de deadline?")
    return user.hears(2, seconds=90)


@pytest.fixture(scope="module")
def hindered(tmp_path_factory):
    """A service that has updates brought, and whose mail server never answers."""
    folder = tmp_path_factory.mktemp("dienst")
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        socket.create_server(("127.0.0.1", 0)) as free,
        telegram_server(Telegram()) as telegram,
    ):
        port, smtp = free.getsockname()[1], silent.getsockname()[1]
        free.close()
        hook = f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{port}/"\nwebhook_port = {port}'
        mail = f"[mail.outgoing]\nkind = 'smtp'\nhost = '127.0.0.1'\nport = {smtp}\ntls = 'none'\n"
        service = Service(folder, telegram, chat=hook, more=mail, warm=True)
        with serving(service):
            greeted(telegram.user("Eerste"))
            yield service


def test_updates_are_brought_where_that_is_asked_for(hindered):
    assert len(greeted(hindered.telegram.user("Anne"))) == 2
    assert not hindered.telegram.said("getupdates")


def test_mail_that_hangs_does_not_keep_a_chat_waiting(hindered):
    anne = hindered.telegram.user("Anne")
    given = (anne, "Urk", "urk.nl", 12, hindered.folder, 1.0)
    threading.Thread(target=report, args=given, daemon=True).start()
    assert eventually(lambda: any("code van zes cijfers" in m["text"] for m in anne.received()), seconds=60)
    assert len(greeted(hindered.telegram.user("Bob"))) == 2


def test_log_and_screen_hold_no_token(hindered):
    greeted(hindered.telegram.user("Anne"))
    checked = hindered.run("doctor")
    assert "@proef_bot is bereikbaar." in checked
    hindered.telegram.fault = lambda call: "502" if call.method == "sendmessage" else None
    hindered.telegram.user("Bob").says("Hallo")
    assert eventually(lambda: "Bad Gateway" in (hindered.folder / "data" / "plaatsmaker.log").read_text("utf-8"))
    hindered.telegram.fault = lambda _: None
    written = (hindered.folder / "data" / "plaatsmaker.log").read_text(encoding="utf-8")
    assert "chatbericht verzonden" in written
    assert "nginx" not in written
    assert hindered.telegram.token not in written + checked + hindered.said()


def test_a_wrong_token_is_said_and_mail_goes_on(telegram, tmp_path):
    service = Service(tmp_path, telegram, warm=True)
    telegram.token += "anders"
    with serving(service):
        assert eventually(lambda: "Telegram weigert het token" in service.said(), seconds=60)
        assert eventually(lambda: "Telegram weigert het token" in service.run("status"), seconds=60)
        assert "Telegram weigert het token" in service.run("doctor")


def test_what_waits_is_sent_by_hand(telegram, tmp_path):
    service, anne = Service(tmp_path, telegram, warm=True), telegram.user("Anne")
    telegram.fault = lambda call: "502" if call.method == "sendmessage" else None
    with serving(service):
        anne.says("Wat is de deadline?")
        assert eventually(lambda: telegram.said("sendmessage"), seconds=90)
    telegram.fault = lambda _: None
    assert eventually(lambda: service.run("send") and len(anne.received()) == 2, seconds=60)


def test_no_message_is_lost_and_no_reply_comes_twice(tmp_path):
    with telegram_server(Telegram()) as telegram:
        service, ended = Service(tmp_path, telegram, warm=True), threading.Event()
        users = [telegram.user(f"Gebruiker {number}") for number in range(4)]
        with serving(service):
            greeted(users[0])
            telegram.fault = chance(seed=5)
            work = [threading.Thread(target=ask, args=(user, 5, lambda: 0.7, 30.0)) for user in users]
            work.append(
                threading.Thread(
                    target=report, args=(telegram.user("Melder"), "Urk", "urk.nl", 12, tmp_path / "data/outgoing", 30.0)
                )
            )
            work.append(threading.Thread(target=kill_to_the_point, args=(service, 4, 5, ended)))
            for thread in work:
                thread.start()
            for thread in work[:-1]:
                thread.join()
            ended.set()
            telegram.fault = lambda _: None
            assert settled(service, 120)
        assert judge(service).faults == []
        assert sum(service.kills.values()) > 0
        assert set(pledges(service).values()) <= {1}
