"""The scoreboard: readings beside the gold, slot by slot and whole record by whole record.

Works on the JSON forms (a gold item's `gold` object and one line of `plaatsmaker read --json`), so that what is
measured is what others see. Whole-record accuracy leads: gemeenten, pledges and bottleneck types all exactly right,
where tranches of one gemeente and group are added up and null matches only null.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nlp.totals import add_up

JSON = dict[str, Any]

SLOTS = ("gemeente", "places", "pledge", "group", "commitment", "bottleneck", "intent", "kind", "number role", "route")
BINS = 5


@dataclass(slots=True)
class Counts:
    """True positives, false positives and false negatives of one slot."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, gold: Iterable[Hashable], got: Iterable[Hashable]) -> None:
        """Count one message: exact matches of the values, as multisets."""
        wanted, found = Counter(gold), Counter(got)
        self.tp += (wanted & found).total()
        self.fp += (found - wanted).total()
        self.fn += (wanted - found).total()

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of what should be found that was; 1 where there is nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One slot of one message that is not as the gold has it; `evidence` are the sentences the reading rests on."""

    id: str
    slot: str
    gold: list[Any]
    got: list[Any]
    evidence: list[str]


@dataclass(slots=True)
class Scoreboard:
    """All measures over a gold file."""

    slots: dict[str, Counts] = field(default_factory=lambda: {slot: Counts() for slot in SLOTS})
    by_type: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    by_tag: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    confidences: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    messages: int = 0
    whole: int = 0
    let_through: int = 0
    let_through_right: int = 0
    false_pledges: int = 0
    errors: int = 0
    misses: list[Miss] = field(default_factory=list)

    def add(self, item: JSON, got: JSON) -> None:
        """Count one message: `item` is a line of a gold file, `got` the reading of it (or an object with `error`)."""
        if "error" in got:
            self.errors += 1
            got = _nothing()
        gold = item["gold"]
        wanted, found = _values(gold, gold.get("kind", "personal")), _values(got, got["message"].get("kind"))
        wrong = [slot for slot in SLOTS if not self._count(item, got, slot, wanted[slot], found[slot])]
        right = not {"gemeente", "pledge", "bottleneck"} & set(wrong)
        self.messages += 1
        self.whole += right
        if not got["needs_review"]:
            self.let_through += 1
            self.let_through_right += right
            self.false_pledges += bool(set(found["pledge"]) - set(wanted["pledge"]))
        for tag in item.get("tags", ()):
            self.by_tag[tag].append(right)
        self._types(wanted["bottleneck"], found["bottleneck"])
        self._roles(gold, got)
        self._trust(wanted, got)

    def _count(self, item: JSON, got: JSON, slot: str, wanted: list[Hashable], found: list[Hashable]) -> bool:
        self.slots[slot].add(wanted, found)
        right = Counter(wanted) == Counter(found)
        if slot == "number role":
            right = not Counter(wanted) - Counter(found)
        if not right:
            told = sorted(wanted, key=str), sorted(found, key=str)
            self.misses.append(Miss(item["id"], slot, *told, _evidence(got, slot)))
        return right

    def _types(self, wanted: list[Hashable], found: list[Hashable]) -> None:
        for kind in {*wanted, *found}:
            self.by_type[str(kind)].add({kind} & set(wanted), {kind} & set(found))

    def _roles(self, gold: JSON, got: JSON) -> None:
        read = {n["value"]: n["role"] for n in got["numbers"]} | {p["places"]: "pledge" for p in got["pledges"]}
        meant = {n["value"]: n["role"] for n in gold.get("numbers", [])}
        meant |= {p["places"]: "pledge" for p in gold.get("pledges", []) if p["places"] is not None}
        for value, role in meant.items():
            self.confusion[role, read.get(value, "not read")] += 1
        for value, role in read.items():
            if value is not None and value not in meant and role == "pledge":
                self.confusion["none", role] += 1

    def _trust(self, wanted: dict[str, list[Hashable]], got: JSON) -> None:
        for pledge in got["pledges"]:
            key = (pledge["gemeente"], pledge["group"])
            right = any(isinstance(k, tuple) and k[:2] == key for k in wanted["pledge"]) and _key_of(
                got["pledges"], key
            ) in set(wanted["pledge"])
            self.confidences["pledge"].append((pledge["confidence"], right))
        for bottleneck in got["bottlenecks"]:
            self.confidences["bottleneck"].append(
                (bottleneck["confidence"], bottleneck["type"] in wanted["bottleneck"])
            )

    @property
    def whole_record(self) -> float:
        """Share of messages in which gemeenten, pledges and bottleneck types are all exactly right."""
        return self.whole / self.messages if self.messages else 0.0

    @property
    def coverage(self) -> float:
        """Share of messages that no person needs to see."""
        return self.let_through / self.messages if self.messages else 0.0

    @property
    def trust(self) -> float | None:
        """Share of the messages let through that are whole-record right; `None` where none was let through."""
        return self.let_through_right / self.let_through if self.let_through else None

    def calibration_error(self, field_name: str) -> float | None:
        """Expected calibration error of `pledge` or `bottleneck` confidence, in five bins of equal count."""
        pairs = sorted(self.confidences[field_name])
        if not pairs:
            return None
        size = -(-len(pairs) // BINS)
        total = 0.0
        for begin in range(0, len(pairs), size):
            part = pairs[begin : begin + size]
            said, was = sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part)
            total += abs(said - was) * len(part)
        return total / len(pairs)

    def to_json(self) -> JSON:
        """All measures as one JSON object; shares are between 0 and 1."""
        slots = {
            name: {"precision": round(c.precision, 3), "recall": round(c.recall, 3), "f1": round(c.f1, 3)}
            for name, c in self.slots.items()
        }
        return {
            "messages": self.messages,
            "errors": self.errors,
            "slots": slots,
            "whole_record": round(self.whole_record, 3),
            "coverage": round(self.coverage, 3),
            "trust": None if self.trust is None else round(self.trust, 3),
            "false_pledges_let_through": self.false_pledges,
            "calibration_error": {
                name: None if (error := self.calibration_error(name)) is None else round(error, 3)
                for name in ("pledge", "bottleneck")
            },
            "bottleneck_types": {name: round(c.f1, 3) for name, c in sorted(self.by_type.items())},
            "roles": {f"{a} read as {b}": n for (a, b), n in sorted(self.confusion.items())},
            "tags": {t: [sum(rights), len(rights)] for t, rights in sorted(self.by_tag.items())},
            "misses": [
                {"id": m.id, "slot": m.slot, "gold": m.gold, "got": m.got, "evidence": m.evidence} for m in self.misses
            ],
        }


def _key_of(pledges: Iterable[JSON], key: tuple[str | None, str]) -> Hashable:
    return next(total for total in add_up(pledges) if isinstance(total, tuple) and total[:2] == key)


def _values(data: JSON, kind: str | None) -> dict[str, list[Hashable]]:
    pledges = add_up(data.get("pledges", []))
    return {
        "gemeente": [g if isinstance(g, str) else g["code"] for g in data.get("gemeenten", [])],
        "places": [(p[0], p[2], p[3]) for p in pledges if isinstance(p, tuple)],
        "pledge": pledges,
        "group": [p[:2] for p in pledges if isinstance(p, tuple)],
        "commitment": list({(p.get("gemeente"), p.get("group"), p.get("commitment")) for p in data.get("pledges", [])}),
        "bottleneck": list({b if isinstance(b, str) else b["type"] for b in data.get("bottlenecks", [])}),
        "intent": list(data.get("intents", [])),
        "kind": [kind],
        "number role": list({(n["value"], n["role"]) for n in data.get("numbers", [])}),
        "route": list(data.get("routes", [])),
    }


def _evidence(got: JSON, slot: str) -> list[str]:
    name = {"gemeente": "gemeenten", "bottleneck": "bottlenecks", "number role": "numbers"}.get(slot, "pledges")
    return [e["text"] for found in got.get(name, []) for e in found.get("evidence", [])]


def _nothing() -> JSON:
    empty: JSON = {name: [] for name in ("gemeenten", "pledges", "bottlenecks", "intents", "routes", "numbers")}
    return empty | {"message": {}, "needs_review": True}
