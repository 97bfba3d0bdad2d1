"""Tables of the desk: users, sessions and the audit trail, as SQL."""

from __future__ import annotations

from domain.accounts import Role
from storage.checks import flag_check, one_of, time_check

ACCOUNTS = f"""
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> ''),
  role TEXT NOT NULL {one_of("role", Role)},
  password TEXT NOT NULL,
  one_time INTEGER NOT NULL DEFAULT 1 {flag_check("one_time")},
  active INTEGER NOT NULL DEFAULT 1 {flag_check("active")},
  keys INTEGER NOT NULL DEFAULT 1 {flag_check("keys")},
  made_at TEXT NOT NULL {time_check("made_at")}
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  secret TEXT NOT NULL,
  made_at TEXT NOT NULL {time_check("made_at")},
  seen_at TEXT NOT NULL {time_check("seen_at")}
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL {time_check("at")},
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  subject_id TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_by_who ON audit (who, id);
CREATE INDEX audit_by_subject ON audit (subject, subject_id, id);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
"""

ALL = (ACCOUNTS,)

OUTSIDERS = """
ALTER TABLE users ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_outside ON users (issuer, subject) WHERE subject <> '';
"""
