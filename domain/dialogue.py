"""The dialogue: where a conversation stands and one input in, the next state with replies and effects out. Pure.

Questions are free. A report is taken one question at a time and read back before it is written down; before it
counts, the user proves with a mailed code for which gemeente he speaks. Whatever the order of the inputs: without
that proof nothing is recorded as a pledge, and one confirmation is recorded once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain import dialogue_texts as texts
from domain.chat import Input, InputKind, Reply
from domain.dialogue_answering import answer_beside, answer_question, offer_person
from domain.dialogue_answers import REPORT_STEPS, WHICH, choose, edited, typed
from domain.dialogue_claims import choose_claim, remember
from domain.dialogue_commands import cancel, obey, own_beside, pressed_menu
from domain.dialogue_corrections import corrected, corrects, gives_up
from domain.dialogue_free import free_text
from domain.dialogue_proof import code_typed
from domain.dialogue_questions import proceed
from domain.dialogue_reports import changes_standing
from domain.dialogue_second import WHOLE_SENTENCE, add, edit_waiting, next_waiting, other_report
from domain.dialogue_several import next_one
from domain.dialogue_state import Draft, Line, Purpose, State, Step
from domain.dialogue_talk import Context, Erase, HandOn, Record, Talk, Turn
from domain.dialogue_wishes import OWN, WITHDRAWS
from domain.dialogue_words import GREETS, chosen, command_of, in_province, only_asks, plain, seems_question
from domain.questions import QuestionKind

NUMBERS = frozenset({Step.PLACES, Step.SUMMARY, Step.ON_TOP, Step.BESIDE, Step.CHANGE, Step.ADDRESS, Step.CODE})
"""Questions under which a number alone is no choice by its place, but a figure or a part of a code."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a report: the number of its message, whether it waits for a person, whether it promises places."""

    number: int
    proven: bool
    waits: bool
    gemeente: str
    places: bool = False


def advance(state: State, said: Input, context: Context) -> Turn:
    """Answer one input."""
    talk = Talk(state, said, context)
    if said.kind is InputKind.LEFT:
        talk.answered()
        talk.keep(None)
        talk.state = replace(talk.state, waiting=())
        return talk.turn()
    first = not state.greeted
    _greet(talk)
    match said.kind:
        case InputKind.OTHER:
            talk.say(texts.OTHER_KIND)
            talk.repeat()
        case InputKind.BUTTON:
            _pressed(talk, said.text)
        case InputKind.EDIT:
            _edited(talk)
        case _ if first and _only_greets(talk):
            talk.menu(texts.WHAT_CAN_I_DO, texts.MENU)
        case _:
            _typed(talk)
    if not any(isinstance(effect, Record) for effect in talk.effects):  # after a record it is that one's turn to say
        next_waiting(talk)
    return talk.turn()


def hears(state: State, said: Input) -> str:
    """The text that is to be heard for this input: what was typed, or the question that a button stands for."""
    if said.kind is not InputKind.BUTTON:
        key = chosen(said.text, state.choices, by_number=True) if state.step is Step.MEANT else None
        return next((label for label, other in state.choices if other == key), said.text)
    turn, _, key = said.text.partition(".")
    if state.step is Step.MEANT and turn == str(state.turn):
        return next((label for label, other in state.choices if other == key), "")
    return ""


def after_recording(
    state: State, said: Input, done: Recorded, draft: Draft, context: Context
) -> tuple[State, tuple[Reply, ...]]:
    """What is said once a report has been written down; a next gemeente that it was for has its turn then."""
    name = context.names.get(done.gemeente, done.gemeente)
    if done.proven:
        text = texts.recorded(name, done.number, waits=done.waits, places=done.places)
    else:
        text = texts.recorded_unproven(context.campaign.mailbox, done.number)
    inputs = tuple(line.input for line in draft.lines)
    fresh = replace(state, recorded=inputs, reference=done.number, gemeente=done.gemeente or state.gemeente)
    talk = Talk(fresh, said, context)
    talk.say(text)
    next_one(talk, draft)
    next_waiting(talk)
    return talk.state, tuple(talk.replies)


def _greet(talk: Talk) -> None:
    if talk.state.greeted:
        return
    talk.state = replace(talk.state, greeted=True)
    campaign = talk.context.campaign
    title = campaign.title[:1].lower() + campaign.title[1:]
    talk.say(texts.group_greeting(title) if talk.said.group else texts.greeting(title, campaign.mailbox))


def _only_greets(talk: Talk) -> bool:
    if talk.said.group or command_of(talk.said.text) is not None:
        return False
    return bool(GREETS.search(talk.heard.text)) or talk.heard.answer.small_talk


def _pressed(talk: Talk, code: str) -> None:
    turn, _, key = code.partition(".")
    if pressed_menu(talk, code):
        return
    state = talk.state
    label = next((label for label, other in state.choices if other == key), None)
    if talk.asking and turn == str(state.turn) and label is not None:
        _choose(talk, key, label)
        return
    talk.say(texts.DONE_ALREADY if turn == str(state.done) else texts.OLD_BUTTON)
    talk.repeat()


