"""The terminal door: a conversation line by line, with numbered buttons; the same with a pipe instead of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from domain.chat import Button, Conversation, Input, InputKind
from domain.dialogue_questions import NUMBER
from domain.outbox import Delivery, Dispatch, Outcome
from domain.ports import Clock
from intake.converse import Conversations
from intake.send import Sending, deliver_due

Show = Callable[[str], None]


@dataclass(slots=True)
class TerminalCarrier:
    """Shows what is sent to one conversation, and remembers the buttons under it."""

    conversation: Conversation
    show: Show
    buttons: tuple[Button, ...] = ()

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        """Print it. A row of another terminal waits until that one is there again."""
        if dispatch.recipient.address != self.conversation.address:
            return Delivery(Outcome.TEMPORARY, "dit gesprek is nu niet open")
        if not handing_over():
            return Delivery(Outcome.TEMPORARY, "deze regel is van een ander")
        self.show(f"\n{dispatch.text}")
        if dispatch.buttons:
            self.buttons = tuple(button for row in dispatch.buttons for button in row)
            self.show(shown(self.buttons))
        return Delivery(Outcome.DELIVERED)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(slots=True)
class Terminal:
    """One conversation in a terminal. `mail` is called when there may be mail to send, such as a code."""

    conversations: Conversations
    carrier: TerminalCarrier
    sending: Sending
    clock: Clock
    mail: Callable[[], None]
    name: str = ""
    _run: str = field(default_factory=lambda: uuid4().hex)
    _count: int = 0

    def catch_up(self) -> None:
        """Handle and show what an earlier run did not come to."""
        self.conversations.resume()
        self._show()

    def talk(self, lines: Iterator[str]) -> None:
        """Hand in each line and show what comes back, until there are no more lines. Raises `StorageError`."""
        for line in lines:
            if line.strip():
                self.conversations.receive(self._input(line.strip()))
                self._show()

    def _input(self, line: str) -> Input:
        self._count += 1
        tapped = pressed(line, self.carrier.buttons)
        return Input(
            conversation=self.carrier.conversation,
            external_id=f"{self._run}-{self._count}",
            kind=InputKind.BUTTON if tapped else InputKind.TEXT,
            text=tapped.code if tapped else line,
            at=self.clock(),
            name=self.name,
        )

    def _show(self) -> None:
        self.carrier.buttons = ()
        for _ in deliver_due(self.sending):
            pass
        self.mail()


def pressed(line: str, buttons: tuple[Button, ...]) -> Button | None:
    """The button whose number was typed; none where a number is the answer itself."""
    if not line.isascii() or not line.isdecimal() or any(_beside_a_number(button) for button in buttons):
        return None
    at = int(line) - 1
    return buttons[at] if 0 <= at < len(buttons) else None


def shown(buttons: tuple[Button, ...]) -> str:
    """The buttons on a line, numbered where a number can be meant for them."""
    if any(_beside_a_number(button) for button in buttons):
        return "  " + "   ".join(f"[{button.label}]" for button in buttons)
    return "  " + "   ".join(f"{at}) {button.label}" for at, button in enumerate(buttons, 1))


def _beside_a_number(button: Button) -> bool:
    return button.code.partition(".")[2].startswith(NUMBER)
