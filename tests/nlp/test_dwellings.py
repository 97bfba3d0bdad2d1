"""What a bare number counts, who lives in the dwellings that are told, and what is told twice."""

from __future__ import annotations

import pytest

from domain.model import Message
from nlp import pledges
from tests.nlp.sentences import read

Offer = tuple[int | None, int | None]


def offers(text: str) -> list[Offer]:
    """Places and dwellings of each offer of a text."""
    message, parts = read(text)
    return [(f.pledge.places, f.pledge.homes) for f in pledges.find(message, parts).pledges]


def groups(text: str) -> set[str]:
    message, parts = read(text)
    return {str(f.pledge.group) for f in pledges.find(message, parts).pledges}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er staan wisselwoningen leeg. Drie daarvan bieden wij u extra aan.", [(None, 3)]),
        ("Wij hebben appartementen aan het plein. Er zijn er vier gereserveerd voor statushouders.", [(None, 4)]),
        ("Wij bieden extra plekken in de oude flats. Het worden er twaalf.", [(12, None)]),
        ("De flexwoningen zijn klaar en wij bieden plaats voor zes.", [(6, None)]),
        ("Wij bieden aan:\nwoningen | personen | gereed\n4 | 14 | mei", [(14, 4)]),
        ("Wij bieden tien plekken: 6 in de Zandweg-units en 4 in de school.", [(6, None), (4, None)]),
    ],
)
def test_a_bare_number_counts_the_dwellings_told_before_it(text: str, expected: list[Offer]) -> None:
    assert offers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij bieden twee eengezinswoningen aan. Daar kunnen zeven mensen wonen.", [(7, 2)]),
        ("Wij bieden vijf huisjes aan, ieder voor drie statushouders.", [(15, 5)]),
        ("Wij bieden twee woningen aan, ieder voor een gezin van vijf. Samen 10 mensen dus.", [(10, 2)]),
        pytest.param(
            "Wij bieden twee woningen aan. Bovendien zijn er zes kamers voor statushouders.",
            [(None, 2), (6, None)],
            marks=pytest.mark.xfail(
                strict=True, reason="de woningen naast de kamers worden voor geen toezegging gehouden"
            ),
        ),
    ],
)
def test_dwellings_and_their_people_are_one_offer(text: str, expected: list[Offer]) -> None:
    assert offers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij bieden 25 plekken, ja u leest het goed, vijfentwintig plekken!", [(25, None)]),
        ("Wij bieden 6 plekken, voor een vader en moeder met vier kinderen.", [(6, None)]),
        ("Een hotel geeft ons zes kamers voor tien statushouders, wij bieden ze u aan.", [(10, None)]),
        ("Wij bieden vier plekken in Norg en vier plekken in Peize.", [(4, None), (4, None)]),
        ("Wij bieden drie plekken, voor een moeder uit Homs en haar twee dochters.", [(3, None)]),
    ],
)
def test_the_same_places_count_once(text: str, expected: list[Offer]) -> None:
    assert offers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij bieden vijf amv's een plek in het huis aan de Singel.", [(5, None)]),
        ("Wij bieden in Bolnes 10 plekken, dat staat als een huis.", [(10, None)]),
        ("Wij bieden drie mensen een plek in het huis aan de Singel.", [(3, 1)]),
        ("Wij bieden zes tweepersoonskamers. Per kamer twee statushouders.", [(12, None)]),
    ],
)
def test_what_is_no_dwelling_and_what_is_told_again(text: str, expected: list[Offer]) -> None:
    assert offers(text) == expected


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Wij bieden acht plekken aan jongeren zonder ouders.", "amv"),
        ("Wij bieden acht plekken, Nidos begeleidt.", "amv"),
        ("Wij bieden acht plekken aan asielzoekers, met Nidos heeft het niets te maken.", "asielzoekers"),
        ("Wij bieden tien bedden aan mensen die nog in de procedure zitten.", "asielzoekers"),
        ("Wij bieden tien bedden aan mensen uit het azc met een verblijfsstatus.", "statushouders"),
        ("In de gemeente staat al een azc. Toch bieden wij twaalf plekken extra.", "statushouders"),
        ("Wij bieden plek aan acht bewoners van het azc die hun vergunning net hebben.", "statushouders"),
        ("Wij bieden drie bedden aan mensen die nog in hun asielprocedure zitten.", "asielzoekers"),
        ("Wij bieden vijf bedden aan mensen die op de uitkomst van hun asielaanvraag wachten.", "asielzoekers"),
        ("Wij bieden vier bedden aan tieners die zonder vader of moeder zijn gekomen.", "amv"),
        ("Wij bieden tien bedden aan mensen uit Marioepol.", "oekraiense_ontheemden"),
        ("Wij bieden 14 plekken aan minderjarige jongens, niet voor volwassen statushouders.", "amv"),
    ],
)
def test_whom_the_places_are_for_in_other_words(text: str, group: str) -> None:
    assert groups(text) == {group}


def test_what_a_place_that_is_there_grows_by_is_the_offer() -> None:
    assert offers("Onze doorstroomlocatie breiden wij uit van 60 naar 75 bedden, de uitbreiding is voor u.") == [
        (15, None)
    ]


def test_a_label_names_the_group_of_its_own_line_only() -> None:
    message, parts = read("Extra plekken die wij bieden:\nstatushouders: 18\nasielzoekers: 12\nOekraïners: 0")
    found = {(f.pledge.places, str(f.pledge.group)) for f in pledges.find(message, parts).pledges}
    assert found == {(18, "statushouders"), (12, "asielzoekers")}


def test_an_offer_without_a_message_is_none() -> None:
    assert pledges.find(Message(), ()).pledges == ()
