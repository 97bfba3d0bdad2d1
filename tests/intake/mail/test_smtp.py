"""What becomes of a dispatch when the server is kind, and when it is not."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from domain.errors import SourceRefused
from domain.model import Address, Channel
from domain.outbox import Delivery, Dispatch, Outcome, OutKind
from intake.mail.smtp import SmtpAccount, SmtpCarrier
from tests.dovecot_setup import make_certificate
from tests.smtp_server import DROP_AFTER_DATA, DROP_BEFORE_DATA, Handler, only, smtp_server

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
SENDER = Address("VNG Migratie", "migratie@vng.nl")


def dispatch(to: str = "anne@amersfoort.nl", text: str = "Beste Anne,\n.\n.. tot zo") -> Dispatch:
    recipient = Address("Anne", to)
    return Dispatch("k", OutKind.REMINDER, Channel.EMAIL, recipient, "Plekken", text, NOW, "<1@vng.nl>")


def carrier(port: int, **fields: object) -> SmtpCarrier:
    account = SmtpAccount("127.0.0.1", port, "none", SENDER, timeout=2.0, **fields)  # type: ignore[arg-type]
    return SmtpCarrier(account, lambda: NOW)


def send(handler: Handler, mail: Dispatch, handing_over: Callable[[], bool] = lambda: True) -> Delivery:
    with smtp_server(handler) as port:
        smtp = carrier(port)
        delivery = smtp.deliver(mail, handing_over)
        smtp.close()
    return delivery


def test_a_dispatch_arrives_as_it_was_written() -> None:
    handler = Handler()
    assert send(handler, dispatch()).outcome is Outcome.DELIVERED
    (mail,) = handler.mails
    assert mail["Message-ID"] == "<1@vng.nl>"
    assert mail.get_payload(decode=True) == b"Beste Anne,\r\n.\r\n.. tot zo\r\n"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("450 4.2.1 later", Outcome.TEMPORARY),
        ("550 5.1.1 onbekend", Outcome.PERMANENT),
        ("421 bezig", Outcome.TEMPORARY),
        (DROP_BEFORE_DATA, Outcome.TEMPORARY),
        (DROP_AFTER_DATA, Outcome.UNCERTAIN),
    ],
)
def test_each_fault_is_told_apart(fault: str, outcome: Outcome) -> None:
    assert send(Handler(lambda _: fault), dispatch()).outcome is outcome


def test_the_server_s_own_words_are_kept() -> None:
    assert "5.1.1 onbekend" in send(Handler(lambda _: "550 5.1.1 onbekend"), dispatch()).reason


def test_a_refused_recipient_leaves_the_connection_usable_for_the_next() -> None:
    handler = Handler(lambda to: "550 nee" if to.startswith("weg") else None)
    with smtp_server(handler) as port:
        smtp = carrier(port)
        outcomes = [smtp.deliver(dispatch(to), lambda: True).outcome for to in ("weg@a.nl", "anne@a.nl", "weg@a.nl")]
        smtp.close()
    assert outcomes == [Outcome.PERMANENT, Outcome.DELIVERED, Outcome.PERMANENT]


def test_nothing_is_handed_over_when_the_row_has_another_owner_by_then() -> None:
    handler = Handler()
    assert send(handler, dispatch(), lambda: False).outcome is Outcome.TEMPORARY
    assert handler.accepted == []


def test_a_server_that_is_not_there_says_nothing_about_the_dispatch() -> None:
    assert carrier(1).deliver(dispatch(), lambda: True).outcome is Outcome.UNREACHABLE


def test_a_wrong_password_says_nothing_about_the_dispatch_and_is_not_repeated_in_the_reason() -> None:
    with smtp_server(Handler(), authenticator=only("vng", "goed"), auth_require_tls=False) as port:
        delivery = carrier(port, username="vng", password=lambda: "geheim-fout").deliver(dispatch(), lambda: True)
    assert delivery.outcome is Outcome.UNREACHABLE
    assert "vng" in delivery.reason
    assert "geheim" not in delivery.reason


def test_the_right_password_gets_in() -> None:
    handler = Handler()
    with smtp_server(handler, authenticator=only("vng", "goed"), auth_require_tls=False) as port:
        smtp = carrier(port, username="vng", password=lambda: "goed")
        assert smtp.deliver(dispatch(), lambda: True).outcome is Outcome.DELIVERED
        smtp.close()
    assert len(handler.accepted) == 1


@pytest.mark.parametrize("to", ["geen adres", "a@b.nl\r\nBcc: x@y.nl", "", "a@b.nl, c@d.nl"])
def test_what_is_no_address_is_refused_before_the_server_hears_of_it(to: str) -> None:
    assert carrier(1).deliver(dispatch(to), lambda: True).outcome is Outcome.PERMANENT


def test_a_copy_goes_to_the_mailbox_in_which_is_looked_up_what_arrived() -> None:
    seen: list[str] = []
    with smtp_server(Handler(seen.append)) as port:  # type: ignore[arg-type]  # gives no fault
        smtp = carrier(port, bcc="kopie@vng.nl")
        assert smtp.deliver(dispatch(), lambda: True).outcome is Outcome.DELIVERED
        smtp.close()
    assert list(dict.fromkeys(seen)) == ["anne@amersfoort.nl", "kopie@vng.nl"]


def test_a_copy_that_is_refused_says_nothing_about_the_recipient() -> None:
    handler = Handler(lambda to: "550 5.1.1 weg" if to == "kopie@vng.nl" else None)
    with smtp_server(handler) as port:
        smtp = carrier(port, bcc="kopie@vng.nl")
        delivery = smtp.deliver(dispatch(), lambda: True)
        smtp.close()
    assert (delivery.outcome, delivery.address_fails) == (Outcome.UNREACHABLE, False)
    assert "mail.outgoing.bcc" in delivery.reason


def test_a_token_that_cannot_be_had_says_nothing_about_the_dispatch() -> None:
    def token() -> str:
        raise SourceRefused("Het token wordt geweigerd.")

    with smtp_server(Handler()) as port:
        delivery = carrier(port, username="vng", token=token).deliver(dispatch(), lambda: True)
    assert delivery == Delivery(Outcome.UNREACHABLE, "Het token wordt geweigerd.")


def test_a_token_is_sent_as_xoauth2_says() -> None:
    async def check(_server: SMTP, arguments: list[str]) -> AuthResult:
        answer = base64.b64decode(arguments[1])
        return AuthResult(success=answer == b"user=vng\x01auth=Bearer vers\x01\x01")

    handler = Handler()
    handler.auth_XOAUTH2 = check  # type: ignore[attr-defined]  # how aiosmtpd learns a mechanism
    with smtp_server(handler, auth_require_tls=False) as port:
        smtp = carrier(port, username="vng", token=lambda: "vers")
        assert smtp.deliver(dispatch(), lambda: True).outcome is Outcome.DELIVERED
        smtp.close()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_over_tls_only_a_certificate_that_is_trusted_will_do(tmp_path: Path, tls: str) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    options = {"context": context} if tls == "implicit" else {"tls_context": context}
    handler = Handler()
    with smtp_server(handler, **options) as port:  # type: ignore[arg-type]  # one of two ways
        account = SmtpAccount("localhost", port, tls, SENDER, timeout=2.0)  # type: ignore[arg-type]  # parametrized
        stranger = SmtpCarrier(account, lambda: NOW).deliver(dispatch(), lambda: True)
        known = SmtpCarrier(replace(account, ca_file=certificate), lambda: NOW)
        assert known.deliver(dispatch(), lambda: True).outcome is Outcome.DELIVERED
        known.close()
    assert (stranger.outcome, len(handler.accepted)) == (Outcome.UNREACHABLE, 1)
