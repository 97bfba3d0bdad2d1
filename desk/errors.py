"""Error pages: what is the matter and what to do, in plain Dutch."""

from __future__ import annotations

from starlette.responses import Response

from desk.visit import Visit

SENTENCES = {
    400: ("Dit verzoek klopt niet", "Ga terug en probeer het opnieuw."),
    403: ("Dit mag u niet", "Hiervoor hebt u geen toestemming."),
    404: ("Deze pagina is er niet", "Het adres klopt niet, of de pagina is verhuisd."),
    405: ("Dit kan hier niet", "Open de pagina opnieuw via het menu."),
    409: ("Dit gaat nu niet", "Er is intussen iets veranderd. Ga terug en kijk opnieuw."),
    413: ("Dit is te veel", "Wat u verstuurt is te groot. Maak het korter en probeer het opnieuw."),
    429: ("Even wachten", "U probeert dit te vaak achter elkaar. Wacht een paar minuten."),
    500: ("Er ging iets mis bij ons", "Wij hebben de fout vastgelegd. Er is niets verloren; probeer het opnieuw."),
}


def error_page(visit: Visit, status: int, sentence: str = "") -> Response:
    """A page that says what is wrong; `sentence` where more is known than the number."""
    title, usual = SENTENCES.get(status, SENTENCES[400])
    known = sentence if sentence and sentence != _standard(status) else usual
    return visit.page("error.html", status, title=title, sentence=known, status_code=status)


def _standard(status: int) -> str:
    # Starlette fills in the English words of the standard where an error has none of its own
    return {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}.get(status, "")
