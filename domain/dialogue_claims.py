"""Saying for which gemeente one speaks: remembered for what follows, and never a proof of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain import dialogue_texts as texts
from domain.dialogue_state import Step
from domain.dialogue_talk import Talk

_POST = (
    r"(?:\w+\s+){0,3}?(?:wethouder|burgemeester|ambtenaar|raadslid|secretaris|directeur|projectleider"
    r"|\w*(?:adviseur|medewerker|manager|coördinator|coordinator|regisseur))"
)
_SPEAKS = re.compile(
    r"(?:"
    r"\b(?:ik|wij|we|wy)\s+(?:ben|bin|zijn|binne|werk|werken|wurkje|zit|zitten|hoor|horen)\s+(?:(?!niet|geen)[\w-]+\s+){0,4}?"
    r"(?:van|fan|bij|by|voor|foar|namens|uit|in)\s+"
    r"|\b(?:ik|wij|we|wy|u)\s+(?:bel|bellen|mail|mailen|schrijf|schrijven|spreek|spreekt|spreken|app|appen|praat|praten)\s+"
    r"(?:(?!niet|geen)[\w-]+\s+){0,5}?(?:namens\s+|vanuit\s+|(?:van|voor)\s+(?=(?:de\s+)?gemeente))"
    r"|\b(?:ik|wij|we|wy|ons)\s+(?:als|hier\s+(?:in|bij)|in|van|fan|bij|by)\s+"
    rf"|\bals\s+{_POST}\s+(?:van|bij|in|voor)\s+"
    r"|(?<!niet\s)\bnamens\s+|\bvanuit\s+(?=(?:de\s+)?gemeente)"
    r"|^\W*(?:(?:hallo|hoi|goede\w*|goeie\w*|dag|hier|met|moin)\W+){1,3}(?:[\w-]+\s+){0,4}?(?:van\s+|bij\s+)?(?=(?:de\s+)?gemeente\b)"
    r"|^\W*(?=gemeente\b)|\b(?:onze|mijn|us)\s+(?=gemeente\b)"
    r")"
    r"(?:de\s+|it\s+)?(?P<gemeente>gemeenten?\s+|gemeintes?\s+)?",
    re.IGNORECASE,
)
_NAMES = re.compile(r"[^.:;!?\n()]*")
_JOINED = re.compile(r"^\S+(?:\s+\S+){0,2}?\s*(?:,|\s(?:en|&|plus)\s)", re.IGNORECASE)
_MOST_WORDS = 6
_ASKS = re.compile(
    r"\?|\b(?:wat|wie|wanneer|waarom|hoe|hoeveel|welke?|waar|kan|kunnen|mag|mogen|moet|moeten|geldt|krijg\w*)\b",
    re.IGNORECASE,
)
_REST = 8
"""More words than so many beside the claim say something of their own."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a text says for whom it speaks. `names` is what follows, `several` whether that joins names.

    `gemeente` tells that the word "gemeente" stands before it; `start` and `end` are the words that lead to the name.
    """

    names: str
    several: bool
    gemeente: bool
    start: int
    end: int


def claim_in(text: str) -> Claim | None:
    """Where the text says for which gemeente its writer speaks; `None` where it does not."""
    found = _SPEAKS.search(text)
    if found is None:
        return None
    following = _NAMES.match(text, found.end())
    names = " ".join((following[0] if following else "").split()[:_MOST_WORDS])
    return Claim(names, bool(_JOINED.match(names)), bool(found["gemeente"]), found.start(), found.end())


def without_claim(text: str, name: str = "") -> str:
    """What the text says beside the claim; of the name that follows as many words are left out as `name` has."""
    claim = claim_in(text)
    if claim is None:
        return text
    after = text[claim.end :].split()
    return f"{text[: claim.start]} {' '.join(after[max(1, len(name.split())) :])}".strip(" ,.:;")


def remember(talk: Talk) -> None:
    """Keep for whom the user says that he speaks. In a group several people talk."""
    if not talk.said.group and talk.heard.claimed:
        talk.state = replace(talk.state, claimed=talk.heard.claimed)


def only_claims(talk: Talk) -> bool:
    """Whether the text says for whom its writer speaks and nothing else."""
    claimed = talk.heard.claimed
    if not claimed:
        return False
    name = talk.name(claimed[0][0]).partition(" (")[0]
    rest = without_claim(talk.heard.text, name)
    return not _ASKS.search(rest) and len(rest.split()) <= _REST


def greet_claim(talk: Talk) -> None:
    """Say what is done with the claim; a name that may stand for several gemeenten is asked about."""
    ambiguous = next((codes for codes in talk.state.claimed if len(codes) > 1), ())
    if ambiguous:
        talk.ask(Step.CLAIM, "Welke gemeente bedoelt u?", [(talk.name(code), code) for code in ambiguous])
        return
    talk.menu(texts.claimed([talk.name(codes[0]) for codes in talk.state.claimed]), texts.MENU)


def choose_claim(talk: Talk, code: str) -> None:
    """One of the gemeenten that the name may stand for."""
    talk.state = replace(talk.state, claimed=tuple((code,) if code in group else group for group in talk.state.claimed))
    greet_claim(talk)
