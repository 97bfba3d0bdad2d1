"""When somebody is back, and who stands in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.mail.absence import returns_on, substitute

SENT = datetime(2026, 7, 27, 10, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ik ben afwezig tot en met 14 augustus.", "2026-08-15"),
        ("Ik ben afwezig t/m vrijdag 14 augustus a.s.", "2026-08-15"),
        ("Ik ben er niet van 20 juli tot 17 augustus.", "2026-08-17"),
        ("Maandag 17 augustus ben ik weer bereikbaar", "2026-08-17"),
        ("Vanaf 17-8 ben ik er weer.", "2026-08-17"),
        ("Vanaf 17-08-2026 lees ik mijn mail weer.", "2026-08-17"),
        ("Ik ben weer op kantoor op 1 september 2026.", "2026-09-01"),
        ("Op 3 augustus ben ik terug.", "2026-08-03"),
        ("I am out of the office until August 17th.", "2026-08-17"),
        ("Back on Monday, 17 August 2026", "2026-08-17"),
        ("I will return on the 17th of August.", "2026-08-17"),
        ("Ik ben tot aanstaande donderdag afwezig.", "2026-07-30"),
        ("Ik ben terug op maandag.", "2026-08-03"),
        ("Met verlof tot 4 januari.", "2027-01-04"),
        ("Op zwangerschapsverlof tot 1-3-2027", "2027-03-01"),
    ],
)
def test_the_day_of_return_is_read(text: str, day: str) -> None:
    assert str(returns_on(text, SENT)) == day


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben afwezig.",
        "Tot ziens!",
        "Ik werk tot 31 februari.",
        "U krijgt binnen 8 weken antwoord.",
        "tot 1 mei 2019",
        "",
    ],
)
def test_without_a_day_there_is_none(text: str) -> None:
    assert returns_on(text, SENT) is None


def test_without_the_date_of_the_mail_a_year_must_be_stated() -> None:
    assert returns_on("terug op 17 augustus", None) is None
    assert str(returns_on("terug op 17 augustus 2026", None)) == "2026-08-17"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Bij spoed: mail m.tak@b.example.", "m.tak@b.example"),
        ("Mijn adres is h.boom@b.example. Neem contact op met M. Tak (m.tak@b.example).", "m.tak@b.example"),
        ("Zie a@b.example\n\nVoor vragen: c@d.example", "c@d.example"),
        ("Groet, h.boom@b.example", ""),
        ("Niemand vervangt mij.", ""),
    ],
)
def test_the_substitute_is_the_address_to_write_to(text: str, address: str) -> None:
    assert substitute(text, "H.Boom@b.example") == address
