"""A short reply to our acknowledgement: yes, thanks, another figure, some more, all back, or a no that a person reads.

The sender answers a text that we know, so a few words say much: "het zijn er 8" is about the pledge that stands. What
is not plainly one of these is left to the ordinary reading, and a no that changes nothing there goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.decision import COMES_ON_TOP
from domain.dossier import Offer
from domain.model import Evidence, Intent, Message, PledgeReading, Reading
from nlp.numerals import word_value

LONGEST = 600
"""A longer text says more than a reply; the ordinary reading is made for that."""
SURE = 0.9
UNCLEAR = "Het is niet duidelijk of de afzender het eens is met onze bevestiging."

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
NUMBER = re.compile(
    r"(?<![\w.,-])\d{1,4}(?![\w-]|[.,]\d)"
    r"(?!\s*(?:keer|maal|x|uur|dag\w*|we(?:ek|ken)|maand\w*|jaar|minuten|procent|%|euro|km)\b)"
)
_N = r"(\d{1,4})\b"
_WHO = r"(?:\s+(?:plekken|plaatsen|statushouders|mensen|personen|vergunninghouders))?"
_GIFT = r"(?:toezegging|aanbod|bod|plekken|alles|inzet|aanmelding)"
ADDS = re.compile(
    rf"\b(?:doe|doen|zet|reken|schrijf|tel|noteer|mogen|kunnen|komen)\b[^.\n]{{0,40}}?\b{_N}{_WHO}"
    r"(?:\s+(?:meer|extra|nog))*\s+(?:erbij|bij|bovenop)\b(?!\s+(?:ons|u|de|het|een|elkaar))"
    rf"|^\W*plus\s+{_N}|\b{_N}{_WHO}\s+erbij\b"
    rf"|\b{_N}\s+extra\b(?!\s+(?:huis|plek|plaats|status|opvang|mensen))|\bboven\s?op\b|\bdaarbovenop\b|\b(?:in\s+aanvulling|aanvullend)\s+op\b",
    re.IGNORECASE,
)
CORRECTS = re.compile(
    rf"\b(?:het|dat|dit|er|aantal)\s+(?:zijn|worden|wordt|is|moet|moeten)\s+(?:er\s+|het\s+|dus\s+|maar\s+){{0,2}}{_N}{_WHO}"
    r"(?=\s*(?:[.,!?;:]|$|zijn|worden|in\s+plaats))"
    rf"|\bmoet(?:en)?\s+(?:er\s+|het\s+|dat\s+|dus\s+){{0,2}}{_N}{_WHO}\s+(?:zijn|worden|in\s+plaats)"
    rf"|\b(?:niet|geen)\s+\d+{_WHO},?\s+(?:maar\s+)?{_N}|{_N}{_WHO}[^.\n]{{0,30}},\s*(?:niet|geen)\s+\d+"
    rf"|\b{_N}\s+van\s+(?:te\s+)?maken\b|\bhad(?:den)?\s+{_N}{_WHO}\s+(?:willen|moeten|bedoeld)|\bbedoel(?:de|den)?\s+{_N}"
    rf"|\b(?:verander\w*|wijzig\w*|verhog\w*|verlag\w*|(?:bij|aan)(?:ge|te)?(?:steld?|stellen|pas\w*))"
    rf"\s+(?:in|naar|tot)\s+{_N}|\bhouden\b[^.\n]{{0,20}}\b{_N}{_WHO}\s+over\b"
    r"|\bcorrectie\b|\bin\s+plaats\s+van\b|\bi\.?p\.?v\.?(?=\W)",
    re.IGNORECASE,
)
WITHDRAWS = re.compile(
    rf"^\W*trek\s+(?:(?:het|dit|hem|ze|dat|alles|maar|dan)\s+){{0,3}}(?:in|terug)\b"
    rf"|\b{_GIFT}\b[^.\n]{{0,30}}\b(?:in|terug)(?:te)?\s?trekken\b"
    rf"|\btrek(?:t|ken)?\b[^.\n]{{0,25}}\b{_GIFT}\b[^.\n]{{0,15}}\b(?:in|terug)\b|\b{_GIFT}\b[^.\n]{{0,25}}\bingetrokken\b"
    rf"|\bannule(?:er|ren|ert)\b[^.\n]{{0,25}}\b{_GIFT}\b",
    re.IGNORECASE,
)
AGREES = re.compile(
    r"\b(?:klopt|akkoord|juist|correct|in\s+orde|(?:helemaal|zo)\s+goed|goedgekeurd|prima|zoals\s+gezegd|geen\s+opmerkingen"
    r"|eens|wat\s+wij?e?\s+bedoelden)\b|👍|✅",
    re.IGNORECASE,
)
PLAINLY = re.compile(
    rf"\b{_N}{_WHO}\s+(?:(?:is|zijn)\s+(?:juist|goed|correct|akkoord)|kloppen|klopt)\b"
    r"|\bhoef(?:t|ft)?\s+(?:u\s+|je\s+|er\s+|dus\s+)*niets?\s+(?:aan\s+te\s+passen|te\s+(?:veranderen|wijzigen))\b",
    re.IGNORECASE,
)
"""The figure that stands is said to be right, or nothing to be changed: then nothing is refused or corrected."""

THANKS = re.compile(r"\b(?:dank\w*|bedankt|thanks|thx|merci)\b", re.IGNORECASE)
OBJECTS = re.compile(
    r"^\W*nee\b|\bnee[,.]|\b(?:niet|niets|onjuist|fout\w*|vergist|verkeerd|minder|misschien|twijfel\w*"
    r"|helaas|echter|deel|helft|bijna|alleen|misverstand|behalve|daarvan|waarvan|van\s+de\s+lijst|maar"
    r"|tikfout|vervall\w+|geen(?!\s+opmerking))\b",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"\bhoef(?:t|ft)?\s+(?:u\s+|je\s+|er\s+|dus\s+)*niets?\b|\b(?:gaat|doe|ga)\s+maar\b", re.IGNORECASE
)
HEDGES = re.compile(
    r"\b(?:misschien|mogelijk|wellicht|ongeveer|circa|hopelijk|waarschijnlijk|denk|volgens\s+(?:mij|ons)|indien|mits|zodra"
    r"|als(?!\s+ingetrokken)|voorwaarde|deel|helft|sommige|enkele|bijna|twijfel\w*|nog\s+niet"
    r"|vanaf|per\s+\d|asielzoekers?|oekra\w+|daarvan|waarvan|van\s+de\s+\d+\b(?!\s*$)|\d+\s*(?:tot|à|of|-)\s*\d+"
    r"|verken\w*|onderzoek\w*|kom\w*\s+er\s?op\s+terug|alleen|(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|december))\b"
    r"|\d+\s+(?:woning|huis|huizen|appartement|kamer|gezin|unit|procent|%)",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"\+?\d[\d ()-]{7,}\d")


def understood(message: Message, reading: Reading, standing: Sequence[Offer]) -> Reading:
    """The reading of a reply to our acknowledgement; `standing` are the pledges of the gemeente that count now."""
    if len(reading.gemeenten) != 1 or len(message.body) > LONGEST or message.attachments:
        return reading
    text = digits(TELEPHONE.sub("", message.body))
    code = reading.gemeenten[0].code
    known = {offer.places for offer in standing} | {sum(offer.places or 0 for offer in standing)}
    others = [int(found[0]) for found in NUMBER.finditer(text) if int(found[0]) not in known]
    hedged = bool(HEDGES.search(text)) or any(offer.places is None or offer.homes for offer in standing)
    if others:
        return _figure(message, reading, text, others, standing, code) if not hedged else _guarded(text, reading)
    if not hedged and WITHDRAWS.search(text) and standing:
        return replace(reading, intents=(Intent.WITHDRAWAL,), pledges=(), needs_review=False, review_reasons=())
    if not hedged and _agrees(text, reading):
        kept = tuple(i for i in reading.intents if i in {Intent.QUESTION, Intent.CONTACT, Intent.SUPPORT})
        return replace(reading, intents=kept or (Intent.OTHER,), pledges=(), needs_review=False, review_reasons=())
    return _guarded(text, reading)


def _figure(
    message: Message, reading: Reading, text: str, others: Sequence[int], standing: Sequence[Offer], code: str
) -> Reading:
    """One new figure, plainly on top of what stands or plainly in its place."""
    adds, corrects = bool(ADDS.search(text)), bool(CORRECTS.search(text))
    if len(others) != 1 or adds == corrects or not standing:
        return _guarded(text, reading)
    if adds:
        return _pledged(message, reading, PledgeReading(code, others[0], reason=COMES_ON_TOP), Intent.PLEDGE)
    if len(standing) > 1:
        return _guarded(text, reading)
    return _pledged(message, reading, _like(standing[0], code, others[0]), Intent.PLEDGE, Intent.CORRECTION)


def digits(text: str) -> str:
    """The text with its number words as digits; places in it are no longer those of the text."""
    return WORD.sub(lambda found: str(value) if (value := word_value(found[0].lower())) else found[0], text)


def _agrees(text: str, reading: Reading) -> bool:
    heard = {Intent.DECLINE, Intent.WITHDRAWAL, Intent.CORRECTION} & set(reading.intents)
    if reading.bottlenecks or (heard and not PLAINLY.search(text)):
        return False
    return bool(AGREES.search(text) or THANKS.search(text)) and not OBJECTS.search(HARMLESS.sub("", text))


def _guarded(text: str, reading: Reading) -> Reading:
    """What the ordinary reading made of it, for a person to see: these words may mean that a figure is wrong.

    A plain question, an announcement and the like go their own way where nothing in them objects.
    """
    harmless = {Intent.QUESTION, Intent.CONTACT, Intent.SUPPORT, Intent.DEFERRAL}
    records = reading.pledges or reading.bottlenecks or OBJECTS.search(text) or NUMBER.search(text)
    if set(reading.intents) <= harmless and not records:
        return replace(reading, needs_review=False, review_reasons=())
    if reading.needs_review:
        return reading
    return replace(reading, needs_review=True, review_reasons=(UNCLEAR,))


def _pledged(message: Message, reading: Reading, pledge: PledgeReading, *intents: Intent) -> Reading:
    pledge = replace(pledge, confidence=SURE, evidence=_evidence(message, pledge.places))
    return replace(reading, intents=intents, pledges=(pledge,), needs_review=False, review_reasons=())


def _like(offer: Offer, code: str, places: int) -> PledgeReading:
    """The pledge that stands with another figure: nobody said that its date or condition changed."""
    said = offer.as_reading(code, "Antwoord op onze bevestiging: een ander aantal.")
    return replace(said, places=places, places_max=None, homes=None, approximate=False)


def _evidence(message: Message, places: int | None) -> tuple[Evidence, ...]:
    for found in SENTENCE.finditer(message.body):
        if any(int(number[0]) == places for number in NUMBER.finditer(digits(found[0]))):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            end = start + len(found[0].strip())
            return (Evidence("body", start, end, message.body[start:end]),)
    return ()
