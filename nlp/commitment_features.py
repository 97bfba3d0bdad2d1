"""What the learned part sees of how firm an offer is: the words of its sentence and of those beside it, and facts.

Words count one by one, by their beginning, in pairs, and by what they are about (`nlp.vocabulary`), so that a condition
in words never seen before still shows that somebody else has something to decide. Facts are what the rules found.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log1p

from domain.model import Commitment
from nlp.candidates import Candidate
from nlp.commitments import Strongest
from nlp.counts import Bound
from nlp.role_features import STANCES, Facts
from nlp.role_words import sentences
from nlp.stems import Sparse, block
from nlp.surroundings import BUCKETS, Marks, Masked, Surroundings, denies, joined, vector
from nlp.tenor import Tenor

COMMITMENTS = tuple(str(commitment) for commitment in Commitment)
CUES = ("onderzoek", "voorwaarde", "misschien", "vast")
"""The labels of `terms/commitment.toml` that plead for a commitment."""

SIDE, STEM = 6, 6
"""Words on either side of the number that are seen as such, and letters of a beginning."""

CLOSE, SAID, AROUND, THEMES, MESSAGE, STEMS_AROUND = 0.4, 1.0, 0.4, 0.5, 0.4, 0.5
"""What the words near the number, its sentence, those beside it, what they are about, the whole message, and the stems
of the sentences beside it weigh."""

ALL_BUCKETS = 3 * BUCKETS
"""The words as they stand, and behind them the stems of the sentence and those beside it."""

OWN = "S"
BESIDE = ((OWN, 0), ("B", -1), ("A", 1), ("AA", 2))
"""How the marks of each sentence begin, and where it stands from that of the offer."""

MOST = 5


def words_of(pledge: Candidate, around: Surroundings) -> Sparse:
    """What the words tell of one offer."""
    place = (pledge.part.name, pledge.sentence_number, "commitment")
    own, _ = around.sentence(pledge, pledge.sentence_number)
    return joined([
        vector(_close(pledge, around.atoms[pledge.part.name]), CLOSE),
        around.kept((*place, "said"), lambda: vector(["", *told(OWN, own)], SAID)),
        around.kept((*place, "around"), lambda: vector(_beside(pledge, around), AROUND)),
        around.kept((*place, "themes"), lambda: vector(_themes(pledge, around), THEMES)),
        around.kept((*place, "stems"), lambda: block(sentences(pledge, around, (0,)), BUCKETS, SAID, BUCKETS)),
        around.kept((*place, "stems around"), lambda: _stems_beside(pledge, around)),
        around.kept(("commitment", "words"), lambda: vector(_message(around), MESSAGE)),
        around.kept(("commitment", "classes"), lambda: vector([f"Mc:{name}" for name in around.classes()], MESSAGE)),
    ])  # fmt: skip


def _stems_beside(pledge: Candidate, around: Surroundings) -> Sparse:
    steps = tuple(step for _, step in BESIDE[1:])
    return block(sentences(pledge, around, steps), BUCKETS, STEMS_AROUND, 2 * BUCKETS)


def told(sign: str, atoms: Sequence[str]) -> Marks:
    """The marks of the words of a sentence: each word, its beginning, and pairs."""
    stems = [atom[:STEM] for atom in atoms]
    found = [f"{sign}:{atom}" for atom in atoms] + [f"{sign}t:{atom[:STEM]}" for atom in atoms if len(atom) >= STEM]
    found += [f"{sign}{sign}:{one} {other}" for one, other in pairwise(stems)]
    return found + [f"{sign}3:{one} {other}" for one, other in zip(stems, stems[2:], strict=False)]


def _close(pledge: Candidate, atoms: Masked) -> Marks:
    mention = pledge.mention
    found = []
    for sign, side in (
        ("L", atoms[max(0, mention.first_word - SIDE) : mention.first_word][::-1]),
        ("R", atoms[mention.value_word + 1 : mention.value_word + 1 + SIDE]),
    ):
        found += [f"{sign}:{atom}" for atom in side]
        found += [f"{sign}{sign}:{one} {other}" for one, other in pairwise(side)]
    return found


def _beside(pledge: Candidate, around: Surroundings) -> Marks:
    number = pledge.sentence_number
    return [mark for sign, step in BESIDE[1:] for mark in told(sign, around.sentence(pledge, number + step)[0])]


def _themes(pledge: Candidate, around: Surroundings) -> Marks:
    found = []
    for sign, step in BESIDE:
        atoms, themes = around.sentence(pledge, pledge.sentence_number + step)
        found += [f"{sign}c:{name}" for names in themes for name in names]
        if sign == OWN and denies(atoms):
            found += [f"{sign}Nc:{name}" for names in themes for name in names]
    return found


def _message(around: Surroundings) -> Marks:
    words = around.words()
    stems = [word[:STEM] for word in words]
    return [f"M:{stem}" for stem in set(stems)] + [f"MM:{one} {other}" for one, other in pairwise(stems)]


def facts(pledge: Candidate, ruled: Commitment, found: Strongest, together: int, tenor: Tenor) -> Facts:
    """What the rules say of one of `together` offers: the commitment `ruled`, and the strongest cues they `found`."""
    sentence, mention, cues = pledge.sentence, pledge.mention, pledge.part.layers.qualifiers
    said, sentences = pledge.scores.cues, pledge.layout.sentences
    return {
        **{f"cue {name}": found[name][0] if name in found else 0.0 for name in CUES},
        **{f"rules {name}": float(ruled == name) for name in COMMITMENTS},
        **{f"near {name}": said.get(name, 0.0) for name in ("aanbod", "gereed", "plan")},
        **{f"has {name}": float(cues.has(name, sentence.first, sentence.last)) for name in STANCES},
        "question": float(sentence.question),
        "refuses": float(tenor.refuses),
        "corrects": float(tenor.corrects),
        "withdraws": float(tenor.withdraws),
        "offers": float(min(together, MOST)),
        "about": float(mention.bound is not Bound.EXACT),
        "range": float(mention.high is not None),
        "no number": float(mention.low is None),
        "listed": float(sentence.kind != "prose"),
        "sentences": log1p(len(sentences)),
        "sentences behind": log1p(len(sentences) - 1 - pledge.sentence_number),
    }
