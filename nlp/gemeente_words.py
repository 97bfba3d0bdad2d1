"""What is seen of each gemeente that a message points to: the words around its names, and facts of how it is named.

Its own names read `@` and those of the others `&`, so that "@ neemt er vier, & antwoordt zelf" says the same of any
two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

from nlp.gemeente_claims import Strength
from nlp.gemeente_evidence import Case, Sign
from nlp.gemeente_verdict import Decision
from nlp.parts import ReadPart
from nlp.role_features import Facts
from nlp.stems import Sparse
from nlp.surroundings import Marks, Masked, joined, vector

OWN, OTHER, NUMBER = "@", "&", "#"
SIDE, NEAR, STEM = 8, 4, 6
"""Words on either side of a name that are seen, those whose place counts too, and the letters of a beginning."""

CLOSE, SAID, MESSAGE, CUES = 1.0, 0.5, 0.4, 0.6
"""What the words near its names, their sentences, the whole message and what the rules found weigh."""

MOST = 2_000
"""Words of a part that are seen."""

MOST_NAMES = 40
"""Names of one gemeente that are looked at, and gemeenten of one message that are weighed."""

ENDS = frozenset({".", "!", "?", "<n>"})
NEVER = -2.0
"""The strength of what is not named at all."""

Token = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a message points to: its signs, the `decision` of the rules, and the `codes` that come into question."""

    case: Case
    decision: Decision
    codes: tuple[str, ...]
    strengths: Mapping[str, Strength]
    """The strongest thing that subject, body and attachments say about each."""
    tokens: Mapping[str, Sequence[Token]]

    @classmethod
    def of(cls, case: Case, decision: Decision, parts: Sequence[ReadPart]) -> Pointed:
        """All gemeenten that text, signature, display name or address point to, in the order in which they do."""
        signs = (*case.text, *case.signature, *case.display)
        codes = tuple(dict.fromkeys((*(sign.code for sign in signs), *case.writer.domain.codes)))[:MOST_NAMES]
        # Of most mails nothing is weighed
        read = parts if _is_open(codes, decision) else ()
        tokens = {part.name: tuple(_tokens(part, case.text)) for part in read}
        strengths: dict[str, Strength] = {}
        for sign in case.text:
            strengths[sign.code] = max(sign.strength, strengths.get(sign.code, Strength.OTHER))
        return cls(case, decision, codes, strengths, tokens)

    @property
    def is_open(self) -> bool:
        """Whether there is anything to weigh: more than the one gemeente that the writer's own address or signature
        tells.
        """
        return _is_open(self.codes, self.decision)

    def words(self, code: str) -> Sparse:
        """What the words tell of one gemeente."""
        close: Marks = []
        said: Marks = []
        seen: Marks = []
        for name, tokens in self.tokens.items():
            masked = [_masked(token, code) for token in tokens]
            sign = "s" if name == "subject" else ""
            seen += [f"M{sign}:{atom}" for atom in dict.fromkeys(masked)]
            for at in [at for at, atom in enumerate(masked) if atom == OWN][:MOST_NAMES]:
                close += _around(masked, at, sign)
                said += [f"S:{atom}" for atom in _sentence(masked, at)]
        cues = [mark for sign in self.case.text if sign.code == code for mark in _cues(sign)]
        return joined([vector(close, CLOSE), vector(said, SAID), vector(seen, MESSAGE), vector(cues, CUES)])

    def facts(self, code: str) -> Facts:
        """How one gemeente is named and known, and how the others are."""
        text = [sign for sign in self.case.text if sign.code == code]
        ruled = {verdict.code: verdict.confidence for verdict in self.decision.verdicts}
        others = [self.strengths.get(other, Strength.OTHER) for other in self.codes if other != code]
        best = float(max((sign.strength for sign in text), default=NEVER))
        rival = float(max(others, default=NEVER))
        return {
            **self._writer(code),
            **_named(text, best),
            "place": float(self._place(code)),
            "codes": float(len(self.codes)),
            "best other": rival,
            "ahead": best - rival,
            "others acting": float(sum(other >= Strength.SUBJECT for other in others)),
            "beside own": float(self._is_beside_own(code, text)),
            "ruled": float(code in ruled),
            "ruled sure": ruled.get(code, 0.0),
            "ruled together": float(len(ruled)),
            "reasons": float(bool(self.decision.reasons)),
            "length": log1p(len(self.case.message.body)),
        }

    def _writer(self, code: str) -> Facts:
        writer, own = self.case.writer, self.case.writer.code
        signed = [float(sign.strength) for sign in self.case.signature if sign.code == code]
        return {
            "writer's": float(code == own),
            "writer known": float(own is not None),
            "other than writer's": float(own is not None and code != own),
            "partner": float(code in writer.partners),
            "member": float(len(writer.domain.codes) > 1 and code in writer.domain.codes),
            "joint": float(len(writer.domain.codes) > 1),
            "body": float(writer.is_body),
            "no address": float(not self.case.message.sender.domain),
            "signed": float(len(signed)),
            "signed as": max(signed, default=NEVER),
            "shown": float(any(sign.code == code for sign in self.case.display)),
            "own": float(code == self.decision.own),
        }

    def _place(self, code: str) -> int:
        """Its place among the gemeenten that the body names; -1 where it is not named there."""
        named = list(dict.fromkeys(sign.code for sign in self.case.text if sign.evidence.part == "body"))
        return named.index(code) if code in named else -1

    def _is_beside_own(self, code: str, text: Sequence[Sign]) -> bool:
        """Whether it stands in one enumeration with the writer's own gemeente."""
        own = self.case.writer.code
        here = {(sign.evidence.part, sign.group) for sign in text}
        return code != own and any(s.code == own and (s.evidence.part, s.group) in here for s in self.case.text)


