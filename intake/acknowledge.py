"""The acknowledgement: what was recorded, per line with the sentence it came from, so that the sender can say no.

Queued in the transaction that records it. Who is never answered: machines, lists, ourselves, erased or bounced
addresses, and an address or dossier that has had enough automatic mail for now, so that two machines cannot keep
each other going.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.campaign import Acknowledge, Campaign
from domain.changes import BottleneckSet, Change, EntrySet, PledgeMoved, PledgeSet
from domain.dossier import EntryState, State
from domain.model import Address, Channel, Evidence, Intent, Kind, Message, Reading
from domain.outbox import Dispatch, OutKind
from domain.sending import SendingRecords
from domain.wording import offer_text, quote
from intake.mail.compose import is_address
from intake.remind import message_id
from intake.templates import Templates

LIMITS = ((timedelta(minutes=10), 3), (timedelta(hours=1), 6), (timedelta(days=1), 15))
"""Automatic mail to one address: at most so many in each of these spans."""
DOSSIER_LIMITS = ((timedelta(hours=1), 10), (timedelta(days=1), 25))
"""Acknowledgements about one gemeente, whoever writes: the same."""


@dataclass(frozen=True, slots=True)
class Acknowledging:
    """What acknowledging takes. `names` gives the name of each gemeente."""

    records: SendingRecords
    campaign: Campaign
    templates: Templates
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a decision recorded of a message; `number` is the id of the message, `by_person` whether one decided."""

    number: int
    message: Message
    reading: Reading
    changes: Sequence[Change]
    waits: bool
    by_person: bool = False


def acknowledge(acknowledging: Acknowledging, recorded: Recorded, now: datetime) -> bool:
    """Queue the acknowledgement where there should be one; gives whether it did. Inside `write`."""
    if recorded.waits or not _wanted(acknowledging.campaign.acknowledge, by_person=recorded.by_person):
        return False
    lines = lines_of(acknowledging.campaign, recorded)
    recipient = recipient_of(recorded.message)
    if not lines or not may_be_answered(acknowledging, recorded.message, recipient, now):
        return False
    if any(_too_many(acknowledging, code, now) for code in _gemeenten(recorded.changes)):
        return False
    return acknowledging.records.outbox.queue(
        acknowledging.campaign.key, _dispatch(acknowledging, recorded, recipient, lines, now)
    )


def recipient_of(message: Message) -> Address:
    """Whom an answer goes to: the Reply-To where there is one, else the sender."""
    return message.reply_to or message.sender


def may_be_answered(acknowledging: Acknowledging, message: Message, recipient: Address, now: datetime) -> bool:
    """Whether a machine may answer this message at all."""
    if message.kind is not Kind.PERSONAL or not is_address(recipient.address):
        return False
    if recipient.domain in acknowledging.campaign.own_domains:
        return False
    if recipient.address.lower() == acknowledging.campaign.mailbox.lower():
        return False
    if acknowledging.records.contacts.left_alone(recipient.address) in {"bounced", "erased"}:
        return False
    outbox = acknowledging.records.outbox
    return all(outbox.sent_since(recipient.address, now - span) < most for span, most in LIMITS)


def lines_of(campaign: Campaign, recorded: Recorded) -> list[dict[str, str]]:
    """What was recorded, a line each: `tekst` in our words, `zin` in the sender's."""
    labels = {kind.key: kind.label for kind in campaign.bottleneck_types}
    lines = []
    for change in recorded.changes:
        if isinstance(change, PledgeSet) and change.state is State.CONFIRMED:
            lines.append({"tekst": offer_text(change.offer), "zin": _sentence(recorded, change.evidence)})
        elif isinstance(change, BottleneckSet) and change.state is State.CONFIRMED:
            label = labels.get(change.type, change.type)
            lines.append({"tekst": f"Knelpunt: {label.lower()}", "zin": _sentence(recorded, change.evidence)})
    moved = [c for c in recorded.changes if isinstance(c, PledgeMoved) and c.state is State.WITHDRAWN]
    if moved:
        lines.append({"tekst": "De eerdere toezegging is ingetrokken.", "zin": ""})
    if any(_declined(change) for change in recorded.changes):
        lines.append({"tekst": "U ziet op dit moment geen mogelijkheden voor extra plekken.", "zin": ""})
    return lines


def _too_many(acknowledging: Acknowledging, gemeente: str, now: datetime) -> bool:
    count = acknowledging.records.outbox.acknowledged_since
    return any(count(gemeente, now - span) >= most for span, most in DOSSIER_LIMITS)


def _wanted(mode: Acknowledge, *, by_person: bool) -> bool:
    return mode is Acknowledge.AUTOMATIC or (mode is Acknowledge.AFTER_REVIEW and by_person)


def _declined(change: Change) -> bool:
    return isinstance(change, EntrySet) and change.state is EntryState.COUNTED and Intent.DECLINE in change.intents


def _sentence(recorded: Recorded, evidence: Sequence[Evidence]) -> str:
    """The sender's own sentence, on one line, without what should not have been sent."""
    if not evidence or evidence[0].part == "subject":
        return ""
    text = evidence[0].text
    for private in recorded.reading.personal_data:
        for item in private.evidence:
            text = text.replace(item.text, "[weggelaten]")
    return quote(text)


def _dispatch(
    acknowledging: Acknowledging,
    recorded: Recorded,
    recipient: Address,
    lines: list[dict[str, str]],
    now: datetime,
) -> Dispatch:
    campaign, message = acknowledging.campaign, recorded.message
    codes = list(dict.fromkeys(_gemeenten(recorded.changes)))
    reference = f"PM-{recorded.number}"
    mail = acknowledging.templates.render(
        "bevestiging",
        {
            "aanhef": f"Beste {recipient.name}" if recipient.name else "Beste lezer",
            "adres": campaign.mailbox,
            "bewaard": campaign.kept_text(campaign.terms.messages, now),
            "gemeente": " en ".join(acknowledging.names[code] for code in codes),
            "kenmerk": reference,
            "onderwerp": message.subject or "uw bericht",
            "persoonsgegevens": bool(recorded.reading.personal_data),
            "regels": lines,
            "titel": campaign.title,
        },
    )
    key = f"{campaign.key}/bevestiging/{recorded.number}/{'mens' if recorded.by_person else 'regel'}"
    return Dispatch(
        key=key,
        kind=OutKind.ACKNOWLEDGEMENT,
        channel=Channel.EMAIL,
        recipient=recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        due_at=now,
        message_id=message_id(key, campaign),
        gemeente=codes[0] if len(codes) == 1 else None,
        answers=recorded.number,
        in_reply_to=message.message_id,
        references=(*message.references, message.message_id),
    )


def _gemeenten(changes: Sequence[Change]) -> list[str]:
    return [c.gemeente for c in changes if isinstance(c, PledgeSet | BottleneckSet | EntrySet) and c.gemeente]
