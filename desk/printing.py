"""A page as PDF/UA-1: tagged, with a title and a language, for readers and for whoever has it read out loud.

WeasyPrint is an extra, because it needs libraries of the system that not everybody has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from desk.rendering import STATIC
from domain.errors import PrintError

EXTRA = (
    "Een PDF maken kan hier nog niet: het onderdeel WeasyPrint is niet geïnstalleerd. "
    "Vraag uw beheerder om: pip install 'plaatsmaker[report]'. Afdrukken vanaf de pagina kan wel."
)
LIBRARIES = (
    "Een PDF maken kan hier nog niet: de bibliotheek Pango ontbreekt op deze machine. "
    "Vraag uw beheerder om: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core. "
    "Afdrukken vanaf de pagina kan wel."
)

_one = Lock()
"""One report at a time: it keeps a processor busy for about a second."""


def pdf_of(html: str) -> bytes:
    """The page as PDF/UA-1, in the style of `report.css`; it loads nothing. Raises `PrintError`."""
    try:
        # Half a second, and not on every machine: only for whoever asks
        from weasyprint import CSS, HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError as error:
        raise PrintError(EXTRA) from error
    except OSError as error:
        raise PrintError(LIBRARIES) from error
    style = CSS(string=(STATIC / "report.css").read_text(encoding="utf-8"))
    with _one:
        page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
        made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", finisher=_without_page_numbers)
    return made


def _without_page_numbers(_document: object, pdf: Any) -> None:  # noqa: ANN401  # pydyf has no types
    """Make what stands in the margin of a page an artifact.

    WeasyPrint tags it and hangs those tags nowhere: whoever has the page read out meets text that belongs to nothing.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    hanging = set(_below(pdf, root))
    known = _object(pdf, root["ParentTree"])["Nums"][1::2]
    # Pages come first; what links lead to is behind them
    for number, tags in zip(pdf.pages["Kids"][::3], known, strict=False):
        loose = {mark for mark, tag in enumerate(tags) if tag not in hanging}
        _as_artifacts(_object(pdf, pdf.objects[number]["Contents"]).stream, loose)
        tags[:] = ["null" if mark in loose else tag for mark, tag in enumerate(tags)]


def _below(pdf: Any, tag: Mapping[str, Any]) -> Iterator[bytes]:  # noqa: ANN401  # the same
    """The references to all tags that hang under this one."""
    for child in tag.get("K", ()):
        if isinstance(child, bytes):
            yield child
            yield from _below(pdf, _object(pdf, child))


def _as_artifacts(operations: list[Any], loose: set[int]) -> None:
    for at, operation in enumerate(operations):
        if operation == b"BDC" and operations[at - 1].get("MCID") in loose:
            operations[at - 2] = "/Artifact"
            operations[at - 1].clear()
            operations[at - 1]["Type"] = "/Pagination"


def _object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401  # the same
    return pdf.objects[int(reference.split()[0])]
