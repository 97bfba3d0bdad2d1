"""What a typed sentence is about: what stands, a new report, a change, a withdrawal, something on top."""

from __future__ import annotations

import re

OWN = re.compile(
    r"\b(?:wat|hoeveel|welke)\b.{0,40}\b(?:wij|we|ons|onze|ik|jullie\s+van\s+ons)\b.{0,40}"
    r"\b(?:toegezegd|toezegging\w*|gemeld|opgegeven|aangeboden|doorgegeven|staan|staat)\b"
    r"|\bstaat\s+er\s+(?:nu\s+)?(?:van|voor|bij|onder)\s+(?:ons|onze\s+\w+)\b"
    r"|\b(?:onze|mijn)\s+toezegging(?:en)?\s*(?:\?|$|zien|bekijken|tonen)"
    r"|\bklopt\s+het\s+dat\s+(?:wij|we|ik)\b.{0,40}\b(?:gemeld|toegezegd|opgegeven|doorgegeven)\b"
    r"|\b(?:is|staat)\s+(?:onze|mijn)\s+(?:melding|toezegging|opgave)\b.{0,30}\b(?:binnen|ontvangen|aangekomen|in|genoteerd|vast\w*)\b"
    r"|^\W*(?:hebben|heb)\s+(?:wij|we|ik)\s+(?:al\s+)?(?:iets\s+|plekken\s+)?(?:gemeld|toegezegd|doorgegeven)\b",
    re.IGNORECASE,
)
"""The user asks what his own gemeente has pledged."""
WANTS_REPORT = re.compile(
    r"\b(?:wil|willen|kom|graag)\b.{0,30}\b(?:melden|toezeggen|aanbieden|opgeven|aanmelden)\b|^\W*plekken\s+melden\W*$"
    r"|^\W*(?:opnieuw|overnieuw)(?:\s+(?:beginnen|melden))?\W*$",
    re.IGNORECASE,
)
"""The user wants to report and has not said anything of it yet."""
WANTS_CHANGE = re.compile(
    r"\b(?:wijzig|wijzigen|aanpassen|veranderen|verander|bijstellen|verzet|verzetten|verschuif|verschuiven|zet)\b.{0,30}"
    r"\b(?:toezegging|plekken|aantal|opgave|melding|datum|ingangsdatum|groep|doelgroep|voorwaarde)\b"
    r"|\b(?:toezegging|aantal|opgave|melding|datum|ingangsdatum|groep|doelgroep)\b.{0,30}"
    r"\b(?:wijzigen|aanpassen|veranderen|bijstellen|verzetten|verschuiven)\b",
    re.IGNORECASE,
)
_FIGURE = (
    r"(?:ongeveer\s+|circa\s+)?"
    r"(?:\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|elf|twaalf|\w*tien|\w+tig)\b"
)
ANOTHER_STATE = re.compile(
    r"\b(?:zijn|is|wordt|worden)\s+nu\b|\b(?:het|dat|er)\s+(?:worden|moeten|zijn)\b|\bworden\s+er\b", re.IGNORECASE
)
"""Another figure where there was one: "het worden er 15". Else it is a report: "er zijn 15 plekken"."""
NEW_FIGURE = re.compile(
    r"\bmaak\w*\s+(?:er|daar|het|dat)\b.{0,30}\bvan\b"
    rf"|\b(?:wijzig|verander|verhoog|verlaag)\w*\b.{{0,40}}\b(?:naar|tot|in|op)\s+{_FIGURE}"
    rf"|\b(?:zet|pas|stel)\s+(?:het|dat|dit|die|hem|aantal|onze|bij|aan)\b.{{0,40}}\b(?:naar|tot|op)\s+{_FIGURE}"
    r"|\b(?:nieuwe?|ander|gewijzigde?|aangepaste?)\s+aantal\b|\bdoe\s+(?:er\s+|toch\s+)*maar\b",
    re.IGNORECASE,
)
"""Another figure for what stands: "maak er 15 van"."""
WITHDRAWS = re.compile(
    r"^\W*trek\s+(?:(?:het|dit|hem|ze|dat|alles|maar|dan|onze?|toezegging|de|die|weer|plekken|\d+)\s+){0,4}(?:in|terug)\b"
    r"|\b(?:toezegging|aanbod|plekken|melding|opgave|alles|die|het|ze)\b.{0,40}\b(?:intrekken|ingetrokken|trekken\W*$)"
    r"|\b(?:wij|we|ik)\s+trek(?:ken)?\b.{0,40}\b(?:in|terug)\W*$",
    re.IGNORECASE,
)
ON_TOP = re.compile(
    r"\b(?:erbij|bovenop|daarnaast|daarbij|daarbovenop|plus)\b|\b(?:en|ook|daarnaast)\s+(?:ook\s+)?nog\b"
    r"|\bnog\s+(?:eens\s+)?\d+\b|\ben\s+ook\b"
    r"|\ber\b.{0,25}\bbij\b|\bbij\s?(?:gekomen|komen|gedaan)\b",
    re.IGNORECASE,
)
"""What is said comes beside what was said before."""


def names_another_figure(text: str) -> bool:
    """Whether another figure is told for what was said or stands."""
    return bool(NEW_FIGURE.search(text) or ANOTHER_STATE.search(text))
