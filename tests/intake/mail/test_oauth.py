"""Tokens from a real HTTP server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from domain.errors import SettingsError, SourceRefused, SourceUnreachable
from intake.mail.oauth import ClientCredentials, RefreshToken, microsoft_token_url
from tests.dovecot_setup import free_port

SECRET = "heel-geheim-13"  # noqa: S105 # nobody has such a secret
Answer = tuple[int, dict[str, Any] | str]


class TokenServer:
    """Gives these answers in turn; `asked` holds what it was asked."""

    def __init__(self, answers: list[Answer]) -> None:
        self.asked: list[dict[str, str]] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))
                status, content = answers.pop(0)
                text = (content if isinstance(content, str) else json.dumps(content)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/token"


@contextmanager
def token_server(*answers: Answer) -> Iterator[TokenServer]:
    server = TokenServer(list(answers))
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def test_client_credentials_give_a_token() -> None:
    with token_server((200, {"access_token": "tok-1", "expires_in": 3600})) as server:
        assert ClientCredentials(server.url, "plaatsmaker", SECRET)() == "tok-1"
    [asked] = server.asked
    assert asked == {
        "grant_type": "client_credentials",
        "client_id": "plaatsmaker",
        "client_secret": SECRET,
        "scope": "https://outlook.office365.com/.default",
    }


def test_a_rotated_refresh_token_is_stored_and_used_the_next_time() -> None:
    stored: list[str] = []
    first = {"access_token": "tok-1", "refresh_token": "nieuw"}
    with token_server((200, first), (200, {"access_token": "tok-2"})) as server:
        token = RefreshToken(server.url, "plaatsmaker", "oud", stored.append)
        assert [token(), token()] == ["tok-1", "tok-2"]
    assert stored == ["nieuw"]
    assert [asked["refresh_token"] for asked in server.asked] == ["oud", "nieuw"]


def test_a_refusal_names_address_client_and_setting_but_no_secret() -> None:
    words = f"AADSTS7000215: Invalid client secret provided: {SECRET}.\r\nTrace ID: 1"
    with token_server((401, {"error": "invalid_client", "error_description": words})) as server:
        with pytest.raises(SourceRefused) as caught:
            ClientCredentials(server.url, "plaatsmaker", SECRET)()
        sentence = str(caught.value)
        assert sentence.startswith(f"Het tokenadres {server.url} weigert client plaatsmaker (401: ")
    assert "AADSTS7000215" in sentence
    assert SECRET not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("answer", [(503, "even niet"), (429, {"error": "slow_down"}), (200, "geen json"), (200, {})])
def test_an_answer_without_a_token_may_be_better_later(answer: Answer) -> None:
    with token_server(answer) as server, pytest.raises(SourceUnreachable, match=r"Het tokenadres .* token"):
        ClientCredentials(server.url, "plaatsmaker", SECRET)()


def test_an_address_that_cannot_be_reached_is_named() -> None:
    url = f"http://127.0.0.1:{free_port()}/token"
    with pytest.raises(SourceUnreachable, match=f"Het tokenadres {url} is niet te bereiken"):
        ClientCredentials(url, "plaatsmaker", SECRET)()


@pytest.mark.parametrize("url", ["http://login.voorbeeld.example/token", "ftp://localhost/", "file:///etc/passwd", ""])
def test_a_secret_is_only_sent_over_https(url: str) -> None:
    with pytest.raises(SettingsError, match="token_url moet met https:// beginnen"):
        ClientCredentials(url, "plaatsmaker", SECRET)()


def test_no_representation_shows_a_secret() -> None:
    shown = repr(ClientCredentials("https://x", "c", SECRET)) + repr(RefreshToken("https://x", "c", SECRET, print))
    assert SECRET not in shown


def test_the_address_of_exchange_online_follows_from_the_tenant() -> None:
    assert microsoft_token_url("vng.example") == "https://login.microsoftonline.com/vng.example/oauth2/v2.0/token"
