"""The tree of a mail: which parts are its text, which are attachments, and what a report says.

The tree is walked once. Nothing is decoded here but headers; the parts are handed on as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message as Mime

from intake.mail.cleaning import clean_line
from intake.mail.headers import Headers
from intake.mail.limits import MAX_DELIMITERS

_MAX_NAME = 120
_TEXTS = {"text/plain", "text/html", "text/enriched", "text/richtext"}
_SIGNED = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "application/ms-tnef": ".dat",
}


@dataclass(slots=True)
class Part:
    """One leaf of the tree with its headers read."""

    mime: Mime
    headers: Headers
    content_type: str
    parameters: dict[str, str]
    name: str
    """File name from Content-Disposition or Content-Type; empty where there is none."""
    attached: bool
    """Whether the sender marked it as an attachment."""
    embedded: bool
    """Whether it belongs to the HTML text (a logo)."""


@dataclass(slots=True)
class Text:
    """One text of the mail: the same words as plain text and as HTML, or one of the two, in one or more pieces."""

    plain: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Structure:
    """What a mail consists of."""

    texts: list[Text] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    inner: list[Part] = field(default_factory=list)
    """Attached mails (message/rfc822)."""
    reports: list[Part] = field(default_factory=list)
    """The machine-readable parts of delivery reports and read receipts."""
    report_type: str = ""
    calendar_method: str = ""
    sealed: bool = False
    """Encrypted, or signed in such a way that the text is not open."""


def structure(mime: Mime) -> Structure:
    """Walk the tree of `mime`."""
    found = Structure()
    _walk(mime, found, None, embedded=False)
    return found


def read_part(mime: Mime, *, embedded: bool = False) -> Part:
    """Read the headers of one part; a Content-Type that is none counts as plain text."""
    headers = Headers(mime)
    content_type, parameters = headers.parameters("content-type")
    disposition, more = headers.parameters("content-disposition")
    if content_type.count("/") != 1 or content_type.startswith("/") or content_type.endswith("/"):
        content_type = mime.get_default_type() if not content_type else "text/plain"
    if content_type.startswith("multipart/") and not mime.is_multipart():
        content_type = "text/plain"  # the boundary is missing; everything in it is one text
    name = more.get("filename") or parameters.get("name") or ""
    return Part(
        mime=mime,
        headers=headers,
        content_type=content_type,
        parameters=parameters,
        name=_file_name(name),
        attached=disposition == "attachment",
        embedded=embedded or ("content-id" in headers and disposition != "attachment"),
    )


def default_name(content_type: str) -> str:
    """A name for an attachment that has none."""
    return "bijlage" + _EXTENSIONS.get(content_type, "")


def _file_name(name: str) -> str:
    """Without folders and strange characters, and not too long; the extension stays."""
    name = clean_line(name.replace("\\", "/").rpartition("/")[2])
    if len(name) > _MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        name = stem[: _MAX_NAME - 10] + dot + extension[:9] if dot else name[:_MAX_NAME]
    return name


def _walk(mime: Mime, found: Structure, text: Text | None, *, embedded: bool) -> None:
    """Take one part and what is in it; `text` is the multipart/alternative that it belongs to."""
    part = read_part(mime, embedded=embedded)
    if mime.is_multipart() and part.content_type.startswith("multipart/"):
        _walk_multipart(mime, part, found, text, embedded=embedded)
    elif part.content_type == "message/rfc822" and mime.is_multipart():
        (found.reports if found.report_type else found.inner).append(part)
    elif part.content_type.startswith("message/") or part.content_type == "text/rfc822-headers":
        (found.reports if found.report_type else found.attachments).append(part)
    else:
        _take_leaf(part, found, text)


def _walk_multipart(mime: Mime, part: Part, found: Structure, text: Text | None, *, embedded: bool) -> None:
    subtype = part.content_type.removeprefix("multipart/")
    children = mime.get_payload()
    if not isinstance(children, list):
        return
    if subtype == "report":
        found.report_type = part.parameters.get("report-type", "").lower() or "delivery-status"
    found.sealed = found.sealed or subtype == "encrypted"
    if subtype == "alternative" and text is None:
        text = Text()
        found.texts.append(text)
    for place, child in enumerate(children[:MAX_DELIMITERS]):
        if isinstance(child, str):  # a multipart that broke off
            continue
        inside = embedded or (subtype == "related" and place > 0)
        # Outlook puts the attachments inside multipart/alternative; only texts can be each other's alternative.
        _walk(child, found, text, embedded=inside)


def _take_leaf(part: Part, found: Structure, text: Text | None) -> None:
    if part.content_type == "text/calendar":
        found.calendar_method = part.parameters.get("method", "").upper() or found.calendar_method
    is_file = part.attached or (bool(part.name) and not part.embedded)
    if part.content_type in _TEXTS and not is_file:
        _take_text(part, found, text)
    elif part.content_type in _SIGNED:
        return
    elif part.content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
        found.sealed = True
    elif part.embedded and part.content_type.startswith("image/"):
        return
    elif not (part.content_type == "text/calendar" and text is not None):
        found.attachments.append(part)


def _take_text(part: Part, found: Structure, text: Text | None) -> None:
    """Put a text where it belongs: in its alternative (Apple Mail splits the HTML around a file), or on its own."""
    if text is None:
        text = Text()
        found.texts.append(text)
    (text.html if part.content_type == "text/html" else text.plain).append(part)
