"""What words are about, also words that nobody listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.vocabulary import classes, faults, files


@pytest.mark.parametrize(
    ("words", "class_"),
    [
        ("projectleidster", "staff"),
        ("netbeheerders", "grid"),
        ("vluchtwegen", "permit"),
        ("brandmeldinstallatie", "permit"),
        ("den haag", "state"),
        ("raad van state", "court"),
    ],
)
def test_a_word_that_begins_with_an_entry_or_is_one_belongs_to_its_class(words: str, class_: str) -> None:
    assert class_ in classes(words.split())


def test_the_longest_entry_decides() -> None:
    assert "threat" in classes(["brandstichting"])
    assert "threat" not in classes(["brandmelder"])


def test_a_short_entry_is_the_whole_word() -> None:
    assert "council" in classes(["raad"])
    assert "council" not in classes(["raadsel"])


def test_no_words_are_about_nothing() -> None:
    assert classes([]) == set()


def test_the_files_are_sound() -> None:
    assert faults(files()) == []


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('[classes]\nleeg = ""', "er staat geen woord in"),
        ('[classes]\nbank = "bank bank"', "'bank' staat ook in"),
        ('[classes]\nbank = "Bänk"', "moet in kleine letters"),
        ('[classes]\nbank = "zit-bank"', "kan nooit gelezen worden"),
        ('[classes]\nbank = "de_bank_van_hout"', "meer dan 3 woorden"),
        ('[classes]\nbank = ["bank"]', "een klasse is één tekst"),
        ('[classes]\nbank = "x"', "te kort"),
        ('bank = "bank"', "geen tabel [classes]"),
        ("[classes", "geen leesbare TOML"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(tmp_path: Path, written: str, fault: str) -> None:
    file = tmp_path / "proef.toml"
    file.write_text(written, encoding="utf-8")
    assert [told for told in faults([file]) if fault in told and told.startswith("proef.toml")]
