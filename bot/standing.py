"""How things stand: the figures of the campaign, who answered, and the health of mailbox, outbox and service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from bot.heartbeat import Heartbeat, alive, read_heartbeat
from domain.campaign import AMSTERDAM, Campaign
from domain.dossier import Status
from intake.send import PAUSED

if TYPE_CHECKING:
    from storage.records import Records

WIDTH = 100
WAVES = {"waiting": "wacht op goedkeuring", "approved": "goedgekeurd", "dismissed": "overgeslagen"}
Standing = dict[str, Any]


def standing(campaign: Campaign, records: Records, data: Path, now: datetime) -> Standing:
    """Everything that `status` tells, as it goes into JSON. Times are UTC."""
    counts = dict(records.counts())
    responses = list(records.view("v_responses", campaign.key))
    return {
        "campaign": {
            "key": campaign.key,
            "title": campaign.title,
            "deadline": campaign.deadline.words,
            "deadline_at": campaign.deadline.instant.isoformat(),
            "passed": campaign.deadline.passed(now),
        },
        "progress": dict(records.progress(campaign.key)),
        "statuses": _by_status(responses),
        "answered": [
            {key: row[key] for key in ("gemeente", "name", "status", "places", "homes")}
            for row in responses
            if row["answered"]
        ],
        "messages": {key: counts.pop(key) for key in ("received", "handled", "trouble")},
        "sending_paused": records.setting(PAUSED) is not None,
        "outbox": {key.removeprefix("outbox_"): count for key, count in counts.items()},
        "contacts": records.contacts.counts(),
        "waves": records.reminders.waves(campaign.key),
        "service": _service(read_heartbeat(data), now),
    }


def _by_status(responses: list[Any]) -> dict[str, int]:
    counts = {str(status): 0 for status in Status}
    for row in responses:
        counts[row["status"]] += 1
    return counts


def _service(beat: Heartbeat | None, now: datetime) -> Standing:
    if beat is None:
        return {"running": False}
    return {
        "running": alive(beat.pid),
        "stuck": beat.stale(now),
        "pid": beat.pid,
        "at": beat.at.isoformat(),
        "mailbox_at": beat.mailbox_at.isoformat() if beat.mailbox_at else None,
        "trouble": beat.trouble,
        "reminders_at": beat.ticked_at.isoformat() if beat.ticked_at else None,
        "sending_trouble": beat.sending_trouble,
        "chat_trouble": beat.chat_trouble,
    }


def standing_lines(found: Standing) -> Iterator[str]:
    """The same for people."""
    campaign, progress = found["campaign"], found["progress"]
    yield f"{campaign['title']} ({campaign['key']})"
    last = datetime.fromisoformat(campaign["deadline_at"]).astimezone(AMSTERDAM)
    passed = ", is voorbij" if campaign["passed"] else ""
    yield f"Deadline: {campaign['deadline']} (tot en met {last:%d-%m-%Y %H:%M}{passed})"
    yield ""
    yield from _figures(progress)
    yield ""
    yield from _who(found)
    yield ""
    yield from _health(found, progress)


def _figures(progress: Standing) -> Iterator[str]:
    firm, goal = progress["pledged_firm"], progress["goal"]
    yield f"{'Toegezegd':<34}{_number(firm):>7} van {_number(goal)} plekken ({firm / goal:.0%})"
    rows = {
        "Toegezegd onder voorwaarde": "pledged_conditional",
        "Wordt verkend": "exploring",
        "Woningen zonder aantal plekken": "homes",
        "Plekken voor andere groepen": "other_groups",
    }
    for label, key in rows.items():
        yield f"{label:<34}{_number(progress[key]):>7}"


def _who(found: Standing) -> Iterator[str]:
    progress = found["progress"]
    yield f"{progress['answered']} van de {progress['gemeenten']} gemeenten hebben geantwoord."
    by_status: defaultdict[str, list[str]] = defaultdict(list)
    for row in found["answered"]:
        by_status[row["status"]].append(row["name"])
    for status in Status:
        count = found["statuses"][str(status)]
        if count:
            yield f"{status.label[:1].upper()}{status.label[1:]}: {count}"
            yield from wrap(
                ", ".join(sorted(by_status[str(status)])), WIDTH, initial_indent="  ", subsequent_indent="  "
            )


def _health(found: Standing, progress: Standing) -> Iterator[str]:
    messages, outbox = found["messages"], found["outbox"]
    yield (
        f"Berichten: {_number(messages['handled'])} gelezen, {messages['received']} nog te lezen, "
        f"{messages['trouble']} onleesbaar; {progress['waiting_for_review']} wachten op een beoordeling."
    )
    waiting = sum(outbox.get(state, 0) for state in ("due", "claimed", "handing_over"))
    failed, unknown = outbox.get("failed", 0), outbox.get("unknown", 0)
    yield (
        f"Uitgaande post: {outbox.get('sent', 0)} verstuurd, {waiting} te versturen, "
        f"{failed} mislukt, {unknown} onzeker."
    )
    if found["sending_paused"]:
        yield "Versturen staat uit na het terugzetten van een kopie. Weer aanzetten: plaatsmaker send --resume"
    yield from _writing(found)
    yield service_line(found["service"])


def _writing(found: Standing) -> Iterator[str]:
    """Whom we write to, what waits for a person, and how far the reminders are."""
    contacts = found["contacts"]
    proposed = f"; {contacts['proposed']} voorgesteld" if contacts["proposed"] else ""
    alone = contacts["left_alone"]
    left = f"; {alone} {'adres' if alone == 1 else 'adressen'} schrijven wij niet meer aan" if alone else ""
    yield f"Contacten: {contacts['active']} bij {contacts['gemeenten']} gemeenten{proposed}{left}."
    for wave in found["waves"]:
        state = WAVES[wave["state"]]
        yield f"Herinnering {wave['step']}: {state}, {wave['sent']} van {wave['queued']} verstuurd."


def service_line(service: Standing) -> str:
    """One sentence on whether the service runs and reads its mailbox."""
    if "pid" not in service:
        return "Dienst: draait niet (start met plaatsmaker run)."
    at = datetime.fromisoformat(service["at"]).astimezone(AMSTERDAM)
    if not service["running"]:
        return f"Dienst: draait niet meer; het laatste teken van leven was op {at:%d-%m-%Y om %H:%M:%S}."
    state = "zit vast" if service["stuck"] else "draait"
    mailbox = service["mailbox_at"]
    read = f"om {datetime.fromisoformat(mailbox).astimezone(AMSTERDAM):%H:%M:%S}" if mailbox else "nog niet"
    sentence = f"Dienst: {state} (proces {service['pid']}, teken van leven om {at:%H:%M:%S}, postbus gelezen {read})."
    sending = f"Versturen lukt nu niet: {service['sending_trouble']}." if service["sending_trouble"] else ""
    chat = f"Telegram: {service['chat_trouble']}." if service["chat_trouble"] else ""
    return " ".join(filter(None, [sentence, service["trouble"], sending, chat]))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
