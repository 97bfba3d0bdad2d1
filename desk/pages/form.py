"""The public form, for a gemeente that would rather fill in than mail. Everything works without scripts."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit
from domain.form import LONGEST_LINE, LONGEST_TEXT, MOST_OFFERS, OUTCOMES, Form, FormOffer, with_offer
from domain.model import Commitment, Group
from domain.wording import GROUPS
from intake.form import FormDesk, fresh_token

START = "/formulier"
COMMITMENTS = {
    Commitment.FIRM: "Dit zeggen wij toe",
    Commitment.CONDITIONAL: "Dit zeggen wij toe onder een voorwaarde",
    Commitment.EXPLORING: "Wij onderzoeken of dit kan",
}
TOO_OFTEN = "Vanaf deze plek is het formulier te vaak verstuurd. Probeer het over tien minuten nog eens, of mail ons."


def desk_of(visit: Visit) -> FormDesk:
    """The use cases of the form; where there are none there is no such page."""
    if visit.desk.forms is None:
        raise HTTPException(404)
    return visit.desk.forms


def blank(visit: Visit) -> Response:
    """An empty form; the link in an invitation fills in the gemeente."""
    forms = desk_of(visit)
    code = visit.asked("gemeente").upper()
    return _form(
        visit, Form(gemeente=forms.names.get(code, ""), code=code if code in forms.names else ""), fresh_token()
    )


def further(visit: Visit) -> Response:
    """A form that was kept."""
    stored = desk_of(visit).kept(visit.part("key"))
    if stored.state == "confirmed":
        return _told(visit, "Uw antwoord telt al mee", "Dit formulier is verstuurd en bevestigd.")
    return _form(visit, stored.form, visit.part("key"))


def fill_in(visit: Visit) -> Response:
    """What was filled in: kept, one possibility more, or on to the check."""
    forms, key = desk_of(visit), visit.text("sleutel") or fresh_token()
    if visit.text("website"):  # people do not see this field
        return _told(visit, "Bedankt", "Uw antwoord is ontvangen.")
    if len(key) < len(fresh_token()) or visit.desk.forms_by_address.wait(visit.client, visit.now):
        return _form(visit, filled(visit), fresh_token(), {"gemeente": TOO_OFTEN}, 429)
    form = forms.resolved(filled(visit))
    if visit.text("doe") == "toevoegen":
        return _form(visit, with_offer(form), key)
    if visit.text("doe") == "bewaren":
        visit.desk.forms_by_address.count(visit.client, visit.now)
        forms.keep(key, form)
        link = f"{START}/verder/{key}"
        told = "Bewaar de link hieronder, bijvoorbeeld als bladwijzer. Wie de link heeft, kan verder met dit formulier."
        return _told(visit, "Uw antwoorden zijn bewaard", told, "Nu verder invullen", link)
    if faults := forms.faults(form):
        return _form(visit, form, key, faults, 422)
    visit.desk.forms_by_address.count(visit.client, visit.now)
    forms.keep(key, form)
    return visit.go(f"{START}/controle/{key}")


def check(visit: Visit) -> Response:
    """Everything once more, before it is sent."""
    forms, key = desk_of(visit), visit.part("key")
    stored = forms.kept(key)
    if forms.faults(stored.form):
        return visit.go(f"{START}/verder/{key}")
    return visit.page("form_check.html", form=stored.form, lines=forms.lines(stored.form), key=key)


def send(visit: Visit) -> Response:
    """Mail the link to confirm it with."""
    forms, key = desk_of(visit), visit.part("key")
    forms.send(key)
    visit.desk.wake()
    address = forms.kept(key).form.address
    told = f"Wij hebben een link gestuurd naar {address}. Open die en kies Bevestigen. Pas daarna telt uw antwoord mee."
    return _told(
        visit, "Bijna klaar", told, "Geen mail gekregen? Kijk uw adres na en verstuur opnieuw", f"{START}/verder/{key}"
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
        gemeente=_line(visit, "gemeente"),
        outcome=_line(visit, "mogelijkheden"),
        later_on=_line(visit, "later"),
        offers=tuple(_offer(visit, at) for at in range(offers)),
        cases={key: visit.text(f"geval-{key}")[:LONGEST_TEXT] for key in chosen},
        remarks=visit.text("opmerking")[:LONGEST_TEXT],
        name=_line(visit, "naam"),
        function=_line(visit, "functie"),
        address=_line(visit, "adres"),
    )


def _offer(visit: Visit, at: int) -> FormOffer:
    return FormOffer(
        places=_line(visit, f"aantal-{at}"),
        homes=_line(visit, f"woningen-{at}"),
        group=_line(visit, f"voor-{at}") or Group.STATUSHOUDERS,
        commitment=_line(visit, f"hoe-{at}"),
        condition=_line(visit, f"voorwaarde-{at}"),
        available_from=_line(visit, f"vanaf-{at}"),
    )


def _line(visit: Visit, name: str) -> str:
    return " ".join(visit.text(name).split())[:LONGEST_LINE]


def _form(visit: Visit, form: Form, key: str, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    forms = desk_of(visit)
    return visit.page(
        "form.html",
        status,
        form=form,
        key=key,
        faults=faults or {},
        names=sorted(forms.names.values()),
        outcomes=list(OUTCOMES.items()),
        groups=list(GROUPS.items()),
        commitments=list(COMMITMENTS.items()),
        types=forms.labels,
        cases=form.cases or {},
        most=MOST_OFFERS,
        longest=LONGEST_TEXT,
    )


def _told(visit: Visit, title: str, sentence: str, words: str = "", link: str = "") -> Response:
    return visit.page("form_told.html", title=title, sentences=[sentence], words=words, link=link)


PAGES = (
    Page(START, blank, role=None),
    Page(START, fill_in, role=None, post=True),
    Page(START + "/verder/{key}", further, role=None),
    Page(START + "/controle/{key}", check, role=None),
    Page(START + "/controle/{key}", send, role=None, post=True),
    Page(START + "/bevestig/{confirm}", look, role=None),
    Page(START + "/bevestig/{confirm}", confirm, role=None, post=True),
)
