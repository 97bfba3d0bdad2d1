"""The table of who may ask the API, as SQL."""

from __future__ import annotations

from storage.checks import time_check

API_TOKENS = f"""
CREATE TABLE api_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
  token_hash TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL {time_check("made_at")},
  used_at TEXT {time_check("used_at")}
) STRICT;
"""
