"""Mailing a code to somebody who says that he speaks for a gemeente, and to which address that may be."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from domain.campaign import AMSTERDAM, Campaign
from domain.dialogue_talk import MailCode, TypedAddress
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from domain.sending import ContactBook
from domain.talking import NewCode, Spokespersons, TalkingRecords, Words
from domain.verification import (
    CODES_SPAN,
    DIGITS,
    LIFETIME,
    MOST_CODES,
    MOST_CODES_CHAT,
    MOST_CODES_GEMEENTE,
    code_hash,
)
from intake.mail.compose import is_address
from intake.remind import message_id

SALT_BYTES = 16
TEXT = """\
Goedendag,

Uw code is {code}.

Typ deze code in het gesprek met de assistent van de VNG. Daarmee laat u zien dat u namens {gemeente} spreekt. \
De code werkt tot {until} uur en maar een keer.

Vroeg u hier niet om? Dan hoeft u niets te doen; zonder deze code kan niemand namens u iets vastleggen.

Met vriendelijke groet,
VNG
"""


@dataclass(frozen=True, slots=True)
class Verifying:
    """What verifying takes."""

    records: TalkingRecords
    campaign: Campaign
    words: Words


def typed_address(contacts: ContactBook, words: Words, address: str, gemeente: str) -> TypedAddress:
    """Whether this address proves that its owner is of the gemeente: its own domain, or a registered contact."""
    domain = Address(address=address).domain
    own = any(domain == known or domain.endswith(f".{known}") for known in words.domains(gemeente))
    fits = is_address(address) and (own or gemeente in contacts.gemeenten_of(address))
    return TypedAddress(address, fits, contacts.left_alone(address) not in {"bounced", "erased"})


def may_mail(spokespersons: Spokespersons, chat: int, address: str, gemeente: str, now: datetime) -> bool:
    """Whether another code may go out: for this conversation, to this address, and to this gemeente as a whole."""
    here, there, whole = spokespersons.codes_since(chat, address, gemeente, now - CODES_SPAN)
    return here < MOST_CODES_CHAT and there < MOST_CODES and whole < MOST_CODES_GEMEENTE


def mail_code(verifying: Verifying, chat: int, wanted: MailCode, now: datetime) -> None:
    """Make a code, keep its salted hash, and queue the mail that holds it. Inside `write`."""
    code, salt = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", secrets.token_hex(SALT_BYTES)
    kept = NewCode(wanted.gemeente, wanted.address, salt, code_hash(code, salt), now)
    number = verifying.records.spokespersons.add_code(chat, kept)
    key = f"{verifying.campaign.key}/code/{number}"
    until = f"{(now + LIFETIME).astimezone(AMSTERDAM):%H:%M}"
    dispatch = Dispatch(
        key=key,
        kind=OutKind.CODE,
        channel=Channel.EMAIL,
        recipient=Address(address=wanted.address),
        subject=f"Uw code voor {verifying.campaign.title}",
        text=TEXT.format(code=code, gemeente=verifying.words.name(wanted.gemeente), until=until),
        due_at=now,
        message_id=message_id(key, verifying.campaign),
        gemeente=wanted.gemeente,
    )
    verifying.records.outbox.queue(verifying.campaign.key, dispatch)
