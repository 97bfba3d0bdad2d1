"""A person who asks for it is erased from the desk; what the gemeente said stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from tests.cast.people import day
from tests.cast.script import mail
from tests.desk.conftest import Browser

WIPE = "/werkbank/beheer/wissen"
SANNE = "sanne@amersfoort.nl"


@pytest.fixture
def gone():
    """The Message-IDs of which the copies were removed."""
    return []


@pytest.fixture
def chef(desk, tell, gone, records):
    tell(mail("pledge GM0307 12", sender=SANNE), mail("pledge GM0184 3", "review vaag", sender="u@urk.nl", number="b"))
    with records.write():
        records.outbox.queue(
            "proef",
            Dispatch("x", OutKind.ANSWER, Channel.EMAIL, Address("", SANNE), "Re", "Beste,", day(2), "<x@vng.nl>"),
        )
    chef = Browser(replace(desk, erase=gone.append)).sign_in("Chef")
    chef.get(WIPE)
    return chef


def test_who_asks_for_it_is_erased_and_the_figures_stay(chef, records, gone):
    assert "Gewist: 1 ontvangen bericht" in chef.post(WIPE, adres=f" {SANNE} ", zeker="1")
    assert gone == ["<x@vng.nl>"]
    assert records.progress("proef")["pledged_firm"] == 12
    assert SANNE not in chef.get("/werkbank/gemeente/GM0307") + chef.get("/werkbank/beheer/logboek?wat=persoon gewist")
    assert "persoon gewist" in {line["action"] for line in records.audit.lines()}


def test_the_trail_never_held_the_address(chef, records):
    chef.get("/werkbank/gemeente/GM0307")
    chef.post("/werkbank/gemeente/GM0307/contact", adres=SANNE, naam="Sanne", rol="ambtelijk")
    chef.post("/werkbank/gemeente/GM0307/mail", aan=SANNE, onderwerp="Vraag", tekst="Dag", sleutel="een")
    lines = [dict(line) for line in records.audit.lines()]
    assert {"contact toegevoegd", "mail geschreven"} <= {line["action"] for line in lines}
    assert SANNE not in str(lines)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"adres": SANNE}, "Kruis aan dat u het zeker weet."),
        ({"zeker": "1"}, "Vul een e-mailadres in"),
        ({"adres": "niemand@urk.nl", "zeker": "1"}, "Van dit adres is niets bekend."),
        ({"adres": "u@urk.nl", "zeker": "1"}, "Handel eerst af wat nog wacht"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_goes(chef, records, fields, sentence):
    assert sentence in chef.post(WIPE, **fields)
    assert chef.page.status_code == 422
    assert records.messages.raw(1)


def test_only_a_manager_may(joke):
    joke.get(WIPE)
    assert joke.page.status_code == 403
