"""The shape of `campaign.toml`. Strict: TOML has its own dates and numbers, so nothing is converted or guessed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.campaign import AMSTERDAM, Acknowledge, DeadlineRule, last_instant
from domain.reminders import Anchor, ContactRole, Situation, Span

# the words of a letter are Dutch whatever the locale of the server
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905  # one line, not twelve

Row = TypeVar("Row", bound="Table")
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Table(BaseModel):
    """A table of the campaign file; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DeadlineTable(Table):
    """The deadline three ways: as the letter says it, as a rule on a day, and as the instant that must follow."""

    words: Text
    day: date
    rule: Annotated[DeadlineRule, Field(strict=False)]
    instant: AwareDatetime

    @model_validator(mode="after")
    def _same_thing_three_times(self) -> Self:
        wrong = []
        spoken = f"{self.day.day} {MONTHS[self.day.month - 1]}"
        if spoken not in self.words.lower():
            wrong.append(f"words noemt niet de dag die bij day staat ({spoken})")
        follows = last_instant(self.rule, self.day)
        if self.instant != follows:
            local = follows.astimezone(AMSTERDAM).isoformat()
            wrong.append(f'instant past niet bij rule = "{self.rule}" en day; dat moet {local} zijn')
        if wrong:
            raise ValueError("klopt niet: " + "; ".join(wrong))
        return self


class LetterTable(Table):
    """A letter that answers come from; the words of `marks` stand together in its text only."""

    id: Text
    date: date
    title: Text
    month_only: bool = False
    marks: list[Text] = []


class NetworkTable(Table):
    """A network; `stated_members` is how many members it says it has."""

    key: Text
    title: Text
    contribution: Count | None = None
    stated_members: Count | None = None


class DayOffTable(Table):
    """A day on which nothing is sent, beside weekends and public holidays."""

    day: date
    name: Text


class ReminderTable(Table):
    """One step of the ladder of reminders; `amount` is negative before the anchor."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    anchor: Annotated[Anchor, Field(strict=False)] = Anchor.DEADLINE
    amount: Annotated[int, Field(ge=-366, le=366)] = 0
    span: Annotated[Span, Field(strict=False)] = Span.DAYS
    roles: Annotated[list[Annotated[ContactRole, Field(strict=False)]], Field(min_length=1)]
    situations: Annotated[list[Annotated[Situation, Field(strict=False)]], Field(min_length=1)]
    mail: Text = "stil"


class CampaignFile(Table):
    """The whole file."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    goal: Count
    opened_on: date
    mailbox: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    own_domains: list[Annotated[str, Field(pattern=r"^[^@\s]+\.[^@\s]+$")]]
    deadline: DeadlineTable
    ends_on: date | None = None
    letters: list[LetterTable] = []
    networks: list[NetworkTable] = []
    days_off: list[DayOffTable] = []
    reminders: list[ReminderTable] = []
    acknowledge: Annotated[Acknowledge, Field(strict=False)] = Acknowledge.AUTOMATIC

    @field_validator("letters", "networks", "days_off", "reminders")
    @classmethod
    def _each_once(cls, rows: list[Row]) -> list[Row]:
        names = Counter(next(iter(row.model_dump().values())) for row in rows)
        twice = [str(name) for name, count in names.items() if count > 1]
        if twice:
            raise ValueError(f"noemt dit meer dan eens: {', '.join(twice)}")
        return rows
