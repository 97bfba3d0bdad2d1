"""The door on Telegram: what comes in, what goes out, and what is done where something goes wrong."""

import socket
import time

import pytest

from bot.telegram.polling import TWO_POLLERS
from domain.chat import InputKind
from domain.outbox import ONCE_MORE
from tests.telegram.refusals import DEACTIVATED


def eventually(found, seconds=10):
    """What `found` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while not (result := found()) and time.monotonic() < end:
        time.sleep(0.02)
    return result


def sometimes(*faults):
    """These faults for the first messages of the bot, one each."""
    left = list(faults)
    return lambda call: left.pop(0) if left and call.method == "sendmessage" else None


def test_what_is_said_is_answered_in_order(telegram, door):
    anne = telegram.user("Anne")
    for word in ("een", "twee", "drie"):
        anne.says(word)
    assert anne.hears(3) == ["een", "twee", "drie"]
    assert eventually(lambda: door.states() == ["sent"] * 3)


@pytest.mark.usefixtures("door")
def test_markup_is_shown_as_it_was_typed(telegram):
    anne = telegram.user("Anne <b>de Wit</b>")
    anne.says("1 < 2 && <i>x</i> *y* _z_ 🙂")
    assert anne.hears() == ["1 < 2 && <i>x</i> *y* _z_ 🙂"]


@pytest.mark.usefixtures("door")
def test_a_tap_is_answered_at_once_and_handled_as_a_choice(telegram):
    anne = telegram.user("Anne")
    anne.says("knop Klopt Annuleer")
    anne.hears()
    query = anne.taps("Klopt")
    assert anne.hears() == ["tik:Klopt"]
    assert eventually(lambda: telegram.answered) == [query]


@pytest.mark.usefixtures("door")
def test_a_tap_that_telegram_has_forgotten_is_handled_all_the_same(telegram):
    telegram.fault = lambda call: "drop before" if call.method == "answercallbackquery" else None
    anne = telegram.user("Anne")
    anne.says("knop Klopt")
    anne.hears()
    anne.taps("Klopt")
    assert anne.hears() == ["tik:Klopt"]


def test_a_change_names_the_message_that_it_changes(telegram, door):
    anne = telegram.user("Anne")
    first = anne.says("12 plekken")
    anne.hears()
    anne.edits(first, "15 plekken")
    assert anne.hears() == ["Veranderd: 15 plekken"]
    edit = door.echo.heard[-1]
    assert (edit.kind, edit.about) == (InputKind.EDIT, door.echo.heard[0].external_id)


def test_a_photo_is_answered_and_housekeeping_is_not(telegram, door):
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    anne.sends(group, new_chat_members=[telegram.bot])
    anne.sends(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}])
    assert anne.hears() == ["Ik lees alleen tekst."]
    assert len(door.echo.heard) == 1


def test_in_a_group_only_what_is_addressed_is_heard(telegram, door):
    telegram.privacy = False
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    for text in ("onder ons", "/help@ander_bot", "@proef_bot wat is de deadline?", "/help@proef_bot nu"):
        anne.says(text, group)
    assert anne.hears(2, group) == ["wat is de deadline?", "/help nu"]
    anne.says("en wanneer?", group, reply_to=anne.received(group)[0])
    assert anne.hears(1, group) == ["en wanneer?"]
    assert all(said.group for said in door.echo.heard)


@pytest.mark.usefixtures("door")
def test_in_a_group_a_reply_shows_to_what_it_replies(telegram):
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    asked = anne.says("/help", group)
    anne.hears(1, group)
    assert anne.received(group)[0]["reply_to_message"]["message_id"] == asked


@pytest.mark.usefixtures("door")
def test_a_long_answer_comes_in_parts(telegram):
    anne = telegram.user("Anne")
    anne.says("lang 1000")
    first, second = anne.hears(2)
    assert f"{first} {second}" == ("woord " * 1000).strip()


@pytest.mark.usefixtures("door")
def test_what_did_not_arrive_is_sent_again(telegram):
    anne = telegram.user("Anne")
    telegram.fault = sometimes("429 1", "429 1")
    anne.says("hallo")
    assert anne.hears(seconds=20) == ["hallo"]
    assert [call.answer for call in telegram.said("sendmessage")] == ["429 1", "429 1", "ok"]


@pytest.mark.parametrize(("fault", "heard"), [("502", 1), ("500", 1), ("502 after", 2)])
def test_what_may_have_arrived_at_a_faulty_server_comes_again_and_says_so(telegram, door, fault, heard):
    anne = telegram.user("Anne")
    telegram.fault = sometimes(fault)
    anne.says("hallo")
    assert anne.hears(heard, seconds=20) == ["hallo", f"hallo\n\n{ONCE_MORE}"][-heard:]
    assert eventually(lambda: sorted(door.states()) == ["sent", "unknown"])


def test_in_a_storm_one_attempt_stays_unknown_and_the_line_is_said_once(telegram, door):
    anne = telegram.user("Anne")
    telegram.fault = sometimes("502", "502 after")
    anne.says("hallo")
    assert anne.hears(2, seconds=20) == [f"hallo\n\n{ONCE_MORE}"] * 2
    assert eventually(lambda: sorted(door.states()) == ["sent", "unknown"])


def test_what_may_have_arrived_is_unknown_and_not_sent_again(telegram, door):
    anne = telegram.user("Anne")
    telegram.fault = sometimes("drop after")
    anne.says("een")
    assert eventually(lambda: door.states() == ["unknown"])
    anne.says("twee")
    assert anne.hears(2) == ["een", "twee"]
    assert len(telegram.said("sendmessage")) == 2


@pytest.mark.usefixtures("door")
def test_a_failure_keeps_the_order_within_a_chat_and_lets_others_through(telegram):
    anne, bob = telegram.user("Anne"), telegram.user("Bob")
    telegram.fault = lambda call: (
        "429 1" if call.parameters.get("text") == "een" and len(telegram.said("sendmessage")) == 1 else None
    )
    anne.says("een")
    anne.says("twee")
    eventually(lambda: telegram.said("sendmessage"))
    bob.says("hoi")
    assert bob.hears() == ["hoi"]
    assert anne.hears(2) == ["een", "twee"]


def test_whoever_blocks_us_is_left_alone(telegram, door):
    anne, bob = telegram.user("Anne"), telegram.user("Bob")
    anne.blocks()
    assert eventually(lambda: door.echo.heard)[0].kind is InputKind.LEFT
    bob.chat.refuses = DEACTIVATED
    bob.says("hallo?")
    assert eventually(lambda: door.states() == ["failed"])
    assert eventually(lambda: [said.kind for said in door.echo.heard][-1] is InputKind.LEFT)


def test_a_group_that_moved_hears_us_in_its_new_place(telegram, door):
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    telegram.wants = ["message"]
    group.moved_to = -1_000_000_004_711
    fresh = telegram.chats[group.moved_to] = type(group)(group.moved_to, "supergroup", "Overleg")
    anne.says("/help", group)
    assert anne.hears(1, fresh) == ["/help"]
    assert eventually(lambda: door.states() == ["sent"])


@pytest.mark.usefixtures("door")
def test_an_update_that_nobody_can_read_does_not_stop_the_others(telegram):
    anne = telegram.user("Anne")
    telegram.tell("message", {"message_id": "geen getal"})
    anne.says("hallo")
    assert anne.hears() == ["hallo"]


def test_two_pollers_are_noticed_and_said_once(telegram, door):
    anne = telegram.user("Anne")
    telegram.fault = lambda call: "409" if call.method == "getupdates" else None
    anne.says("hallo")
    assert eventually(lambda: door.door.trouble == TWO_POLLERS)
    telegram.fault = lambda _: None
    assert anne.hears(seconds=20) == ["hallo"]
    assert door.told.count(f"{TWO_POLLERS}.") == 1


def test_messages_of_while_we_were_away_are_answered(telegram, opened):
    anne = telegram.user("Anne")
    anne.says("een")
    with opened():
        assert anne.hears() == ["een"]
    anne.says("twee")
    with opened():
        assert anne.hears() == ["twee"]


def test_updates_that_come_again_are_handled_once(telegram, opened):
    anne = telegram.user("Anne")
    anne.says("een")
    again = list(telegram.updates)
    with opened():
        anne.hears()
    telegram.updates[:0] = again
    with opened() as standing:
        anne.says("twee")
        assert anne.hears() == ["twee"]
        assert eventually(lambda: standing.states() == ["sent", "sent"])


def test_updates_can_be_brought(telegram, opened):
    bound = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{bound.getsockname()[1]}/telegram"
    anne = telegram.user("Anne")
    with opened(hook=(url, bound)):
        anne.says("hallo")
        assert anne.hears() == ["hallo"]
    assert not telegram.updates


def test_a_telegram_that_is_away_at_the_start_is_waited_for(telegram, opened):
    telegram.fault = lambda call: "drop before" if call.method == "getme" and len(telegram.calls) < 2 else None
    anne = telegram.user("Anne")
    anne.says("hallo")
    with opened() as standing:
        assert anne.hears(seconds=20) == ["hallo"]
        assert "Telegram is weer bereikbaar." in standing.told
