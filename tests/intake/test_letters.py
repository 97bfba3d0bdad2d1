from datetime import date

import pytest
from docx import Document

from domain.errors import SourceError
from domain.letters import Letter
from intake.letters import letters_in, paragraphs, read_letter, read_letters, store_letters, stored_letters

ONE = Letter("D1", "Een", date(2026, 5, 1), marks=("Zwaluwdorp",))
TWO = Letter("D2", "Twee", date(2026, 6, 1), marks=("Merelstad",))
KNOWN = (ONE, TWO)
BODY = " ".join(["Het college van Zwaluwdorp vroeg om twaalf bedden, en die kwamen er in het oude schoolgebouw."] * 5)


def test_a_page_break_in_mid_sentence_is_no_paragraph():
    broken = BODY[:160].rsplit(" ", 1)
    found = paragraphs(f"Kopje\n\n{broken[0]}\n\n{broken[1]} en met weinig inzet.\n\nNieuw stuk.")
    assert found == f"Kopje\n{broken[0]} {broken[1]} en met weinig inzet.\nNieuw stuk."


def test_lines_of_a_pdf_with_air_between_them_become_paragraphs():
    text = (
        "De eerste regel van een alinea die doorloopt tot het einde van het papier \n\nen hier ophoudt.\n\n \n\nKopje\n"
    )
    assert paragraphs(text).splitlines()[1:] == ["Kopje"]


@pytest.mark.parametrize("name", ["brief.txt", "brief.html", "brief.docx"])
def test_a_letter_is_known_by_its_words(tmp_path, name):
    file = tmp_path / name
    if name.endswith("docx"):
        document = Document()
        document.add_paragraph(BODY)
        document.save(str(file))
    else:
        file.write_text(f"<p>{BODY}</p>" if name.endswith("html") else BODY, encoding="utf-8")
    letter = read_letter(file, KNOWN)
    assert letter.id == "D1"
    assert BODY in letter.text


def test_a_list_of_letters_is_not_taken_for_one(tmp_path):
    (tmp_path / "README.txt").write_text(f"D1 en D2. {BODY}", encoding="utf-8")
    (tmp_path / "D2 juni.txt").write_text(BODY, encoding="utf-8")
    assert [letter.id for letter in letters_in(tmp_path, KNOWN)] == ["D2"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"kort", "hier staat geen tekst in"),
        (b"\0" * 500, "geen tekst maar een binair bestand"),
        (("Een heel andere brief over dakpannen en goten. " * 9).encode(), "geen brief uit de campagne"),
    ],
)
def test_what_is_no_letter_is_refused_by_name(tmp_path, data, sentence):
    (tmp_path / "iets.txt").write_bytes(data)
    with pytest.raises(SourceError, match=rf"iets\.txt: .*{sentence}"):
        read_letter(tmp_path / "iets.txt", KNOWN)


def test_all_bad_files_are_named_and_none_is_taken(tmp_path):
    with pytest.raises(SourceError) as caught:
        read_letters([tmp_path / "a.pdf", tmp_path / "b.pdf"], KNOWN)
    assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [
        str(tmp_path / "a.pdf"),
        str(tmp_path / "b.pdf"),
    ]


def test_a_stored_letter_comes_back_as_it_was(tmp_path):
    (tmp_path / "D1.txt").write_text(BODY, encoding="utf-8")
    letters = read_letters([tmp_path / "D1.txt"], KNOWN)
    store_letters(tmp_path / "data", letters)
    assert stored_letters(tmp_path / "data", KNOWN) == letters
