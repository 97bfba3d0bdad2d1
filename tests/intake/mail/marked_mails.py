"""Mails in which every line is marked with what it must become: b(ody), q(uoted) or s(ignature).

The files in `marked/` are read by people first: the mark stands before the line that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PLAIN = Path(__file__).with_name("marked")
HTML = Path(__file__).with_name("html_mails")


@dataclass
class MarkedMail:
    """One mail, its expected texts by mark, and what else its headers expect."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)
    html: str = ""

    @property
    def raw(self) -> bytes:
        """The mail as it would arrive."""
        known = {"Kind", "Forwarded"}
        head = "".join(f"{name}: {value}\n" for name, value in self.headers.items() if name not in known)
        text = self.html or "\n".join(line for _, line in self.lines)
        subtype = "html" if self.html else "plain"
        extra = f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        return f"{head}To: migratie@vng.nl\nDate: Mon, 27 Jul 2026 10:00:00 +0200\n{extra}\n{text}\n".encode()

    def expected(self, mark: str) -> list[str]:
        """The lines with this mark, without the empty ones and without quotation marks."""
        return [bare(line) for kind, line in self.lines if kind == mark and bare(line)]


def bare(line: str) -> str:
    """A line without quotation marks and surrounding space."""
    return line.replace("\ufeff", "").strip().lstrip("> \t")


def bare_lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [bare(line) for line in text.split("\n") if bare(line)]


def marked_mails() -> Iterator[MarkedMail]:
    """All mails of both folders, in the order in which they stand there."""
    for path in sorted([*PLAIN.glob("*.txt"), *HTML.glob("*.txt")]):
        _, *pieces = path.read_text(encoding="utf-8").split("\n=== ")
        for piece in pieces:
            title, _, text = piece.partition("\n")
            yield _mail(f"{path.stem}: {title}", text)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.strip()


def _mail(name: str, text: str) -> MarkedMail:
    head, _, rest = text.partition("\n\n")
    html, dashes, marked = rest.partition("\n---\n")
    mail = MarkedMail(name, dict(_header(line) for line in head.split("\n")), html=html if dashes else "")
    for line in (marked or rest).rstrip("\n").split("\n"):
        mark, _, content = line.partition("|")
        mail.lines.append((mark, content))
    return mail
