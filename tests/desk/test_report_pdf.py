"""The report as PDF/UA: what a machine can decide of the Matterhorn Protocol, by its checkpoints.

There is no checker of PDF/UA among what the tests can install, so this looks at the file itself.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject

from tests.desk.test_report import able, told

__all__ = ["told"]

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh"}
"""Operators that put something on the page."""
STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "P"),
    *("H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody"),
    *("TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
}
"""The structure types of PDF 1.7."""
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
}
"""What stands only within what."""
_made: list[bytes] = []


@pytest.fixture
def document(request) -> PdfReader:
    """The report; made once, because that takes a second."""
    able()
    if not _made:
        request.getfixturevalue("told")
        joke = request.getfixturevalue("joke")
        joke.get("/werkbank/knelpunten/rapport.pdf")
        assert joke.page.headers["content-type"] == "application/pdf"
        _made.append(joke.page.content)
    return PdfReader(io.BytesIO(_made[0]))


def tags(node: object, parent: str = "") -> Iterator[tuple[DictionaryObject, str]]:
    """The tagged parts of a document in the order in which they are read, each with the kind of its parent."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, ArrayObject):
        for child in found:
            yield from tags(child, parent)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found, parent
        yield from tags(found.get("/K"), found.get("/S", parent))


def tree(document: PdfReader) -> list[tuple[DictionaryObject, str]]:
    return list(tags(document.trailer["/Root"]["/StructTreeRoot"]))


def painted(page: PageObject) -> Iterator[tuple[bytes, str, int | None]]:
    """Everything that is put on a page: the operator, the mark that it stands in, and its number there."""
    marks: list[tuple[str, int | None]] = []
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        if operator in {b"BDC", b"BMC"}:
            values = operands[1] if len(operands) > 1 else {}
            marks.append((str(operands[0])[1:], values.get("/MCID") if isinstance(values, dict) else None))
        elif operator == b"EMC":
            marks.pop()
        elif operator in PAINTS:
            yield (operator, *(marks[-1] if marks else ("", None)))


def test_the_pdf_is_tagged_and_says_what_it_is(document):
    root = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert document.metadata.title == "Knelpunten – Een proef"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert 'pdfuaid:part="1"' in root["/Metadata"].get_data().decode()


def test_the_headings_of_the_pdf_skip_no_level(document):
    headings = [tag["/S"] for tag, _ in tree(document) if tag["/S"][:2] == "/H"]
    levels = [int(heading[2:]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {2, 3} <= set(levels)


def test_the_table_of_the_pdf_has_heads_and_every_letter_its_font(document):
    kinds = [tag["/S"] for tag, _ in tree(document)]
    assert (kinds.count("/Table"), kinds.count("/Caption"), kinds.count("/TH")) == (1, 1, 5 + 2)
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]


def test_everything_on_a_page_is_tagged_or_an_artifact(document):
    # 01-005
    found = [(mark, number) for page in document.pages for _, mark, number in painted(page)]
    assert len(found) > 50
    assert [(mark, number) for mark, number in found if mark != "Artifact" and number is None] == []


def test_every_mark_on_a_page_leads_to_its_tag_and_back(document):
    # 01-006
    parents = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    by_page = {int(parents[at]): parents[at + 1].get_object() for at in range(0, len(parents), 2)}
    for page in document.pages:
        marks = {number for _, _, number in painted(page) if number is not None}
        known = by_page[page["/StructParents"]]
        assert marks <= set(range(len(known)))
        assert all(known[number].get_object()["/S"] for number in marks)


def test_every_tag_that_a_mark_leads_to_hangs_in_the_tree(document):
    # 01-006: a tag that nothing leads to is read out by nobody
    hang = {tag.indirect_reference for tag, _ in tree(document)}
    parents = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for page in document.pages:
        known = parents[parents.index(page["/StructParents"]) + 1].get_object()
        marks = {number for _, _, number in painted(page) if number is not None}
        assert {known[number].get_object().indirect_reference for number in marks} <= hang


def test_the_number_of_a_page_is_no_part_of_the_text(document):
    # 01-003: in the foot of the page, for whoever leafs through it
    marks = [mark for _, mark, _ in painted(document.pages[0])]
    assert marks[-1] == "Artifact"
    assert "1 van 2" in document.pages[0].extract_text()


def test_every_kind_of_tag_is_a_known_one_and_stands_where_it_may(document):
    # 02-001 to 02-004, 09-004 to 09-008
    roles = document.trailer["/Root"]["/StructTreeRoot"].get("/RoleMap", {})
    for tag, parent in tree(document):
        kind = str(roles.get(tag["/S"], tag["/S"]))[1:]
        assert kind in STANDARD
        assert str(parent)[1:] in INSIDE.get(kind, {str(parent)[1:]}), kind


def test_every_cell_of_a_table_says_which_heads_it_is_under(document):
    # 15-003: the heads have an ID, and the cells name them
    kinds = [(tag["/S"], tag) for tag, _ in tree(document)]
    heads = {bytes(tag["/ID"].original_bytes) for kind, tag in kinds if kind == "/TH"}
    named = [
        {bytes(head.original_bytes) for head in tag["/A"].get_object()["/Headers"]}
        for kind, tag in kinds
        if kind == "/TD"
    ]
    assert len(heads) == 5 + 2
    assert [len(names & heads) for names in named] == [2] * len(named)


def test_a_picture_or_formula_has_words(document):
    # 13-004, 17-002
    wordless = [tag for tag, _ in tree(document) if tag["/S"] in {"/Figure", "/Formula"} and not tag.get("/Alt")]
    assert wordless == []


def test_a_link_is_tagged_and_says_where_it_leads(document):
    # 28-002, 28-008, 28-011
    for page in document.pages:
        for note in page.get("/Annots", []):
            assert note.get_object()["/Subtype"] == "/Link"
            assert note.get_object().get("/Contents")
            assert page["/Tabs"] == "/S"


def test_nothing_hides_locks_or_comes_along(document):
    # 20-001, 21-001, 26-001, and no scripts
    root = document.trailer["/Root"]
    assert not document.is_encrypted
    assert [key for key in ("/OCProperties", "/AA", "/OpenAction", "/AcroForm") if key in root] == []
    assert "/EmbeddedFiles" not in root.get("/Names", {})


def test_the_metadata_is_well_formed_and_has_the_title(document):
    # 05-001, 06-001 to 06-003
    text = document.trailer["/Root"]["/Metadata"].get_data().decode().strip("\0 \n")
    titles = [el for el in ET.fromstring(text).iter() if el.tag.endswith("}title")]  # noqa: S314  # our own file
    assert "".join(titles[0].itertext()).strip() == "Knelpunten – Een proef"


def test_every_font_says_which_letters_its_shapes_are(document):
    # 31-027
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            assert b"begincmap" in found["/ToUnicode"].get_object().get_data()
            (inner,) = found["/DescendantFonts"]
            assert inner.get_object().get("/CIDToGIDMap", "/Identity") == "/Identity"


def test_what_is_read_out_is_what_is_printed_in_its_order(document):
    # 09-001: as far as a machine can tell, the marks follow one another as they do on the page
    for page in document.pages:
        order = [number for _, _, number in painted(page) if isinstance(number, NumberObject)]
        assert order == sorted(order)
