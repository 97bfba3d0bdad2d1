"""Whatever a message says and whatever stands in the dossiers: nothing is lost, guessed or counted in doubt."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.changes import BottleneckSet, EntrySet, PledgeMoved, PledgeRepeated, PledgeSet, ReviewOpened
from domain.decision import decide
from domain.dossier import Dossier, Entry, EntryState, Offer, Pledge, State
from domain.model import (
    BottleneckReading,
    Commitment,
    GemeenteReading,
    Group,
    Intent,
    Kind,
    PledgeReading,
    Reading,
)
from domain.said import Said
from tests.cast.people import day

CODES = ("GM0307", "GM1948")
maybe_code = st.sampled_from([*CODES, None])
moments = st.integers(0, 20).map(lambda hours: day(0) + timedelta(hours=hours))
places = st.none() | st.integers(1, 4)
groups = st.sampled_from([Group.STATUSHOUDERS, Group.AMV])
commitments = st.sampled_from(Commitment)
some_intents = st.frozensets(st.sampled_from(Intent), max_size=4)

readings = st.builds(
    Reading,
    intents=some_intents.map(tuple),
    gemeenten=st.lists(st.sampled_from(CODES), unique=True).map(
        lambda codes: tuple(GemeenteReading(code, code, 0.9) for code in codes)
    ),
    pledges=st.lists(
        st.builds(PledgeReading, gemeente=maybe_code, places=places, group=groups, commitment=commitments), max_size=3
    ).map(tuple),
    bottlenecks=st.lists(st.builds(BottleneckReading, gemeente=maybe_code, type=st.just("overig")), max_size=2).map(
        tuple
    ),
    needs_review=st.booleans(),
)


@st.composite
def messages(draw):
    return Said.of(
        draw(readings),
        message=100,
        thread=draw(st.integers(1, 3)),
        said_at=draw(moments),
        kind=draw(st.sampled_from([Kind.PERSONAL, Kind.PERSONAL, Kind.AUTO_REPLY])),
        ours=draw(st.booleans()),
    )


@st.composite
def dossiers(draw, code):
    pledges = [
        Pledge(
            id=number + 10 * CODES.index(code),
            gemeente=code,
            message=number,
            thread=draw(st.integers(1, 3)),
            position=0,
            state=draw(st.sampled_from(State)),
            offer=Offer(draw(places), group=draw(groups), commitment=draw(commitments)),
            said_at=draw(moments),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    entries = [
        Entry(code, number, draw(moments), draw(some_intents), draw(st.sampled_from(EntryState)))
        for number in range(draw(st.integers(0, 2)))
    ]
    return Dossier(code, tuple(pledges), entries=tuple(entries))


worlds = st.tuples(*map(dossiers, CODES)).map(lambda found: {dossier.gemeente: dossier for dossier in found})


def of_kind(changes, kind):
    return [change for change in changes if isinstance(change, kind)]


@given(messages(), worlds)
def test_every_pledge_and_bottleneck_ends_somewhere_once(said, world):
    changes = decide(said, world)
    if said.kind is Kind.PERSONAL:
        positions = [change.position for change in of_kind(changes, (PledgeSet, PledgeRepeated))]
        assert sorted(positions) == [position for position, _ in said.pledges]
        positions = [change.position for change in of_kind(changes, BottleneckSet)]
        assert sorted(positions) == [position for position, _ in said.bottlenecks]


@given(messages(), worlds)
def test_what_is_not_certain_changes_no_figure(said, world):
    changes = decide(said, world)
    if said.needs_review or said.ours or said.kind is not Kind.PERSONAL:
        assert not of_kind(changes, PledgeMoved)
        assert not [change for change in of_kind(changes, PledgeSet) if change.state is State.CONFIRMED]


@given(messages(), worlds)
def test_what_waits_has_a_reason_and_what_has_a_reason_waits(said, world):
    changes = decide(said, world)
    proposed = [change for change in of_kind(changes, (PledgeSet, BottleneckSet)) if change.state is State.PROPOSED]
    waiting = [change for change in of_kind(changes, EntrySet) if change.state is EntryState.WAITING]
    reviews = of_kind(changes, ReviewOpened)
    assert bool(proposed or waiting) <= bool(reviews)
    assert all(review.reasons for review in reviews)


@given(messages(), worlds)
def test_only_pledges_that_count_are_replaced_or_taken_back_and_only_of_that_gemeente(said, world):
    active = {pledge.id: code for code, dossier in world.items() for pledge in dossier.active}
    changes = decide(said, world)
    for change in of_kind(changes, PledgeSet):
        assert change.state is State.PROPOSED or change.gemeente is not None
        assert all(active[number] == change.gemeente for number in change.replaces)
    assert all(change.pledge in active for change in of_kind(changes, PledgeMoved))


@given(messages(), worlds)
def test_mail_older_than_the_figures_takes_none_of_them_away(said, world):
    gone = {number for change in of_kind(decide(said, world), PledgeSet) for number in change.replaces}
    gone |= {change.pledge for change in of_kind(decide(said, world), PledgeMoved)}
    newer = {p.id for dossier in world.values() for p in dossier.active if p.said_at > said.said_at}
    assert not gone & newer
