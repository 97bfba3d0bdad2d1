"""Finds faults in the term files of numbers, roles, commitment, groups and links: cues that are doubled or dead.

A cue is dead when no text can ever be read by it, or when a shorter cue of its label always speaks first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from nlp.lexicon import normalise
from nlp.qualifiers import ARTICLES, FILES, SHIELDED, Label, labels
from nlp.terms import load

PIECE = re.compile(r"[*]?[a-z0-9'&]+(?:-[a-z0-9']+)*-?[*]?|[#@~]")
"""What one piece of a term may look like; marks of punctuation are not in the stream that terms are matched on."""


def faults() -> list[str]:
    """All faults, one Dutch sentence each; empty where the files are sound."""
    found = []
    for label in labels().values():
        terms = [normalise(term) for term in load(label.file)[label.name]["terms"].split()]
        place = f"{label.file}.toml, [{label.name}]"
        found += [f"{place}: '{term}' staat er {n} keer" for term, n in Counter(terms).items() if n > 1]
        found += [f"{place}: '{term}' kan nooit gelezen worden" for term in terms if not _is_readable(term)]
        found += [f"{place}: '{term}' is dood, '{other}' spreekt eerder" for term, other in _dead(label, terms)]
    return found + _doubled_in_families() + _missing()


def _is_readable(term: str) -> bool:
    pieces = term.split("_")
    if not all(PIECE.fullmatch(piece) for piece in pieces) or "~" in (pieces[0], pieces[-1]):
        return False
    return not any(piece in ARTICLES and after == "#" for piece, after in pairwise(pieces))


def _dead(label: Label, terms: list[str]) -> Iterator[tuple[str, str]]:
    """Terms that hold a shorter term of their label.

    Neutral phrases need their full length, and so do terms with a number or a gap, which reach around a number.
    """
    if label.role == "none":
        return
    short = {tuple(term.split("_")) for term in terms if "#" not in term}
    for term in terms:
        pieces = term.split("_")
        if "#" in pieces or "~" in pieces:
            continue
        for low in range(len(pieces)):
            for high in range(low + 1, len(pieces) + 1):
                part = tuple(pieces[low:high])
                if len(part) < len(pieces) and part in short:
                    yield term, "_".join(part)


def _doubled_in_families() -> list[str]:
    """Terms that stand in two families of roles, so that one word pleads twice; what weakens others may."""
    owners: dict[str, dict[str, str]] = {}
    for label in labels().values():
        if label.file == "roles" and label.role != "none" and not label.weakens:
            for term in load(label.file)[label.name]["terms"].split():
                owners.setdefault(normalise(term), {})[label.family or label.name] = label.name
    return [
        f"roles.toml: '{term}' staat in {' en '.join(sorted(names.values()))}"
        for term, names in owners.items()
        if len(names) > 1
    ]


def _missing() -> list[str]:
    """Labels that code or other labels count on and that no file holds."""
    names = {label.name for label in labels().values()}
    wanted = {*SHIELDED, *SHIELDED.values(), *(label.weakens for label in labels().values() if label.weakens)}
    families = {label.family for label in labels().values()}
    return [f"geen van {', '.join(FILES)} heeft [{name}]" for name in sorted(wanted - names - families)]
