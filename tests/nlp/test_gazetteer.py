"""The closed lists: complete, consistent, found exactly where they stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.gazetteer import by_domain, gemeente, gemeenten, mail_domain, rows
from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import find_names, ordinary_names, rare_words
from nlp.gazetteer.spelling import closest, misspelt_names


def _found(text: str) -> list[tuple[str, str]]:
    return [(name.text, gemeente(name.codes[0]).name) for name in find_names(text)]


def test_there_are_342_gemeenten_in_twelve_provinces() -> None:
    assert len(gemeenten()) == 342
    assert len({each.province for each in gemeenten().values()}) == 12
    assert all(re.fullmatch(r"GM\d{4}", code) for code in gemeenten())


@pytest.mark.parametrize("file", ["woonplaatsen.csv", "former_gemeenten.csv", "aliases.csv", "domains.csv"])
def test_every_row_points_to_a_gemeente_of_today(file: str) -> None:
    assert {row["code"] for row in rows(file)} <= set(gemeenten())


def test_every_gemeente_has_a_mail_domain() -> None:
    assert {row["code"] for row in rows("domains.csv") if row["status"] == "current"} == set(gemeenten())


def test_members_of_joint_organisations_are_gemeenten() -> None:
    members = {code for row in rows("joint_organisations.csv") for code in row["codes"].split()}
    assert members <= set(gemeenten())


def test_ordinary_and_rare_names_do_not_overlap_and_exist() -> None:
    known = {name.text for word in ordinary_names() | rare_words() for name in find_names(word)}
    assert not ordinary_names() & rare_words()
    assert ordinary_names() | rare_words() == known


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("de gemeente 's-Hertogenbosch meldt", "'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("gemeente ’s Hertogenbosch", "’s Hertogenbosch", "'s-Hertogenbosch"),
        ("ook geldrop mierlo doet mee", "geldrop mierlo", "Geldrop-Mierlo"),
        ("Sudwest Fryslan", "Sudwest Fryslan", "Súdwest-Fryslân"),
        ("Su\u0301dwest-Fryslân", "Su\u0301dwest-Fryslân", "Súdwest-Fryslân"),
        ("Hof van\nTwente", "Hof van\nTwente", "Hof van Twente"),
        ("Bergen (NH.) en", "Bergen (NH.)", "Bergen (NH.)"),
        ("Capelle a/d IJssel", "Capelle a/d IJssel", "Capelle aan den IJssel"),
        ("Capelle aan den Yssel", "Capelle aan den Yssel", "Capelle aan den IJssel"),
        ("St. Michielsgestel", "St. Michielsgestel", "Sint-Michielsgestel"),
        ("Peel & Maas", "Peel & Maas", "Peel en Maas"),
        ("Noord\u2011Beveland", "Noord\u2011Beveland", "Noord-Beveland"),
        ("in Bergen op Zoom.", "Bergen op Zoom", "Bergen op Zoom"),
        ("GEMEENTE MOERDIJK", "MOERDIJK", "Moerdijk"),
        ("in Hoogezand", "Hoogezand", "Midden-Groningen"),
        ("SWF meldt", "SWF", "Súdwest-Fryslân"),
    ],
)
def test_a_name_is_found_as_it_is_written(text: str, written: str, name: str) -> None:
    assert _found(text) == [(written, name)]


@pytest.mark.parametrize(
    "text", ["Tilburgseweg 4", "j.bos@zeist.nl", "www.goes.nl", "https://ede.nl/x", "boekel.nl", "pn"]
)
def test_no_name_within_words_and_addresses(text: str) -> None:
    assert _found(text) == []


@given(st.text(max_size=200))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    for name in find_names(text):
        assert text[name.start : name.end] == name.text


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("gemeente.groningen.nl", "Groningen"),
        ("mail.hofvantwente.nl", "Hof van Twente"),
        ("bergen.nl", "Bergen (L.)"),
        ("bergen-nh.nl", "Bergen (NH.)"),
        ("uden.nl", "Maashorst"),
        ("gemeente-doetinchem.nl", "Doetinchem"),
        ("BERNHEZE.ORG", "Bernheze"),
    ],
)
def test_a_domain_or_its_parent_gives_the_gemeente(domain: str, name: str) -> None:
    code = by_domain(domain)
    assert code is not None
    assert gemeente(code).name == name


@pytest.mark.parametrize(
    ("domain", "kind"),
    [
        ("provinciegroningen.nl", "province"),
        ("ggd.groningen.nl", "ggd"),
        ("vng.nl", "vng"),
        ("coa.nl", "other"),
        ("gmail.com", "private"),
        ("debuch.nl", "joint"),
        ("haaren.nl", "former"),
        ("iets.example", ""),
    ],
)
def test_other_domains_speak_for_no_single_gemeente(domain: str, kind: str) -> None:
    assert (by_domain(domain), mail_domain(domain).kind) == (None, kind)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Zaltbomel", "Zaltbommel"),
        ("Bergen op Zooom", "Bergen op Zoom"),
        ("Leidsendam-Voorburg", "Leidschendam-Voorburg"),
        ("Lelijstad", "Lelystad"),
        ("s Hertogenbos", "'s-Hertogenbosch"),
    ],
)
def test_a_slip_is_recognised(written: str, name: str) -> None:
    near = closest(written)
    assert near is not None
    assert gemeente(near[0]).name == name


@pytest.mark.parametrize("word", ["Bergenaar", "gemeente", "plekken", "collega", "statushouders", "Kerkstraat"])
def test_an_ordinary_word_is_no_slip(word: str) -> None:
    assert closest(word) is None


def test_a_longer_slip_wins_from_the_name_it_begins_with() -> None:
    text = "Namens Bergen op Zooom melden wij"
    assert [name.text for name in misspelt_names(text, find_names(text))] == ["Bergen op Zooom"]
