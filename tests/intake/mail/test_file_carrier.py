"""Mail as files: what SMTP would have sent, whole, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.model import Address
from domain.outbox import Outcome
from intake.mail.compose import compose
from intake.mail.file_carrier import FileCarrier
from tests.intake.mail.test_smtp import NOW, SENDER, dispatch

LATER = datetime(2026, 7, 2, tzinfo=UTC)


@pytest.fixture
def carrier(tmp_path: Path) -> FileCarrier:
    return FileCarrier(tmp_path / "uit", SENDER, lambda: NOW)


def test_a_file_holds_exactly_what_smtp_would_have_sent(carrier: FileCarrier) -> None:
    assert carrier.deliver(dispatch(), lambda: True).outcome is Outcome.DELIVERED
    (file,) = carrier.folder.iterdir()
    assert file.read_bytes() == compose(dispatch(), SENDER, NOW)
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_message_id_twice_is_one_file_and_the_first_stays(carrier: FileCarrier) -> None:
    carrier.deliver(dispatch(text="eerst"), lambda: True)
    carrier.deliver(dispatch(text="later"), lambda: True)
    (file,) = carrier.folder.iterdir()
    assert b"eerst" in file.read_bytes()


def test_nothing_is_written_when_the_row_has_another_owner_by_then(carrier: FileCarrier) -> None:
    assert carrier.deliver(dispatch(), lambda: False).outcome is Outcome.TEMPORARY
    assert list(carrier.folder.iterdir()) == []


def test_what_was_written_can_be_looked_up(carrier: FileCarrier) -> None:
    carrier.deliver(dispatch(), lambda: True)
    assert [carrier.holds(number) for number in ("<1@vng.nl>", "<2@vng.nl>")] == [True, False]


def test_no_message_id_reaches_outside_the_folder(carrier: FileCarrier, tmp_path: Path) -> None:
    carrier.deliver(replace(dispatch(), message_id="<../../weg@vng.nl>"), lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["uit"]
    assert len(list(carrier.folder.iterdir())) == 1


def test_a_folder_that_cannot_be_made_says_nothing_about_the_dispatch(tmp_path: Path) -> None:
    (tmp_path / "uit").write_text("een bestand")
    delivery = FileCarrier(tmp_path / "uit", SENDER, lambda: NOW).deliver(dispatch(), lambda: True)
    assert delivery.outcome is Outcome.UNREACHABLE
    assert str(tmp_path / "uit") in delivery.reason


def test_what_is_no_address_is_refused(carrier: FileCarrier) -> None:
    wrong = replace(dispatch(), recipient=Address("", "geen adres"))
    assert carrier.deliver(wrong, lambda: True).outcome is Outcome.PERMANENT
