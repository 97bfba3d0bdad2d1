"""Names and addresses from From, To and Cc, in linear time and without recursion into comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.model import Address
from intake.mail.cleaning import clean_line
from intake.mail.headers import decoded, hides_address

_BARE = re.compile(r"[^\s<>()\",;:\[\]]{1,64}@[^\s<>()\",;:\[\]]{1,255}")
_MAX_ADDRESSES = 200
_MAX_LENGTH = 320


def addresses(value: str) -> list[Address]:
    """Read a header with addresses; groups, comments and a comma in an unquoted name are understood."""
    value = decoded(value) if hides_address(value) else value
    # Some programs leave a quotation mark open.
    return _read(value) or _read(decoded(value).replace('"', ""))


def _read(value: str) -> list[Address]:
    found: list[Address] = []
    loose = ""
    for chunk in _chunks(value):
        one = _address(chunk)
        if not one.address:
            loose = one.name
            continue
        # "Vries, Jan de <j@...>" without quotation marks: the piece before the comma belongs to the name.
        name = f"{loose}, {one.name}" if loose and one.name else one.name or loose
        found.append(Address(name, one.address))
        loose = ""
        if len(found) >= _MAX_ADDRESSES:
            break
    return found


def _chunks(value: str) -> Iterator[str]:
    """Split at commas and semicolons that stand in no quotation, comment or angle brackets."""
    start, quoted, angle, comment = 0, False, False, 0
    skip = False
    for place, char in enumerate(value):
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == '"' and not comment:
            quoted = not quoted
        elif quoted:
            continue
        elif char in "()":
            comment = max(0, comment + (1 if char == "(" else -1))
        elif char in "<>":
            angle = char == "<"
        elif char in ",;" and not comment and not angle:
            yield value[start:place]
            start = place + 1
    yield value[start:]


def _address(chunk: str) -> Address:
    """One mailbox: `Name <address>`, `address (Name)` or a bare address."""
    left, right = chunk.rfind("<"), chunk.rfind(">")
    if 0 <= left < right:
        address = clean_line(chunk[left + 1 : right]).replace(" ", "").strip("'\"<>")
        name = chunk[:left] or chunk[right + 1 :]
    else:
        match = _BARE.search(chunk)
        address = match[0].strip("'\"") if match else ""
        name = chunk.replace(match[0], " ", 1) if match else chunk
    name = _without_group(name).strip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    if "@" not in address and not address.startswith("/"):
        address = ""
    return Address(_plain_name(name), address[:_MAX_LENGTH].removeprefix("mailto:"))


def _without_group(name: str) -> str:
    head, colon, tail = name.partition(":")
    return tail if colon and '"' not in head and "=?" not in head else name


def _plain_name(name: str) -> str:
    name = decoded(name.replace('\\"', "'").replace("\\", "")).strip()
    # Outlook prints an address twice: `Naam <a@b<mailto:a@b>>`.
    name = name.replace('"', "").partition("<")[0].strip()
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1]
    return name[:_MAX_LENGTH].strip()
