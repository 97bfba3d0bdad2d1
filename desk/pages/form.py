"""The public form, for a gemeente that would rather fill in than mail. Everything works without scripts."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit
from domain.form import LONGEST_LINE, LONGEST_TEXT, MOST_OFFERS, OUTCOMES, Form, FormOffer, with_offer
from domain.model import Commitment, Group
from domain.wording import GROUPS
from intake.form import FormDesk, fresh_token

START = "/formulier"
ONE_PAGE, QUESTION, CHECK = START + "/verder", START + "/vraag", START + "/controle"
"""Where a form that is kept goes on: all on one page, one question a page, and everything once more."""
COMMITMENTS = {
    Commitment.FIRM: "Dit zeggen wij toe",
    Commitment.CONDITIONAL: "Dit zeggen wij toe onder een voorwaarde",
    Commitment.EXPLORING: "Wij onderzoeken of dit kan",
}
FILLED_IN = "Wij hebben uw gegevens al ingevuld. Vult iemand anders dit in? Wijzig ze dan."
WRONG_LINK = "Deze persoonlijke link werkt niet meer. Vul zelf uw gemeente en uw gegevens in."
TOO_OFTEN = "Vanaf deze plek is het formulier te vaak verstuurd. Probeer het over tien minuten nog eens, of mail ons."


def desk_of(visit: Visit) -> FormDesk:
    """The use cases of the form; where there are none there is no such page."""
    if visit.desk.forms is None:
        raise HTTPException(404)
    return visit.desk.forms


def blank(visit: Visit) -> Response:
    """A new form; the personal link in a mail fills in for whom it is."""
    return _form(visit, begun(visit), fresh_token())


def begun(visit: Visit) -> Form:
    """A form that nobody has begun, with what the link to it fills in: nothing where a personal link does not work."""
    forms = desk_of(visit)
    if link := link_of(visit):
        return forms.invited(link) or Form()
    code = visit.asked("gemeente").upper()
    return Form(gemeente=forms.names.get(code, ""), code=code if code in forms.names else "")


def link_of(visit: Visit) -> str:
    """What the personal link holds by which somebody came, also at the first answer; empty where there is none."""
    return visit.asked("voor") or visit.text("voor")


def further(visit: Visit) -> Response:
    """A form that was kept."""
    stored = desk_of(visit).kept(visit.part("key"))
    if stored.state == "confirmed":
        return told_counted(visit)
    return _form(visit, stored.form, visit.part("key"))


def fill_in(visit: Visit) -> Response:
    """What was filled in: kept, one possibility more, one question a page, or on to the check."""
    forms, key, deed = desk_of(visit), visit.text("sleutel"), visit.text("doe")
    key = key if len(key) >= len(fresh_token()) else fresh_token()
    if visit.text("website"):  # people do not see this field
        return told_thanks(visit)
    form = forms.resolved(filled(visit))
    if deed == "toevoegen":
        return _form(visit, with_offer(form), key)
    faults = forms.faults(form) if deed not in {"bewaren", "vragen"} else {}
    if faults or not begins(visit, key):
        status = 422 if faults else 429
        return _form(visit, form, key, faults or {"gemeente": TOO_OFTEN}, status)
    forms.keep(key, form)
    if deed == "bewaren":
        return told_kept(visit, f"{ONE_PAGE}/{key}")
    return visit.go(f"{QUESTION}/{key}/gemeente" if deed == "vragen" else f"{CHECK}/{key}")


def begins(visit: Visit, key: str) -> bool:
    """Whether this may be kept now under this key: one that nobody guesses, and not too often from one place."""
    limit = visit.desk.forms_by_address
    if len(key) < len(fresh_token()) or limit.wait(visit.client, visit.now):
        return False
    limit.count(visit.client, visit.now)
    return True


def check(visit: Visit) -> Response:
    """Everything once more, before it is sent."""
    forms, key = desk_of(visit), visit.part("key")
    stored = forms.kept(key)
    if forms.faults(stored.form):
        return visit.go(f"{ONE_PAGE}/{key}")
    return visit.page("form_check.html", form=stored.form, lines=forms.lines(stored.form), key=key)


def send(visit: Visit) -> Response:
    """Mail the link to confirm it with."""
    forms, key = desk_of(visit), visit.part("key")
    forms.send(key)
    visit.desk.wake()
    address = forms.kept(key).form.address
    told = f"Wij hebben een link gestuurd naar {address}. Open die en kies Bevestigen. Pas daarna telt uw antwoord mee."
    return _told(
        visit, "Bijna klaar", told, "Geen mail gekregen? Kijk uw adres na en verstuur opnieuw", f"{ONE_PAGE}/{key}"
    )


def look(visit: Visit) -> Response:
    """What a mailed link shows; looking changes nothing, because mail filters open links too."""
    forms, confirm = desk_of(visit), visit.part("confirm")
    stored = forms.to_confirm(confirm)
    if stored.state == "confirmed":
        return _told(visit, "Uw antwoord telt mee", "Dit formulier was al bevestigd. U hoeft niets meer te doen.")
    return visit.page("form_confirm.html", lines=forms.lines(stored.form), confirm=confirm)


def confirm(visit: Visit) -> Response:
    """From here on it counts."""
    handled = desk_of(visit).confirm(visit.part("confirm"))
    visit.desk.wake()
    told = "Bedankt. Wij hebben uw antwoord vastgelegd en sturen u daarvan een bevestiging."
    if handled is not None and handled.waits_for:
        told = "Bedankt. Een medewerker kijkt uw antwoord na, omdat uw gemeente al eerder iets heeft gemeld."
    return _told(visit, "Uw antwoord is bevestigd", told)


def filled(visit: Visit) -> Form:
    """The form as it was filled in."""
    chosen = [key for key in visit.texts("knelpunt") if key]
    offers = 1
    while offers < MOST_OFFERS and f"aantal-{offers}" in visit.form:
        offers += 1
    return Form(
        gemeente=line(visit, "gemeente"),
        outcome=line(visit, "mogelijkheden"),
        later_on=line(visit, "later"),
        offers=tuple(offer_of(visit, at) for at in range(offers)),
        cases={key: visit.text(f"geval-{key}")[:LONGEST_TEXT] for key in chosen},
        remarks=visit.text("opmerking")[:LONGEST_TEXT],
        name=line(visit, "naam"),
        function=line(visit, "functie"),
        address=line(visit, "adres"),
    )


def offer_of(visit: Visit, at: int) -> FormOffer:
    """One possibility as it was filled in."""
    return FormOffer(
        places=line(visit, f"aantal-{at}"),
        homes=line(visit, f"woningen-{at}"),
        group=line(visit, f"voor-{at}") or Group.STATUSHOUDERS,
        commitment=line(visit, f"hoe-{at}"),
        condition=line(visit, f"voorwaarde-{at}"),
        available_from=line(visit, f"vanaf-{at}"),
    )


def line(visit: Visit, name: str) -> str:
    """A field of one line."""
    return " ".join(visit.text(name).split())[:LONGEST_LINE]


def _form(visit: Visit, form: Form, key: str, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    return visit.page("form.html", status, key=key, most=MOST_OFFERS, **values_of(visit, form, faults or {}))


def values_of(visit: Visit, form: Form, faults: dict[str, str]) -> dict[str, Any]:
    """What the questions show: what was filled in, what is wrong with it, and what can be chosen."""
    forms = desk_of(visit)
    return {
        "form": form,
        "faults": faults,
        "names": sorted(forms.names.values()),
        "outcomes": list(OUTCOMES.items()),
        "groups": list(GROUPS.items()),
        "commitments": list(COMMITMENTS.items()),
        "types": forms.labels,
        "covers": {kind.key: kind.covers for kind in visit.desk.campaign.bottleneck_types},
        "cases": form.cases or {},
        "longest": LONGEST_TEXT,
        "link": link_of(visit),
        "told": _told_of_link(visit),
    }


def _told_of_link(visit: Visit) -> str:
    """What to say to who comes by a personal link."""
    if not visit.asked("voor"):
        return ""
    return FILLED_IN if desk_of(visit).invited(visit.asked("voor")) else WRONG_LINK


def told_kept(visit: Visit, link: str) -> Response:
    """It is kept, and how to go on."""
    told = "Bewaar de link hieronder, bijvoorbeeld als bladwijzer. Wie de link heeft, kan verder met dit formulier."
    return _told(visit, "Uw antwoorden zijn bewaard", told, "Nu verder invullen", link)


def told_counted(visit: Visit) -> Response:
    """It was sent and confirmed before."""
    return _told(visit, "Uw antwoord telt al mee", "Dit formulier is verstuurd en bevestigd.")


def told_thanks(visit: Visit) -> Response:
    """What a program reads that filled in a field that people do not see."""
    return _told(visit, "Bedankt", "Uw antwoord is ontvangen.")


def _told(visit: Visit, title: str, sentence: str, words: str = "", link: str = "") -> Response:
    return visit.page("form_told.html", title=title, sentences=[sentence], words=words, link=link)


PAGES = (
    Page(START, blank, role=None),
    Page(START, fill_in, role=None, post=True),
    Page(ONE_PAGE + "/{key}", further, role=None),
    Page(CHECK + "/{key}", check, role=None),
    Page(CHECK + "/{key}", send, role=None, post=True),
    Page(START + "/bevestig/{confirm}", look, role=None),
    Page(START + "/bevestig/{confirm}", confirm, role=None, post=True),
)
