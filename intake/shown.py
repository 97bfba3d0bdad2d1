"""What goes to the web chat is not sent anywhere: the page shows the row itself, so it has arrived once it stands."""

from __future__ import annotations

from collections.abc import Callable

from domain.outbox import Delivery, Dispatch, Outcome


class ShownCarrier:
    """Implements `domain.outbox.Carrier` for rows that a page of ours shows."""

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:  # noqa: ARG002  # the port's
        """Nothing can go wrong any more."""
        if not handing_over():
            return Delivery(Outcome.TEMPORARY, "de regel is intussen van een andere verzender")
        return Delivery(Outcome.DELIVERED)

    def close(self) -> None:
        """Nothing is held."""
