"""Reading a TOML file that a person wrote, with the fault and its line in Dutch."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from domain.errors import PlaatsmakerError
from domain.os_faults import os_reason


def read_toml(file: Path, failure: Callable[[str], PlaatsmakerError]) -> dict[str, Any]:
    """The table in `file`. Raises what `failure` makes of one sentence where the file is missing or no TOML."""
    try:
        # Notepad puts a byte order mark in front, which tomllib refuses
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise failure(f"{file}: dit bestand is er niet.") from None
    except IsADirectoryError:
        raise failure(f"{file}: dit is een map, geen bestand.") from None
    except OSError as error:
        raise failure(f"{file}: dit bestand is niet te lezen ({os_reason(error)}).") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise failure(f"{file}, regel {line}: hier staat een teken dat geen UTF-8 is.") from None
    except tomllib.TOMLDecodeError as error:
        raise failure(f"{file}{_line(str(error))}: dit is geen geldige TOML.{_hint(str(error))}") from None


def _line(message: str) -> str:
    """Where tomllib says that it stumbled; Python 3.11 gives the place only inside the sentence."""
    found = re.search(r"at line (\d+)", message)
    return f", regel {found[1]}" if found else ", aan het eind"


def _hint(message: str) -> str:
    if "overwrite" in message or "twice" in message or "Cannot declare" in message:
        return " Een sleutel of kop staat er twee keer."
    if "Invalid value" in message:
        return " Zet tekst tussen aanhalingstekens."
    return ""


def line_of(text: str, location: Sequence[str | int]) -> int | None:
    """The line (from 1) of the key at `location`, such as `("networks", 2, "title")`, or of the table it belongs in.

    `None` where the text writes it in another way than `[table]` and `key = value`.
    """
    *path, key = location
    table = ".".join(part for part in path if isinstance(part, str))
    index = next((part for part in path if isinstance(part, int)), 0)
    inside, header, seen = not table, None, -1
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]", line):
            seen += heading[1] == table
            inside = heading[1] == table and seen == index
            header = number if inside else header
            if heading[1] == key and not table:
                return number
        elif inside and re.match(rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*=", line):
            return number
    return header
