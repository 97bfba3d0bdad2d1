"""Which text of a mail is read: the plain one, unless the HTML says more.

Plain text is what the sender's program took for the message, without layout; it is taken unless it is a stub, has
lost the rows of a table, or hides where the older message begins.
"""

from __future__ import annotations

import re

from intake.mail.answers import points_within
from intake.mail.cleaning import clean
from intake.mail.flowed import unflow
from intake.mail.limits import MAX_BODY
from intake.mail.lines import Line, plain_lines
from intake.mail.markup import html_lines
from intake.mail.payload import raw_payload, text_of
from intake.mail.structure import Part, Text

_TAG = re.compile(r"<[^<>]*>")
_HIDDEN = re.compile(r"<(style|script|head|title)\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_STUB = re.compile(
    r"(?:geen|niet|not|does|kan).{0,60}\bhtml\b|\bhtml\b.{0,60}(?:niet|not|nodig|required|versie|version|client|weergave)"
    r"|(?:bekijk|open|view|lees) (?:deze|dit|this|de).{0,30}(?:browser|online|webversie)",
    re.IGNORECASE | re.DOTALL,
)
_CELLS = re.compile(r"\S(?:.*?\S)?(?=\s{2,}|$)")
_STUB_SIZE = 400
_POORER = 2
_LEAST_EXTRA = 200
_ROWS = 8
_MAX_TEXTS = 20
_COLUMNS = 2
_PLAIN_MARKS = ("\n>", "Van:", "From:", "schreef", "wrote", "geschreven", "Von:", "-----", ">>>", "Fan:")
_HTML_MARKS = ("divrplyfwdmsg", "gmail_quote", 'type="cite"', "border-top:solid #", "yahoo_quoted", "moz-cite-prefix")


def body_lines(texts: list[Text]) -> tuple[list[Line], list[str]]:
    """The lines of all texts of a mail, the best form of each, and Dutch notes about what was odd."""
    lines: list[Line] = []
    notes: list[str] = []
    if len(texts) > _MAX_TEXTS:
        notes.append(f"Het bericht heeft {len(texts)} teksten; alleen de eerste {_MAX_TEXTS} zijn gelezen.")
    for text in texts[:_MAX_TEXTS]:
        found = _best(text, notes)
        if not any(not line.blank for line in found):
            continue
        if lines and _says_the_same(lines, found):
            continue
        lines += [Line(""), *found] if lines else found
    return _within_limit(lines, notes), list(dict.fromkeys(notes))


def _best(text: Text, notes: list[str]) -> list[Line]:
    plain = "\n".join([_plain(part, notes) for part in text.plain])
    if not text.html:
        return plain_lines(plain)
    html = "\n".join([_html(part, notes) for part in text.html])
    if not plain.strip():
        return html_lines(html, coloured="color" in html and points_within(_rough(html)))
    coloured = "color" in html and points_within(plain)
    if coloured or _is_poorer(plain, html):
        found = html_lines(html, coloured=coloured)
        if any(not line.blank for line in found):
            return found
    return plain_lines(plain)


def _plain(part: Part, notes: list[str]) -> str:
    text, odd = text_of(part.mime, part.headers, part.parameters.get("charset", ""))
    if odd:
        notes.append(odd)
    text = clean(text[: 4 * MAX_BODY])
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if part.content_type in ("text/enriched", "text/richtext"):
        text = _TAG.sub("", text)
    return text


def _html(part: Part, notes: list[str]) -> str:
    """The HTML as text; without a charset in the header, the one in its `meta` element counts."""
    if "charset" not in part.parameters and (match := _META_CHARSET.search(raw_payload(part.mime)[:2_000])):
        part.parameters["charset"] = match[1].decode("ascii")
    text, odd = text_of(part.mime, part.headers, part.parameters.get("charset", ""))
    if odd:
        notes.append(odd)
    return text


def _is_poorer(plain: str, html: str) -> bool:
    """Whether the plain text lacks what the HTML has."""
    rough = _rough(html)
    long, short = len(rough), len("".join(plain.split()))
    if long > _POORER * short and long - short > _LEAST_EXTRA:
        return True
    if short < _STUB_SIZE and long > short and _STUB.search(plain):
        return True
    lowered = html.lower()
    if "<td" in lowered and _lost_rows(plain, html):
        return True
    hidden = any(mark in lowered for mark in _HTML_MARKS)
    return hidden and not any(mark in plain for mark in _PLAIN_MARKS)


def _rough(html: str) -> str:
    """The letters of the HTML without tags and spaces, cheaply: only to compare lengths and to look for words."""
    pieces, place = [], 0
    for match in _HIDDEN.finditer(html):
        if match.start() < place:
            continue
        pieces.append(html[place : match.start()])
        end = html.find(f"</{match[1]}", match.end())
        place = end if end >= 0 else len(html)
    pieces.append(html[place:])
    text = _TAG.sub(" ", "".join(pieces))
    return " ".join(text.replace("&nbsp;", " ").split())


def _lost_rows(plain: str, html: str) -> bool:
    """Whether cells that stand beside each other in the HTML stand on different lines of the plain text."""
    have = [line for line in plain.split("\n") if line.strip()]
    rows = 0
    for line in html_lines(html):
        cells = _CELLS.findall(line.text[:300])
        if len(cells) < _COLUMNS or rows >= _ROWS:
            continue
        rows += 1
        if not any(all(cell in one for cell in cells) for one in have[:500]):
            return True
    return False


def _says_the_same(lines: list[Line], more: list[Line]) -> bool:
    """Whether a second text repeats the first, as some programs send plain and HTML as two attachments."""
    first = "".join("".join(line.text for line in lines).split())
    second = "".join("".join(line.text for line in more).split())
    return second in first


def _within_limit(lines: list[Line], notes: list[str]) -> list[Line]:
    """Only as much text as can be read; the rest is left out with a note."""
    size = 0
    for place, line in enumerate(lines):
        size += len(line.text) + 1
        if size > MAX_BODY:
            notes.append(f"De tekst is erg lang; alleen de eerste {MAX_BODY} tekens zijn gelezen.")
            room = MAX_BODY - (size - len(line.text) - 1)
            return [*lines[:place], Line(line.text[:room], line.depth, line.mark)]
    return lines
