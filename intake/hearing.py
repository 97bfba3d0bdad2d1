"""Hearing one input of a chat: everything that the dialogue is told about it before it decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from domain.answers import Answer, Answerer, Pledged, Question, Standing
from domain.campaign import AMSTERDAM, Campaign
from domain.chat import Input, InputKind
from domain.dialogue import hears
from domain.dialogue_claims import claim_in, without_claim
from domain.dialogue_state import State
from domain.dialogue_talk import Context, TypedAddress
from domain.dialogue_words import plain, questions_in
from domain.dossier import Dossier
from domain.model import Message, Reading
from domain.ports import Reader
from domain.talking import Count, StoredChat, TalkingRecords, Words
from domain.verification import address_in
from intake.verify import may_mail, typed_address

T = TypeVar("T")
LONGEST_NAME = 40
"""Characters in the name of a gemeente, and some to spare."""
LONGEST = 10_000
"""Characters of one input that are heard; all of it is kept."""


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
        """What the records say now, and what can be made of the text."""
        records = self.records
        proven = records.spokespersons.of(chat.id, self.campaign.key)
        # Half a surrogate pair, as a broken keyboard sends it, becomes a question mark
        text = hears(state, said)[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        address = self._address(state, text)
        return Context(
            campaign=self.campaign,
            names=self.names,
            now=now,
            heard=Listening(self, text, state, proven, now) if text or said.kind is not InputKind.BUTTON else None,
            proven=proven,
            dossiers=OnDemand(self.dossier),
            domains=OnDemand(self.words.domains),
            vouched=OnDemand(lambda code: self._vouched(code, proven)),
            code=records.spokespersons.open_code(chat.id),
            address=address,
            may_mail_code=self._may_mail(chat.id, state, address, now),
            since=chat.started_at,
            kept=records.chats.kept(chat.id),
            name=chat.name,
        )

    def dossier(self, code: str) -> Dossier:
        """The dossier of one gemeente."""
        return self.records.dossiers.get(self.campaign.key, [code])[code]

    def _vouched(self, gemeente: str, proven: Mapping[str, str]) -> str:
        """An address that this conversation proved and that belongs to this gemeente too; empty where there is none."""
        found = (typed_address(self.records.contacts, self.words, one, gemeente) for one in proven.values())
        return next((one.address for one in found if one.fits), "")

    def _may_mail(self, chat: int, state: State, address: TypedAddress | None, now: datetime) -> bool:
        mailed_to = address.address if address else state.address
        gemeente = state.draft.gemeente if state.draft else None
        return may_mail(self.records.spokespersons, chat, mailed_to, gemeente or "", now)

    def _address(self, state: State, text: str) -> TypedAddress | None:
        found = address_in(text)
        gemeente = state.draft.gemeente if state.draft else None
        if found is None or gemeente is None:
            return None
        return typed_address(self.records.contacts, self.words, found, gemeente)


@dataclass
class Listening:
    """One text being heard; offers `domain.dialogue_talk.Heard`."""

    hearing: Hearing
    text: str
    state: State
    proven: Mapping[str, str]
    now: datetime

    @cached_property
    def reading(self) -> Reading:
        """The text as a report; a few words are understood as being about what this gemeente has pledged."""
        hearing, message = self.hearing, Message(date=self.now, body=self.text)
        reading = hearing.reader.read(message, tuple(self.proven))
        if len(self.proven) != 1 or len(reading.gemeenten) != 1 or reading.gemeenten[0].code not in self.proven:
            return reading
        standing = [pledge.offer for pledge in hearing.dossier(reading.gemeenten[0].code).active]
        return _with_details(reading, hearing.reader.reply(message, reading, standing)) if standing else reading

    @cached_property
    def answer(self) -> Answer:
        """The text as a question, about the gemeente that the asker speaks for or seems to speak for."""
        state, proven = self.state, self.proven
        claims = self.claimed or state.claimed
        claimed = claims[0][0] if [len(codes) for codes in claims] == [1] else None
        only = next(iter(proven)) if len(proven) == 1 else None
        gemeente = (state.draft.gemeente if state.draft else None) or claimed or only or state.gemeente
        standing = self._standing(gemeente if gemeente in proven else None)
        question = Question(self.text, self.now, gemeente, state.asked, standing)
        answer = self.hearing.answerer.answer(question)
        if answer.known:
            return answer
        bare = questions_in(self.text) or (without_claim(self.text) if self.claimed else "")
        again = self.hearing.answerer.answer(replace(question, text=bare)) if bare not in {"", self.text} else answer
        return again if again.known else answer

    @cached_property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """The gemeenten that it names."""
        return self.hearing.words.named(self.text)

    @cached_property
    def found(self) -> tuple[str, ...]:
        """The CBS codes that the text as a whole may stand for."""
        return self.hearing.words.find(self.text)

    @cached_property
    def claimed(self) -> tuple[tuple[str, ...], ...]:
        """The gemeenten for which its writer says that he speaks."""
        claim, words = claim_in(self.text), self.hearing.words
        if claim is None:
            return self._bare_name()
        names = words.named(f"gemeente {claim.names}" if claim.gemeente else claim.names)
        if not names and claim.gemeente:  # misspelt: only where the sentence says that a gemeente follows
            starts = (" ".join(claim.names.split()[:count]) for count in (3, 2, 1))
            near = next((codes for start in starts if (codes := words.find(f"gemeente {start}"))), ())
            names = (near,) if near else ()
        return names if claim.several else names[:1]

    def _bare_name(self) -> tuple[tuple[str, ...], ...]:
        """The gemeente whose name is all that was typed."""
        if len(self.text) > LONGEST_NAME:
            return ()
        names = self.hearing.words.named(self.text)
        called = {plain(self.hearing.names.get(code, "").partition(" (")[0]) for codes in names for code in codes}
        return names if len(names) == 1 and plain(self.text) in called else ()

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The numbers in it that may count places."""
        return self.hearing.words.counts(self.text)

    @cached_property
    def day(self) -> date | None:
        """The day from which something is there."""
        return self.hearing.words.day(self.text, self.now.astimezone(AMSTERDAM).date())

    def _standing(self, proven: str | None) -> Standing:
        progress = self.hearing.records.progress(self.hearing.campaign.key)
        active = self.hearing.dossier(proven).active if proven else ()
        pledged = tuple(
            Pledged(str(p.offer.group), str(p.offer.commitment), p.offer.places, p.offer.homes) for p in active
        )
        return Standing(
            firm=progress["pledged_firm"],
            conditional=progress["pledged_conditional"],
            exploring=progress["exploring"],
            answered=progress["answered"],
            pledged=pledged if proven else None,
        )


class OnDemand(Mapping[str, T]):
    """Values by CBS code, fetched when they are asked for."""

    def __init__(self, fetch: Callable[[str], T]) -> None:
        self._fetch = fetch
        self._fetched: dict[str, T] = {}

    def __getitem__(self, code: str) -> T:
        if not code:
            raise KeyError(code)
        if code not in self._fetched:
            self._fetched[code] = self._fetch(code)
        return self._fetched[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fetched)

    def __len__(self) -> int:
        return len(self._fetched)


def _with_details(read: Reading, reply: Reading) -> Reading:
    """The reading of a reply, with what the ordinary reading saw beside the same figure: for whom, from when."""
    if len(read.pledges) != 1 or len(reply.pledges) != 1 or read.pledges[0].places != reply.pledges[0].places:
        return reply
    return replace(reply, pledges=(replace(read.pledges[0], reason=reply.pledges[0].reason),))
