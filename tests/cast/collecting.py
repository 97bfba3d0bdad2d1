"""`python -m tests.cast.collecting MAILDIR FOLDER [helped]`: one collect with the script reader, to be killed.

With `helped` a second process reads along from the first mail on.
"""

from __future__ import annotations

import sys
from pathlib import Path

from intake.ahead import Ahead
from intake.collect import collect
from intake.mail.maildir import MaildirSource
from intake.process import Intake
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, clock
from tests.cast.script import ScriptReader, parse_script

HELPER = (sys.executable, "-m", "tests.cast.helping", "steady")


def main(mailbox: Path, folder: Path, *, helped: bool) -> None:
    """Handle all that is in the mailbox."""
    with Records.open(folder / "proef.db") as records:
        records.store_gemeenten(GEMEENTEN)
        records.store_campaign(CAMPAIGN)
        intake = Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)
        with Ahead(HELPER if helped else (), worth_it=0) as ahead:
            ahead.expect(1)
            assert ahead.comes_up(60) is helped
            for _ in collect(intake, MaildirSource(mailbox), ahead):
                pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), helped="helped" in sys.argv)
