"""Bytes of a mail in, a `Message` out: the one door of this folder for whoever reads mail.

Limits are checked first, then the tree is walked, the best text is chosen, cut in three, and the kind decided. A mail
that another mail carries inside it is read in the same way.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from email.message import Message as Mime
from email.parser import Parser
from email.policy import compat32

from domain.errors import MessageError
from domain.model import Address, Attachment, Channel, Kind, Message
from intake.mail import absence, bounces
from intake.mail.addresses import addresses
from intake.mail.attachments import open_attachments, unique_names
from intake.mail.bodies import body_lines
from intake.mail.cleaning import clean, clean_line
from intake.mail.cutting import Cut, cut
from intake.mail.dates import sent_date
from intake.mail.facts import is_salutation
from intake.mail.forwards import Envelope, is_ours, passes_on
from intake.mail.headers import Headers
from intake.mail.kind import Signs, kind_of
from intake.mail.limits import MAX_BODY, MAX_DEPTH, MAX_HEADER, check
from intake.mail.lines import plain_lines
from intake.mail.structure import Part, Structure, default_name, structure

_PARSER = Parser(policy=compat32)
_EXPECTED = ("from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "content-type")

log = logging.getLogger(__name__)


def parse(raw: bytes, channel: Channel = Channel.EMAIL) -> Message:
    """Read one RFC 5322 mail. Raises `MessageError` with a Dutch sentence, and nothing else, for any bytes.

    `body`, `quoted`, `signature` and the text of attachments have `\\n` as newline and no control characters.
    """
    try:
        return read(raw, channel)
    except MessageError:
        raise
    except Exception as error:
        # One odd mail must not stop the mailbox: it is set aside with its reason, and the bug is in the log.
        log.exception("Een bericht kon niet worden gelezen")
        raise MessageError(f"Dit bericht kan niet worden gelezen ({type(error).__name__}).") from error


def read(raw: bytes, channel: Channel = Channel.EMAIL) -> Message:
    """The same without the last guard: whatever is raised here besides `MessageError` is a bug."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    check(raw)
    # As Latin-1 every byte is one letter: nothing is lost, and each part can be decoded by itself later.
    mime = _PARSER.parsestr(raw.decode("latin-1"))
    headers = Headers(mime)
    if not any(name in headers for name in _EXPECTED):
        raise MessageError("Dit is geen e-mailbericht: er staan geen afzender, datum en onderwerp in.")
    return _message(mime, headers, channel, 0)


def parse_text(text: str, subject: str = "", sender: str = "") -> Message:
    """Read plain text without headers (a form, a chat, a .txt file); it is cut in the same way as a mail.

    `sender` is a name, an address or both, as in `Jan Smit <j.smit@gemeente.example>`. Raises nothing.
    """
    subject = clean_line(subject[:MAX_HEADER])
    found = addresses(sender[:MAX_HEADER])
    address = found[0] if found else Address(name=clean_line(sender[:MAX_HEADER]))
    text = clean(text[: 2 * MAX_BODY])
    notes: tuple[str, ...] = ()
    if len(text) > MAX_BODY:
        text, notes = text[:MAX_BODY], (f"De tekst is erg lang; alleen de eerste {MAX_BODY} tekens zijn gelezen.",)
    parts = cut(plain_lines(text), Envelope(subject, address))
    message = Message(
        channel=Channel.TEXT,
        subject=subject,
        sender=address,
        body=parts.body,
        quoted=parts.quoted,
        signature=parts.signature,
        forwarded_from=parts.forwarded_from,
        kind=Kind.PERSONAL if _says_something(parts.body) else Kind.EMPTY,
        notes=notes + parts.notes,
    )
    # A chat has no subject; with one the text was a mail, and machines write those too.
    bare = Mime()
    bare["From"], bare["Subject"] = address.address, subject
    bare.set_payload(text)
    return _with_kind(message, bare, Headers(bare), Structure()) if subject else message


@dataclass(frozen=True, slots=True)
class _Head:
    """The headers that every message has, decoded."""

    subject: str
    sender: Address
    reply_to: Address | None
    recipients: tuple[Address, ...]
    in_reply_to: str
    references: tuple[str, ...]

    @property
    def envelope(self) -> Envelope:
        answers = bool(self.in_reply_to or self.references)
        return Envelope(self.subject, self.sender, self.recipients, answers=answers)


def _head(headers: Headers) -> _Head:
    senders = addresses(headers.raw("from")) or addresses(headers.raw("sender"))
    reply_to = addresses(headers.raw("reply-to"))
    recipients = [one for name in ("to", "cc") for value in headers.every(name)[:20] for one in addresses(value)]
    in_reply_to = headers.ids("in-reply-to")
    return _Head(
        subject=headers.text("subject"),
        sender=senders[0] if senders else Address(name=headers.text("from")),
        reply_to=reply_to[0] if reply_to else None,
        recipients=tuple(recipients[:200]),
        in_reply_to=in_reply_to[0] if in_reply_to else "",
        references=headers.ids("references"),
    )


