"""The figures as JSON and as files: the same as the views give, and never what a sender wrote."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from desk.tokens import token_hash
from tests.cast.people import day
from tests.cast.script import mail

STORY = (
    mail("pledge GM0307 12", "bottleneck GM0307 vergunning", number="a"),
    mail("pledge GM1948 5 amv conditional", number="b"),
    mail("pledge GM0307 99", "review vaag", number="c"),
)


@pytest.fixture
def api(records, browser, tell):
    """Ask with a token; gives the status and the body."""
    tell(*STORY)
    with records.write():
        records.api_tokens.add("onderzoek", token_hash("geheim"), day(0))

    def ask(path, token="geheim"):  # noqa: S107  # of an invented researcher
        answer = browser.client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()

    return ask


def test_the_totals_are_those_of_the_views(api, records):
    (code, progress), (_, pledges) = api("progress"), api("pledges")
    assert code == 200
    assert progress["data"][0]["pledged_firm"] == records.progress("proef")["pledged_firm"] == 12
    assert sum(row["places"] for row in pledges["data"] if row["counts"] and row["commitment"] == "firm") == 12


def test_what_waits_for_a_person_is_said_in_nobodys_name(api):
    assert [row["places"] for row in api("pledges")[1]["data"]] == [12, 5]


def test_nothing_that_a_sender_wrote(api):
    names = set(api("pledges")[1]["data"][0])
    assert not names & {"evidence", "subject", "condition", "location", "message"}


def test_a_filter_and_an_unknown_one(api):
    assert [row["gemeente"] for row in api("pledges?gemeente=GM1948")[1]["data"]] == ["GM1948"]
    assert api("pledges?gemeent=GM1948") == (
        400,
        {"error": "Onbekend filter: gemeent. Bekend: gemeente, network, province."},
    )


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/"])
def test_the_start_of_the_api_says_what_there_is(api, browser, path):
    answer = browser.client.get(path, follow_redirects=False)
    assert answer.status_code == 200
    for name, where in answer.json()["resources"].items():
        assert where == f"/api/v1/{name}"
        assert api(name)[0] == 200


@pytest.mark.parametrize("token", ["", "gehei", "geheim2"])
def test_without_a_token_nothing(api, token):
    assert api("pledges", token)[0] == 401


def test_a_token_that_was_taken_back(api, records):
    with records.write():
        records.api_tokens.end("onderzoek")
    assert api("pledges")[0] == 401


def test_every_resource_is_described_and_works(api, browser):
    paths = browser.client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        row = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["data"]["items"]
        code, body = api(path.removeprefix("/api/v1/"))
        assert code == 200
        assert all(set(found) == set(row["properties"]) for found in body["data"])
    assert api("weg")[0] == 404


@pytest.mark.parametrize("table", ["pledges", "bottlenecks", "responses", "contacts", "outgoing"])
def test_the_downloads_hold_the_same_rows(joke, tell, table):
    tell(*STORY)
    joke.get(f"/werkbank/export/{table}.csv")
    rows = list(csv.reader(io.StringIO(joke.page.text)))
    joke.get(f"/werkbank/export/{table}.xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(joke.page.content)).read("xl/worksheets/sheet1.xml")
    assert rows[0][0] == "Gemeentecode"
    assert sheet.count(b"<row ") == len(rows)


def test_a_download_asks_for_an_account(browser):
    assert "Inloggen" in browser.get("/werkbank/export/pledges.csv")
