"""The dashboard, the views, the files and the API say the same, whatever gemeenten wrote."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.exporting import export_to
from desk.desk import Desk
from desk.tables import COLUMNS, Export
from desk.tokens import token_hash
from domain.accounts import Role
from domain.model import Commitment
from domain.wording import COMMITMENTS
from intake.process import Intake, process
from intake.receive import receive
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, clock, day, new_records
from tests.cast.script import ScriptReader, mail, parse_script, story
from tests.desk.conftest import HASH, Browser

CODES = {"GM0307": "s@amersfoort.nl", "GM1948": "p@meierijstad.nl", "GM0184": "u@urk.nl"}
FILES = (Export.PLEDGES, Export.BOTTLENECKS, Export.RESPONSES)
Rows = list[dict[str, Any]]

codes = st.sampled_from(list(CODES))
amounts = st.one_of(
    st.integers(0, 40).map(str), st.tuples(st.integers(0, 9), st.integers(9, 20)).map("{0[0]}-{0[1]}".format)
)
words = st.one_of(
    st.tuples(
        st.just("pledge"),
        codes,
        amounts,
        st.sampled_from(["statushouders", "amv", "asielzoekers", "mixed"]),
        st.sampled_from([str(commitment) for commitment in Commitment]),
    ),
    st.tuples(st.just("homes"), codes, st.integers(1, 9).map(str)),
    st.tuples(st.just("bottleneck"), codes, st.sampled_from(["vergunning", "draagvlak", "onbekend"])),
    st.tuples(st.just("speaks"), codes),
)
letters = st.tuples(
    st.lists(words, min_size=1, max_size=3),
    st.sampled_from(["", "", "intent decline", "intent correction", "intent withdrawal", "review vaag", "machine"]),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A database with an account and a token, to copy."""
    folder = tmp_path_factory.mktemp("leeg")
    with new_records(folder) as records, records.write():
        number = records.accounts.add("Joke", Role.REVIEWER, HASH, day(0))
        records.accounts.set_password(number, HASH, one_time=False)
        records.api_tokens.add("onderzoek", token_hash("geheim"), day(0))
    return folder / "proef.db"


def told(records: Records, sent: list[tuple[list[tuple[str, ...]], str]]) -> None:
    """Everything that was written comes in and is handled."""
    intake = Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)
    mails = [
        mail(*(" ".join(line) for line in lines), more, number=f"m{at}", sender=CODES[lines[0][1]], sent=day(at))
        for at, (lines, more) in enumerate(sent)
    ]
    receive(intake.records, story(*mails))
    list(process(intake))


def figures(pledges: Iterable[Mapping[str, Any]], bottlenecks: Iterable[Mapping[str, Any]], responses: Rows) -> Any:
    """The figures of the overview, added up from rows."""
    rows = list(pledges)
    counted = [row for row in rows if row["counts"]]
    others = [row for row in rows if row["state"] == "confirmed" and row["group"] != "statushouders"]
    held_up: dict[str, set[str]] = {}
    for row in bottlenecks:
        if row["state"] == "confirmed":
            held_up.setdefault(row["label"], set()).add(row["gemeente"])
    return {
        **{c: sum(row["places"] or 0 for row in counted if row["commitment"] == c) for c in map(str, Commitment)},
        "homes": sum(
            row["homes"] or 0 for row in counted if row["places"] is None and row["commitment"] != "exploring"
        ),
        "others": sum(row["places"] or 0 for row in others),
        "answered": sum(bool(row["answered"]) for row in responses),
        "held up": {label: len(gemeenten) for label, gemeenten in held_up.items()},
    }


def from_views(records: Records) -> Any:
    rows = {export: list(records.view(f"v_{export}", "proef")) for export in FILES}
    progress = records.progress("proef")
    added = figures(*rows.values())
    of_view = {
        **{c: progress[c if c == "exploring" else f"pledged_{c}"] for c in map(str, Commitment)},
        "homes": progress["homes"],
        "others": progress["other_groups"],
        "answered": progress["answered"],
    }
    return added | of_view


def from_page(page: str) -> Any:
    """What a person reads on the overview."""

    def after(words: str) -> int:
        found = re.search(rf"{words}(?:</dt><dd>|: )<a [^>]*>([\d.]+)</a>", page)
        return int(found[1].replace(".", "")) if found else 0

    kinds = re.findall(r'soort=\w+">([^<]+)</a></th><td class="n"[^>]*><a [^>]*>(\d+)<', page)
    return {
        "firm": after("Toegezegd"),
        "conditional": after("Onder voorwaarde"),
        "exploring": after("Wordt verkend"),
        "homes": after("Woningen zonder aantal plekken"),
        "others": after("Plekken voor andere groepen tellen niet mee"),
        "answered": after("Gemeenten die antwoordden"),
        "held up": {label: int(count) for label, count in kinds},
    }


def back(export: Export, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows under Dutch heads, with the names and values that the views give them."""
    commitments = {label: str(commitment) for commitment, label in COMMITMENTS.items()}
    values = {"ja": True, "nee": False, "telt mee": "confirmed", "": None} | commitments
    for row in rows:
        plain = {column.name: row[column.head] for column in COLUMNS[export]}
        for name in ("places", "homes"):
            plain[name] = int(plain[name]) if plain.get(name) not in {None, ""} else None
        yield {name: values.get(value, value) if isinstance(value, str) else value for name, value in plain.items()}


def from_csv(records: Records, folder: Path) -> Any:
    found = []
    for export in FILES:
        export_to(folder / f"{export}.csv", records, "proef", export, "csv")
        with (folder / f"{export}.csv").open(encoding="utf-8", newline="") as file:
            found.append(list(back(export, csv.DictReader(file))))
    return figures(*found)


def from_xlsx(browser: Browser, folder: Path) -> Any:
    found = []
    for export in FILES:
        browser.get(f"/werkbank/export/{export}.xlsx")
        (folder / f"{export}.xlsx").write_bytes(browser.page.content)
        head, *rows = load_workbook(folder / f"{export}.xlsx").active.iter_rows(values_only=True)
        found.append(list(back(export, (dict(zip(head, row, strict=True)) for row in rows))))
    return figures(*found)


def from_api(browser: Browser) -> Any:
    def rows(name: str) -> Rows:
        answer = browser.client.get(f"/api/v1/{name}", headers={"Authorization": "Bearer geheim"})
        found: Rows = json.loads(answer.text)["data"]
        return found

    return figures(rows("pledges"), rows("bottlenecks"), rows("responses"))


@given(st.lists(letters, max_size=14))
@settings(max_examples=12, deadline=None)
def test_the_dashboard_the_views_the_files_and_the_api_say_the_same(empty, sent):
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(empty, folder / "proef.db")
        with Records.open(folder / "proef.db", durable=False) as records:
            told(records, sent)
            browser = Browser(Desk(records, CAMPAIGN, {g.code: g.name for g in GEMEENTEN}, clock)).sign_in("Joke")
            known = from_views(records)
            assert from_page(browser.get("/werkbank")) == known
            assert from_csv(records, folder) == known
            assert from_xlsx(browser, folder) == known
            assert from_api(browser) == known
