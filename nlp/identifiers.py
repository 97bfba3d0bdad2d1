"""Numbers that stand for a person: BSN, V-nummer and bank account.

A BSN has nine digits and passes the 11-test; without a word that says so it must also not look like a telephone,
case or other number. A V-nummer has ten digits and counts only with its name. An IBAN passes mod 97 (ISO 13616).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[str, int, int]
"""A kind of personal data with its first and last character (half open)."""

BSN_DIGITS, V_DIGITS = 9, 10
SHORTEST_IBAN = 15
"""Norway's; the longest have 34."""

BEFORE = 28
"""Characters before a number in which its name may stand."""

DIGITS = re.compile(r"(?<![\w.,+/-])\d(?:[ .\u00a0]?\d){7,9}(?![\w/-])(?![.,]\d)")
BSN_GROUPS = re.compile(r"\d{9}|\d{3}([ \u00a0])\d{3}\1\d{3}|\d{4}([ .\u00a0])\d{2}\2\d{3}")
BSN_NAME = re.compile(r"\b(?:bsn|b\.s\.n|burger ?service ?n|sofi)", re.IGNORECASE)
V_NAME = re.compile(r"\b(?:v[ .-]?n(?:umme)?r|vreemdelingen ?n|v ?nummer|ind-? ?n(?:umme)?r|cpo-?n)", re.IGNORECASE)
GLUED_V = re.compile(r"(?<!\w)[vV](\d{10})(?!\w)")
OTHER_NAME = re.compile(
    r"tel|fax|mobiel|phone|bel |bereikbaar|nummer|\bnr\b|kenmerk|zaak|dossier|kvk|k\.v\.k|order|ticket|factuur|ref|"
    r"polis|btw|postbus|rekening|iban|€|euro|\b0\d{1,3}\)?[ -]*$|\+\d{2}",
    re.IGNORECASE,
)
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0]?[A-Za-z0-9]{1,4}){3,8}(?![A-Za-z0-9])")
DUTCH_IBAN = re.compile(r"NL\d{2}[A-Z]{4}\d{10}")
PUBLIC = re.compile(
    r"(?:t\.?n\.?v\.?|name van)(?: de)? (?:gemeente|stichting|vereniging)|factuur|crediteur|in rekening|debiteur",
    re.IGNORECASE,
)
AROUND = 80
"""Characters around an account number in which it may show that it is not a client's."""

PUBLIC_BANK = "BNGH"
"""Bank Nederlandse Gemeenten: an account of a gemeente, not of a client."""


def identifiers(text: str) -> Iterator[Found]:
    """All identifying numbers in `text`. Linear in its length."""
    for match in DIGITS.finditer(text):
        kind = _kind(match[0], text[max(0, match.start() - BEFORE) : match.start()])
        if kind:
            yield kind, match.start(), match.end()
    for match in GLUED_V.finditer(text):
        yield "v_number", match.start(1), match.end(1)
    for match in IBAN.finditer(text):
        written = _iban(match[0])
        around = text[max(0, match.start() - AROUND) : match.end() + AROUND]
        if written and not PUBLIC.search(around):
            yield "iban", match.start(), match.start() + len(written)


def _kind(written: str, before: str) -> str | None:
    digits = "".join(character for character in written if character.isdigit())
    bsn, v_number = _last(BSN_NAME, before), _last(V_NAME, before)
    if len(digits) == V_DIGITS:
        return "v_number" if v_number >= 0 else None
    if len(digits) == BSN_DIGITS and bsn > v_number:
        return "bsn"
    plain = BSN_GROUPS.fullmatch(written) and not OTHER_NAME.search(before)
    return "bsn" if plain and passes_eleven_test(digits) else None


def _last(name: re.Pattern[str], before: str) -> int:
    """Where the name last starts in `before`; -1 where it does not."""
    return max((found.start() for found in name.finditer(before)), default=-1)


def passes_eleven_test(digits: str) -> bool:
    """The 11-test of the BSN: 9a + 8b + ... + 2h - i is divisible by 11, and not all digits are zero."""
    weighted = sum(int(d) * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return weighted % 11 == 0 and digits.strip("0") != ""


def _iban(written: str) -> str | None:
    """The part of `written` that is a valid account number of a person; the match may run on into the next word."""
    while len(written) >= SHORTEST_IBAN:
        plain = re.sub(r"\s", "", written).upper()
        if passes_mod_97(plain) and (not plain.startswith("NL") or DUTCH_IBAN.fullmatch(plain)):
            return None if plain[4:8] == PUBLIC_BANK else written
        written = written[:-1].rstrip()
    return None


def passes_mod_97(iban: str) -> bool:
    """The check of ISO 13616: country and check digits moved to the end, letters as 10 to 35, remainder 1."""
    moved = iban[4:] + iban[:4]
    return moved.isascii() and moved.isalnum() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
