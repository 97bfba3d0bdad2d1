from __future__ import annotations

from pathlib import Path

from intake.mail.file_source import FileSource
from tests.dovecot import letter
from tests.intake.mail.taking import subjects, take_and_settle


def test_a_folder_is_taken_in_once_and_left_as_it_was(tmp_path: Path) -> None:
    for number in range(230):
        (tmp_path / f"{number:03}.eml").write_bytes(letter(number))
    source = FileSource([tmp_path])
    stored: set = set()
    assert subjects(take_and_settle(source, stored)) == [f"Plekken {number}" for number in range(230)]
    assert take_and_settle(source, stored) == []
    assert len(list(tmp_path.iterdir())) == 230


def test_a_file_with_another_mail_under_the_same_name_is_new(tmp_path: Path) -> None:
    stored: set = set()
    for number in (1, 2):
        (tmp_path / "mail.eml").write_bytes(letter(number))
        assert subjects(take_and_settle(FileSource([tmp_path]), stored)) == [f"Plekken {number}"]


def test_what_cannot_be_read_is_a_mail_with_a_problem(tmp_path: Path) -> None:
    [mail] = take_and_settle(FileSource([tmp_path / "weg.eml"]))
    assert mail.problem.endswith("weg.eml: dit bestand of deze map is er niet.")
