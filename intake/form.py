"""The public form: kept half-way, sent, and confirmed from an address of the gemeente; only then it counts.

What is confirmed becomes a message in the same inbox and dossiers as mail, in one transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from domain.errors import DecisionError
from domain.form import Form, Line, faults_of, lines_of, reading_of
from domain.forms import FormRecords, StoredForm
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from domain.ports import Arrival
from domain.wording import day_text
from intake.process import Handled, Intake, handle

KEPT = timedelta(days=30)
"""What nobody sent or confirmed is wiped after this."""
TO_CONFIRM = timedelta(days=7)
LIKE_ENOUGH = 0.7
"""So much alike, from 0 to 1, is a name that somebody may have meant."""
LINKS_LAST = timedelta(days=30)
"""So long after the deadline the personal link in a mail still knows for whom it was."""
OVER = "Deze link werkt niet meer. Vul het formulier opnieuw in, of mail ons."
DONE = "Dit formulier is al bevestigd. Wilt u iets veranderen? Antwoord op onze mail, of vul het opnieuw in."

Domains = Callable[[str], Sequence[str]]
"""The mail domains of a gemeente, by CBS code."""
Find = Callable[[str], Sequence[str]]
"""The CBS codes that a name may stand for."""


@dataclass(frozen=True, slots=True)
class FormDesk:
    """What the form takes. `records` and `intake.records` are the same; `address` is how browsers reach us."""

    records: FormRecords
    intake: Intake
    names: dict[str, str]
    find: Find
    domains: Domains
    address: str

    @property
    def labels(self) -> dict[str, str]:
        """The types of bottleneck of the campaign, in words."""
        return {kind.key: kind.label for kind in self.intake.campaign.bottleneck_types}

    def invited(self, link: str) -> Form | None:
        """What the personal link in a mail fills in; it proves nothing. `None` where it is wrong, old or withdrawn.

        `link` is the CBS code, a dash and the mark of the person.
        """
        code, _, mark = link.partition("-")
        campaign = self.intake.campaign
        if self.intake.clock() > campaign.deadline.instant + LINKS_LAST or code not in self.names:
            return None
        person = self.records.form_links.person(campaign.key, code, mark)
        if person is None:
            return None
        return Form(gemeente=self.names[code], code=code, name=person.name, address=person.address)

    def resolved(self, form: Form) -> Form:
        """The form with the CBS code of what was typed, where that is clear."""
        codes = self.find(form.gemeente) if form.gemeente else ()
        if form.code in codes:
            return replace(form, gemeente=self.names[form.code])
        if len(codes) != 1:
            return replace(form, code="")
        return replace(form, code=codes[0], gemeente=self.names[codes[0]])

    def faults(self, form: Form) -> dict[str, str]:
        """What is still wrong, by the name of the field."""
        known = form.code in self.records.contacts.gemeenten_of(form.address) if form.code else False
        faults = faults_of(form, list(self.labels), self.domains(form.code), known_address=known)
        several = self.find(form.gemeente) if form.gemeente and not form.code else ()
        if len(several) > 1:
            names = " of ".join(self.names[code] for code in several[:6])
            faults["gemeente"] = f"'{form.gemeente}' kan van alles zijn: {names}. Kies er een."
        elif form.gemeente and not form.code and (near := self._nearest(form.gemeente)):
            faults["gemeente"] = f"Wij kennen geen gemeente '{form.gemeente}'. Bedoelt u {near}?"
        return faults

    def _nearest(self, typed: str) -> str:
        """The gemeente whose name is most like what was typed; empty where none is."""
        by_letters = {name.casefold(): name for name in self.names.values()}
        near = get_close_matches(typed.casefold(), by_letters, n=1, cutoff=LIKE_ENOUGH)
        return by_letters[near[0]] if near else ""

    def keep(self, token: str, form: Form) -> None:
        """Keep it as far as it was filled in. Raises `DecisionError` where it was confirmed already."""
        now = self.intake.clock()
        with self.records.write():
            self.records.forms.end_old(now - KEPT)
            if not self.records.forms.save(self.intake.campaign.key, hashed(token), form, now):
                raise DecisionError(DONE)

    def kept(self, token: str) -> StoredForm:
        """The form behind a link. Raises `DecisionError` where there is none."""
        found = self.records.forms.find(hashed(token))
        if found is None:
            raise DecisionError(OVER)
        return found

    def send(self, token: str) -> None:
        """Mail the link that confirms it. Doing it twice mails one. Raises `DecisionError` where it is not complete."""
        stored, now = self.kept(token), self.intake.clock()
        if self.faults(stored.form):
            raise DecisionError("Het formulier is nog niet compleet.")
        if self.records.contacts.left_alone(stored.form.address) in {"bounced", "erased"}:
            raise DecisionError("Naar dit e-mailadres kunnen wij niet mailen. Gebruik een ander adres.")
        confirm = secrets.token_urlsafe(24)
        with self.records.write():
            if self.records.forms.sent(stored.id, hashed(confirm), now):
                dispatch = self._dispatch(stored, confirm, now)
                self.records.outbox.queue(self.intake.campaign.key, dispatch)

    def to_confirm(self, confirm: str) -> StoredForm:
        """The form behind a mailed link. Raises `DecisionError` where that is too old or unknown."""
        found = self.records.forms.find_sent(hashed(confirm))
        if found is None or (found.state == "sent" and self.intake.clock() - found.changed_at > TO_CONFIRM):
            raise DecisionError(OVER)
        return found

    def confirm(self, confirm: str) -> Handled | None:
        """Let it count; `None` where it did already. Raises `DecisionError` for a link that does not work."""
        now, stored = self.intake.clock(), self.to_confirm(confirm)
        with self.records.write():
            stored = self.to_confirm(confirm)
            if stored.state == "confirmed":
                return None
            raw = self._raw(stored, now)
            arrival = Arrival(
                channel=Channel.FORM,
                content_hash=hashlib.sha256(b"form|%d" % stored.id).hexdigest(),
                raw=raw,
                received_at=now,
                external_id=f"formulier-{stored.id}",
                sender=stored.form.address,
            )
            number, _ = self.records.messages.store(arrival)
            self.records.forms.confirmed(stored.id, number, now)
            lines = self.lines(stored.form)
            body = "\n".join(line.text for line in lines)
            message = replace(self.intake.parse(raw), channel=Channel.FORM, body=body, quoted="", signature="")
            return handle(self.intake, number, message, reading_of(stored.form, lines, body))

    def lines(self, form: Form) -> list[Line]:
        """The answers as lines, to be checked and to be stored."""
        return lines_of(form, self.names[form.code], self.labels)

    def _raw(self, stored: StoredForm, now: datetime) -> bytes:
        """The mail that the sender could have written: readable for ever, whatever becomes of this program."""
        form, mail = stored.form, EmailMessage(policy=SMTP)
        mail["From"] = f'"{form.name.replace(chr(34), "")}" <{form.address}>'
        mail["To"] = self.intake.campaign.mailbox
        mail["Date"] = format_datetime(now)
        mail["Subject"] = f"Formulier {self.names[form.code]}"
        mail["Message-ID"] = f"<formulier-{stored.id}@{self._domain}>"
        mail.set_content("\n".join(line.text for line in self.lines(form)) + "\n")
        return mail.as_bytes()

    @property
    def _domain(self) -> str:
        return self.intake.campaign.mailbox.rpartition("@")[2] or "localhost"

    def _dispatch(self, stored: StoredForm, confirm: str, now: datetime) -> Dispatch:
        form, campaign = stored.form, self.intake.campaign
        key = f"{campaign.key}/formulier/{stored.id}/{hashed(confirm)[:16]}"
        told = "\n".join(f"- {line.text}" for line in self.lines(form))
        return Dispatch(
            key=key,
            kind=OutKind.CODE,
            channel=Channel.EMAIL,
            recipient=Address(form.name, form.address),
            subject=f"Bevestig het formulier van de gemeente {self.names[form.code]}",
            text=MAIL.format(
                name=form.name,
                gemeente=self.names[form.code],
                told=told,
                link=f"{self.address}/formulier/bevestig/{confirm}",
                until=day_text((now + TO_CONFIRM).date()),
                title=campaign.title,
                mailbox=campaign.mailbox,
            ),
            due_at=now,
            message_id=f"<{hashed(key)[:32]}@{self._domain}>",
            gemeente=form.code,
        )


MAIL = """Beste {name},

Met dit adres is een formulier ingevuld voor de gemeente {gemeente}:

{told}

Klopt dit? Open dan deze link en kies Bevestigen. Pas daarna telt het mee.

{link}

De link werkt tot en met {until}. Hebt u dit niet ingevuld? Dan hoeft u niets
te doen.

Met vriendelijke groet,
VNG, {title}
{mailbox}
"""


def hashed(token: str) -> str:
    """How the secret part of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_token() -> str:
    """The secret part of a link that nobody guesses."""
    return secrets.token_urlsafe(24)
