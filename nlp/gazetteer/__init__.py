"""The closed lists of gemeenten, their kernen and their mail domains, loaded once a process.

All codes are CBS codes (`GM0307`). Sources and licence: SOURCES.md beside this file.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.gazetteer.folding import fold


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One of the gemeenten of 1 January 2026: CBS code, CBS name and province."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class JointOrganisation:
    """An organisation that works for several gemeenten, or (`host`) a gemeente that works for another one too."""

    name: str
    abbreviation: str
    codes: tuple[str, ...]
    host: bool


@dataclass(frozen=True, slots=True)
class MailDomain:
    """What a mail domain tells: `kind` is `gemeente`, `former`, `joint`, `private`, or the kind of another body.

    `codes` holds the gemeenten it may stand for: one for `gemeente`, the members for `joint`, none otherwise.
    """

    kind: str
    codes: tuple[str, ...] = ()
    name: str = ""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the CSV files beside this module."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def gemeenten() -> dict[str, Gemeente]:
    """All gemeenten by CBS code."""
    return {row["code"]: Gemeente(**row) for row in rows("gemeenten.csv")}


def gemeente(code: str) -> Gemeente:
    """The gemeente with this CBS code. Raises `KeyError` for a code that is none of today's."""
    return gemeenten()[code]


@cache
def joint_organisations() -> dict[str, JointOrganisation]:
    """Joint organisations by mail domain; hints, never a decision by themselves."""
    return {
        row["domain"]: JointOrganisation(
            row["name"], row["abbreviation"], tuple(row["codes"].split()), row["kind"] == "host"
        )
        for row in rows("joint_organisations.csv")
    }


@cache
def _domains() -> dict[str, MailDomain]:
    known = {row["domain"]: MailDomain(row["kind"], name=row["name"]) for row in rows("other_domains.csv")}
    found: dict[str, list[str]] = defaultdict(list)
    status: dict[str, str] = {}
    for row in rows("domains.csv"):
        found[row["domain"]].append(row["code"])
        status[row["domain"]] = "gemeente" if row["status"] == "current" else "former"
    known |= {domain: MailDomain(status[domain], tuple(codes)) for domain, codes in found.items()}
    joint = ((domain, body) for domain, body in joint_organisations().items() if not body.host)
    return known | {domain: MailDomain("joint", body.codes, body.name) for domain, body in joint}


def _parents(domain: str) -> Iterable[str]:
    labels = domain.lower().strip(".").split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


@cache
def _names_in_domains() -> dict[str, str]:
    """The letters of each gemeente's name as a domain would hold them; names of two gemeenten are left out."""
    spelt: dict[str, set[str]] = defaultdict(set)
    for each in gemeenten().values():
        spelt[domain_letters(each.name.partition(" (")[0])].add(each.code)
    return {letters: next(iter(codes)) for letters, codes in spelt.items() if len(codes) == 1}


def domain_letters(name: str) -> str:
    """Only the letters and digits of a name, folded: `Súdwest-Fryslân` is `sudwestfryslan`."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def mail_domain(domain: str) -> MailDomain:
    """What `domain` (without the part before @) tells, the longest known parent domain first.

    An unknown domain that spells a gemeente (`gemeente-x.nl`, `x.nl`) counts as `former`: likely, not certain.
    The kind is empty for a domain that tells nothing.
    """
    for parent in _parents(domain):
        if parent in _domains():
            return _domains()[parent]
    for parent in _parents(domain):
        letters = domain_letters(parent.partition(".")[0])
        code = _names_in_domains().get(letters.removeprefix("gemeente").removesuffix("gemeente"))
        if code:
            return MailDomain("former", (code,))
    return MailDomain("")


def by_domain(domain: str) -> str | None:
    """The CBS code of the one gemeente that mails from `domain` or a parent of it; `None` if none or several."""
    found = mail_domain(domain)
    return found.codes[0] if found.kind in {"gemeente", "former"} and len(found.codes) == 1 else None
