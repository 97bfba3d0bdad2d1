"""Lines that go on, as RFC 3676 has them."""

from __future__ import annotations

import pytest

from intake.mail.flowed import unflow
from intake.mail.parse import read


@pytest.mark.parametrize(
    ("text", "delete_space", "joined"),
    [
        ("een \ntwee\ndrie", False, "een twee\ndrie"),
        ("lange \nwoor \nden", True, "langewoorden"),
        ("> een \n> twee\n>> drie", False, "> een twee\n>> drie"),
        ("> een \ntwee", False, "> een \ntwee"),
        ("tekst \n-- \nJan", False, "tekst \n-- \nJan"),
        (" ingesprongen", False, "ingesprongen"),
        ("", False, ""),
    ],
)
def test_lines_are_joined(text: str, delete_space: bool, joined: str) -> None:
    assert unflow(text, delete_space=delete_space) == joined


def test_a_flowed_mail_gives_whole_sentences() -> None:
    raw = b"From: a@b.example\nContent-Type: text/plain; format=flowed; delsp=no\n\nWij doen er \nvijf.\n"
    assert read(raw).body == "Wij doen er vijf."
