"""What the desk shows of a message whose text is gone: the figures, and that the text is gone."""

from __future__ import annotations

import pytest

from domain.keeping import Limits
from tests.cast.people import day
from tests.cast.script import mail
from tests.cast.talking import Phone
from tests.cast.talking import Watch as PhoneWatch

LATE = day(200)


@pytest.fixture
def wiped(tell, records, joke):
    tell(mail("pledge GM0307 12", "bottleneck GM0307 vergunning De kap ligt stil"))
    records.wipe(Limits(messages=LATE), LATE, lambda _: None)
    return joke


PAGES = ("", "/postbus", "/gemeente/GM0307", "/toezeggingen", "/knelpunten", "/uitgaand", "/zoeken?q=sanne")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_still_opens_and_names_nobody(wiped, path):
    page = wiped.get(f"/werkbank{path}")
    assert wiped.page.status_code == 200, path
    assert not any(word in page for word in ("Sanne", "devries"))


def test_a_figure_still_leads_to_its_sentence(wiped):
    assert "pledge" in wiped.get("/werkbank/gemeente/GM0307")


@pytest.mark.parametrize(("path", "status"), [("", 200), ("/bron", 410), ("/html", 410), ("/bijlage/0", 410)])
def test_of_the_message_itself_is_said_that_its_text_is_gone(wiped, path, status):
    page = wiped.get(f"/werkbank/bericht/1{path}")
    assert wiped.page.status_code == status
    assert "De tekst van dit bericht is gewist op 17 januari 2027" in page
    assert "op verzoek van de afzender, of omdat de bewaartermijn voorbij is" in page


def test_what_stays_of_it_and_where_to_go_from_there_is_on_that_page(wiped):
    page = wiped.get("/werkbank/bericht/1")
    assert "12 plekken voor statushouders" in page
    assert all(link in page for link in ('"/werkbank/gemeente/GM0307"', '"/werkbank/postbus"'))
    assert "/werkbank/bericht/1/bron" not in page


def test_there_is_nothing_left_to_review_of_it(wiped):
    page = wiped.get("/werkbank/nakijken/1")
    assert "De tekst van dit bericht is gewist" in page


def test_a_wiped_conversation_says_so_too(records, watch, joke):
    Phone(records, PhoneWatch(watch()), address="4242").type("hallo")
    assert "Neem het gesprek over" in joke.get("/werkbank/vragen/gesprek/1")
    records.forget("4242", day(40))
    page = joke.get("/werkbank/vragen/gesprek/1")
    assert "Dit gesprek is gewist" in page
    assert "Neem het gesprek over" not in page
