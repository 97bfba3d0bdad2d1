"""Everything in a message that points to a gemeente, gathered and settled, before anything is decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.model import Evidence, Message
from nlp.gazetteer import gemeente
from nlp.gazetteer.folding import fold
from nlp.gazetteer.names import KERN, Name, find_names
from nlp.gazetteer.spelling import misspelt_names
from nlp.gemeente_claims import Claim, Strength, claims
from nlp.gemeente_resolve import Resolver, named_provinces
from nlp.gemeente_sender import Writer, addresses, display_names, joint_members, provinces, writer
from nlp.parts import ReadPart

TOO_REACH = 80
NO_LIST = -1
"""The group of what stands in no enumeration."""
TOO = re.compile(r"\b(?:mede|ook|tevens|evenals)\b[^.\n]{0,60}$")


@dataclass(frozen=True, slots=True)
class Sign:
    """One place in the message that points to one gemeente, with what it says about who speaks.

    `carried`: the name is one that the gemeente itself carries, not merely a kern. `too`: "mede namens", beside the
    writer's own gemeente. `guessed`: the name is spelt so badly that a person should look.
    """

    code: str
    strength: Strength
    cue: str
    evidence: Evidence
    strict: bool = False
    row: bool = False
    group: int = 0
    carried: bool = True
    too: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All signs of one message, and its `texts` by part.

    `open_names` are names that several gemeenten share and nothing settles.
    """

    message: Message
    writer: Writer
    text: tuple[Sign, ...]
    signature: tuple[Sign, ...]
    display: tuple[Sign, ...]
    thread: tuple[str, ...]
    open_names: tuple[Claim, ...]
    texts: Mapping[str, str]

    def best(self, code: str) -> Strength:
        """The strongest thing that subject, body and attachments say about this gemeente."""
        return max((sign.strength for sign in self.text if sign.code == code), default=Strength.OTHER)


def gather(message: Message, parts: Sequence[ReadPart], thread: Sequence[str]) -> Case:
    """Collect the signs of `message` from its parts, signature, addresses and the dossiers of its thread."""
    who = writer(message)
    texts = [(part.name, part.text, part.layers.gemeente_names) for part in parts]
    if not any(name == "subject" for name, _, _ in texts):
        texts.append(("subject", message.subject, find_names(message.subject)))
    said = [claim for name, text, names in texts for claim in claims(name, text, names, message.sender.name)]
    signed = claims("signature", message.signature, find_names(message.signature), message.sender.name)
    shown = [Claim("sender", name, Strength.SUBJECT, "naam van de afzender") for name in display_names(message)]
    said += _misspelt(message, who, texts, said)
    resolver = _resolver(message, who, thread, [*said, *signed, *shown], [text for _, text, _ in texts])
    source = {name: text for name, text, _ in texts} | {"signature": message.signature}
    return Case(
        message,
        who,
        tuple(_signs(said, resolver, source)) + tuple(_address_signs("body", message.body)),
        tuple(_signs(signed, resolver, source)) + tuple(_address_signs("signature", message.signature)),
        tuple(_signs(shown, resolver, source)),
        tuple(thread),
        tuple(claim for claim in (*said, *signed, *shown) if _is_open(claim, resolver)),
        {name: text for name, text, _ in texts},
    )


def _misspelt(
    message: Message, who: Writer, texts: Sequence[tuple[str, str, list[Name]]], said: Sequence[Claim]
) -> list[Claim]:
    members = who.domain.codes if who.domain.kind == "joint" else ()
    clear = any(claim.strength >= Strength.SUBJECT and len(claim.name.codes) == 1 for claim in said)
    if who.code or who.is_body or (clear and not members):
        return []
    near = ((name, text, misspelt_names(text, names, members)) for name, text, names in texts)
    return [claim for name, text, names in near for claim in claims(name, text, names, message.sender.name)]


def _resolver(
    message: Message, who: Writer, thread: Sequence[str], found: Sequence[Claim], texts: Sequence[str]
) -> Resolver:
    plain = [claim for claim in found if len(claim.name.codes) == 1 and claim.strength > Strength.OTHER]
    carried = {claim.name.codes[0] for claim in plain if claim.name.is_gemeente}
    hints = ([who.code] if who.code else [], who.domain.codes, who.partners, thread)
    support = {claim.name.codes[0] for claim in plain}
    ends = [message.signature, *texts]
    near = provinces(ends) | named_provinces(ends)
    return Resolver((*hints, carried, support, joint_members(ends), _shared(found)), near or _common_province(found))


def _shared(found: Sequence[Claim]) -> set[str]:
    """Gemeenten that several ambiguous names have in common: Bergen and Well are both in Limburg's Bergen."""
    names = {claim.name.text: claim.name.codes for claim in found if len(claim.name.codes) > 1}
    times = Counter(code for codes in names.values() for code in codes)
    return {code for code, count in times.items() if count > 1}


def _common_province(found: Sequence[Claim]) -> frozenset[str]:
    """The province in which all clearly named gemeenten lie, if there are several."""
    codes = {claim.name.codes[0] for claim in found if len(claim.name.codes) == 1 and claim.name.is_gemeente}
    where = {gemeente(code).province for code in codes}
    return frozenset(where) if len(where) == 1 and len(codes) > 1 else frozenset()


def _settled(claim: Claim, resolver: Resolver) -> str | None:
    in_place = claim.strength in {Strength.PLACE, Strength.MENTION}
    return resolver.in_place(claim.name) if in_place else resolver.code(claim.name)


def _is_open(claim: Claim, resolver: Resolver) -> bool:
    return claim.strength > Strength.UNSAID and _settled(claim, resolver) is None


def _signs(found: Iterable[Claim], resolver: Resolver, source: dict[str, str]) -> Iterable[Sign]:
    for claim in found:
        if code := _settled(claim, resolver):
            yield _sign(claim, code, source.get(claim.part, ""))


def _sign(claim: Claim, code: str, text: str) -> Sign:
    name = claim.name
    return Sign(
        code,
        _in_subject(claim),
        claim.cue,
        Evidence(claim.part, name.start, name.end, name.text),
        claim.strict,
        claim.row,
        claim.group,
        carried=any(sense.code == code and sense.kind not in KERN for sense in name.senses),
        too=bool(TOO.search(fold(text[max(0, name.start - TOO_REACH) : name.start]))),
        guessed=name.senses[0].kind == "guessed",
    )


def _in_subject(claim: Claim) -> Strength:
    # the subject line names the gemeente that the mail is about, without any verb
    raised = claim.part == "subject" and claim.strength is Strength.MENTION and claim.name.is_gemeente
    return Strength.SUBJECT if raised else claim.strength


def _address_signs(part: str, text: str) -> Iterable[Sign]:
    for code, start, end in addresses(text):
        proof = Evidence(part, start, end, text[start:end])
        yield Sign(code, Strength.MENTION, "adres in de tekst", proof, group=NO_LIST)
