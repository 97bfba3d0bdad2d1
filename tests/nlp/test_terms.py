"""A linter for the term files: no cue is dead, doubled or without a type."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from nlp.components.cues import term_files, terms
from nlp.cues import TERMS, load
from nlp.grammar import FILE, listed
from nlp.lexicon import Lexicon, normalise
from nlp.scopes import read_sentence

ROOT = Path(__file__).parents[2]
SCOPES = """
CONDITION DENIAL EARLIER ELSEWHERE HERE HOLDS LETTER NEGATOR NOT_NEGATOR NO_CONDITION QUESTION READY SOLVED UNTIL
"""
BY_NAME = {"trouble", "question.polite", "question.rhetorical", "question.offer"}
"""Concepts that code asks for by name."""

FILLER = "qqx"


def _example(term: str) -> list[str]:
    """Words that the term must match."""
    sample = {"~": FILLER, "#": "12", "#jaar": "2029"}
    return [sample.get(piece, piece.strip("*")) for piece in term.split("_")]


CONCEPTS = [pytest.param(name, concept.terms, id=name) for name, concept in terms().concepts.items()]


def test_every_type_has_a_file_and_every_file_a_type() -> None:
    listing = ROOT / "campaigns/versnelling-2026/bottlenecks.csv"
    rows = csv.DictReader(listing.read_text(encoding="utf-8").splitlines())
    assert {row["type"] for row in rows} == {file.stem for file in (TERMS / "bottlenecks").glob("*.toml")}


def test_no_words_without_a_cue() -> None:
    used = {name for rule in terms().rules for group in (*rule.groups, rule.unless) for name in group}
    assert set(terms().concepts) - used - set(SCOPES.split()) - BY_NAME - {"UNREADY"} == set()


def test_no_cue_twice() -> None:
    counted = Counter((rule.kind, rule.groups, rule.held) for rule in terms().rules)
    assert [rule for rule, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(("name", "written"), CONCEPTS)
def test_no_term_twice_in_a_list(name: str, written: tuple[str, ...]) -> None:
    assert [term for term, times in Counter(written).items() if times > 1] == [], name


@pytest.mark.parametrize(("name", "written"), CONCEPTS)
def test_every_term_can_be_found(name: str, written: tuple[str, ...]) -> None:
    dead = [term for term in written if name not in terms().lexicon.find(_example(term))]
    badly_written = [term for term in written if any(word != normalise(word) for word in _example(term))]
    assert dead == badly_written == []


def test_every_term_survives_the_cutting_of_sentences() -> None:
    """A term with a sign that sentences are cut at would never be seen."""
    for concept in terms().concepts.values():
        for term in concept.terms:
            words = _example(term)
            sentence = read_sentence(terms().lexicon, " ".join(words), 0)
            assert sentence is not None
            assert sentence.words == words, term


def test_weights_are_probabilities_and_every_type_has_a_cue_of_its_own() -> None:
    assert all(0 < rule.weight < 1 for rule in terms().rules)
    strong = {rule.kind for rule in terms().rules if rule.weight >= 0.5}
    assert strong >= {file.stem for file in term_files() if file.parent.name != "routes"}


def test_a_cue_with_unknown_words_is_named(tmp_path: Path) -> None:
    file = tmp_path / "proef.toml"
    file.write_text('cues = [{ when = "net + @volkomen", weight = 0.5 }]\n[words]\nnet = "stroom"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"proef\.toml: regel 'net \+ @volkomen' noemt onbekende woorden: volkomen"):
        load([file])


def test_function_words_are_plain_and_stand_in_one_line_each() -> None:
    for name in tomllib.loads(FILE.read_text(encoding="utf-8")):
        assert listed(name) == {normalise(word) for word in listed(name)}


def test_the_lexicon_knows_compounds_gaps_numbers_and_slips() -> None:
    lexicon = Lexicon({"a": ["*vergunning*", "trekt_~_terug", "plaats_#", "niet_voor_#jaar", "netcongestie"]})
    for text in ("bouwvergunningen", "trekt zich toch terug", "plaats 214", "niet voor 2029", "netcongesite"):
        assert "a" in lexicon.find(text.split()), text
    for text in ("vergun", "trekt een twee drie vier vijf terug", "plaats genoeg", "niet voor 1995", "netcongres"):
        assert "a" not in lexicon.find(text.split()), text
