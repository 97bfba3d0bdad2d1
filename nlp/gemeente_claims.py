"""What a text claims about the gemeenten that it names: who speaks, who acts, who is merely mentioned.

The cues are data (`nlp/terms/gemeente_cues.toml`); this module finds the words around each name that they run over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import Name, rare_words
from nlp.gemeente_persons import is_person

WINDOW = 110
"""Characters before and behind a name in which a cue may stand."""
MOST = 1_000
"""Names of one part that are judged; a text with more is a register, not a letter."""
SOFT_WRAP = re.compile(r"(?<=[^\n;|\t]{55})[ \t]{0,200}\n(?=[^\n\s•*|-])")
SENTENCE_END = re.compile(r"(?<![ .(]gem)(?<!prov)(?<!mevr)(?<!o\.a)(?<![ .(\n]\w)[.!?]{1,20}[\"')]{0,9}\s|;\s|\n")
SINGULAR_VERB = re.compile(
    r" (?:[a-z]{2,}t|kan|wil|is|zal|zou|mag|heeft|doet)\b(?<! met)(?<! niet)(?<! dat)(?<! tot)(?<! het)(?<! uit)"
)
BULLET = re.compile(r"[ \t>]*(?:[-*•·–|]|\(?\d{1,2}[.)])[ \t]")
LINE_HEAD = re.compile(r"[ \t>]*(?:[-*•·–|#]|\(?\d{1,2}[.)]|[a-z]\))?[ \t|*]*(?:(?:de )?gemeente |gem\.? )?")
ROW = re.compile(r"\**[ \t]*(?:\([^)\n]{0,40}\))?[ \t]*\**(?:[:;|=\t]|[ \t]{2,}|[ \t]-[ \t])")
ROW_END = re.compile(r"\**[ \t]*(?:\([^)\n]{0,40}\))?[ \t]*:?\**[ \t]*(?=\n|$)")
DATELINE = re.compile(r",? (?:den |de )?\d{1,2} (?:jan|feb|m(?:aa)?r|apr|mei|jun|jul|aug|sep|okt|nov|dec)")
LIST = re.compile(
    r"\s*(?:,|/|&|\+|\b(?:en|of|and|alsook|plus|resp\.?|evenals)\b)"
    r"(?:\s*\b(?:en|ook|de|het|van|gemeente|gemeenten|college van)\b)*\s*"
)
PLAIN_NOUN = re.compile(r"(?:[Dd]en?|[Hh]et|['’]t|[Tt]e[rn]|[Ii]t) [a-z]\w+")
"""A kern written as an article and a noun: "de wijk", "de steeg"."""


AMOUNT, AMOUNT_ROW = "een aantal erachter", "regel met een aantal"
SINGULAR = frozenset({"doet iets", "kan of is iets", AMOUNT, "eigen regel", AMOUNT_ROW})
"""Cues that fit one gemeente but not the plural that its name may be: "Huizen zijn", "Putten slaan"."""

THERE = "daar gebeurt iets"
"""The cue of "In Goes komen er vier": a place at the head of a sentence that tells what is offered there."""
TITLE = "kopregel"
"""The cue of a name that is the heading of what follows."""
OPENS = "opent het bericht"
CLOSES = "sluit het bericht"
COLON = "dubbele punt erachter"
"""The cue of "Goes: akkoord, vier." within a line."""
HEAD = "begint de zin"
"""The cue of "Heiloo redt er drie": a verb that no list holds."""
PLURAL = frozenset({"doen iets", "zijn of kunnen iets"})


class Strength(IntEnum):
    """How much a mention says about who speaks; see the head of the cue file."""

    OTHER = -1
    UNSAID = 0
    MENTION = 1
    PLACE = 2
    SUBJECT = 3
    SPEAKS = 4


WEAK = frozenset({Strength.MENTION, Strength.PLACE})


@dataclass(frozen=True, slots=True)
class Claim:
    """One name in one part with what its surroundings say. `row`: a list item, table row or heading of its own.

    `group` counts the enumerations of a part ("Goes, Kapelle en Borsele" is one).
    """

    part: str
    name: Name
    strength: Strength
    cue: str
    strict: bool = False
    row: bool = False
    group: int = 0


@dataclass(frozen=True, slots=True)
class _Cue:
    cue: str
    strength: Strength
    strict: bool
    pattern: re.Pattern[str]
    then: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Cues:
    first: tuple[_Cue, ...]
    before: tuple[_Cue, ...]
    after: tuple[_Cue, ...]
    place: tuple[_Cue, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("nlp").joinpath("terms/gemeente_cues.toml").read_text(encoding="utf-8"))


@cache
def common_words() -> frozenset[str]:
    """Folded names of gemeenten that in small letters are hardly ever meant."""
    return frozenset(_data()["common"].split())


@cache
def _cues() -> _Cues:
    data = _data()

    def compiled(side: str) -> list[tuple[bool, _Cue]]:
        made = []
        for row in data[side]:
            pattern = row["pattern"].replace("{of}", data["of"])
            pattern = rf"(?:{pattern})[ \n'\"(*]*$" if side == "before" else pattern
            strength, then = Strength[row["strength"].upper()], re.compile(row.get("then", ""))
            cue = _Cue(row["cue"], strength, row.get("strict", False), re.compile(pattern), then)
            made.append((row.get("first", False), cue))
        return made

    before, after = [cue for _, cue in compiled("before")], compiled("after")
    return _Cues(
        first=tuple(cue for first, cue in after if first),
        before=tuple(cue for cue in before if cue.strength not in WEAK),
        after=tuple(cue for first, cue in after if not first),
        place=tuple(cue for cue in before if cue.strength in WEAK),
    )


def claims(part: str, text: str, names: Sequence[Name], sender_name: str = "") -> list[Claim]:
    """The claims that `text` makes about `names`; persons and ordinary words are left out. Linear in the text."""
    flat = SOFT_WRAP.sub(lambda found: " " * len(found[0]), fold(text))
    # "een" is a kern too, and would cut "Goes één" in two
    kept = [
        name
        for name in names[:MOST]
        if (name.capital or fold(name.text) != "een")
        and _stands_alone(text, name)
        and not is_person(text, name, sender_name)
    ]
    found: list[Claim] = []
    groups = _apart(flat, _enumerations(flat, kept))
    limits = chain((members[0].start for members in groups[1:]), [len(flat)])
    for number, (members, limit) in enumerate(zip(groups, limits, strict=False)):
        claim = _metonym(_judge(part, flat, members, limit), flat)
        judged = (replace(claim, name=name, group=number) for name in members)
        found += [each for each in judged if _believable(text, flat, each, among=len(members) > 1)]
    return found


def _enumerations(flat: str, names: Sequence[Name]) -> list[list[Name]]:
    groups: list[list[Name]] = []
    for name in names:
        if groups and LIST.fullmatch(flat, groups[-1][-1].end, name.start):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _apart(flat: str, groups: list[list[Name]]) -> list[list[Name]]:
    """Part the last name from those that only commas join it to, if a verb in the singular follows it."""
    parted: list[list[Name]] = []
    for group in groups:
        joined = flat[group[0].end : group[-1].start]
        after = flat[group[-1].end : group[-1].end + WINDOW]
        single = len(group) > 1 and not re.search(r"\b(?:en|of|and)\b|[&+]", joined)
        parted += [group[:-1], group[-1:]] if single and SINGULAR_VERB.match(after) else [group]
    return parted


def _judge(part: str, flat: str, members: Sequence[Name], limit: int) -> Claim:
    first, last = members[0], members[-1]
    line_start = flat.rfind("\n", 0, first.start) + 1
    window = flat[max(line_start, first.start - WINDOW) : first.start]
    ends = [found.end() for found in SENTENCE_END.finditer(window)]
    before = window[ends[-1] :] if ends else window
    after = flat[last.end : min(last.end + WINDOW, limit)]
    cues = _cues()
    if cue := _first(cues.first, after):
        return Claim(part, first, cue.strength, cue.cue, cue.strict)
    listed = bool(BULLET.match(flat, line_start))
    at_head = LINE_HEAD.fullmatch(flat, line_start, first.start)
    titled = first.text.isupper() and after[:2] == ". "
    if at_head and (cue_name := TITLE if titled else _row(after, limit - last.end, listed=listed)):
        return Claim(part, first, Strength.SPEAKS, cue_name, row=True)
    cue = _last(cues.before, before, after)
    if cue is None:
        cue = _behind(before, after, _last(cues.place, before, after))
    elif cue.strength is Strength.UNSAID:
        cue = _first(cues.after, after) or cue
    if cue:
        return Claim(part, first, cue.strength, cue.cue, cue.strict)
    return _by_place(part, flat, first, last, before, after)


def _by_place(part: str, flat: str, first: Name, last: Name, before: str, after: str) -> Claim:
    """What only the place of the name tells: at the start or the end of the text, or at the head of a sentence."""
    heads = not before.strip()
    placed = {
        OPENS: part == "body" and not flat[: first.start].strip(),
        CLOSES: part == "body" and heads and not flat[last.end :].strip(" .!\n"),
        COLON: heads and after.startswith(": "),
    }
    if cue := next((cue for cue, here in placed.items() if here), ""):
        return Claim(part, first, Strength.SUBJECT, cue)
    return Claim(part, first, Strength.MENTION, HEAD if heads and re.match(r",? [a-z]", after) else "genoemd")


def _metonym(claim: Claim, flat: str) -> Claim:
    """The cabinet for Den Haag, the reception centre for Ter Apel: only a plain sign makes it the gemeente."""
    name = claim.name
    meant = _data()["metonyms"].get(fold(name.text))
    if not meant:
        return claim
    sentence = re.split(r"[.!?;\n]", flat[name.end : name.end + WINDOW], maxsplit=1)[0]
    here = flat[max(0, name.start - 3) : name.start] == "in "
    weak = claim.strength <= Strength.PLACE or claim.cue == "kan of is iets"
    offered = here and bool(re.search(_data()["city"], sentence))
    keeps = claim.row or not weak or (offered and meant == "het Rijk")
    return replace(claim, strength=Strength.OTHER, cue=meant) if not keeps else claim


def _row(after: str, room: int, *, listed: bool) -> str:
    if listed and after[:1] in {",", ";"}:
        return "eigen regel"
    if DATELINE.match(after):
        return ""
    if next(cue for cue in _cues().after if cue.cue == AMOUNT).pattern.match(after):
        return AMOUNT_ROW
    if ROW.match(after):
        return "eigen regel"
    return TITLE if ROW_END.match(after) and (room > len(after.partition("\n")[0])) else ""


def _first(cues: Sequence[_Cue], after: str) -> _Cue | None:
    return next((cue for cue in cues if cue.pattern.match(after)), None)


def _last(cues: Sequence[_Cue], before: str, after: str) -> _Cue | None:
    if not before:
        return None
    return next((cue for cue in cues if cue.pattern.search(before) and cue.then.match(after)), None)


def _behind(before: str, after: str, place: _Cue | None) -> _Cue | None:
    """What stands behind the name; "In Goes kan" makes Goes a place and not the one that acts."""
    cue = _first(_cues().after, after)
    if place is None or (cue and cue.cue == "wij erachter"):
        return cue
    heads = re.fullmatch(r"\W*(?:in|bij|voor)(?: de| het)? $", before)
    return replace(place, cue=THERE) if heads and place.strength is Strength.PLACE else place


def _stands_alone(text: str, name: Name) -> bool:
    return not re.search(r"[^\W\d_]-$", text[max(0, name.start - 2) : name.start])


def _believable(text: str, flat: str, claim: Claim, *, among: bool = False) -> bool:
    """Whether a name is likely to be a place here and not the ordinary word that it also is.

    `among`: it stands in an enumeration of places.
    """
    name = claim.name
    if not name.is_gemeente and PLAIN_NOUN.fullmatch(name.text):
        return False
    if not name.ordinary:
        return name.capital or claim.strength is not Strength.MENTION or fold(name.text) not in rare_words()
    if not name.capital or _in_capitals(text, name):
        return _small_but_meant(flat, claim)
    if not name.is_gemeente:
        return claim.cue in {"in", THERE, "wij van"}
    if (claim.cue in PLURAL and not among) or (claim.cue == OPENS and not re.match(r"[.:\n]", flat[name.end :])):
        return False
    inside = bool(re.search(r"[\w,'\"(-]\s$", flat[max(0, name.start - 2) : name.start]))
    return inside or claim.strength is not Strength.MENTION or claim.part == "subject"


def _in_capitals(text: str, name: Name) -> bool:
    """Whether the whole line is in capitals, so that a capital tells nothing."""
    line = text[text.rfind("\n", 0, name.start) + 1 :].partition("\n")[0]
    return line.isupper() and len(line) > len(name.text)


def _small_but_meant(flat: str, claim: Claim) -> bool:
    """An ordinary word in small letters: "gemeente best", "wij van buren", or "houten doet mee met 15"."""
    name = claim.name
    if not name.is_gemeente:
        return False
    if re.search(
        r"\b(?:gemeente|gem\.?|namens|college van|wij (?:van|uit)) $", flat[max(0, name.start - 13) : name.start]
    ):
        return True
    if claim.cue in {"in", THERE, "wij erachter", "wij doen iets in"}:
        return bool(re.match(_data()["no_noun"], flat[name.end :]))
    if claim.cue == "spreekt hier zelf" and re.match(r" \w+\s*(?:[.,!:]|$)", flat[name.end :]):
        return True
    starts = bool(re.search(r"(?:^|[.!?;\n])\s*$", flat[max(0, name.start - 3) : name.start]))
    sentence = re.split(r"[.!?;\n]", flat[name.end : name.end + WINDOW], maxsplit=1)[0]
    allowed = SINGULAR if fold(name.text) not in _data()["adverbs"].split() else frozenset({"doet iets"})
    return starts and claim.cue in allowed and bool(re.search(_data()["offer"], sentence))
