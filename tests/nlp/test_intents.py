"""What a sender wants, sentence by sentence: `not_X` must not give X, and each wish stands by itself."""

from __future__ import annotations

import pytest

from domain.model import Intent, Kind, Message
from nlp import bottlenecks
from nlp.intents import intents
from tests.nlp.sentences import read, table

BESIDE = {"pledge", "bottleneck", "other"}
OFFERING = {"correction", "not_decline", "not_deferral"}
"""Cases of messages that hold an offer; what an offer looks like is decided elsewhere."""


def _wanted(text: str, *, offers: bool = False, subject: str = "") -> set[str]:
    message, parts = read(text, subject)
    found = bool(bottlenecks.find(message, parts))
    given = intents(message, parts, has_pledge=offers, has_bottleneck=found, is_correction=False, is_withdrawal=False)
    return {str(intent) for intent in given}


@pytest.mark.parametrize(("expected", "text"), table("intents.tsv"))
def test_wants(expected: str, text: str) -> None:
    got = _wanted(text, offers=expected in OFFERING)
    if expected.startswith("not_"):
        assert expected.removeprefix("not_") not in got
    else:
        assert expected in got or expected == "other"
        assert got - BESIDE == {expected} - BESIDE


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PERSONAL])
def test_what_no_person_wrote_wants_nothing(kind: Kind) -> None:
    message = Message(body="Wij doen niet mee.", kind=kind)
    given = intents(message, [], has_pledge=True, has_bottleneck=True, is_correction=True, is_withdrawal=True)
    assert given == (Intent.OTHER,)


def test_a_refusal_beside_an_offer_counts_only_for_another_gemeente() -> None:
    assert _wanted("Goes levert er vier. Reimerswaal doet niet mee.", offers=True) == {"pledge", "decline"}
    assert _wanted("Vier in Goes, meer kunnen wij niet leveren.", offers=True) == {"pledge"}


def test_a_question_in_the_subject_of_an_answer_is_somebody_elses() -> None:
    assert _wanted("Zes plekken, per direct.", offers=True, subject="Re: Kunt u iets doen?") == {"pledge"}


def test_a_question_that_the_sender_answers_is_none() -> None:
    assert _wanted("Kan dat sneller? Nee. De huizen zijn er in mei.", offers=True) == {"pledge"}
    assert _wanted("Wat dat betekent? De huizen zijn er in mei.", offers=True) == {"pledge"}
