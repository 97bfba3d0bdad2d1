"""The mails of a campaign: Jinja2 templates in its folder, run in a sandbox, filled from data only.

`NAME.txt` begins with a line `Onderwerp: …`, then an empty line and the text; `NAME.html`, where there is one, is the
same mail in HTML. Numbers and dates never stand in a template: they come by placeholder, so that a moved deadline
cannot leave an old date behind.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.errors import CampaignError
from domain.os_faults import os_reason

SUBJECT = "Onderwerp: "
LONGEST_LINE = 78
REMINDER_NAMES = frozenset(
    {
        "aanhef",
        "adres",
        "deadline",
        "doel",
        "formulier",
        "gemeente",
        "netwerk",
        "regels",
        "resterend",
        "richtgetal",
        "titel",
    }
)
ACKNOWLEDGEMENT_NAMES = REMINDER_NAMES | {"bewaard", "kenmerk", "onderwerp", "persoonsgegevens"}
REQUIRED = ("bevestiging", "uitnodiging", "stil", "aangekondigd", "zonder-knelpunten", "voorwaarde-voorbij")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
STYLE = re.compile(r"<!--.*?-->|<[^>]*>|&#?\w+;", re.DOTALL)
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail that is ready to send."""

    subject: str
    text: str
    html: str


class Templates:
    """The templates in the `mails` folder of a campaign."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        loader = FileSystemLoader(folder)
        self._texts = ImmutableSandboxedEnvironment(loader=loader, undefined=StrictUndefined, autoescape=False)
        self._pages = ImmutableSandboxedEnvironment(loader=loader, undefined=StrictUndefined, autoescape=True)

    def has(self, name: str) -> bool:
        """Whether there is a template of this name."""
        return (self.folder / f"{name}.txt").is_file()

    def render(self, name: str, data: Mapping[str, Any]) -> Rendered:
        """Fill in the template. Raises `CampaignError` that names the file where it cannot be."""
        place = f"{name}.txt"
        try:
            filled = self._texts.get_template(place).render(data)
            subject, _, text = filled.partition("\n")
            text = EMPTY_LINES.sub("\n\n", text).strip() + "\n"
            place = f"{name}.html"
            own = (self.folder / place).is_file()
            page = self._pages.get_template(place).render(data) if own else _page(text, data)
        except (TemplateError, OSError, ValueError, TypeError) as error:
            raise CampaignError([f"{self.folder / place}: {error}"]) from None
        return Rendered(subject.removeprefix(SUBJECT).strip(), text, page)

    def faults(self) -> list[str]:
        """Everything that is wrong with the templates, one line each, with file and line; empty where all is well."""
        missing = [f"{self.folder / name}.txt ontbreekt" for name in REQUIRED if not self.has(name)]
        files = sorted([*self.folder.glob("*.txt"), *self.folder.glob("*.html")])
        return missing + [fault for file in files for fault in self._faults_of(file)]

    def _faults_of(self, file: Path) -> list[str]:
        try:
            source = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            return [f"{file}, regel {line}: hier staat een teken dat geen UTF-8 is"]
        except OSError as error:
            return [f"{file}: {os_reason(error)}"]
        return [*self._code_faults(file, source), *_text_faults(file, source)]

    def _code_faults(self, file: Path, source: str) -> Iterator[str]:
        try:
            tree = self._texts.parse(source)
            self._texts.compile(source)  # a filter that does not exist shows only here
        except TemplateSyntaxError as error:
            yield f"{file}, regel {error.lineno}: dit is geen geldig sjabloon ({error.message})"
            return
        allowed = ACKNOWLEDGEMENT_NAMES if file.stem in {"bevestiging", "kader"} else REMINDER_NAMES
        for name in sorted(meta.find_undeclared_variables(tree) - allowed):
            yield f"{file}: onbekende plek {{{{ {name} }}}}; bekend zijn {', '.join(sorted(allowed))}"
        for other in meta.find_referenced_templates(tree):
            if other and not (self.folder / other).is_file():
                yield f"{file}: noemt {other}, en dat bestand is er niet"
        for part in tree.find_all(nodes.Getattr):
            if part.attr.startswith("_"):
                yield f"{file}, regel {part.lineno}: {part.attr} mag niet in een sjabloon"


def _text_faults(file: Path, source: str) -> list[str]:
    faults = []
    if file.suffix == ".txt" and not source.startswith(SUBJECT):
        faults.append(f"{file}, regel 1: hier hoort '{SUBJECT}…' te staan")
    bare = TAG.sub(lambda found: "\n" * found[0].count("\n"), source)
    if file.suffix == ".html":
        bare = STYLE.sub(lambda found: "\n" * found[0].count("\n"), bare)
    for number, line in enumerate(bare.splitlines(), 1):
        if any(character.isdigit() for character in line):
            faults.append(f"{file}, regel {number}: getallen en datums horen uit de gegevens te komen")
        if file.suffix == ".txt" and number > 1 and len(line) > LONGEST_LINE:
            faults.append(f"{file}, regel {number}: langer dan {LONGEST_LINE} tekens")
    return faults


def _page(text: str, data: Mapping[str, Any]) -> str:
    """A plain text as a plain page: a mail without an HTML template still has both forms.

    Only our own link can be clicked: what a sender wrote, and we quote, stays text.
    """
    paragraphs = (html.escape(part).replace("\n", "<br>\n") for part in text.strip().split("\n\n"))
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    if link := html.escape(str(data.get("formulier", ""))):
        body = re.sub(rf"^{re.escape(link)}(?=<br>|</p>)", f'<a href="{link}">{link}</a>', body, flags=re.MULTILINE)
    return f'<!doctype html>\n<html lang="nl"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'
