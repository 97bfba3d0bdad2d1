"""What Telegram answers when it refuses, in its own words."""

from __future__ import annotations

from typing import Any

BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
KICKED = "Forbidden: bot was kicked from the group chat"
NEVER_STARTED = "Forbidden: bot can't initiate conversation with a user"
CHAT_NOT_FOUND = "Bad Request: chat not found"
CHAT_EMPTY = "Bad Request: chat_id is empty"
TEXT_EMPTY = "Bad Request: message text is empty"
TOO_LONG = "Bad Request: message is too long"
BUTTON_DATA = "Bad Request: BUTTON_DATA_INVALID"
BUTTON_KIND = "Bad Request: Text buttons are unallowed in the inline keyboard"
NO_EDIT = "Bad Request: message to edit not found"
NO_DELETE = "Bad Request: message to delete not found"
NO_REPLY = "Bad Request: message to be replied not found"
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
NOT_OURS = "Bad Request: message can't be edited"
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MIGRATED = "Bad Request: group chat was upgraded to a supergroup chat"
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, description: str, code: int | None = None, **parameters: Any) -> None:
        super().__init__(description)
        codes = {"Bad Request": 400, "Unauthorized": 401, "Forbidden": 403, "Not Found": 404, "Conflict": 409}
        self.code = code or codes[description.partition(":")[0]]
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        found: dict[str, Any] = {"ok": False, "error_code": self.code, "description": str(self)}
        return found | ({"parameters": self.parameters} if self.parameters else {})


def too_many(seconds: int) -> Refusal:
    """Asked too often."""
    return Refusal(f"Too Many Requests: retry after {seconds}", 429, retry_after=seconds)


def cannot_parse(why: str) -> Refusal:
    """The HTML is not right."""
    return Refusal(f"Bad Request: can't parse entities: {why}")
