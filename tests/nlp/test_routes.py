"""Which other desks a message goes to."""

from __future__ import annotations

import pytest

from domain.model import Group, Kind, Message, PledgeReading
from nlp import bottlenecks
from nlp.intents import intents
from nlp.routes import routes
from tests.nlp.sentences import read, table


def _routes(text: str, *pledges: PledgeReading) -> set[str]:
    message, parts = read(text)
    types = {found.bottleneck.type for found in bottlenecks.find(message, parts)}
    wanted = intents(
        message, parts, has_pledge=bool(pledges), has_bottleneck=bool(types), is_correction=False, is_withdrawal=False
    )
    groups = {pledge.group for pledge in pledges}
    found = routes(message, parts, groups=groups, pledges=pledges, bottleneck_types=types, intents=wanted)
    return {str(route) for route in found}


def _pledge(places: int, group: Group) -> PledgeReading:
    return PledgeReading(None, places, group=group)


@pytest.mark.parametrize(("expected", "text"), table("routes.tsv"))
def test_goes_to(expected: str, text: str) -> None:
    assert _routes(text) == {expected} - {"-"}


@pytest.mark.parametrize(("places", "goes"), [(24, True), (50, True), (51, False), (400, False)])
def test_a_small_location_for_asielzoekers_goes_to_the_coa(places: int, goes: bool) -> None:
    assert ("coa" in _routes("Er komt een locatie.", _pledge(places, Group.ASIELZOEKERS))) is goes


def test_an_offer_for_ukrainians_goes_to_their_desk_and_for_statushouders_to_none() -> None:
    assert _routes("Dertig bedden.", _pledge(30, Group.OEKRAIENSE_ONTHEEMDEN)) == {"vluchtelingen"}
    assert _routes("Wij vangen al 610 Oekraïners op. Er komen acht bij.", _pledge(8, Group.STATUSHOUDERS)) == set()


def test_what_no_person_wrote_goes_nowhere() -> None:
    message = Message(kind=Kind.BOUNCE)
    assert routes(message, [], groups=(), pledges=(), bottleneck_types={"coa_koppeling"}, intents=()) == ()
