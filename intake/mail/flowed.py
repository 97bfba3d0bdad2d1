"""format=flowed (RFC 3676): lines that end in a space go on, quotation marks are counted, `DelSp` drops the space."""

from __future__ import annotations

_SIGNATURE = "-- "


def unflow(text: str, *, delete_space: bool) -> str:
    r"""Join the flowed lines of `text` (newlines as `\n`); quoted lines keep their marks as in `>> text`."""
    paragraphs: list[tuple[int, list[str]]] = []
    flowing = False
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        # A quotation that changes depth ends the paragraph, whatever its last space says.
        if not flowing or depth != paragraphs[-1][0] or line == _SIGNATURE:
            paragraphs.append((depth, []))
        flowing = line.endswith(" ") and line != _SIGNATURE
        paragraphs[-1][1].append(line[:-1] if flowing and delete_space else line)
    return "\n".join(_marked(depth, "".join(pieces)) for depth, pieces in paragraphs)


def _marked(depth: int, line: str) -> str:
    return f"{'>' * depth} {line}" if depth else line
