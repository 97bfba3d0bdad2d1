"""What a message promises, over sentences and small mails by many voices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.model import Message
from nlp import pledges
from nlp.parts import read_parts
from nlp.pledges import Counts
from nlp.training import told_pledges
from tests.nlp.sentences import pipeline

SENT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)

Total = tuple[int | None, int | None, int | None]


def find(body: str, subject: str = "", **fields: Any) -> Counts:
    message = Message(subject=subject, body=body, date=SENT, **fields)
    return pledges.find(message, read_parts(pipeline(), message))


def cases() -> Iterator[object]:
    for number, case in enumerate(told_pledges.cases(), 1):
        marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
        yield pytest.param(case, id=f"{number}", marks=marks)


def expected(case: dict[str, Any]) -> tuple[dict[str, Total], set[tuple[str, str]]]:
    """Places, upper end and dwellings added up by group, and the commitments of each group."""
    told = [told_pledges.pledge_of(line) for line in case["pledges"]]
    rows = [(p["group"], p["places"], p["places_max"], p["homes"], p["commitment"]) for p in told]
    return _added(rows)


def found(counts: Counts) -> tuple[dict[str, Total], set[tuple[str, str]]]:
    told = [f.pledge for f in counts.pledges]
    return _added([(str(p.group), p.places, p.places_max, p.homes, str(p.commitment)) for p in told])


def _added(
    rows: list[tuple[str, int | None, int | None, int | None, str]],
) -> tuple[dict[str, Total], set[tuple[str, str]]]:
    totals: dict[str, Total] = {}
    for group in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == group]
        ranged = any(row[2] is not None for row in mine)
        high = _sum([row[2] if row[2] is not None else row[1] for row in mine]) if ranged else None
        totals[group] = (_sum([row[1] for row in mine]), high, _sum([row[3] for row in mine]))
    return totals, {(row[0], row[4]) for row in rows}


def _sum(values: list[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None


@pytest.mark.parametrize("case", list(cases()))
def test_reads_what_is_promised(case: dict[str, Any]) -> None:
    counts = find(case["text"])
    told = {f"{f.number.value} {f.number.role}" for f in counts.numbers}
    assert found(counts) == expected(case)
    assert set(case.get("numbers", ())) <= told
    assert counts.is_withdrawal == case.get("withdrawal", False)


def test_says_until_when_where_and_on_what_condition() -> None:
    text = "Vanaf 1 oktober bieden wij 8 plekken in de oude pastorie, mits de raad op 17 september instemt."
    (pledge,) = [f.pledge for f in find(text).pledges]
    assert (pledge.available_from, pledge.available_until) == (date(2026, 10, 1), None)
    assert pledge.location == "de oude pastorie"
    assert pledge.condition == "mits de raad op 17 september instemt"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Wij bieden 8 plekken in de pastorie per 1 oktober en 6 in het klooster vanaf 1 december.", (10, 12)),
        ("Vanaf 1 september bieden wij 4 plekken, vanaf 1 november nog eens 10.", (9, 11)),
        ("Er komen 12 extra plekken bij, 5 per 1 oktober en 7 per 1 november.", (10, 11)),
    ],
)
def test_each_number_has_the_date_that_stands_on_its_side_of_the_comma(text: str, begins: tuple[int, ...]) -> None:
    found_dates = [f.pledge.available_from for f in find(text).pledges]
    assert found_dates == [date(2026, month, 1) for month in begins]


def test_gives_the_senders_words_as_reason_and_the_sentence_as_evidence() -> None:
    text = "Beste VNG, dank voor uw brief. Wij kunnen 8 plekken aanbieden. Groet, Ans"
    (told,) = find(text).pledges
    (evidence,) = told.pledge.evidence
    assert told.pledge.reason.startswith("'kunnen 8 plekken aanbieden'")
    assert text[evidence.start : evidence.end] == evidence.text == "Wij kunnen 8 plekken aanbieden."
    assert text[told.position :].startswith("8 plekken")


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("Wij bieden 8 plekken.", False),
        ("Wij bieden zo'n 8 plekken.", True),
        ("Wij bieden maximaal 8 plekken.", True),
        ("Wij bieden 8 tot 10 plekken.", False),
        ("Wij bieden een handvol plekken.", True),
    ],
)
def test_tells_exact_from_approximate(text: str, approximate: bool) -> None:
    (told,) = find(text).pledges
    assert told.pledge.approximate is approximate


def test_one_number_for_several_gemeenten_is_pooled() -> None:
    (told,) = find("Onze drie gemeenten leveren samen 12 plekken, de verdeling volgt.").pledges
    assert told.pooled
    assert told.pledge.places == 12


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Wij stellen vier woningen beschikbaar.", "er zijn alleen woningen genoemd, geen aantal mensen"),
        ("Wij nemen drie gezinnen op.", "de grootte van de gezinnen staat er niet bij"),
        ("Wij kunnen een handvol mensen plaatsen.", "er is een aanbod zonder getal"),
    ],
)
def test_says_why_a_person_should_look(text: str, reason: str) -> None:
    assert find(text).reasons == (reason,)


def test_a_number_in_the_subject_counts_once_and_a_different_one_is_looked_at() -> None:
    same = find("Wij bieden 8 plekken per 1 oktober.", subject="8 plekken")
    other = find("Wij bieden 8 plekken per 1 oktober.", subject="Ons aanbod: 15 plekken")
    assert [f.pledge.places for f in (*same.pledges, *other.pledges)] == [8, 8]
    assert (same.reasons, other.reasons) == ((), ("het getal in het onderwerp is anders dan in de tekst",))


def test_the_subject_alone_may_promise_but_not_that_of_a_reply() -> None:
    assert [f.pledge.places for f in find("Akkoord van het college.", subject="Aanbod: 6 plekken").pledges] == [6]
    assert find("Dank, tot later.", subject="Re: bevestiging 6 plekken").pledges == ()


def test_a_correction_carries_the_new_number() -> None:
    counts = find("In mijn mail van gisteren noemde ik 14 plekken. Dat moet 11 zijn.")
    assert counts.is_correction
    assert [f.pledge.places for f in counts.pledges] == [11]


def test_a_table_gives_each_number_the_role_of_its_column() -> None:
    counts = find("Gemeente   Taakstelling   Aanbod   Status\nGoes       41             6        besloten\n")
    assert [f.pledge.places for f in counts.pledges] == [6]
    assert [(f.number.value, str(f.number.role)) for f in counts.numbers] == [(41, "target")]


def test_a_sheet_full_of_numbers_is_for_a_person() -> None:
    counts = find("\n".join(f"Kern {n}: {n} plekken" for n in range(2, 500)))
    assert "er staan zo veel getallen in" in counts.reasons[-1]


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_an_odd_date_of_the_message_breaks_nothing(year: int) -> None:
    message = Message(body="Wij bieden 8 plekken over drie maanden.", date=datetime(year, 1, 1, tzinfo=UTC))
    (told,) = pledges.find(message, read_parts(pipeline(), message)).pledges
    assert told.pledge.places == 8


@pytest.mark.parametrize(
    ("text", "pooled"),
    [
        ("Hulst en Sluis nemen met z'n tweeën twaalf plekken voor hun rekening.", [True]),
        ("Wij, Heerde en Epe, doen dit samen. Er komen zeven plekken in het oude klooster.", [True]),
        ("Samen komen er tien plekken: zes in Culemborg, vier in Tiel.", [False, False]),
    ],
)
def test_one_number_of_several_is_told_apart_from_that_of_each(text: str, pooled: list[bool]) -> None:
    assert [found.pooled for found in find(text).pledges] == pooled
