"""What the desk shows of a message whose text is gone: the figures, and that the text is gone."""

from __future__ import annotations

import pytest

from domain.keeping import Limits
from tests.cast.people import day
from tests.cast.script import mail

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


@pytest.mark.parametrize("path", ["", "/bron", "/html"])
def test_of_the_message_itself_is_said_that_its_text_is_gone(wiped, path):
    page = wiped.get(f"/werkbank/bericht/1{path}")
    assert "De tekst van bericht 1 is gewist: de afzender vroeg daarom, of de bewaartermijn is voorbij." in page
