"""To which of several gemeenten a place in the text belongs: by clause, line, heading or table row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.gemeente_claims import AMOUNT, AMOUNT_ROW, COLON, HEAD, OPENS, THERE, Strength
from nlp.gemeente_evidence import Sign
from nlp.gemeente_texts import LaidText

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
FIRST = re.compile(r"\b(?:eerstgenoemde|de eerstgenoemde|de eerste gemeente)\b")
LAST = re.compile(r"\b(?:laatstgenoemde|laatste gemeente)\b")
RESPECTIVELY = re.compile(r"\b(?:respectievelijk|resp\.?|achtereenvolgens)\b")
AMOUNT_WORD = re.compile(
    r"\b(?:\d{1,3}|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|"
    r"achttien|twintig|vijfentwintig|dertig|veertig|vijftig))\b"
)
OTHER_NUMBER = re.compile(r"^\S+[^,;.\n]*\s\d")
WE = re.compile(r"\b(?:wij|we|ons|onze|zelf|wy)\b")
ACTING = frozenset(
    {
        "doet iets",
        "kan of is iets",
        HEAD,
        OPENS,
        THERE,
        COLON,
        AMOUNT,
        AMOUNT_ROW,
        "eigen regel",
        "een buurgemeente",
        "een vergelijking",
    }
)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where gemeenten are named in the parts that are read. `own` is the sender's own gemeente, if it speaks."""

    speaking: frozenset[str] = frozenset()
    own: str = ""
    texts: Mapping[str, LaidText] = field(default_factory=dict)

    def owner(self, part: str, position: int) -> str | None:
        """The gemeente that the text at `position` belongs to; `None` if undecided, or given by several together."""
        text = self.texts.get(part)
        if text is None or self.each(part, position):
            return None
        start, end = text.sentence(position)
        if TOGETHER.search(text.flat, *self._clause(text, position)):
            return None
        local = self._heard(text.between(start, end))
        if by_order := self._by_order(text, local, position):
            return by_order
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
        said = EACH.search(text.flat, *clause)
        # "alle drie ja" counts the gemeenten and not what they give
        if said is None or said.start() <= position < said.end() or TOGETHER.search(text.flat, *clause):
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
    def _clause(text: LaidText, position: int) -> tuple[int, int]:
        start, end = text.sentence(position)
        for found in CLAUSE.finditer(text.flat, start, end):
            if found.end() <= position:
                start = found.start() + 1
            elif found.start() > position:
                return start, found.start()
        return start, end

    def _nearest(self, text: LaidText, local: Sequence[Sign], position: int) -> str | None:
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

    def _by_order(self, text: LaidText, local: Sequence[Sign], position: int) -> str | None:
        """The first or last named of a list ("eerstgenoemde"), or the nth of it ("6 respectievelijk 9")."""
        start, end = text.sentence(position)
        earlier = self._heard(text.between(0, position))
        codes = [sign.code for sign in earlier if sign.group == earlier[-1].group] if earlier else []
        clause = self._clause(text, position)
        if len(codes) > 1 and FIRST.search(text.flat, *clause):
            return codes[0]
        if len(codes) > 1 and LAST.search(text.flat, *clause):
            return codes[-1]
        listed = [sign.code for sign in local if sign.group == local[0].group]
        numbers = [found.start() for found in AMOUNT_WORD.finditer(text.flat, start, end)]
        ordered = RESPECTIVELY.search(text.flat, start, end) and len(listed) == len(numbers) > 1
        return listed[numbers.index(position)] if ordered and position in numbers else None

    def _under_heading(self, text: LaidText, start: int) -> bool:
        previous = self._heard(text.between(0, start))
        return bool(previous) and previous[-1].cue == "kopregel"

    def _before(self, text: LaidText, start: int) -> str | None:
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
