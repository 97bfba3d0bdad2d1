"""A campaign from its folder: `campaign.toml`, `members.csv`, `bottlenecks.csv`. All faults are found at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.campaign_file import CampaignFile, NetworkTable, ReminderTable
from bot.campaign_lists import Members, read_bottlenecks, read_members
from bot.faults import expectation, fault_key, known_keys
from bot.toml_file import line_of, read_toml
from domain.campaign import BottleneckType, Campaign, Deadline, Network
from domain.errors import CampaignError
from domain.letters import Letter
from domain.reminders import Step


@dataclass(slots=True)
class Checked:
    """A campaign folder after checking: the campaign where there are no faults, and what is worth knowing.

    `letters` are the ids of its letters, also while something else is wrong; `None` where the file cannot be read.
    """

    campaign: Campaign | None = None
    letters: frozenset[str] | None = None
    steps: tuple[Step, ...] = ()
    faults: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def load_campaign(folder: Path, gemeenten: Mapping[str, str]) -> Campaign:
    """The campaign in `folder`; `gemeenten` gives the name for each CBS code. Raises `CampaignError`."""
    checked = check_campaign(folder, gemeenten)
    if checked.campaign is None:
        raise CampaignError(checked.faults)
    return checked.campaign


def campaign_file(path: Path) -> Path:
    """The `campaign.toml` that is meant by a folder or by the file itself."""
    return path if path.suffix == ".toml" and not path.is_dir() else path / "campaign.toml"


def check_campaign(path: Path, gemeenten: Mapping[str, str]) -> Checked:
    """Read the campaign in a folder (or the folder of a `campaign.toml`) and list every fault with file and line."""
    file = campaign_file(path)
    checked = Checked()
    table, content = _read(file, checked.faults)
    members = read_members(file.with_name("members.csv"), _named(table, "networks", "key"), gemeenten, checked.faults)
    bottlenecks = read_bottlenecks(file.with_name("bottlenecks.csv"), checked.faults)
    checked.faults += _too_late(file, table)
    checked.letters = _named(table, "letters", "id") if table else None
    if content:
        checked.notices += list(_notices(content, members, gemeenten))
    if content and not checked.faults:
        checked.campaign = _campaign(content, members, bottlenecks)
    if content:
        checked.steps = tuple(_step(row) for row in content.reminders)
    return checked


def _read(file: Path, faults: list[str]) -> tuple[dict[str, Any], CampaignFile | None]:
    try:
        table = read_toml(file, lambda sentence: CampaignError([sentence]))
    except CampaignError as error:
        faults += error.faults
        return {}, None
    try:
        return table, CampaignFile.model_validate(table)
    except ValidationError as error:
        known = list(known_keys(CampaignFile))
        for fault in error.errors(include_url=False):
            faults.append(_placed(file, fault["loc"], f"{fault_key(fault)} {expectation(fault, known)}"))
        return table, None


def _placed(file: Path, location: Sequence[str | int], sentence: str) -> str:
    line = line_of(file.read_text(encoding="utf-8-sig"), location)
    return f"{file}, regel {line}: {sentence}" if line else f"{file}: {sentence}"


def _named(table: Mapping[str, Any], group: str, key: str) -> frozenset[str]:
    """What other files may name of a group of tables, also while something else in this file is wrong."""
    found = table.get(group)
    rows = found if isinstance(found, list) else []
    return frozenset(str(row[key]) for row in rows if isinstance(row, dict) and key in row)


def _too_late(file: Path, table: Mapping[str, Any]) -> Iterator[str]:
    """Days that lie after the deadline, on the raw table: these are said also while something else is wrong."""
    deadline, letters = table.get("deadline"), table.get("letters")
    last = deadline.get("day") if isinstance(deadline, dict) else None
    days: list[tuple[tuple[str | int, ...], Any]] = [(("opened_on",), table.get("opened_on"))]
    for number, letter in enumerate(letters if isinstance(letters, list) else []):
        days.append((("letters", number, "date"), letter.get("date") if isinstance(letter, dict) else None))
    ends = table.get("ends_on")
    if type(ends) is date and type(last) is date and ends < last:
        yield _placed(file, ("ends_on",), f"ends_on ({ends}) ligt voor de deadline ({last}).")
    for location, day in days:
        if type(day) is date and type(last) is date and day >= last:
            name = location[0] if len(location) == 1 else f"letters[{int(location[1]) + 1}].date"
            yield _placed(file, location, f"{name} ({day}) ligt niet voor de deadline ({last}).")


def _campaign(content: CampaignFile, members: Members, bottlenecks: tuple[BottleneckType, ...]) -> Campaign:
    return Campaign(
        key=content.key,
        title=content.title,
        goal=content.goal,
        opened_on=content.opened_on,
        deadline=Deadline.of(content.deadline.words, content.deadline.rule, content.deadline.day),
        networks=tuple(_network(row, members) for row in content.networks),
        bottleneck_types=bottlenecks,
        days_off=frozenset(row.day for row in content.days_off),
        mailbox=content.mailbox,
        own_domains=frozenset(domain.lower() for domain in content.own_domains),
        acknowledge=content.acknowledge,
        ends_on=content.ends_on,
        letters=tuple(Letter(row.id, row.title, row.date, row.month_only, tuple(row.marks)) for row in content.letters),
    )


def _step(row: ReminderTable) -> Step:
    return Step(
        row.key, row.title, row.anchor, row.amount, row.span, tuple(row.roles), frozenset(row.situations), row.mail
    )


def _network(row: NetworkTable, members: Members) -> Network:
    source = " ".join(sorted(members.sources[row.key]))
    return Network(row.key, row.title, row.contribution, frozenset(members.confirmed[row.key]), source)


def _notices(content: CampaignFile, members: Members, gemeenten: Mapping[str, str]) -> Iterator[str]:
    for network in content.networks:
        known, supposed = len(members.confirmed[network.key]), len(members.supposed[network.key])
        more = f"; {supposed} vermoede leden tellen niet mee" if supposed else ""
        if network.stated_members is not None and known != network.stated_members:
            yield f"{network.key}: {known} van {network.stated_members} leden bekend{more}."
        elif not known:
            yield f"{network.key} heeft geen leden{more}."
    count = Counter(code for codes in members.confirmed.values() for code in codes)
    double = sorted(gemeenten[code] for code in count if count[code] > 1)
    if double:
        yield f"In meer dan een netwerk (het hoogste richtgetal telt): {', '.join(double)}."
    if len(count) < len(gemeenten):
        yield f"{len(gemeenten) - len(count)} van {len(gemeenten)} gemeenten staan in geen enkel netwerk."
