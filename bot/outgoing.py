"""The wiring of what goes out: carriers, reminders and acknowledgements, from the settings. Beside `bot.app`."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.app import names, now, open_ladder, token_for
from bot.campaign_folder import campaign_file
from bot.settings import Outgoing, Sent, Settings
from bot.settings_file import secret
from domain.answers import Answerer
from domain.campaign import Acknowledge, Campaign
from domain.errors import CampaignError
from domain.model import Address, Channel
from domain.outbox import Carrier
from intake.acknowledge import Acknowledging
from intake.follow import Follow
from intake.mail.parse import parse
from intake.questions import Asking
from intake.remind import Reminding, reworded
from intake.send import Pace, Sending, SentFolder
from intake.shown import ShownCarrier
from intake.templates import Templates

if TYPE_CHECKING:
    from intake.mail.smtp import SmtpAccount
    from storage.records import Records

PROBE = 10.0
"""Seconds that a person waits for `doctor` to find a server."""


@dataclass(frozen=True, slots=True)
class Out:
    """What goes out and how. `sent` is where can be looked up what arrived, where there is such a place."""

    sending: Sending
    sent: SentFolder | None
    reminding: Reminding | None

    def close(self) -> None:
        """Let go of every connection."""
        for carrier in self.sending.carriers.values():
            carrier.close()
        if self.sent is not None:
            self.sent.close()


def open_out(settings: Settings, records: Records, campaign: Campaign, *, chats: bool = False) -> Out:
    """Everything that sending takes, `chats` included where asked: the service has a door for those.

    Raises `SettingsError` or `CampaignError`.
    """
    carrier, sent = open_carrier(settings)
    carriers: dict[Channel, Carrier] = {Channel.EMAIL: carrier, Channel.WEB: ShownCarrier()}
    if chats and settings.chat.telegram.wanted:
        from bot.telegram.opening import open_carrier as open_telegram  # noqa: PLC0415  # as below

        carriers[Channel.TELEGRAM] = open_telegram(settings, records)
    owner = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    pace = Pace(settings.mail.outgoing.per_minute if settings.mail.outgoing.kind == "smtp" else 60_000)
    reminding = open_reminding(settings, records, campaign) if settings.reminders.enabled else None
    reword = partial(reworded, reminding) if reminding else None
    sending = Sending(records, carriers, campaign, now, owner, pace, reword)
    return Out(sending, sent, reminding)


def open_templates(settings: Settings) -> Templates | None:
    """The mails of the campaign, checked; `None` where it has none. Raises `CampaignError`."""
    folder = campaign_file(settings.campaign).with_name("mails")
    if not folder.is_dir():
        return None
    templates = Templates(folder)
    if faults := templates.faults():
        raise CampaignError(faults)
    return templates


def open_reminding(settings: Settings, records: Records, campaign: Campaign) -> Reminding | None:
    """What reminding takes; `None` for a campaign that writes to nobody."""
    templates, ladder = open_templates(settings), open_ladder(settings, campaign)
    if templates is None or not ladder.steps:
        return None
    if missing := [step.mail for step in ladder.steps if not templates.has(step.mail)]:
        raise CampaignError([f"{templates.folder}: {name}.txt ontbreekt" for name in missing])
    form = f"{settings.desk.public_url.rstrip('/')}/formulier" if settings.desk.public_url else ""
    return Reminding(records, campaign, ladder, templates, names(), approval=settings.reminders.approval, form=form)


def open_follow(settings: Settings, records: Records, campaign: Campaign, answerer: Answerer | None = None) -> Follow:
    """What follows from each message and each decision: an acknowledgement, and what it tells about contacts.

    With an `answerer` what a mail asks becomes a question with a concept answer. Raises `CampaignError`.
    """
    templates = open_templates(settings)
    if templates is None:
        campaign = replace(campaign, acknowledge=Acknowledge.NEVER)
        templates = Templates(campaign_file(settings.campaign).with_name("mails"))
    asking = Asking(records, campaign, answerer, now) if answerer else None
    return Follow(records, Acknowledging(records, campaign, templates, names()), parse, now, asking)


def open_carrier(settings: Settings) -> tuple[Carrier, SentFolder | None]:
    """What takes mail out, and where can be looked up what became of it."""
    from intake.mail.file_carrier import FileCarrier  # noqa: PLC0415  # as in bot.app: only what is needed
    from intake.mail.smtp import SmtpCarrier  # noqa: PLC0415  # the same

    outgoing = settings.mail.outgoing
    sender = Address(outgoing.sender_name, outgoing.sender)
    if outgoing.kind == "files":
        files = FileCarrier(outgoing.path or settings.data / "outgoing", sender, now)
        return files, files
    return SmtpCarrier(_smtp(outgoing, sender), now), _sent_folder(outgoing.sent) if outgoing.sent else None


def outgoing_trouble(settings: Settings) -> str:
    """Why mail could not go out now, in Dutch; empty where it could. Nothing is sent. Raises `SettingsError`."""
    from intake.mail.smtp import probe  # noqa: PLC0415  # the same

    outgoing = settings.mail.outgoing
    if outgoing.kind == "smtp":
        return probe(replace(_smtp(outgoing, Address(outgoing.sender_name, outgoing.sender)), timeout=PROBE))
    folder = outgoing.path or settings.data / "outgoing"
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        return f"{nearest} is geen map."
    return "" if os.access(nearest, os.W_OK | os.X_OK) else f"In {nearest} mag niet worden geschreven."


def outgoing_name(settings: Settings) -> str:
    """Where mail goes out, for sentences."""
    outgoing = settings.mail.outgoing
    if outgoing.kind == "files":
        return f"als bestanden in {outgoing.path or settings.data / 'outgoing'}"
    return f"via {outgoing.host}:{outgoing.port} als {outgoing.sender}"


def _smtp(outgoing: Outgoing, sender: Address) -> SmtpAccount:
    from intake.mail.smtp import SmtpAccount  # noqa: PLC0415  # the same

    key = "mail.outgoing"
    return SmtpAccount(
        host=outgoing.host,
        port=outgoing.port,
        tls=outgoing.tls,
        sender=sender,
        username=outgoing.username,
        password=_password(outgoing, f"{key}.password"),
        token=token_for(outgoing.oauth2, f"{key}.oauth2") if outgoing.oauth2 else None,
        ca_file=outgoing.ca_file,
        bcc=outgoing.bcc,
    )


def _password(outgoing: Outgoing, key: str) -> Callable[[], str] | None:
    """Read anew at each connection, so that a changed password needs no restart."""
    value, file = outgoing.password, outgoing.password_file
    return (lambda: secret(value, file, key)) if value.get_secret_value() or file else None


def _sent_folder(sent: Sent) -> SentFolder:
    from intake.mail.imap_account import ImapAccount  # noqa: PLC0415  # the same
    from intake.mail.sent_folder import ImapSentFolder  # noqa: PLC0415  # the same

    key = "mail.outgoing.sent"
    account = ImapAccount(
        host=sent.host,
        port=sent.port,
        username=sent.username,
        password="" if sent.oauth2 else secret(sent.password, sent.password_file, f"{key}.password"),
        token=token_for(sent.oauth2, f"{key}.oauth2") if sent.oauth2 else None,
        tls=sent.tls,
        ca_file=sent.ca_file,
        folder=sent.folder,
    )
    return ImapSentFolder(account)
