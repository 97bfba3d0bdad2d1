"""A page as PDF/UA-1: tagged, with a title and a language, for readers and for whoever has it read out loud.

WeasyPrint is an extra, because it needs libraries of the system that not everybody has.
"""

from __future__ import annotations

from threading import Lock

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
        made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made
