"""Tables for what people add at the desk: notes on a gemeente, and bottlenecks bundled for talks, as SQL."""

from __future__ import annotations

from domain.casussen import CasusStatus
from storage.checks import one_of, time_check

NOTES = f"""
CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  text TEXT NOT NULL CHECK (text <> ''),
  who TEXT NOT NULL,
  at TEXT NOT NULL {time_check("at")}
) STRICT;
CREATE INDEX notes_by_gemeente ON notes (campaign, gemeente);
"""
CASUSSEN = f"""
CREATE TABLE casussen (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  title TEXT NOT NULL CHECK (title <> ''),
  summary TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL {one_of("status", CasusStatus)},
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL {time_check("made_at")}
) STRICT;

CREATE TABLE casus_bottlenecks (
  casus INTEGER NOT NULL REFERENCES casussen ON DELETE CASCADE,
  bottleneck INTEGER NOT NULL REFERENCES bottlenecks,
  PRIMARY KEY (casus, bottleneck)
) STRICT, WITHOUT ROWID;
CREATE INDEX casus_bottlenecks_by_bottleneck ON casus_bottlenecks (bottleneck);
"""
QUOTES = f"""
CREATE TABLE quotes (
  bottleneck INTEGER PRIMARY KEY REFERENCES bottlenecks,
  text TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL {time_check("at")}
) STRICT;
"""

ALL = (NOTES, CASUSSEN)
