"""The sentences and small mails of `sentences/` that tell what a number stands for, as labelled texts.

Run as `python -m nlp.training.told_pledges`; it prints one line for each fault in the files `roles-*.tsv` and exits 1
if there is any.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from spacy.language import Language

from domain.model import Commitment, Message, Role
from nlp.parts import read_parts
from nlp.pipeline import build

SENTENCES = Path(__file__).parent / "sentences"
CASES = SENTENCES / "pledges.toml"
COUNTS = SENTENCES / "counts.tsv"
"""A sentence a line, behind a tab: before it its counts with their roles ("8 pledge; 30 capacity"); others are none."""

VOICES = "roles-*.tsv"
"""Files of one voice each: pledges, a tab, other counts with their roles, a tab, a text. `#` opens a remark."""

NOTHING, BETWEEN, NEW_LINE = "-", ";", "\\n"
FIELDS = 3
PLAIN = "other"
"""The role of a count that stands for nothing that is recorded."""

GROUPS = {"amv": "amv", "asiel": "asielzoekers", "oekr": "oekraiense_ontheemden", "mixed": "mixed"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file of one voice; `place` is the file and the number of the line, `text` has its real new lines."""

    place: str
    voice: str
    pledges: tuple[str, ...]
    numbers: tuple[str, ...]
    text: str


def cases(file: Path = CASES) -> list[dict[str, Any]]:
    """The cases as written: `text`, `pledges`, and where given `numbers` and `known`."""
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    return found


def pledge_of(line: str) -> dict[str, Any]:
    """A pledge as the gold has it, from a line such as "10-12 h3 amv firm".

    Raises `ValueError` with a sentence that says what cannot be read.
    """
    amount, *rest = line.split()
    low, _, high = amount.partition("-") if amount != NOTHING else ("", "", "")
    if not all(bound.isdecimal() for bound in (low, high) if bound) or bool(high) > bool(low):
        raise ValueError(f"'{amount}' in '{line}' is no amount")
    homes = [piece for piece in rest[:-1] if piece[0] == "h" and piece[1:].isdecimal()]
    groups = [piece for piece in rest[:-1] if piece in GROUPS]
    if not rest or rest[-1] not in set(Commitment):
        raise ValueError(f"'{line}' does not end with {', '.join(Commitment)}")
    if len(homes) > 1 or len(groups) > 1 or len(homes) + len(groups) < len(rest) - 1:
        raise ValueError(f"'{line}' holds more than homes (h4) and a group ({', '.join(GROUPS)})")
    return {
        "places": int(low) if low else None,
        "places_max": int(high) if high else None,
        "homes": int(homes[0][1:]) if homes else None,
        "group": GROUPS[groups[0]] if groups else "statushouders",
        "commitment": rest[-1],
    }


def lines(folder: Path = SENTENCES) -> Iterator[Line | str]:
    """The lines of all voices; for one without its three fields a sentence that says so."""
    for file in sorted(folder.glob(VOICES)):
        for number, written in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not written.strip() or written.startswith("#"):
                continue
            fields, place = written.split("\t"), f"{file.name}:{number}"
            if len(fields) != FIELDS or not all(field.strip() for field in fields):
                yield f"{place}: a line has pledges, numbers and a text with a tab between them"
                continue
            pledges, numbers, text = fields
            yield Line(place, file.stem, _listed(pledges), _listed(numbers), text.strip().replace(NEW_LINE, "\n"))


def _listed(field: str) -> tuple[str, ...]:
    told = [piece.strip() for piece in field.split(BETWEEN)]
    return () if told == [NOTHING] else tuple(told)


def items(folder: Path = SENTENCES) -> Iterator[dict[str, Any]]:
    """Each case and each sentence as a labelled text; those of one file `roles-*.tsv` have one voice, others their own.

    Lines with a fault are left out.
    """
    for number, case in enumerate(cases(), 1):
        gold = {"pledges": [pledge_of(line) for line in case["pledges"]], "numbers": _numbers(case.get("numbers", ()))}
        yield _item(f"s-{number:04}", case["text"], gold)
    for number, line in enumerate(COUNTS.read_text(encoding="utf-8").splitlines(), 1):
        roles, _, text = line.partition("\t")
        counts = roles.split("; ") if roles != NOTHING else []
        offered = [pledge_of(f"{count.split()[0]} firm") for count in counts if count.endswith(" pledge")]
        others = _numbers([count for count in counts if not count.endswith(" pledge")])
        yield _item(f"n-{number:04}", text, {"pledges": offered, "numbers": others})
    for told in lines(folder):
        if isinstance(told, Line) and not list(_misread(told)):
            gold = {"pledges": [pledge_of(line) for line in told.pledges], "numbers": _numbers(told.numbers)}
            yield {**_item(f"r-{told.place}", told.text, gold), "author": told.voice}


def _numbers(told: Iterable[str]) -> list[dict[str, Any]]:
    counts = [line.split() for line in told]
    return [{"value": int(value), "role": role} for value, role in counts if role != PLAIN]


def _item(id_: str, text: str, gold: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "author": id_, "text": text, "gold": gold, "spoken_for": True}


def faults(told: Iterable[Line | str], pipeline: Language) -> Iterator[str]:
    """One sentence, with the file and the line, for everything in `told` that cannot be right."""
    first: dict[str, str] = {}
    for line in told:
        if isinstance(line, str):
            yield line
            continue
        if (owner := first.setdefault(line.text, line.place)) != line.place:
            yield f"{line.place}: the same text as {owner}"
        misread = list(_misread(line))
        yield from (f"{line.place}: {problem}" for problem in misread or _absent(line, pipeline))


def _misread(line: Line) -> Iterator[str]:
    """What of the labels cannot be read."""
    for pledge in line.pledges:
        try:
            pledge_of(pledge)
        except ValueError as problem:
            yield str(problem)
    for count in line.numbers:
        value, _, role = count.partition(" ")
        if not value.isdecimal() or role not in (*Role, PLAIN):
            yield f"'{count}' is no count with one of {', '.join(Role)}, {PLAIN}"


def _absent(line: Line, pipeline: Language) -> Iterator[str]:
    """Which labelled numbers do not stand in the text, as numbers are read there."""
    stand = set(_values(line.text, pipeline))
    reached = stand | {one * other for one, other in combinations(stand, 2)} | {value * value for value in stand}
    reached |= {abs(one - other) for one, other in combinations(stand, 2)}
    reached |= {sum(some) for size in (2, 3, 4) for some in combinations(sorted(stand), size)}
    pledges = [pledge_of(pledge) for pledge in line.pledges]
    offered = {pledge[name] for pledge in pledges for name in ("places", "places_max", "homes")} - {None}
    others = {int(count.split()[0]) for count in line.numbers}
    for value in sorted((offered - reached) | (others - stand)):
        yield f"{value} does not stand in the text; these do: {', '.join(map(str, sorted(stand)))}"


def _values(text: str, pipeline: Language) -> Iterator[int]:
    for part in read_parts(pipeline, Message(body=text)):
        for mention in part.layers.numbers:
            yield from (value for value in (mention.low, mention.high, mention.size) if value is not None)
            # Who is a family is multiplied: "een vader met drie kinderen" is four
            yield (mention.low or 0) * (mention.size or 1)


def main(arguments: Sequence[str] = ()) -> int:
    """Prints the faults of the files in a folder (the one beside this file) on standard output; 1 if there are any."""
    told = list(lines(Path(arguments[0]) if arguments else SENTENCES))
    found = list(faults(told, build()))
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{len(told)} lines, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
