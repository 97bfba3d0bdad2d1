"""How firm an offer is, weighed: conditions in words that no rule knows, and what the reviewer is shown."""

from __future__ import annotations

import pytest

from domain.model import Commitment, Message
from nlp import commitment_opinion, pledges
from nlp.commitment_features import ALL_BUCKETS, COMMITMENTS, told
from nlp.parts import read_parts
from nlp.surroundings import Surroundings, vector
from tests.nlp.sentences import pipeline

OPEN = (
    "De elf plekken in de oude drukkerij staan of vallen met het oordeel van de welstandscommissie, en dat komt in mei."
)


def found(body: str) -> list[pledges.FoundPledge]:
    message = Message(body=body)
    return list(pledges.find(message, read_parts(pipeline(), message)).pledges)


def test_the_weights_know_all_commitments() -> None:
    opinion = commitment_opinion.load()
    assert opinion.word_weights.shape == (ALL_BUCKETS, len(COMMITMENTS))
    assert opinion.weights.shape == (len(COMMITMENTS), len(opinion.fact_names) + len(COMMITMENTS))


@pytest.mark.parametrize(
    ("text", "commitment"),
    [
        (OPEN, Commitment.CONDITIONAL),
        ("Wij bieden negen plekken, op de dag dat de provincie haar zegen geeft.", Commitment.CONDITIONAL),
        ("Zeven bedden in het klooster, en de sleutels liggen al bij ons op kantoor.", Commitment.FIRM),
        ("We zijn aan het puzzelen of er in de brandweerkazerne 14 mensen zouden passen.", Commitment.EXPLORING),
    ],
)
def test_hears_how_firm_an_offer_is(text: str, commitment: Commitment) -> None:
    assert {p.pledge.commitment for p in found(text)} == {commitment}


def test_the_condition_is_told_in_the_words_of_the_sender() -> None:
    (pledge,) = [p.pledge for p in found(OPEN)]
    assert pledge.condition
    assert pledge.condition in OPEN
    assert "zegt hoe vast het is" in pledge.reason


def test_an_offer_without_any_sign_is_firm_and_shows_none() -> None:
    (pledge,) = [p.pledge for p in found("Vanaf maandag zijn er zes plekken in het pension.")]
    assert (pledge.commitment, pledge.condition) == (Commitment.FIRM, "")


def test_words_of_another_sentence_are_told_apart() -> None:
    assert set(told("S", ["als", "de", "raad"])).isdisjoint(told("B", ["als", "de", "raad"]))


def test_what_is_asked_of_a_sentence_is_worked_out_once() -> None:
    around = Surroundings(read_parts(pipeline(), Message(body=OPEN)))
    first = around.kept(("een",), lambda: vector(["a", "b"], 1.0))
    assert around.kept(("een",), lambda: vector(["c"], 1.0)) is first
