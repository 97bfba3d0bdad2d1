"""What a report in the making still lacks, in the order in which it is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.decision import COMES_ON_TOP, ON_TOP
from domain.dialogue_report import ALL, Report
from domain.dialogue_state import SLOTS, Draft, Purpose, Step
from domain.dossier import Pledge


def need(draft: Draft, report: Report, proven: Collection[str], active: Sequence[Pledge]) -> tuple[Step, int] | None:
    """What must be asked next, and about which pledge; `None` where all is known, confirmed and proven."""
    if draft.gemeente is None:
        return Step.GEMEENTE, 0
    known = draft.gemeente in proven
    if draft.purpose is Purpose.PROOF:
        return None if known else (Step.ADDRESS, 0)
    if draft.purpose is not Purpose.REPORT and (first := _about_standing(draft, known=known)):
        return first, 0
    for at, said in enumerate(report.said):
        if missing := next((slot for slot in SLOTS if slot not in said), None):
            shared = missing is not Step.PLACES and sum(missing not in each for each in report.said) > 1
            return missing, ALL if shared else at
    closing = _closing(draft, report, active, known=known)
    return (closing, 0) if closing else None


def _about_standing(draft: Draft, *, known: bool) -> Step | None:
    """What comes first where something that stands is changed: nobody else may hear what stands there."""
    if not known:
        return Step.ADDRESS
    if draft.replaces is None:
        return Step.TARGET
    changes = any(line.values for line in draft.lines)
    return Step.CHANGE if draft.purpose is Purpose.CHANGE and not changes else None


def _closing(draft: Draft, report: Report, active: Sequence[Pledge], *, known: bool) -> Step | None:
    """What remains once the pledges themselves are known."""
    if report.declines and not report.bottlenecks and not draft.no_reason:
        return Step.REASON
    if known and active and draft.replaces is None and (report.pledges or report.declines):
        return Step.ON_TOP
    if not draft.confirmed:
        return Step.SUMMARY
    return None if known else Step.ADDRESS


def says_on_top(report: Report) -> bool:
    """Whether the sentences themselves say that everything comes on top of what stands."""
    return bool(report.pledges) and all(
        p.reason == COMES_ON_TOP or any(ON_TOP.search(e.text) for e in p.evidence) for p in report.pledges
    )
