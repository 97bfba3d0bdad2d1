"""The part of the dialogue in which somebody proves for whom he speaks."""

from __future__ import annotations

import re
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_questions import ask_address, ask_code, proceed
from domain.dialogue_state import Purpose, Step
from domain.dialogue_talk import MailCode, Prove, Record, Talk, WrongCode
from domain.verification import DIGITS, MOST_TRIES, CodeVerdict, code_in, judge

ALONE = re.compile(r"^\W*(?:(?:de\s+)?code\s+(?:is\s+)?)?\d{3}[\s.-]?\d{3}\W*$", re.IGNORECASE)
"""A code and nothing else."""
ONCE_MORE = re.compile(
    r"\b(?:nieuwe|andere|opnieuw|nog\s+een)\b.{0,20}\bcode\b|\bcode\b.{0,20}\b(?:nog\s+eens|opnieuw|nog\s+een\s+keer)\b",
    re.IGNORECASE,
)
NO_MAIL_YET = re.compile(
    r"\b(?:niets|niks|geen|nog\s+niet)\b.{0,20}\b(?:code|mail|ontvangen|gekregen|binnen|gezien)\b|\bwaar\s+blijft\b",
    re.IGNORECASE,
)
CANNOT = re.compile(
    r"\bgeen\s+(?:\w+\s+)?(?:e-?)?mail|\bkan\s+(?:\w+\s+){0,2}niet\b|\blukt\s+(?:\w+\s+)?niet\b", re.IGNORECASE
)
"""The user says that he cannot prove it now."""


def code_typed(talk: Talk) -> bool:
    """Take a code that is typed while something else is asked, or nothing; false where the text is none."""
    typed = code_in(talk.heard.text)
    if talk.state.step is Step.CODE or typed is None or not ALONE.match(talk.heard.text):
        return False
    if talk.context.code is None:
        if talk.draft is None and talk.proven:
            talk.say(texts.CODE_DONE)
        return talk.draft is None and bool(talk.proven)
    _code(talk, typed)
    return True


def typed_proof(talk: Talk) -> bool:
    """Take a typed address or code; false where the text is neither."""
    typed = code_in(talk.heard.text)
    digits = sum(sign.isdigit() for sign in talk.heard.text)
    if talk.state.step is Step.CODE and typed and (digits == DIGITS or "code" in talk.heard.text.lower()):
        _code(talk, typed)
        return True
    if talk.context.address is not None:
        _address(talk)
    elif talk.state.step is Step.CODE and ONCE_MORE.search(talk.heard.text):
        chosen_proof(talk, "nieuw")
    elif talk.state.step is Step.CODE and NO_MAIL_YET.search(talk.heard.text):
        talk.say(texts.MAIL_COMING)
        talk.repeat()
    elif CANNOT.search(talk.heard.text):
        give_up(talk)
    else:
        return False
    return True


def chosen_proof(talk: Talk, key: str) -> None:
    """A button under the question for an address or a code."""
    draft = talk.draft
    if draft is None:
        talk.answered()
    elif key == "nieuw":
        _mail(talk, talk.state.address)
    elif key == "ander":
        ask_address(talk, draft)
    else:
        give_up(talk)


def give_up(talk: Talk) -> None:
    """Go on without proof: what was said is kept, and put to a person."""
    draft = talk.draft
    talk.answered()
    talk.keep(None)
    if draft is None or draft.purpose is Purpose.PROOF:
        talk.say("Dan kan ik dat hier niet laten zien. U kunt het later opnieuw vragen.")
        return
    talk.effects.append(Record(draft, talk.report(draft), proven=False))


def _address(talk: Talk) -> None:
    typed, draft = talk.context.address, talk.draft
    if typed is None or draft is None:
        return
    name, domains = talk.name(draft.gemeente), talk.context.domains.get(draft.gemeente or "", ())
    if not typed.fits:
        talk.say(texts.wrong_domain(typed.address, name, domains))
        talk.repeat()
    elif not typed.reachable:
        talk.say(texts.unreachable(typed.address))
        talk.repeat()
    else:
        _mail(talk, typed.address)


def _mail(talk: Talk, address: str) -> None:
    draft = talk.draft
    if draft is None or draft.gemeente is None:
        return
    if not talk.context.may_mail_code:
        talk.say(texts.TOO_MANY_CODES)
        talk.repeat()
        return
    talk.state = replace(talk.state, address=address)
    talk.effects.append(MailCode(draft.gemeente, address))
    ask_code(talk, address, texts.code_sent(address))


def _code(talk: Talk, typed: str) -> None:
    sent = talk.context.code
    if sent is None:
        talk.say(texts.CODE_EXPIRED)
        talk.repeat()
        return
    match judge(typed, sent, talk.context.now):
        case CodeVerdict.RIGHT:
            talk.effects.append(Prove(sent.id, sent.code.gemeente, sent.code.address))
            talk.proven[sent.code.gemeente] = sent.code.address
            said = texts.proven(talk.name(sent.code.gemeente))
            talk.say(said if talk.draft else said + texts.PROVEN_LATER)
            talk.answered()
            proceed(talk)
        case CodeVerdict.WRONG:
            talk.effects.append(WrongCode(sent.id, end=False))
            talk.say(texts.wrong_code(MOST_TRIES - sent.tries - 1))
            talk.repeat()
        case CodeVerdict.USED_UP:
            talk.effects.append(WrongCode(sent.id, end=True))
            talk.say(texts.CODE_USED_UP)
            talk.repeat()
        case CodeVerdict.EXPIRED:
            talk.effects.append(WrongCode(sent.id, end=True))
            talk.say(texts.CODE_EXPIRED)
            talk.repeat()
