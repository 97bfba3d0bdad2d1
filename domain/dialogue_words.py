"""Words that mean something by themselves in a conversation: commands, choices, groups, how firm it is.

Only what few typed words can say; a report as a whole is read by the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from domain.model import Commitment, Group

ALIKE = 0.8
"""From this likeness on a typed label counts as the button that it was meant for."""
SHORTEST_ALIKE = 4


class Command(StrEnum):
    """What works at any moment, with or without a slash."""

    START = "start"
    HELP = "help"
    PRIVACY = "privacy"
    MY_DATA = "mijngegevens"
    ERASE = "verwijder"
    STOP = "stop"
    PERSON = "medewerker"
    CANCEL = "annuleer"


_SAID = {
    "start": Command.START,
    "begin": Command.START,
    "menu": Command.HELP,
    "help": Command.HELP,
    "hulp": Command.HELP,
    "privacy": Command.PRIVACY,
    "mijngegevens": Command.MY_DATA,
    "mijn gegevens": Command.MY_DATA,
    "wat bewaart u": Command.MY_DATA,
    "verwijder": Command.ERASE,
    "verwijder mijn gegevens": Command.ERASE,
    "verwijderen": Command.ERASE,
    "stop": Command.STOP,
    "stoppen": Command.STOP,
    "medewerker": Command.PERSON,
    "een medewerker": Command.PERSON,
    "mens": Command.PERSON,
    "annuleer": Command.CANCEL,
    "annuleren": Command.CANCEL,
    "laat maar": Command.CANCEL,
}
_PERSON = re.compile(
    r"\b(?:spreek|spreken|contact|praten|bellen|doorverbind\w*|graag)\b.{0,30}\b(?:medewerker|mens|persoon|iemand)\b"
    r"|\b(?:medewerker|mens|persoon|iemand)\b.{0,20}\b(?:spreken|praten|bellen)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\bbel(?:t|len)?\b.{0,15}\b(?:mij|me|ons)\b|\b(?:mij|me|ons)\b.{0,15}\b(?:terug)?bel(?:len)?\b", re.IGNORECASE
)
GREETS = re.compile(
    r"^\W*(?:hallo|hoi|hi|hey|hé|dag|hello|moin|goeie?(?:n|de)?\s*(?:dag|morgen|middag|avond)|goede\s*(?:morgen|middag|navond|avond))"
    r"(?:\W+(?:allemaal|daar|vng|assistent))?\W*$",
    re.IGNORECASE,
)
"""Nothing but a greeting."""
_LONGEST_COMMAND = 60


def plain(text: str) -> str:
    """Lower case letters and digits with single spaces between words, without accents or marks."""
    folded = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(sign if sign.isalnum() else " " for sign in folded if not unicodedata.combining(sign))
    return " ".join(letters.split())


def command_of(text: str) -> Command | None:
    """The command that a text is, with or without slash, bot name and argument."""
    words = text.strip()
    if words.startswith("/"):
        name = plain(words.split()[0].partition("@")[0])
        return _SAID.get(name)
    said = plain(words)
    if len(said) > _LONGEST_COMMAND:
        return None
    return _SAID.get(said) or (Command.PERSON if _PERSON.search(words) or _CALL.search(words) else None)


_ORDINALS = {"eerste": 0, "bovenste": 0, "tweede": 1, "derde": 2, "vierde": 3}


def chosen(text: str, choices: Iterable[tuple[str, str]], *, by_number: bool) -> str | None:
    """The key of the choice that was typed: its label, a near spelling of it, or (`by_number`) its place."""
    listed = list(choices)
    said = plain(text)
    if by_number and said.isdecimal() and 1 <= int(said) <= len(listed):
        return listed[int(said) - 1][1]
    if by_number and (place := _ORDINALS.get(said.removeprefix("de "))) is not None and place < len(listed):
        return listed[place][1]
    for label, key in listed:
        if said and said == plain(label):
            return key
    listed = [(label, key) for label, key in listed if not _contradicts(said, plain(label))]
    holding = [key for label, key in listed if len(said) >= SHORTEST_ALIKE and said in plain(label)]
    if len(holding) == 1:
        return holding[0]
    scored = sorted(((_likeness(said, plain(label)), key) for label, key in listed), reverse=True)
    if not scored or scored[0][0] < ALIKE or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return _first_word(said, listed)
    return scored[0][1]


def _contradicts(said: str, label: str) -> bool:
    """Whether one of the two says no and the other does not: "klopt niet" is not "Klopt"."""
    return bool(_DENIES.search(said)) != bool(_DENIES.search(label))


def _first_word(said: str, listed: list[tuple[str, str]]) -> str | None:
    """A first word that only one label begins with: "ja" for "Ja, geef door"."""
    found = [key for label, key in listed if said and plain(label).split()[:1] == said.split()[:1]]
    short = len(said.split()) <= 2  # noqa: PLR2004  # "ja graag", "nee dank"; more words say something of their own
    return found[0] if short and len(found) == 1 else None


_DENIES = re.compile(r"\b(?:nee|niet|geen|niks|niets|nooit|fout|onjuist)\b")


def _likeness(said: str, label: str) -> float:
    if min(len(said), len(label)) < SHORTEST_ALIKE:
        return 0.0
    return SequenceMatcher(None, said, label).ratio()


_GROUPS = (
    (Group.AMV, re.compile(r"\bamv\w*|\b(?:alleenstaande|minderjarige)\w*", re.IGNORECASE)),
    (Group.OEKRAIENSE_ONTHEEMDEN, re.compile(r"\boekra\w+|\bontheemd\w*", re.IGNORECASE)),
    (Group.ASIELZOEKERS, re.compile(r"\basielzoek\w+|\bazc\b|\bcoa\b", re.IGNORECASE)),
    (
        Group.STATUSHOUDERS,
        re.compile(r"\bstat\w{1,3}s?\s?-?h[oaâ]\w+|\bstatus(?:sen)?\b|\bvergunning(?:houd|hebb)\w+", re.IGNORECASE),
    ),
)
_CONDITIONAL = re.compile(
    r"\b(?:voorwaarde\w*|voorwaardelijk|mits|indien|onder\s+voorbehoud|zodra|als)\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:mits|als|indien|zodra|wanneer|op\s+voorwaarde\s+dat|onder\s+voorbehoud\s+van|afhankelijk\s+van)(?:\s+\w+){2,}",
    re.IGNORECASE,
)
_EXPLORING = re.compile(
    r"\b(?:verken\w*|onderzoek\w*|misschien|mogelijk|wellicht|weet\s+(?:ik\s+)?nog\s+niet)\b"
    r"|\b(?:niet|geen)\s+(?:\w+\s+){0,2}?(?:toe|toe(?:ge)?ze(?:g|gg)\w*|def\w{1,3}tief|zeker\w*|vast|harde?|garan\w+|besloten|akkoord|rond)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:toezeggen|toegezegd|def\w{1,3}tief|zeg(?:t|gen)?\s+(?:u\s+)?(?:\w+\s+){0,6}toe|zeker|vast|hard|garand\w*|besloten|akkoord)\b"
    r"|\b(?:is|als|doen)\s+(?:een\s+)?(?:harde?\s+)?toezegging\b|^\W*(?:harde?\s+)?toezegging\W*$",
    re.IGNORECASE,
)
_FOR_ALL = re.compile(r"(?:,|\b(?:alle\w*|beide|samen))\s*(?:voor\s+)?$", re.IGNORECASE)
_NOT_AT_ALL = re.compile(r"\bzeker\s+niet\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:nu|vandaag)\b", re.IGNORECASE)
_DIRECT = re.compile(
    r"\b(?:nu\s+al|(?:vanaf|per)\s+(?:nu|heden|vandaag)|per\s+direct|direct|meteen|onmiddellijk|al\s+beschikbaar)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:weet|weten)\s+(?:ik|wij|we|dat|het)?\s*(?:dat\s+|het\s+)?(?:nog\s+)?niet\b|\b(?:nog\s+)?(?:onbekend|niet\s+bekend)\b|\bgeen\s+idee\b"
    r"|\bweet\s+(?:ik\s+)?(?:veel|het\s+niet)\b|\b(?:nnb|ntb|n\.?t\.?b)\b|\bnog\s+te\s+bepalen\b|^\W*(?:later|\?+)\W*$",
    re.IGNORECASE,
)
_QUESTION_START = re.compile(
    r"^\W*(?:wat|wie|waar|wanneer|waarom|hoe|hoeveel|welke?|kan|kunnen|mag|mogen|moet|moeten|is|zijn|geldt|krijg\w*|komt)\b",
    re.IGNORECASE,
)
_ASKS_WORD = re.compile(r"^\W*(?:wat|wie|waar|wanneer|waarom|hoe|hoeveel|welke?)\b", re.IGNORECASE)
_SECOND_QUESTION = re.compile(r"(?:\?\s*|\b)(?:en|\?)\s+(?:wanneer|hoeveel|hoe|wie|wat|waar|welke)\b", re.IGNORECASE)


def group_said(text: str) -> Group | None:
    """For whom, where the text says so; a mix where it names several groups."""
    found = [group for group, words in _GROUPS if words.search(text)]
    if len(found) > 1:
        return Group.MIXED
    return found[0] if found else None


def only_of_later(text: str, number: int | None, numbers: Sequence[int | None]) -> bool:
    """Whether the one group that the text names is said of a later number only: "5 plekken en 3 plekken voor amv"."""
    found = [match for _, words in _GROUPS for match in words.finditer(text)]
    places = [text.find(str(one)) for one in numbers if one is not None]
    if len(found) != 1 or number is None or len(places) < 2:  # noqa: PLR2004  # with one number there is no later one
        return False
    nearest = max((place for place in places if place < found[0].start()), default=-1)
    for_all = _FOR_ALL.search(text[max(nearest, 0) : found[0].start()])
    return text.find(str(number)) < nearest and for_all is None


def commitment_said(text: str) -> Commitment | None:
    """How firm it is, where the text says so."""
    if _EXPLORING.search(text):
        return Commitment.EXPLORING
    if _CONDITIONAL.search(text):
        return Commitment.CONDITIONAL
    return Commitment.FIRM if _FIRM.search(text) and not _NOT_AT_ALL.search(text) else None


def condition_said(text: str) -> str:
    """The condition, where the text names it and says that it is one; else empty."""
    found = _CONDITION.search(text)
    return text[found.start() :].strip(" .") if found and commitment_said(text) is Commitment.CONDITIONAL else ""


PROVINCES = {
    "limburg": "l",
    "noord holland": "nh",
    "noordholland": "nh",
    "zuid holland": "zh",
    "zuidholland": "zh",
    "gelderland": "gld",
    "noord brabant": "nb",
    "overijssel": "o",
    "zeeland": "z",
    "utrecht": "u",
    "groningen": "gr",
    "friesland": "fr",
    "drenthe": "dr",
    "flevoland": "fl",
}


def in_province(text: str, names: Mapping[str, str]) -> str:
    """The one gemeente of `names` (by code) whose name tells it apart by the province that the text names."""
    said = plain(text)
    whole = f" {said} "
    letters = next((short for name, short in PROVINCES.items() if f" {name} " in whole), "")
    letters = letters or next((word for word in reversed(said.split()) if word in set(PROVINCES.values())), "")
    found = [code for code, name in names.items() if letters and plain(name.partition("(")[2]) == letters]
    return found[0] if len(found) == 1 else ""


def says_now(text: str, *, asked: bool = False) -> bool:
    """Whether the places are there already; a mere "nu" says so only where that was asked."""
    return bool(_DIRECT.search(text)) or (asked and bool(_NOW.search(text)))


def says_unknown(text: str) -> bool:
    """Whether the user does not know it yet."""
    return bool(_UNKNOWN.search(text))


def only_asks(text: str) -> bool:
    """Whether a text only asks: every sentence ends in a question mark, or its only one begins as a question."""
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part.strip()]
    if len(sentences) == 1 and _ASKS_WORD.match(sentences[0]):
        return True
    return bool(sentences) and all(sentence.endswith("?") for sentence in sentences)


def questions_in(text: str) -> str:
    """The sentences of a text that end in a question mark."""
    return " ".join(part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip().endswith("?"))


def begins_asking(text: str) -> bool:
    """Whether the first word asks: what stands before a question mark is then no more than a question."""
    return bool(_QUESTION_START.match(text))


def asks_more(text: str) -> bool:
    """Whether a text asks a second thing: "... en wanneer is de deadline?"."""
    return bool(_SECOND_QUESTION.search(text))


def seems_question(text: str) -> bool:
    """Whether a text asks something, with or without its question mark."""
    return "?" in text or bool(_QUESTION_START.match(text))
