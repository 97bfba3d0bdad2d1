"""The report on bottlenecks, to print and to keep as a PDF."""

from __future__ import annotations

import io
import sys

import pytest
from pypdf import PdfReader

from desk.printing import pdf_of
from domain.errors import PrintError
from tests.cast.people import day
from tests.cast.script import mail

MANY = 12


def able() -> None:
    """Skips where no PDF can be made, and says why."""
    try:
        pdf_of("<html lang=nl><title>x</title>")
    except PrintError as error:
        pytest.skip(str(error))


@pytest.fixture
def told(tell):
    many = (f"bottleneck GM1948 draagvlak Volgens wethouder Bakker is keer {at} te veel." for at in range(MANY))
    tell(
        mail("bottleneck GM0307 draagvlak Sanne de Vries wacht op de raad.", number="a"),
        mail("bottleneck GM0184 vergunning", sender="u@urk.nl", sent=day(20), number="u"),
        *(mail(one, sender="p@meierijstad.nl", sent=day(at), number=f"m{at}") for at, one in enumerate(many)),
    )


@pytest.mark.usefixtures("told")
def test_the_report_counts_quotes_and_names_no_person(joke):
    page = joke.get("/werkbank/knelpunten/rapport")
    report = page.split("<article")[1].split("</article")[0]
    for words in ("14 meldingen van 3 gemeenten", "<h3>Draagvlak</h3>", "Nog 5 meldingen zijn hier niet geciteerd."):
        assert words in report
    assert "“Volgens wethouder [naam] is keer 11 te veel.”" in report
    assert "Meierijstad, 12 juli 2026" in report
    assert "keer 1 te veel" not in report


@pytest.mark.usefixtures("told")
def test_a_casus_quotes_everything_and_names_no_person(joke):
    joke.get("/werkbank/knelpunten")
    joke.post("/werkbank/casussen", b=[str(number) for number in range(1, 15)], titel="Alles")
    report = joke.get("/werkbank/casussen/1/rapport").split("<article")[1].split("</article")[0]
    assert report.count("<blockquote>") == MANY + 1
    assert "“[naam] wacht op de raad.”" in report
    for person in ("Sanne", "Vries", "Bakker", "@"):
        assert person not in report


@pytest.mark.usefixtures("told")
def test_the_report_is_of_what_was_chosen(joke):
    page = joke.get("/werkbank/knelpunten/rapport?soort=vergunning&provincie=Flevoland&van=2026-07-21&tot=2026-07-21")
    assert "1 melding van 1 gemeente" in page
    assert "Soort: <b>Vergunning</b>" in page
    assert "Draagvlak" not in page.split("<article")[1]
    assert "rapport.pdf?soort=vergunning" in page


@pytest.mark.usefixtures("told")
def test_a_casus_has_a_report_of_its_own(joke):
    joke.get("/werkbank/knelpunten")
    joke.post("/werkbank/casussen", b=["1", "2"], titel="Geen draagvlak <hier>")
    joke.post("/werkbank/casussen/1", titel="Geen draagvlak <hier>", samenvatting="Kort gezegd.", stand="raised")
    page = joke.get("/werkbank/casussen/1/rapport")
    for words in ("<h1>Geen draagvlak &lt;hier&gt;</h1>", "ingebracht", "Kort gezegd.", "2 meldingen van 2 gemeenten"):
        assert words in page
    assert "Casus 9 bestaat niet." in joke.get("/werkbank/casussen/9/rapport.pdf")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("ImportError", "het onderdeel WeasyPrint is niet geïnstalleerd"), ("OSError", "de bibliotheek Pango ontbreekt")],
)
def test_what_a_pdf_needs_and_is_not_there_is_said_in_a_sentence(joke, tmp_path, monkeypatch, fault, sentence):
    (tmp_path / "weasyprint.py").write_text(f"raise {fault}")  # as it goes on a machine that lacks it
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    assert sentence in joke.get("/werkbank/knelpunten/rapport.pdf")
    assert joke.page.status_code == 409


def test_the_pdf_loads_nothing_from_the_disk_or_elsewhere(tmp_path):
    able()
    (tmp_path / "x.css").write_text("@page { size: 100mm 100mm }")
    page = f'<title>x</title><link rel="stylesheet" href="{(tmp_path / "x.css").as_uri()}"><p>x'
    assert PdfReader(io.BytesIO(pdf_of(page))).pages[0].mediabox.width > 500
