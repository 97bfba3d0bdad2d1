"""What goes wrong with a mailbox, in one Dutch sentence that names the place and never a secret."""

from __future__ import annotations

import socket
import ssl

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from domain.errors import SourceError, SourceRefused, SourceUnreachable
from intake.mail.imap_account import ImapAccount

LOST = (IMAPClientAbortError, ProtocolError, OSError)
"""The connection is gone or no longer to be trusted; a new one may work."""

_FOR_NOW = ("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "TOO MANY", "TEMPORAR", "TRY AGAIN")
_SAID = 200
_OTHER_NAME = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED


class Broken(SourceUnreachable):
    """The connection fell away while one request was being answered, twice."""


class SaidNo(SourceError):
    """The server understood a request and refuses it."""


class Renumbered(SourceError):
    """UIDVALIDITY has changed: the UIDs in hand mean nothing any more."""


def said(error: BaseException, account: ImapAccount) -> str:
    """The server's own words, on one line, cut short and without the password should it be echoed."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(error)).split())
    if account.password:
        text = text.replace(account.password, "***")
    return text[:_SAID]


def is_refusal(error: BaseException) -> bool:
    """True for a tagged NO or BAD, after which the connection is still sound."""
    if isinstance(error, LOST) or not isinstance(error, IMAPClientError):
        return False
    return " failed: " in str(error) or " command error: BAD" in str(error)


def connect_error(error: Exception, account: ImapAccount, seconds: float) -> SourceError:
    """Why there is no connection; `seconds` is how long was waited."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return SourceRefused(_certificate(error, account))
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return SourceRefused(
            f"De mailserver {account.host} spreekt op poort {account.port} geen TLS zoals "
            f'mail.incoming.tls = "{account.tls}" vraagt ({error.reason or said(error, account)}).'
        )
    return SourceUnreachable(_unreachable(error, account, seconds))


def _unreachable(error: Exception, account: ImapAccount, seconds: float) -> str:
    if isinstance(error, socket.gaierror):
        return f"De mailserver {account.host} is niet te vinden: klopt mail.incoming.host?"
    if isinstance(error, TimeoutError):
        return (
            f"De mailserver {account.place} antwoordt niet binnen {seconds:g} seconden: "
            "kloppen mail.incoming.port en mail.incoming.tls?"
        )
    if isinstance(error, ConnectionRefusedError):
        return f"De mailserver {account.host} neemt op poort {account.port} geen verbinding aan."
    return f"Met de mailserver {account.place} komt geen verbinding tot stand ({said(error, account)})."


def _certificate(error: ssl.SSLCertVerificationError, account: ImapAccount) -> str:
    start = f"Het certificaat van de mailserver {account.place}"
    if error.verify_code in _OTHER_NAME:
        return f"{start} staat op een andere naam dan mail.incoming.host."
    if error.verify_code == _EXPIRED:
        return f"{start} is verlopen."
    return f"{start} wordt niet vertrouwd ({error.verify_message}): geef de eigen CA op met mail.incoming.ca_file."


def no_starttls(account: ImapAccount) -> SourceRefused:
    """The server would only take the password in the clear."""
    return SourceRefused(
        f"De mailserver {account.place} biedt geen STARTTLS aan, en zonder TLS wordt er niet ingelogd: "
        f'probeer mail.incoming.tls = "implicit" met poort 993.'
    )


def login_error(error: Exception, account: ImapAccount) -> SourceError:
    """Why the server does not let us in."""
    words = said(error, account)
    if any(sign in words.upper() for sign in _FOR_NOW):
        return SourceUnreachable(
            f'De mailserver {account.place} laat gebruiker {account.username} nu niet binnen: "{words}"'
        )
    question = (
        "heeft deze toepassing toegang tot deze mailbox (mail.incoming.oauth2)?"
        if account.token
        else "klopt mail.incoming.password?"
    )
    return SourceRefused(f'De mailserver {account.place} weigert gebruiker {account.username} ("{words}"): {question}')


def folder_error(error: Exception, account: ImapAccount, folders: list[str]) -> SourceRefused:
    """Why the folder cannot be opened, with the folders that are there."""
    there = ", ".join(folders[:12]) or "geen"
    return SourceRefused(
        f'De map "{account.folder}" (mail.incoming.folder) van {account.username} op {account.place} gaat niet open '
        f'("{said(error, account)}"). Mappen die er wel zijn: {there}.'
    )


def lost(error: BaseException, account: ImapAccount) -> Broken:
    """The connection fell away."""
    why = "geen antwoord" if isinstance(error, TimeoutError) else said(error, account)
    return Broken(f"De verbinding met de mailserver {account.place} is weggevallen ({why}).")
