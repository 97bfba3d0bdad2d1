"""Hearing one input of a chat: everything that the dialogue is told about it before it decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.answers import Answerer, Pledged, Question, Standing
from domain.campaign import AMSTERDAM, Campaign
from domain.chat import Input
from domain.dialogue import hears
from domain.dialogue_state import State
from domain.dialogue_talk import Context, Heard, TypedAddress
from domain.dossier import Dossier
from domain.model import Message, Reading
from domain.ports import Reader
from domain.talking import StoredChat, TalkingRecords, Words
from domain.verification import address_in
from intake.verify import may_mail, typed_address


@dataclass(frozen=True, slots=True)
class Hearing:
    """What hearing takes. `names` gives the name of each gemeente."""

    records: TalkingRecords
    campaign: Campaign
    reader: Reader
    answerer: Answerer
    words: Words
    names: Mapping[str, str]

    def context(self, chat: StoredChat, state: State, said: Input, now: datetime) -> Context:
        """What the records say now, and what was made of the text."""
        proven = self.records.spokespersons.of(chat.id, self.campaign.key)
        text = hears(state, said)
        heard = self._heard(text, state, proven, now) if text else None
        codes = _codes(state, said, heard, proven)
        address = self._address(state, text)
        mailed_to = address.address if address else state.address
        return Context(
            campaign=self.campaign,
            names=self.names,
            now=now,
            heard=heard,
            proven=proven,
            dossiers=self.records.dossiers.get(self.campaign.key, codes),
            domains={code: self.words.domains(code) for code in codes},
            code=self.records.spokespersons.open_code(chat.id),
            address=address,
            may_mail_code=may_mail(self.records.spokespersons, chat.id, mailed_to, now),
            since=chat.started_at,
            kept=self.records.chats.kept(chat.id),
            name=chat.name,
        )

    def _heard(self, text: str, state: State, proven: Mapping[str, str], now: datetime) -> Heard:
        today = now.astimezone(AMSTERDAM).date()
        return Heard(
            text=text,
            reading=self._reading(text, proven, now),
            answer=self.answerer.answer(self._question(text, state, proven, now)),
            named=self.words.named(text),
            found=self.words.find(text),
            counts=self.words.counts(text),
            day=self.words.day(text, today),
        )

    def _reading(self, text: str, proven: Mapping[str, str], now: datetime) -> Reading:
        """The text as a report; a few words are understood as being about what this gemeente has pledged."""
        message = Message(date=now, body=text)
        reading = self.reader.read(message, tuple(proven))
        if len(proven) != 1 or len(reading.gemeenten) != 1 or reading.gemeenten[0].code not in proven:
            return reading
        standing = [pledge.offer for pledge in self._dossier(reading.gemeenten[0].code).active]
        return _with_details(reading, self.reader.reply(message, reading, standing)) if standing else reading

    def _question(self, text: str, state: State, proven: Mapping[str, str], now: datetime) -> Question:
        only = next(iter(proven)) if len(proven) == 1 else None
        gemeente = only or (state.draft.gemeente if state.draft else None) or state.gemeente
        progress = self.records.progress(self.campaign.key)
        pledged = None
        if gemeente is not None and gemeente in proven:
            pledged = tuple(
                Pledged(str(p.offer.group), str(p.offer.commitment), p.offer.places, p.offer.homes)
                for p in self._dossier(gemeente).active
            )
        standing = Standing(
            firm=progress["pledged_firm"],
            conditional=progress["pledged_conditional"],
            exploring=progress["exploring"],
            answered=progress["answered"],
            pledged=pledged,
        )
        return Question(text, now, gemeente, state.asked, standing)

    def _dossier(self, code: str) -> Dossier:
        return self.records.dossiers.get(self.campaign.key, [code])[code]

    def _address(self, state: State, text: str) -> TypedAddress | None:
        found = address_in(text)
        gemeente = state.draft.gemeente if state.draft else None
        if found is None or gemeente is None:
            return None
        return typed_address(self.records.contacts, self.words, found, gemeente)


def _with_details(read: Reading, reply: Reading) -> Reading:
    """The reading of a reply, with what the ordinary reading saw beside the same figure: for whom, from when."""
    if len(read.pledges) != 1 or len(reply.pledges) != 1 or read.pledges[0].places != reply.pledges[0].places:
        return reply
    return replace(reply, pledges=(replace(read.pledges[0], reason=reply.pledges[0].reason),))


def _codes(state: State, said: Input, heard: Heard | None, proven: Iterable[str]) -> list[str]:
    """Every gemeente that may come up while this input is answered."""
    codes = [*proven, said.text.rpartition("gemeente-")[2] if "gemeente-" in said.text else ""]
    if state.draft:
        codes += [state.draft.gemeente or "", *state.draft.candidates]
    codes.append(state.gemeente or "")
    if heard:
        codes += [gemeente.code for gemeente in heard.reading.gemeenten]
        codes += [*heard.found, *(code for group in heard.named for code in group)]
    return list(dict.fromkeys(code for code in codes if code.startswith("GM")))
