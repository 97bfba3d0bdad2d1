"""The tables of the public form, as SQL: what was filled in, also half-way, and what personal links are made with."""

from __future__ import annotations

from storage.checks import time_check

FORMS = f"""
CREATE TABLE forms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  token_hash TEXT NOT NULL UNIQUE,
  confirm_hash TEXT UNIQUE,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'confirmed')),
  message INTEGER REFERENCES messages,
  made_at TEXT NOT NULL {time_check("made_at")},
  changed_at TEXT NOT NULL {time_check("changed_at")},
  CHECK ((state = 'confirmed') = (message IS NOT NULL))
) STRICT;
CREATE INDEX forms_by_changed_at ON forms (changed_at) WHERE state <> 'confirmed';
"""

SECRETS = f"""
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  made_at TEXT NOT NULL {time_check("made_at")}
) STRICT, WITHOUT ROWID;
"""
LINK_SECRET = "form_links"  # noqa: S105  # the name of a row
"""Which of the secrets the marks in personal links are made with."""
