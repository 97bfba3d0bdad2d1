"""A mail cut in three: what the sender says now, what somebody said before, and the signature.

One pass over the lines, each looked at a bounded number of times. When in doubt text stays in the body: a quotation
that slips through can be seen by a person, a sentence that was cut off cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.model import Address
from intake.mail import attributions, blocks
from intake.mail.answers import answers_within, points_within
from intake.mail.facts import is_salutation
from intake.mail.forwards import Envelope, passes_on
from intake.mail.lines import Line, Mark, joined, text_of, without_quotes
from intake.mail.phrases import alternatives
from intake.mail.signatures import split_signature

_DASHED = r"[\s*>]{0,4}[-_=–—]{2,60}\s{0,3}"
_ORIGINAL = re.compile(rf"{_DASHED}{alternatives('original_title')}\s{{0,3}}[-_=–—*]{{0,60}}.{{0,60}}", re.IGNORECASE)
_FORWARDED = re.compile(
    rf"[\s*>]{{0,4}}(?:[-_=–—]{{2,60}}\s{{0,3}}{alternatives('forward_title')}.{{0,80}}"
    rf"|{alternatives('forward_line')}\s?:?\s{{0,3}})",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s*>]{0,4}(?:_{8,}|-{8,}|={8,}|\*{8,})\s{0,3}")
_GROUPWISE = re.compile(r".{3,120}\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\s.{0,20}\d{1,2}:\d{2}.{0,10}>>>\s?")
_NOTES = re.compile(r".{2,100}---\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4} \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?---")
_ANSWERS_BELOW = "De afzender verwijst naar antwoorden in de geciteerde tekst; die zijn niet gevonden."
_NOBODY = Address()
_LOOK_AHEAD = 6
_GROUPWISE_DEPTH = 3
_MAX_FORWARDS = 5
_LONG_QUOTE = 60
_SHORT_LINE = 40


@dataclass(frozen=True, slots=True)
class Cut:
    """The three texts, and whose message it is where somebody passed it on."""

    body: str
    quoted: str = ""
    signature: str = ""
    forwarded_from: Address | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Boundary:
    """Where an older message begins: its heading runs up to `end`, and then comes what it says."""

    end: int
    sender: Address = _NOBODY
    subject: str = ""
    forward: bool = False
    goes_on: bool = False
    """Whether the own text may go on below, because quoted lines bear marks."""


@dataclass(slots=True)
class _Division:
    """The lines of a mail, sorted; `older` is everything below the first boundary, its heading not included."""

    own: list[Line] = field(default_factory=list)
    quoted: list[Line] = field(default_factory=list)
    older: list[Line] = field(default_factory=list)
    boundary: _Boundary | None = None


def cut(lines: list[Line], envelope: Envelope) -> Cut:
    """Cut the lines of a mail."""
    return _cut(lines, envelope, 0)


def _cut(lines: list[Line], envelope: Envelope, nested: int) -> Cut:
    if not _quotes(lines, envelope):
        lines = without_quotes(lines)
    division = _divide(lines)
    if division.boundary is None and not envelope.is_reply and not any(line.text.strip() for line in division.own):
        # Everything is quoted and nothing is answered: some program marked the whole message.
        division = _Division(own=_one_level_up(division.quoted))
    body, signature = split_signature(division.own, envelope.sender.name)
    note = text_of(body)
    within = answers_within(division.older, note, envelope.sender.name)
    if within:
        answers = set(within)
        division.older = [line for line in division.older if line not in answers]
        note = text_of([*body, Line(""), *within])
    own = Cut(note, joined(division.quoted), text_of(signature))
    inner = _inside(division, note, envelope, nested)
    if inner is not None:
        return _together(own, inner, division.boundary)
    quoted = _paragraphs(own.quoted, joined(division.older))
    unseen = bool(division.older) and not within and points_within(note)
    return Cut(own.body, quoted, own.signature, notes=(_ANSWERS_BELOW,) if unseen else ())


def _inside(division: _Division, note: str, envelope: Envelope, nested: int) -> Cut | None:
    """The forwarded message, cut in its turn, where the note passes it on; else nothing."""
    boundary = division.boundary
    if boundary is None or nested >= _MAX_FORWARDS or not division.older:
        return None
    if not passes_on(note, boundary.sender, envelope, marked=boundary.forward):
        return None
    inner = Envelope(boundary.subject, boundary.sender, envelope.recipients, answers=True, in_chain=True)
    return _cut(_one_level_up(division.older), inner, nested + 1)


def _together(own: Cut, inner: Cut, boundary: _Boundary | None) -> Cut:
    sender = inner.forwarded_from or (boundary.sender if boundary else None)
    return Cut(
        body=_paragraphs(own.body, inner.body),
        quoted=_paragraphs(own.quoted, inner.quoted),
        signature=_paragraphs(own.signature, inner.signature),
        forwarded_from=sender,
        notes=own.notes + inner.notes,
    )


def _paragraphs(*texts: str) -> str:
    return "\n\n".join([text for text in texts if text])


def _one_level_up(lines: list[Line]) -> list[Line]:
    """Apple Mail quotes what it forwards: take one mark off where every line has one."""
    depths = [line.depth for line in lines if not line.blank]
    least = min(depths, default=0)
    return [Line(line.text, max(0, line.depth - least), line.mark) for line in lines] if least else lines


def _quotes(lines: list[Line], envelope: Envelope) -> bool:
    """Whether ">" means a quotation here; in a mail that answers nothing it may be a bullet or "more than"."""
    quoted = [line for line in lines if line.depth]
    if not quoted or envelope.is_reply:
        return True
    if any(line.depth > 1 or line.blank or len(line.text) >= _LONG_QUOTE for line in quoted):
        return True
    return any(_FORWARDED.fullmatch(line.text) or _ORIGINAL.fullmatch(line.text) for line in lines)


def _divide(lines: list[Line]) -> _Division:
    """Walk down to the first boundary; quoted lines on the way go to `quoted`, what stands between them is own."""
    found = _Division()
    writing = attributions.mentions_writing("\n".join([line.text for line in lines]))
    place = 0
    while place < len(lines):
        boundary = _boundary(lines, place, found)
        if boundary is None and writing:
            boundary = _attributed(lines, place)
        if boundary is not None:
            found.quoted += lines[place : boundary.end]
            place = boundary.end
            if boundary.goes_on:
                continue
            found.older, found.boundary = lines[place:], boundary
            break
        line = lines[place]
        quoted = line.depth > 0 or _between_quotes(lines, place, found)
        (found.quoted if quoted else found.own).append(line)
        if quoted and found.own and not found.own[-1].blank:
            found.own.append(Line(""))
        place += 1
    return found


def _attributed(lines: list[Line], place: int) -> _Boundary | None:
    """An attribution; what follows it is older to the end, unless marks show which lines are."""
    if lines[place].depth or not attributions.could_start(lines[place].text):
        return None
    written = attributions.attribution(lines, place)
    if written is None:
        return None
    return _Boundary(written[0], written[1], goes_on=_marks_follow(lines, written[0]))


def _marks_follow(lines: list[Line], place: int) -> bool:
    """Whether quoted lines follow, perhaps below a short line of one's own ("Hallo Merel,")."""
    for line in lines[place : place + _LOOK_AHEAD]:
        if line.depth:
            return True
        if len(line.text) > _SHORT_LINE:
            return False
    return False


