"""What learned weights make of the gemeenten that the rules found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from domain.model import Address, Message
from nlp.gemeente_decide import decide
from nlp.gemeente_evidence import gather
from nlp.gemeente_opinion import GemeenteOpinion, likeliest_left, load, weighed
from nlp.gemeente_verdict import Decision
from nlp.gemeente_words import Pointed
from nlp.parts import ReadPart, read_parts
from nlp.surroundings import BUCKETS
from tests.nlp.sentences import pipeline

GOES, BORSELE = "GM0664", "GM0654"
TEXT = "Goes neemt er vier. De wijkagent van Borsele belde daarover."


def seen(text: str, sender: str = "") -> tuple[Message, list[ReadPart]]:
    message = Message(sender=Address("", sender), body=text)
    return message, read_parts(pipeline(), message)


def pointed(text: str, sender: str = "") -> Pointed:
    message, parts = seen(text, sender)
    case = gather(message, parts, ())
    return Pointed.of(case, decide(case), parts)


def opinion_of(level: float) -> GemeenteOpinion:
    """Weights that give each gemeente the same log-odds."""
    trees = load().trees
    small = replace(trees, leaves=np.zeros_like(trees.leaves), start=np.array([level], np.float32))
    return GemeenteOpinion(np.zeros(BUCKETS, np.float32), 0.0, load().fact_names, small)


def told(text: str, level: float, sender: str = "") -> tuple[Decision, list[ReadPart]]:
    message, parts = seen(text, sender)
    case = gather(message, parts, ())
    return weighed(opinion_of(level), case, decide(case), parts), parts


def test_the_weights_know_all_facts() -> None:
    assert set(pointed(TEXT).facts(GOES)) == set(load().fact_names)


def test_what_only_the_own_address_tells_is_not_weighed() -> None:
    assert not pointed("Wij doen er vier.", "j.smit@goes.nl").is_open
    assert pointed(TEXT, "j.smit@goes.nl").is_open


def test_own_and_other_names_are_told_apart() -> None:
    found = pointed(TEXT)
    one, other = found.words(GOES), found.words(BORSELE)
    assert not np.array_equal(one[0], other[0])


@pytest.mark.parametrize(("level", "expected"), [(4.0, {GOES, BORSELE}), (0.0, {GOES}), (-4.0, set())])
def test_what_is_sure_corrects_the_rules(level: float, expected: set[str]) -> None:
    decision, _ = told(TEXT, level)
    assert {verdict.code for verdict in decision.verdicts} == expected


def test_how_sure_each_is_and_what_was_left_is_kept() -> None:
    decision, parts = told(TEXT, 0.0)
    assert [verdict.confidence for verdict in decision.verdicts] == [pytest.approx(0.5)]
    assert likeliest_left(parts) == pytest.approx(0.5)


def test_what_is_nobodys_stays_so() -> None:
    text = "Als inwoner van Goes vind ik dit te gek, en in Borsele denken ze net zo."
    assert told(text, 2.0)[0].verdicts == ()
