"""Which gemeente somebody means after a few letters: by its name, a former or other name, or a place in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A gemeente that may be meant; `through` is the other name or place that was recognised, or empty."""

    code: str
    name: str
    through: str = ""


@dataclass(slots=True)
class Finder:
    """Looks names up. `names` are the gemeenten by CBS code, `spellings` other names and places with their codes."""

    names: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]
    _own: list[tuple[str, str]] = field(init=False)
    _other: list[tuple[str, str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._own = sorted((letters(name), code) for code, name in self.names.items())
        self._other = sorted(
            (letters(name), code, name)
            for name, codes in self.spellings.items()
            for code in codes
            if code in self.names
        )

    def find(self, words: str) -> list[Found]:
        """The gemeenten that may be meant, the likeliest first; at most eight."""
        wanted = letters(words)
        if not wanted:
            return []
        code = f"GM{int(wanted.removeprefix('gm')):04}" if wanted.removeprefix("gm").isdecimal() else ""
        if code in self.names:
            return [Found(code, self.names[code])]
        found: dict[str, Found] = {}
        for candidate in self._candidates(wanted):
            found.setdefault(candidate.code, candidate)
            if len(found) == MOST:
                break
        return list(found.values())

    def only(self, words: str) -> Found | None:
        """The gemeente that is meant without doubt: its own name in full, or the only one that fits."""
        found = self.find(words)
        exact = [f for f in found if letters(f.name) == letters(words)]
        if len(exact) == 1:
            return exact[0]
        return found[0] if len(found) == 1 else None

    def _candidates(self, wanted: str) -> Iterator[Found]:
        """Names in full, then other names in full, then beginnings, then what stands in the middle."""
        exact = [c for name, c in self._own if name == wanted]
        begins = [c for name, c in self._own if name.startswith(wanted)]
        holds = [c for name, c in self._own if wanted in name]
        yield from (Found(c, self.names[c]) for c in exact)
        yield from (Found(c, self.names[c], through) for name, c, through in self._other if name == wanted)
        yield from (Found(c, self.names[c]) for c in begins)
        yield from (Found(c, self.names[c], through) for name, c, through in self._other if name.startswith(wanted))
        yield from (Found(c, self.names[c]) for c in holds)


def letters(name: str) -> str:
    """The letters and digits of a name in lower case, without accents: `'s-Hertogenbosch` is `shertogenbosch`."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum())
