"""Attachments as text: which are opened, what they are called, and in Dutch why one was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.model import Attachment
from intake.mail.cleaning import clean, trim
from intake.mail.document_reader import Extracted, Request, extract
from intake.mail.limits import MAX_ATTACHMENT, MAX_ATTACHMENTS, MAX_BODY
from intake.mail.payload import file_bytes, raw_payload
from intake.mail.structure import Part, default_name

_MEGA = 1_000_000
_BUDGET = 1.0
"""Seconds of processor time for all attachments of one mail."""
_UNREAD = {
    "image": "Een afbeelding wordt niet gelezen.",
    "audio": "Een geluidsopname wordt niet gelezen.",
    "video": "Een video wordt niet gelezen.",
}
_CALENDAR = ("text/calendar", "application/ics")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass(slots=True)
class Opened:
    """The attachments of a mail, and the text that Outlook hid in a winmail.dat."""

    attachments: list[Attachment]
    hidden_text: str = ""


def open_attachments(parts: list[Part]) -> Opened:
    """Read the text of all attachments that are texts, within limits; the others are listed with a reason."""
    opened = Opened([])
    budget = _BUDGET
    for number, part in enumerate(parts):
        name = part.name or default_name(part.content_type)
        size = len(raw_payload(part.mime))
        refused = _refusal(part, size, number, budget)
        if refused is not None:
            opened.attachments.append(Attachment(name, part.content_type, size, problem=refused))
            continue
        data = file_bytes(part.mime, part.headers)
        request = Request(name, part.content_type, part.parameters.get("charset", ""), budget)
        answer = extract(request, data)
        budget -= answer.used
        for one in answer.found:
            if one.is_body:
                opened.hidden_text = one.text
            else:
                opened.attachments.append(_attachment(one, part, len(data)))
    return opened


def _refusal(part: Part, size: int, number: int, budget: float) -> str | None:
    """Why a part is not opened; an empty reason for what never holds a message (an .ics)."""
    main = part.content_type.partition("/")[0]
    if part.content_type in _CALENDAR or part.name.lower().endswith(".ics"):
        return ""
    if main in _UNREAD:
        return _UNREAD[main]
    if size > MAX_ATTACHMENT * 4 // 3:
        return f"De bijlage is te groot om te lezen (meer dan {MAX_ATTACHMENT // _MEGA} MB)."
    if number >= MAX_ATTACHMENTS:
        return f"Alleen de eerste {MAX_ATTACHMENTS} bijlagen zijn gelezen."
    if budget <= 0:
        return "De bijlagen van dit bericht kosten samen te veel tijd; deze is niet gelezen."
    return None


def _attachment(one: Extracted, part: Part, size: int) -> Attachment:
    text, problem = trim(clean(one.text)), one.problem
    if len(text) > MAX_BODY:
        text = text[:MAX_BODY]
        problem = problem or f"Alleen de eerste {MAX_BODY} tekens zijn gelezen."
    return Attachment(one.name, one.content_type or part.content_type, one.size or size, text, problem)


def unique_names(attachments: list[Attachment]) -> tuple[Attachment, ...]:
    """Give each attachment a name of its own, so that evidence can point to it: `brief.pdf`, `brief (2).pdf`."""
    taken: set[str] = set()
    return tuple(_renamed(attachment, taken) for attachment in attachments)


def _renamed(attachment: Attachment, taken: set[str]) -> Attachment:
    name = next(one for one in _candidates(attachment.name) if one not in taken)
    taken.add(name)
    return Attachment(name, attachment.content_type, attachment.size, attachment.text, attachment.problem)


def _candidates(name: str) -> Iterator[str]:
    stem, dot, extension = name.rpartition(".")
    yield name
    number = 2
    while True:
        yield f"{stem} ({number}).{extension}" if dot and stem else f"{name} ({number})"
        number += 1
