"""Getting in, and the sentence for each way of not getting in."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from domain.errors import SettingsError, SourceRefused, SourceUnreachable
from intake.mail.imap import ImapSource
from intake.mail.imap_account import ImapAccount, Limits
from tests.dovecot import Mailbox
from tests.dovecot_setup import PASSWORD, free_port, make_certificate
from tests.faulty_proxy import faulty_proxy
from tests.intake.mail.taking import take


@contextmanager
def tls_server(certificate: Path) -> Iterator[int]:
    """Shows this certificate to one caller."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))

    def greet(listener: socket.socket) -> None:
        with suppress(OSError):
            context.wrap_socket(listener.accept()[0], server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


WRONG = "niet-het-wachtwoord"


@pytest.mark.parametrize("tls", ["implicit", "starttls", "none"])
def test_every_form_of_tls_gives_the_mail(mailbox: Mailbox, tls: str) -> None:
    mailbox.deliver()
    port = mailbox.server.tls_port if tls == "implicit" else mailbox.server.port
    source = ImapSource(mailbox.account(tls=tls, port=port))
    assert len(take(source)) == 1
    source.close()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_of_an_unknown_authority_is_refused(mailbox: Mailbox, tls: str) -> None:
    port = mailbox.server.tls_port if tls == "implicit" else mailbox.server.port
    with pytest.raises(SourceRefused, match=rf"certificaat van .*localhost:{port} wordt niet vertrouwd.*ca_file"):
        take(ImapSource(mailbox.account(tls=tls, port=port, ca_file=None)))


def test_a_certificate_of_another_name_is_refused(mailbox: Mailbox) -> None:
    with pytest.raises(SourceRefused, match=r"127\.0\.0\.1.* staat op een andere naam dan mail\.incoming\.host"):
        take(ImapSource(mailbox.account(host="127.0.0.1")))


def test_an_expired_certificate_is_refused(mailbox: Mailbox, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, expired=True)
    with tls_server(certificate) as port, pytest.raises(SourceRefused, match="is verlopen"):
        take(ImapSource(mailbox.account(port=port, ca_file=certificate)))


def test_without_starttls_no_password_is_sent(mailbox: Mailbox) -> None:
    with faulty_proxy(mailbox.server.port) as proxy:
        proxy.rewrite = lambda data: data.replace(b" STARTTLS", b"")
        with pytest.raises(SourceRefused, match="biedt geen STARTTLS aan"):
            take(ImapSource(mailbox.account(port=proxy.port, tls="starttls")))
        assert PASSWORD.encode() not in proxy.said_by_client


def test_a_wrong_password_is_one_sentence_with_host_port_user_and_setting(mailbox: Mailbox) -> None:
    with pytest.raises(SourceRefused) as caught:
        take(ImapSource(mailbox.account(password=WRONG)))
    sentence = str(caught.value)
    assert f"localhost:{mailbox.server.tls_port}" in sentence
    assert mailbox.user in sentence
    assert "klopt mail.incoming.password?" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("password", [WRONG, "geheimé-ünïcode-wachtwoord", 'met "quote\\ en spatie'])
def test_the_password_is_in_no_message_representation_or_log(
    mailbox: Mailbox, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    source = ImapSource(mailbox.account(password=password))
    with pytest.raises(SourceRefused) as caught:
        take(source)
    assert password not in f"{caught.value!r}{caught.value.__cause__!r}{mailbox.account(password=password)!r}"
    assert password not in caplog.text


def test_a_password_that_the_server_repeats_is_left_out_of_the_sentence(mailbox: Mailbox) -> None:
    with faulty_proxy(mailbox.server.port) as proxy:
        proxy.rewrite = lambda data: data.replace(b"Authentication failed", f"{WRONG} is fout".encode())
        with pytest.raises(SourceRefused, match=r"\*\*\* is fout") as caught:
            take(ImapSource(mailbox.plain(proxy.port, password=WRONG)))
        assert WRONG not in str(caught.value)


def test_a_log_of_everything_holds_no_mail_and_no_password(mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox.deliver()
    source = ImapSource(mailbox.account())
    take(source)
    source.close()
    assert "acht plekken" not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_token_lets_us_in_and_is_asked_for_at_each_connect(mailbox: Mailbox) -> None:
    mailbox.deliver()
    tokens = iter(["eerste-token", "tweede-token"])
    mailbox.server.tokens |= {"eerste-token": mailbox.user, "tweede-token": mailbox.user}
    source = ImapSource(mailbox.account(password="", token=lambda: next(tokens)))
    assert len(take(source)) == 1
    source.close()
    assert len(take(source)) == 1
    assert list(tokens) == []
    source.close()


def test_a_refused_token_is_named_by_its_setting_only(mailbox: Mailbox) -> None:
    with pytest.raises(SourceRefused, match=r"weigert gebruiker .*mail\.incoming\.oauth2") as caught:
        take(ImapSource(mailbox.account(password="", token=lambda: "onbekend-token")))
    assert "onbekend-token" not in str(caught.value)


def test_an_unknown_host_is_named() -> None:
    account = ImapAccount("mail.bestaat-niet.invalid", 993, "u", "w")
    with pytest.raises(SourceUnreachable, match=r"mail\.bestaat-niet\.invalid is niet te vinden"):
        take(ImapSource(account))


def test_a_closed_port_is_named() -> None:
    port = free_port()
    with pytest.raises(SourceUnreachable, match=f"neemt op poort {port} geen verbinding aan"):
        take(ImapSource(ImapAccount("localhost", port, "u", "w", tls="none")))


def test_a_port_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = ImapAccount("127.0.0.1", silent.getsockname()[1], "u", "w", tls="none")
        with pytest.raises(SourceUnreachable, match=r"antwoordt niet binnen 0\.2 seconden"):
            take(ImapSource(account, Limits(connect=0.2)))


def test_tls_towards_a_port_without_it_is_explained(mailbox: Mailbox) -> None:
    with pytest.raises(SourceRefused, match=f'poort {mailbox.server.port} geen TLS zoals .*tls = "implicit"'):
        take(ImapSource(mailbox.account(port=mailbox.server.port)))


def test_without_tls_only_this_machine_is_spoken_to() -> None:
    with pytest.raises(SettingsError, match=r'mail.incoming.tls = "none" .* mail.voorbeeld.example'):
        ImapAccount("mail.voorbeeld.example", 143, "u", "w", tls="none")


def test_a_bad_ca_file_is_named(mailbox: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("geen certificaat")
    with pytest.raises(SettingsError, match=r"ca_file .*ca\.pem"):
        take(ImapSource(mailbox.account(ca_file=tmp_path / "ca.pem")))


def test_a_missing_folder_is_named_with_the_folders_that_are_there(mailbox: Mailbox) -> None:
    mailbox.make_folder("Bezwaren")
    with pytest.raises(SourceRefused, match=r'De map "Postvak" .*mail\.incoming\.folder.*Bezwaren, INBOX'):
        take(ImapSource(mailbox.account(folder="Postvak")))


def test_a_folder_cannot_be_its_own_done_folder() -> None:
    with pytest.raises(SettingsError, match="Verwerkt"):
        ImapAccount("localhost", 993, "u", "w", folder="Verwerkt", done_folder="Verwerkt")
