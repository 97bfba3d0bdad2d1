"""The queries of the tick and of sending use their indexes: a year of mail does not make them slow."""

import pytest

from domain.campaign import AMSTERDAM
from domain.model import Channel
from intake.remind import tick
from intake.send import deliver_due
from tests.cast.people import new_records
from tests.cast.sending import ANNE, FOUR_WEEKS, Clock, Told, add_contacts, morning, reminding, sending

SMALL = ("gemeenten", "waves", "contacts", "absences", "left_alone", "wave_exclusions", "reminders")
"""Tables that hold a few rows for each gemeente: a tick asks about all of them, so reading them whole is right."""


@pytest.fixture
def records(tmp_path):
    with new_records(tmp_path) as opened:
        add_contacts(opened, ANNE)
        yield opened


def plans(records, act):
    """How SQLite finds its rows for every query of `act`."""
    seen = []
    database = records._db
    for connection in (database._writer, database.connection):
        connection.set_trace_callback(seen.append)
    act()
    for connection in (database._writer, database.connection):
        connection.set_trace_callback(None)
    selects = [sql for sql in dict.fromkeys(seen) if sql.startswith(("SELECT", "\nSELECT", "UPDATE"))]
    return {sql: [row["detail"] for row in database.rows(f"EXPLAIN QUERY PLAN {sql}")] for sql in selects}


def scanned(found):
    """The tables that are read whole, with the query that does so."""
    return {
        (detail.split()[1], sql)
        for sql, details in found.items()
        for detail in details
        if detail.startswith("SCAN ") and "CONSTANT" not in detail
    }


def full_names(tables):
    short = {"g": "gemeenten", "w": "waves", "c": "contacts", "a": "absences", "l": "left_alone"}
    short |= {"e": "wave_exclusions", "r": "reminders"}
    return {short.get(name, name) for name, _ in tables}


def test_the_tick_reads_no_large_table_whole(records):
    found = plans(records, lambda: tick(reminding(records), morning(FOUR_WEEKS)))
    assert len(found) > 5
    assert full_names(scanned(found)) <= set(SMALL)


def test_sending_reads_no_table_whole(records):
    tick(reminding(records), morning(FOUR_WEEKS))
    clock = Clock(morning(FOUR_WEEKS))
    found = plans(records, lambda: list(deliver_due(sending(records, Told(), clock))))
    assert len(found) > 5
    assert scanned(found) == set()


def test_asking_where_one_gemeente_stands_reads_only_its_own_rows(records):
    today = morning(FOUR_WEEKS).astimezone(AMSTERDAM).date()
    found = plans(records, lambda: records.reminders.situation("proef", "GM0307", today))
    assert scanned(found) == set()


def test_looking_for_uncertain_mail_and_limits_reads_no_table_whole(records):
    def look():
        records.outbox.unknown(morning(FOUR_WEEKS))
        records.outbox.sent_since("anne@amersfoort.nl", morning(FOUR_WEEKS))
        records.contacts.gemeenten_of("anne@amersfoort.nl")
        records.contacts.left_alone("anne@amersfoort.nl")
        with records.write():
            records.outbox.recover(morning(FOUR_WEEKS), "een")
            records.outbox.take([Channel.EMAIL], "een", morning(FOUR_WEEKS))

    assert scanned(plans(records, look)) == set()
