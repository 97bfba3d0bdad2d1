"""What stands around a name, and what that says about who speaks."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from nlp.gazetteer.names import find_names
from nlp.gemeente_claims import Strength, claims

CUES = tomllib.loads(files("nlp").joinpath("terms/gemeente_cues.toml").read_text(encoding="utf-8"))


def _claims(text: str) -> list[tuple[str, str]]:
    return [(each.name.text, each.strength.name) for each in claims("body", text, find_names(text))]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Mede namens Goes en Kapelle meld ik", [("Goes", "SPEAKS"), ("Kapelle", "SPEAKS")]),
        ("Er is overleg. Net als Venlo doen wij mee.", [("Venlo", "OTHER")]),
        ("Voor Tubbergen volgt nog een eigen brief.", [("Tubbergen", "OTHER")]),
        ("Tot slot Tholen: dat weet ik nog niet", [("Tholen", "UNSAID")]),
        ("Het pand staat in Goes.", [("Goes", "PLACE")]),
        ("Dat vindt ook de provincie Utrecht.", [("Utrecht", "OTHER")]),
        ("Wij hebben de TU Delft gevraagd.", [("Delft", "OTHER")]),
        ("Stand:\n- Goes: 4\n- Kapelle geen", [("Goes", "SPEAKS"), ("Kapelle", "SPEAKS")]),
        ("Per 1 mei vertrek ik naar Venlo.", [("Venlo", "OTHER")]),
        ("Vandaag levert Goes er vier, Kapelle twee.", [("Goes", "SUBJECT"), ("Kapelle", "SUBJECT")]),
        ("Wij hebben houten huizen en buren.", []),
        ("Best lastig. Buren klagen. Een pand.", []),
        ("In de wijk is een steeg.", []),
    ],
)
def test_claims(text: str, claimed: list[tuple[str, str]]) -> None:
    assert _claims(text) == claimed


def test_a_dateline_is_no_number() -> None:
    text = "Zundert, 3 juli 2026"
    assert not any(each.row for each in claims("body", text, find_names(text)))


@pytest.mark.parametrize("row", [*CUES["before"], *CUES["after"]])
def test_every_cue_is_sound(row: dict[str, str]) -> None:
    assert row["strength"].upper() in Strength.__members__
    assert set(row) <= {"cue", "strength", "pattern", "strict", "first", "then"}
    assert row["pattern"] == row["pattern"].lower() or "\\W" in row["pattern"]
    pattern = re.compile(row["pattern"].replace("{of}", CUES["of"]))
    assert not pattern.fullmatch("")


def test_no_cue_stands_twice() -> None:
    patterns = [row["pattern"] for side in ("before", "after") for row in CUES[side]]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("word", ["Goes ", "namens de ", "van de ", "J. ", "-", "a", "x@"])
def test_a_long_text_of_one_thing_is_read(word: str) -> None:
    text = word * 4_000
    assert len(claims("body", text, find_names(text))) <= 1_000
