"""Tables of sentences: a line is what is expected, a tab, the text, and if need be a tab and what goes wrong yet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language

import nlp.training
from domain.model import Message
from nlp.parts import ReadPart, read_parts
from nlp.pipeline import build

TEXTS = Path(__file__).parent / "texts"
LEARNED = Path(nlp.training.__file__).parent / "sentences"
"""Sentences about bottlenecks: the promises of the rules, and what the learned sense is made from."""


@cache
def pipeline() -> Language:
    return build()


def read(text: str, subject: str = "") -> tuple[Message, list[ReadPart]]:
    message = Message(subject=subject, body=text)
    return message, read_parts(pipeline(), message)


def table(name: str, folder: Path = TEXTS) -> list[object]:
    return [*_rows(name, folder)]


def _rows(name: str, folder: Path) -> Iterator[object]:
    for number, line in enumerate((folder / name).read_text(encoding="utf-8").splitlines(), 1):
        expected, text, *known = line.split("\t")
        marks = [pytest.mark.xfail(strict=True, reason=known[0])] if known else []
        yield pytest.param(expected, text, id=f"{name}:{number}", marks=marks)
