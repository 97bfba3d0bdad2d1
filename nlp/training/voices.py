"""What the ids of the labelled texts tell: which of those that are only measured are as an inbox is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PLAIN = ("h-", "m-")
"""How the ids begin of blind texts that are as an inbox is. The others were written to be hard: a threshold that is
right for those holds up mail that anybody would believe."""


def kind_of(item: Mapping[str, Any]) -> str:
    """The split of a line of a gold file, the blind one in two; `gold` where there is none."""
    split = str(item.get("split", "gold"))
    if split != "blind":
        return split
    return f"{split}, as an inbox is" if str(item["id"]).startswith(PLAIN) else f"{split}, hard"
