"""Any story of mails and decisions: the totals are those of a plain model, and nothing ever disappears."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.decision import Choice
from domain.dossier import Offer, status_of
from domain.model import Commitment, Group
from intake.process import Intake, process
from intake.receive import receive
from intake.review import Reviewer
from tests.cast.people import CAMPAIGN, GEMEENTEN, clock, day, new_records
from tests.cast.script import ScriptReader, mail, parse_script, raw_mail

CODES = st.sampled_from([gemeente.code for gemeente in GEMEENTEN[:2]])
PLACES = st.integers(1, 5)
GROUPS = st.sampled_from([Group.STATUSHOUDERS, Group.AMV])
COMMITMENTS = st.sampled_from(list(Commitment))


@dataclass(frozen=True)
class Told:
    """What the model remembers of a pledge; `number` is that of its mail, and so of its thread."""

    number: int
    code: str
    places: int
    group: Group = Group.STATUSHOUDERS
    commitment: Commitment = Commitment.FIRM

    @property
    def figures(self):
        return self.code, self.places, self.group, self.commitment

    @property
    def line(self):
        return f"pledge {self.code} {self.places} {self.group} {self.commitment}"


class Dossiers(RuleBasedStateMachine):
    """Mails and decisions in any order, beside a model of a few lists."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.records = new_records(Path(self.folder.name))
        self.intake = Intake(self.records, parse_script, ScriptReader(), CAMPAIGN, clock)
        self.desk = Reviewer(self.records, CAMPAIGN, "Joke", clock)
        self.number = 0
        self.active, self.waiting, self.withdrawing, self.withdrawn = [], [], [], set()
        self.seen = {"history": 0, "pledges": 0, "decisions": 0}

    def teardown(self):
        self.records.close()
        self.folder.cleanup()

    def tell(self, *lines, to=None):
        """Let one mail come in; tells whether it waits for a person."""
        self.number += 1
        sent = day(0) + timedelta(minutes=self.number)
        raw = mail(*lines, number=str(self.number), to=str(to or ""), sent=sent)
        receive(self.records, [raw_mail(raw, str(self.number), received=sent)])
        (handled,) = process(self.intake)
        assert handled.id == self.number
        return bool(handled.waits_for)

    def of(self, code):
        return [told for told in self.active if told.code == code]

    @rule(code=CODES, places=PLACES, group=GROUPS, commitment=COMMITMENTS)
    def pledge(self, code, places, group, commitment):
        told = Told(self.number + 1, code, places, group, commitment)
        waits = self.tell(told.line)
        if not self.of(code):
            self.active.append(told)
        elif told.figures not in [other.figures for other in self.active]:
            assert waits
            self.waiting.append(told)
            return
        assert not waits

    @rule(code=CODES, places=PLACES)
    def pledge_uncertainly(self, code, places):
        told = Told(self.number + 1, code, places)
        assert self.tell(told.line, "review vaag")
        self.waiting.append(told)

    @precondition(lambda self: self.active)
    @rule(data=st.data(), places=PLACES)
    def correct(self, data, places):
        old = data.draw(st.sampled_from(self.active))
        new = replace(old, places=places)
        assert not self.tell(new.line, "intent correction", to=old.number)
        if new.figures not in [told.figures for told in self.active]:
            self.active[self.active.index(old)] = new

    @rule(code=CODES)
    def withdraw(self, code):
        waits = self.tell(f"speaks {code}", "intent withdrawal")
        unclear = any(told.code == code for told in self.waiting)
        unclear = unclear or not (self.of(code) or code in self.withdrawn)
        assert waits == unclear
        if waits:
            self.withdrawing.append((self.number, code))
        else:
            self.take_all_back(code)

    def take_all_back(self, code):
        if self.of(code):
            self.withdrawn.add(code)
        self.active = [told for told in self.active if told.code != code]

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), instead=st.booleans())
    def accept(self, data, instead):
        told = data.draw(st.sampled_from(self.waiting))
        replaced = self.ids(told.code) if instead else frozenset()
        self.desk.accept(told.number, Choice(replaces=replaced))
        self.waiting.remove(told)
        if instead:
            self.active = [other for other in self.active if other.code != told.code]
        self.active.append(told)

    @precondition(lambda self: self.withdrawing)
    @rule(data=st.data())
    def accept_withdrawal(self, data):
        number, code = data.draw(st.sampled_from(self.withdrawing))
        self.desk.accept(number)
        self.withdrawing.remove((number, code))
        self.take_all_back(code)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def reject(self, data):
        told = data.draw(st.sampled_from(self.waiting))
        self.desk.reject(told.number)
        self.waiting.remove(told)

    @precondition(lambda self: self.active)
    @rule(data=st.data(), places=PLACES)
    def correct_by_hand(self, data, places):
        code = data.draw(st.sampled_from(self.active)).code
        number = min(self.ids(code))
        old = next(p for p in self.dossier(code).active if p.id == number)
        self.desk.correct(number, Offer(places, group=old.offer.group, commitment=old.offer.commitment))
        at = next(i for i, told in enumerate(self.active) if self.is_same(told, old))
        self.active[at] = replace(self.active[at], places=places)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def accept_and_take_back(self, data):
        told = data.draw(st.sampled_from(self.waiting))
        self.desk.undo(self.desk.accept(told.number, Choice(replaces=self.ids(told.code))))

    def dossier(self, code):
        return self.records.dossiers.get("proef", [code])[code]

    def ids(self, code):
        return frozenset(pledge.id for pledge in self.dossier(code).active)

    def is_same(self, told, pledge):
        offer = pledge.offer
        figures = (pledge.gemeente, offer.places, offer.group, offer.commitment)
        return (told.number, told.figures) == (pledge.thread, figures)

    @invariant()
    def totals_are_those_of_the_model(self):
        progress = self.records.progress("proef")
        counting = [told for told in self.active if told.group is Group.STATUSHOUDERS]
        by = {c: sum(told.places for told in counting if told.commitment is c) for c in Commitment}
        others = sum(told.places for told in self.active if told.group is not Group.STATUSHOUDERS)
        assert progress["pledged_firm"] == by[Commitment.FIRM]
        assert progress["pledged_conditional"] == by[Commitment.CONDITIONAL]
        assert progress["exploring"] == by[Commitment.EXPLORING]
        assert progress["other_groups"] == others
        assert progress["waiting_for_review"] == len(self.waiting) + len(self.withdrawing)

    @invariant()
    def nothing_disappears(self):
        for table, before in self.seen.items():
            self.seen[table] = self.records._db.value(f"SELECT count(*) FROM {table}")  # noqa: S608  # own names
            assert self.seen[table] >= before

    @invariant()
    def the_status_follows_from_the_dossier(self):
        for row in self.records.view("v_responses", "proef"):
            assert row["status"] == status_of(self.dossier(row["gemeente"]))


@pytest.mark.slow
class TestDossiers(Dossiers.TestCase):
    """The machine, run by pytest."""

    settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
