"""The real command in a folder of its own, and a folder in which some mail has been handled already."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.settings_file import shipped_campaign
from domain.campaign import AMSTERDAM, DeadlineRule, last_instant
from domain.wording import day_text

COMMAND = str(Path(sys.executable).with_name("plaatsmaker"))
DEMO = Path(__file__).parents[2] / "bot" / "demo"
SOME = ("01-", "07-", "08-", "09-", "12-", "26-", "28-", "34-", "38-", "52-")


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def sentences(self) -> list[str]:
        """What the user is told of what went wrong; a traceback would be many lines."""
        assert "Traceback" not in self.out + self.err
        return self.err.splitlines()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


class Workplace:
    """A folder with its own data in which the real command runs as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.mailbox = self.data / "mailbox"
        self.database = self.data / "plaatsmaker.db"
        self.port = free_port()

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAATSMAKER_")}
        # Several services run side by side in the tests; each has a desk of its own
        return kept | {"PLAATSMAKER_DESK__PORT": str(self.port)} | changes

    def run(self, *arguments: str, stdin: str = "", before: str = "", **environment: str) -> Ended:
        """Run to the end. `before` runs first in the same shell, as in `ulimit -f 8;`."""
        command = [COMMAND, *arguments]
        if before:
            command = ["bash", "-c", f'{before} exec "$@"', "bash", *command]
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(**environment),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def settings(self, text: str) -> None:
        (self.folder / "plaatsmaker.toml").write_text(text, encoding="utf-8")

    def copy_campaign(self, target: Path, *, deadline_in_weeks: int) -> None:
        """The campaign that ships, with a deadline so many weeks after today (in time: through that day)."""
        shutil.copytree(shipped_campaign(), target)
        day = datetime.now(AMSTERDAM).date() + timedelta(weeks=deadline_in_weeks)
        file = target / "campaign.toml"
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^words = .*", f'words = "uiterlijk {day_text(day)}"', text, count=1)
        text = re.sub(r"(?m)^day = .*", f"day = {day}", text, count=1)
        text = re.sub(r"(?m)^rule = .*", 'rule = "through"', text, count=1)
        last = last_instant(DeadlineRule.THROUGH, day).astimezone(AMSTERDAM).isoformat()
        file.write_text(re.sub(r"(?m)^instant = .*", f"instant = {last}", text, count=1), encoding="utf-8")

    def drop(self, *mails: Path) -> None:
        """Put mails where people put them: in the mailbox, as .eml."""
        self.mailbox.mkdir(parents=True, exist_ok=True)
        for mail in mails:
            shutil.copy(mail, self.mailbox / mail.name)

    def collect(self, *mails: Path) -> None:
        """Collect mails, and let a person agree with those that wait: how much passes by itself is not the point."""
        self.drop(*mails)
        ended = self.run("collect")
        assert ended.code == 0, ended.err
        for number in re.findall(r"(?m)^(\d+) \d\d-\d\d-\d{4} ", self.run("review", "waiting").out):
            self.run("review", "accept", number)


def demo_mails(*starts: str) -> list[Path]:
    return sorted(path for path in DEMO.glob("*.eml") if path.name.startswith(starts))


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path)


@pytest.fixture(scope="session")
def _handled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Workplace(tmp_path_factory.mktemp("behandeld"))
    place.collect(*demo_mails(*SOME))
    return place.folder


@pytest.fixture
def handled(_handled: Path, tmp_path: Path) -> Workplace:
    """A folder in which a few of the demo mails have been collected."""
    shutil.copytree(_handled, tmp_path / "werk")
    return Workplace(tmp_path / "werk")