def _is_open(codes: tuple[str, ...], decision: Decision) -> bool:
    return bool(codes) and codes != (decision.own,)


def _named(text: Sequence[Sign], best: float) -> Facts:
    strengths = [float(sign.strength) for sign in text]
    return {
        "best": best,
        "weakest": min(strengths, default=NEVER),
        "mean": sum(strengths) / max(1, len(strengths)),
        "unsaid": float(any(sign.strength is Strength.UNSAID for sign in text)),
        "named": float(len(text)),
        "named in body": float(sum(sign.evidence.part == "body" for sign in text)),
        "in subject": float(any(sign.evidence.part == "subject" for sign in text)),
        "strict": float(any(sign.strict for sign in text)),
        "row": float(any(sign.row for sign in text)),
        "carried": float(any(sign.carried for sign in text)),
        "too": float(any(sign.too for sign in text)),
    }


def _cues(sign: Sign) -> Marks:
    """What a sign says and where; and what it says, wherever."""
    return [f"C{sign.evidence.part[:4]}:{sign.cue}{int(sign.strength)}", f"C:{sign.cue}0"]


def _tokens(part: ReadPart, signs: Sequence[Sign]) -> Iterator[Token]:
    """The words of a part; a name is one token with the gemeenten that it stands for."""
    here = sorted((s.evidence.start, s.evidence.end, s.code) for s in signs if s.evidence.part == part.name)
    numbers = {index for m in part.layers.numbers for index in range(m.first_word, m.value_word + 1)}
    at, told = 0, -1
    for index, word in enumerate(part.layers.words[:MOST]):
        while at < len(here) and here[at][1] <= word.start:
            at += 1
        if at < len(here) and here[at][0] < word.end:
            if told != here[at][0]:
                told = here[at][0]
                yield "", frozenset(code for start, _, code in here if start == told)
        else:
            yield (NUMBER if index in numbers else "<n>" if word.kind == "line" else word.text), frozenset()


def _masked(token: Token, code: str) -> str:
    word, codes = token
    return word or (OWN if code in codes else OTHER)


def _around(masked: Masked, at: int, sign: str) -> Marks:
    before, after = masked[max(0, at - SIDE) : at][::-1], masked[at + 1 : at + 1 + SIDE]
    found = [f"{sign}X:{before[:1]}{after[:1]}"]
    for side, words in (("L", before), ("R", after)):
        found += [f"{sign}{side}:{word}" for word in words]
        found += [f"{sign}{side}{place}:{word}" for place, word in enumerate(words[:NEAR])]
        found += [f"{sign}{side}s:{word[:STEM]}" for word in words[:NEAR]]
        found += [f"{sign}{side}{side}:{one} {other}" for one, other in pairwise(words)]
    return found


def _sentence(masked: Masked, at: int) -> Marks:
    first, last = at, at
    while first > 0 and masked[first - 1] not in ENDS:
        first -= 1
    while last < len(masked) and masked[last] not in ENDS:
        last += 1
    return masked[first:last]