def _message(mime: Mime, headers: Headers, channel: Channel, depth: int) -> Message:
    head, tree = _head(headers), structure(mime)
    lines, notes = body_lines(tree.texts)
    opened = open_attachments(tree.attachments)
    if opened.hidden_text and not any(not line.blank for line in lines):
        lines = plain_lines(clean(opened.hidden_text)[:MAX_BODY])
    parts = cut(lines, head.envelope)
    inner = _inner_mails(tree.inner, depth)
    parts, attached = _passed_on(parts, inner, head)
    attachments = unique_names(opened.attachments + attached)
    if tree.sealed:
        notes.append("Het bericht is versleuteld of zo ondertekend dat de tekst niet te lezen is.")
    ids = headers.ids("message-id")
    message = Message(
        channel=channel,
        message_id=ids[0] if ids else "",
        date=sent_date(headers.raw("date")),
        sender=head.sender,
        reply_to=head.reply_to,
        recipients=head.recipients,
        subject=head.subject,
        body=parts.body,
        quoted=parts.quoted,
        signature=parts.signature,
        attachments=attachments,
        in_reply_to=head.in_reply_to,
        references=head.references,
        forwarded_from=parts.forwarded_from,
        notes=(*notes, *parts.notes),
    )
    return _with_kind(message, mime, headers, tree)


def _says_something(body: str) -> bool:
    """Whether there is more than a salutation."""
    return bool(body) and ("\n" in body or not is_salutation(body))


def _with_kind(message: Message, mime: Mime, headers: Headers, tree: Structure) -> Message:
    """Decide the kind, and read what an automatic answer or a bounce reports."""
    told = f"{message.body}\n{message.signature}\n{message.quoted}"
    bounce = bounces.bounce_of(mime, headers, tree, message.sender, message.subject, told)
    readable = any(one.text or one.problem for one in message.attachments)
    kind = kind_of(
        Signs(
            headers=headers,
            subject=message.subject,
            sender=message.sender,
            recipients=message.recipients,
            body=message.body,
            signature=message.signature,
            report_type=tree.report_type,
            calendar_method=tree.calendar_method,
            bounced=bounce is not None,
            has_document=any(one.text for one in message.attachments),
            has_content=_says_something(message.body) or readable or tree.sealed,
        )
    )
    if kind is Kind.BOUNCE and bounce is not None:
        return replace(message, kind=kind, failed=bounce.failed, permanent=bounce.permanent)
    if kind is Kind.AUTO_REPLY:
        said = f"{message.subject}\n{message.body}"
        return replace(
            message,
            kind=kind,
            returns_on=absence.returns_on(said, message.date),
            substitute=absence.substitute(f"{message.body}\n\n{message.signature}", message.sender.address),
        )
    return replace(message, kind=kind)


def _inner_mails(parts: list[Part], depth: int) -> list[tuple[Part, Message | None]]:
    """Read the attached mails; nothing for one that lies too deep or is broken."""
    found: list[tuple[Part, Message | None]] = []
    for part in parts[:20]:
        payload = part.mime.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if not isinstance(inner, Mime) or depth >= MAX_DEPTH:
            found.append((part, None))
        else:
            found.append((part, _message(inner, Headers(inner), Channel.EMAIL, depth + 1)))
    return found


def _passed_on(parts: Cut, inner: list[tuple[Part, Message | None]], head: _Head) -> tuple[Cut, list[Attachment]]:
    """Take an attached mail as the message itself where the covering note hands it over, else as an attachment."""
    attached: list[Attachment] = []
    for part, message in inner:
        if message is None:
            problem = "Dit bericht zit te diep ingepakt of is beschadigd; het is niet gelezen."
            attached.append(Attachment(part.name or "bericht.eml", part.content_type, 0, problem=problem))
            continue
        attached += message.attachments
        if parts.forwarded_from is None and _hands_over(parts.body, message, head):
            parts = _joined(parts, message)
        else:
            attached.append(_as_attachment(part, message, head))
    return parts, attached


def _hands_over(note: str, message: Message, head: _Head) -> bool:
    personal = message.kind is Kind.PERSONAL and bool(message.body)
    return personal and passes_on(note, message.sender, head.envelope, marked=True)


def _joined(parts: Cut, message: Message) -> Cut:
    return Cut(
        body="\n\n".join(text for text in (parts.body, message.body) if text),
        quoted="\n\n".join(text for text in (parts.quoted, message.quoted) if text),
        signature="\n\n".join(text for text in (parts.signature, message.signature) if text),
        forwarded_from=message.forwarded_from or message.sender,
        notes=parts.notes + message.notes,
    )


def _as_attachment(part: Part, message: Message, head: _Head) -> Attachment:
    name = part.name or (f"{message.subject[:60]}.eml" if message.subject else default_name(part.content_type))
    text = "\n\n".join(text for text in (message.body, message.signature) if text)
    if is_ours(message.sender, head.envelope):
        return Attachment(name, part.content_type, len(text), problem="Dit is een eerder bericht van de VNG zelf.")
    return Attachment(name, part.content_type, len(text), text)
