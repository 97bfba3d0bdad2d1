"""A campaign: its goal, its deadline, the networks with their indicative contribution, and the closed list of
bottlenecks. Values and rules only; a campaign folder is read elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.keeping import Terms, kept_text
from domain.letters import Letter

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

NO_NETWORK = "geen netwerk"
"""What stands in the network column for a gemeente that no network names."""


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A gemeente of the country. `code` is the CBS code (`GM0307`)."""

    code: str
    name: str
    province: str


class DeadlineRule(StrEnum):
    """How the words of a letter make an instant of a day."""

    BEFORE = "before"
    """"voor 14 augustus": through the end of the day before."""
    THROUGH = "through"
    """"tot en met 14 augustus": through the end of that day."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as the words of the letter, the rule that reads them, and the last instant that is in time (UTC)."""

    words: str
    rule: DeadlineRule
    instant: datetime

    @classmethod
    def of(cls, words: str, rule: DeadlineRule, day: date) -> Deadline:
        """The deadline that `rule` makes of `day`; the last second of a day is one on the clock in Amsterdam."""
        return cls(words, rule, last_instant(rule, day))

    @property
    def last_day(self) -> date:
        """The last calendar day in the Netherlands that is in time."""
        return self.instant.astimezone(AMSTERDAM).date()

    def passed(self, now: datetime) -> bool:
        """Whether `now` (aware) is too late."""
        return now > self.instant


def last_instant(rule: DeadlineRule, day: date) -> datetime:
    """The last second that is in time, in UTC: "voor 14 augustus" is 13 August 23:59:59 in Amsterdam."""
    last = day - timedelta(days=1) if rule is DeadlineRule.BEFORE else day
    return datetime.combine(last, time(23, 59, 59), AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Network:
    """A network of gemeenten. `contribution` is the indicative number of places for each member, if there is one.

    `members` are CBS codes; a gemeente may be in several networks or in none. `source` says where the list is from.
    """

    key: str
    title: str
    contribution: int | None = None
    members: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class BottleneckType:
    """One kind of obstacle on the closed list. `covers` says in Dutch what falls under it."""

    key: str
    label: str
    covers: str = ""


class Acknowledge(StrEnum):
    """Whether the sender gets an acknowledgement by itself, only after a person looked, or never."""

    AUTOMATIC = "automatic"
    AFTER_REVIEW = "after_review"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is asked, of whom, and by when.

    `goal` is a number of places for statushouders. `days_off` are days on which nothing is sent, beside weekends and
    public holidays. `mailbox` is the address that gemeenten write to; mail from `own_domains` is the VNG's own.
    `letters` are those that answers come from, without their texts. `ends_on` is the last day of the campaign where it
    goes on after the deadline. `terms` are for how long is kept what came in; they come from the settings.
    """

    key: str
    title: str
    goal: int
    opened_on: date
    deadline: Deadline
    networks: tuple[Network, ...] = ()
    bottleneck_types: tuple[BottleneckType, ...] = ()
    days_off: frozenset[date] = frozenset()
    mailbox: str = ""
    own_domains: frozenset[str] = frozenset()
    acknowledge: Acknowledge = Acknowledge.AUTOMATIC
    letters: tuple[Letter, ...] = ()
    ends_on: date | None = None
    terms: Terms = field(default_factory=Terms)

    @property
    def end(self) -> datetime:
        """The last instant of the campaign (UTC): never before the deadline."""
        if self.ends_on is None:
            return self.deadline.instant
        return max(self.deadline.instant, last_instant(DeadlineRule.THROUGH, self.ends_on))

    def kept_text(self, days: int | None, now: datetime) -> str:
        """For how long is kept what comes in `now`; ends a sentence such as "Wij bewaren dit …"."""
        return kept_text(days, self.end, now, AMSTERDAM)

    def networks_of(self, gemeente: str) -> tuple[Network, ...]:
        """The networks that name this gemeente, in the order of the campaign."""
        return tuple(network for network in self.networks if gemeente in network.members)

    def network_text(self, gemeente: str) -> str:
        """`M50, R8` for a gemeente in two networks, `geen netwerk` for one in none."""
        return ", ".join(network.key for network in self.networks_of(gemeente)) or NO_NETWORK

    def contribution_of(self, gemeente: str) -> int | None:
        """The indicative contribution in places: the highest of its networks, `None` where none names one.

        A gemeente in two networks is asked once, so contributions are not added up.
        """
        asked = [n.contribution for n in self.networks_of(gemeente) if n.contribution is not None]
        return max(asked, default=None)
