"""What is decided of whom a message speaks for."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model import Evidence

VETOES = frozenset({"antwoordt zelf", "volgt nog", "komt later", "heeft nog niets gezegd", "een werkorganisatie voor"})
"""Cues that keep a gemeente out, although the message may list it among others."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gemeente with the reason in Dutch, how likely it is right, and the evidence."""

    code: str
    confidence: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdicts in reading order, why a person should look, and the writer's own gemeente if it is known."""

    verdicts: tuple[Verdict, ...] = ()
    reasons: tuple[str, ...] = ()
    own: str = ""
