"""What holds a gemeente up, by the words for it or without them."""

from __future__ import annotations

import pytest

from nlp import bottlenecks
from tests.nlp.sentences import read


def _types(text: str, subject: str = "") -> list[str]:
    message, parts = read(text, subject)
    return [found.bottleneck.type for found in bottlenecks.find(message, parts)]


def test_evidence_is_the_sentence_and_the_reason_its_cue() -> None:
    message, parts = read("Dag allen. Het stroomnet zit hier op slot tot 2029. Groet")
    (found,) = bottlenecks.find(message, parts)
    (evidence,) = found.bottleneck.evidence
    assert message.body[evidence.start : evidence.end] == evidence.text == "Het stroomnet zit hier op slot tot 2029."
    assert found.bottleneck.reason == "'stroomnet zit hier op slot'"
    assert message.body[found.position :].startswith("stroomnet")


# Sentences by another hand than those it learned from; no rule has a word for them.
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ambtelijke_capaciteit", "Onze twee projectleiders zijn weg en ik ben de enige die dit er nog bij doet."),
        (
            "onderwijs_zorg_voorzieningen",
            "De dichtstbijzijnde arts zit een uur verderop en neemt er niemand meer bij.",
        ),
    ],
)
def test_hears_what_no_rule_has_words_for(kind: str, text: str) -> None:
    message, parts = read(f"Beste mensen,\n\nDank voor uw brief. {text} Dat is het voor nu.")
    (found,) = bottlenecks.find(message, parts)
    assert (found.bottleneck.type, found.bottleneck.evidence[0].text) == (kind, text)
    assert found.bottleneck.reason == bottlenecks.HEARD_REASON


@pytest.mark.parametrize("text", ["", "?", "\n> \n> ", "geen " * 9000, "net vol, " * 4000, "((((" * 9000, "a" * 40_000])
def test_never_raises(text: str) -> None:
    assert isinstance(_types(text), list)
