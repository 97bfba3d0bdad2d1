"""A dispatch as the bytes that SMTP sends: proper headers, text and HTML, and nothing that a sender could inject."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from domain.campaign import AMSTERDAM
from domain.errors import MessageError
from domain.model import Address
from domain.outbox import Dispatch, OutKind

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
ADDRESS = re.compile(r"[^\s<>@\",;:\\()\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
ID = re.compile(r"<[^\s<>]{1,400}>")
LONGEST_SUBJECT = 250
POLICY = SMTP.clone(max_line_length=78)


def compose(dispatch: Dispatch, sender: Address, now: datetime) -> bytes:
    """The mail as bytes with CRLF. `now` becomes its Date. Raises `MessageError` where an address is none.

    Automatic mail says so (RFC 3834). X-Auto-Response-Suppress is left out on purpose: an out-of-office answer tells
    when the contact is back.
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _header_address(sender)
    mail["To"] = _header_address(dispatch.recipient)
    mail["Subject"] = _line(dispatch.subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(now.astimezone(AMSTERDAM))
    mail["Message-ID"] = dispatch.message_id
    answered = [found for found in (dispatch.in_reply_to, *dispatch.references) if ID.fullmatch(found)]
    if ID.fullmatch(dispatch.in_reply_to):
        mail["In-Reply-To"] = dispatch.in_reply_to
    if answered:
        mail["References"] = " ".join(dict.fromkeys([*answered[1:], answered[0]]))
    if dispatch.kind is not OutKind.ANSWER:
        mail["Auto-Submitted"] = "auto-replied" if dispatch.kind is OutKind.ACKNOWLEDGEMENT else "auto-generated"
    if dispatch.kind is OutKind.REMINDER:
        mail["List-Unsubscribe"] = f"<mailto:{sender.address}?subject=Geen%20herinneringen%20meer>"
    mail.set_content(dispatch.text)
    if dispatch.html:
        mail.add_alternative(dispatch.html, subtype="html")
    return mail.as_bytes()


def is_address(text: str) -> bool:
    """Whether mail can be sent to this."""
    return ADDRESS.fullmatch(text) is not None


def _header_address(address: Address) -> HeaderAddress:
    if not is_address(address.address):
        raise MessageError(f"{CONTROL.sub(' ', address.address)!r} is geen e-mailadres.")
    return HeaderAddress(display_name=_line(address.name), addr_spec=address.address)


def _line(text: str) -> str:
    """One line without control characters: what would otherwise begin a header of its own becomes a space."""
    return CONTROL.sub(" ", text).strip()
