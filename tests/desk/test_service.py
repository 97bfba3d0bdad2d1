"""The desk inside the real program."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.conftest import Workplace

pytestmark = pytest.mark.slow


@contextmanager
def running(place: Workplace) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service, and all that it says until the desk is there."""
    service = place.start("run")
    said = ""
    try:
        assert service.stdout is not None
        while "Stoppen: Ctrl-C" not in said:
            line = service.stdout.readline()
            assert line, said
            said += line
        yield service, said
    finally:
        service.kill()
        service.communicate()


def sign_in(port: int, name: str, password: str) -> int:
    base = f"http://127.0.0.1:{port}"
    data = {"naam": name, "wachtwoord": password}
    return httpx.post(f"{base}/werkbank/inloggen", data=data, headers={"Origin": base}).status_code


def test_the_service_says_where_the_desk_is_lets_the_first_manager_in_and_stops_when_asked(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    port = place.port
    with running(place) as (service, said):
        assert f"Werkbank: http://127.0.0.1:{port}/werkbank" in said
        password = re.findall(r"eenmalig wachtwoord (\S+)", said)[0]
        assert sign_in(port, "beheerder", password) == 303
        assert sign_in(port, "beheerder", "fout") == 422
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").json()["status"] == "ok"
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) == 0


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ended = place.run("run", PLAATSMAKER_DESK__PORT=str(port))
    assert ended.code == 1
    assert ended.sentences == [
        f"desk.port {port} op 127.0.0.1 is al in gebruik; stop het andere programma of kies een andere poort."
    ]


def test_accounts_are_made_listed_closed_and_reset_on_the_command_line(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    made = place.run("user", "add", "Joke de Wit", "--role", "manager")
    assert re.search(r"'Joke de Wit' \(beheerder\).*wachtwoord: \S{19}$", made.out)
    assert place.run("user", "add", "joke de wit").sentences == ["Er is al een gebruiker 'joke de wit'."]
    assert "Er moet een beheerder overblijven" in place.run("user", "disable", "Joke de Wit").err
    assert place.run("user", "list").out == "Joke de Wit (beheerder)\n"
    assert place.run("user", "reset", "Niemand").sentences[0].startswith("Er is geen gebruiker 'Niemand'.")