def _typed(talk: Talk) -> None:
    command = command_of(talk.heard.text if talk.state.step is not Step.MEANT else talk.said.text)
    if command is not None:
        obey(talk, command)
        return
    state = talk.state
    remember(talk)
    key = _choice(talk) if talk.asking else None
    if key is not None:
        _choose(talk, key, next(label for label, other in state.choices if other == key))
    elif talk.draft and state.step in REPORT_STEPS:
        _in_report(talk, talk.draft)
    elif state.step is Step.MEANT and plain(talk.said.text) in {"ja", "ja graag", "klopt"}:
        talk.say("Welke vraag bedoelt u?")
        talk.repeat()
    elif state.step is Step.MEANT and plain(talk.said.text) in {"nee", "nee dank u", "niet", "geen"}:
        _choose(talk, "geen", "")
    else:
        _leave(talk)
        free_text(talk)


def _choice(talk: Talk) -> str | None:
    """The button that was typed. Where a number may be one of places it stands for no button."""
    state, text = talk.state, talk.said.text
    if state.step in {Step.GEMEENTE, Step.CLAIM} and (place := in_province(text, {k: la for la, k in state.choices})):
        return place
    lists = any(key.startswith(WHICH) for _, key in state.choices)
    return chosen(text, state.choices, by_number=lists or state.step not in NUMBERS)


def _choose(talk: Talk, key: str, label: str) -> None:
    """A choice under the question that stands."""
    draft, step = talk.draft, talk.state.step
    if key == "annuleer":
        cancel(talk)
    elif draft and step in REPORT_STEPS:
        choose(talk, draft, key, label)
    else:
        _choose_beside(talk, step, key)


def _choose_beside(talk: Talk, step: Step, key: str) -> None:
    """A choice under a question that is no part of a report."""
    talk.answered()
    yes = key == "ja"
    match step:
        case Step.CLAIM:
            choose_claim(talk, key)
        case Step.MEANT if key != "geen":
            answer_question(talk)
        case Step.MEANT:
            offer_person(talk, "")
        case Step.HAND_ON if yes:
            talk.effects.append(HandOn(QuestionKind.CHAT, talk.state.unknown, talk.state.gemeente))
            talk.say(texts.HANDED_ON)
        case Step.HAND_ON:
            talk.say(texts.NOT_HANDED_ON)
        case Step.ERASE if yes:
            talk.effects.append(Erase())
            talk.say(texts.ERASED)
        case Step.ERASE:
            talk.say(texts.NOT_ERASED)
            proceed(talk)
        case _ if yes:  # a report that waited for a yes: after an edit, or read in what might be a question
            proceed(talk)
        case _:
            talk.keep(None)
            talk.say(texts.UNCHANGED)


def _in_report(talk: Talk, draft: Draft) -> None:
    """Typed words while a question of a report stands."""
    if gives_up(talk):
        cancel(talk)
        return
    if code_typed(talk) or corrected(talk, draft) or other_report(talk, draft) or typed(talk, draft):
        return
    heard = talk.heard
    if OWN.search(heard.text):
        own_beside(talk)
    elif WITHDRAWS.search(heard.text) and len(heard.text.split()) <= WHOLE_SENTENCE:
        cancel(talk)  # nothing was written down yet, so that is all there is to take back
    elif seems_question(heard.text) or heard.answer.small_talk:
        answer_beside(talk)
    elif corrects(talk):
        talk.say(texts.WHICH_FIGURE if len(talk.report(draft).pledges) > 1 else texts.NOT_UNDERSTOOD)
        talk.repeat()
    elif _says_more(talk):
        add(talk, draft, Line(heard.text, talk.said.external_id, reading=heard.reading))
    else:
        talk.say(texts.NOT_UNDERSTOOD)
        talk.repeat()


def _says_more(talk: Talk) -> bool:
    """Whether the words add something to the report: a bottleneck, or a whole sentence with places."""
    heard = talk.heard
    whole = heard.reading.pledges and len(heard.text.split()) >= WHOLE_SENTENCE
    return bool(whole or heard.reading.bottlenecks) and not only_asks(heard.text)


def _leave(talk: Talk) -> None:
    """Leave the question that stands for what is typed instead; a report that goes with it is not lost unsaid."""
    draft, step = talk.draft, talk.state.step
    talk.answered()
    if draft is None:
        return
    talk.keep(None)
    if step is Step.ERASE:
        talk.state = replace(talk.state, waiting=(draft, *talk.state.waiting))
        talk.say(texts.NOT_ERASED)
    elif step is Step.REPORT_OR_QUESTION:
        talk.say(texts.NOT_REPORTED)


def _edited(talk: Talk) -> None:
    """An earlier message, changed by its writer: a correction while it is asked about, a question afterwards."""
    draft, state = talk.draft, talk.state
    if draft and state.step in REPORT_STEPS and edited(talk, draft):
        return
    if edit_waiting(talk):
        return
    if talk.said.about in state.recorded and draft and state.step in REPORT_STEPS:
        talk.say(texts.EDITED_RECORDED)
        talk.repeat()
        return
    if talk.said.about in state.recorded:
        talk.answered()
        fresh = changes_standing(talk, edited=True)
        talk.keep(fresh or Draft(Purpose.CHANGE, gemeente=state.gemeente))
        text = (
            f"U hebt een bericht aangepast dat al is vastgelegd (PM-{state.reference}). "
            "Daar verandert niets aan, tenzij u dat wilt. Wilt u de toezegging wijzigen?"
        )
        talk.ask(Step.AMEND, text, (("Ja, wijzig", "ja"), ("Nee", "nee")))
        return
    _typed(talk)
