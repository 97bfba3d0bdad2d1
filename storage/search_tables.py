"""Full-text search over the texts of each message, kept by triggers: what is erased there is erased here too."""

from __future__ import annotations

_SEARCHED = "('subject', 'body', 'sender')"

SEARCH = f"""
CREATE VIRTUAL TABLE message_search USING fts5(
  text, message UNINDEXED, reading UNINDEXED, part UNINDEXED,
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER message_parts_found AFTER INSERT ON message_parts
WHEN (NEW.part IN {_SEARCHED} OR NEW.part LIKE 'attachment:%') AND NEW.text <> ''
BEGIN
  INSERT INTO message_search (text, message, reading, part)
    SELECT NEW.text, r.message, NEW.reading, NEW.part FROM readings r WHERE r.id = NEW.reading;
END;
CREATE TRIGGER message_parts_lost AFTER DELETE ON message_parts
BEGIN
  DELETE FROM message_search WHERE reading = OLD.reading AND part = OLD.part;
END;
CREATE TRIGGER message_parts_changed AFTER UPDATE ON message_parts
BEGIN
  UPDATE message_search SET text = NEW.text WHERE reading = OLD.reading AND part = OLD.part;
END;
INSERT INTO message_search (text, message, reading, part)
  SELECT p.text, r.message, p.reading, p.part FROM message_parts p JOIN readings r ON r.id = p.reading
  WHERE (p.part IN {_SEARCHED} OR p.part LIKE 'attachment:%') AND p.text <> '';
"""

ALL = (SEARCH,)
