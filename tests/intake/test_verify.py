"""For whom somebody speaks: the code, where it may go, and when it no longer works."""

from __future__ import annotations

import pytest

from domain.reminders import Contact
from storage.records import Records
from tests.cast.talking import Phone

REPORT = "Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september"


@pytest.fixture
def phone(records: Records) -> Phone:
    """Somebody who has confirmed a report and is asked for an address."""
    phone = Phone(records)
    phone.type(REPORT, "klopt")
    return phone


def test_an_address_elsewhere_proves_nothing(phone: Phone) -> None:
    back = phone.type("jan@gmail.com")
    assert "eindigt op @amersfoort.nl" in back
    assert phone.sent("code") == []


@pytest.mark.parametrize(
    "address",
    ["jan@amersfoort.nl.example.com", "jan@xamersfoort.nl", "amersfoort.nl@gmail.com", "jan@urk.nl"],
)
def test_an_address_that_only_looks_like_the_gemeente_proves_nothing(phone: Phone, address: str) -> None:
    phone.type(address)
    assert phone.sent("code") == []


def test_a_registered_contact_may_have_any_address(phone: Phone, records: Records) -> None:
    with records.write():
        records.contacts.add(Contact("GM0307", "regie@regio.example"), phone.watch(), source="lijst")
    phone.type("regie@regio.example")
    assert [row["recipient"] for row in phone.sent("code")] == ["regie@regio.example"]


def test_a_code_is_kept_as_a_salted_hash_only(phone: Phone, records: Records) -> None:
    phone.type("jan@amersfoort.nl")
    kept = records.spokespersons.open_code(1)
    assert kept is not None
    assert phone.code() not in f"{kept}"
    assert len(bytes.fromhex(kept.code.salt)) == 16


def test_a_code_works_once(phone: Phone) -> None:
    phone.type("jan@amersfoort.nl")
    code = phone.code()
    phone.type(code)
    other = Phone(phone.records, phone.watch, address="77")
    other.type(REPORT, "klopt", "piet@amersfoort.nl")
    assert "klopt niet" in other.type(code)
    assert phone.places() == [12]


def test_after_five_wrong_tries_the_right_code_works_no_more(phone: Phone) -> None:
    phone.type("jan@amersfoort.nl")
    right = phone.code()
    wrong = "000000" if right != "000000" else "111111"
    assert "nog 4 keer" in phone.type(wrong)
    assert "werkt niet meer" in phone.type(wrong, wrong, wrong, wrong)
    phone.type(right)
    assert phone.places() == []


def test_a_code_works_for_half_an_hour(phone: Phone) -> None:
    phone.type("jan@amersfoort.nl")
    phone.watch.later(minutes=31)
    assert "ouder dan een half uur" in phone.type(phone.code())
    assert phone.places() == []


def test_at_most_three_codes_go_out_in_an_hour(phone: Phone) -> None:
    phone.type("jan@amersfoort.nl")
    for _ in range(2):
        phone.tap("Stuur een nieuwe code")
    assert "drie codes" in phone.tap("Stuur een nieuwe code")
    assert len(phone.sent("code")) == 3
    phone.watch.later(minutes=61)
    phone.tap("Stuur een nieuwe code")
    assert len(phone.sent("code")) == 4


def test_one_address_is_not_flooded_by_several_conversations(phone: Phone, records: Records) -> None:
    phone.type("jan@amersfoort.nl")
    for number in range(3):
        other = Phone(records, phone.watch, address=f"ander-{number}")
        other.type(REPORT, "klopt", "jan@amersfoort.nl")
    assert len(phone.sent("code")) == 3


def test_one_gemeente_is_not_flooded_by_many_conversations(phone: Phone, records: Records) -> None:
    for number in range(13):
        other = Phone(records, phone.watch, address=f"ander-{number}")
        other.type(REPORT, "klopt", f"iemand-{number}@amersfoort.nl")
    assert len(phone.sent("code")) == 12


def test_proof_is_remembered_for_the_campaign(phone: Phone) -> None:
    phone.prove()
    phone.watch.later(days=30)
    assert "Vastgelegd" in phone.type("maak er 15 van", "klopt")


def test_proof_ends_with_the_contact(phone: Phone, records: Records) -> None:
    phone.prove()
    with records.write():
        records.contacts.end("GM0307", "jan@amersfoort.nl", phone.watch())
    assert "Om zeker te weten" in phone.type("maak er 15 van")
    assert phone.places() == [12]


def test_proof_for_one_gemeente_is_none_for_another(phone: Phone) -> None:
    phone.prove()
    back = phone.type("Namens gemeente Urk: 9 plekken voor statushouders, toegezegd, per 1 september", "klopt")
    assert "Om zeker te weten dat u namens Urk spreekt" in back
    assert phone.places() == [12]


def test_an_address_of_two_gemeenten_is_proven_once(phone: Phone, records: Records) -> None:
    with records.write():
        for gemeente in ("GM0307", "GM0184"):
            records.contacts.add(Contact(gemeente, "regie@regio.example"), phone.watch(), source="lijst")
    phone.prove("regie@regio.example")
    heard = phone.type("Namens Urk: 5 plekken voor statushouders, toegezegd, per 1 oktober", "klopt")
    assert "hoort ook bij Urk" in heard
    assert sorted(phone.places()) == [5, 12]
    assert len(phone.sent("code")) == 1


def test_an_address_that_bounced_gets_no_code(phone: Phone, records: Records) -> None:
    with records.write():
        records.contacts.leave_alone("jan@amersfoort.nl", "bounced", phone.watch())
    assert "kan ik geen mail sturen" in phone.type("jan@amersfoort.nl")
    assert phone.sent("code") == []
