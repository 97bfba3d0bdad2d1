"""Mail on the desk: what came in, what could not be read, what went out, and searching."""

from __future__ import annotations

import re

import pytest

from desk.letter import letter_html
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind, OutState, Verdict
from tests.cast.people import day
from tests.cast.script import mail

EVIL = """<html><head><meta http-equiv=refresh content="0;url=https://kwaad.example">
<style>@import "//kwaad.example"</style></head>
<body onload=alert(1) background="https://kwaad.example/b"><script>alert(1)</script><img src=https://kwaad.example/p>
<a href="javascript:alert(1)">klik</a><form action="https://kwaad.example"><input autofocus onfocus=alert(1)></form>
<svg onload=alert(1)><use href="https://kwaad.example#x"/></svg><iframe src="https://kwaad.example"></iframe>
<p style="background:url(https://kwaad.example)">De tekst <b>blijft</b></p></body></html>"""
AS_HTML = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8"


def test_html_is_shown_without_anything_that_runs_loads_or_leads_away(joke, tell):
    tell(mail(EVIL, more=AS_HTML))
    page = joke.get("/werkbank/bericht/1/html")
    assert "De tekst <b>blijft</b>" in page
    for word in ("kwaad.example", "script", "onload", "<form", "<img", "href", "style"):
        assert word not in page
    policy = joke.page.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert joke.page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "raw", [b"", b"Content-Type: text/html; charset=bestaat-niet\n\n<p>\xff\xfe</p>", b"\x00" * 99, b"geen koppen"]
)
def test_whatever_the_bytes_are_showing_them_never_fails(raw):
    assert "\x00" not in letter_html(raw)


def test_attachments_and_the_source_are_downloads_and_never_pages(joke, tell):
    parts = (
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        "pledge GM0307 3\n--x\nContent-Type: text/html\n"
        'Content-Disposition: attachment; filename="../../kwaad.html"\n\n<script>alert(1)</script>\n--x--'
    )
    tell(mail(more=parts))
    for path in ("/werkbank/bericht/1/bijlage/0", "/werkbank/bericht/1/bron"):
        joke.get(path)
        assert joke.page.headers["content-type"] == "application/octet-stream"
        assert joke.page.headers["content-disposition"].startswith("attachment;")
        assert "/" not in joke.page.headers["content-disposition"].split("''")[1]
    joke.get("/werkbank/bericht/1/bijlage/9")
    assert joke.page.status_code == 404


def test_what_could_not_be_read_stands_first_and_is_tried_again(joke, tell, records):
    tell(mail("unreadable", subject="Kapot"))
    page = joke.get("/werkbank/postbus")
    assert "Niet te lezen" in page
    assert "Dit bericht is niet te lezen." in page
    assert "unreadable" in joke.get("/werkbank/bericht/1")
    assert "1 bericht wordt opnieuw gelezen." in joke.post("/werkbank/postbus", bericht="1")
    assert records.counts()["received"] == 1
    assert "Er is niets opnieuw te lezen" in joke.post("/werkbank/postbus", bericht="1")


def ended(records, state, kind=OutKind.ANSWER):
    """A mail of which an attempt ended so."""
    dispatch = Dispatch("k", kind, Channel.EMAIL, Address("", "a@b.nl"), "Antwoord", "tekst", day(0), "<x@y>")
    with records.write():
        records.outbox.queue("proef", dispatch)
        claim = records.outbox.take([Channel.EMAIL], "ik", day(0))
        assert claim is not None
        records.outbox.hand_over(claim)
        records.outbox.settle(claim, Verdict(state, error="550 nee"), day(1))


@pytest.mark.parametrize(("arrived", "then"), [("1", "sent"), ("0", "due")])
def test_an_uncertain_mail_is_looked_at_and_decided_once(joke, records, arrived, then):
    ended(records, OutState.UNKNOWN)
    assert "Onzeker: kwam het aan?" in joke.get("/werkbank/uitgaand")
    assert "&lt;x@y&gt;" in joke.get("/werkbank/uitgaand/1")
    joke.post("/werkbank/uitgaand/1", kwam_aan=arrived)
    assert records.outbox.in_state(OutState(then))[0]["error"].startswith("Joke zegt: ")
    assert "Over deze mail is al beslist." in joke.post("/werkbank/uitgaand/1", kwam_aan="0")


