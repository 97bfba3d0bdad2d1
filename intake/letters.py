"""Letters from files (PDF, DOCX, HTML, text) to quote from, and where they are kept once they are imported.

A stored letter is its text as one line for each paragraph: no words are changed, added or left out, only the white
space is evened, so that whatever is cut out of it stands like that in the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from domain.errors import SourceError
from domain.letters import Letter
from domain.os_faults import os_reason
from intake.mail.charsets import guess
from intake.mail.cleaning import clean
from intake.mail.document_reader import Request, extract

LARGEST = 20_000_000
_SECONDS = 20.0
_TEXTS = {".txt", ".md"}
_ENDINGS = {*_TEXTS, ".pdf", ".docx", ".html", ".htm", ".odt", ".rtf"}
_LONG_LINE = 120
_HEADING = 70
_FEWEST_LETTERS = 200


def read_letter(file: Path, known: Sequence[Letter]) -> Letter:
    """The letter in `file`: the one of `known` that its name or its words point to. Raises `SourceError`."""
    text = paragraphs(_text(file))
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS:
        raise SourceError(f"{file}: hier staat geen tekst in. Is het een scan? Die kan niet worden gelezen.")
    found = recognised(file.stem, text, known)
    if found is None:
        raise SourceError(
            f"{file}: dit is geen brief uit de campagne. Zet hem eerst in campaign.toml onder [[letters]], met marks."
        )
    return replace(found, text=text)


def read_letters(files: Iterable[Path], known: Sequence[Letter]) -> list[Letter]:
    """All letters in these files; two files of one letter are a fault. Raises `SourceError` with all faults."""
    found: dict[str, Letter] = {}
    faults: list[str] = []
    for file in files:
        try:
            letter = read_letter(file, known)
        except SourceError as error:
            faults.append(str(error))
            continue
        if letter.id in found:
            faults.append(f"{file}: brief {letter.id} is al gegeven met een ander bestand.")
        found.setdefault(letter.id, letter)
    if faults:
        raise SourceError("\n".join(faults))
    return list(found.values())


def letters_in(folder: Path, known: Sequence[Letter]) -> list[Letter]:
    """The letters of the campaign in a folder; other files in it are passed over. Raises `SourceError`."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: deze map is er niet.")
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and file.suffix.lower() in _ENDINGS]
    texts = [(file, paragraphs(_text(file))) for file in files]
    found: dict[str, Letter] = {}
    # what is called after a letter is that letter, whatever its words
    for file, text in sorted(texts, key=lambda pair: recognised(pair[0].stem, "", known) is None):
        letter = recognised(file.stem, text, known)
        if letter:
            found.setdefault(letter.id, replace(letter, text=text))
    if not found:
        raise SourceError(f"{folder}: in deze map staat geen brief van de campagne.")
    return list(found.values())


def store_letters(folder: Path, letters: Iterable[Letter]) -> None:
    """Keep these letters in `folder`; one that was there is replaced. All files are whole at any moment."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for letter in letters:
        fresh = folder / f"{letter.id}.txt.new"
        fresh.write_text(letter.text, encoding="utf-8")
        fresh.replace(folder / f"{letter.id}.txt")


def stored_letters(folder: Path, known: Sequence[Letter]) -> list[Letter]:
    """The letters of the campaign that were imported before."""
    files = [(letter, folder / f"{letter.id}.txt") for letter in known]
    return [replace(letter, text=file.read_text(encoding="utf-8")) for letter, file in files if file.is_file()]


def recognised(name: str, text: str, known: Sequence[Letter]) -> Letter | None:
    """The letter that the name of a file or, failing that, the words of its text point to."""
    by_name = [letter for letter in known if letter.id.lower() in name.lower()]
    if sum(letter.id in text for letter in known) > 1:
        return by_name[0] if len(by_name) == 1 else None
    by_words = [letter for letter in known if letter.marks and all(mark in text for mark in letter.marks)]
    found = by_name or by_words
    return found[0] if len(found) == 1 else None


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise SourceError(f"{file}: dit bestand is te groot voor een brief (meer dan {LARGEST // 1_000_000} MB).")
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(f"{file}: {_reason(error)}") from error
    if file.suffix.lower() in _TEXTS:
        if b"\0" in data:
            raise SourceError(f"{file}: dit is geen tekst maar een binair bestand.")
        return clean(guess(data)[0])
    found = extract(Request(file.name, "", "", _SECONDS), data).found
    if not found or (found[0].problem and not found[0].text):
        problem = found[0].problem if found else ""
        raise SourceError(f"{file}: {problem.replace('De bijlage', 'Het bestand') or 'dit bestand is niet te lezen.'}")
    return clean(found[0].text)


def _reason(error: OSError | ValueError) -> str:
    return os_reason(error) if isinstance(error, OSError) else "dit is geen geldige naam voor een bestand."


def paragraphs(text: str) -> str:
    """One line for each paragraph. A PDF gives a line for each line of the page, with more or less air between them."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    gaps, blank = list[tuple[str, int]](), 0
    for line in lines:
        if line:
            gaps.append((line, blank))
        blank = 0 if line else blank + 1
    whole = sum(len(line) > _LONG_LINE for line, _ in gaps) > len(gaps) / 5
    usual = 0 if whole else Counter(gap for _, gap in gaps).most_common(1)[0][0] if gaps else 0
    merged: list[str] = []
    for line, gap in gaps:
        if merged and _goes_on(merged[-1], line, apart=gap > usual, whole=whole):
            merged[-1] += f" {line}"
        else:
            merged.append(line)
    return "\n".join(merged)


def _goes_on(before: str, line: str, *, apart: bool, whole: bool) -> bool:
    """Whether `line` belongs to the paragraph that `before` is the end of."""
    open_end = not re.search(r"[.:;!?]['’\"]?\s?\d?$", before)
    if open_end and line[0].islower():
        return True
    if apart or whole or line[0] in "•-":
        return False
    heading = open_end and len(before) < _HEADING and "•" not in before
    return not heading
