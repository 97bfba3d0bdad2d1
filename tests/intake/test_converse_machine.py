"""Any order of inputs: never a pledge without proof, never one twice, never an input without a reply."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chat import Input, InputKind
from domain.dialogue_json import state_from_text, state_text
from tests.cast.people import CAMPAIGN, new_records
from tests.cast.talking import Phone, Watch

TEXTS = (
    "Wij kunnen 12 plekken regelen",
    "Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september",
    "Gemeente Urk zegt 5 plekken toe voor asielzoekers, vanaf oktober",
    "Urk ziet helaas geen mogelijkheden",
    "Wij hebben geen vergunning voor de locatie",
    "maak er 15 van",
    "doe er 3 bij",
    "trek in",
    "wat hebben wij toegezegd?",
    "klopt",
    "ja",
    "nee",
    "wijzig",
    "annuleer",
    "Amersfoort",
    "statushouders",
    "nu al",
    "7",
    "Dat kan ik nu niet",
    "jan@amersfoort.nl",
    "an@urk.nl",
    "jan@gmail.com",
    "000000",
    "Wat is de deadline?",
    "Hoe zit het met de bonus?",
    "Komt er een dwangsom?",
    "medewerker",
    "/stop",
)
REPORTS = (
    ("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september", "klopt", "jan@amersfoort.nl"),
    ("Gemeente Urk zegt 5 plekken toe voor asielzoekers, vanaf oktober", "klopt", "an@urk.nl", "CODE"),
)
"""Whole reports, so that chance gets far enough: one as far as the code, one to its end."""
STEPS = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=30),
    st.just("CODE"),
    st.just("AGAIN"),
    st.just(("report", 0)),
    st.just(("report", 1)),
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("edit"), st.integers(0, 10)),
)


class Story:
    """A conversation that remembers every button and input, and checks after each step what must always hold."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.inputs: list[Input] = []
        self.codes: list[str] = []

    def step(self, step: str | tuple[str, int]) -> None:
        if isinstance(step, tuple) and step[0] == "report":
            for part in REPORTS[step[1]]:
                self.step(part)
            return
        before = self.recorded()
        fresh = self.act(step)
        self.codes += [code for code in self.phone.buttons.values() if code not in self.codes]
        assert self.recorded() - before <= (1 if fresh else 0)
        self.check()

    def act(self, step: str | tuple[str, int]) -> bool:
        """Do it; tells whether it was something that was not done before."""
        phone = self.phone
        if step == "AGAIN":
            assert phone.last is None or phone.again() == ""
            return False
        if isinstance(step, tuple) and step[0] == "tap":
            code = self.codes[step[1] % len(self.codes)] if self.codes else "9.klopt"
            tapped = any(said.text == code for said in self.inputs)
            self.hand_in(phone.input(InputKind.BUTTON, code))
            return not tapped
        if isinstance(step, tuple):
            about = self.inputs[step[1] % len(self.inputs)].external_id if self.inputs else "geen"
            self.hand_in(phone.input(InputKind.EDIT, TEXTS[step[1] % len(TEXTS)], about))
            return True
        text = phone.code() if step == "CODE" and phone.sent("code") else str(step)
        self.hand_in(phone.input(InputKind.TEXT, text))
        return True

    def hand_in(self, said: Input) -> None:
        self.inputs.append(said)
        assert self.phone.hand_in(said)

    def recorded(self) -> int:
        """How many reports were written down."""
        return sum(1 for number in self.phone.records.messages.handled_since(None) if self.subject(number))

    def subject(self, number: int) -> str:
        return self.phone.records.messages.get(number).subject

    def check(self) -> None:
        records = self.phone.records
        proven = set(records.spokespersons.of(1, CAMPAIGN.key))
        counting = {row["gemeente"] for row in records.view("v_pledges", CAMPAIGN.key) if row["state"] == "confirmed"}
        hindered = {
            row["gemeente"] for row in records.view("v_bottlenecks", CAMPAIGN.key) if row["state"] == "confirmed"
        }
        answered = {row["gemeente"] for row in records.view("v_responses", CAMPAIGN.key) if row["status"] != "silent"}
        assert counting | hindered | answered <= proven
        assert records.counts()["trouble"] == 0
        state = records.chats.get(1).state
        found = state_from_text(state)
        assert found is not None
        assert state_text(found) == state


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=14))
def test_no_order_of_inputs_makes_a_pledge_without_proof_or_twice(steps: list[str | tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_records(Path(folder)) as records:
        story = Story(Phone(records, Watch()))
        for step in ("hallo", *steps):
            story.step(step)


def test_the_whole_reports_of_the_machine_do_count() -> None:
    with tempfile.TemporaryDirectory() as folder, new_records(Path(folder)) as records:
        story = Story(Phone(records, Watch()))
        story.step(("report", 1))
        assert (story.recorded(), story.phone.places()) == (1, [5])
