"""Personal data that should not have been sent. All numbers and persons are invented; the numbers pass their checks."""

from __future__ import annotations

import pytest

from domain.model import Address, Attachment, Message
from nlp.personal_data import find, mask

FOUND = [
    ("bsn 999990019", "bsn", "999990019"),
    ("BSN: 999.990.019", "bsn", "999.990.019"),
    ("burgerservicenummer 9999 90 019", "bsn", "9999 90 019"),
    ("het gaat om 111222333, dank", "bsn", "111222333"),
    ("V-nummer 290 123 4567", "v_number", "290 123 4567"),
    ("v.nr. 2901234567", "v_number", "2901234567"),
    ("storten op NL91 ABNA 0417 1643 00 graag", "iban", "NL91 ABNA 0417 1643 00"),
    ("gezin Al Masri krijgt een woning", "client_name", "Al Masri"),
    ("De heer Tesfay is aan ons gekoppeld.", "client_name", "Tesfay"),
    ("Samuel Tekle (geb. 1-1-1990) komt vrijdag", "client_name", "Samuel Tekle"),
    ("Een bewoner heeft epilepsie en zoekt een arts.", "medical", "epilepsie"),
    ("Het gezin heeft een kind in een rolstoel.", "medical", "rolstoel"),
]
NOT_FOUND = [
    "Bel 070 000 00 12 of 06-00001234",
    "tel. 111222333",
    "ons kenmerk 111222333",
    "KvK 12345678",
    "+31 6 00001234",
    "bedrag 111.222.333 euro",
    "telefoon 2901234567",
    "NL91 ABNA 0417 1643 01",
    "ten name van gemeente Hof, NL91ABNA0417164300",
    "Geachte mevrouw De Vries, de statushouder is gekoppeld.",
    "Mevrouw Terpstra is onze contactpersoon voor statushouders.",
    "Wethouder mevrouw De Groot tekent voor de statushouders.",
    "Mijn collega is zwanger en met verlof.",
    "Veel bewoners hebben ptss.",
]


@pytest.mark.parametrize(("text", "kind", "written"), FOUND)
def test_finds(text: str, kind: str, written: str) -> None:
    (data,) = find(Message(body=text))
    assert (data.kind, data.evidence[0].text) == (kind, written)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_leaves_alone(text: str) -> None:
    assert find(Message(body=text)) == ()


def test_looks_in_every_part_and_points_there() -> None:
    attachment = Attachment("lijst.txt", "text/plain", 20, "naam en bsn 999990019")
    message = Message(subject="bsn 111222333", quoted="BSN 123456782", attachments=(attachment,))
    (data,) = find(message)
    assert [evidence.part for evidence in data.evidence] == ["subject", "quoted", "attachment:lijst.txt"]
    assert all(message.part(e.part)[e.start : e.end] == e.text for e in data.evidence)


def test_the_sender_is_no_client() -> None:
    text = "Mevrouw Bokma belt over de statushouder die gekoppeld is."
    assert find(Message(body=text, sender=Address("Lianne Bokma", "l@hof.nl"))) == ()
    assert find(Message(body=text)) != ()


def test_masks_every_place_of_what_was_found() -> None:
    text = "De heer Abebe Tadesse (bsn 999990019) is gekoppeld. Tadesse heeft epilepsie."
    masked = mask(text, find(Message(body=text)))
    assert masked == "De heer [naam] (bsn [bsn]) is gekoppeld. [naam] heeft [medisch]."


@pytest.mark.parametrize("text", ["1 " * 20_000, "NL91 " * 8000, "A1" * 20_000, "9" * 40_000, "mevrouw Aa-" * 3000])
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert isinstance(find(Message(body=text)), tuple)
