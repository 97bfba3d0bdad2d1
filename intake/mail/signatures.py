"""Where the signature begins: greeting, name and function, contact lines, `-- `, telephone footer, disclaimer.

Nothing that says something is cut off: a P.S., a sentence or a count below the greeting stays in the body.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from intake.mail.facts import is_banner, is_contact, is_device, is_disclaimer, is_salutation, says_something
from intake.mail.lines import Line, Mark
from intake.mail.phrases import alternatives, words

_WISH = rf"(?:{alternatives('greeting_opening')}[.,]?\s+){{0,5}}"
_CORE = alternatives("greeting")
_GREETING = re.compile(rf"\W{{0,3}}{_WISH}{_CORE}\b\.?(.*)", re.IGNORECASE | re.DOTALL)
_ORGANISATION = words("organisation", before=r"\W{0,3}")
_FUNCTION = words("function")
_TITLES = {"drs", "ir", "mr", "ing", "dr", "prof", "mw", "dhr", "mevr", "mevrouw", "heer", "de", "van", "der", "den"}
_TITLES |= {"het", "ten", "ter", "te", "el", "al", "'t", "in", "op", "von", "d", "bij"}
_NAME_WORD = re.compile(r"[A-ZÀ-Ý][\w.'’-]{0,30}")
_TOKEN = re.compile(r"[^\W\d_]{2,}")
_TAIL = 80
"""Lines from the end in which a signature is looked for."""
_MAX_BLOCK = 14
_MAX_NAME_WORDS = 7
_MAX_LINE = 110
_MAX_CLOSING = 60
_MAX_REST = 70
_DASHES = frozenset(("--", "-- ", "—", "––"))
_SENTENCE_ENDS = (".", "!", "?", ")", ";-)", ":)")
_POSTCODE = re.compile(r"\s*\d{4} ?[A-Z]{2}\b")
_STREET = re.compile(r"[A-ZÀ-Ý'][^\d.!?]{2,40} \d{1,4} ?[a-z]?")
_MEETINGS = ("Microsoft Teams", "Teams-vergadering", "Teams meeting", "Deelnemen aan Teams")
_RULE = re.compile(r"[\s_=*~—–-]{4,}")


def split_signature(lines: list[Line], sender_name: str = "") -> tuple[list[Line], list[Line]]:
    """Split the own lines of a mail into body and signature."""
    top, lines = _banners(lines)
    lines, meeting = _without_meeting(lines)
    lines, foot = _peel(lines)
    start = _start(lines, sender_name)
    kept, signature = _sort(lines[start:], _tokens(sender_name))
    body = lines[:start] + ([Line(""), *kept] if kept else [])
    if all(line.blank or is_device(line.text) for line in body):
        return [], top + body + signature + foot + meeting
    return body, top + signature + foot + meeting


def is_greeting(text: str) -> bool:
    """A closing formula alone on its line, perhaps with a name behind it."""
    text = text.strip(" *_")
    match = _GREETING.match(text) if len(text) < _MAX_LINE else None
    if match is None:
        return False
    rest = match[1].strip()
    return len(rest) <= _MAX_REST and not says_something(rest.rstrip(".!")) and not re.search(r"[.!?]\s+\w", rest)


def _banners(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Warnings of mail servers at the top."""
    place = 0
    for number, line in enumerate(lines[:6]):
        if is_banner(line.text):
            place = number + 1
        elif not line.blank and place == 0:
            break
    return [line for line in lines[:place] if not line.blank], lines[place:]


