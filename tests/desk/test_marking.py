"""Marks in a text: cut at every edge, nothing lost, and personal data unreadable wherever it is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.marking import Mark, blotted, pieces
from desk.quotations import quote_of
from domain.desk import Quoted
from domain.model import Evidence, PersonalData

TEXT = "Wij doen mee met 12 plekken. BSN 123456782."
BSN = PersonalData("bsn", (Evidence("body", 33, 42, "123456782"),))


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_whatever_is_marked_the_text_stays_the_same(text, spans):
    marks = [Mark("body", start, end, f"m{at}") for at, (start, end) in enumerate(spans)]
    assert "".join(piece.text for piece in pieces(text, "body", marks)) == text


def test_marks_that_overlap_share_the_piece_in_the_middle():
    found = pieces("abcdef", "body", [Mark("body", 0, 4, "x"), Mark("body", 2, 6, "y"), Mark("subject", 0, 6, "z")])
    assert [(piece.text, piece.fields) for piece in found] == [("ab", ("x",)), ("cd", ("x", "y")), ("ef", ("y",))]


def test_personal_data_is_blotted_out_and_everything_keeps_its_place():
    shown = blotted(TEXT, "body", (BSN,))
    assert shown == "Wij doen mee met 12 plekken. BSN █████████."
    assert blotted(TEXT, "subject", (BSN,)) == TEXT


def test_a_quotation_never_holds_personal_data():
    spot = Evidence("body", 9, 43, TEXT[9:43])
    assert quote_of(Quoted((spot,), (BSN,))) == "mee met 12 plekken. BSN █████████."
    assert quote_of(Quoted((), ())) == quote_of(None) == ""
