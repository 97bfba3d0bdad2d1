"""What a sender wants, sentence by sentence: `not_X` must not give X, and each wish stands by itself."""

from __future__ import annotations

import pytest

from domain.model import Intent, Kind, Message
from nlp import bottlenecks
from nlp.intents import by_rules, intents
from tests.nlp.sentences import read, table

BESIDE = {"pledge", "bottleneck", "other"}
OFFERING = {"correction", "not_decline", "not_deferral"}
"""Cases of messages that hold an offer; what an offer looks like is decided elsewhere."""


def _wanted(text: str, *, offers: bool = False, several: bool = False, subject: str = "") -> set[str]:
    message, parts = read(text, subject)
    found = bool(bottlenecks.find(message, parts))
    given = intents(
        message,
        parts,
        has_pledge=offers,
        has_bottleneck=found,
        is_correction=False,
        is_withdrawal=False,
        several=several,
    )
    return {str(intent) for intent in given}


@pytest.mark.parametrize(("expected", "text"), table("intents.tsv"))
def test_the_rules_see_what_is_wanted(expected: str, text: str) -> None:
    _, parts = read(text)
    got = set(by_rules(parts, has_pledge=expected in OFFERING, is_correction=False, is_withdrawal=False))
    if expected.startswith("not_"):
        assert expected.removeprefix("not_") not in got
    else:
        assert expected in got or expected == "other"
        assert got - BESIDE == {expected} - BESIDE


# Sentences by which nothing was learned; no rule has a word for what they want.
@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("decline", "Goedemorgen, van ons zult u het dit jaar niet krijgen. Wij geven er niets bij."),
        (
            "deferral",
            "Dank voor de brief. Het stuk gaat in november naar het college, daarna leest u hoeveel.",
        ),
        ("question", "Goedemorgen, graag zouden wij vernemen hoe lang de regeling nog openstaat. Dank alvast."),
        ("contact", "Beste VNG, wie mij zoekt vindt voortaan Ria Bouma. Zij zit vanaf maandag op mijn plek."),
        ("support", "Vannacht zijn bij onze wethouder de ruiten ingegooid. Wij zoeken iemand die ons hierin bijstaat."),
        ("withdrawal", "Het spijt ons, maar wat wij u beloofden komt er niet. Gooi ons aanbod maar weg."),
    ],
)
def test_hears_what_no_rule_has_words_for(expected: str, text: str) -> None:
    _, parts = read(text)
    assert expected not in by_rules(parts, has_pledge=False, is_correction=False, is_withdrawal=False)
    assert expected in _wanted(text)


def test_thanks_and_a_date_want_nothing() -> None:
    assert _wanted("Dank voor uw bericht van dinsdag. Wij wensen u een prettige zomer.") == {"other"}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PERSONAL])
def test_what_no_person_wrote_wants_nothing(kind: Kind) -> None:
    message = Message(body="Wij doen niet mee.", kind=kind)
    given = intents(message, [], has_pledge=True, has_bottleneck=True, is_correction=True, is_withdrawal=True)
    assert given == (Intent.OTHER,)


def test_a_refusal_beside_an_offer_counts_only_for_another_gemeente() -> None:
    assert _wanted("Goes levert er vier. Reimerswaal doet niet mee.", offers=True, several=True) == {
        "pledge",
        "decline",
    }
    assert _wanted("Vier in Goes, meer kunnen wij niet leveren.", offers=True) == {"pledge"}


def test_a_number_that_takes_the_place_of_another_is_a_correction() -> None:
    _, parts = read("Beste VNG, onze vijf plekken aan de kade worden er acht.")
    offer, none = ({"has_pledge": has, "is_correction": False, "is_withdrawal": False} for has in (True, False))
    assert Intent.CORRECTION in by_rules(parts, **offer)
    assert Intent.CORRECTION not in by_rules(parts, **none)


def test_a_question_in_the_subject_of_an_answer_is_somebody_elses() -> None:
    assert _wanted("Zes plekken, per direct.", offers=True, subject="Re: Kunt u iets doen?") == {"pledge"}


def test_a_question_that_the_sender_answers_is_none() -> None:
    assert _wanted("Kan dat sneller? Nee. De huizen zijn er in mei.", offers=True) == {"pledge"}


@pytest.mark.xfail(strict=True, reason="een bijzin met een vraagteken klinkt als een vraag")
def test_a_question_that_the_sender_only_repeats_is_none() -> None:
    assert _wanted("Wat dat betekent? De huizen zijn er in mei.", offers=True) == {"pledge"}
