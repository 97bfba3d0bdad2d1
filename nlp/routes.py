"""Which other desks a message should also go to.

Unrest goes to the support team, people from Ukraine to `vluchtelingen` unless they are named in passing, linking and
small locations for asielzoekers to the COA.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.model import Group, Intent, Kind, Message, PledgeReading, Route
from nlp.bottlenecks import named_with
from nlp.cues import TERMS
from nlp.parts import ReadPart

SMALL = 50
"""Places up to which a location for asielzoekers is small-scale."""

SMALL_GROUPS = frozenset((Group.ASIELZOEKERS, Group.AMV))
UNREST = "veiligheid_intimidatie"
PLAINLY = 0.9
"""How strong a cue for unrest is that goes to the support team, whatever the weights make of it: a call for help that
stays here is worse than one too many there."""

LINKING = "coa_koppeling"
NEARBY = 2
"""Sentences between a mention of Ukraine and the question that is about it."""

BOTTLENECKS = frozenset(file.stem for file in (TERMS / "bottlenecks").glob("*.toml"))
OWN_WORK = "ambtelijke_capaciteit"
"""Ukraine as one of the tasks of a busy officer is a passing mention."""


def routes(
    message: Message,
    parts: Sequence[ReadPart],
    *,
    groups: Collection[Group],
    pledges: Sequence[PledgeReading],
    bottleneck_types: Collection[str],
    intents: Collection[Intent],
) -> tuple[Route, ...]:
    """The desks, in the order of `Route`; none where the message is not personal."""
    if message.kind is not Kind.PERSONAL:
        return ()
    sentences = list(_sentences(parts))
    wanted = {
        Route.SUPPORT_TEAM: Intent.SUPPORT in intents
        or UNREST in bottleneck_types
        or named_with(parts, UNREST) >= PLAINLY,
        Route.UKRAINE: _is_about_ukraine(sentences, groups, intents),
        Route.COA: _has_small_location(pledges, sentences) or _wants_link(sentences, bottleneck_types, intents),
    }
    return tuple(route for route in Route if wanted[route])


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The kinds of cue in a sentence, and whether it asks or is the subject line."""

    kinds: frozenset[str]
    asks: bool
    is_subject: bool


def _sentences(parts: Sequence[ReadPart]) -> Iterator[_Sentence]:
    for part in parts:
        for sentence, cues in part.layers.cue_sentences:
            kinds = frozenset(cue.rule.kind for cue in cues)
            yield _Sentence(kinds, sentence.asked is not None or "question" in kinds, part.name == "subject")


def _is_about_ukraine(sentences: Sequence[_Sentence], groups: Collection[Group], intents: Collection[Intent]) -> bool:
    """Offered for, asked or sought for them, or held up with them; not one word in a list of tasks."""
    if Group.OEKRAIENSE_ONTHEEMDEN in groups:
        return True
    named = [number for number, sentence in enumerate(sentences) if "oekraine" in sentence.kinds]
    if named and Group.MIXED in groups:
        return True
    return any(_matters(sentences, number, intents) for number in named)


def _matters(sentences: Sequence[_Sentence], number: int, intents: Collection[Intent]) -> bool:
    """Whether the sentence that names Ukraine is asked about, sought for or held up, or is the subject of the mail."""
    sentence = sentences[number]
    around = sentences[max(0, number - NEARBY) : number + NEARBY + 1]
    asked = Intent.QUESTION in intents and any(near.asks for near in around)
    titled = sentence.is_subject and bool({Intent.QUESTION, Intent.BOTTLENECK} & set(intents))
    homeless = "oekraine_zonder_plek" in sentence.kinds and Intent.PLEDGE not in intents
    sought = "oekraine_nood" in sentence.kinds and bool(
        {Intent.QUESTION, Intent.SUPPORT, Intent.BOTTLENECK} & set(intents)
    )
    held_up = Intent.BOTTLENECK in intents and bool(sentence.kinds & BOTTLENECKS - {OWN_WORK})
    return asked or titled or homeless or sought or held_up


def _has_small_location(pledges: Sequence[PledgeReading], sentences: Sequence[_Sentence]) -> bool:
    named = any("asiel" in sentence.kinds for sentence in sentences)
    for pledge in pledges:
        fits = pledge.group in SMALL_GROUPS or (pledge.group is Group.MIXED and named)
        if fits and (pledge.places_max or pledge.places or 0) <= SMALL:
            return True
    return False


def _wants_link(sentences: Sequence[_Sentence], bottleneck_types: Collection[str], intents: Collection[Intent]) -> bool:
    """Whether linking is asked for, or homes stand empty for want of it; a mere complaint goes nowhere."""
    kinds = frozenset().union(*(sentence.kinds for sentence in sentences))
    about_linking = "coa" in kinds or LINKING in bottleneck_types
    pressing = Intent.QUESTION in intents or "leegstand" in kinds
    return "coa_verzoek" in kinds or (about_linking and pressing)
