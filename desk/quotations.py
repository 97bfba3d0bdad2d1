"""What gemeenten wrote, as quotations: for the desk itself, and without any person for whoever else reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from desk.marking import BLOT, blotted
from domain.desk import Quoted

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# Nine digits or more, however they are spaced: a telephone number, or one that belongs to a person
_LONG_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,14}(?!\w)")
_SMALL = r"(?:(?:van|de|der|den|ten|ter|te|het|'t|el|al|la|le)\s+)*"
_CALLED = rf"(?:[A-Z]\.\s?)*{_SMALL}[A-ZÀ-Þ][\w'’-]+(?:\s+{_SMALL}[A-ZÀ-Þ][\w'’-]+)*"
_TITLED = re.compile(
    r"\b((?i:wethouder|burgemeester|gemeentesecretaris|de heer|dhr\.?|meneer|mevrouw|mevr\.?|mw\.?|collega|raadslid|"
    rf"drs\.?|mr\.?|ir\.?|dr\.?))\s+{_CALLED}"
)
_NO_PERSON = frozenset({"gemeente", "team", "afdeling", "college", "cluster", "secretariaat", "domein", "bestuur"})
"""A sender with one of these in the name is a department: its words are ordinary ones."""
_SHORTEST_NAME = 3


def quote_of(quoted: Quoted | None) -> str:
    """The first words that a record came from, on one line and with personal data blotted out."""
    if quoted is None or not quoted.evidence:
        return ""
    spot = quoted.evidence[0]
    # The words alone are at hand, so they are put back in their place to be blotted out
    text = blotted(" " * spot.start + spot.text, spot.part, quoted.private)[spot.start :]
    return " ".join(text.split())


def quotation(quoted: Quoted | None, unnamed: Callable[[str], str]) -> str:
    """The same for readers outside: also without names, addresses and numbers of whoever wrote or is written about.

    `unnamed` leaves out names of people whom nobody here knows. Rather a word too many left out than a name left in.
    """
    text = re.sub(f"{BLOT}+", "[weggelaten]", quote_of(quoted))
    text = _LONG_NUMBER.sub("[nummer]", _ADDRESS.sub("[e-mailadres]", text))
    text = _TITLED.sub(r"\1 [naam]", text)
    for name in sorted(_names(quoted), key=len, reverse=True) if quoted else ():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[naam]", text)
    return unnamed(re.sub(r"\[naam\](?:\s+\[naam\])+", "[naam]", text))


def _names(quoted: Quoted) -> Iterator[str]:
    """The names in full, and each of their parts that begins with a capital."""
    place = set(_words(quoted.gemeente))
    for name in quoted.people:
        words = _words(name)
        if _NO_PERSON & {word.lower() for word in words}:
            continue
        yield " ".join(name.split())
        yield from (word for word in words if len(word) >= _SHORTEST_NAME and word[0].isupper() and word not in place)


def _words(name: str) -> Sequence[str]:
    return re.findall(r"[\w'’-]+", name)
