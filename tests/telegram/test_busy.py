"""The door when much is to be sent, and when Telegram has had enough."""

import time

from bot.app import now
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from tests.cast.people import CAMPAIGN
from tests.telegram.test_door import eventually


def queued(records, users, kind, text):
    with records.write():
        for user in users:
            to = Address(user.first_name, str(user.id))
            key = f"{text}/{user.id}"
            records.outbox.queue(CAMPAIGN.key, Dispatch(key, kind, Channel.TELEGRAM, to, "", text, now(), ""))


def test_answers_go_before_reminders(telegram, records, opened):
    users = [telegram.user(f"Gebruiker {number}") for number in range(20)]
    queued(records, users[1:], OutKind.REMINDER, "herinnering")
    queued(records, users[:1], OutKind.ANSWER, "antwoord")
    with opened() as standing:
        assert eventually(lambda: standing.states() == ["sent"] * 20)
    assert telegram.said("sendmessage")[0].parameters["text"] == "antwoord"


def test_in_a_flood_telegram_is_left_alone(telegram, opened):
    users = [telegram.user(f"Gebruiker {number}") for number in range(20)]
    telegram.fault = lambda call: "429 2" if call.method == "sendmessage" else None
    with opened() as standing:
        for user in users:
            user.says("hallo")
        assert eventually(lambda: len(standing.states()) == 20)
        time.sleep(1)
        assert len(telegram.said("sendmessage")) <= 10
        telegram.fault = lambda _: None
        assert all(user.hears(seconds=20) == ["hallo"] for user in users)


def test_a_message_that_hangs_keeps_nobody_else_waiting(telegram, opened):
    users = [telegram.user(f"Gebruiker {number}") for number in range(8)]
    silent = {str(user.id) for user in users[:6]}
    telegram.fault = lambda call: "hang" if call.parameters.get("chat_id") in silent else None
    with opened():
        for user in users:
            user.says("hallo")
        assert all(user.hears(seconds=8) == ["hallo"] for user in users[6:])
        telegram.fault = lambda _: None
