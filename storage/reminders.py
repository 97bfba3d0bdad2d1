"""Waves of reminders: what waits for approval, what was queued, and where each gemeente stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from domain.dossier import Offer, Status
from domain.reminders import Facts, Situation, Standing, situation_of
from domain.sending import Queued, Wave
from storage.contacts import Contacts
from storage.database import Database
from storage.loading import offer
from storage.times import moment, text


class Reminders:
    """What is known of reminders. Every method that changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._contacts = Contacts(db)

    def wave(self, campaign: str, step: str, deadline_day: date, at: datetime, *, approved: bool) -> Wave:
        """The wave of this step, made where there is none yet: approved, or waiting for a person."""
        self._db.change(
            "INSERT INTO waves (campaign, step, deadline_day, state, made_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (campaign, step, deadline_day) DO NOTHING",
            (campaign, step, deadline_day.isoformat(), "approved" if approved else "waiting", text(at)),
        )
        found = self.find_wave(campaign, step, deadline_day)
        assert found is not None  # noqa: S101  it has just been made
        return found

    def find_wave(self, campaign: str, step: str, deadline_day: date) -> Wave | None:
        """The wave of this step for this deadline, if there is one."""
        row = self._db.row(
            "SELECT id, state FROM waves WHERE campaign = ? AND step = ? AND deadline_day = ?",
            (campaign, step, deadline_day.isoformat()),
        )
        return Wave(row["id"], step, deadline_day, row["state"]) if row else None

    def waves(self, campaign: str) -> list[dict[str, Any]]:
        """Every wave with how many reminders it has by state of the outbox, the oldest first."""
        rows = self._db.rows(
            "SELECT w.id, w.step, w.deadline_day, w.state, w.decided_by, count(o.id) AS queued, "
            "count(o.id) FILTER (WHERE o.state = 'sent') AS sent, "
            "count(o.id) FILTER (WHERE o.state = 'cancelled') AS cancelled, "
            "(SELECT count(*) FROM wave_exclusions e WHERE e.wave = w.id) AS excluded "
            "FROM waves w LEFT JOIN reminders r ON r.wave = w.id LEFT JOIN outbox o ON o.id = r.outbox "
            "WHERE w.campaign = ? GROUP BY w.id ORDER BY w.id",
            (campaign,),
        )
        return [dict(row) for row in rows]

    def decide(self, wave: int, state: str, who: str, at: datetime) -> bool:
        """Approve or dismiss a wave that waits; false where somebody was first."""
        changed = self._db.change(
            "UPDATE waves SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state = 'waiting'",
            (state, who, text(at), wave),
        )
        return changed == 1

    def exclude(self, wave: int, gemeente: str, who: str, at: datetime) -> None:
        """Leave this gemeente out of the wave."""
        self._db.change(
            "INSERT INTO wave_exclusions (wave, gemeente, excluded_by, excluded_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (wave, gemeente) DO NOTHING",
            (wave, gemeente, who, text(at)),
        )

    def note(self, wave: int, gemeente: str, situation: Situation, key: str) -> None:
        """Tie the queued row with this key to its wave."""
        self._db.change(
            "INSERT INTO reminders (wave, gemeente, situation, outbox) SELECT ?, ?, ?, id FROM outbox WHERE key = ?",
            (wave, gemeente, str(situation), key),
        )

    def queued(self, outbox: int) -> Queued | None:
        """What a row of the outbox reminds of; `None` where it is no reminder of a wave."""
        row = self._db.row(
            "SELECT w.step, r.situation, w.made_at FROM reminders r JOIN waves w ON w.id = r.wave WHERE r.outbox = ?",
            (outbox,),
        )
        return Queued(row["step"], Situation(row["situation"]), moment(row["made_at"])) if row else None

    def standings(self, campaign: str, deadline_day: date, today: date) -> list[Standing]:
        """Where each of the gemeenten stands for this deadline, in order of CBS code."""
        handled, excluded = self._handled(campaign, deadline_day), self._excluded(campaign, deadline_day)
        contacts = self._contacts.by_gemeente()
        return [
            Standing(
                gemeente,
                situation_of(facts),
                tuple(contacts.get(gemeente, ())),
                frozenset(handled[gemeente]),
                excluded=frozenset(excluded[gemeente]),
            )
            for gemeente, facts in self._facts(campaign, today)
        ]

    def situation(self, campaign: str, gemeente: str, today: date) -> Situation | None:
        """What there is to remind this gemeente of now, if anything."""
        ((_, facts),) = self._facts(campaign, today, gemeente)
        return situation_of(facts)

    def conditions_passed(self, campaign: str, gemeente: str, today: date) -> list[tuple[Offer, str]]:
        """The conditional pledges of this gemeente whose date has passed, each with the sentence that it came from."""
        rows = self._db.rows(
            "SELECT p.*, coalesce(json_extract(p.evidence, '$[0].text'), '') AS sentence FROM pledges p "
            "WHERE p.campaign = ? AND p.gemeente = ? AND p.state = 'confirmed' AND p.commitment = 'conditional' "
            "AND p.available_from < ? ORDER BY p.id",
            (campaign, gemeente, today.isoformat()),
        )
        return [(offer(row), row["sentence"]) for row in rows]

    def _facts(self, campaign: str, today: date, gemeente: str | None = None) -> Iterable[tuple[str, Facts]]:
        which = "WHERE g.code = :gemeente" if gemeente else "ORDER BY g.code"
        values = {"campaign": campaign, "today": today.isoformat(), "gemeente": gemeente}
        rows = self._db.rows(f"{_FACTS} {which}", values)
        for row in rows:
            yield (
                row["code"],
                Facts(
                    Status(row["status"]),
                    told_bottlenecks=bool(row["bottlenecks"]),
                    condition_passed=bool(row["passed"]),
                    waits_for_review=bool(row["waiting"]),
                ),
            )

    def _handled(self, campaign: str, deadline_day: date) -> dict[str, set[str]]:
        rows = self._db.rows(
            "SELECT r.gemeente, w.step FROM waves w JOIN reminders r ON r.wave = w.id "
            "WHERE w.campaign = ? AND w.deadline_day = ?",
            (campaign, deadline_day.isoformat()),
        )
        return _grouped((row["gemeente"], row["step"]) for row in rows)

    def _excluded(self, campaign: str, deadline_day: date) -> dict[str, set[str]]:
        rows = self._db.rows(
            "SELECT e.gemeente, w.step FROM waves w JOIN wave_exclusions e ON e.wave = w.id "
            "WHERE w.campaign = ? AND w.deadline_day = ?",
            (campaign, deadline_day.isoformat()),
        )
        return _grouped((row["gemeente"], row["step"]) for row in rows)


_FACTS = """
SELECT g.code, coalesce(d.status, 'silent') AS status,
  EXISTS (SELECT 1 FROM bottlenecks b WHERE b.campaign = :campaign AND b.gemeente = g.code AND b.state = 'confirmed')
    AS bottlenecks,
  EXISTS (SELECT 1 FROM pledges p WHERE p.campaign = :campaign AND p.gemeente = g.code AND p.state = 'confirmed'
    AND p.commitment = 'conditional' AND p.available_from < :today) AS passed,
  EXISTS (SELECT 1 FROM dossier_messages e JOIN reviews r ON r.message = e.message AND r.state = 'open'
    WHERE e.dossier = d.id) AS waiting
FROM gemeenten g LEFT JOIN dossiers d ON d.campaign = :campaign AND d.gemeente = g.code"""


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
