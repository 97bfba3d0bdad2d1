"""Which part of a text belongs to which gemeente."""

from __future__ import annotations

import pytest

from domain.model import Address, Message
from tests.nlp.gemeente_mails import code_of, weighed


def test_each_of_several() -> None:
    body = "De colleges van Druten en Wijchen leveren elk vijf plekken."
    found = weighed(Message(body=body))
    assert found.each("body", body.index("vijf")) == (code_of()["Druten"], code_of()["Wijchen"])
    assert found.owner("body", body.index("vijf")) is None


def test_a_number_before_the_name() -> None:
    body = "Namens Goes en Kapelle: 4 plekken in Goes en 2 in Kapelle."
    found = weighed(Message(body=body))
    owners = [found.owner("body", body.index(number)) for number in ("4", "2")]
    assert owners == [code_of()["Goes"], code_of()["Kapelle"]]


def test_a_total_with_parts() -> None:
    body = "Namens Goes en Kapelle. In totaal 12, waarvan 8 in Goes en 4 in Kapelle."
    found = weighed(Message(body=body))
    assert [found.owner("body", body.index(n)) for n in ("12", "8", "4")] == [
        None,
        code_of()["Goes"],
        code_of()["Kapelle"],
    ]


@pytest.mark.parametrize(("number", "name"), [("50", "Arnhem"), ("zes", None)])
def test_what_a_neighbour_does_is_elsewhere(number: str, name: str | None) -> None:
    body = "Arnhem doet er 50, wij doen er zes."
    found = weighed(Message(sender=Address("", "a@rheden.nl"), body=body))
    assert found.elsewhere("body", body.index(number)) == (code_of()[name] if name else None)


def test_a_heading_holds_until_the_next() -> None:
    body = "Namens twee gemeenten.\n\nGoes\nHet college is akkoord.\n\nWij doen er vier.\n\nKapelle\nDaar lukt niets."
    found = weighed(Message(body=body))
    assert found.owner("body", body.index("vier")) == code_of()["Goes"]
    assert found.owner("body", body.index("lukt")) == code_of()["Kapelle"]


def test_an_unknown_part_belongs_to_nobody_when_there_are_several() -> None:
    found = weighed(Message(body="Goes: 4\nKapelle: 2"))
    assert found.owner("attachment:lijst.xlsx", 3) is None


@pytest.mark.parametrize(
    "body",
    [
        "Goes en Kapelle leveren 6 respectievelijk 9 plekken.",
        "Goes en Kapelle leveren respectievelijk 6 en 9 plekken.",
        "Ik schrijf namens Goes en Kapelle. Eerstgenoemde doet er 6, laatstgenoemde 9.",
        "Namens Goes en Kapelle: 6 voor Goes, 9 voor Kapelle.",
        "6 komen er in Goes, 9 in Kapelle. Dit namens beide colleges.",
    ],
)
def test_by_order_or_by_name(body: str) -> None:
    found = weighed(Message(body=body))
    owners = [found.owner("body", body.index(number)) for number in ("6", "9")]
    assert owners == [code_of()["Goes"], code_of()["Kapelle"]]
