"""HTML to lines of text: tables kept, quotations and signatures known by the marks that mail programs leave.

inscriptis lays out the text. Before it does, characters from the private use area are put into the tree where a
quotation, the older message or a signature begins and ends; afterwards they become the depth and mark of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree

from intake.mail.cleaning import clean
from intake.mail.lines import Line, Mark

_OPEN, _CLOSE, _HISTORY, _SIGN, _UNSIGN, _ANSWER, _UNANSWER = "\ue001\ue002\ue003\ue005\ue006\ue007\ue008"
_SENTINEL = re.compile(f"[{_OPEN}-{_UNANSWER}]")
_SHALLOW = 150
"""inscriptis is recursive: deeper trees are laid out without tables."""
_MAX_ELEMENTS = 20_000
_MAX_PADDING = 15_000_000
"""Characters of text times rows of tables: inscriptis pads each row to the width of the widest."""
_CONFIG = ParserConfig(css=STRICT_CSS_PROFILE)
_BLOCKS = {"address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer"}
_BLOCKS |= {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section"}
_BLOCKS |= {"table", "ul"}
_UNSEEN = frozenset(("head", "script", "style", "title", "template", "noscript", "object", "svg"))
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|tr|li|table|h[1-6]|blockquote)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_HISTORY_IDS = ("divrplyfwdmsg", "appendonsend", "replysplit", "zwchr", "reply-intro", "isforwardcontent")
_HISTORY_CLASSES = ("outlookmessageheader", "ms-outlook-mobile-reference-message", "gmail_quote_attribution_history")
_QUOTE_CLASSES = ("yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "gmail_attr", "tutanota_quote", "zmail_extra")
_SIGNATURE_CLASSES = ("gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "protonmail_signature_block")
_SIGNATURE_IDS = ("signature", "ms-outlook-mobile-signature", "applemailsignature", "composer_signature")
_BORDER = re.compile(r"border-top:\s{0,3}(?:solid\s{1,3}#(?:e1e1e1|b5c4df)|#(?:e1e1e1|b5c4df)\s{1,3}(?:solid|1))")
_COLOUR = re.compile(r"(?:^|;)\s{0,5}color:\s{0,3}([^;]{1,40})")
_DULL = re.compile(
    r"(?:black|windowtext|inherit|auto|initial|white|gr[ae]y|#?0{3}(?:0{3})?|#([0-9a-f])\1\1|#([0-9a-f]{2})\2\2"
    r"|rgba?\(\s?(\d+),\s?\3,\s?\3[^)]{0,10}\)|#0563c1|#0000ee|#44546a|#1f497d|#2[0-9a-f]2[0-9a-f]2[0-9a-f]"
    r"|#3[0-9a-f]3[0-9a-f]3[0-9a-f])(?:\s*!important)?"
)


def html_lines(html: str, *, coloured: bool = False) -> list[Line]:
    """Lay out `html` as lines; with `coloured`, words in a colour of their own get the mark `ANSWER`."""
    html = clean(html)
    root = _tree(html)
    if root is None:
        return [Line(line) for line in _stripped(html).split("\n")]
    simple = _is_simple(root)
    _put_marks(root, coloured=coloured)
    return list(_lines(Inscriptis(root, _CONFIG).get_text() if simple else _flat(root)))


def html_text(html: str) -> str:
    """Only the text of `html`, for an attachment."""
    return "\n".join([line.text for line in html_lines(html)]).strip("\n")


def _tree(html: str) -> etree._Element | None:
    """The tree, or nothing where there is none or lxml gave up half-way (more than 2,048 deep)."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    gave_up = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return None if gave_up else root


def _is_simple(root: etree._Element) -> bool:
    """Whether inscriptis can lay out the tree at a reasonable cost."""
    depth = deepest = count = rows = characters = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            characters += len(element.tail or "")
            continue
        depth += 1
        count += 1
        deepest = max(deepest, depth)
        rows += element.tag == "tr"
        characters += len(element.text or "")
    return deepest <= _SHALLOW and count <= _MAX_ELEMENTS and rows * characters <= _MAX_PADDING


