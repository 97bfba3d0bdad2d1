"""Nakijken: one message at a time, the doubtful ones first, then a random tenth of the certain ones."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from desk.case import Case, letter_keys, open_case
from desk.pages.gone import gone
from desk.rendering import rendered
from desk.review_form import Filled, choice_of, filled_in, made_whole, recorded, settlement, split_up
from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.decision import SEVERAL_GEMEENTEN
from domain.errors import DecisionError, Overtaken

HOME = "/werkbank/nakijken"
VERSION = "X-Versie"
"""Header of a page that is fetched ahead: the newest decision that it knows of."""
AHEAD = "X-Vooruit"
"""Header that says that the page that was fetched ahead is good, and that this is what to add to it."""


def queue(visit: Visit) -> list[int]:
    """All that is to be looked at, in order."""
    records, campaign = visit.desk.records, visit.desk.campaign.key
    return visit.desk.remembered.get(
        "queue",
        records.overview.stamp(),
        lambda: [*records.reviews.waiting(campaign), *records.reviews.sample(campaign)],
    )


def next_one(visit: Visit, after: int | None = None) -> int | None:
    """What to look at now: the first that nobody else looks at; with `after` the first one behind that one.

    The last one that is left comes round again.
    """
    numbers = queue(visit)
    if after in numbers:
        at = numbers.index(after)
        numbers = [*numbers[at + 1 :], *numbers[: at + 1]]
    taken = visit.desk.presence.taken(visit.user.name, visit.now)
    return next((n for n in numbers if str(n) not in taken), next(iter(numbers), None))


def upcoming(visit: Visit, now_at: int) -> int | None:
    """What comes after a decision about this one, so that a browser can fetch it ahead; `None` where it is the last."""
    taken = visit.desk.presence.taken(visit.user.name, visit.now)
    return next((n for n in queue(visit) if n != now_at and str(n) not in taken), None)


def start(visit: Visit) -> Response:
    """To the message that is up now, or the page that says that all is done."""
    after, done = visit.asked("na"), visit.asked("gedaan")
    number = next_one(visit, int(after) if after.isdecimal() else None)
    if number is None:
        return visit.page("review_done.html", done=_done(visit))
    return visit.go(f"{HOME}/{number}" + (f"?gedaan={done}" if done.isdecimal() else ""))


def _done(visit: Visit) -> object:
    """The decision that was just made, to be undone at once."""
    done = visit.asked("gedaan")
    decision = visit.desk.records.reviews.decision(int(done)) if done.isdecimal() else None
    return decision if decision and decision["who"] == visit.user.name and not decision["undone"] else None


def show(visit: Visit) -> Response:
    """One message with everything to decide about it."""
    case = _case(visit)
    if case.stored.erased_at:
        return gone(visit, case.stored)
    visit.looked("bericht", case.stored.id)
    return _page(visit, case, recorded(case, dict(visit.desk.names)))


def _case(visit: Visit) -> Case:
    try:
        return open_case(visit.desk, visit.id())
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error


def _page(visit: Visit, case: Case, filled: Filled, status: int = 200) -> Response:
    numbers, presence, at = queue(visit), visit.desk.presence, str(case.stored.id)
    # What is fetched ahead is not being looked at: it stays free for others
    look = presence.looks if visit.trail else presence.others
    page = visit.page(
        "review.html",
        status,
        case=case,
        filled=filled,
        queue=numbers,
        place=numbers.index(case.stored.id) + 1 if case.stored.id in numbers else 0,
        others=look(visit.user.name, at, visit.now),
        upcoming=upcoming(visit, case.stored.id) if visit.trail else None,
        types=letter_keys(visit.desk.campaign.bottleneck_types),
        labels={kind.key: kind.label for kind in visit.desk.campaign.bottleneck_types},
        asks_meaning=SEVERAL_GEMEENTEN in (case.reasons or ()),
        done=_done(visit),
    )
    if not visit.trail:
        page.headers[VERSION] = str(case.version)
    return page


def decide(visit: Visit) -> Response:
    """Agree, put right, split, or say that nothing of it counts."""
    case = _case(visit)
    filled = filled_in(visit)
    step, _, key = visit.text("action").partition("-")
    if step in {"splits", "heel"}:
        return _page(visit, case, split_up(filled, key) if step == "splits" else made_whole(filled, key))
    wanted = settlement(filled, case, visit.desk.finder, {t.key for t in visit.desk.campaign.bottleneck_types})
    if wanted is None and visit.text("action") != "reject":
        return _page(visit, case, filled, 422)
    number, reviewer = case.stored.id, visit.reviewer
    try:
        with visit.changing("nagekeken", "bericht", number, visit.text("action")):
            reviewer.unchanged_since(number, visit.number("version") or 0)
            if visit.text("action") == "reject":
                decision = reviewer.reject(number, filled.reason)
            else:
                assert wanted is not None  # noqa: S101  # checked above; tells mypy so
                decision = reviewer.settle(number, wanted, choice_of(filled, case), filled.reason)
    except Overtaken:
        return _conflict(visit, _case(visit), filled)
    except DecisionError as error:
        filled.faults["besluit"] = str(error)
        return _page(visit, case, filled, 422)
    return _onward(visit, number, decision) or visit.go(f"{HOME}?na={number}&gedaan={decision}")


def _onward(visit: Visit, number: int, decision: int) -> Response | None:
    """Where a browser has fetched the next one ahead and that is still good: what to add to it, and from now on it is
    looked at. `None` without such a page.
    """
    fetched = visit.number("vooruit")
    if fetched is None or fetched != next_one(visit, number):
        return None
    if visit.desk.records.dossiers.newest_decision(fetched) != visit.number("vooruit_versie"):
        return None
    visit.looked("bericht", fetched)
    numbers = queue(visit)
    pieces = visit.page(
        "review_ahead.html",
        number=fetched,
        done=visit.desk.records.reviews.decision(decision),
        place=numbers.index(fetched) + 1,
        queue=numbers,
        sampled=visit.desk.records.dossiers.open_review(fetched) is None,
        others=visit.desk.presence.looks(visit.user.name, str(fetched), visit.now),
        upcoming=upcoming(visit, fetched),
    )
    pieces.headers.update({AHEAD: "ja", "HX-Push-Url": f"{HOME}/{fetched}"})
    return pieces


def _conflict(visit: Visit, case: Case, filled: Filled) -> Response:
    """What somebody else decided in the meantime, beside what this person wanted."""
    return visit.page(
        "review_conflict.html",
        409,
        case=case,
        mine=filled,
        theirs=recorded(case, dict(visit.desk.names)),
        newest=next(iter(case.decisions), None),
        labels={kind.key: kind.label for kind in visit.desk.campaign.bottleneck_types},
        sent=[(name, value) for name, values in visit.lists.items() for value in values],
    )


def other_gemeente(visit: Visit) -> Response:
    """The whole message is from another gemeente; with several that may be meant, the person chooses."""
    number, words = visit.id(), visit.text("gemeente")
    found = visit.desk.finder.only(visit.text("code") or words)
    if found is None:
        return visit.page(
            "review_gemeente.html", 422, number=number, words=words, candidates=visit.desk.finder.find(words)
        )
    with visit.changing("gemeente gewijzigd", "bericht", number, found.code):
        decision = visit.reviewer.reassign(number, found.code)
    return visit.go(f"{HOME}/{number}?gedaan={decision}")


def undo(visit: Visit) -> Response:
    """Take back a decision, and look at its message again."""
    decision = visit.id()
    message = visit.desk.records.dossiers.message_of_decision(decision)
    with visit.changing("ongedaan gemaakt", "bericht", message, f"besluit {decision}"):
        visit.reviewer.undo(decision)
    return visit.go(f"{HOME}/{message}")


def suggest(visit: Visit) -> Response:
    """The gemeenten that may be meant after a few letters, as options for the field."""
    words = visit.asked("gemeente")
    return HTMLResponse(rendered("suggest.html", found=visit.desk.finder.find(words)) if words else "")


def who(visit: Visit) -> Response:
    """Who else looks at this message now."""
    others = visit.desk.presence.looks(visit.user.name, str(visit.id()), visit.now)
    return HTMLResponse(rendered("who.html", others=others))


PAGES = (
    Page(HOME, start, role=Role.REVIEWER),
    Page(HOME + "/{id:int}", show),
    Page(HOME + "/{id:int}", decide, role=Role.REVIEWER, post=True),
    Page(HOME + "/{id:int}/gemeente", other_gemeente, role=Role.REVIEWER, post=True),
    Page(HOME + "/{id:int}/wie", who, role=Role.REVIEWER, quiet=True),
    Page(HOME + "/ongedaan/{id:int}", undo, role=Role.REVIEWER, post=True),
    Page("/werkbank/gemeente-zoeken", suggest),
)
