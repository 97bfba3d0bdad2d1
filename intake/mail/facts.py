"""Does this line say something, or does it only say who wrote? What may hold a fact is never cut off.

A line is looked at by itself, in linear time: these questions are asked of the last lines of every mail.
"""

from __future__ import annotations

import re

from intake.mail.phrases import alternatives, words

_SUBJECT_WORDS = words("subject_words", before="")
_NUMBER_WORDS = words("number_words", before="")
_CONTACT = words("contact", before="", after="")
_DISCLAIMER = words("disclaimer", before="", after="")
_DISCLAIMER_WEAK = words("disclaimer_weak", before="", after="")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_STATEMENT = words("statement_words")
_DEVICE = words("device_opening", before="", after=".{0,80}")
_DEVICE_NAMES = words("device_names", before="", after="")
_BANNER = re.compile(
    rf"\W{{0,4}}(?:{alternatives('banner_opening')}\W{{0,4}})?(?:deze|dit|this|je|u|you|some people|sommige mensen)"
    rf".{{0,80}}{alternatives('banner')}.{{0,200}}",
    re.IGNORECASE,
)
_SALUTATION_START = words("salutation", before=r"\W{0,3}")
_POSTSCRIPT = words("postscript", before=r"\W{0,3}", after="")
_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
"""A number by itself, not the digit in a name like 1Stroom or B4."""
_PICTURE = re.compile(r"\[(?:cid:|afbeelding|image|logo|https?:|foto|picture)[^\]]{0,300}\].{0,5}", re.IGNORECASE)
"""What a mail program writes in plain text where a picture stood."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_WORDS = 4
_LONG_LINE = 9
_LONG_TEXT = 3_000
_LONG_TEXT_LINE = 300
_SHORT = 90
_SALUTATION = 70


def is_postscript(line: str) -> bool:
    """A P.S., N.B. or the like: the writer goes on."""
    return _POSTSCRIPT.match(line) is not None


def is_contact(line: str) -> bool:
    """Telephone, address, website, office hours."""
    return _CONTACT.search(line) is not None


def is_disclaimer(line: str) -> bool:
    """A warning of lawyers or of the environment, or the foot of a mailing list."""
    if holds_fact(line):
        return False
    first = _SENTENCE_END.split(line[:_LONG_TEXT].strip(), maxsplit=1)[0]
    if _DISCLAIMER.search(first) is None and _DISCLAIMER_WEAK.search(first) is None:
        return False  # somebody's own words, with a warning behind them
    if _DISCLAIMER.search(line) is not None:
        return True
    weak = {match.lower() for match in _DISCLAIMER_WEAK.findall(line[:_LONG_TEXT])}
    return len(weak) > 1 or (bool(weak) and is_contact(line))


def is_device(line: str) -> bool:
    """`Verstuurd vanaf mijn iPhone` and its kin, alone on a line."""
    text = line.strip(" <>*_[]()")
    return len(text) < _SHORT and _DEVICE.match(text) is not None and _DEVICE_NAMES.search(text) is not None


def is_banner(line: str) -> bool:
    """The warning that a mail server puts above a mail from outside."""
    return len(line) < 4 * _SHORT and _BANNER.fullmatch(line.strip()) is not None and not holds_fact(line)


def is_salutation(line: str) -> bool:
    """`Geachte heer, mevrouw,` or `Hallo allemaal`, with nothing said on the same line."""
    text = line.strip()
    if len(text) > _SALUTATION or not _SALUTATION_START.match(text):
        return False
    if _NUMBER.search(text) or _STATEMENT.search(text) or _counts(text):
        return False
    return text.endswith((",", "!")) or len(text.split()) <= _SENTENCE_WORDS


def holds_fact(line: str) -> bool:
    """A number, in digits or words, together with places, dwellings or people."""
    if _SUBJECT_WORDS.search(line) is None:
        return False
    return any(char.isdigit() for char in line) or _NUMBER_WORDS.search(line) is not None


def _counts(line: str) -> bool:
    """A number in words; "een" alone is an article."""
    return any(match.lower() != "een" for match in _NUMBER_WORDS.findall(line))


def says_something(line: str) -> bool:
    """A sentence, a fact, or digits that are no telephone number or address: a line that must stay readable."""
    text = line.strip()
    if len(text) > _LONG_TEXT_LINE or holds_fact(text) or is_postscript(text):
        return True
    if is_contact(text) or _PICTURE.fullmatch(text):
        return False
    if _NUMBER.search(text) or _STATEMENT.search(text) or _counts(text):
        return True
    words = len(_WORDS.findall(text[:400]))
    return words >= _LONG_LINE or (text.endswith((".", "!", "?")) and words >= _SENTENCE_WORDS)
