"""What the cues find by themselves, over sentences of our own writing by many voices."""

from __future__ import annotations

import pytest

from nlp.bottleneck_rules import by_rules
from tests.nlp.sentences import LEARNED, read, table


def _types(text: str) -> list[str]:
    named, _ = by_rules(read(text)[1])
    return [candidate.kind for candidate in named]


@pytest.mark.parametrize(
    ("expected", "text"), [*table("bottlenecks.tsv", LEARNED), *table("more_bottlenecks.tsv", LEARNED)]
)
def test_names_the_type(expected: str, text: str) -> None:
    assert set(_types(text)) == set(expected.split())


@pytest.mark.parametrize(("why", "text"), table("no_bottlenecks.tsv", LEARNED))
def test_denied_solved_supposed_or_about_others_is_none(why: str, text: str) -> None:
    assert _types(text) == [], why


def test_a_delay_beside_its_cause_is_its_effect() -> None:
    assert _types("Drie omwonenden zijn in beroep gegaan. De bouw is daardoor uitgesteld.") == ["bezwaar_beroep"]
    assert _types("De bouw is uitgesteld naar het voorjaar.") == ["doorlooptijd_planning"]


def test_a_condition_counts_once_it_is_said_to_hold_things_up() -> None:
    assert _types("Acht plekken, mits de vergunning er komt.") == []
    assert _types("Acht plekken zodra de vergunning binnen is. Die laat al maanden op zich wachten.") == ["vergunning"]


@pytest.mark.parametrize("line", ["> Het stroomnet zit vol.", "[ ] netcongestie", "  > bezwaarschriften"])
def test_what_others_wrote_or_nobody_ticked_does_not_count(line: str) -> None:
    assert _types(f"Beste VNG,\n\n{line}\n\nGroet") == []


def test_items_under_a_heading_of_trouble_need_no_trouble_of_their_own() -> None:
    assert set(_types("Knelpunten:\n- bestemmingsplan\n- bekostiging")) == {"ruimtelijke_procedure", "bekostiging"}
    assert _types("Betrokken partijen:\n- corporatie\n- provincie") == []


def test_a_refusal_makes_a_faint_cause_count() -> None:
    reason = "De aannemer kon ons niets beloven."
    assert _types(f"Wij doen niet mee. {reason}") == ["bouwkosten_markt"]
