"""Tables for conversations: where each stands, what came in, who proved to speak for whom, and questions for people."""

from __future__ import annotations

from domain.model import Channel
from domain.questions import QuestionKind, QuestionStatus
from storage.checks import flag_check, one_of, time_check

CHATS = f"""
ALTER TABLE outbox ADD COLUMN buttons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(buttons));

CREATE TABLE chats (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL {one_of("channel", Channel)},
  address TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  is_group INTEGER NOT NULL DEFAULT 0 {flag_check("is_group")},
  state TEXT NOT NULL DEFAULT '' CHECK (state = '' OR json_valid(state)),
  version INTEGER NOT NULL DEFAULT 0,
  taken_by TEXT NOT NULL DEFAULT '',
  started_at TEXT NOT NULL {time_check("started_at")},
  changed_at TEXT NOT NULL {time_check("changed_at")},
  UNIQUE (channel, address)
) STRICT;

CREATE TABLE chat_messages (
  message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  chat INTEGER NOT NULL REFERENCES chats
) STRICT;
CREATE INDEX chat_messages_by_chat ON chat_messages (chat, message);

CREATE TABLE chat_codes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat INTEGER NOT NULL REFERENCES chats,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  address TEXT NOT NULL COLLATE NOCASE,
  salt TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at TEXT NOT NULL {time_check("made_at")},
  tries INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'used', 'ended'))
) STRICT;
CREATE INDEX chat_codes_by_chat ON chat_codes (chat, id);
CREATE INDEX chat_codes_by_address ON chat_codes (address, made_at);

CREATE TABLE spokespersons (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat INTEGER NOT NULL REFERENCES chats,
  campaign TEXT NOT NULL REFERENCES campaigns,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  address TEXT NOT NULL COLLATE NOCASE,
  proven_at TEXT NOT NULL {time_check("proven_at")},
  ended_at TEXT {time_check("ended_at")},
  ended_because TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX spokespersons_once ON spokespersons (chat, campaign, gemeente) WHERE ended_at IS NULL;
CREATE INDEX spokespersons_by_address ON spokespersons (address);
"""

QUESTIONS = f"""
CREATE TABLE questions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  kind TEXT NOT NULL {one_of("kind", QuestionKind)},
  message INTEGER NOT NULL REFERENCES messages,
  chat INTEGER REFERENCES chats,
  channel TEXT NOT NULL {one_of("channel", Channel)},
  asker TEXT NOT NULL DEFAULT '',
  asker_name TEXT NOT NULL DEFAULT '',
  gemeente TEXT REFERENCES gemeenten,
  text TEXT NOT NULL,
  concept TEXT NOT NULL DEFAULT '',
  concept_known INTEGER NOT NULL DEFAULT 0 {flag_check("concept_known")},
  sources TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  engine TEXT NOT NULL DEFAULT '',
  asked_at TEXT NOT NULL {time_check("asked_at")},
  status TEXT NOT NULL DEFAULT 'open' {one_of("status", QuestionStatus)},
  answer TEXT NOT NULL DEFAULT '',
  decided_at TEXT {time_check("decided_at")},
  decided_by TEXT NOT NULL DEFAULT '',
  outbox INTEGER REFERENCES outbox,
  UNIQUE (message, kind, text)
) STRICT;
CREATE INDEX questions_by_status ON questions (campaign, status, id);
"""

ALL = (CHATS, QUESTIONS)
