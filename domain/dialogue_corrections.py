"""Second thoughts in the middle of a report: another figure, date, group or gemeente in the place of what was said."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.dialogue_questions import PROMPTS, line_for, proceed
from domain.dialogue_report import NOW, Report, count_value
from domain.dialogue_state import SLOTS, Draft, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_wishes import ON_TOP, names_another_figure
from domain.dialogue_words import commitment_said, condition_said, group_said, only_asks, says_now
from domain.model import Commitment, PledgeReading
from domain.said import offer_of
from domain.talking import Count
from domain.wording import COMMITMENTS, GROUPS, amount_text, day_text

CORRECTS = re.compile(
    r"^\W*(?:nee+|nou|wacht|sorry|oeps|pardon|excuus|foutje|correctie|eigenlijk|toch|ho)\b|\bik\s+bedoel\w*|\bbedoelde\b"
    r"|\btoch\s+(?:maar|liever)\b|\beigenlijk\s+toch\b|\bbij\s+nader\s+inzien\b|\bmoet(?:en)?\s+(?:\w+\s+)?zijn\b"
    r"|\b(?:verkeerd|vergis|verschreven|typefout)\w*|\bniet\s+(?:voor\s+)?\w+\s*,?\s*maar\s+\w+|\bipv\b|\bin\s+plaats\s+van\b",
    re.IGNORECASE,
)
"""The user takes back something that he said."""
NEVER_MIND = re.compile(
    r"^\W*(?:(?:nee|oh?|sorry)\W+)*(?:(?:(?:toch|liever|maar|doe)\s+)+niet"
    r"|laat\s+(?:het\s+)?maar(?:\s+(?:zitten|zo))?|vergeet\s+(?:het|'t)(?:\s+maar)?|ik\s+stop\s+er\s?mee|stop\s+maar)"
    r"(?:\s+hoor)?\W*$",
    re.IGNORECASE,
)
"""The user gives up what he was saying."""
NEITHER = frozenset({Step.PLACES, Step.REASON, Step.BESIDE})
"""Questions whose answer cannot be a correction of something else."""
_AT_ONCE = re.compile(r"^\W*(?:nee|wacht|sorry|oeps|correctie|maak\s+er)\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:voor|namens|gemeente|van)\b", re.IGNORECASE)


def gives_up(talk: Talk) -> bool:
    """Whether the words throw away the report. "Toch niet" after "is it certain?" or "is this right?" answers that."""
    text = talk.heard.text
    if not NEVER_MIND.match(text):
        return False
    return talk.state.step not in {Step.COMMITMENT, Step.SUMMARY} or "niet" not in text.lower()


def corrects(talk: Talk) -> bool:
    """Whether the words take back something, whatever that is."""
    return bool(_AT_ONCE.match(talk.heard.text) and talk.heard.counts)


def corrected(talk: Talk, draft: Draft) -> bool:
    """Put another value in the place of one that was said; false where the words are no correction."""
    text, step = talk.heard.text, talk.state.step
    if step in NEITHER or only_asks(text) or not _says_otherwise(text):
        return False
    if step is Step.CONDITION and not _AT_ONCE.match(text):
        return False
    if not _counted(talk.report(draft)) and not CORRECTS.search(text):
        return False
    fresh = _with_values(talk, draft) or _with_gemeente(talk, draft)
    if fresh is None:
        return False
    if step in SLOTS or step in {Step.GEMEENTE, Step.ON_TOP}:
        say_changes(talk, draft, fresh)
    talk.answered()
    talk.keep(fresh)
    proceed(talk)
    return True


def _says_otherwise(text: str) -> bool:
    return bool(CORRECTS.search(text) or names_another_figure(text)) and not ON_TOP.search(text)


def _counted(report: Report) -> bool:
    return any(pledge.places is not None or pledge.homes is not None for pledge in report.pledges)


def _with_values(talk: Talk, draft: Draft) -> Draft | None:
    report = talk.report(draft)
    if draft.purpose is Purpose.WITHDRAW:
        fresh = _fresh(talk.heard.counts, report)
        line = line_for(talk, Step.PLACES, talk.heard.text, ((Step.PLACES, count_value(fresh)),))
        return replace(draft, purpose=Purpose.CHANGE, lines=(line,), confirmed=False) if len(fresh) == 1 else None
    at = _about(talk, draft, report)
    if at is None:
        return None
    values = _values(talk, report, report.pledges[at] if report.pledges else None)
    line = replace(line_for(talk, Step.IDLE, talk.heard.text, values), prompt=PROMPTS[Step.CHANGE], pledge=at)
    return draft.with_line(line) if values else None


def _about(talk: Talk, draft: Draft, report: Report) -> int | None:
    """The position of the pledge that is corrected: the only one, the one that is named, or the one asked about."""
    if len(report.pledges) <= 1:
        return 0 if report.pledges or draft.purpose is Purpose.CHANGE else None
    said = {count.low for count in talk.heard.counts}
    group = group_said(talk.heard.text)
    named = [at for at, one in enumerate(report.pledges) if one.places in said]
    named = named or [at for at, one in enumerate(report.pledges) if one.group is group and group]
    if len(named) == 1:
        return named[0]
    return talk.state.about if talk.state.step in SLOTS and talk.state.about >= 0 else None


def _values(talk: Talk, report: Report, pledge: PledgeReading | None) -> tuple[tuple[Step, str], ...]:
    """What the words say otherwise than it was said."""
    heard, values = talk.heard, []
    if len(fresh := _fresh(heard.counts, report)) == 1:
        values.append((Step.PLACES, count_value(fresh)))
    group = group_said(heard.text)
    if group and (pledge is None or pledge.group is not group):
        values.append((Step.GROUP, str(group)))
    if heard.day:
        values.append((Step.FROM, heard.day.isoformat()))
    elif says_now(heard.text):
        values.append((Step.FROM, NOW))
    values += _firmness(heard.text)
    return tuple(values)


def said_otherwise(talk: Talk, report: Report) -> tuple[tuple[Step, str], ...]:
    """What the words say of the only pledge that is not so yet."""
    pledge = report.pledges[0]
    now = {Step.GROUP: str(pledge.group), Step.COMMITMENT: str(pledge.commitment), Step.CONDITION: pledge.condition}
    if pledge.available_from:
        now[Step.FROM] = pledge.available_from.isoformat()
    said = _values(talk, report, pledge)
    unsaid = {slot for slot in SLOTS if slot not in report.said[0]}
    return tuple((slot, value) for slot, value in said if slot in unsaid or now.get(slot) != value)


def _firmness(text: str) -> list[tuple[Step, str]]:
    said, condition = commitment_said(text), condition_said(text)
    if said is None or (said is Commitment.CONDITIONAL and not condition and "voorwaarde" not in text.lower()):
        return []
    return [(Step.COMMITMENT, str(said)), *([(Step.CONDITION, condition)] if condition else [])]


def _fresh(counts: tuple[Count, ...], report: Report) -> tuple[Count, ...]:
    """The counts that were not said before: in "niet 10 maar 8" only the 8."""
    said = {(pledge.places, pledge.places_max) for pledge in report.pledges}
    homes = {pledge.homes for pledge in report.pledges}
    return tuple(c for c in counts if ((c.low, c.high) not in said if c.low is not None else c.homes not in homes))


def _with_gemeente(talk: Talk, draft: Draft) -> Draft | None:
    """The same for another gemeente: "nee, het is voor Urk"."""
    heard = talk.heard
    names = heard.claimed or (heard.named if _FOR.search(heard.text) else ())
    single = [codes[0] for codes in names if len(codes) == 1]
    if draft.purpose is not Purpose.REPORT or draft.gemeente is None or heard.counts or len(names) != 1 or not single:
        return None
    if single[0] == draft.gemeente:
        return None
    line = line_for(talk, Step.GEMEENTE, heard.text)
    return replace(draft.with_line(line), gemeente=single[0], candidates=(), replaces=None)


def say_changes(talk: Talk, before: Draft, after: Draft, asked: Step = Step.IDLE) -> None:
    """Say what was changed beside what was `asked`: nothing else shows that it was heard."""
    old, new = talk.report(before).pledges, talk.report(after).pledges
    if len(old) != len(new):
        return
    found = [change for one, other in zip(old, new, strict=True) for change in _changes(one, other)]
    if changes := [text for slot, text in found if slot is not asked]:
        talk.say(f"Genoteerd: {', '.join(changes)}.")


def _changes(old: PledgeReading, new: PledgeReading) -> list[tuple[Step, str]]:
    found = []
    counted = replace(offer_of(new), approximate=False)
    if (old.places, old.places_max, old.homes) != (new.places, new.places_max, new.homes):
        found.append((Step.PLACES, amount_text(counted)))
    if old.group is not new.group:
        found.append((Step.GROUP, f"voor {GROUPS[new.group]}"))
    if old.commitment is not new.commitment:
        found.append((Step.COMMITMENT, COMMITMENTS[new.commitment]))
    if old.available_from != new.available_from and new.available_from:
        found.append((Step.FROM, f"vanaf {day_text(new.available_from)}"))
    return found
