from __future__ import annotations

import io
import mailbox
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from intake.mail.mbox import looks_like_mbox, read_mbox

FROM = b"From a@x.example Fri Jul  3 09:12:00 2026\n"
BIG = 10**6


def texts(content: bytes, largest: int = BIG) -> list[bytes]:
    return [piece.raw for piece in read_mbox(io.BytesIO(content), largest)]


def test_messages_are_separated_and_lose_the_line_of_the_format() -> None:
    assert texts(FROM + b"A: 1\n\neen\n\n" + FROM + b"A: 2\n\ntwee\n") == [b"A: 1\n\neen\n", b"A: 2\n\ntwee\n"]


def test_quoted_lines_lose_one_mark() -> None:
    content = FROM + b"A: 1\n\n>From hier\n>>From daar\n> From elders\n"
    assert texts(content) == [b"A: 1\n\nFrom hier\n>From daar\n> From elders\n"]


def test_a_sentence_that_begins_with_from_separates_nothing() -> None:
    content = FROM + b"A: 1\n\nBeste VNG,\n\nFrom now on is het: klaar.\nGroet\n\nFrom: geen scheiding\n"
    assert len(texts(content)) == 1


def test_a_separator_without_date_or_without_empty_line_still_separates() -> None:
    assert len(texts(b"From jan\nA: 1\n\neen\n\nFrom piet\nA: 2\n\ntwee\n" + FROM + b"A: 3\n\ndrie\n")) == 3


def test_windows_line_ends_are_kept() -> None:
    content = (FROM + b"A: 1\n\neen\n\n" + FROM + b"A: 2\n\ntwee\n").replace(b"\n", b"\r\n")
    assert texts(content) == [b"A: 1\r\n\r\neen\r\n", b"A: 2\r\n\r\ntwee\r\n"]


def test_a_message_that_is_too_large_is_counted_but_not_kept() -> None:
    content = FROM + b"A: 1\n\n" + b"x" * 70 + b"\n" + b"y" * 200_000 + b"\n\n" + FROM + b"A: 2\n\ntwee\n"
    large, small = read_mbox(io.BytesIO(content), 100)
    assert large.size > 200_000
    assert len(large.raw) < 70_000
    assert small.raw == b"A: 2\n\ntwee\n"


def test_a_long_line_is_cut_nowhere() -> None:
    body = b"A: 1\n\n" + b"From " * 100_000 + b"\n"
    assert texts(FROM + body) == [body]


def test_only_a_separator_before_a_header_makes_an_mbox() -> None:
    assert looks_like_mbox(FROM + b"A: 1\n")
    assert not looks_like_mbox(b"From: a@x.example\n")
    assert not looks_like_mbox(b"From mij aan jou\neen briefje\n")


@given(
    st.lists(st.lists(st.sampled_from([b"tekst", b"From hier", b">From", b"", b"X: y", b"From a 12:30"])), min_size=1)
)
def test_what_the_standard_library_writes_is_read_back(bodies: list[list[bytes]]) -> None:
    written = [b"A: 1\n\n" + b"".join(line + b"\n" for line in lines) + b"einde\n" for lines in bodies]
    content = b"".join(
        FROM + b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))
        + b"\n" for raw in written
    )  # fmt: skip
    assert texts(content) == written


def test_an_mbox_of_the_standard_library_is_read(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "post")
    for number in range(3):
        box.add(f"Subject: {number}\n\nFrom nu af aan {number}\n")
    box.close()
    with (tmp_path / "post").open("rb") as file:
        assert [piece.raw[:10] for piece in read_mbox(file, BIG)] == [b"Subject: 0", b"Subject: 1", b"Subject: 2"]


@given(st.binary())
def test_what_holds_no_separator_is_one_message(content: bytes) -> None:
    assume(b"From " not in content)
    assert b"".join(texts(content)).strip() == content.strip()
