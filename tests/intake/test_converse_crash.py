"""Whatever moment the program dies at: no input without a reply, no pledge twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.chat import InputKind
from domain.errors import StorageError
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, new_records
from tests.cast.talking import Phone, Watch

SCRIPT = (
    "Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september",
    "klopt",
    "jan@amersfoort.nl",
    "CODE",
    "maak er 15 van",
    "klopt",
    "Komt er een dwangsom?",
    "ja",
)
WRITES = 2 * len(SCRIPT)
"""Each input is stored in one transaction and handled in another."""


class Killed(BaseException):
    """The end of the process, which nothing in it survives to handle."""


class DyingRecords(Records):
    """Dies around one transaction: just before its end, or just after it."""

    dies_at, after, writes, depth = 0, False, 0, 0

    @contextmanager
    def write(self) -> Iterator[None]:
        self.depth += 1
        outermost = self.depth == 1
        self.writes += outermost
        now = outermost and self.writes == self.dies_at
        try:
            with super().write():
                yield
                if now and not self.after:
                    raise Killed
        finally:
            self.depth -= 1
        if now:
            raise Killed


def open_dying(folder: Path, dies_at: int, *, after: bool) -> DyingRecords:
    records = DyingRecords.open(folder / "proef.db", durable=False)
    records.store_gemeenten(GEMEENTEN)
    records.store_campaign(CAMPAIGN)
    records.dies_at, records.after, records.writes = dies_at, after, 0
    return records


def hand_in(phone: Phone, text: str) -> None:
    phone.type(phone.code() if text == "CODE" else text)


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("dies_at", range(1, WRITES + 1))
def test_after_a_crash_at_any_step_all_is_as_if_it_had_not_happened(
    tmp_path: Path, dies_at: int, *, after: bool
) -> None:
    phone = Phone(open_dying(tmp_path, dies_at, after=after), Watch())
    for text in SCRIPT:
        try:
            hand_in(phone, text)
        except Killed:
            phone.records.close()
            phone.records = new_records(tmp_path)
            phone.conversations.resume()
            phone.again()  # a door that heard no confirmation hands in the same input again
    answered = {row["in_reply_to"] for row in phone.sent()}
    rows = [(row["places"], row["state"]) for row in phone.records.view("v_pledges", CAMPAIGN.key)]
    assert rows == [(12, "superseded"), (15, "confirmed")]
    assert answered == {f"42-{number}" for number in range(1, len(SCRIPT) + 1)}
    assert len(phone.sent("code")) == 1
    assert len(phone.records.questions.all(CAMPAIGN.key)) == 1
    phone.records.close()


def test_an_input_that_stops_the_program_each_time_is_set_aside_with_an_apology(tmp_path: Path) -> None:
    phone = Phone(new_records(tmp_path), Watch())
    said = phone.input(InputKind.TEXT, "hallo")
    phone.conversations.store(said)
    with phone.records.write():
        for _ in range(3):
            phone.records.messages.claim([1])
    phone.conversations.resume()
    assert "Sorry" in phone.sent()[-1]["text"]
    assert phone.records.messages.get(1).state == "trouble"
    phone.records.close()


def test_a_state_of_another_version_starts_anew_and_says_so(tmp_path: Path) -> None:
    phone = Phone(new_records(tmp_path), Watch())
    phone.type("hallo")
    with phone.records.write():
        phone.records.chats.put_state(1, '{"version": 99}')
    assert "opnieuw" in phone.type("Wat is de deadline?")
    assert phone.type("Wat is de deadline?") == "Tot en met 13 augustus 2026."
    phone.records.close()


def test_what_cannot_be_stored_is_not_confirmed(tmp_path: Path) -> None:
    new_records(tmp_path).close()
    with Records.open(tmp_path / "proef.db", writing=False) as reading:
        phone = Phone(reading, Watch())
        with pytest.raises(StorageError):
            phone.type("hallo")