def _without_meeting(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Take out what Teams puts into an invitation, from its rule to the next: dial-in numbers, codes, help."""
    for place in range(len(lines) - 1):
        if lines[place + 1].text.startswith(_MEETINGS) and _RULE.fullmatch(lines[place].text):
            rules = (n for n in range(place + 1, len(lines)) if _RULE.fullmatch(lines[n].text))
            end = next(rules, len(lines) - 1) + 1
            return lines[:place] + lines[end:], lines[place:end]
    return lines, []


def _peel(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Take disclaimers and telephone footers off the end, a paragraph or line at a time."""
    end = len(lines)
    while end and (lines[end - 1].blank or _RULE.fullmatch(lines[end - 1].text)):
        end -= 1
    while end:
        paragraph = _paragraph_start(lines, end)
        text = " ".join([line.text for line in lines[paragraph:end]])
        if is_device(lines[end - 1].text) or _is_dead(lines[end - 1].text):
            end -= 1
        elif is_disclaimer(text) and not _has_own_lines(lines[paragraph:end]):
            end = paragraph
        else:
            break
        while end and (lines[end - 1].blank or _RULE.fullmatch(lines[end - 1].text)):
            end -= 1
    return lines[:end], lines[end:]


def _is_dead(text: str) -> bool:
    return is_disclaimer(text) and not is_contact(text)


def _has_own_lines(paragraph: list[Line]) -> bool:
    """Whether a name, a contact line or a greeting stands in a paragraph that also holds a disclaimer."""
    return any(is_greeting(line.text) or (is_contact(line.text) and not is_disclaimer(line.text)) for line in paragraph)


def _paragraph_start(lines: list[Line], end: int) -> int:
    start = end
    while start and end - start < _TAIL and not lines[start - 1].blank:
        start -= 1
    return start


def _start(lines: list[Line], sender_name: str) -> int:
    """The line where the signature begins, or the number of lines where there is none."""
    floor = max(0, len(lines) - _TAIL)
    for place in range(floor, len(lines)):
        marked = lines[place].mark == Mark.SIGNATURE or lines[place].text in _DASHES
        if marked and _is_short(lines[place + 1 :]):
            return _with_greeting(lines, floor, place)
    for place in range(len(lines) - 1, floor - 1, -1):
        if is_greeting(lines[place].text):
            return _with_greeting(lines, floor, place)
    return _name_block(lines, floor, sender_name)


def _is_short(lines: list[Line]) -> bool:
    """Whether what follows is no more than a signature: people also use dashes between paragraphs."""
    saying = sum(1 for line in lines if says_something(line.text) and not is_disclaimer(line.text))
    return saying * 2 <= len(lines) and len(lines) <= _TAIL


def _with_greeting(lines: list[Line], floor: int, place: int) -> int:
    """Go up to the first of several greetings, with only names and empty lines between them."""
    best = place
    for above in range(place - 1, max(floor, place - _MAX_BLOCK) - 1, -1):
        text = lines[above].text
        if is_greeting(text):
            best = above
        elif says_something(text) or len(text) > _MAX_LINE:
            break
    return best


def _sort(lines: list[Line], names: frozenset[str]) -> tuple[list[Line], list[Line]]:
    """Part what stands below the greeting: what says something goes back to the body, with its paragraph's rest."""
    kept: list[Line] = []
    signature: list[Line] = []
    for number, paragraph in enumerate(_paragraphs(lines)):
        whole = number > 0 and _mostly_says(paragraph)
        saying, above = False, ""
        apart: tuple[list[Line], list[Line]] = ([], [])
        for place, line in enumerate(paragraph):
            first = number == place == 0 and is_greeting(line.text)
            formal = first or _is_just_sender(line.text, names) or _is_street(paragraph, place)
            saying = whole or (not formal and _goes_on_saying(line.text, above if saying else ""))
            above = line.text
            apart[0 if saying else 1].append(line)
        for target, part in zip((kept, signature), apart, strict=True):
            target.extend([Line(""), *part] if target and part else part)
    return kept, signature


def _is_street(paragraph: list[Line], place: int) -> bool:
    """A street with its number, above the line with the postcode."""
    below = paragraph[place + 1].text if place + 1 < len(paragraph) else ""
    return _POSTCODE.match(below) is not None and _STREET.fullmatch(paragraph[place].text.strip()) is not None


def _mostly_says(paragraph: list[Line]) -> bool:
    """A table or list below the greeting, whose first line alone would say nothing."""
    saying = sum(says_something(line.text) for line in paragraph)
    return saying > 1 and saying * 2 >= len(paragraph) and not is_disclaimer(" ".join(line.text for line in paragraph))


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if not line.blank:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _goes_on_saying(text: str, above: str) -> bool:
    """Whether a line below the greeting belongs to the body; `above` is the line before it where that one does."""
    unfinished = above and not above.rstrip().endswith(_SENTENCE_ENDS)
    if unfinished and not (is_contact(text) or is_greeting(text) or is_device(text)):
        return True
    return says_something(text) and not is_disclaimer(text) and not is_device(text)


def _name_block(lines: list[Line], floor: int, sender_name: str) -> int:
    """A name with function and contact lines at the end, without a greeting: its first line, or the end."""
    names = _tokens(sender_name)
    best, unknown, below = len(lines), False, ""
    for place in range(len(lines) - 1, max(floor, len(lines) - _MAX_BLOCK) - 1, -1):
        text = lines[place].text.strip()
        if not text or _RULE.fullmatch(text):
            if unknown:
                break
            continue
        if _is_just_sender(text, names) and _begins(lines, place):
            return _with_principal(lines, place)
        if len(text) > _MAX_LINE or says_something(text) or is_salutation(text):
            break
        kind = _line_kind(text, names)
        if kind == "sender" and _begins(lines, place):
            return _with_principal(lines, place)
        if kind and _begins(lines, place) and not unknown and _is_anchored(kind, below):
            best = place
        unknown = unknown or not kind
        below = kind
    return best


def _begins(lines: list[Line], place: int) -> bool:
    """Whether something new may begin on this line: the one above is empty, ends a sentence, or is a short closing."""
    above = lines[place - 1].text.rstrip() if place else ""
    return not above or above.endswith(_SENTENCE_ENDS) or (above.endswith(",") and len(above) <= _MAX_CLOSING)


def _is_just_sender(text: str, names: frozenset[str]) -> bool:
    """The sender's name and nothing else: also when it is a word, like Wil."""
    if len(text) > _MAX_LINE or len(text.split()) > _MAX_NAME_WORDS:
        return False
    found = _tokens(text)
    return bool(found) and found <= names


def _with_principal(lines: list[Line], place: int) -> int:
    """`Namens het college,` and closing formulas like `Met excuses,` above the name belong to the signature too."""
    while place:
        above = lines[place - 1].text.strip()
        closing = above.endswith(",") and len(above) <= _MAX_CLOSING
        if not above or says_something(above) or not (closing or _ORGANISATION.match(above)):
            break
        place -= 1
    return place


def _is_anchored(kind: str, below: str) -> bool:
    """A lone organisation is a signature; a lone name or function needs a known line below it."""
    return kind == "organisation" or below in ("function", "organisation", "contact")


def _line_kind(text: str, names: frozenset[str]) -> str:
    """What a short line at the end may be: the sender's name, a contact line, an organisation, a name, a function."""
    found = _tokens(text)
    if names & found and _is_name(text, names):
        return "sender"
    if is_contact(text):
        return "contact"
    if _ORGANISATION.match(text):
        return "organisation"
    if _FUNCTION.search(text):
        return "function"
    return "name" if _is_name(text, names) else ""


def _is_name(text: str, names: frozenset[str]) -> bool:
    """Up to seven words, each a capitalised one, an initial or a particle; a comma or slash may start a function."""
    head = re.split(r"[,|/(]|\s-\s", text, maxsplit=1)[0].strip()
    words = head.split()
    if not 0 < len(words) <= _MAX_NAME_WORDS:
        return False
    if names & _tokens(head):
        return len(words) <= _MAX_NAME_WORDS
    proper = [_NAME_WORD.fullmatch(word) is not None for word in words]
    return all(ok or word.lower().strip(".") in _TITLES for ok, word in zip(proper, words, strict=True)) and any(proper)


def _tokens(text: str) -> frozenset[str]:
    """The words of a name, without accents and particles."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join([char for char in plain if not unicodedata.combining(char)]).lower()
    return frozenset(word for word in _TOKEN.findall(plain) if word not in _TITLES)
