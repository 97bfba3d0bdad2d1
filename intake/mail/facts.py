"""Does this line say something, or does it only say who wrote? What may hold a fact is never cut off.

A line is looked at by itself, in linear time: these questions are asked of the last lines of every mail.
"""

from __future__ import annotations

import re

_SUBJECT_WORDS = re.compile(
    r"\b(?:\w*(?:plek|plaats|plaatsen|plekken|plakken|woning|woningen|appartement|appartementen|statushouders?"
    r"|vergunninghouders?|asielzoekers?|ontheemden?|vluchtelingen|bedden|kamers|gezin|gezinnen|personen|amv|amv's"
    r"|units|studio's|huizen|refugees|places|homes|beds|permit holders))\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"\b(?:nul|één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|\w{2,6}tien|\w{3,}tig"
    r"|honderd|enkele|handvol|paar|geen|extra|one|two|three|four|five|six|ten|twelve|twenty)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\+\d{2}[\d\s().-]{7,}|\b0[\d\s().-]{8,}\d|\(0\d{2,3}\)|\b14\s?0\d{2,3}\b|\b\d{4}\s?[A-Z]{2}\b|\bpostbus\b"
    r"|\bpostadres\b|\bbezoekadres\b|https?:|\bwww\.|\b[\w-]{2,40}\.(?:nl|com|org|eu|frl|net)\b|\w@\w|\bkvk\b|\bbtw\b"
    r"|(?:straat|weg|laan|plein|singel|kade|markt|dijk|gracht|hof|pad|plantsoen|dreef|steeg|strjitte|buorren|poort"
    r"|baan|park|ring|erf|haven|brink|plaats|wal|huis)\s\d{1,4}\b"
    r"|^\W{0,3}(?:tel|telefoon|telefoonnummer|mobiel|mob|fax|phone|mobile|t|m|f|e|w|i|e-mail|email|mail|web|doorkiesnummer)"
    r"\b\s?[.:|]?\s?[\d+(@]"
    r"|\b(?:bereikbaar|aanwezig|afwezig|werkdagen|werkzaam|werkdag|kantooruren|openingstijden)\b"
    r"|\b(?:ma|di|wo|do|vr|maandag|dinsdag|woensdag|donderdag|vrijdag)\b.{0,60}\b(?:ma|di|wo|do|vr|maandag|dinsdag"
    r"|woensdag|donderdag|vrijdag)\b|\blinkedin\b|\bfacebook\b|\binstagram\b|\btwitter\b",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"geadresseerde|vertrouwelijk|rechten (?:\w+ )?ontle|rechten worden ontleend|per vergissing|per abuis|bij vergissing"
    r"|niet voor u (?:is )?bestemd|aansprakelijk|virussen|disclaimer|proclaimer|intended (?:solely|only|recipient)"
    r"|confidential|addressee|in error|e-mail is uitsluitend|denk aan het milieu|consider the environment|papier"
    r"|voordat u (?:deze e-mail|dit bericht) print|print this (?:e-)?mail|vertroulik|elektronisch verkeer"
    r"|mailinglijst|mailing list|afmelden kan|uitschrijven",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:(?:verstuurd|verzonden|gestuurd|stjoerd|ferstjoerd|sent|gesendet|envoyé)\s+(?:\w+\s+){0,2}?"
    r"(?:vanaf|vanuit|van|met|via|fan|from|with|using|by|von|mit|depuis|op)\s"
    r"|(?:outlook|download|get|yahoo|haal|mail)\b.{0,20}\b(?:voor|for|outlook|android|ios|mail)\b"
    r"|(?:verzonden|verstuurd) mobiel).{0,80}",
    re.IGNORECASE,
)
_DEVICE_NAMES = re.compile(
    r"iphone|ipad|android|samsung|galaxy|outlook|telefoon|mobiel|mobile|smartphone|blackberry|huawei|xperia|nokia"
    r"|yahoo|gmail|proton|windows|bluemail|k-9|fairphone|tablet|mail",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W{0,4}(?:\[?external(?: e?-?mail)?\]?|\[?extern(?:e mail)?\]?|let op|waarschuwing|caution|pas op|attentie|warning)?"
    r"\W{0,4}(?:deze|dit|this|je|u|you|some people|sommige mensen).{0,80}"
    r"(?:buiten (?:de|onze|het|uw|je)|externe? (?:afzender|bron|e-?mail)|outside|external|niet vaak e-mail"
    r"|don't often get|hoe u dit kunt herkennen|waarom dit belangrijk).{0,200}",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\W{0,3}(?:p\.?\s?s\.?\b|n\.?b\.?\b|naschrift|post ?scriptum|o ja|oh ja|let op)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
"""A number by itself, not the digit in a name like 1Stroom or B4."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_WORDS = 4
_LONG_LINE = 9
_SHORT = 90


def is_postscript(line: str) -> bool:
    """A P.S., N.B. or the like: the writer goes on."""
    return _POSTSCRIPT.match(line) is not None


def is_contact(line: str) -> bool:
    """Telephone, address, website, office hours."""
    return _CONTACT.search(line) is not None


def is_disclaimer(line: str) -> bool:
    """A warning of lawyers or of the environment, or the foot of a mailing list."""
    return _DISCLAIMER.search(line) is not None and not holds_fact(line)


def is_device(line: str) -> bool:
    """`Verstuurd vanaf mijn iPhone` and its kin, alone on a line."""
    text = line.strip(" <>*_[]()")
    return len(text) < _SHORT and _DEVICE.match(text) is not None and _DEVICE_NAMES.search(text) is not None


def is_banner(line: str) -> bool:
    """The warning that a mail server puts above a mail from outside."""
    return len(line) < 4 * _SHORT and _BANNER.fullmatch(line.strip()) is not None and not holds_fact(line)


def holds_fact(line: str) -> bool:
    """A number, in digits or words, together with places, dwellings or people."""
    if _SUBJECT_WORDS.search(line) is None:
        return False
    return any(char.isdigit() for char in line) or _NUMBER_WORDS.search(line) is not None


def says_something(line: str) -> bool:
    """A sentence, a fact, or digits that are no telephone number or address: a line that must stay readable."""
    text = line.strip()
    if holds_fact(text) or is_postscript(text):
        return True
    if is_contact(text):
        return False
    if _NUMBER.search(text):
        return True
    words = len(_WORDS.findall(text[:400]))
    return words >= _LONG_LINE or (text.endswith((".", "!", "?")) and words >= _SENTENCE_WORDS)
