"""The ladder of the campaign that ships, on the working days of this country."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import checked_campaign, open_campaign, open_ladder, working_days
from bot.settings import Settings
from bot.settings_file import shipped_campaign
from domain.campaign import AMSTERDAM, Deadline, DeadlineRule
from domain.reminders import ContactRole


@pytest.fixture(scope="module")
def ladder():
    settings = Settings(campaign=shipped_campaign())
    return open_ladder(settings, open_campaign(settings))


def mornings(ladder):
    return {step.key: f"{at.astimezone(AMSTERDAM):%a %d %b %H:%M}" for at, step in ladder.instants()}


def test_the_steps_of_this_campaign(ladder):
    assert mornings(ladder) == {
        "uitnodiging": "Thu 28 May 09:00",
        "vier-weken": "Thu 16 Jul 09:00",
        "twee-weken": "Thu 30 Jul 09:00",
        "een-week": "Thu 06 Aug 09:00",
        "twee-werkdagen": "Tue 11 Aug 09:00",
        "u-kunt-nog": "Fri 14 Aug 09:00",
    }


def test_the_secretary_is_written_to_only_when_it_becomes_late(ladder):
    late = [step.key for step in ladder.steps if ContactRole.SECRETARY in step.roles]
    assert late == ["uitnodiging", "een-week", "twee-werkdagen", "u-kunt-nog"]


def test_a_moved_deadline_moves_the_ladder_around_the_holidays(ladder):
    moved = replace(ladder, deadline=Deadline.of("voor 29 december", DeadlineRule.BEFORE, date(2026, 12, 29)))
    assert mornings(moved)["twee-werkdagen"] == "Wed 23 Dec 09:00"
    assert mornings(moved)["u-kunt-nog"] == "Tue 29 Dec 09:00"


def test_days_off_of_the_campaign_are_free_beside_public_holidays():
    days = working_days(open_campaign(Settings(campaign=shipped_campaign())))
    free = [date(2026, 5, 5), date(2026, 4, 27), date(2026, 5, 25), date(2026, 12, 25)]
    assert [days.works(day) for day in free] == [False] * 4
    assert days.works(date(2026, 5, 6))


def test_a_step_without_its_mail_is_named(tmp_path: Path):
    file = shipped_campaign() / "campaign.toml"
    for source in file.parent.iterdir():
        if source.is_file():
            (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "mails").mkdir()
    for source in (file.parent / "mails").iterdir():
        (tmp_path / "mails" / source.name).write_bytes(source.read_bytes())
    (tmp_path / "mails" / "u-kunt-nog.txt").unlink()
    assert f"{tmp_path / 'mails'}: u-kunt-nog.txt ontbreekt, voor stap u-kunt-nog" in checked_campaign(tmp_path).faults
