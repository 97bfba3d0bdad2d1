"""The mails of a campaign: filled from data, checked before they are needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.errors import CampaignError
from intake.templates import REQUIRED, Templates

SHIPPED = Path(__file__).parents[2] / "campaigns/versnelling-2026/mails"
DATA: dict[str, Any] = {
    "aanhef": "Beste Anne",
    "adres": "migratie@vng.nl",
    "bewaard": "tot en met 13 augustus 2027",
    "deadline": "13 augustus 2026",
    "doel": 2000,
    "formulier": "https://vng.example/formulier",
    "gemeente": "Best",
    "kenmerk": "PM-12",
    "netwerk": "M50",
    "onderwerp": "Plekken",
    "persoonsgegevens": False,
    "regels": [{"tekst": "12 plekken", "zin": "Wij doen er 12 & <meer>"}],
    "resterend": "Dat is over twee werkdagen.",
    "richtgetal": 15,
    "titel": "Versneld huisvesten",
}


def folder(tmp_path: Path, **files: str) -> Templates:
    for name in REQUIRED:
        (tmp_path / f"{name}.txt").write_text("Onderwerp: dag\n\nDag {{ gemeente }}\n", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return Templates(tmp_path)


def test_the_mails_of_the_campaign_have_no_faults() -> None:
    assert Templates(SHIPPED).faults() == []


@pytest.mark.parametrize("name", [*REQUIRED, "u-kunt-nog"])
def test_each_mail_of_the_campaign_can_be_filled(name: str) -> None:
    mail = Templates(SHIPPED).render(name, DATA)
    assert "Best" in mail.subject + mail.text
    assert "{" not in mail.text
    assert "</p>" in mail.html


def test_what_the_sender_wrote_is_quoted_and_cannot_become_html() -> None:
    mail = Templates(SHIPPED).render("bevestiging", DATA)
    assert 'U schreef: "Wij doen er 12 & <meer>"' in mail.text
    assert "<meer>" not in mail.html


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Onderwerp: x\n\n{{ burgemeester }}", "burgemeester"),
        ("Onderwerp: x\n\nVoor 14 augustus", "regel 3: getallen"),
        ("Geachte heer", "regel 1"),
        ("Onderwerp: x\n\n{% if doel %}", "regel 3"),
        ("Onderwerp: x\n\n" + "a" * 79, "langer dan 78"),
        ("Onderwerp: x\n\n{{ doel|duizendtal }}", "regel 3: dit is geen geldig sjabloon"),
        ("Onderwerp: x\n\n{{ doel.__class__ }}", "regel 3: __class__ mag niet"),
        ("Onderwerp: x\n\n{% include 'slot.txt' %}", "noemt slot.txt"),
    ],
)
def test_each_fault_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    (found,) = folder(tmp_path, stil=text).faults()
    assert "stil.txt" in found
    assert fault in found


def test_a_mail_that_cannot_be_parsed_still_shows_its_other_faults(tmp_path: Path) -> None:
    found = folder(tmp_path, stil="Geachte heer\n\n{% if doel %}").faults()
    assert ["regel 3: dit is geen geldig sjabloon" in found[0], "regel 1: hier hoort" in found[1]] == [True, True]


def test_a_mail_in_another_encoding_is_a_fault_with_its_line(tmp_path: Path) -> None:
    templates = folder(tmp_path)
    (tmp_path / "stil.txt").write_bytes("Onderwerp: x\n\nIn België".encode("latin-1"))
    assert templates.faults() == [f"{tmp_path}/stil.txt, regel 3: hier staat een teken dat geen UTF-8 is"]
    with pytest.raises(CampaignError, match=r"stil\.txt"):
        templates.render("stil", DATA)


def test_a_missing_mail_is_a_fault(tmp_path: Path) -> None:
    templates = folder(tmp_path)
    (tmp_path / "stil.txt").unlink()
    assert templates.faults() == [f"{tmp_path / 'stil'}.txt ontbreekt"]


@pytest.mark.parametrize("text", ["{{ doel.__class__.__mro__ }}", "{% include '/etc/passwd' %}", "{{ onbekend }}"])
def test_a_template_reaches_nothing_but_its_data(tmp_path: Path, text: str) -> None:
    with pytest.raises(CampaignError, match=r"stil\.txt"):
        folder(tmp_path, stil=f"Onderwerp: x\n\n{text}").render("stil", DATA)


def test_only_our_own_link_can_be_clicked(tmp_path: Path) -> None:
    ours = "https://vng.example/formulier?voor=GM0307-1&x=2"
    text = "Onderwerp: x\n\nU schreef: {{ formulier }} en https://elders.example\n\nVul in:\n{{ formulier }}\n"
    mail = folder(tmp_path, stil=text).render("stil", DATA | {"formulier": ours})
    assert mail.html.count("<a ") == 1
    assert f'<br>\n<a href="{ours.replace("&", "&amp;")}">' in mail.html
