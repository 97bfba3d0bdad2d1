"""`run --demo`: invented mail in a data folder of its own, so that it never mixes with what gemeenten really said."""

from __future__ import annotations

import mailbox
from importlib.resources import files
from pathlib import Path

from bot.called import called
from bot.settings import Chat, Incoming, Outgoing, Settings

FILLED = "voorbeeldmail-bezorgd"


def demo_settings(settings: Settings) -> Settings:
    """The same settings with a data folder of their own in which mail comes in and goes out as files."""
    data = settings.data / "demo"
    mail = settings.mail.model_copy(
        update={"incoming": Incoming(path=data / "mailbox"), "outgoing": Outgoing(path=data / "outgoing")}
    )
    # A demo that answered with the real token would take messages away from the service
    return settings.model_copy(update={"data": data, "mail": mail, "chat": Chat()})


def fill_mailbox(settings: Settings) -> int:
    """Deliver the invented mails, once; gives how many there are, 0 where they had been delivered before."""
    mark = settings.data / FILLED
    if mark.exists():
        return 0
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    box = mailbox.Maildir(settings.mail.incoming.path or settings.data / "mailbox")
    mails = sorted(
        (f for f in files("bot").joinpath("demo").iterdir() if f.name.endswith(".eml")), key=lambda f: f.name
    )
    for mail in mails:
        box.add(mail.read_bytes())
    mark.touch()
    return len(mails)


def how_to_look(settings: Settings) -> str:
    """The command that shows the figures of the demo."""
    return f"PLAATSMAKER_DATA={_short(settings.data)} {called()} status"


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
