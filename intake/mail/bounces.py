"""Mail that came back: delivery reports (RFC 3464), what flufl.bounce knows, and Dutch and Exchange texts.

Only what a mail system sent can be a bounce; a person who forwards one or writes about it is a person.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import Message as Mime

from flufl.bounce import all_failures

from domain.model import Address
from intake.mail.cleaning import clean_line
from intake.mail.forwards import subject_prefix
from intake.mail.headers import Headers
from intake.mail.phrases import words
from intake.mail.structure import Part, Structure

_DAEMON = words("daemon_address", before="", after=r"(?:[-+.@]|$)")
_DAEMON_NAME = words("daemon_name", before="", after="")
_SUBJECT = words("bounce_subject", before=r"\W{0,3}", after="")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?:^|[\s#:(])([45])\d\d[\s-]", re.MULTILINE)
_FULL = words("bounce_full")
_LATER = words("bounce_later", before="", after="")
_GONE = words("bounce_gone", before="", after="")
_ORIGINAL = re.compile(
    r"^[\s>*-]{0,6}(?:---+ ?(?:oorspronkelijke|original|this is a copy)|received:|van:|from:)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_MAX_TEXT = 50_000
_MAX_FAILED = 100

log = logging.getLogger(__name__)
# It logs a traceback for each of its detectors that trips; that one did is logged below.
logging.getLogger("flufl.bounce").disabled = True


@dataclass(frozen=True, slots=True)
class Bounce:
    """The addresses that did not get the mail, and whether that is for good."""

    failed: tuple[str, ...] = ()
    permanent: bool = False


def bounce_of(
    mime: Mime, headers: Headers, structure: Structure, sender: Address, subject: str, text: str
) -> Bounce | None:
    """What a bounce reports, or nothing where the mail is none. `text` is everything readable in it."""
    recipients = tuple(headers.text("x-failed-recipients").replace(",", " ").split())
    if structure.report_type == "delivery-status":
        reported = _report(structure.reports)
        if reported is not None:
            return reported if reported.failed or reported.permanent else _from_text(text, recipients, sender)
    if not recipients and not _from_system(headers, sender, subject):
        return None
    found = recipients or _flufl(mime, text)
    return _from_text(text, found, sender)


def _from_system(headers: Headers, sender: Address, subject: str) -> bool:
    """A mail system as sender, and a subject that says it came back."""
    if subject_prefix(subject):
        return False
    local = sender.address.partition("@")[0]
    empty_path = headers.raw("return-path").replace(" ", "") == "<>"
    system = empty_path or _DAEMON.match(local + "@") or _DAEMON_NAME.search(sender.name) or not sender.address
    return bool(system) and _SUBJECT.match(subject) is not None


def _report(reports: list[Part]) -> Bounce | None:
    """Read the message/delivery-status parts; nothing where there is none or it reports a delivery."""
    failed: list[str] = []
    permanent, seen = False, False
    for part in reports:
        for action, address, status in _recipients(part):
            seen = True
            if action in ("delivered", "relayed", "expanded"):
                continue
            failed.append(address)
            mailbox_full = status.endswith(".2.2")
            permanent = permanent or (action == "failed" and not status.startswith("4") and not mailbox_full)
    return Bounce(_unique(failed), permanent) if seen and failed else None


def _recipients(part: Part) -> list[tuple[str, str, str]]:
    """Action, address and status of each recipient in a delivery-status part."""
    payload = part.mime.get_payload()
    if part.content_type not in _STATUS_TYPES or not isinstance(payload, list):
        return []
    found = []
    for block in payload[: _MAX_FAILED + 1]:
        headers = Headers(block) if isinstance(block, Mime) else None
        if headers and ("final-recipient" in headers or "original-recipient" in headers):
            value = headers.text("original-recipient") or headers.text("final-recipient")
            address = value.partition(";")[2].strip() or value
            found.append((headers.text("action").lower(), address.strip("<> "), headers.text("status")))
    return found


def _from_text(text: str, recipients: tuple[str, ...], sender: Address) -> Bounce:
    """Addresses and verdict from what the report tells people."""
    original = _ORIGINAL.search(text)
    told = text[: original.start()] if original and original.start() > 0 else text
    told = told[:_MAX_TEXT]
    failed = recipients or tuple(a for a in _ADDRESS.findall(told) if a.lower() != sender.address.lower())
    codes = _STATUS.findall(told)
    if _FULL.search(told) or _LATER.search(told):
        permanent = False
    elif codes:
        permanent = all(code[0] == "5" for code in codes)
    else:
        reply = _REPLY_CODE.findall(told)
        permanent = _GONE.search(told) is not None or (bool(reply) and set(reply) == {"5"})
    return Bounce(_unique(list(failed)), permanent)


def _flufl(mime: Mime, text: str) -> tuple[str, ...]:
    """What flufl.bounce finds; it walks the whole text with many patterns, so only a text of bearable size."""
    if len(text) > _MAX_TEXT:
        return ()
    try:
        temporary, permanent = all_failures(mime)
    except Exception:  # its detectors trip over odd mails in many ways; the text is still read below
        log.info("flufl.bounce kon een bericht niet lezen", exc_info=True)
        return ()
    found = sorted(temporary | permanent)
    return tuple(clean_line(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)) for one in found)


def _unique(addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address.strip("'<>.") for address in addresses if "@" in address))[:_MAX_FAILED]
