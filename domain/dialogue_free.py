"""What is typed while nothing is asked: a question, a report, a change of what stands, or a greeting."""

from __future__ import annotations

from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_answering import answer_question
from domain.dialogue_claims import greet_claim, only_claims
from domain.dialogue_commands import show_own
from domain.dialogue_proof import code_typed
from domain.dialogue_questions import proceed
from domain.dialogue_reports import changes_standing, is_report, report_from
from domain.dialogue_several import one_by_one
from domain.dialogue_state import Draft, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_values import JUST_YES_OR_NO
from domain.dialogue_wishes import OWN, WANTS_REPORT
from domain.dialogue_words import GREETS, asks_more, begins_asking, only_asks, plain, questions_in, seems_question


def free_text(talk: Talk) -> None:
    """Typed words while nothing is asked."""
    heard = talk.heard
    if heard.reading.personal_data:
        talk.say(texts.NO_PRIVATE_DATA)
    if not talk.said.group and code_typed(talk):
        return
    if not talk.said.group and (GREETS.search(heard.text) or JUST_YES_OR_NO.match(heard.text) or not plain(heard.text)):
        before = "Goedendag." if GREETS.search(heard.text) else "Er staat nu geen vraag open."
        talk.menu(f"{before} {texts.WHAT_CAN_I_DO}", texts.MENU)
    elif OWN.search(heard.text) and not (talk.proven and asks_more(heard.text) and heard.answer.known):
        show_own(talk)
    elif talk.said.group:
        _free_in_group(talk)
    elif draft := _report_in(talk):
        begin(talk, draft)
    elif not talk.said.group and only_claims(talk):
        greet_claim(talk)
    elif is_report(heard.reading) and only_asks(heard.text):
        _question_or_report(talk)
    else:
        answer_question(talk)


def _report_in(talk: Talk) -> Draft | None:
    """The report or change that the words are; a question beside it is answered first."""
    heard = talk.heard
    if draft := changes_standing(talk):
        return draft
    if only_asks(heard.text):
        return None
    if WANTS_REPORT.search(heard.text) and not heard.reading.pledges and not seems_question(heard.text):
        return report_from(talk, empty=True)
    if not is_report(heard.reading):
        return None
    asked = questions_in(heard.text)
    if asked and heard.answer.known:
        answer_question(talk)
    elif asked and not any(sign.isdigit() for sign in asked):
        talk.state = replace(talk.state, unknown=asked)
        talk.say(texts.QUESTION_LATER)
    return report_from(talk)


def _free_in_group(talk: Talk) -> None:
    if is_report(talk.heard.reading) and not seems_question(talk.heard.text):
        talk.say(texts.NO_PLEDGES_HERE)
    else:
        answer_question(talk)


def begin(talk: Talk, draft: Draft) -> None:
    """Begin a report with what is known of it."""
    read = tuple(dict.fromkeys(gemeente.code for gemeente in talk.heard.reading.gemeenten))
    if draft.purpose is Purpose.REPORT and len(read) > 1 and draft.candidates == read:
        draft = one_by_one(talk, draft, read)
    talk.keep(draft)
    proceed(talk)


def _question_or_report(talk: Talk) -> None:
    """A question that could be a pledge: answer it, and where that cannot be done ask what it is."""
    heard = talk.heard
    offers = any(pledge.places is not None for pledge in heard.reading.pledges) and not begins_asking(heard.text)
    if heard.answer.known or heard.answer.suggestions or not heard.reading.pledges:
        if not offers or not heard.answer.known:
            answer_question(talk)
            return
        answer_question(talk)
    talk.keep(report_from(talk))
    talk.ask(Step.REPORT_OR_QUESTION, "Wilt u dit melden?", texts.YES_NO)
