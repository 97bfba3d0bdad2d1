"""The labelled texts keep to their form, and the check sees what does not."""

import copy

import pytest

from nlp.training.check_texts import Entry, gemeente_codes, problems, read_texts


@pytest.fixture
def entries() -> list[Entry]:
    return [Entry(place, copy.deepcopy(text)) for place, text in read_texts()]


def test_the_texts_have_no_problems(entries: list[Entry]) -> None:
    assert len(entries) >= 240
    assert list(problems(entries, gemeente_codes())) == []


def test_a_sentence_in_two_texts_is_found(entries: list[Entry]) -> None:
    first, second = entries[0].text, entries[1].text
    second["text"] += "\nDeze zin staat opeens in twee mails."
    first["text"] += "\nDeze zin staat opeens in twee mails!"
    assert [p for p in problems(entries, gemeente_codes()) if "deze zin staat opeens" in p]


def test_a_voice_in_two_splits_is_found(entries: list[Entry]) -> None:
    learned = next(text for _, text in entries if text["split"] == "learn")
    learned["split"] = "blind"
    assert [p for p in problems(entries, gemeente_codes()) if learned["author"] in p]


@pytest.mark.parametrize(
    ("field", "value"),
    [("bottlenecks", ["stroom"]), ("gemeenten", ["GM9999"]), ("intents", []), ("kind", "bounce")],
)
def test_a_label_that_cannot_be_is_found(entries: list[Entry], field: str, value: object) -> None:
    pledged = next(text for _, text in entries if text["gold"]["pledges"])
    pledged["gold"][field] = value
    assert [p for p in problems(entries, gemeente_codes()) if pledged["id"] in p]


def test_a_raw_mail_of_somebody_else_is_found(entries: list[Entry]) -> None:
    mailed = next(text for _, text in entries if text["channel"] == "email")
    mailed["eml"] = "From: iemand.anders@example.org\nDate: Mon, 1 Jun 2026 10:00:00 +0200\n\nHallo"
    assert [p for p in problems(entries, gemeente_codes()) if mailed["id"] in p and "eml" in p]
