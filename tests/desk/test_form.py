"""The public form: filled in without scripts, confirmed from an address of the gemeente, then a record as any other."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from desk.desk import Desk
from intake.form import KEPT, LINKS_LAST, FormDesk
from intake.mail.parse import parse
from intake.process import Intake
from tests.cast.people import CAMPAIGN, GEMEENTEN
from tests.cast.script import ScriptReader
from tests.cast.sending import ANNE
from tests.desk.conftest import Browser

NAMES = {gemeente.code: gemeente.name for gemeente in GEMEENTEN}
FILLED = {
    "gemeente": "Amersfoort",
    "mogelijkheden": "places",
    "aantal-0": "12",
    "voor-0": "statushouders",
    "hoe-0": "firm",
    "vanaf-0": "1-10-2026",
    "knelpunt": "vergunning",
    "geval-vergunning": "De kap van drie bomen ligt al een jaar bij de rechter.",
    "naam": "Ria de Boer",
    "adres": "r.deboer@amersfoort.nl",
}


@pytest.fixture
def visitor(records, watch):
    """Somebody at a gemeente, with a browser without scripts."""
    intake = Intake(records, parse, ScriptReader(), CAMPAIGN, watch)
    found = {name: (code,) for code, name in NAMES.items()} | {"Dorp": tuple(NAMES)[:2]}
    forms = FormDesk(
        records,
        intake,
        NAMES,
        lambda words: found.get(words, ()),
        lambda code: (f"{NAMES[code].lower()}.nl",) if code else (),
        "https://plaatsmaker.example",
    )
    desk = Desk(records, CAMPAIGN, NAMES, watch, forms=forms)
    return Browser(desk)


@pytest.fixture
def invited(records, watch):
    """What the link in the mail to Anne holds."""
    with records.write():
        records.contacts.add(ANNE, watch(), source="lijst")
    return f"GM0307-{records.form_links.mark('proef', 'GM0307', ANNE.address)}"


@pytest.fixture
def progress(records):
    return lambda: dict(records.progress("proef"))


def fill_in(visitor, **changes):
    visitor.get("/formulier")
    key = re.search(r'name="sleutel" value="([^"]+)"', visitor.page.text)[1]
    fields = {name: value for name, value in (FILLED | changes).items() if value is not None}
    return visitor.post("/formulier", sleutel=key, doe="verder", **fields)


def send(visitor):
    return visitor.post(re.search(r'action="(/formulier/controle/[^"]+)"', visitor.page.text)[1])


def mailed(records):
    """The mails that wait to be sent: address and link."""
    rows = records.outbox.rows()
    return [(row["recipient"], re.search(r"https://\S+(/formulier/bevestig/\S+)", row["text"])) for row in rows]


def confirm(visitor, records):
    ((_, link),) = mailed(records)
    visitor.get(link[1])
    return visitor.post(link[1])


def test_it_counts_only_after_it_was_confirmed_by_mail(visitor, records, progress):
    assert "12 plekken voor statushouders (toegezegd), vanaf 1 oktober 2026." in fill_in(visitor)
    send(visitor)
    ((address, link),) = mailed(records)
    assert address == "r.deboer@amersfoort.nl"
    visitor.get(link[1])
    assert progress()["pledged_firm"] == 0
    visitor.post(link[1])
    assert progress()["pledged_firm"] == 12
    (row,) = records.view("v_pledges", "proef")
    assert row["evidence"] == "12 plekken voor statushouders (toegezegd), vanaf 1 oktober 2026."
    (bottleneck,) = records.view("v_bottlenecks", "proef")
    assert "De kap van drie bomen" in bottleneck["evidence"]


def test_confirming_and_sending_twice_does_it_once(visitor, records, progress):
    fill_in(visitor)
    action = re.search(r'action="(/formulier/controle/[^"]+)"', visitor.page.text)[1]
    visitor.post(action)
    visitor.post(action)
    confirm(visitor, records)
    assert "al bevestigd" in visitor.get(mailed(records)[0][1][1])
    visitor.post(mailed(records)[0][1][1])
    assert progress()["pledged_firm"] == 12
    assert len(list(records.view("v_pledges", "proef"))) == 1


def test_a_refusal_is_an_answer_too(visitor, records, progress):
    fill_in(visitor, mogelijkheden="none", **{"aantal-0": None, "hoe-0": None, "knelpunt": None})
    send(visitor)
    confirm(visitor, records)
    assert progress()["answered"] == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"gemeente": "Amersfort"}, "Wij kennen geen gemeente &#39;Amersfort&#39;. Bedoelt u Amersfoort?"),
        ({"gemeente": "Xyz"}, "Wij kennen geen gemeente &#39;Xyz&#39;. Kies een naam uit de lijst."),
        ({"gemeente": "Dorp"}, "kan van alles zijn"),
        ({"gemeente": None}, "Vul in voor welke gemeente"),
        ({"mogelijkheden": None}, "Kies of de gemeente iets kan doen."),
        ({"aantal-0": "veel"}, "Vul het aantal plekken in met cijfers"),
        ({"aantal-0": None}, "Vul in hoeveel plekken of woningen het zijn."),
        ({"hoe-0": None}, "Kies hoe zeker het is."),
        ({"hoe-0": "conditional"}, "Vul in onder welke voorwaarde."),
        ({"vanaf-0": "31-2-2026"}, "Vul een datum in"),
        ({"naam": None}, "Vul uw naam in"),
        ({"adres": "ria@"}, "Vul een e-mailadres in"),
        ({"adres": "ria@gmail.example"}, "Gebruik een adres dat eindigt op @amersfoort.nl."),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_at_the_field(visitor, records, changes, sentence):
    page = fill_in(visitor, **changes)
    assert visitor.page.status_code == 422
    assert page.count(sentence) == 2
    for target in re.findall(r'<li><a href="#([^"]+)"', page):
        assert f'id="{target}"' in page
    assert mailed(records) == []


def test_nothing_that_was_filled_in_is_lost_by_a_fault(visitor):
    page = fill_in(visitor, naam=None)
    assert 'value="12"' in page
    assert "De kap van drie bomen ligt al een jaar bij de rechter." in page


def test_it_is_kept_half_way_and_goes_on_elsewhere(visitor, watch):
    visitor.get("/formulier?gemeente=GM0307")
    assert 'value="Amersfoort"' in visitor.page.text
    key = re.search(r'name="sleutel" value="([^"]+)"', visitor.page.text)[1]
    page = visitor.post("/formulier", sleutel=key, doe="bewaren", gemeente="Amersfoort", naam="Ria")
    link = re.search(r'href="(/formulier/verder/[^"]+)"', page)[1]
    assert 'value="Ria"' in visitor.get(link)
    watch.wait(KEPT + timedelta(days=1))
    fill_in(visitor)
    assert "werkt niet meer" in visitor.get(link)


def test_the_link_in_a_mail_fills_in_who_it_was_for_and_proves_nothing(visitor, records, invited, progress):
    page = visitor.get(f"/formulier?voor={invited}")
    for known in ('value="Amersfoort"', 'value="mevrouw De Wit"', 'value="anne@amersfoort.nl"', "al ingevuld"):
        assert known in page
    fill_in(visitor, naam="mevrouw De Wit", adres="anne@amersfoort.nl")
    send(visitor)
    assert progress()["pledged_firm"] == 0
    confirm(visitor, records)
    assert progress()["pledged_firm"] == 12


def test_a_forwarded_link_does_not_help_who_is_not_of_the_gemeente(visitor, records, invited):
    visitor.get(f"/formulier?voor={invited}")
    assert "Gebruik een adres dat eindigt op @amersfoort.nl." in fill_in(visitor, adres="ria@gmail.example")
    assert mailed(records) == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_who_is_erased_leaves_no_form_behind(visitor, records, watch, confirmed):
    fill_in(visitor)
    if confirmed:
        send(visitor)
        confirm(visitor, records)
    assert not records.forget("R.deBoer@amersfoort.nl", watch()).nothing
    with closing(sqlite3.connect(records.path)) as db:
        left = "\n".join(db.iterdump()).lower()
    assert "r.deboer" not in left


def plain(visitor, link):
    """Whether this link gives a form with nothing filled in, and says why."""
    page = visitor.get(f"/formulier?voor={link}")
    empty = all(f'id="{name}" name="{name}" type="text" value=""' in page for name in ("gemeente", "naam"))
    return empty and "anne@" not in page and page.count("Deze persoonlijke link werkt niet meer.") == 1


@pytest.mark.parametrize("wrong", ["GM0184-", "GM9999-", "GM0307-x", "GM0307-é", "GM0307", "-", "é"])
def test_a_wrong_link_fills_in_nothing(visitor, invited, wrong):
    assert plain(visitor, invited.replace("GM0307-", wrong, 1))
    assert plain(visitor, wrong)


def test_an_old_link_fills_in_nothing(visitor, watch, invited):
    watch.at = CAMPAIGN.deadline.instant + LINKS_LAST
    assert not plain(visitor, invited)
    watch.wait(timedelta(seconds=1))
    assert plain(visitor, invited)


def test_a_link_of_who_is_no_contact_any_more_fills_in_nothing(visitor, records, watch, invited):
    with records.write():
        records.contacts.end("GM0307", ANNE.address, watch())
    assert plain(visitor, invited)


def test_a_link_of_who_was_erased_fills_in_nothing_also_after_a_new_list(visitor, records, watch, invited):
    records.forget(ANNE.address, watch())
    assert plain(visitor, invited)
    with records.write():
        records.contacts.add(ANNE, watch(), source="lijst")
    assert plain(visitor, invited)


@pytest.mark.usefixtures("invited")
def test_a_stand_in_has_a_link_until_erased(visitor, records, watch):
    link = f"GM0307-{records.form_links.mark('proef', 'GM0307', 'bob@amersfoort.nl')}"
    assert plain(visitor, link)
    with records.write():
        records.contacts.note_absence(ANNE.address, date(2026, 9, 1), "bob@amersfoort.nl", watch(), None)
    assert 'value="bob@amersfoort.nl"' in visitor.get(f"/formulier?voor={link}")
    records.forget("bob@amersfoort.nl", watch())
    assert plain(visitor, link)
    assert records.contacts.of("GM0307")[0].substitute == ""


def test_one_possibility_more(visitor, records, progress):
    visitor.get("/formulier")
    key = re.search(r'name="sleutel" value="([^"]+)"', visitor.page.text)[1]
    assert 'name="aantal-1"' in visitor.post("/formulier", sleutel=key, doe="toevoegen", **FILLED)
    more = FILLED | {"aantal-1": "5", "voor-1": "amv", "hoe-1": "exploring"}
    visitor.post("/formulier", sleutel=key, doe="verder", **more)
    send(visitor)
    confirm(visitor, records)
    assert (progress()["pledged_firm"], progress()["other_groups"]) == (12, 5)


def test_a_program_that_fills_in_everything_gets_nowhere(visitor, records):
    fill_in(visitor, website="https://kopen.example")
    assert "Uw antwoord is ontvangen." in visitor.page.text
    with records.write():
        assert records.forms.end_old(CAMPAIGN.deadline.instant) == 0


def test_too_often_from_one_place_waits(visitor):
    for _ in range(21):
        fill_in(visitor)
    assert visitor.page.status_code == 429
    assert "te vaak verstuurd" in visitor.page.text


def test_a_form_of_another_website_is_refused(visitor):
    answer = visitor.client.post("/formulier", data=FILLED, headers={"Origin": "https://elders.example"})
    assert answer.status_code == 403


def test_without_the_form_there_is_no_page(records, watch):
    desk = Desk(records, CAMPAIGN, NAMES, watch)
    assert Browser(desk).client.get("/formulier").status_code == 404
