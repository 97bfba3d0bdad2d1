"""What an error of the client means for the message that was being sent, and how fast messages go."""

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.masking import masked
from bot.telegram.client import brief, is_gone, meaning, spoken
from bot.telegram.sending import Pace
from domain.outbox import Outcome
from tests.telegram.state import TOKEN


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), Outcome.UNREACHABLE),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Outcome.UNREACHABLE),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Outcome.UNREACHABLE),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Outcome.UNCERTAIN),
        (caused(NetworkError("x"), httpx.ReadError("x")), Outcome.UNCERTAIN),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Outcome.UNCERTAIN),
        (TelegramError("Invalid server response"), Outcome.UNCERTAIN),
        (NetworkError("Gateway Timeout (504)"), Outcome.DOUBTFUL),
        (NetworkError("Bad Gateway (502)"), Outcome.DOUBTFUL),
        (RetryAfter(3), Outcome.TEMPORARY),
        (BadRequest("message is too long"), Outcome.PERMANENT),
        (Forbidden("bot was blocked by the user"), Outcome.PERMANENT),
        (InvalidToken(), Outcome.UNREACHABLE),
    ],
)
def test_what_an_error_says_of_the_message(error, outcome):
    assert meaning(error).outcome is outcome


def test_the_stated_wait_is_kept():
    assert meaning(RetryAfter(7)).wait.total_seconds() >= 7


def test_who_is_gone_is_told_from_what_is_wrong_with_the_message():
    assert is_gone(Forbidden("user is deactivated"))
    assert is_gone(BadRequest("Chat not found"))
    assert not is_gone(BadRequest("message is too long"))


def test_no_sentence_holds_the_token():
    error = NetworkError(f"httpx.InvalidURL: http://x/bot{TOKEN}/sendMessage")
    assert TOKEN not in brief(error) + spoken(error) + meaning(error).reason
    assert TOKEN not in masked(f"GET https://api.telegram.org/bot{TOKEN}/getUpdates")


def test_reminders_go_at_25_a_second_and_answers_count():
    now = [100.0]
    pace, sent = Pace(monotonic=lambda: now[0]), 0
    for _ in range(100):
        now[0] += 0.1
        room = pace.room()
        sent += room
        pace.count(room)
    assert 240 <= sent <= 256
    pace.count(25)
    assert pace.room() == 0
    now[0] += 1.1
    assert pace.room() > 0
