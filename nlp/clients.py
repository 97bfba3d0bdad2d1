"""Names and health of clients and residents: what tells them from officials is data (`terms/personal_data.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.components.sentences import sentence_starts
from nlp.cues import TERMS
from nlp.identifiers import Found
from nlp.lexicon import Lexicon, Spans, normalise

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
TITLE = (
    r"(?:[Dd]e [Hh]eer|[Dd]hr\.?|[Hh]eer|[Mm]eneer|[Mm]ijnheer|[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Ff]amilie|[Ff]am\.?|"
    r"[Gg]ezin|[Ee]chtpaar)"
)
ROLE = (
    r"(?:[Ss]tatushouder|[Vv]ergunninghouder|[Bb]ewoner|[Bb]ewoonster|[Cc]li[eë]nte?|[Kk]andida(?:at|te)|"
    r"[Nn]areiziger)"
)
CAPITAL = r"[A-ZÀ-Ý][\w’'-]{1,30}"
PARTICLE = r"(?:al|el|van|de|der|den|ibn|bin|abu|ould)"
PROPER = rf"(?:[A-ZÀ-Ý]\.[ ]?)*{CAPITAL}(?:[ ](?:{PARTICLE}[ -]){{0,2}}{CAPITAL}){{0,3}}"
TITLED = re.compile(rf"(?<!\w)(?:{TITLE}|{ROLE})(?:[ ]+{TITLE})?[ ]+(?P<name>{PROPER})")
NUMBERED = re.compile(rf"(?<!\w)(?P<name>{PROPER})[ ]*[(,:–-]+[ ]*(?:BSN|bsn|[Vv]-?[Nn]|[Gg]eb\.|[Gg]eboren)")
GREETING = re.compile(
    r"(?:geachte|beste|waarde|hallo|hoi|dag|dear|t\.?a\.?v\.?|cc|aan|vraag naar|vragen naar|contact met)[ :,]*$",
    re.IGNORECASE,
)
NEAR = 1
"""Sentences around a name in which it may show whose name it is."""

SHORTEST_SURNAME = 4


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    spans: Spans
    starts: list[int]
    ends: list[int]


@cache
def _lexicon() -> Lexicon:
    words = tomllib.loads((TERMS / "personal_data.toml").read_text(encoding="utf-8"))["words"]
    return Lexicon({name: terms.split() for name, terms in words.items()})


def clients(text: str) -> Iterator[Found]:
    """Names of clients, and what is said of the health of one person. Linear in the length of `text`."""
    sentences = [_sentence(text, low, high) for low, high in _bounds(text)]
    names = list(_names(text, sentences))
    for low, high in names:
        yield "client_name", low, high
    for sentence in sentences:
        here = any(sentence.start <= low < sentence.end for low, _ in names)
        if "medical" in sentence.spans and _is_of_one_client(sentence.spans, named=bool(names), here=here):
            low, high = sentence.spans["medical"][0]
            yield "medical", sentence.starts[low], sentence.ends[high - 1]


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    starts = sentence_starts(text)
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _sentence(text: str, low: int, high: int) -> _Sentence:
    found = list(WORD.finditer(normalise(text[low:high])))
    spans = _lexicon().find([match[0] for match in found])
    return _Sentence(low, high, spans, [low + m.start() for m in found], [low + m.end() for m in found])


def _names(text: str, sentences: list[_Sentence]) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    for number, sentence in enumerate(sentences):
        if not any(concept in sentence.spans for concept in ("title", "household", "client", "context")):
            continue
        for match in _candidates(text, sentence):
            greeted = GREETING.search(text, max(sentence.start, match.start() - 16), match.start())
            if not greeted and match["name"] not in seen and _is_client(match, sentences, number):
                seen.add(match["name"])
                yield from _everywhere(text, match["name"])


def _candidates(text: str, sentence: _Sentence) -> Iterator[re.Match[str]]:
    for pattern in (TITLED, NUMBERED):
        yield from pattern.finditer(text, sentence.start, sentence.end)


def _is_client(match: re.Match[str], sentences: list[_Sentence], number: int) -> bool:
    own = sentences[number]
    if match.re is NUMBERED:
        return True
    if "official" in own.spans:
        return False
    if re.match(rf"{ROLE}|[Gg]ezin|[Ff]am", match[0]):
        return True
    around = sentences[max(0, number - NEAR) : number + NEAR + 1]
    return any("context" in sentence.spans or "medical" in sentence.spans for sentence in around)


def _everywhere(text: str, name: str) -> Iterator[tuple[int, int]]:
    """All places of the name, and of the surname by itself."""
    surname = name.rpartition(" ")[2]
    wanted = {name}
    if len(surname) >= SHORTEST_SURNAME:
        wanted |= {surname, surname[0].upper() + surname[1:]}
    longest_first = "|".join(re.escape(piece) for piece in sorted(wanted, key=len, reverse=True))
    for match in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text):
        yield match.start(), match.end()


def _is_of_one_client(spans: Spans, *, named: bool, here: bool) -> bool:
    """Whether a sentence about health is about one client: `named` somewhere in the text, or `here`."""
    if "official" in spans or ("many" in spans and not named):
        return False
    return here or ("person" in spans and bool(named or spans.keys() & {"client", "household", "title", "one"}))
