"""The client: a `telegram.Bot` for our settings, and what an error of it means for a message that was being sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from domain.outbox import Delivery, Dispatch, Outcome
from intake.mail.hosts import is_loopback

PARALLEL = 12
"""Messages under way at once, at most. The client slows down with more."""
ANSWER_WITHIN = 20.0
"""Seconds of silence after which we no longer know whether a message arrived."""
LONG_POLL = 30
MARGIN = timedelta(seconds=1)
"""Stored times are to the second, so a wait may begin up to a second early."""
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid")

log = structlog.get_logger("plaatsmaker")


@dataclass(frozen=True, slots=True)
class Sent:
    """What an attempt came to. `moved_to`: the chat has another number; `gone`: nobody reads there any more."""

    delivery: Delivery
    moved_to: str = ""
    gone: bool = False


class SiftingRequest(HTTPXRequest):
    """Fetches updates. Once `careful`, one that the library cannot read becomes an empty one.

    Without that it would stop all others, as the library reads them together.
    """

    careful = False

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401  # the library's type
        """The answer of the server, with every update readable."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if SiftingRequest.careful and isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001  # whatever a shape that nobody foresaw leads to
        log.error("bericht van Telegram is niet te lezen", update=update.get("update_id"), fout=repr(error))  # noqa: TRY400  # a traceback holds what was said
        return {"update_id": update["update_id"]}
    return update


def open_bot(token: str, api_url: str) -> Bot:
    """A client that has not spoken to the server yet."""
    # A proxy of the machine is for the way outside
    options = {"trust_env": not is_loopback(urlsplit(api_url).hostname or ""), "verify": _trusted()}
    sending = HTTPXRequest(PARALLEL + 4, read_timeout=ANSWER_WITHIN, httpx_kwargs=options)
    fetching = SiftingRequest(2, read_timeout=10, httpx_kwargs=options)
    base = api_url.rstrip("/")
    return Bot(token, f"{base}/bot", f"{base}/file/bot", request=sending, get_updates_request=fetching)


@cache
def _trusted() -> SSLContext:
    """Whom we trust: read once, as it takes a tenth of a second."""
    return httpx.create_ssl_context()


async def send(bot: Bot, dispatch: Dispatch) -> Sent:
    """Send one message, as plain text: what is not read as markup need not be escaped, and is never refused for it."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.code) for button in row] for row in dispatch.buttons
    ]
    try:
        await bot.send_message(
            dispatch.recipient.address,
            dispatch.text,
            reply_markup=InlineKeyboardMarkup(rows) if rows else None,
            reply_parameters=_asked(dispatch),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except ChatMigrated as error:
        delivery = Delivery(Outcome.TEMPORARY, "de groep heeft een ander nummer gekregen", wait=MARGIN)
        return Sent(delivery, moved_to=str(error.new_chat_id))
    except TelegramError as error:
        return Sent(meaning(error), gone=is_gone(error))
    return Sent(Delivery(Outcome.DELIVERED))


def _asked(dispatch: Dispatch) -> ReplyParameters | None:
    """In a group, where several people talk at once, a reply shows to what it replies."""
    chat, _, number = dispatch.in_reply_to.partition("/")
    if not chat.startswith("-") or chat != dispatch.recipient.address or not number.isdecimal():
        return None
    return ReplyParameters(int(number), allow_sending_without_reply=True)


def meaning(error: TelegramError) -> Delivery:
    """What became of a message whose sending gave this error."""
    if isinstance(error, RetryAfter):
        wait = timedelta(seconds=patience(error))
        return Delivery(Outcome.TEMPORARY, f"Telegram vraagt {patience(error)} seconden geduld", wait=wait + MARGIN)
    if isinstance(error, InvalidToken):
        return Delivery(Outcome.UNREACHABLE, spoken(error))
    if isinstance(error, (Forbidden, BadRequest)):
        return Delivery(Outcome.PERMANENT, f"Telegram weigert het bericht: {brief(error)}")
    if isinstance(error.__cause__, NOT_SENT):
        return Delivery(Outcome.UNREACHABLE, spoken(error))
    if isinstance(error.__cause__, httpx.HTTPError) or not isinstance(error, NetworkError):
        return Delivery(Outcome.UNCERTAIN, "Telegram gaf geen antwoord meer; onbekend is of het bericht aankwam")
    # Whatever stands before Telegram says so when it could not pass the message on, and also when it lost the answer
    return Delivery(Outcome.DOUBTFUL, f"Telegram heeft een storing: {brief(error)}")


def is_gone(error: TelegramError) -> bool:
    """Whether nobody will read there any more: blocked, deactivated, kicked or deleted."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in NOBODY_THERE)


def spoken(error: TelegramError) -> str:
    """One Dutch line for whoever runs the program."""
    if isinstance(error, InvalidToken):
        return "Telegram weigert het token. Kijk chat.telegram.token na"
    if isinstance(error, RetryAfter):
        return f"Telegram vraagt {patience(error)} seconden geduld"
    if isinstance(error.__cause__, httpx.HTTPError):
        return "Telegram is niet bereikbaar"
    return f"Telegram heeft een storing: {brief(error)}"


def brief(error: TelegramError) -> str:
    """The server's own words, without the page that may come with them and never with the token."""
    words = str(error).partition(". Parsing the server response")[0]
    return re.sub(r"\d+:[\w-]{20,}", "…", words)[:120]


def patience(error: RetryAfter) -> int:
    """Seconds that Telegram asks us to wait."""
    after: timedelta | int = error.retry_after
    return int(after.total_seconds() if isinstance(after, timedelta) else after)
