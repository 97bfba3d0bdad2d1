"""What sort of mail it is: a person, a machine that answers, a bounce, a list, or nothing at all.

Headers of machines decide first (RFC 3834, RFC 3464, RFC 2369). Weak signs, which ordinary mail has too, need a
second one: what the subject or the text says. A person who answers under an automatic subject is a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.model import Address, Kind
from intake.mail.facts import holds_fact
from intake.mail.forwards import subject_prefix
from intake.mail.headers import Headers
from intake.mail.phrases import words

_AUTO_SUBJECT = words("auto_subject", before=r"\W{0,3}", after="")
_AUTO_PREFIX = words("auto_prefix", before=r"\W{0,3}", after=r"\s?:\s")
_MACHINE_TEXT = words("machine_text", after="")
_ABSENCE_TEXT = words("absence_text")
_RECEIPT_SUBJECT = words("receipt_subject", before=r"\W{0,3}", after=r"\s?[:(-]")
_RECEIPT_TEXT = words("receipt_text")
_MEETING_SUBJECT = words("meeting_subject", before=r"\W{0,3}", after=r"\s?:")
_NEWSLETTER_TEXT = words("newsletter_text", after="", flags=re.DOTALL)
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-fc-machinegenerated",
    "x-amazon-auto-reply",
)
_WEAK_HEADERS = ("x-auto-response-suppress", "x-ms-exchange-inbox-rules-loop", "x-loop", "feedback-id")
_NEWSLETTER_SENDER = words("newsletter_sender", before="", after=r"[@.+-]")
_NEWSLETTER_SHORT = words("newsletter_short")
_NO_REPLY = words("no_reply", before="", after="")
_END_OF_TEXT = words("end_of_text")
_MACHINE_ROOTS = ("automat", "gelezen", "reply", "reageren", "beantwoord", "antwoorden", "computer")
"""One of these stands in every phrase of `machine_text`; looking for them first is much cheaper."""
_LIST_PRECEDENCE = {"bulk", "list", "junk"}
_OWN_DOMAIN = "vng.nl"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the kind is decided from."""

    headers: Headers
    subject: str
    sender: Address
    recipients: tuple[Address, ...]
    body: str
    signature: str
    report_type: str
    calendar_method: str
    bounced: bool
    """Whether it is a bounce (`intake.mail.bounces`)."""
    has_content: bool
    """Whether own text or a readable attachment is left after cutting."""
    has_document: bool
    """Whether an attachment has text: a case system may carry the answer of a person."""


def kind_of(signs: Signs) -> Kind:
    """Decide the kind, surest signs first."""
    if signs.bounced:
        return Kind.BOUNCE
    if _is_receipt(signs) or _is_meeting_answer(signs) or _is_auto_reply(signs):
        return Kind.AUTO_REPLY
    if _is_list(signs):
        return Kind.LIST
    return Kind.PERSONAL if signs.has_content or _subject_says_it(signs.subject) else Kind.EMPTY


def _subject_says_it(subject: str) -> bool:
    """A mail without text whose subject is the message: "... (eot)", or a count of its own (not in a reply)."""
    return subject_prefix(subject) == "" and (_END_OF_TEXT.search(subject) is not None or holds_fact(subject))


def _is_receipt(signs: Signs) -> bool:
    """A report that all went well or a read receipt (RFC 8098), or the text that Exchange makes of that."""
    if signs.report_type in ("disposition-notification", "delivery-status"):
        return True
    if not _RECEIPT_SUBJECT.match(signs.subject):
        return False
    return _RECEIPT_TEXT.search(signs.body[:2_000]) is not None or not signs.has_content


def _is_meeting_answer(signs: Signs) -> bool:
    """Somebody accepts or declines an invitation; with an offer in its text it is a message after all."""
    answered = signs.calendar_method in ("REPLY", "COUNTER", "DECLINECOUNTER")
    subject = _MEETING_SUBJECT.match(signs.subject) is not None
    bare = len(signs.body) < 200  # noqa: PLR2004 - the subject alone is only believed where hardly any text follows
    return (answered or (subject and bare)) and not holds_fact(signs.body)


def _is_auto_reply(signs: Signs) -> bool:
    headers = signs.headers
    submitted = headers.raw("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no" and not (submitted == "auto-generated" and signs.has_document):
        return True
    if any(name in headers for name in _AUTO_HEADERS):
        return True
    said = headers.raw("precedence") + headers.raw("x-post-messageclass") + headers.raw("delivered-to")
    if any(word in said.lower() for word in ("auto_reply", "auto-reply", "autoresponder")):
        return True
    return _reads_automatic(signs)


def _reads_automatic(signs: Signs) -> bool:
    """No header says so: weak headers, the subject and the text have to agree."""
    if _AUTO_PREFIX.match(signs.subject):
        return True
    subject = _AUTO_SUBJECT.match(signs.subject) is not None
    opening = signs.body[:3_000]
    weak = _has_weak_sign(signs)
    machine = not signs.has_document and _speaks_as_machine(opening)
    if not (subject or weak or machine):
        return False
    if any(holds_fact(line) for line in opening.split("\n")) and not (subject and weak):
        return False
    absence = _ABSENCE_TEXT.search(opening) is not None
    if subject:
        return machine or absence or weak or not signs.has_content
    return (machine and not subject_prefix(signs.subject)) or (weak and (machine or absence))


def _has_weak_sign(signs: Signs) -> bool:
    """A header or address that automatic answers have, and some ordinary mail too."""
    if any(name in signs.headers for name in _WEAK_HEADERS) or _NO_REPLY.search(signs.sender.address) is not None:
        return True
    return signs.headers.raw("return-path").strip() == "<>"


def _speaks_as_machine(text: str) -> bool:
    lowered = text.lower()
    return any(root in lowered for root in _MACHINE_ROOTS) and _MACHINE_TEXT.search(text) is not None


def _is_list(signs: Signs) -> bool:
    """A mailing list or newsletter; a person's answer that only came along a list of its own is not."""
    headers = signs.headers
    if _own_list(headers):
        return False
    precedence = headers.raw("precedence").strip().lower() in _LIST_PRECEDENCE
    marked = any(name in headers for name in ("list-id", "list-post", "mailing-list", "list-unsubscribe"))
    if precedence or "list-post" in headers or "mailing-list" in headers:
        return True
    if marked:
        answers = "in-reply-to" in headers or subject_prefix(signs.subject) == "reply"
        return not (answers and _straight_to_us(signs))
    forwarded = subject_prefix(signs.subject) != ""
    foot = f"{signs.body[-3_000:]}\n{signs.signature[-3_000:]}"
    if forwarded:
        return False
    by_sender = _NEWSLETTER_SENDER.match(signs.sender.address) is not None
    return _NEWSLETTER_TEXT.search(foot) is not None or (by_sender and _NEWSLETTER_SHORT.search(foot) is not None)


def _own_list(headers: Headers) -> bool:
    """Whether our own mailbox is kept as a list, so that every mail carries its headers."""
    name = headers.raw("list-id").rpartition("<")[2].rstrip("> ").lower()
    return name.endswith("." + _OWN_DOMAIN)


def _straight_to_us(signs: Signs) -> bool:
    return bool(signs.recipients) and signs.recipients[0].domain.endswith(_OWN_DOMAIN)
