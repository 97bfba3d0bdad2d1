"""The HTML form and the attachments of a raw mail, for showing: the HTML made harmless, the rest as bytes.

Nothing of a mail is ever shown as it came: the page that shows it may load nothing, and nh3 has taken out whatever
could run, load, post or lead anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mime

import nh3

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "center", "code", "dd", "div", "dl", "dt", "em", "font", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strike", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
GONE = {"script", "style", "head", "title", "svg", "math", "object", "iframe", "form", "template", "noscript"}
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
LONGEST = 400_000
"""Characters of HTML that are shown; a longer mail is cut, and its text is on the page anyway."""
LETTER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An attachment as it came in."""

    name: str
    content: bytes


def letter_html(raw: bytes) -> str:
    """The HTML of a mail, made harmless; empty where it has none."""
    for part in _parts(raw):
        if part.get_content_type() == "text/html" and not part.get_filename():
            return nh3.clean(
                _text(part)[:LONGEST],
                tags=TAGS,
                clean_content_tags=GONE,
                attributes=ATTRIBUTES,
                url_schemes=set(),
                link_rel=None,
            )
    return ""


def enclosed(raw: bytes) -> list[Enclosed]:
    """The attachments of a mail, in order."""
    found = []
    for part in _parts(raw):
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            content = part.get_payload(decode=True)
            found.append(Enclosed(str(name or "bijlage"), content if isinstance(content, bytes) else b""))
    return found


def _parts(raw: bytes) -> list[Mime]:
    return [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]


def _text(part: Mime) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("latin-1")
