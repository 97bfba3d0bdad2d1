"""What works at any moment: the commands, the menu, and asking what one's own gemeente has pledged."""

from __future__ import annotations

from dataclasses import replace

from domain import dialogue_texts as texts
from domain.campaign import AMSTERDAM
from domain.dialogue_questions import proceed, show_standing
from domain.dialogue_reports import gemeente_of
from domain.dialogue_state import Draft, Line, Purpose, Step
from domain.dialogue_talk import HandOn, Talk, Unasked
from domain.dialogue_words import Command
from domain.questions import QuestionKind
from domain.wording import day_text

PRIVATE = frozenset({Command.MY_DATA, Command.ERASE, Command.STOP, Command.CANCEL, Command.PERSON})
"""Commands that are no business of a group."""


def obey(talk: Talk, command: Command) -> None:
    """Do what the user commands; a question that stood stays standing where it can."""
    if talk.said.group and command in PRIVATE:
        talk.say(texts.NOT_IN_GROUP)
        return
    match command:
        case Command.START | Command.HELP:
            _help(talk, command)
        case Command.PRIVACY:
            campaign = talk.context.campaign
            kept = campaign.kept_text(campaign.terms.conversations, talk.context.now)
            talk.say(texts.privacy(campaign.mailbox, kept))
            talk.repeat()
        case Command.MY_DATA:
            _my_data(talk)
        case Command.ERASE:
            talk.ask(Step.ERASE, texts.ASK_ERASE, (("Ja, wis alles", "ja"), ("Nee", "nee")))
        case Command.STOP:
            busy = talk.draft is not None or bool(talk.state.waiting)
            talk.answered()
            talk.keep(None)
            talk.state = replace(talk.state, waiting=())
            talk.effects.append(Unasked(wanted=False))
            talk.say(f"{texts.STOPPED} {texts.LOST_BY_STOP}" if busy else texts.STOPPED)
        case Command.PERSON:
            call_person(talk)
        case Command.CANCEL:
            cancel(talk)


def _help(talk: Talk, command: Command) -> None:
    if command is Command.START:
        talk.effects.append(Unasked(wanted=True))
    if talk.said.group:
        talk.say(texts.HELP)
        return
    talk.menu(texts.HELP, texts.MENU)
    talk.repeat()


def _my_data(talk: Talk) -> None:
    context = talk.context
    since = day_text((context.since or context.now).astimezone(AMSTERDAM).date())
    proven = [(talk.name(code), address) for code, address in talk.proven.items()]
    claimed = [talk.name(codes[0]) for codes in talk.state.claimed if codes[0] not in talk.proven]
    talk.say(texts.my_data(since, context.kept, context.name, proven, claimed))
    talk.repeat()


def cancel(talk: Talk) -> None:
    """Throw away the report in the making."""
    draft = talk.draft
    talk.answered()
    talk.keep(None)
    standing = draft is not None and draft.purpose is not Purpose.REPORT
    talk.say(texts.UNCHANGED if standing else texts.CANCELLED if draft else texts.NOTHING_TO_CANCEL)
    if draft and draft.later:
        talk.say(texts.skipped([talk.name(code) for code in draft.later]))


def call_person(talk: Talk) -> None:
    """Put the last question that could not be answered to a person, or that somebody wants to talk."""
    unknown = talk.state.unknown
    kind = QuestionKind.CHAT if unknown else QuestionKind.PERSON
    talk.effects.append(HandOn(kind, unknown or _wish(talk), talk.state.gemeente))
    talk.state = replace(talk.state, unknown="")
    talk.say(texts.HANDED_ON)
    if talk.state.step in {Step.HAND_ON, Step.MEANT}:
        talk.answered()
    talk.repeat()


def _wish(talk: Talk) -> str:
    """What somebody who asks for a person says, with what he asked before."""
    said = talk.said.text if talk.context.heard and len(talk.said.text.split()) > 1 else "Wil een medewerker spreken."
    before = f" Vroeg hiervoor: “{talk.state.asked[-1]}”" if talk.state.asked else ""
    return said + before


def pressed_menu(talk: Talk, code: str) -> bool:
    """A button of the menu; false where it is none. It never disturbs a report that is being made."""
    if code not in {key for _, key in texts.MENU}:
        return False
    if code == "menu-mens":
        call_person(talk)
    elif talk.draft is not None:
        talk.say("U bent al met een melding bezig. Typ annuleer als u opnieuw wilt beginnen.")
        talk.repeat()
    elif code == "menu-melden":
        _begin(talk)
    else:
        show_own(talk)
    return True


def _begin(talk: Talk) -> None:
    proven = tuple(talk.proven)
    line = Line("Plekken melden", talk.said.external_id, values=((Step.PLACES, ""),))
    gemeente = proven[0] if len(proven) == 1 else None
    talk.keep(Draft(Purpose.REPORT, (line,), gemeente, () if gemeente else proven))
    proceed(talk)


def own_beside(talk: Talk) -> None:
    """The same in the middle of a report, which goes on."""
    for code in talk.proven:
        show_standing(talk, code)
    if not talk.proven:
        talk.say("Dat kan ik laten zien als u hebt bewezen voor welke gemeente u spreekt. Eerst nog even uw melding:")
    talk.repeat()


def show_own(talk: Talk) -> None:
    """What the gemeente of the asker has pledged, once he has proven which that is."""
    if talk.said.group:
        talk.say(texts.NOT_IN_GROUP)
        return
    if talk.proven:
        for code in talk.proven:
            show_standing(talk, code)
        return
    talk.say("Dat laat ik alleen zien aan wie namens de gemeente spreekt.")
    gemeente, candidates = gemeente_of(talk) if talk.context.heard else (None, ())
    talk.keep(Draft(Purpose.PROOF, (), gemeente, candidates))
    proceed(talk)
