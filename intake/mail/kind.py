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

_AUTO_SUBJECT = re.compile(
    r"\W{0,3}(?:automatisch(?:e)? (?:antwoord|reactie|beantwoording|bericht|ontvangstbevestiging)|automatic reply"
    r"|automatische antwort|automatysk antwurd|réponse automatique|auto(?:matic)?[- ]?(?:reply|response|antwoord)"
    r"|out of (?:the )?office|afwezig(?:heid(?:sbericht|smelding)?)?\b|niet aanwezig|ik ben (?:afwezig|met verlof|met vakantie)"
    r"|abwesenheit|absence|vakantie\b|met verlof|ontvangstbevestiging|bevestiging van ontvangst|bevestiging ontvangst"
    r"|wij hebben uw (?:e-?mail|bericht) ontvangen|we hebben (?:je|uw) (?:e-?mail|bericht) ontvangen|uw bericht is ontvangen"
    r"|autoreply|ticket|\[ticket|melding ontvangen)",
    re.IGNORECASE,
)
_MACHINE_TEXT = re.compile(
    r"\b(?:dit (?:is|betreft) een automatisch\w*[^.\n]{0,40}|(?:dit|deze) (?:bericht|e-?mail|mail|bevestiging) (?:is|wordt|werd)"
    r" automatisch\w*[^.\n]{0,40}|(?:op )?(?:dit|deze) (?:bericht|e-?mail|mail)(?:adres)? (?:kunt u|kan) niet (?:reageren|worden beantwoord|"
    r"antwoorden)|antwoorden op dit adres worden niet gelezen|automatisch gegenereerd\w*|automatische ontvangstbevestiging"
    r"|this is an auto\w*|automatically generated|do not reply|(?:gelieve |u kunt )?niet (?:op deze e-?mail )?(?:te )?(?:beantwoorden|reageren) op d(?:it|eze)"
    r"|dit is in automatysk\w*)",
    re.IGNORECASE,
)
_ABSENCE_TEXT = re.compile(
    r"\b(?:(?:ik|wij) (?:ben|zijn)\b[^.\n]{0,60}\b(?:afwezig|niet (?:aanwezig|bereikbaar|op kantoor|in de gelegenheid)|op vakantie"
    r"|met (?:vakantie|verlof|zwangerschapsverlof)|vrij|weer (?:aanwezig|bereikbaar|terug|op kantoor))"
    r"|(?:ben|is) (?:ik|momenteel|tijdelijk)\b[^.\n]{0,60}\b(?:afwezig|niet aanwezig|niet bereikbaar|met verlof|met vakantie)"
    r"|wegens vakantie|in verband met (?:mijn )?(?:vakantie|verlof)|out of (?:the )?office|on (?:annual )?leave|on holiday|on vacation"
    r"|limited access to|no access to|lees mijn (?:e-?mail|mail) niet|mijn (?:e-?mail|mail)s? (?:wordt|worden) niet (?:gelezen|doorgestuurd)"
    r"|niet (?:meer )?werkzaam (?:bij|voor)|i am (?:currently )?away|ik bin oant)\b",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = re.compile(
    r"\W{0,3}(?:gelezen|niet gelezen|leesbevestiging|read|not read|read receipt|leesbewijs|gelesen|ontvangen \(weergegeven\)|return receipt \(displayed\)|weergegeven"
    r")\s?[:(-]",
    re.IGNORECASE,
)
_RECEIPT_TEXT = re.compile(
    r"\b(?:is gelezen op|gelezen op|is weergegeven|was read on|was displayed|is verwijderd zonder|deleted without being read"
    r"|leesbevestiging|ontvangstbewijs|read receipt|werd gelezen)\b",
    re.IGNORECASE,
)
_MEETING_SUBJECT = re.compile(
    r"\W{0,3}(?:geaccepteerd|aanvaard|accepted|geweigerd|afgewezen|declined|voorlopig(?: geaccepteerd)?|tentative(?:ly accepted)?"
    r"|zugesagt|abgelehnt|nieuwe tijd voorgesteld|new time proposed|akseptearre)\s?:",
    re.IGNORECASE,
)
_NEWSLETTER_TEXT = re.compile(
    r"\b(?:(?:uitschrijven|afmelden|unsubscribe|schrijf (?:je|u) (?:hier )?uit|meld (?:je|u) af)\b.{0,60}\b(?:nieuwsbrief|mailing|newsletter|lijst|list|hier|klik)"
    r"|(?:nieuwsbrief|mailing|newsletter)\b.{0,80}\b(?:uitschrijven|afmelden|unsubscribe)|bekijk (?:deze|de) (?:e-?mail|mail|nieuwsbrief|online) )",
    re.IGNORECASE | re.DOTALL,
)
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
_NO_REPLY = re.compile(r"(?:no|do-?not|niet|geen)[-_.]?(?:reply|antwoord|beantwoorden|reactie)|noreply|autoresponder", re.IGNORECASE)
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
    report_type: str
    calendar_method: str
    bounced: bool
    """Whether it is a bounce (`intake.mail.bounces`)."""
    has_content: bool
    """Whether own text or a readable attachment is left after cutting."""


def kind_of(signs: Signs) -> Kind:
    """Decide the kind, surest signs first."""
    if signs.bounced:
        return Kind.BOUNCE
    if _is_receipt(signs) or _is_meeting_answer(signs) or _is_auto_reply(signs):
        return Kind.AUTO_REPLY
    if _is_list(signs):
        return Kind.LIST
    return Kind.PERSONAL if signs.has_content else Kind.EMPTY


def _is_receipt(signs: Signs) -> bool:
    """A read receipt: RFC 8098, or the text that Exchange makes of it."""
    if signs.report_type == "disposition-notification":
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
    if submitted and submitted != "no":
        return True
    if any(name in headers for name in _AUTO_HEADERS) or headers.raw("precedence").strip().lower() in ("auto_reply", "auto-reply"):
        return True
    if "autoresponder" in headers.raw("x-post-messageclass").lower() or "autoresponder" in headers.raw("delivered-to").lower():
        return True
    return _reads_automatic(signs)


def _reads_automatic(signs: Signs) -> bool:
    """No header says so: weak headers, the subject and the text have to agree."""
    subject = _AUTO_SUBJECT.match(signs.subject) is not None
    opening = signs.body[:3_000]
    machine = _MACHINE_TEXT.search(opening) is not None
    absence = _ABSENCE_TEXT.search(opening) is not None
    weak = any(name in signs.headers for name in _WEAK_HEADERS) or _NO_REPLY.search(signs.sender.address) is not None
    weak = weak or signs.headers.raw("return-path").strip() == "<>"
    if any(holds_fact(line) for line in opening.split("\n")) and not (subject and weak):
        return False
    if subject:
        return machine or absence or weak or not signs.has_content
    return (machine and not subject_prefix(signs.subject)) or (weak and (machine or absence))


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
    return not forwarded and _NEWSLETTER_TEXT.search(signs.body[-3_000:]) is not None


def _own_list(headers: Headers) -> bool:
    """Whether our own mailbox is kept as a list, so that every mail carries its headers."""
    name = headers.raw("list-id").rpartition("<")[2].rstrip("> ").lower()
    return name.endswith("." + _OWN_DOMAIN)


def _straight_to_us(signs: Signs) -> bool:
    return bool(signs.recipients) and signs.recipients[0].domain.endswith(_OWN_DOMAIN)
