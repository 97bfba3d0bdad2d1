"""The headers of what we send, and that nobody can put one in."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from intake.mail.compose import compose

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
DISPATCH = Dispatch(
    "k", OutKind.REMINDER, Channel.EMAIL, Address("Zoë Smit", "zoe@best.nl"), "Één plek", "Dag", NOW, "<1@vng.nl>"
)


def composed(dispatch: Dispatch) -> EmailMessage:
    raw = compose(dispatch, Address("VNG", "migratie@vng.nl"), NOW)
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_names_and_subjects_keep_their_accents() -> None:
    mail = composed(DISPATCH)
    assert mail["To"].addresses[0].display_name == "Zoë Smit"
    assert (mail["Subject"], mail["Date"]) == ("Één plek", "Wed, 01 Jul 2026 10:00:00 +0200")


@pytest.mark.parametrize(
    ("kind", "submitted", "unsubscribe"),
    [
        (OutKind.REMINDER, "auto-generated", True),
        (OutKind.ACKNOWLEDGEMENT, "auto-replied", False),
        (OutKind.ANSWER, None, False),
    ],
)
def test_automatic_mail_says_so_and_a_reminder_can_be_stopped(
    kind: OutKind,
    submitted: str | None,
    unsubscribe: bool,
) -> None:
    mail = composed(replace(DISPATCH, kind=kind))
    assert mail["Auto-Submitted"] == submitted
    assert ("List-Unsubscribe" in mail) is unsubscribe


def test_out_of_office_answers_are_wanted() -> None:
    assert "X-Auto-Response-Suppress" not in composed(DISPATCH)


def test_an_answer_stands_in_its_thread() -> None:
    mail = composed(replace(DISPATCH, in_reply_to="<q@x.nl>", references=("<a@x.nl>", "<q@x.nl>")))
    assert (mail["In-Reply-To"], mail["References"]) == ("<q@x.nl>", "<a@x.nl> <q@x.nl>")


def test_both_forms_of_the_text_are_there() -> None:
    mail = composed(replace(DISPATCH, html="<p>Dag</p>"))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_of_others_becomes_a_header(subject: str, name: str, reference: str) -> None:
    evil = replace(DISPATCH, subject=subject + "\r\nBcc: x@y.nl", in_reply_to=reference, references=(reference,))
    mail = composed(replace(evil, recipient=Address(name + "\nBcc: x@y.nl", "zoe@best.nl")))
    assert "Bcc" not in mail
    assert len(mail["To"].addresses) == 1
