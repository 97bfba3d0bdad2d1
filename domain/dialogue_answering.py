"""Answering a question, and handing on to a person what is not known."""

from __future__ import annotations

import re
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_state import Step
from domain.dialogue_talk import Talk

COMPLAINS = re.compile(
    r"\b(?:waardeloos|belachelijk|schandalig|bespottelijk|hopeloos|gefrustreerd|klacht|klagen|woedend|boos)\b"
    r"|\bgek\s+van\b|\bwat\s+een\s+(?:onzin|troep|rotzooi|gedoe|ellende)\b"
    r"|\bal\s+(?:\w+\s+)?keer\s+(?:\w+\s+)?ge(?:beld|maild|vraagd|probeerd|meld)\b",
    re.IGNORECASE,
)
"""The user is angry, and no suggestion will help."""
REMEMBERED = 3
"""Earlier questions that a follow-up may lean on."""


def answer_question(talk: Talk) -> None:
    """Answer a question; one that is not known may be handed on to a person."""
    answer = talk.heard.answer
    if answer.small_talk:
        talk.say(answer.text)
        return
    _remember(talk)
    if not answer.known and COMPLAINS.search(talk.heard.text) and not talk.said.group:
        talk.state = replace(talk.state, unknown=_without_private(talk))
        offer_person(talk, texts.COMPLAINT)
        return
    talk.state = replace(talk.state, unknown="" if answer.known else _without_private(talk))
    if answer.known:
        talk.say(texts.answer_text(answer))
    elif answer.suggestions and not talk.said.group:
        choices = [(label, str(at)) for at, label in enumerate(answer.suggestions, 1)]
        talk.ask(Step.MEANT, answer.text, (*choices, ("Geen van deze", "geen")))
    else:
        offer_person(talk, answer.text)


def offer_person(talk: Talk, text: str) -> None:
    """Say `text`, and ask whether a person should answer; in a group only say it."""
    if talk.said.group:
        talk.say(text)
        return
    offer = "Zal ik uw vraag doorgeven aan een medewerker?"
    question = text if text.endswith("?") else f"{text} {offer}".strip()
    talk.ask(Step.HAND_ON, question, (("Ja, geef door", "ja"), ("Nee", "nee")))


def answer_beside(talk: Talk) -> None:
    """Answer a question in the middle of a report, and go on with the report."""
    answer = talk.heard.answer
    if answer.small_talk or answer.known:
        talk.say(texts.answer_text(answer))
    else:
        talk.state = replace(talk.state, unknown=_without_private(talk))
        talk.say("Dat weet ik niet zeker. Typ medewerker, dan geef ik uw vraag door. Eerst nog even uw melding:")
    _remember(talk)
    talk.repeat()


def _without_private(talk: Talk) -> str:
    """The text as a person may read it later."""
    text = talk.heard.text
    for private in talk.heard.reading.personal_data:
        for evidence in private.evidence:
            text = text.replace(evidence.text, "[weggelaten]")
    return text


def _remember(talk: Talk) -> None:
    asked = (*talk.state.asked, talk.heard.text)[-REMEMBERED:]
    talk.state = replace(talk.state, asked=asked)
