"""To which of several gemeenten a place in the text belongs: by clause, line, heading or table row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.gazetteer.folding import fold
from nlp.gemeente_claims import AMOUNT, AMOUNT_ROW, SENTENCE_END, SOFT_WRAP, Strength
from nlp.gemeente_evidence import Sign

TOGETHER = re.compile(
    r"\b(?:samen|gezamenlijk|in totaal|totaal|opgeteld|bij elkaar|met z.n|onze (?:twee|drie|vier|vijf) gemeenten)\b"
)
EACH = re.compile(
    r"\b(?:elk|elke|ieder|iedere|allebei|beide|beiden|alle (?:twee|drie|vier|vijf)|per gemeente|each|both)\b"
)
CLAUSE = re.compile(r"[,;:(]\s|\s(?:en|maar|terwijl|waarvan|and|but|of)\s")
RELATIVE = re.compile(r"[,;:(\s]*(?:dat|die|waar|daar|die daar|daarvan)\b")
FOLLOWS = re.compile(
    r"[^,;.:\n]{0,60}?\b(?:in|voor|uit|te|van|namens|door|bij|yn|aan)\s+(?:de |het |gemeente |kern |kernen )*$"
)
OTHER_NUMBER = re.compile(r"^\S+[^,;.\n]*\s\d")
WE = re.compile(r"\b(?:wij|we|ons|onze|zelf|wy)\b")
ACTING = frozenset(
    {"doet iets", "kan of is iets", AMOUNT, AMOUNT_ROW, "eigen regel", "een buurgemeente", "een vergelijking"}
)


@dataclass(frozen=True, slots=True)
class _Text:
    """One part: its folded text with soft line ends as spaces, where its sentences start, and its signs in order."""

    flat: str
    starts: tuple[int, ...]
    signs: tuple[Sign, ...]

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence, list item or row at `position`."""
        at = bisect_right(self.starts, position) - 1
        return self.starts[at], self.starts[at + 1] if at + 1 < len(self.starts) else len(self.flat)

    def between(self, start: int, end: int) -> list[Sign]:
        """The signs within these characters."""
        return [sign for sign in self.signs if start <= sign.evidence.start < end]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where gemeenten are named in the parts that are read. `own` is the sender's own gemeente, if it speaks."""

    speaking: frozenset[str] = frozenset()
    own: str = ""
    texts: Mapping[str, _Text] = field(default_factory=dict)

    def owner(self, part: str, position: int) -> str | None:
        """The gemeente that the text at `position` belongs to; `None` if undecided, or given by several together."""
        text = self.texts.get(part)
        if text is None or self.each(part, position):
            return None
        start, end = text.sentence(position)
        if TOGETHER.search(text.flat, *self._clause(text, position)):
            return None
        local = self._heard(text.between(start, end))
        if local:
            return self._nearest(text, local, position)
        if WE.search(text.flat, start, end) and self.own in self.speaking and not self._under_heading(text, start):
            return self.own
        return self._before(text, start)

    def each(self, part: str, position: int) -> tuple[str, ...]:
        """The gemeenten that each give the number at `position`."""
        text = self.texts.get(part)
        if text is None:
            return ()
        clause = self._clause(text, position)
        if not EACH.search(text.flat, *clause) or TOGETHER.search(text.flat, *clause):
            return ()
        local = self._heard(text.between(*text.sentence(position)))
        groups = {sign.group for sign in local}
        codes = tuple(dict.fromkeys(sign.code for sign in local))
        if len(groups) == 1 and len(codes) > 1:
            return codes
        return () if codes else tuple(sorted(self.speaking))

    def elsewhere(self, part: str, position: int) -> str | None:
        """A gemeente that does not speak here and that the clause at `position` is about."""
        text = self.texts.get(part)
        if text is None:
            return None
        start, end = self._clause(text, position)
        if RELATIVE.match(text.flat, start):
            start = self._clause(text, max(start - 1, 0))[0]
        signs = [sign for sign in text.between(start, end) if sign.evidence.start <= position]
        if not signs or WE.search(text.flat, start, end) or signs[-1].code in self.speaking:
            return None
        return signs[-1].code if signs[-1].cue in ACTING and signs[-1].carried else None

    def _heard(self, signs: Iterable[Sign]) -> list[Sign]:
        return [sign for sign in signs if sign.code in self.speaking and sign.strength > Strength.OTHER]

    @staticmethod
    def _clause(text: _Text, position: int) -> tuple[int, int]:
        start, end = text.sentence(position)
        for found in CLAUSE.finditer(text.flat, start, end):
            if found.end() <= position:
                start = found.start() + 1
            elif found.start() > position:
                return start, found.start()
        return start, end

    def _nearest(self, text: _Text, local: Sequence[Sign], position: int) -> str | None:
        before = [sign for sign in local if sign.evidence.start <= position]
        behind = [sign for sign in local if sign.evidence.start > position]
        chosen = before[-1] if before else behind[0]
        if before and behind:
            apart = CLAUSE.search(text.flat, before[-1].evidence.end, position)
            link = text.flat[position : behind[0].evidence.start]
            if apart and FOLLOWS.fullmatch(link) and not OTHER_NUMBER.match(link):
                chosen = behind[0]
        return chosen.code if self._alone(local, chosen) else None

    @staticmethod
    def _alone(local: Sequence[Sign], chosen: Sign) -> bool:
        """Whether the name stands by itself and not in an enumeration of several gemeenten."""
        return len({sign.code for sign in local if sign.group == chosen.group}) == 1

    def _under_heading(self, text: _Text, start: int) -> bool:
        previous = self._heard(text.between(0, start))
        return bool(previous) and previous[-1].cue == "kopregel"

    def _before(self, text: _Text, start: int) -> str | None:
        """The gemeente that the text before `start` is about, within the paragraph or under a heading."""
        previous = self._heard(text.between(0, start))
        if not previous:
            return self._titled()
        last = previous[-1]
        if "\n\n" in text.flat[last.evidence.end : start] and last.cue != "kopregel":
            return None
        sentence = self._heard(text.between(*text.sentence(last.evidence.start)))
        return last.code if len({sign.code for sign in sentence}) == 1 else None

    def _titled(self) -> str | None:
        title = self.texts.get("subject")
        codes = {sign.code for sign in self._heard(title.signs)} if title else set()
        return next(iter(codes)) if len(codes) == 1 else None


def anchors(speaking: Iterable[str], own: str, texts: Mapping[str, str], signs: Sequence[Sign]) -> Anchors:
    """Lay out the signs over the parts (name to text) that are read."""
    laid: dict[str, _Text] = {}
    for name, text in texts.items():
        flat = SOFT_WRAP.sub(lambda found: " " * len(found[0]), fold(text))
        starts = (0, *(found.end() for found in SENTENCE_END.finditer(flat) if found.end() < len(flat)))
        here = sorted((sign for sign in signs if sign.evidence.part == name), key=lambda sign: sign.evidence.start)
        laid[name] = _Text(flat, starts, tuple(here))
    return Anchors(frozenset(speaking), own, laid)
