"""Which number takes the place of which."""

from __future__ import annotations

import pytest

from nlp.replacements import replacements
from tests.nlp.sentences import pipeline


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("De negen die ik vorige week opgaf zijn er zeven geworden.", 9, 7),
        ("Onze vijf in het dorp worden er acht.", 5, 8),
        ("4 moet 5 zijn", 4, 5),
        ("Het worden tien plekken, in plaats van de eerder genoemde zes.", 6, 10),
        ("Hij schreef veertien maar hij bedoelt vier.", 14, 4),
        ("Kunt u de 8 van vorige keer veranderen in 10?", 8, 10),
        ("Er komen geen 6 maar 8 mensen.", 6, 8),
        ("Die twaalf plekken worden vijftien plekken.", 12, 15),
    ],
)
def test_the_new_number_takes_the_place_of_the_old(text: str, old: int, new: int) -> None:
    doc = pipeline()(text)
    ((one, other),) = replacements(doc)
    assert (doc._.numbers[one].low, doc._.numbers[other].low) == (old, new)


@pytest.mark.parametrize(
    "text",
    [
        "Van de twaalf zijn er 4 gehuisvest.",
        "De 12 plekken zijn 4 woningen.",
        "Wij hebben 12 plekken. Dat zijn er 4 meer dan vorig jaar.",
        "Zes in Noord en vier in Zuid.",
        "De opgave is 40, wij staan op 22.",
    ],
)
def test_parts_and_other_counts_replace_nothing(text: str) -> None:
    assert replacements(pipeline()(text)) == []
