"""What the sender wants with the message.

Pledge and bottleneck follow from what was found. The others are cues (`terms/intents/`), put together here: a decline
gives way to an offer, a cry for help is no question, a polite request to file something asks nothing. What these rules
make of a message is weighed together with what the learned sense hears in its sentences (`nlp.intent_weighing`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from domain.model import Intent, Kind, Message
from nlp import sense
from nlp.gazetteer.names import Name
from nlp.grammar import listed
from nlp.intent_weighing import FAMILY, WEIGHED, Said, facts_of
from nlp.parts import ReadPart
from nlp.replacements import replacements
from nlp.scopes import CueSentence
from nlp.sense import Sense

QUESTION_WORDS, SUBJECTS, OWN_ANSWERS = listed("question_word"), listed("subject"), listed("own_answer")
ASKING_VERBS, ASKED_PERSONS = listed("asking_verb"), listed("asked_person")
UNREST = frozenset(("unrest", "veiligheid_intimidatie", "draagvlak"))
"""Cues after which asking for help is asking for support."""

SHORTEST_QUESTION = 4
"""Words of a question without its mark."""

SHORT_NO = 4
"""Words of an answer that is a plain no: "Nee helaas."."""


def intents(
    message: Message,
    parts: Sequence[ReadPart],
    *,
    has_pledge: bool,
    has_bottleneck: bool,
    is_correction: bool,
    is_withdrawal: bool,
    several: bool = False,
    learned: Sense | None = None,
) -> tuple[Intent, ...]:
    """The intents of `message`, in the order of `Intent`; `OTHER` alone where it is not personal or nothing fits.

    `several`: it speaks for more than one gemeente. `learned` is the sense to listen with, by default our own.
    """
    if message.kind is not Kind.PERSONAL:
        return (Intent.OTHER,)
    learned = learned or sense.load()
    ruled = by_rules(parts, has_pledge=has_pledge, is_correction=is_correction, is_withdrawal=is_withdrawal)
    wanted = set(ruled)
    listened = learned.listen(parts)
    if listened.places:
        said = Said(kinds(parts), ruled, has_pledge, has_bottleneck, several)
        weighing = learned.weighings[FAMILY]
        shares = zip(WEIGHED, weighing.shares(facts_of(said, listened, learned)), strict=True)
        wanted = {intent for intent, share in shares if weighing.keeps(share, ruled=intent in ruled)}
    wanted |= {Intent.PLEDGE} if has_pledge else set()
    wanted |= {Intent.BOTTLENECK} if has_bottleneck else set()
    return tuple(intent for intent in Intent if intent in wanted) or (Intent.OTHER,)


def by_rules(
    parts: Sequence[ReadPart], *, has_pledge: bool, is_correction: bool, is_withdrawal: bool
) -> frozenset[Intent]:
    """What the cues make of the intents that do not follow from what was found."""
    named = kinds(parts)
    support = _wants_support(named)
    renews = has_pledge and any(replacements(part.doc) for part in parts)
    correction = is_correction or renews or (has_pledge and "correction" in named)
    withdrawal = (is_withdrawal or "withdrawal" in named) and not has_pledge
    decline = _declines(parts) and (not has_pledge or _speaks_for_another(parts, "decline")) and not withdrawal
    offers = has_pledge or decline
    deferral = "deferral" in named and (not offers or _speaks_for_another(parts, "deferral"))
    found = {
        Intent.DECLINE: decline,
        Intent.QUESTION: _asks(parts, support=support),
        Intent.CORRECTION: correction and not withdrawal,
        Intent.WITHDRAWAL: withdrawal,
        Intent.SUPPORT: support,
        Intent.CONTACT: "contact" in named,
        Intent.DEFERRAL: deferral and not withdrawal,
    }
    return frozenset(intent for intent, is_so in found.items() if is_so)


def kinds(parts: Sequence[ReadPart]) -> set[str]:
    """The kinds of all cues in `parts`."""
    return {cue.rule.kind for part in parts for _, cues in part.layers.cue_sentences for cue in cues}


def _declines(parts: Sequence[ReadPart]) -> bool:
    """Whether a sentence refuses; "tot die tijd kan ik niets toezeggen" puts off rather than refuses."""
    kinds = [{cue.rule.kind for cue in cues} for part in parts for _, cues in part.layers.cue_sentences]
    bodies = [part.layers.cue_sentences for part in parts if part.name == "body" and part.layers.cue_sentences]
    plain_no = any(_is_plain_no(sentences[0][0].words) for sentences in bodies)
    return plain_no or any("decline" in named and "deferral" not in named for named in kinds)


def _is_plain_no(words: Sequence[str]) -> bool:
    """Whether an answer opens with a bare "nee": short, or with a name before it ("Gennep: nee")."""
    return (words[0] == "nee" and len(words) <= SHORT_NO) or words[-1] == "nee"


def _wants_support(named: Collection[str]) -> bool:
    return "support" in named and bool(UNREST & set(named))


def _speaks_for_another(parts: Sequence[ReadPart], kind: str) -> bool:
    """Whether what is refused or put off is so for a gemeente of its own, beside the one that offers."""
    for part in parts:
        names = part.layers.gemeente_names or ()
        for sentence, cues in part.layers.cue_sentences:
            for cue in cues:
                if cue.rule.kind == kind:
                    inside = _codes(names, *sentence.between_commas(cue.anchor)) or _codes(
                        names, sentence.start, sentence.end
                    )
                    if inside and any(not inside.intersection(n.codes) for n in names):
                        return True
    return False


def _codes(names: Iterable[Name], low: int, high: int) -> set[str]:
    return {code for name in names if low <= name.start < high for code in name.codes}


def _asks(parts: Sequence[ReadPart], *, support: bool) -> bool:
    for part in parts:
        if part.name == "subject":
            continue
        sentences = [sentence for sentence, _ in part.layers.cue_sentences]
        for number, (sentence, cues) in enumerate(part.layers.cue_sentences):
            if any(name in sentence.spans for name in ("question.polite", "question.offer")):
                continue
            follower = sentences[number + 1] if number + 1 < len(sentences) else None
            kinds = {cue.rule.kind for cue in cues}
            asks = "question" in kinds or _is_question(sentence, follower)
            if asks and not (support and "support" in kinds):
                return True
    return False


def _is_question(sentence: CueSentence, follower: CueSentence | None) -> bool:
    """Whether the sentence ends in a question to the reader, and not one that the sender answers or does not mean."""
    if "question.rhetorical" in sentence.spans:
        return False
    if sentence.asked is None:
        return not sentence.closed and not sentence.has("NEGATOR") and _opens_like_a_question(sentence.words)
    if follower is not None and follower.words[0] in OWN_ANSWERS:
        return False
    low, high = sentence.asked
    opens = any(low <= at < high for at, _ in sentence.spans.get("QUESTION", ()))
    return opens and not _is_echo(sentence.words[low:high])


def _opens_like_a_question(words: Sequence[str]) -> bool:
    """In chat the question mark is often left out: "moeten wij dat ook invullen", "wat is de deadline"."""
    if len(words) < SHORTEST_QUESTION:
        return False
    inverted = words[0] in ASKING_VERBS and words[1] in ASKED_PERSONS
    return inverted or (words[0] in QUESTION_WORDS and words[1] in ASKING_VERBS)


def _is_echo(words: Sequence[str]) -> bool:
    """Whether the sender repeats a question to answer it: "Wat dat kost?", "Of wij iets kunnen?" (no verb second)."""
    return words[0] == "of" or (len(words) > 1 and words[0] in QUESTION_WORDS and words[1] in SUBJECTS)