def test_what_failed_is_sent_again_by_a_person_and_once(joke, records):
    ended(records, OutState.FAILED)
    assert "Deze mail is niet aangekomen." in joke.get("/werkbank/uitgaand/1")
    joke.post("/werkbank/uitgaand/1", kwam_aan="0")
    assert records.counts()["outbox_due"] == 1
    assert "Over deze mail is al beslist." in joke.post("/werkbank/uitgaand/1", kwam_aan="0")
    assert [line["action"] for line in records.audit.lines(who="Joke")][1] == "mislukte mail opnieuw"


@pytest.mark.parametrize("state", [OutState.FAILED, OutState.UNKNOWN])
def test_a_code_is_never_sent_twice_because_its_text_is_gone(joke, records, state):
    ended(records, state, OutKind.CODE)
    assert "Opnieuw sturen kan niet" in joke.get("/werkbank/uitgaand/1")
    assert "kan niet nog eens weg" in joke.post("/werkbank/uitgaand/1", kwam_aan="0")
    assert records.counts()["outbox_due"] == 0


@pytest.mark.parametrize("words", ["aanbod", "AANB", "sanne", "pledge gm0307", "café"])
def test_searching_finds_words_their_beginnings_and_people(joke, tell, words):
    tell(mail("pledge GM0307 12", "Cafe", subject="Ons aanbod"))
    assert "Ons aanbod" in joke.get(f"/werkbank/zoeken?q={words}")


def test_searching_finds_what_was_written_here_too(joke, records):
    with records.write():
        records.casussen.note("proef", "GM0307", "De wethouder belt na het reces.", "Joke", day(1))
        records.casussen.add("proef", "Reces en raad", "Joke", day(2))
    page = joke.get("/werkbank/zoeken?q=RECES")
    assert re.findall(r'scope="row"><a href="([^"]+)"', page) == ["/werkbank/casussen/1", "/werkbank/gemeente/GM0307"]
    for more in ("&gemeente=GM0184", "&tot=2026-07-01", "&van=2026-07-04"):
        assert 'scope="row"' not in joke.get(f"/werkbank/zoeken?q=reces{more}")


@pytest.mark.parametrize(("more", "count"), [("", 1), ("&van=2026-07-02", 0), ("&tot=2026-06-30", 0), ("&van=x", 1)])
def test_searching_by_time(joke, tell, more, count):
    tell(mail("pledge GM0307 12", subject="Ons aanbod"))
    assert f"<h2>{count} bericht" in joke.get(f"/werkbank/zoeken?q=aanbod{more}")


@pytest.mark.parametrize("words", ['"', "* OR", "NEAR(", "a:b", "--", "'; DROP TABLE users", "%", "x" * 5000])
def test_whatever_is_typed_searching_never_fails(joke, tell, words):
    tell(mail("pledge GM0307 12"))
    assert "Zoeken" in joke.client.get("/werkbank/zoeken", params={"q": words}).text


def test_searching_for_a_place_finds_its_gemeente(joke):
    assert "/werkbank/gemeente/GM0307" in joke.get("/werkbank/zoeken?q=amersf")


def test_who_looks_at_mail_is_in_the_trail(joke, tell, records):
    tell(mail("pledge GM0307 12"))
    for path in (
        "/werkbank/bericht/1",
        "/werkbank/bericht/1/html",
        "/werkbank/bericht/1/bron",
        "/werkbank/zoeken?q=sanne",
    ):
        joke.get(path)
    told = [(line["subject"], line["subject_id"]) for line in records.audit.lines(who="Joke", action="bekeken")]
    assert told == [("zoeken", "sanne"), ("bericht (bron)", "1"), ("bericht (html)", "1"), ("bericht", "1")]
