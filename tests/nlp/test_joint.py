"""The numbers of a message in one decision: which readings there are, and which is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from domain.model import Message
from nlp import pledges
from nlp.gemeenten import Ownership
from nlp.hypotheses import Hypothesis, Setting, hypotheses
from nlp.joint import Joint, choose, chosen_in, load
from nlp.joint_features import WORD_BUCKETS, facts_of, words_of
from nlp.parts import read_parts
from nlp.role_features import ROLES
from nlp.surroundings import Surroundings
from nlp.tenor import tenor_of
from tests.nlp.sentences import pipeline

TEXT = "Wij leveren 9 plekken in Duinrand en 5 plekken in Veenhoek, dus 14 plekken."


def setting(text: str, offered: Sequence[float]) -> Setting:
    """A message whose numbers are offered with these probabilities, and else nothing."""
    message = Message(body=text)
    parts = read_parts(pipeline(), message)
    tenor = tenor_of(message, parts)
    candidates = pledges.candidates_of(parts, tenor)
    shares = np.array([[share, *[0.0] * (len(ROLES) - 2), 1 - share] for share in offered]).reshape(-1, len(ROLES))
    for candidate, own in zip(candidates, shares, strict=True):
        candidate.take(ROLES, own.tolist())
    return Setting.of(message, parts, candidates, shares, tenor, Ownership(), spoken_for=True)


def promised(reading: Hypothesis) -> list[int | None]:
    return [candidate.places for candidate in reading.pledges]


def test_numbers_that_are_sure_have_one_reading() -> None:
    text = "Wij leveren 9 plekken in Duinrand en 5 plekken in Veenhoek."
    assert [promised(reading) for reading in hypotheses(setting(text, (0.99, 0.99)))] == [[9, 5]]


def test_a_sum_of_others_may_be_chance() -> None:
    found = hypotheses(setting(TEXT, (0.99, 0.99, 0.99)))
    assert [(promised(reading), reading.totals) for reading in found] == [([9, 5], True), ([9, 5, 14], False)]


def test_what_is_unsure_is_read_both_ways() -> None:
    found = hypotheses(setting("Wij leveren 9 plekken. Vorig jaar kwamen er 6 mensen.", (0.99, 0.4)))
    assert [promised(reading) for reading in found] == [[9], [9, 6]]
    assert [reading.flips for reading in found] == [(), (1,)]


def test_readings_that_promise_the_same_are_one() -> None:
    # Whether the total is taken for an offer or not, its parts are what counts.
    records = [reading.record for reading in hypotheses(setting(TEXT, (0.99, 0.99, 0.6))) if reading.totals]
    assert len(records) == len(set(records)) == 1


def test_a_reading_does_not_change_the_numbers_it_was_made_of() -> None:
    own = setting(TEXT, (0.6, 0.6, 0.4))
    before = [(c.role, c.share, list(c.others)) for c in own.candidates]
    assert len(hypotheses(own)) > 1
    assert [(c.role, c.share, list(c.others)) for c in own.candidates] == before


def test_the_best_reading_as_a_whole_is_chosen_and_shared_out() -> None:
    own, names = setting("Wij leveren 9 plekken. Er wonen al 6 mensen.", (0.99, 0.6)), load().fact_names
    fewer = np.array([-3.0 * (name == "pledges") for name in names], np.float32)
    plain = np.zeros(len(names), np.float32), np.ones(len(names), np.float32), fewer, 4.0
    small = replace(load().trees, leaves=np.zeros_like(load().trees.leaves), start=np.zeros(1, np.float32))
    joint = Joint(np.zeros(WORD_BUCKETS, np.float32), 0.0, names, *plain, small)
    chosen = choose(joint, own, Surroundings(own.parts))
    told = chosen_in(own.parts)
    assert promised(chosen) == [9]
    assert told is not None
    assert told.flips == 1
    assert told.margin == pytest.approx(1.5)
    assert chosen.counts[1].share == pytest.approx(0.2689 / (0.2689 + 0.6225), abs=0.001)


def test_the_facts_tell_a_total_that_is_left_beside_its_parts() -> None:
    own = setting("Wij leveren 9 plekken en 5 plekken. Eerder noemden wij 14 plekken.", (0.99, 0.99, 0.01))
    (facts,) = facts_of(own, hypotheses(own), 2.0)
    assert (facts["pledges"], facts["total left"]) == (2, 1)
    assert facts["heard"] == facts["sounds"] == 2.0


def test_a_message_without_numbers_has_one_empty_reading() -> None:
    own = setting("Wij kijken er nog naar.", ())
    chosen = choose(load(), own, Surroundings(own.parts))
    assert promised(chosen) == []
    assert np.isfinite(load().heard(words_of(own.parts, Surroundings(own.parts))))


def test_the_weights_know_all_facts() -> None:
    own = setting(TEXT, (0.9, 0.9, 0.5))
    assert set(facts_of(own, hypotheses(own), 0.0)[0]) == set(load().fact_names)
    assert load().trees.asked.max() < len(load().fact_names) == len(load().weights)
