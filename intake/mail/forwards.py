"""A forwarded mail: is its inside the message, or only what the sender happened to have below it?

The inside counts as the sender's own words when the covering note passes it on as the answer, or says (nearly)
nothing itself. What the VNG wrote is never an answer, however it comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.model import Address
from intake.mail.facts import holds_fact, is_salutation
from intake.mail.phrases import alternatives, words

_VNG = re.compile(r"\bvng\b|vereniging van nederlandse gemeenten", re.IGNORECASE)
_VNG_DOMAIN = "vng.nl"
_PREFIX = re.compile(
    r"\W{0,3}(?:\[[^\]]{1,40}\]\s{0,3})?"
    rf"(?:({alternatives('forward_prefix')})|({alternatives('reply_prefix')}))\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?:",
    re.IGNORECASE,
)
_BELOW = words("passes_on")
_ANSWER = words("answer_word")
_STRONG_ANSWER = words("strong_answer_word")
_INFORMATION = words("for_information")
_APPROVAL = words("approval")
_POINTS_DOWN = words("points_down")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEARLY_NOTHING = 6
_SHORT_NOTE = 40
_NOBODY = Address()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What of the headers helps to cut the text."""

    subject: str = ""
    sender: Address = _NOBODY
    recipients: tuple[Address, ...] = ()
    answers: bool = False
    """Whether the mail says that it answers another (In-Reply-To, References)."""
    in_chain: bool = False
    """Whether it is itself the inside of a forwarded mail."""

    @property
    def is_reply(self) -> bool:
        """Whether an older message is to be expected below."""
        return self.answers or subject_prefix(self.subject) != ""

    @property
    def is_forward(self) -> bool:
        """Whether the subject says that something is passed on."""
        return subject_prefix(self.subject) == "forward"


def subject_prefix(subject: str) -> str:
    """`forward`, `reply` or nothing: what the first prefix of a subject says."""
    match = _PREFIX.match(subject[:80])
    if not match:
        return ""
    return "forward" if match[1] else "reply"


def is_ours(address: Address, envelope: Envelope) -> bool:
    """Whether an older message came from us: the VNG, or the mailbox that this mail was sent to."""
    if address.domain == _VNG_DOMAIN or address.domain.endswith("." + _VNG_DOMAIN):
        return True
    if address.address:
        return address.address.lower() in {one.address.lower() for one in envelope.recipients}
    return _VNG.search(address.name) is not None


def passes_on(note: str, original: Address, envelope: Envelope, *, marked: bool) -> bool:
    """Whether the covering note `note` hands over the message of `original` as the answer.

    `marked` says that the mail program itself called it a forwarded message.
    """
    if is_ours(original, envelope) or not (original.address or original.name):
        return False
    words = len(_WORD.findall(_without_salutation(note)))
    short, factual = words <= _SHORT_NOTE, holds_fact(note)
    announces = _BELOW.search(note) is not None
    if envelope.in_chain and not (marked or envelope.is_forward):
        # "Akkoord, versturen maar": what was approved stands further down.
        return short and not factual and _APPROVAL.search(note) is not None
    if envelope.is_reply and not (marked or envelope.is_forward):
        # A reply that also goes to us ("zie de reactie van mijn collega hieronder").
        points_down = _POINTS_DOWN.search(note) is not None and _ANSWER.search(note) is not None
        return points_down and short and not factual
    if words <= _NEARLY_NOTHING:
        return True
    if not _same_house(original, envelope.sender):
        # Another organisation's mail is an answer only where the note has none itself and says that it is one.
        return announces and not factual and _STRONG_ANSWER.search(note) is not None
    # A short note that says nothing itself leaves the word to the inside.
    return announces or _INFORMATION.search(note) is not None or (short and not factual)


def _same_house(one: Address, other: Address) -> bool:
    """Whether two addresses are of one organisation, as far as is known."""
    if not one.domain or not other.domain:
        return True
    return one.domain.split(".")[-2:] == other.domain.split(".")[-2:]


def _without_salutation(note: str) -> str:
    first, _, rest = note.strip().partition("\n")
    return rest if is_salutation(first) and not _BELOW.search(first) else note
