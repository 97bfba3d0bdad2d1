"""Cues as data: rules over concepts, and what they find in a sentence.

A rule reads `net + vol|@vast`: a word of the concept `net` of its own file with, near it, one of `vol` or of the
shared `@vast`. How near, on which side, and whether across a clause, the second concept says itself. A rule of one
concept is a cue by being named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.lexicon import Lexicon
from nlp.scopes import CueSentence, Span, encloses, gap, same_clause

TERMS = Path(__file__).parent / "terms"
BOTTLENECKS = "bottlenecks"
"""The family of which the words of the letter or of an inhabitant do not count."""

REACH = 10
"""Words between the two halves of a cue, unless the concept says otherwise."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A list of terms. `before`: stands before what it is about; `verb`: a negator behind it denies it too;
    `across`: a clause border does not matter; `fixed`: a negator does not touch it."""

    terms: tuple[str, ...]
    reach: int = REACH
    before: bool = False
    after: bool = False
    verb: bool = False
    across: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One cue of `kind` (a bottleneck type, an intent), from a file in the folder `family`.

    `groups` hold alternatives; the first is the anchor.
    `unless`: concepts that, in the same clause, take it away. `supposed`, `asked`, `elsewhere`: also counts there.
    `own`: stands even beside a cause that would explain it. `held`: only in a condition that holds things up.
    """

    kind: str
    family: str
    groups: tuple[tuple[str, ...], ...]
    weight: float
    unless: tuple[str, ...] = ()
    supposed: bool = False
    asked: bool = False
    elsewhere: bool = False
    solved: bool = False
    own: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What a rule found: words `low` to `high` of the sentence; its anchor starts at word `anchor`.

    `supposed`: it stands in a condition, and counts only where that is said to hold things up.
    """

    rule: Rule
    anchor: int
    low: int
    high: int
    supposed: bool = False


@dataclass(slots=True)
class Terms:
    """All term files: concepts under their full names, the lexicon over them, and the rules by anchor concept."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    by_anchor: dict[str, list[Rule]] = field(default_factory=dict)
    lexicon: Lexicon = field(default_factory=lambda: Lexicon({}))

    def cues(self, sentence: CueSentence) -> list[Cue]:
        """All cues in the sentence that are asserted or supposed, in no particular order."""
        found = []
        for anchor in sentence.spans:
            for rule in self.by_anchor.get(anchor, ()):
                for span in sentence.spans[anchor]:
                    cue = self._match(rule, anchor, span, sentence)
                    if cue is not None:
                        found.append(cue)
        return found

    def _match(self, rule: Rule, anchor: str, span: Span, sentence: CueSentence) -> Cue | None:
        concept = self.concepts[anchor]
        if not concept.fixed and len(rule.groups) == 1 and sentence.denied(span, verb=concept.verb):
            return None
        low, high = span
        for group in rule.groups[1:]:
            partner = self._partner(group, span, sentence)
            if partner is None:
                return None
            low, high = min(low, partner[0]), max(high, partner[1])
        if not _stands(rule, span, sentence):
            return None
        supposed = not rule.supposed and sentence.is_supposed(span)
        if rule.held and not supposed:
            return None
        return Cue(rule, span[0], low, high, supposed)

    def _partner(self, group: tuple[str, ...], span: Span, sentence: CueSentence) -> Span | None:
        """The nearest asserted span of one of the concepts in `group` that may belong to the anchor at `span`."""
        best: Span | None = None
        for name in group:
            concept = self.concepts[name]
            for other in sentence.spans.get(name, ()):
                distance = 0 if encloses(other, span) else gap(span, other)
                if distance < 0 or distance > concept.reach or (best and distance >= gap(span, best)):
                    continue
                if (concept.before and other[0] > span[0]) or (concept.after and other[0] < span[0]):
                    continue
                if not concept.across and not same_clause(sentence, span, other):
                    continue
                if not concept.fixed and sentence.denied(other, verb=concept.verb):
                    continue
                best = other
        return best


def _stands(rule: Rule, span: Span, sentence: CueSentence) -> bool:
    """Whether nothing around the cue takes it away: denial, solution, condition, question, others."""
    if any(sentence.in_clause(name, span) for name in rule.unless):
        return False
    if sentence.is_waved_away(span) or sentence.beside("READY", span) or sentence.has("SOLVED"):
        return rule.solved
    if sentence.is_asked(span) and not rule.asked:
        return False
    return rule.elsewhere or not _is_about_others(rule, span, sentence)


def _is_about_others(rule: Rule, span: Span, sentence: CueSentence) -> bool:
    """Whether the nearest word in the clause that says whose it is points away from the sender."""
    if rule.family == BOTTLENECKS and (sentence.has("LETTER") or sentence.has("EARLIER")):
        return True
    clause = sentence.clauses[span[0]]
    others = [s for s in sentence.spans.get("ELSEWHERE", ()) if sentence.clauses[s[0]] == clause]
    if not others:
        return False
    own = [s for s in sentence.spans.get("HERE", ()) if sentence.clauses[s[0]] == clause]
    nearest = min((abs(gap(s, span)) for s in own if all(gap(s, o) >= 0 for o in others)), default=None)
    return nearest is None or min(abs(gap(o, span)) for o in others) < nearest


def load(files: Iterable[Path], shared: Path = TERMS / "shared.toml") -> Terms:
    """Read term files. Raises `ValueError` naming file and rule where a rule names a concept that does not exist."""
    terms = Terms()
    _add_words(terms, "", tomllib.loads(shared.read_text(encoding="utf-8"))["words"])
    terms.concepts["UNREADY"] = Concept((), fixed=True)
    for file in sorted(files):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        _add_words(terms, f"{file.stem}.", data.get("words", {}))
        for entry in data.get("cues", ()):
            terms.rules.append(_rule(file, {**data.get("always", {}), **entry}, terms.concepts))
    for rule in terms.rules:
        for name in rule.groups[0]:
            terms.by_anchor.setdefault(name, []).append(rule)
    terms.lexicon = Lexicon({name: concept.terms for name, concept in terms.concepts.items()})
    return terms


def _add_words(terms: Terms, prefix: str, words: Mapping[str, object]) -> None:
    for name, entry in words.items():
        if isinstance(entry, Mapping):
            options = {key: value for key, value in entry.items() if key != "terms"}
            terms.concepts[prefix + name] = Concept(tuple(str(entry["terms"]).split()), **options)
        else:
            terms.concepts[prefix + name] = Concept(tuple(str(entry).split()))


def _rule(file: Path, entry: Mapping[str, object], concepts: Mapping[str, Concept]) -> Rule:
    kind = file.stem
    groups = tuple(tuple(_names(kind, part)) for part in str(entry["when"]).split("+"))
    unless = tuple(_names(kind, str(entry.get("unless", ""))))
    missing = [name for name in (*sum(groups, ()), *unless) if name not in concepts]
    if missing:
        raise ValueError(f"{kind}.toml: regel '{entry['when']}' noemt onbekende woorden: {', '.join(missing)}")
    flags = {key: bool(entry.get(key, False)) for key in ("supposed", "asked", "elsewhere", "solved", "own", "held")}
    weight = float(str(entry["weight"]))
    return Rule(str(entry.get("kind", kind)), file.parent.name, groups, weight, unless, **flags)


def _names(kind: str, written: str) -> Sequence[str]:
    return [n[1:] if n.startswith("@") else f"{kind}.{n}" for n in written.replace("|", " ").split()]
