"""The tables of campaigns, messages, readings and the outbox, as SQL.

Strict, with CHECKs; times are UTC text to the second, days are ISO text, flags are 0 or 1. Once released, a table
changes by a new migration and never here.
"""

from __future__ import annotations

from domain.model import Channel, Kind
from domain.outbox import OutState
from storage.checks import day_check, flag_check, one_of, time_check

CAMPAIGNS = f"""
CREATE TABLE gemeenten (
  code TEXT PRIMARY KEY CHECK (code GLOB 'GM[0-9][0-9][0-9][0-9]'),
  name TEXT NOT NULL,
  province TEXT NOT NULL
) STRICT;

CREATE TABLE campaigns (
  key TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  goal INTEGER NOT NULL CHECK (goal > 0),
  opened_on TEXT NOT NULL {day_check("opened_on")},
  deadline_words TEXT NOT NULL,
  deadline_rule TEXT NOT NULL,
  deadline_at TEXT NOT NULL {time_check("deadline_at")}
) STRICT;

CREATE TABLE networks (
  campaign TEXT NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  contribution INTEGER CHECK (contribution >= 0),
  position INTEGER NOT NULL,
  PRIMARY KEY (campaign, key)
) STRICT;

CREATE TABLE network_members (
  campaign TEXT NOT NULL,
  network TEXT NOT NULL,
  gemeente TEXT NOT NULL REFERENCES gemeenten,
  PRIMARY KEY (campaign, gemeente, network),
  FOREIGN KEY (campaign, network) REFERENCES networks (campaign, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE bottleneck_types (
  campaign TEXT NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (campaign, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at TEXT NOT NULL {time_check("changed_at")}
) STRICT, WITHOUT ROWID;
"""

MESSAGES = f"""
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL {one_of("channel", Channel)},
  external_id TEXT NOT NULL DEFAULT '',
  received_at TEXT NOT NULL {time_check("received_at")},
  sender TEXT NOT NULL DEFAULT '',
  sender_name TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  sent_at TEXT {time_check("sent_at")},
  said_at TEXT NOT NULL {time_check("said_at")},
  message_id TEXT NOT NULL DEFAULT '',
  content_hash TEXT NOT NULL UNIQUE,
  thread INTEGER REFERENCES messages,
  in_reply_to TEXT NOT NULL DEFAULT '',
  broadcast INTEGER NOT NULL DEFAULT 0 {flag_check("broadcast")},
  kind TEXT {one_of("kind", Kind)},
  state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'handled', 'trouble')),
  error TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  processed_at TEXT {time_check("processed_at")},
  size INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 1 {flag_check("whole")}
) STRICT;
CREATE INDEX messages_by_message_id ON messages (message_id) WHERE message_id <> '';
CREATE INDEX messages_by_thread ON messages (thread);
CREATE INDEX messages_by_state ON messages (state, id) WHERE state <> 'handled';
CREATE INDEX messages_by_received_at ON messages (received_at);
CREATE INDEX messages_by_sender ON messages (sender);

CREATE TABLE raw_messages (
  message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE locations (
  account TEXT NOT NULL,
  folder TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid TEXT NOT NULL,
  message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
  PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX locations_by_message ON locations (message);

CREATE TABLE message_references (
  message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  PRIMARY KEY (message_id, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_references_by_message ON message_references (message);

CREATE TABLE tries (
  message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  count INTEGER NOT NULL
) STRICT;
"""

READINGS = f"""
CREATE TABLE readings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL REFERENCES messages,
  campaign TEXT NOT NULL REFERENCES campaigns,
  version TEXT NOT NULL,
  read_at TEXT NOT NULL {time_check("read_at")},
  kind TEXT NOT NULL {one_of("kind", Kind)},
  needs_review INTEGER NOT NULL {flag_check("needs_review")},
  reading TEXT NOT NULL CHECK (json_valid(reading))
) STRICT;
CREATE INDEX readings_by_message ON readings (message);

CREATE TABLE message_parts (
  reading INTEGER NOT NULL REFERENCES readings ON DELETE CASCADE,
  position INTEGER NOT NULL,
  part TEXT NOT NULL,
  text TEXT NOT NULL,
  content_type TEXT NOT NULL DEFAULT '',
  size INTEGER,
  problem TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  message INTEGER NOT NULL REFERENCES messages,
  reading INTEGER NOT NULL REFERENCES readings,
  verdict TEXT NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('rule', 'person')),
  who TEXT NOT NULL DEFAULT '' CHECK ((made_by = 'person') = (who <> '')),
  made_at TEXT NOT NULL {time_check("made_at")},
  reason TEXT NOT NULL DEFAULT '',
  undoes INTEGER UNIQUE REFERENCES decisions
) STRICT;
CREATE INDEX decisions_by_message ON decisions (message);

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns,
  message INTEGER NOT NULL UNIQUE REFERENCES messages,
  reading INTEGER NOT NULL REFERENCES readings,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  opened_at TEXT NOT NULL {time_check("opened_at")},
  closed_at TEXT {time_check("closed_at")}
) STRICT;
CREATE INDEX reviews_open ON reviews (campaign, id) WHERE state = 'open';
"""

OUTBOX = f"""
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  campaign TEXT NOT NULL REFERENCES campaigns,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL {one_of("channel", Channel)},
  recipient TEXT NOT NULL,
  recipient_name TEXT NOT NULL DEFAULT '',
  gemeente TEXT REFERENCES gemeenten,
  answers INTEGER REFERENCES messages,
  subject TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  html TEXT NOT NULL DEFAULT '',
  message_id TEXT NOT NULL DEFAULT '',
  in_reply_to TEXT NOT NULL DEFAULT '',
  message_references TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(message_references)),
  first_due_at TEXT NOT NULL {time_check("first_due_at")},
  due_at TEXT NOT NULL {time_check("due_at")},
  state TEXT NOT NULL DEFAULT 'due' {one_of("state", OutState)},
  attempts INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',
  epoch INTEGER NOT NULL DEFAULT 0,
  claimed_at TEXT {time_check("claimed_at")},
  sent_at TEXT {time_check("sent_at")},
  error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, due_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient COLLATE NOCASE, first_due_at);
CREATE INDEX outbox_by_gemeente ON outbox (gemeente, state);
CREATE INDEX outbox_by_message_id ON outbox (message_id) WHERE message_id <> '';
"""

ALL = (CAMPAIGNS, MESSAGES, READINGS, OUTBOX)
