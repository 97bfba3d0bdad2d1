"""The lists beside `campaign.toml`: who is in which network, and which bottlenecks there are."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.campaign import BottleneckType
from domain.os_faults import os_reason

MEMBER_COLUMNS = ("network", "gemeente", "name", "evidence", "source", "as_of", "note")
BOTTLENECK_COLUMNS = ("type", "label", "covers")
SOURCED, SUPPOSED = "bron", "vermoeden"


@dataclass(slots=True)
class Members:
    """The confirmed members of each network with their sources, and the supposed ones, which do not count."""

    confirmed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    supposed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sources: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read_members(file: Path, networks: Collection[str], gemeenten: Mapping[str, str], faults: list[str]) -> Members:
    """The members in `file`; `gemeenten` gives the name for each CBS code. Faults are added with their line."""
    members = Members()
    seen: dict[tuple[str, str], int] = {}
    unknown: dict[str, list[int]] = {}
    for line, row in _rows(file, MEMBER_COLUMNS, faults):
        if row["network"] not in networks:
            unknown.setdefault(row["network"], []).append(line)
            continue
        network, code, place = row["network"], row["gemeente"], f"{file}, regel {line}"
        wrong = list(_member_faults(row, gemeenten))
        if (network, code) in seen:
            wrong.append(f"{code} staat al bij {network} op regel {seen[network, code]}")
        seen.setdefault((network, code), line)
        faults += [f"{place}: {fault}." for fault in wrong]
        if row["evidence"] == SUPPOSED:
            members.supposed[network].add(code)
        elif not wrong:
            members.confirmed[network].add(code)
            members.sources[network].add(row["source"])
    for network, lines in unknown.items():
        more = f" (en op nog {len(lines) - 1} regels)" if len(lines) > 1 else ""
        faults.append(f"{file}, regel {lines[0]}{more}: netwerk '{network}' staat niet in campaign.toml.")
    return members


def _member_faults(row: Mapping[str, str], gemeenten: Mapping[str, str]) -> Iterator[str]:
    code, name = row["gemeente"], row["name"]
    if code not in gemeenten:
        yield f"gemeentecode '{code}' bestaat niet"
    elif name and name != gemeenten[code]:
        yield f"{code} heet {gemeenten[code]}, niet {name}"
    if row["evidence"] not in (SOURCED, SUPPOSED):
        yield f"evidence moet '{SOURCED}' of '{SUPPOSED}' zijn"
    if row["evidence"] == SOURCED and not row["source"]:
        yield "source ontbreekt: bij evidence 'bron' hoort waar het staat"


def read_bottlenecks(file: Path, faults: list[str]) -> tuple[BottleneckType, ...]:
    """The closed list of bottlenecks in `file`. Faults are added with their line."""
    found: dict[str, BottleneckType] = {}
    for line, row in _rows(file, BOTTLENECK_COLUMNS, faults):
        key, place = row["type"], f"{file}, regel {line}"
        if not re.fullmatch(r"[a-z][a-z_]*", key):
            faults.append(f"{place}: type '{key}' mag alleen kleine letters en _ hebben.")
        if key in found:
            faults.append(f"{place}: type '{key}' staat er al.")
        if not row["label"]:
            faults.append(f"{place}: label ontbreekt bij '{key}'.")
        found[key] = BottleneckType(key, row["label"], row["covers"])
    if found and "overig" not in found:
        faults.append(f"{file}: het type 'overig' ontbreekt; daarin komt wat nergens anders past.")
    return tuple(found.values())


def _rows(file: Path, columns: tuple[str, ...], faults: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that has a cell for every column, with its line."""
    text = _text(file, faults)
    head = text.partition("\n")[0]
    # Excel in the Netherlands saves CSV with semicolons
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in head and "," not in head else ",")
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if text and missing:
        faults.append(f"{file}, regel 1: deze kolommen ontbreken: {', '.join(missing)}.")
        return
    for row in reader:
        if None in row or None in row.values():
            faults.append(f"{file}, regel {reader.line_num}: deze regel heeft niet {len(columns)} kolommen.")
            continue
        yield reader.line_num, {column: row[column].strip() for column in columns}


def _text(file: Path, faults: list[str]) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(f"{file}: dit bestand is er niet.")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(f"{file}, regel {line}: hier staat een teken dat geen UTF-8 is.")
    except OSError as error:
        faults.append(f"{file}: dit bestand is niet te lezen ({os_reason(error)}).")
    else:
        if text.strip():
            return text
        faults.append(f"{file}: dit bestand is leeg.")
    return ""
