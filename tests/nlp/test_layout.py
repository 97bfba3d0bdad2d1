"""Sentences, lists, tables and labels: what hangs under what."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nlp.components.sentences import sentence_starts
from nlp.layout import Layout
from tests.nlp.sentences import pipeline


def layout(text: str) -> Layout:
    found: Layout = pipeline()(text)._.layout
    return found


def sentences(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja. Dat kan.", ["Ja.", "Dat kan."]),
        ("Wij doen ca. 12 plekken o.l.v. drs. Bos.", ["Wij doen ca. 12 plekken o.l.v. drs. Bos."]),
        ("Extra plekken ..... 42", ["Extra plekken ..... 42"]),
        ("Aanbod:\n- 4 in Goes\n- 2 in Kapelle", ["Aanbod:", "- 4 in Goes", "- 2 in Kapelle"]),
        ("Goes 4\nKapelle 2", ["Goes 4", "Kapelle 2"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_line_that_is_only_wrapped_is_one_sentence() -> None:
    text = "Wij hebben het er in het college uitgebreid over gehad en\nkunnen twaalf plekken aanbieden."
    assert len(sentences(text)) == 1


def test_items_hang_under_the_line_with_the_colon() -> None:
    found = layout("Wij bieden extra:\n- 4 plekken in Goes\n- 2 plekken in Kapelle\n")
    assert [sentence.governor for sentence in found.sentences] == [-1, 0, 0]


def test_a_number_in_a_table_has_the_head_of_its_column() -> None:
    doc = pipeline()("Gemeente   Taakstelling   Aanbod\nGoes       41             6\n")
    heads = [[doc._.words[first].text for first, _ in doc._.layout.heads[m.first_word]] for m in doc._.numbers]
    assert [head[0] for head in heads] == ["taakstelling", "aanbod"]


def test_a_contrast_parts_more_than_a_comma_and_a_sentence_more_than_both() -> None:
    def distance(text: str) -> float:
        found = layout(text)
        return found.distance(0, len(found.place) - 1)

    assert distance("acht, nu hier") < distance("acht maar hier") < distance("acht. Nu hier")
