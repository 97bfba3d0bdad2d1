"""The methods of the Bot API that the door uses, as strict as Telegram is."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram import refusals
from tests.telegram.markup import LIMIT, length, read
from tests.telegram.refusals import Refusal
from tests.telegram.state import QUERY_LIVES, Chat, Json, Telegram

ACTIONS = {"typing", "upload_photo", "record_video", "upload_document", "choose_sticker", "find_location"}
MOST_BUTTONS = 100


def get_me(telegram: Telegram, _asked: Json) -> Any:
    """Who the bot is."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": not telegram.privacy}
    return telegram.bot | abilities | {"supports_inline_queries": False}


def send_message(telegram: Telegram, asked: Json) -> Any:
    """A new message of the bot."""
    chat, content = _chat(telegram, asked), _content(asked)
    if reply := _json(asked, "reply_parameters", {}):
        if reply["message_id"] in chat.messages:
            content["reply_to_message"] = chat.messages[reply["message_id"]]
        elif not reply.get("allow_sending_without_reply"):
            raise Refusal(refusals.NO_REPLY)
    return telegram.add_message(chat, telegram.bot, content)


def edit_message_text(telegram: Telegram, asked: Json) -> Any:
    """Another text, and other buttons or none."""
    return _changed(telegram, asked, _content(asked))


def edit_message_reply_markup(telegram: Telegram, asked: Json) -> Any:
    """Other buttons, or none."""
    message = _own(telegram, asked)
    kept = {key: message[key] for key in ("text", "entities") if key in message}
    return _changed(telegram, asked, kept | _buttons(asked))


def delete_message(telegram: Telegram, asked: Json) -> Any:
    """A message goes away for everybody."""
    if _chat(telegram, asked).messages.pop(int(asked.get("message_id", 0)), None) is None:
        raise Refusal(refusals.NO_DELETE)
    return True


def answer_callback_query(telegram: Telegram, asked: Json) -> Any:
    """Take away the hourglass of a tapped button."""
    query = str(asked.get("callback_query_id", ""))
    if time.monotonic() - telegram.queries.get(query, float("-inf")) > QUERY_LIVES:
        raise Refusal(refusals.OLD_QUERY)
    if length(asked.get("text", "")) > 200:
        raise Refusal("Bad Request: MESSAGE_TOO_LONG")
    telegram.answered.append(query)
    return True


def set_my_commands(telegram: Telegram, asked: Json) -> Any:
    """The list behind the menu button."""
    commands = _json(asked, "commands", [])
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise Refusal("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= length(command.get("description", "")) <= 256:
            raise Refusal("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.commands = commands
    return True


def set_webhook(telegram: Telegram, asked: Json) -> Any:
    """Have updates brought from now on."""
    url, secret = asked.get("url", ""), asked.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise Refusal("Bad Request: secret token contains unallowed characters")
    # A Bot API server of one's own takes plain HTTP, which this one is
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise Refusal("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    _remember_wants(telegram, asked)
    telegram.webhook = {"url": url, "secret_token": secret}
    if _true(asked, "drop_pending_updates"):
        telegram.updates.clear()
    for listener in telegram.listeners:
        listener()
    return True


def delete_webhook(telegram: Telegram, asked: Json) -> Any:
    """Updates are fetched from now on."""
    return set_webhook(telegram, {"url": "", "drop_pending_updates": asked.get("drop_pending_updates", "")})


def get_webhook_info(telegram: Telegram, _asked: Json) -> Any:
    """Where updates are brought, and how many wait."""
    return {
        "url": telegram.webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.updates),
    }


def send_chat_action(telegram: Telegram, asked: Json) -> Any:
    """That the bot is typing."""
    _chat(telegram, asked)
    if asked.get("action") not in ACTIONS:
        raise Refusal("Bad Request: wrong parameter action in request")
    return True


def waiting_updates(telegram: Telegram, asked: Json) -> list[Json]:
    """What `getUpdates` gives now: everything below the offset is confirmed and gone. Raises `Refusal`."""
    offset, limit = int(asked.get("offset") or 0), int(asked.get("limit") or 100)
    _remember_wants(telegram, asked)
    with telegram.lock:
        if offset < 0:
            telegram.updates[:] = telegram.updates[offset:]
        else:
            telegram.updates[:] = [update for update in telegram.updates if update["update_id"] >= offset]
        return telegram.updates[: max(1, min(limit, 100))]


METHODS: dict[str, Callable[[Telegram, Json], Any]] = {
    "getme": get_me,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getmycommands": lambda telegram, _: telegram.commands,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendchataction": send_chat_action,
    "logout": lambda _telegram, _asked: True,
    "close": lambda _telegram, _asked: True,
}
"""By name in small letters: Telegram does not mind capitals."""


def _chat(telegram: Telegram, asked: Json) -> Chat:
    given = str(asked.get("chat_id", ""))
    if not given:
        raise Refusal(refusals.CHAT_EMPTY)
    chat = telegram.chats.get(int(given)) if re.fullmatch(r"-?\d+", given) else None
    if chat is None:
        raise Refusal(refusals.CHAT_NOT_FOUND)
    if chat.moved_to:
        raise Refusal(refusals.MIGRATED, migrate_to_chat_id=chat.moved_to)
    if chat.refuses:
        raise Refusal(chat.refuses)
    return chat


def _content(asked: Json) -> Json:
    text, entities = read(str(asked.get("text", "")), str(asked.get("parse_mode", "")))
    if not text:
        raise Refusal(refusals.TEXT_EMPTY)
    if length(text) > LIMIT:
        raise Refusal(refusals.TOO_LONG)
    return {"text": text, "entities": entities} | _buttons(asked)


def _buttons(asked: Json) -> Json:
    markup = _json(asked, "reply_markup", {})
    if not isinstance(markup, dict) or (markup and "inline_keyboard" not in markup):
        raise Refusal("Bad Request: object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise Refusal("Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise Refusal("Bad Request: can't parse inline keyboard button: Can't find field \"text\"")
        if "callback_data" not in button:
            raise Refusal(refusals.BUTTON_KIND)
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refusal(refusals.BUTTON_DATA)
    return {"reply_markup": {"inline_keyboard": rows}} if any(rows) else {}


def _own(telegram: Telegram, asked: Json) -> Json:
    message = _chat(telegram, asked).messages.get(int(asked.get("message_id", 0)))
    if message is None:
        raise Refusal(refusals.NO_EDIT)
    if message["from"] != telegram.bot:
        raise Refusal(refusals.NOT_OURS)
    return message


def _changed(telegram: Telegram, asked: Json, content: Json) -> Json:
    message = _own(telegram, asked)
    fresh = {key: value for key, value in content.items() if value}
    if fresh == {key: message[key] for key in ("text", "entities", "reply_markup") if key in message}:
        raise Refusal(refusals.SAME)
    for key in ("entities", "reply_markup"):
        message.pop(key, None)
    message |= fresh | {"edit_date": int(time.time())}
    return message


def _json(asked: Json, key: str, default: Any) -> Any:
    given = asked.get(key)
    if not isinstance(given, str):
        return default if given is None else given
    try:
        return json.loads(given) if given else default
    except ValueError:
        raise Refusal(f"Bad Request: can't parse {key.replace('_', ' ')} JSON object") from None


def _true(asked: Json, key: str) -> bool:
    return str(asked.get(key, "")).lower() in {"true", "1"}


def _remember_wants(telegram: Telegram, asked: Json) -> None:
    if asked.get("allowed_updates") is not None:
        telegram.wants = _json(asked, "allowed_updates", [])
