"""What is too long for one message of a chat."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chat import Button
from domain.chat_parts import length, parts, split
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind

WHEN = datetime(2026, 7, 3, tzinfo=UTC)
SHORT = Dispatch("k", OutKind.ANSWER, Channel.TELEGRAM, Address("", "7"), "", "Dag", WHEN, "")
BUTTONS = ((Button("Klopt", "klopt"),),)


@given(st.text(alphabet="ab \n🙂", max_size=200), st.integers(4, 40))
@settings(max_examples=200)
def test_every_part_fits_and_nothing_but_white_space_is_lost(text, most):
    found = list(split(text, most))
    assert all(0 < length(part) <= most for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_break_falls_between_paragraphs_before_it_falls_between_words():
    assert list(split("een twee\n\ndrie vier\nvijf", 20)) == ["een twee", "drie vier\nvijf"]
    assert list(split("een twee drie vier vijf zes", 14)) == ["een twee drie", "vier vijf zes"]


def test_a_word_that_is_too_long_is_cut():
    assert list(split("🙂" * 5, 4)) == ["🙂🙂", "🙂🙂", "🙂"]


def test_the_buttons_stand_under_the_last_part_and_each_part_has_a_key():
    found = parts(replace(SHORT, text="woord " * 1000, buttons=BUTTONS))
    assert [part.key for part in found] == ["k", "k/deel-2"]
    assert [part.buttons for part in found] == [(), BUTTONS]


def test_what_fits_and_what_goes_by_mail_stays_whole():
    assert parts(SHORT) == [SHORT]
    mail = replace(SHORT, channel=Channel.EMAIL, text="woord " * 1000)
    assert parts(mail) == [mail]
