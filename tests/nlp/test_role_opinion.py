"""What a number stands for is weighed: sentences that neither the rules nor the weights were made from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from domain.model import Message
from nlp import pledges
from nlp.parts import read_parts
from nlp.role_features import ROLES, facts, row, words_of
from nlp.role_neighbours import Neighbours
from nlp.role_opinion import load, softmax
from nlp.role_trees import Trees
from nlp.surroundings import Surroundings
from nlp.tenor import tenor_of
from nlp.training import told_pledges
from tests.nlp.sentences import pipeline

UNSEEN: tuple[tuple[str, list[int]], ...] = (
    ("Op het plein verzamelden zich negentig mensen met fluitjes en vlaggen.", []),
    ("Ons secretariaat bestaat uit vier personen en daarvan is er een met verlof.", []),
    ("In het nieuwe schooljaar krijgt juf Loes 29 kinderen in haar lokaal.", []),
    ("Met vijf man sterk zijn we door het pand gelopen: er kunnen dertien statushouders wonen.", [13]),
    ("Haal onze negen plekken maar van uw overzicht, de verhuurder is failliet.", []),
    ("Voor de 54 die de wet van ons vraagt is gezorgd, en daarbovenop nemen we er zeven voor onze rekening.", [7]),
    ("Er kwamen tot nu toe 33 mensen wonen en wij zijn daar blij mee.", []),
    ("Noteer ons gerust voor elf.", [11]),
    ("Wij springen bij met vijf kamers in het oude gasthuis.", [5]),
    ("Het hotel van 210 bedden loopt leeg, maar zestien kamers houden wij aan voor uw oproep.", [16]),
)
"""Sentences with what is offered in them, that neither rules nor weights were made from."""


def offered(text: str, **fields: Any) -> list[int | None]:
    message = Message(body=text, **fields)
    return [f.pledge.places or f.pledge.homes for f in pledges.find(message, read_parts(pipeline(), message)).pledges]


@pytest.mark.parametrize(("text", "places"), UNSEEN)
def test_tells_an_offer_from_the_numbers_around_it(text: str, places: list[int]) -> None:
    assert offered(text) == places


def test_lines_that_each_name_a_gemeente_are_no_sum() -> None:
    assert offered("Stand per gemeente:\n\nGouda: 3\nWaddinxveen: 4\nBodegraven: 7") == [3, 4, 7]


def test_homes_of_one_gemeente_do_not_hold_the_people_of_another() -> None:
    assert offered("Nuenen: zes personen in Gerwen.\nGeldrop: drie woningen, hoeveel mensen weten we nog niet.") == [
        6,
        3,
    ]


def test_people_that_were_multiplied_are_not_counted_again() -> None:
    assert offered("Wij leveren vijf flats, elk voor vier mensen, dus twintig plekken.") == [20]


def test_an_english_range_is_one_offer() -> None:
    text = "The council can take between twenty-five and thirty people from the centre, and we will do that in May."
    message = Message(body=text)
    found = [f.pledge for f in pledges.find(message, read_parts(pipeline(), message)).pledges]
    assert [(pledge.places, pledge.places_max) for pledge in found] == [(25, 30)]


def test_shares_add_up_and_stay_the_same() -> None:
    message = Message(body="Wij doen er negen bij; de opgave van 40 staat daar los van.")
    parts = read_parts(pipeline(), message)
    tenor = tenor_of(message, parts)
    candidates = pledges.candidates_of(parts, tenor)
    told = np.array([row(load().fact_names, facts(c, c.role, candidates, tenor, spoken_for=True)) for c in candidates])
    words = [words_of(candidate, Surroundings([candidate.part])) for candidate in candidates]
    shares = [load().shares(told, words, Neighbours.of(candidates)) for _ in range(2)]
    assert shares[0].sum(axis=1).tolist() == pytest.approx([1.0, 1.0])
    assert np.array_equal(shares[0], shares[1])


def test_neighbours_are_those_of_the_same_part() -> None:
    message = Message(subject="Ons aanbod: 9", body="De opgave is 40, wij doen er 9 bij en 3 later.")
    parts = read_parts(pipeline(), message)
    candidates = pledges.candidates_of(parts, tenor_of(message, parts))
    assert Neighbours.of(candidates).at.tolist() == [[-1, -1], [-1, 2], [1, 3], [2, -1]]


def test_the_neighbours_of_many_messages_stay_apart() -> None:
    message = Message(body="Wij doen er 9 bij en 3 later.")
    parts = read_parts(pipeline(), message)
    one = Neighbours.of(pledges.candidates_of(parts, tenor_of(message, parts)))
    assert Neighbours.together([one, one]).at.tolist() == [[-1, 1], [0, -1], [-1, 3], [2, -1]]


def test_a_tree_asks_its_way_to_a_leaf() -> None:
    asked = np.array([[0, 1, 1, 0, 0, 0, 0]], np.int16)
    limits = np.array([[0.5, 2.0, 2.0, 0.0, 0.0, 0.0, 0.0]], np.float32)
    trees = Trees(asked, limits, np.arange(8, dtype=np.float32)[None], np.zeros(1, np.float32))
    rows = np.array([[0.0, 1.0], [0.0, 3.0], [1.0, 3.0]])
    assert trees.scores(rows)[:, 0].tolist() == [0.0, 2.0, 7.0]


def test_the_trees_are_those_that_were_fitted() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="leren heeft scikit-learn nodig")
    recipe = pytest.importorskip(
        "nlp.training.role_recipe", reason="leren heeft scikit-learn nodig", exc_type=ImportError
    )
    rows = np.random.default_rng(7).normal(size=(140, 4))
    wanted = np.array(ROLES * 20)
    fitted = ensemble.HistGradientBoostingClassifier(max_iter=5, max_depth=3, min_samples_leaf=3).fit(rows, wanted)
    shares = softmax(recipe.trees_of(fitted, ROLES).scores(rows))
    assert np.allclose(shares, fitted.predict_proba(rows)[:, [list(fitted.classes_).index(r) for r in ROLES]])


def test_no_number_is_seen_in_the_words() -> None:
    def seen(text: str) -> list[int]:
        part = read_parts(pipeline(), Message(body=text))[0]
        candidate = pledges.candidates_of([part], tenor_of(Message(body=text), [part]))[0]
        return sorted(words_of(candidate, Surroundings([part]))[0].tolist())

    assert seen("Wij bieden 12 plekken.") == seen("Wij bieden 340 plekken.")


def test_the_gold_leaves_open_what_may_be_a_total() -> None:
    role_recipe = pytest.importorskip(
        "nlp.training.role_recipe", reason="leren heeft scikit-learn nodig", exc_type=ImportError
    )
    item = next(item for item in told_pledges.items() if len(item["gold"]["pledges"]) > 1)
    total = sum(pledge["places"] for pledge in item["gold"]["pledges"])
    message = Message(body=f"Samen {total} plekken.")
    parts = read_parts(pipeline(), message)
    counts = role_recipe.counts_of({**item, "text": message.body}, message, parts)
    assert [count.role for count in counts] == [""]


def test_the_weights_know_all_roles() -> None:
    assert load().roles == ROLES
    assert load().word_weights.shape[1] == load().weights.shape[0] == len(load().trees.start) == len(ROLES)
