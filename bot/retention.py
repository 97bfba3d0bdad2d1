"""Wiping what has been kept long enough: once a day by the service, and by `plaatsmaker wipe`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.outgoing import open_carrier
from bot.settings import Settings
from domain.campaign import Campaign
from domain.errors import StorageError
from domain.keeping import GRACE, SAID, Limits
from domain.retention import Wiped
from intake.mail.file_carrier import FileCarrier

if TYPE_CHECKING:
    from storage.records import Records

log = structlog.get_logger("plaatsmaker")


@dataclass(frozen=True, slots=True)
class Wiper:
    """What wiping takes. `erase` removes the copy of a mail that went out as a file; `ended`: the service stops."""

    records: Records
    campaign: Campaign
    clock: Callable[[], datetime]
    erase: Callable[[str], None]
    tell: Callable[[str], None] = print
    ended: Callable[[], bool] = lambda: False

    def look(self) -> Wiped:
        """What would be wiped now. Changes nothing."""
        return self.records.to_wipe(self._limits(self.clock()))

    def wipe(self) -> Wiped:
        """Wipe all of it, a portion at a time. Raises `StorageError`."""
        at, total = self.clock(), Wiped()
        limits = self._limits(at)
        while not self.ended() and not (done := self.records.wipe(limits, at, self.erase)).nothing:
            total += done
        return total

    def daily(self) -> None:
        """The same for the service, which goes on where the database could not: tomorrow it is tried again."""
        try:
            done = self.wipe() if self._known() else Wiped()
        except (StorageError, OSError) as error:
            log.error("wissen na de bewaartermijn lukte niet", fout=str(error))  # noqa: TRY400  # one line, no trace
            return
        if not done.nothing:
            log.info("gewist na de bewaartermijn", wat=done.words)
            self.tell(f"Gewist na de bewaartermijn: {done.words}.")

    def _limits(self, at: datetime) -> Limits:
        return self.campaign.terms.limits(self.campaign.end, at)

    def _known(self) -> bool:
        """Whether who runs this knows for long enough that something goes."""
        if not self.campaign.terms.by_default:
            return True
        said, now = said_on(self.records), self.clock()
        if said is None:
            with self.records.write():
                self.records.set_setting(SAID, now.isoformat(), now)
        return said is not None and now >= said + GRACE


def said_on(records: Records) -> datetime | None:
    """When the service first said that it wipes."""
    said = records.setting(SAID)
    return datetime.fromisoformat(said) if said else None


def open_wiper(
    settings: Settings,
    records: Records,
    campaign: Campaign,
    clock: Callable[[], datetime],
    tell: Callable[[str], None] = print,
    ended: Callable[[], bool] = lambda: False,
) -> Wiper:
    """The wiper of these settings."""
    return Wiper(records, campaign, clock, open_erase(settings), tell, ended)


def open_erase(settings: Settings) -> Callable[[str], None]:
    """What removes the copy of a mail that went out as a file."""
    carrier = open_carrier(settings)[0]
    return carrier.erase if isinstance(carrier, FileCarrier) else _nowhere


def _nowhere(_message_id: str) -> None:
    """Mail that went out over a server has no copy here."""
