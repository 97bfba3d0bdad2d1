"""What is left when nothing says plainly for which gemeente a message speaks.

The dossier of the thread, a name in small letters that a chat holds, and what was said to the sender before.
"""

from __future__ import annotations

import re

from domain.model import Evidence
from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import Name, find_names
from nlp.gemeente_claims import common_words
from nlp.gemeente_evidence import Case
from nlp.gemeente_resolve import Resolver
from nlp.gemeente_verdict import VETOES, Decision, Verdict

LONGEST, NEAR = 4_000, 40
"""Characters of a chat in which its gemeente is looked for, and those before a name."""

OPENS = re.compile(r"(?:^|\n)\W*(?:(?:hoi|hallo|dag|hee|moi|hier|gemeente)\W+)*$")
NO_PLACE = re.compile(r"\b(?:de|het|een|die|deze|geen|onze|alle|veel|\d+) $")
"""What stands before an ordinary word that is no place: "de duiven"."""
OURS = re.compile(r"\b(?:bij ons|hier|wij|we) (?:in|uit|van) $")
APART = re.compile(r" hier\b|[,.:;\n]| (?:kan|doet|heeft|neemt|biedt|levert|stelt)\b(?! (?:ik|wel|het|dat|een|dit|er))")
"""What stands behind a word that hardly ever is a gemeente, where it opens a line: "buren hier"."""
COUNTED = re.compile(r"[,:]? (?:\d|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b)")
"""What stands behind a kern that opens a chat."""


def last_resort(case: Case) -> Decision:
    """Names that several gemeenten share are asked back; then what is likeliest, or nothing."""
    if case.open_names:
        shown = case.open_names[0].name.text
        return Decision(reasons=(f"Er zijn meer gemeenten of kernen met de naam {shown}",))
    if len(set(case.thread)) == 1:
        return Decision((Verdict(case.thread[0], 0.85, "eerdere berichten in dit gesprek"),))
    return _in_small_letters(case) or _quoted(case)


def _in_small_letters(case: Case) -> Decision | None:
    """The only gemeente that a chat names, though its name is a word too; an address would tell who writes."""
    if case.message.sender.domain:
        return None
    body = case.message.body[:LONGEST]
    flat = fold(body)
    found = [name for name in find_names(body) if not name.capital]
    names = [name for name in found if name.is_gemeente and _is_meant(flat, name)]
    names = names or [name for name in found if not name.is_gemeente and _is_place(flat, name)]
    codes = {Resolver().code(name) for name in names}
    # A name that was judged already is there as somebody else's, unless it only was said to answer later
    judged = {sign.code for sign in case.text if sign.cue not in VETOES}
    if len(codes) != 1 or not (code := codes.pop()) or code in judged:
        return None
    proof = Evidence("body", names[0].start, names[0].end, names[0].text)
    return Decision((Verdict(code, 0.8, "enige gemeente die wordt genoemd", (proof,)),))


def _is_meant(flat: str, name: Name) -> bool:
    before = _before(flat, name)
    if not name.ordinary:
        return True
    if fold(name.text) in common_words():
        return bool(OURS.search(before) or (OPENS.search(before) and APART.match(flat, name.end)))
    return not NO_PLACE.search(before)


def _before(flat: str, name: Name) -> str:
    """What stands right before a name; where more stands there, with a letter that keeps it from being the start."""
    start = name.start - NEAR
    return flat[: name.start] if start <= 0 else "x" + flat[start : name.start]


def _is_place(flat: str, name: Name) -> bool:
    """Whether a kern that is a word too opens the chat with what is there: "roden 10", "gieten, 2 woningen"."""
    return not name.ordinary or bool(OPENS.search(_before(flat, name)) and COUNTED.match(flat, name.end))


def _quoted(case: Case) -> Decision:
    quoted = case.message.quoted
    for name in find_names(quoted):
        before = fold(quoted[max(0, name.start - 20) : name.start])
        if len(name.codes) == 1 and re.search(r"\b(?:voor|gemeente|beste|namens) $", before):
            proof = Evidence("quoted", name.start, name.end, name.text)
            reason = "Alleen het geciteerde bericht noemt een gemeente"
            return Decision((Verdict(name.codes[0], 0.65, "geciteerd bericht", (proof,)),), (reason,))
    return Decision()
