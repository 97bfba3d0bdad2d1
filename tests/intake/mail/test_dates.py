"""The date of a mail, and what is no date."""

from __future__ import annotations

import pytest

from intake.mail.dates import sent_date


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("Thu, 09 Jul 2026 10:41:00 +0200", "2026-07-09T10:41:00+02:00"),
        ("9 Jul 2026 10:41 +0200", "2026-07-09T10:41:00+02:00"),
        ("Thu, 09 Jul 2026 10:41:00 -0000", "2026-07-09T10:41:00+00:00"),
        ("Thu, 09 Jul 2026 10:41:00", "2026-07-09T10:41:00+02:00"),
        ("Thu, 09 Jul 2026 10:41:00 +0200 (CEST)", "2026-07-09T10:41:00+02:00"),
        ("do, 14 mei 2026 10:41:00 +0200", "2026-05-14T10:41:00+02:00"),
        ("donderdag 5 maart 2026 10:41:00 +0100", "2026-03-05T10:41:00+01:00"),
        ("2026-07-09T10:41:00Z", "2026-07-09T10:41:00+00:00"),
        ("2026-07-09 10:41:00", "2026-07-09T10:41:00+02:00"),
        ("Thu, 09 Jul 26 10:41:00 GMT", "2026-07-09T10:41:00+00:00"),
    ],
)
def test_a_date_is_read_with_its_offset(value: str, instant: str) -> None:
    found = sent_date(value)
    assert found is not None
    assert found.isoformat() == instant


@pytest.mark.parametrize(
    "value",
    ["", "gisteren", "32 Jul 2026 10:00:00 +0200", "1 Jan 9999 10:00:00 +0000", "\x00", "1" * 99],
)
def test_what_is_no_date_gives_none(value: str) -> None:
    assert sent_date(value) is None


@pytest.mark.parametrize("offset", ["+9999", "+2359", "-1559", "+0000000000099"])
def test_an_absurd_offset_never_raises(offset: str) -> None:
    found = sent_date(f"Thu, 09 Jul 2026 10:41:00 {offset}")
    assert found is None or found.tzinfo is not None
