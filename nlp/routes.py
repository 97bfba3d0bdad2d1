"""Which other desks a message should also go to."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from domain.model import Group, Intent, Kind, Message, PledgeReading, Route
from nlp.parts import ReadPart

SMALL = 50
RELINK = re.compile(r"(?:her|om)(?:ge)?koppel", re.IGNORECASE)


def routes(
    message: Message,
    parts: Sequence[ReadPart],
    *,
    groups: Collection[Group],
    pledges: Sequence[PledgeReading],
    bottleneck_types: Collection[str],
    intents: Collection[Intent],
) -> tuple[Route, ...]:
    """The desks, in the order of `Route`; none where the message is not personal."""
    if message.kind is not Kind.PERSONAL:
        return ()
    small = any(p.group in {Group.ASIELZOEKERS, Group.AMV} and (p.places or 0) <= SMALL for p in pledges)
    text = "\n".join(part.doc.text for part in parts)
    wanted = {
        Route.SUPPORT_TEAM: Intent.SUPPORT in intents or "veiligheid_intimidatie" in bottleneck_types,
        Route.UKRAINE: Group.OEKRAIENSE_ONTHEEMDEN in groups,
        Route.COA: small or RELINK.search(text) is not None,
    }
    return tuple(route for route in Route if wanted[route])