def _put_marks(root: etree._Element, *, coloured: bool) -> None:
    """Put the sentinels in, drop what nobody sees, and keep of the style only what changes the lines."""
    outlook_lines = _has_empty_outlook_lines(root)
    for element in list(root.iter()):
        tag, attributes = element.tag, element.attrib
        style = str(attributes.pop("style", "")).lower()
        if tag in _UNSEEN or "display:none" in style.replace(" ", ""):
            _empty(element)
            continue
        if "white-space" in style and "pre" in style:
            attributes["style"] = "white-space:pre"
        if outlook_lines and tag == "p" and "msonormal" in attributes.get("class", "").lower():
            element.tag = "div"
        if tag in ("div", "blockquote", "hr", "span", "table", "p"):
            _mark_element(element, style)
        if coloured and _is_coloured(element, style):
            _wrap(element, _ANSWER, _UNANSWER)


def _has_empty_outlook_lines(root: etree._Element) -> bool:
    """Whether empty paragraphs make the distances here, as Outlook does, so that a paragraph is one line."""
    for element in root.iter("p"):
        if "MsoNormal" in element.get("class", "") and not "".join(map(str, element.itertext())).strip(" \xa0\n\r\t"):
            return True
    return False


def _mark_element(element: etree._Element, style: str) -> None:
    classes = element.get("class", "").lower()
    name = element.get("id", "").lower().removeprefix("x_")
    if element.tag == "blockquote":
        cite = element.get("type", "").lower() == "cite" or element.get("cite") is not None
        if cite or "quote" in classes or "border-left" in style:
            _wrap(element, _OPEN, _CLOSE)
    elif any(one in classes for one in _QUOTE_CLASSES):
        _wrap(element, _OPEN, _CLOSE)
    elif name.startswith(_HISTORY_IDS) or any(one in classes for one in _HISTORY_CLASSES) or _BORDER.search(style):
        _before(element, _HISTORY)
    elif name in _SIGNATURE_IDS or any(one in classes for one in _SIGNATURE_CLASSES):
        _wrap(element, _SIGN, _UNSIGN)


def _is_coloured(element: etree._Element, style: str) -> bool:
    if element.tag not in ("span", "font", "p", "div", "td"):
        return False
    match = _COLOUR.search(style)
    colour = (match[1] if match else element.get("color", "")).strip().lower()
    return bool(colour) and not _DULL.fullmatch(colour)


def _wrap(element: etree._Element, opening: str, closing: str) -> None:
    element.text = opening + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closing
    else:
        element.text += closing


def _before(element: etree._Element, sentinel: str) -> None:
    """Put `sentinel` before the text of `element`, on a line that its content cannot share."""
    if element.tag == "hr":
        element.tail = sentinel + (element.tail or "")
    else:
        element.text = sentinel + (element.text or "")


def _empty(element: etree._Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _flat(root: etree._Element) -> str:
    """The text without layout, for trees that are too deep or too large; cells stay apart, rows too."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if element.tag in _BLOCKS or element.tag == "tr" else "")
            pieces.append(element.text or "")
        else:
            pieces.append("\n" if element.tag in _BLOCKS and element.tag != "br" else "")
            pieces.append("  " if element.tag in ("td", "th") else "")
            pieces.append(element.tail or "")
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces))


def _stripped(html: str) -> str:
    """The text of HTML that has no tree: tags out, blocks on lines of their own."""
    text = _BLOCK_TAG.sub("\n", html)
    return clean(unescape(_ANY_TAG.sub("", text)))


def _lines(text: str) -> Iterator[Line]:
    """Turn the sentinels into depths and marks; they may stand anywhere in a line."""
    depth = signing = answering = 0
    history = False
    for raw in text.split("\n"):
        deepest, signed, answered = depth, signing, answering
        bare = raw
        if _SENTINEL.search(raw):
            for sentinel in _SENTINEL.findall(raw):
                depth = max(0, depth + (sentinel == _OPEN) - (sentinel == _CLOSE))
                signing = max(0, signing + (sentinel == _SIGN) - (sentinel == _UNSIGN))
                answering = max(0, answering + (sentinel == _ANSWER) - (sentinel == _UNANSWER))
                history = history or sentinel == _HISTORY
                deepest, signed, answered = max(deepest, depth), max(signed, signing), max(answered, answering)
            bare = _SENTINEL.sub("", raw)
        content = clean(bare).rstrip()
        if "\n" in content:
            content = content.replace("\n", " ")
        mark = Mark.NONE
        if content.strip():
            mark = _mark(history=history, signed=signed, answered=answered)
            history = False
        yield Line(content, deepest if content.strip() else min(deepest, depth), mark)


def _mark(*, history: bool, signed: int, answered: int) -> str:
    if history:
        return Mark.HISTORY
    if signed:
        return Mark.SIGNATURE
    return Mark.ANSWER if answered else Mark.NONE
