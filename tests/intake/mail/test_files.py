from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from intake.mail.files import RawFile, open_paths
from tests.dovecot import letter

MBOX = b"From a Fri Jul  3 09:12:00 2026\nSubject: 1\n\neen\n\nFrom b Fri Jul  3 09:13:00 2026\nSubject: 2\n\ntwee\n"


def opened(*paths: Path | str, stdin: bytes = b"", largest: int = 10**6) -> list[RawFile]:
    return list(open_paths([str(path) for path in paths], io.BytesIO(stdin), largest))


def names(files: list[RawFile], folder: Path) -> list[str]:
    return [file.name.removeprefix(f"{folder}/") for file in files]


def test_a_file_and_standard_input_are_one_message_each(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter(1))
    assert opened(tmp_path / "a.eml", "-", stdin=letter(2)) == [
        RawFile(f"{tmp_path}/a.eml", letter(1)),
        RawFile("-", letter(2)),
    ]


def test_a_text_is_told_from_a_mail(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Twaalf plekken: zie boven.")
    assert opened(tmp_path / "a.txt") == [RawFile(f"{tmp_path}/a.txt", b"Twaalf plekken: zie boven.", plain_text=True)]


@pytest.mark.parametrize("text", [b"Twaalf plekken.", b"Zutphen: 12 plekken.\n\nVan: Joke", "‘t Kan: ja".encode()])
def test_standard_input_may_be_a_text_without_headers(text: bytes) -> None:
    assert opened("-", stdin=text) == [RawFile("-", text, plain_text=True)]


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b/2.eml", "b/10.eml", "a.eml", "c.EML", "b-1.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(letter(1))
    assert names(opened(tmp_path), tmp_path) == ["a.eml", "b/10.eml", "b/2.eml", "b-1.eml", "c.EML"]


def test_in_a_folder_mail_is_known_by_its_look_and_the_rest_is_left(tmp_path: Path) -> None:
    (tmp_path / "00001.7c53").write_bytes(letter(1))
    (tmp_path / "inbox").write_bytes(MBOX)
    (tmp_path / "lijst.csv").write_text("gemeente;plekken\n")
    (tmp_path / "x.yaml").write_text("name: waarde\nander: waarde\n")
    (tmp_path / ".eml").write_bytes(letter(1))
    assert names(opened(tmp_path), tmp_path) == ["00001.7c53", "inbox#1", "inbox#2"]


def test_a_maildir_gives_its_mail_read_or_not_and_that_of_its_folders(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / ".Verwerkt"):
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True)
    for name in ("new/3.host", "cur/1.host:2,S", "tmp/2.host", ".Verwerkt/cur/0.host:2,", "dropped.eml"):
        (tmp_path / name).write_bytes(b"niet eens een kop")
    found = names(opened(tmp_path), tmp_path)
    assert found == ["cur/1.host:2,S", "new/3.host", ".Verwerkt/cur/0.host:2,", "dropped.eml"]


def test_an_mbox_gives_its_messages(tmp_path: Path) -> None:
    (tmp_path / "post.mbox").write_bytes(MBOX)
    assert [(file.name[-6:], file.raw) for file in opened(tmp_path / "post.mbox")] == [
        ("mbox#1", b"Subject: 1\n\neen\n"),
        ("mbox#2", b"Subject: 2\n\ntwee\n"),
    ]


def test_what_is_missing_empty_or_too_large_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "leeg.eml").touch()
    (tmp_path / "groot.eml").write_bytes(b"x" * 3000)
    (tmp_path / "goed.eml").write_bytes(letter(1))
    files = opened(*(tmp_path / f"{name}.eml" for name in ("weg", "leeg", "groot", "goed")), largest=2000)
    assert [file.problem for file in files] == [
        f"{tmp_path}/weg.eml: dit bestand of deze map is er niet.",
        "Er staat niets in.",
        "Dit bericht is te groot om te lezen (3 kB; het maximum is 2 kB).",
        "",
    ]


def test_a_message_too_large_in_an_mbox_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "post.mbox").write_bytes(MBOX.replace(b"een", b"x" * 3000))
    assert [bool(file.problem) for file in opened(tmp_path / "post.mbox", largest=2000)] == [True, False]


def test_an_outlook_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "mail.msg").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100)
    assert [file.problem for file in opened(tmp_path)] == [
        "Dit is een bestand van Outlook of Office: bewaar de mail als .eml."
    ]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert opened(tmp_path) == [RawFile(str(tmp_path), problem=f"In de map {tmp_path} staat geen mail.")]


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter(1))
    (tmp_path / "rond").symlink_to(tmp_path)
    assert names(opened(tmp_path), tmp_path) == ["a.eml"]


def test_a_link_to_mail_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "nergens.eml").symlink_to(tmp_path / "weg")
    (tmp_path / "nergens.csv").symlink_to(tmp_path / "weg")
    [file] = opened(tmp_path)
    assert file.problem == f"{tmp_path}/nergens.eml: dit bestand of deze map is er niet."


@pytest.mark.parametrize("path", ["a\0b.eml", "x" * 5000 + ".eml", ""])
def test_an_impossible_name_is_a_problem(path: str) -> None:
    [file] = opened(path)
    assert file.problem


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "\udcff.eml").write_bytes(letter(1))
    [file] = opened(tmp_path)
    assert file.name == f"{tmp_path}/\\xff.eml"
    assert file.raw


def test_a_pipe_is_read_like_a_file() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(letter(1))
    [file] = opened(f"/dev/fd/{reading}")
    os.close(reading)
    assert file.raw == letter(1)


@pytest.mark.parametrize("name", ["leeg.eml", "leeg"])
def test_a_named_pipe_that_nobody_writes_to_is_empty(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    [file] = opened(tmp_path / name)
    assert file.problem == "Er staat niets in."
