"""Checks the labelled texts: closed lists, existing gemeenten, intents that fit, voices in one split, own sentences.

Run as `python -m nlp.training.check_texts`; it prints one line for each problem and exits 1 if there is any.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from email import message_from_string
from pathlib import Path
from typing import Any, NamedTuple

from domain.model import Commitment, Group, Intent, Kind, Role, Route

TEXTS = Path(__file__).parent / "texts"
GEMEENTEN = Path(__file__).parent.parent / "gazetteer" / "gemeenten.csv"

SPLITS = frozenset({"learn", "tune", "blind"})
CHANNELS = frozenset({"email", "chat"})
PERSONAL_DATA = frozenset({"bsn", "v_number", "iban", "medical", "client_name"})
BOTTLENECKS = frozenset({
    "ruimtelijke_procedure", "vergunning", "bekostiging", "woningtekort", "locatie_grond", "draagvlak",
    "veiligheid_intimidatie", "ambtelijke_capaciteit", "wet_en_regelgeving", "netcongestie_nuts",
    "milieu_stikstof_geluid", "bezwaar_beroep", "coa_koppeling", "onderwijs_zorg_voorzieningen",
    "bouwkosten_markt", "corporatie_partner", "doelgroep_mismatch", "doorlooptijd_planning",
    "informatie_onduidelijkheid", "overig",
})  # fmt: skip

FIELDS = ["id", "author", "style", "split", "channel", "subject", "from", "date", "text", "gold", "tags", "notes"]
RAW = "eml"
"""May follow the other fields: the same mail as it came in, for what only its headers and parts can tell."""

GOLD_FIELDS = frozenset({
    "intents", "kind", "gemeenten", "pledges", "bottlenecks", "numbers", "routes", "personal_data", "needs_review",
})  # fmt: skip
CLOSED: dict[str, frozenset[str]] = {
    "intents": frozenset(Intent),
    "bottlenecks": BOTTLENECKS,
    "routes": frozenset(Route),
    "personal_data": PERSONAL_DATA,
}

SHORTEST_SENTENCE = 5
"""Words; below that, greetings and closings are the same in any two mails."""

Text = dict[str, Any]


class Entry(NamedTuple):
    """One labelled text and the file and line that it stands on."""

    place: str
    text: Text


def read_texts(folder: Path = TEXTS) -> list[Entry]:
    """All labelled texts of the JSON Lines files in `folder`, in the order of their names."""
    return [
        Entry(f"{path.name}:{number}", json.loads(line))
        for path in sorted(folder.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def problems(entries: list[Entry], codes: frozenset[str]) -> Iterator[str]:
    """One sentence for everything that is wrong; `codes` are the gemeenten that exist."""
    for place, text in entries:
        found = [*_form(text), *_labels(text["gold"]), *_gemeenten(text["gold"], codes), *_fits(text["gold"])]
        yield from (f"{place} {text['id']}: {problem}" for problem in found)
    yield from _repeated_ids(entries)
    yield from _voices_in_two_splits(entries)
    yield from _repeated_sentences(entries)


def _form(text: Text) -> Iterator[str]:
    """Fields, split, channel and date."""
    if list(text) not in (FIELDS, [*FIELDS, RAW]):
        yield f"fields are {list(text)}"
    if RAW in text and not _same_sender(text):
        yield "the eml is from somebody else, or has no date"
    if set(text["gold"]) != GOLD_FIELDS:
        yield f"gold fields are {sorted(text['gold'])}"
    if text["split"] not in SPLITS or text["channel"] not in CHANNELS:
        yield f"unknown split or channel: {text['split']}, {text['channel']}"
    if datetime.fromisoformat(text["date"]).tzinfo is None:
        yield "the date has no time zone"
    if not text["tags"] or not text["notes"]:
        yield "tags or notes are empty"


def _same_sender(text: Text) -> bool:
    mail = message_from_string(text[RAW])
    written = text["from"].rpartition("<")[2].rstrip(">")
    return mail["Date"] is not None and written in (mail["From"] or "")


def _labels(gold: Text) -> Iterator[str]:
    """Every label is in its closed list and stands once."""
    for field, allowed in CLOSED.items():
        values = gold[field]
        yield from (f"{value} is no label of {field}" for value in values if value not in allowed)
        if len(set(values)) < len(values):
            yield f"{field} holds a label twice"
    if gold["kind"] not in set(Kind):
        yield f"{gold['kind']} is no kind"
    for pledge in gold["pledges"]:
        if pledge["group"] not in set(Group) or pledge["commitment"] not in set(Commitment):
            yield f"group or commitment of a pledge is unknown: {pledge}"
    yield from (f"{number} has no known role" for number in gold["numbers"] if number["role"] not in set(Role))


def _gemeenten(gold: Text, codes: frozenset[str]) -> Iterator[str]:
    """Every code exists, and a pledge belongs to a gemeente for which the message speaks, or to none."""
    yield from (f"{code} does not exist" for code in gold["gemeenten"] if code not in codes)
    for pledge in gold["pledges"]:
        if pledge["gemeente"] is not None and pledge["gemeente"] not in gold["gemeenten"]:
            yield f"the message does not speak for {pledge['gemeente']}"


def _fits(gold: Text) -> Iterator[str]:
    """The intents fit the rest, and a message that nobody wrote says nothing."""
    intents = set(gold["intents"])
    if ("pledge" in intents) != bool(gold["pledges"]):
        yield "intent pledge and pledges do not agree"
    if ("bottleneck" in intents) != bool(gold["bottlenecks"]):
        yield "intent bottleneck and bottlenecks do not agree"
    if not intents or ("other" in intents and len(intents) > 1):
        yield "intents are empty, or other does not stand alone"
    if gold["kind"] != "personal" and (intents != {"other"} or gold["numbers"] or gold["routes"]):
        yield f"a message of kind {gold['kind']} holds something"


def _repeated_ids(entries: list[Entry]) -> Iterator[str]:
    counted = Counter(text["id"] for _, text in entries)
    yield from (f"{id_}: stands {times} times" for id_, times in counted.items() if times > 1)


def _voices_in_two_splits(entries: list[Entry]) -> Iterator[str]:
    splits: defaultdict[str, set[str]] = defaultdict(set)
    for _, text in entries:
        splits[text["author"]].add(text["split"])
    yield from (f"the voice {voice} is in {sorted(found)}" for voice, found in splits.items() if len(found) > 1)


def _repeated_sentences(entries: list[Entry]) -> Iterator[str]:
    first: dict[str, str] = {}
    for _, text in entries:
        for sentence in sentences(text["text"]):
            owner = first.setdefault(sentence, text["id"])
            if owner != text["id"]:
                yield f"{text['id']}: shares a sentence with {owner}: {sentence}"


def sentences(text: str) -> set[str]:
    """The sentences of a text in lower case without marks, of at least `SHORTEST_SENTENCE` words."""
    pieces = (re.findall(r"\w+", piece.lower()) for piece in re.split(r"[.!?:;\n]+", text))
    return {" ".join(words) for words in pieces if len(words) >= SHORTEST_SENTENCE}


def gemeente_codes() -> frozenset[str]:
    """The codes (GM0000) of the gemeenten that exist."""
    with GEMEENTEN.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


def main() -> int:
    """Prints the problems on standard output; 0 if there are none, else 1."""
    entries = read_texts()
    found = list(problems(entries, gemeente_codes()))
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    sys.stdout.write(f"{len(entries)} texts, {len(found)} problems\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