def _between_quotes(lines: list[Line], place: int, found: _Division) -> bool:
    """The torn-off end of a quoted line that a mail program wrapped: no mark, no empty line, no capital."""
    if not found.quoted or place == 0 or place + 1 >= len(lines) or lines[place].blank:
        return False
    above, line, below = lines[place - 1], lines[place], lines[place + 1]
    if not above.depth or not below.depth or len(above.text) < _LONG_QUOTE or not line.text[:1].islower():
        return False
    return not above.text.endswith((".", "!", "?", ":", ";"))


def _boundary(lines: list[Line], place: int, found: _Division) -> _Boundary | None:
    """The heading of an older message that starts at this line, if one does."""
    line = lines[place]
    text = line.text
    if line.mark == Mark.HISTORY and (block := _block_below(lines, place)):
        return _from_block(block, forward=False)
    if line.depth and (found.quoted or not _FORWARDED.fullmatch(text)):
        return _groupwise(lines, place) if line.depth == _GROUPWISE_DEPTH else None
    if blocks.could_start(text):
        block = blocks.read_block(lines, place)
        return _from_block(block, forward=False) if block and (block.certain or _is_pasted(block, found)) else None
    return _separated(lines, place) if _could_separate(text) else None


def _is_pasted(block: blocks.Block, found: _Division) -> bool:
    """Whether a heading without a date stands below a text: above one it would be a memo's own."""
    if not block.complete or not found.own or not found.own[-1].blank:
        return False
    said = next((line.text for line in reversed(found.own) if not line.blank), "")
    return bool(said) and not is_salutation(said)


def _could_separate(text: str) -> bool:
    head = text.lstrip(" *>\t")[:1]
    return head in ("-", "_", "=", "*", "–", "—") or "---" in text or (head in "bBsSaA" and len(text) < _LONG_QUOTE)


def _separated(lines: list[Line], place: int) -> _Boundary | None:
    """A boundary that begins with a line of its own: dashes, a title, or the mark of Notes."""
    text = lines[place].text
    forward = _FORWARDED.fullmatch(text) is not None
    if forward or _ORIGINAL.fullmatch(text):
        block = _block_below(lines, place + 1)
        return _from_block(block, forward=forward) if block else _Boundary(place + 1, forward=forward)
    if _RULE.fullmatch(text) and (block := _block_below(lines, place + 1)):
        return _from_block(block, forward=False)
    if _NOTES.match(text):
        block = _block_below(lines, place + 1)
        sender = Address(name=text.partition("---")[0].strip())
        return _from_block(block, forward=False) if block else _Boundary(place + 1, sender)
    return None


def _block_below(lines: list[Line], place: int) -> blocks.Block | None:
    """The header block within the next few lines, with nothing but empty lines and rules before it."""
    for number in range(place, min(len(lines), place + _LOOK_AHEAD)):
        text = lines[number].text
        if not text.strip() or _RULE.fullmatch(text) or _ORIGINAL.fullmatch(text):
            continue
        block = blocks.read_block(lines, number) if blocks.could_start(text) else None
        return block if block and block.likely else None
    return None


def _from_block(block: blocks.Block, *, forward: bool) -> _Boundary:
    return _Boundary(block.end, block.sender, block.fields.get("subject", ""), forward)


def _groupwise(lines: list[Line], place: int) -> _Boundary | None:
    """`>>> Naam <adres> 28-5-2026 16:04 >>>`: GroupWise."""
    text = lines[place].text
    if not _GROUPWISE.fullmatch(text):
        return None
    name = re.split(r"\s\d{1,2}[-/.]\d", text, maxsplit=1)[0]
    return _Boundary(place + 1, blocks.first_address(name))
