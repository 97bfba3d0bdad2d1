"""What the addresses of a message tell about who writes: domains, display names, addresses in the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from domain.model import Address, Evidence, Message
from nlp.gazetteer import MailDomain, joint_organisations, mail_domain
from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import Name, find_names
from nlp.gemeente_persons import given_names

IN_TEXT = re.compile(r"(?:(?<![\w.+'-])[\w.+'-]+@|(?:https?://)?www\.)((?:[\w-]+\.)+[a-zA-Z]{2,})")
FORWARDED = re.compile(r"(?mi)^[ \t>*]*(?:van|from|afzender)\*?[ \t]*:[^\n]{0,80}?([\w.+'-]+@[\w.-]+)")
OFFICE = re.compile(
    r"\b(?:gemeente|gem|college|b&w|secretariaat|bestuurssecretariaat|gemeentesecretaris|secretaris|griffie|postkamer|"
    r"postregistratie|postbus|info|wonen|team|afdeling|afd|burgemeester|wethouder|stad|municipality|city|kabinet|"
    r"klantcontact\w*|kcc|bestuur\w*|directie|statushouders|sociaal domein|ruimte|noreply|loket|bestuursdienst)\b"
)
SHORTEST = 3
"""Letters from which an abbreviation of a joint organisation can be told from a word."""
POSTCODE = re.compile(r"\b([1-9]\d)\d{2} ?[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who the addresses say writes. `domain` is the most telling one; `proof` points at it in the sender part."""

    domain: MailDomain
    proof: Evidence | None
    partners: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The one gemeente whose domain it is."""
        single = self.domain.kind in {"gemeente", "former"} and len(self.domain.codes) == 1
        return self.domain.codes[0] if single else None

    @property
    def is_body(self) -> bool:
        """Whether the domain belongs to a known body that speaks for no gemeente (provincie, COA, ministerie)."""
        return self.domain.kind not in {"gemeente", "former", "joint", "private", ""}


def writer(message: Message) -> Writer:
    """The writer by address: the original sender of a forwarded mail before the one who forwards it."""
    addresses = [address for address in (message.forwarded_from, message.sender, message.reply_to) if address]
    addresses += [Address(address=found[1]) for found in islice(FORWARDED.finditer(message.body), 1)]
    known = [(address, mail_domain(address.domain)) for address in addresses if address.domain]
    if not known:
        return Writer(MailDomain(""), None)
    telling = next(((a, d) for a, d in known if d.kind in {"gemeente", "former", "joint"}), known[0])
    host = next((joint_organisations().get(parent) for parent in _parents(telling[0].domain)), None)
    partners = host.codes if host and host.host else ()
    return Writer(telling[1], _proof(message, telling[0]), partners)


def _parents(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    yield from (".".join(labels[start:]) for start in range(len(labels) - 1))
    yield ""


def _proof(message: Message, address: Address) -> Evidence | None:
    text = message.part("sender")
    start = text.lower().rfind("@" + address.domain) + 1
    end = start + len(address.domain)
    return Evidence("sender", start, end, text[start:end]) if start else None


def display_names(message: Message) -> list[Name]:
    """Names of gemeenten in the sender's display name, if it is that of an office and not of a person."""
    shown = message.sender.name
    words = fold(shown).split()
    person = bool(words) and words[0] in given_names() and "gemeente" not in words
    return find_names(shown) if OFFICE.search(fold(shown)) and not person else []


@cache
def _joint_names() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    named = {body.name: body.codes for body in joint_organisations().values() if not body.host}
    short = {
        body.abbreviation: body.codes for body in joint_organisations().values() if len(body.abbreviation) >= SHORTEST
    }
    members = named | short
    longest_first = sorted(members, key=len, reverse=True)
    # The look ahead spares trying all names at every letter
    initials = re.escape("".join(sorted({name[0] for name in members})))
    return re.compile(rf"(?<!\w)(?=[{initials}])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), members


def joint_members(texts: Sequence[str]) -> frozenset[str]:
    """The gemeenten of the joint organisations that these texts name: what a shared name in them may stand for."""
    pattern, members = _joint_names()
    return frozenset(code for text in texts for found in pattern.finditer(text) for code in members[found[0]])


def addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """The CBS code and the span of each mail or web address in `text` whose domain is that of one gemeente."""
    for found in IN_TEXT.finditer(text):
        domain = mail_domain(found[1])
        if domain.kind == "gemeente" and len(domain.codes) == 1:
            yield domain.codes[0], found.start(1), found.end(1)


PROVINCES = (
    (10, 19, ("Noord-Holland",)),
    (20, 21, ("Noord-Holland", "Zuid-Holland")),
    (22, 33, ("Zuid-Holland",)),
    (34, 37, ("Utrecht",)),
    (38, 38, ("Utrecht", "Gelderland", "Flevoland")),
    (39, 39, ("Utrecht", "Gelderland")),
    (40, 41, ("Gelderland", "Utrecht", "Zuid-Holland")),
    (42, 42, ("Noord-Brabant", "Gelderland", "Zuid-Holland")),
    (43, 45, ("Zeeland",)),
    (46, 52, ("Noord-Brabant",)),
    (53, 53, ("Noord-Brabant", "Gelderland")),
    (54, 57, ("Noord-Brabant",)),
    (58, 58, ("Limburg", "Noord-Brabant")),
    (59, 64, ("Limburg",)),
    (65, 65, ("Gelderland", "Limburg")),
    (66, 73, ("Gelderland",)),
    (74, 77, ("Overijssel", "Drenthe")),
    (78, 79, ("Drenthe", "Overijssel")),
    (80, 80, ("Overijssel", "Gelderland")),
    (81, 81, ("Overijssel", "Gelderland")),
    (82, 82, ("Flevoland", "Overijssel")),
    (83, 83, ("Overijssel", "Flevoland", "Fryslân")),
    (84, 92, ("Fryslân",)),
    (93, 94, ("Drenthe", "Groningen")),
    (95, 99, ("Groningen",)),
)
"""Provinces by the first two digits of a postcode; general knowledge, near the borders with both."""


def provinces(texts: Sequence[str]) -> frozenset[str]:
    """The provinces that postcodes in these texts lie in."""
    found = (int(match[1]) for text in texts for match in POSTCODE.finditer(text))
    return frozenset(name for code in found for low, high, names in PROVINCES if low <= code <= high for name in names)
