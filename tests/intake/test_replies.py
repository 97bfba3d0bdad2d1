"""Replies to our acknowledgement: each does what it says to the right dossier, and in doubt a person looks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from bot.app import gemeenten
from domain.ports import Location, RawMail, Reader
from intake.acknowledge import Acknowledging
from intake.follow import Follow
from intake.mail.parse import parse
from intake.process import Intake, process
from intake.receive import receive
from intake.templates import Templates
from nlp.reader import build_reader
from storage.records import Records
from tests.cast.people import CAMPAIGN, day
from tests.cast.sending import MAILS

TABLE = tomllib.loads(Path(__file__).with_name("replies.toml").read_text(encoding="utf-8"))
REPLIES, LATER = TABLE["reply"], TABLE["later"]
OFFICER = "Marloes Kamp <m.kamp@zutphen.nl>"
PLEDGE = "Beste VNG,\n\nDe gemeente Zutphen kan dit najaar 12 statushouders extra huisvesten.\n\nMarloes Kamp"
WANTED = 57


@dataclass(frozen=True)
class Outcome:
    """What a reply came to: the places that count, and whether a person has to look."""

    places: int
    waits: bool

    def fits(self, expected: object) -> bool:
        if expected == "person":
            return self.waits and self.places == 12
        return not self.waits and self.places == (12 if expected == "same" else expected)

    @property
    def changed(self) -> bool:
        return self.places != 12


@pytest.fixture(scope="module")
def reader() -> Reader:
    return build_reader()


def mail(sender: str, subject: str, text: str, number: int, answers: str = "") -> RawMail:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, CAMPAIGN.mailbox, subject
    made["Date"], made["Message-ID"] = format_datetime(day(number)), f"<{number}@zutphen.nl>"
    if answers:
        made["In-Reply-To"] = answers
    made.set_content(text)
    return RawMail(Location("proef", "INBOX", 1, str(number)), made.as_bytes(), day(number) + timedelta(minutes=1))


def quoted(text: str) -> str:
    return f"\n\nOp 1 juli 2026 om 10:05 schreef VNG <{CAMPAIGN.mailbox}>:\n\n{indent(text, '> ', lambda _: True)}"


def told(reader: Reader, folder: Path, reply: dict[str, Any]) -> Outcome:
    """Let the pledge come in, be acknowledged, and be answered by this reply."""
    with Records.open(folder / "proef.db", durable=False) as records:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(CAMPAIGN)
        acknowledging = Acknowledging(records, CAMPAIGN, Templates(MAILS), {c: g.name for c, g in gemeenten().items()})
        follow = Follow(records, acknowledging, parse, lambda: day(1))
        intake = Intake(records, parse, reader, CAMPAIGN, lambda: day(1), follow)
        receive(records, [mail(OFFICER, "Extra plekken", PLEDGE, 0)])
        list(process(intake))
        assert records.progress("proef")["pledged_firm"] == 12
        (sent,) = records.outbox.rows()
        text = reply["text"] + ("" if reply.get("bare") else quoted(sent["text"]))
        subject = reply.get("subject", f"RE: {sent['subject']}")
        receive(records, [mail(reply.get("from", OFFICER), subject, text, 2, sent["message_id"])])
        (handled,) = process(intake)
        assert not handled.problem, handled.problem
        return Outcome(records.progress("proef")["pledged_firm"], bool(handled.waits_for))


@pytest.fixture(scope="module")
def outcomes(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], Outcome]]:
    return [(reply, told(reader, tmp_path_factory.mktemp("antwoord"), reply)) for reply in (*REPLIES, *LATER)]


Outcomes = list[tuple[dict[str, Any], Outcome]]


def test_nearly_all_replies_do_what_they_say(outcomes: Outcomes) -> None:
    wrong = [(r["text"], r["expect"], came) for r, came in outcomes[:60] if not came.fits(r["expect"])]
    assert len(REPLIES) == 60
    assert len(REPLIES) - len(wrong) >= WANTED, wrong


def test_replies_that_no_rule_was_made_for_mostly_do_too(outcomes: Outcomes) -> None:
    right = sum(came.fits(r["expect"]) for r, came in outcomes[60:])
    assert right >= len(LATER) - 2


def test_no_reply_changes_a_figure_wrongly(outcomes: Outcomes) -> None:
    silent = [(r["text"], came) for r, came in outcomes if came.changed and not came.fits(r["expect"])]
    assert silent == []


def test_nobody_s_no_is_passed_over(outcomes: Outcomes) -> None:
    passed = [r["text"] for r, came in outcomes if r["expect"] != "same" and came == Outcome(12, waits=False)]
    assert passed == []
