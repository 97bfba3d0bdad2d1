"""Which of the gemeenten that share a name is meant: Bergen, Beek, Rijswijk, Elst, Haren."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.gazetteer import gemeente, gemeenten
from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import Name

RANKS = (
    frozenset({"gemeente"}),
    frozenset({"alias", "frisian", "nickname", "abbreviation"}),
    frozenset({"former"}),
    frozenset({"woonplaats"}),
)
"""Kinds of names from the strongest to the weakest; doubtful names come last."""

PROVINCE_WORDS = {
    "limburg": "Limburg",
    "brabant": "Noord-Brabant",
    "gelderland": "Gelderland",
    "gelderse": "Gelderland",
    "friesland": "Fryslân",
    "fryslan": "Fryslân",
    "drenthe": "Drenthe",
    "noord-holland": "Noord-Holland",
    "zuid-holland": "Zuid-Holland",
    "overijssel": "Overijssel",
    "flevoland": "Flevoland",
}
PROVINCE_WORD = re.compile(r"\b(?:" + "|".join(PROVINCE_WORDS) + r")\b")


@dataclass(frozen=True, slots=True)
class Resolver:
    """Settles ambiguous names. `hints` are sets of CBS codes, the most telling first; `provinces` come last."""

    hints: Sequence[Collection[str]] = ()
    provinces: Collection[str] = ()

    def code(self, name: Name) -> str | None:
        """The one gemeente that `name` stands for here, or `None` if several remain."""
        codes = name.codes
        if len(codes) == 1:
            return codes[0]
        for hint in self.hints:
            if hinted := _single([code for code in codes if code in hint]):
                return hinted
        carried = next((found for kinds in RANKS if (found := _of_kinds(name, kinds))), list(codes))
        if len(carried) == 1:
            return carried[0]
        nearby = [code for code in codes if gemeente(code).province in self.provinces]
        kern = [sense.code for sense in name.senses if sense.kind == "woonplaats" and sense.code in carried]
        return _single(nearby) or (_single(kern) if len(kern) < len(codes) else None)

    def in_place(self, name: Name) -> str | None:
        """The same for a name that stands for a kern rather than for a gemeente ("in Beek")."""
        if len(name.codes) > 1 and self.provinces:
            nearby = [code for code in name.codes if gemeente(code).province in self.provinces]
            if found := _single(nearby):
                return found
        return self.code(name)


def _single(codes: Sequence[str]) -> str | None:
    distinct = list(dict.fromkeys(codes))
    return distinct[0] if len(distinct) == 1 else None


def _of_kinds(name: Name, kinds: Collection[str]) -> list[str]:
    return list(dict.fromkeys(sense.code for sense in name.senses if sense.kind in kinds))


def named_provinces(texts: Sequence[str]) -> frozenset[str]:
    """Provinces that these texts name in words."""
    return frozenset(PROVINCE_WORDS[found[0]] for text in texts for found in PROVINCE_WORD.finditer(fold(text)))


def same_province(codes: Collection[str]) -> frozenset[str]:
    """All gemeenten in the provinces of `codes`."""
    wanted = {gemeente(code).province for code in codes}
    return frozenset(code for code, each in gemeenten().items() if each.province in wanted)
