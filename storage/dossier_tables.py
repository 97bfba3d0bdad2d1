"""The tables of dossiers and their history, as SQL, and what may never change in them."""

from __future__ import annotations

from domain.dossier import EntryState, State, Status
from domain.model import Commitment, Group, Role, Unit
from storage.checks import day_check, flag_check, one_of, time_check

DOSSIERS = f"""
CREATE TABLE dossiers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  status TEXT NOT NULL {one_of("status", Status)},
  status_since TEXT NOT NULL {time_check("status_since")},
  UNIQUE (campaign, gemeente)
) STRICT;

CREATE TABLE dossier_messages (
  dossier INTEGER NOT NULL REFERENCES dossiers,
  message INTEGER NOT NULL REFERENCES messages,
  intents TEXT NOT NULL CHECK (json_valid(intents)),
  state TEXT NOT NULL {one_of("state", EntryState)},
  PRIMARY KEY (dossier, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_messages_by_message ON dossier_messages (message);

CREATE TABLE pledges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT REFERENCES gemeenten,
  message INTEGER NOT NULL REFERENCES messages,
  reading INTEGER NOT NULL REFERENCES readings,
  position INTEGER NOT NULL,
  state TEXT NOT NULL {one_of("state", State)},
  places INTEGER CHECK (places >= 0),
  places_max INTEGER CHECK (places_max >= places),
  homes INTEGER CHECK (homes >= 0),
  approximate INTEGER NOT NULL {flag_check("approximate")},
  "group" TEXT NOT NULL {one_of('"group"', Group)},
  commitment TEXT NOT NULL {one_of("commitment", Commitment)},
  available_from TEXT {day_check("available_from")},
  available_until TEXT {day_check("available_until")},
  location TEXT,
  condition TEXT NOT NULL DEFAULT '',
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  reason TEXT NOT NULL DEFAULT '',
  said_at TEXT NOT NULL {time_check("said_at")},
  replaced_by INTEGER REFERENCES pledges,
  CHECK (gemeente IS NOT NULL OR state <> 'confirmed')
) STRICT;
CREATE INDEX pledges_by_gemeente ON pledges (campaign, gemeente, state);
CREATE INDEX pledges_by_message ON pledges (message);

CREATE TABLE bottlenecks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT REFERENCES gemeenten,
  message INTEGER NOT NULL REFERENCES messages,
  reading INTEGER NOT NULL REFERENCES readings,
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL {one_of("state", State)},
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  said_at TEXT NOT NULL {time_check("said_at")},
  CHECK (gemeente IS NOT NULL OR state <> 'confirmed')
) STRICT;
CREATE INDEX bottlenecks_by_gemeente ON bottlenecks (campaign, gemeente, state);
CREATE INDEX bottlenecks_by_message ON bottlenecks (message);

CREATE TABLE numbers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT REFERENCES gemeenten,
  message INTEGER NOT NULL REFERENCES messages,
  reading INTEGER NOT NULL REFERENCES readings,
  value INTEGER NOT NULL,
  value_max INTEGER,
  unit TEXT NOT NULL {one_of("unit", Unit)},
  "group" TEXT NOT NULL {one_of('"group"', Group)},
  role TEXT NOT NULL {one_of("role", Role)},
  evidence TEXT NOT NULL CHECK (json_valid(evidence))
) STRICT;
CREATE INDEX numbers_by_message ON numbers (message);
CREATE INDEX numbers_by_gemeente ON numbers (campaign, gemeente);

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  decision INTEGER NOT NULL REFERENCES decisions,
  gemeente TEXT REFERENCES gemeenten,
  subject TEXT NOT NULL CHECK (subject IN ('pledge', 'bottleneck', 'entry', 'review', 'dossier')),
  subject_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  before TEXT,
  after TEXT,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX history_by_decision ON history (decision);
CREATE INDEX history_by_subject ON history (subject, subject_id);
CREATE INDEX history_by_gemeente ON history (gemeente);
"""

# The figures of a pledge and everything in the history stay as they were written; only a pledge that waits may still
# be given its gemeente.
TRIGGERS = """
CREATE TRIGGER history_stays BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_remains BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER readings_stay BEFORE UPDATE ON readings
BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER pledge_figures_stay BEFORE UPDATE OF campaign, message, reading, position, places, places_max, homes,
  approximate, "group", commitment, available_from, available_until, location, condition, said_at ON pledges
BEGIN SELECT RAISE(ABORT, 'the figures of a pledge are never changed'); END;
CREATE TRIGGER pledge_gemeente_stays BEFORE UPDATE OF gemeente ON pledges
WHEN OLD.gemeente IS NOT NEW.gemeente AND OLD.state <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'the gemeente of a pledge is never changed'); END;
CREATE TRIGGER pledges_remain BEFORE DELETE ON pledges
BEGIN SELECT RAISE(ABORT, 'pledges are never deleted'); END;
"""

ALL = (DOSSIERS, TRIGGERS)
