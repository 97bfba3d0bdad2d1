"""A date cue at the very end of a text ends the search too."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import build


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return build()


@pytest.mark.parametrize("text", ["Daar ga ik niet over", "dat is over", "over een", "binnen", "per", "half", "van"])
def test_a_text_that_ends_in_a_cue_is_read_to_its_end(pipeline: Language, text: str) -> None:
    assert pipeline(text).text == text
