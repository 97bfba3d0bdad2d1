"""Asking what is still lacking, one question at a time, until the report can be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_needs import need, says_on_top
from domain.dialogue_report import ALL, lines_of
from domain.dialogue_state import Draft, Line, Purpose, Step
from domain.dialogue_talk import Record, Talk, Vouch
from domain.dialogue_wishes import ON_TOP
from domain.dossier import Pledge
from domain.model import Commitment, Group, PledgeReading
from domain.said import offer_of
from domain.verification import usable
from domain.wording import amount_text, offer_text

NUMBER = "getal-"
"""Begins the key of a button beside a question whose answer is a number, so that a door does not number it."""
CANCEL = ("Annuleer", "annuleer")
EVERY = "gemeente-alle"
"""The key of the button for all gemeenten that were named."""
GROUP_CHOICES = (
    ("Statushouders", str(Group.STATUSHOUDERS)),
    ("Amv (minderjarigen)", str(Group.AMV)),
    ("Asielzoekers", str(Group.ASIELZOEKERS)),
    ("Ontheemden Oekraïne", str(Group.OEKRAIENSE_ONTHEEMDEN)),
    ("Verschillende groepen", str(Group.MIXED)),
)
COMMITMENT_CHOICES = (
    ("Ja, toegezegd", str(Commitment.FIRM)),
    ("Onder voorwaarde", str(Commitment.CONDITIONAL)),
    ("Wij verkennen het nog", str(Commitment.EXPLORING)),
)
CODE_CHOICES = (("Stuur een nieuwe code", "nieuw"), ("Ander adres", "ander"), ("Dat kan ik nu niet", "niet"), CANCEL)
FROM_CHOICES = (("Nu al", "nu"), ("Nog niet bekend", "?"))
CHANGE_CHOICES = (
    ("Aantal", str(Step.PLACES)),
    ("Voor wie", str(Step.GROUP)),
    ("Vanaf wanneer", str(Step.FROM)),
    ("Hoe zeker", str(Step.COMMITMENT)),
)
PROMPTS = {
    Step.GEMEENTE: "Gemeente:",
    Step.PLACES: "Aantal:",
    Step.GROUP: "Voor wie:",
    Step.FROM: "Vanaf wanneer:",
    Step.COMMITMENT: "Hoe zeker:",
    Step.CONDITION: "Voorwaarde:",
    Step.REASON: "Wat het lastig maakt:",
    Step.TARGET: "Welke toezegging:",
    Step.ON_TOP: "Erbij of in plaats daarvan:",
    Step.CHANGE: "Wijzigen:",
    Step.SUMMARY: "Opmerking:",
}
"""What stands before an answer in the text of the report, so that it can be understood later."""


def proceed(talk: Talk) -> None:
    """Ask what is lacking next, or write the report down where nothing is."""
    while (draft := talk.draft) is not None:
        report = talk.report(draft)
        active = talk.active(draft.gemeente)
        lacking = need(draft, report, talk.proven, active)
        if lacking is None:
            _finish(talk, draft)
            return
        step, about = lacking
        if step is Step.ADDRESS and (address := talk.context.vouched.get(draft.gemeente or "")):
            vouch(talk, draft.gemeente or "", address)
            continue
        settled = _settled(talk, draft, step)
        if settled is draft:
            _ask(talk, draft, step, about)
            return
        talk.keep(settled)


def take(talk: Talk, draft: Draft | None) -> None:
    """Go on with this draft, or without one."""
    talk.answered()
    talk.keep(draft)
    proceed(talk)


def vouch(talk: Talk, code: str, address: str) -> None:
    """An address that was proven in this conversation belongs to this gemeente as well."""
    talk.effects.append(Vouch(code, address))
    talk.proven[code] = address
    talk.say(texts.known_there(address, talk.name(code)))


def _settled(talk: Talk, draft: Draft, step: Step) -> Draft | None:
    """The draft with what need not be asked because only one answer is possible; itself where it must be asked."""
    active = talk.active(draft.gemeente)
    beside = not draft.confirmed and bool(draft.lines and ON_TOP.search(draft.lines[0].text))
    if step is Step.ON_TOP and talk.report(draft).pledges and (beside or says_on_top(talk.report(draft))):
        return replace(draft, replaces=())
    if step is Step.SUMMARY and not lines_of(draft, talk.report(draft), active, talk.context.campaign):
        return draft.with_line(Line("Plekken melden", talk.said.external_id, values=((Step.PLACES, ""),)))
    return _with_target(talk, draft) if step is Step.TARGET else draft


def _with_target(talk: Talk, draft: Draft) -> Draft | None:
    """The draft with the only pledge that it can be about; `None` where there is nothing to change or withdraw."""
    active = talk.active(draft.gemeente)
    if target := _only_target(draft, active):
        return replace(draft, replaces=(target.id,))
    if active:
        return draft
    if draft.purpose is Purpose.CHANGE and any(line.values for line in draft.lines):
        talk.say(f"Van {talk.name(draft.gemeente)} staat er nog geen toezegging; ik maak er een nieuwe melding van.")
        return replace(draft, purpose=Purpose.REPORT, replaces=())
    talk.say(texts.standing(talk.name(draft.gemeente), ()))
    return None


def _only_target(draft: Draft, active: Sequence[Pledge]) -> Pledge | None:
    """The one pledge that can be meant: the only one, or the only one for the group that was named."""
    groups = {value for line in draft.lines for slot, value in line.values if slot is Step.GROUP}
    fitting = [pledge for pledge in active if str(pledge.offer.group) in groups] if groups else list(active)
    return fitting[0] if len(fitting) == 1 else active[0] if len(active) == 1 else None


def _finish(talk: Talk, draft: Draft) -> None:
    talk.keep(None)
    if draft.purpose is Purpose.PROOF:
        show_standing(talk, draft.gemeente)
        return
    talk.effects.append(Record(draft, talk.report(draft), proven=True))


def show_standing(talk: Talk, code: str | None) -> None:
    """Say what a gemeente has pledged; only ever to who speaks for it."""
    lines = [offer_text(pledge.offer, talk.name(code)) for pledge in talk.active(code)]
    talk.say(texts.standing(talk.name(code), lines))


def _ask(talk: Talk, draft: Draft, step: Step, about: int) -> None:
    match step:
        case Step.GEMEENTE:
            _ask_gemeente(talk, draft)
        case Step.TARGET:
            _ask_target(talk, draft)
        case Step.ON_TOP:
            _ask_on_top(talk, draft)
        case Step.SUMMARY:
            _ask_summary(talk, draft)
        case Step.ADDRESS:
            ask_address(talk, draft)
        case Step.CHANGE:
            talk.ask(step, "Wat wilt u wijzigen?", (*CHANGE_CHOICES, CANCEL))
        case Step.REASON:
            question = "Jammer, maar goed dat u het laat weten. Wat maakt het lastig? Typ het in een zin."
            talk.ask(step, question, (("Dat is alles", "alles"), CANCEL))
        case _:
            _ask_slot(talk, talk.report(draft).pledges, step, about)


def _ask_gemeente(talk: Talk, draft: Draft) -> None:
    choices = [(talk.name(code), f"gemeente-{code}") for code in draft.candidates]
    if len(choices) > 1:
        question = "Welke gemeente bedoelt u?"
        if draft.purpose is Purpose.REPORT and not _one_name(talk, draft.candidates):
            choices.append(("Allebei" if len(choices) == 2 else "Allemaal", EVERY))  # noqa: PLR2004  # "both" or "all"
    elif choices:
        question = f"Is dit voor {choices[0][0]}? Zo niet, typ dan de naam van uw gemeente."
    else:
        question = "Voor welke gemeente is dit? Typ de naam."
    talk.ask(Step.GEMEENTE, question, (*choices, CANCEL))


def _one_name(talk: Talk, candidates: Sequence[str]) -> bool:
    """Whether one name may stand for two of these, so that not all of them can be meant."""
    heard = talk.context.heard
    names = (*heard.named, heard.found, *talk.state.claimed) if heard else talk.state.claimed
    return any(len(set(candidates) & set(codes)) > 1 for codes in names)


def _ask_slot(talk: Talk, pledges: tuple[PledgeReading, ...], step: Step, about: int) -> None:
    pledge = pledges[max(about, 0)]
    choices: tuple[tuple[str, str], ...]
    which = f"Over de {amount_text(offer_of(pledge))}: " if len(pledges) > 1 and about != ALL else ""
    match step:
        case Step.PLACES if pledge.homes:
            homes = f"{pledge.homes} {'woning' if pledge.homes == 1 else 'woningen'}"
            text = f"Hoeveel mensen kunnen er in die {homes} wonen?"
            choices = (("Weet ik nog niet", f"{NUMBER}?"), CANCEL)
        case Step.PLACES:
            text, choices = (
                "Hoeveel plekken zijn het? Tel het aantal mensen.",
                (("Weet ik nog niet", f"{NUMBER}?"), CANCEL),
            )
        case Step.GROUP:
            text, choices = "Voor wie zijn de plekken?", GROUP_CHOICES
        case Step.FROM:
            text, choices = "Vanaf wanneer zijn ze er? Typ een datum of een maand.", FROM_CHOICES
        case Step.COMMITMENT:
            text, choices = "Is het al zeker?", COMMITMENT_CHOICES
        case _:
            text, choices = "Wat is de voorwaarde? Typ het in een zin.", (("Sla over", "?"),)
    talk.ask(step, f"{which}{text[0].lower()}{text[1:]}" if which else text, choices, about)


def _ask_target(talk: Talk, draft: Draft) -> None:
    verb = "intrekken" if draft.purpose is Purpose.WITHDRAW else "wijzigen"
    choices = [
        (offer_text(p.offer, talk.name(draft.gemeente)), f"toezegging-{p.id}") for p in talk.active(draft.gemeente)
    ]
    if draft.purpose is Purpose.WITHDRAW:
        choices.append(("Allemaal", "allemaal"))
    talk.ask(Step.TARGET, f"Er staan er meer. Welke toezegging wilt u {verb}?", (*choices, CANCEL))


def _ask_on_top(talk: Talk, draft: Draft) -> None:
    name = talk.name(draft.gemeente)
    standing = "\n".join(f"• {offer_text(pledge.offer, name)}" for pledge in talk.active(draft.gemeente))
    if not talk.report(draft).pledges:
        text = f"Van {name} staat er nog:\n{standing}\nVervalt dat?"
        talk.ask(Step.ON_TOP, text, (("Ja, dat vervalt", "alles"), ("Nee, dat blijft", "erbij"), CANCEL))
        return
    text = f"Van {name} staat er al:\n{standing}\nKomt uw melding erbij, of in plaats daarvan?"
    choices = (("Het komt erbij", "erbij"), ("In plaats daarvan", "alles"), ("Het is hetzelfde", "zelfde"))
    talk.ask(Step.ON_TOP, text, choices)


def _ask_summary(talk: Talk, draft: Draft) -> None:
    name, active = talk.name(draft.gemeente), talk.active(draft.gemeente)
    lines = lines_of(draft, talk.report(draft), active, talk.context.campaign, name)
    listed = "\n".join(f"• {line}" for line in lines)
    beside = (
        "\n\nDit komt bij wat er al stond." if draft.replaces == () and active and draft.gemeente in talk.proven else ""
    )
    text = f"Dit leg ik vast voor {name}:\n{listed}{beside}\n\nKlopt dit?"
    talk.ask(Step.SUMMARY, text, (("Klopt", "klopt"), ("Wijzig", "wijzig"), CANCEL))


def ask_address(talk: Talk, draft: Draft) -> None:
    """Ask where a code may be mailed."""
    sent = talk.context.code if talk.state.step is not Step.CODE else None
    if sent and sent.code.gemeente == draft.gemeente and usable(sent, talk.context.now):
        ask_code(talk, sent.code.address)
        return
    domains = talk.context.domains.get(draft.gemeente or "", ())
    choices = (("Dat kan ik nu niet", "niet"), CANCEL)
    text = texts.ask_address(talk.name(draft.gemeente), domains)
    talk.ask(Step.ADDRESS, text, choices, again="Wat is uw e-mailadres bij de gemeente?")


def ask_code(talk: Talk, address: str, text: str = "") -> None:
    """Ask the code that was mailed to this address."""
    again = f"Typ de zes cijfers uit de mail aan {address}."
    talk.ask(Step.CODE, text or again, CODE_CHOICES, again=again)


def line_for(talk: Talk, step: Step, text: str, values: tuple[tuple[Step, str], ...] = ()) -> Line:
    """An answer as a line of the report."""
    return Line(text, talk.said.external_id, PROMPTS.get(step, ""), values=values, pledge=talk.state.about)
