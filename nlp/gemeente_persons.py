"""Telling persons from places: "mevrouw Van Houten" and "Jan van Tilburg" are nobody's gemeente."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import Name

PREFIX = r"(?:(?:[Vv]an|[Dd]e[rn]?|[Hh]et|[Tt]e[rn]?|'[ts]|[Vv]\.?d\.?|la|el|al|ten)\s+)"
TITLE = (
    r"\b(?:[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Dd]hr\.?|[Hh]eer|[Hh]eren|[Mm]eneer|[Mm]ijnheer|[Mm]rs?\.?|[Dd]rs\.?|[Ii]r\.?"
    r"|[Ii]ng\.?|[Dd]r\.?|[Pp]rof\.?|[Ff]amilie|[Ff]am\.)"
)
AFTER_TITLE = re.compile(rf"{TITLE}\s+(?:[A-Z][\w.]*\s+)*{PREFIX}*$")
AFTER_INITIALS = re.compile(rf"(?:(?<!\w)[A-Z][a-z]?\.\s*)+{PREFIX}*$")
CAPITAL_VAN = re.compile(r"(?<=[a-z,] )(?:Van(?: de[rn]?)?|De|Ter|Ten|Te) $")
NAMED = re.compile(rf"(?<!\w)([A-Z][\w'’]+(?:-[A-Z][\w]+)?)\s+((?:[A-Z]\.\s*)*{PREFIX}*)$")
HYPHENATED = re.compile(r"\w-(?:van|de|van de[rn]?|ter|ten)\s+$")
ACTS = re.compile(r",? (?:komt|komen|is|was|heeft|belt|mailt|zal|gaat|neemt|werkt|wordt|schreef|zegt)\b")
HERE = re.compile(r",? (?:hier|weer|alweer|nogmaals|aan de lijn)\b")
"""Who says "Anne van Goes hier" tells where he works."""
REACH = 45


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    data = tomllib.loads(files("nlp").joinpath("terms/first_names.toml").read_text(encoding="utf-8"))
    return frozenset(data["names"].split())


def is_person(text: str, name: Name, sender_name: str = "") -> bool:
    """Whether `name` in `text` is (part of) a person's name. `sender_name` is the display name of the sender."""
    before = text[max(0, name.start - REACH) : name.start].rpartition("\n")[2]
    if AFTER_TITLE.search(before) or AFTER_INITIALS.search(before) or HYPHENATED.search(before):
        return True
    if CAPITAL_VAN.search(before) and name.ordinary | name.is_gemeente:
        return True
    named = NAMED.search(before)
    if not named:
        return False
    first = fold(named[1]).partition("-")[0]
    acts = ACTS.match(text, name.end) is not None
    if HERE.match(text, name.end) and name.is_gemeente and "van" in named[2]:
        return False
    known = first in given_names() or first in fold(sender_name).split()
    return known and (bool(named[2]) or name.ordinary or acts or _is_sender(text, name, sender_name))


def _is_sender(text: str, name: Name, sender_name: str) -> bool:
    return fold(text[name.start : name.end]) in fold(sender_name)
