"""Answers that somebody typed in the midst of the older message, in another colour or behind a label.

Outlook puts no marks before quoted lines, so that such answers look like quotation. They are only sought where the
sender says that they are there.
"""

from __future__ import annotations

import re

from intake.mail.lines import Line, Mark

_POINTS = re.compile(
    r"\b(?:in (?:het )?(?:rood|blauw|groen|paars|oranje|geel|kleur|cursief|vet)|tussen (?:de|je|jullie|uw) (?:regels|tekst|vragen)"
    r"|in (?:de|je|jullie|uw|onderstaande) (?:tekst|mail|vragen|e-mail) (?:hieronder|verwerkt|beantwoord|gezet)"
    r"|(?:zie|in) (?:het )?(?:rood|blauw|groen)\w*|(?:onder|achter|bij|per) (?:de|elke|iedere|je|jullie|uw)?\s?vra(?:ag|gen)"
    r"|(?:mijn|onze|de|uw) (?:antwoorden|reacties?|antwoord) (?:staan |staat |vindt u |vind je |zie |treft u )?"
    r"(?:hieronder|onder|in de|tussen|ertussen|erachter|eronder|er tussen)|inline|antwoorden? (?:hieronder|staan hieronder)"
    r"|yn read|yn blau|in red|in blue)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W{0,3}(?:antw(?:oord)?|reactie|antwurd|answer|a|r)\s{0,2}(?:\([^)]{1,40}\)|[^\W\d_]{1,20})?\s{0,2}[:>]"
    r"|\[[^\W\d_]{1,12}(?: [^\W\d_]{1,20})?:?\]|(?:=+|-+)>|\*{2,}",
    re.IGNORECASE,
)


def points_within(note: str) -> bool:
    """Whether the sender says that answers stand in the older message."""
    return _POINTS.search(note) is not None


def answers_within(older: list[Line], note: str) -> list[Line]:
    """The lines of the older message that are answers; none unless `note` points to them."""
    if not older or not points_within(note):
        return []
    coloured = [line for line in older if line.mark == Mark.ANSWER]
    labelled = [line for line in older if line.depth == 0 and _LABEL.match(line.text)]
    return coloured or labelled
