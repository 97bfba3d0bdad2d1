"""The term files of numbers and roles hold no doubled and no dead cue."""

from __future__ import annotations

import pytest

from nlp import term_faults
from nlp.lexicon import normalise
from nlp.qualifiers import Label, labels, lexicon
from nlp.terms import load


def test_the_files_are_sound() -> None:
    assert term_faults.faults() == []


@pytest.mark.parametrize("term", ["te_koop:_#", "de_#_plekken", "~_plekken", "plekken_~", "een__twee", "a/b"])
def test_a_term_that_no_text_can_match_is_a_fault(term: str) -> None:
    assert not term_faults._is_readable(term)


def test_a_term_that_holds_a_shorter_one_is_dead_unless_it_reaches_around_a_number() -> None:
    dead = term_faults._dead(
        Label("proef", "roles", role="pledge"), ["bieden", "wij_bieden", "bieden_~_aan", "bieden_#"]
    )
    assert list(dead) == [("wij_bieden", "bieden")]


@pytest.mark.parametrize("label", [pytest.param(label, id=name) for name, label in labels().items()])
def test_every_term_finds_what_is_written_as_it_says(label: Label) -> None:
    for term in load(label.file)[label.name]["terms"].split():
        pieces = [piece for piece in normalise(term).split("_") if piece != "~"]
        spans = lexicon().find([piece.replace("*", "") or "x" for piece in pieces])
        assert (0, len(pieces)) in spans.get(f"{label.file}.{label.name}", ()), term
