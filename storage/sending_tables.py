"""Tables for writing to gemeenten: contacts, addresses that are left alone, reminders and their waves."""

from __future__ import annotations

from domain.model import Channel
from domain.reminders import ContactRole, Situation
from storage.checks import day_check, one_of, time_check

CONTACTS = f"""
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  address TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL {one_of("role", ContactRole)},
  channel TEXT NOT NULL DEFAULT 'email' {one_of("channel", Channel)},
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'proposed', 'ended')),
  source TEXT NOT NULL DEFAULT '',
  message INTEGER REFERENCES messages,
  added_at TEXT NOT NULL {time_check("added_at")},
  UNIQUE (gemeente, address, role)
) STRICT;
CREATE INDEX contacts_by_address ON contacts (address);

CREATE TABLE left_alone (
  address_hash TEXT PRIMARY KEY,
  address TEXT COLLATE NOCASE,
  reason TEXT NOT NULL CHECK (reason IN ('bounced', 'opted_out', 'erased')),
  detail TEXT NOT NULL DEFAULT '',
  since TEXT NOT NULL {time_check("since")},
  CHECK (reason <> 'erased' OR address IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE absences (
  address TEXT PRIMARY KEY COLLATE NOCASE,
  until TEXT NOT NULL {day_check("until")},
  substitute TEXT NOT NULL DEFAULT '',
  message INTEGER REFERENCES messages,
  noted_at TEXT NOT NULL {time_check("noted_at")}
) STRICT, WITHOUT ROWID;
"""

REMINDERS = f"""
CREATE TABLE waves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  step TEXT NOT NULL,
  deadline_day TEXT NOT NULL {day_check("deadline_day")},
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'dismissed')),
  made_at TEXT NOT NULL {time_check("made_at")},
  decided_at TEXT {time_check("decided_at")},
  decided_by TEXT NOT NULL DEFAULT '',
  UNIQUE (campaign, step, deadline_day)
) STRICT;

CREATE TABLE wave_exclusions (
  wave INTEGER NOT NULL REFERENCES waves,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  excluded_by TEXT NOT NULL,
  excluded_at TEXT NOT NULL {time_check("excluded_at")},
  PRIMARY KEY (wave, gemeente)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  wave INTEGER NOT NULL REFERENCES waves,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  situation TEXT NOT NULL {one_of("situation", Situation)},
  outbox INTEGER NOT NULL UNIQUE REFERENCES outbox
) STRICT;
CREATE INDEX reminders_by_wave ON reminders (wave, gemeente);
"""

ALL = (CONTACTS, REMINDERS)
