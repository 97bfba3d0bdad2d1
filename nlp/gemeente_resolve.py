"""Which of the gemeenten that share a name is meant: Bergen, Beek, Rijswijk, Elst, Haren."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.gazetteer import gemeente
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
        return self._hinted(name) or _single(_carriers(name)) or _single(self._nearby(name))

    def in_place(self, name: Name) -> str | None:
        """The same for a name that rather stands for a kern ("in Haaren"), so that postcodes count for more."""
        hinted = self._hinted(name) or _single(self._nearby(name)) or _single(_carriers(name))
        return hinted or _single(_of_kinds(name, frozenset({"woonplaats"})))

    def _hinted(self, name: Name) -> str | None:
        codes = name.codes
        if len(codes) == 1:
            return codes[0]
        found = (_single([code for code in codes if code in hint]) for hint in self.hints)
        return next((code for code in found if code), None)

    def _nearby(self, name: Name) -> list[str]:
        return [code for code in name.codes if gemeente(code).province in self.provinces]


def _carriers(name: Name) -> list[str]:
    return next((found for kinds in RANKS if (found := _of_kinds(name, kinds))), list(name.codes))


def _single(codes: Sequence[str]) -> str | None:
    distinct = list(dict.fromkeys(codes))
    return distinct[0] if len(distinct) == 1 else None


def _of_kinds(name: Name, kinds: Collection[str]) -> list[str]:
    return list(dict.fromkeys(sense.code for sense in name.senses if sense.kind in kinds))


def named_provinces(texts: Sequence[str]) -> frozenset[str]:
    """Provinces that these texts name in words."""
    return frozenset(PROVINCE_WORDS[found[0]] for text in texts for found in PROVINCE_WORD.finditer(fold(text)))
