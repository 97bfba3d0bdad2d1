"""Gemeenten, the campaign with its networks, and settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.campaign import Campaign, Gemeente
from storage.database import Database
from storage.times import text


def store_gemeenten(db: Database, gemeenten: Iterable[Gemeente]) -> None:
    """Make the table equal to these; a gemeente that something is recorded of stays, also when it is merged away."""
    rows = [(g.code, g.name, g.province) for g in gemeenten]
    with db.write():
        db.change_all(
            "INSERT INTO gemeenten (code, name, province) VALUES (?, ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET name = excluded.name, province = excluded.province",
            rows,
        )
        wanted = {code for code, _, _ in rows}
        gone = [row["code"] for row in db.rows(_UNUSED) if row["code"] not in wanted]
        db.change_all("DELETE FROM gemeenten WHERE code = ?", [(code,) for code in gone])


_UNUSED = """
SELECT code FROM gemeenten WHERE code NOT IN (SELECT gemeente FROM dossiers)
  AND code NOT IN (SELECT gemeente FROM network_members)
  AND code NOT IN (SELECT gemeente FROM pledges WHERE gemeente IS NOT NULL)
  AND code NOT IN (SELECT gemeente FROM bottlenecks WHERE gemeente IS NOT NULL)
  AND code NOT IN (SELECT gemeente FROM numbers WHERE gemeente IS NOT NULL)
  AND code NOT IN (SELECT gemeente FROM outbox WHERE gemeente IS NOT NULL)
"""


def store_campaign(db: Database, campaign: Campaign) -> None:
    """Make the rows of this campaign equal to it. Raises `RecordError` for an unknown gemeente in a network."""
    deadline = campaign.deadline
    with db.write():
        db.change(
            "INSERT INTO campaigns (key, title, goal, opened_on, deadline_words, deadline_rule, deadline_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET title = excluded.title, "
            "goal = excluded.goal, opened_on = excluded.opened_on, deadline_words = excluded.deadline_words, "
            "deadline_rule = excluded.deadline_rule, deadline_at = excluded.deadline_at",
            (
                campaign.key,
                campaign.title,
                campaign.goal,
                campaign.opened_on.isoformat(),
                deadline.words,
                str(deadline.rule),
                text(deadline.instant),
            ),
        )
        db.change("DELETE FROM networks WHERE campaign = ?", (campaign.key,))
        db.change("DELETE FROM bottleneck_types WHERE campaign = ?", (campaign.key,))
        _store_lists(db, campaign)


def _store_lists(db: Database, campaign: Campaign) -> None:
    db.change_all(
        "INSERT INTO networks (campaign, key, title, contribution, position) VALUES (?, ?, ?, ?, ?)",
        [(campaign.key, n.key, n.title, n.contribution, at) for at, n in enumerate(campaign.networks)],
    )
    db.change_all(
        "INSERT INTO network_members (campaign, network, gemeente) VALUES (?, ?, ?)",
        [(campaign.key, n.key, code) for n in campaign.networks for code in sorted(n.members)],
    )
    db.change_all(
        "INSERT INTO bottleneck_types (campaign, key, label, position) VALUES (?, ?, ?, ?)",
        [(campaign.key, t.key, t.label, at) for at, t in enumerate(campaign.bottleneck_types)],
    )


def setting(db: Database, key: str) -> str | None:
    """The value of a setting that lives in the database (not in the settings file), or `None`."""
    value: str | None = db.value("SELECT value FROM settings WHERE key = ?", (key,))
    return value


def set_setting(db: Database, key: str, value: str, at: datetime) -> None:
    """Write a setting, in a transaction of its own or in the one that is open."""
    with db.write():
        db.change(
            "INSERT INTO settings (key, value, changed_at) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
            (key, value, text(at)),
        )


def clear_setting(db: Database, key: str) -> bool:
    """Remove a setting, inside `write`; gives whether it was set."""
    return db.change("DELETE FROM settings WHERE key = ?", (key,)) == 1
