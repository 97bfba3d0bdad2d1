import contextlib
import json
import os
import subprocess
import sys

import pytest

from tests.bot.conftest import COMMAND, demo_mails


def test_help_is_dutch_and_names_every_command(place):
    ended = place.run("--help")
    assert ended.code == 0
    assert "Gebruik: " in ended.out
    for command in ("run", "collect", "read", "status", "export", "publish", "replay", "campaign", "doctor"):
        assert f"\n  {command} " in ended.out


def test_help_does_not_wait_for_the_reader_or_the_database():
    script = "import sys, bot.cli; print([m for m in ('spacy', 'sqlite3', 'pydantic', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["statsu"], "Deze opdracht bestaat niet: 'statsu'. Bedoelt u 'status'? Uitleg: plaatsmaker --help"),
        (["status", "--jsn"], "Deze optie bestaat niet: --jsn (bedoelt u: --json). Uitleg: plaatsmaker status --help"),
        (["read"], "Er ontbreekt een gegeven: 'PAD...'. Uitleg: plaatsmaker read --help"),
        (["export", "alles"], "Verkeerde waarde voor 'WAT': 'alles' is geen van"),
        (["export"], "Er ontbreekt een gegeven: 'WAT'; kies uit pledges, bottlenecks, responses"),
        (
            ["remind", "--on", "ooit"],
            "Verkeerde waarde voor '--on': 'ooit' is geen datum zoals 2026-07-01 of 2026-07-01T09:00. ",
        ),
        (["campaign"], "Er ontbreekt een opdracht. Uitleg: plaatsmaker campaign --help"),
        (["replay", "--since", "gisteren"], "Verkeerde waarde voor '--since'"),
    ],
)
def test_wrong_usage_is_one_dutch_sentence_and_exit_code_2(place, arguments, sentence):
    ended = place.run(*arguments)
    assert ended.code == 2
    assert len(ended.sentences) == 1
    assert ended.err.startswith(sentence)


def test_without_a_command_there_is_help_and_exit_code_2(place):
    ended = place.run()
    assert ended.code == 2
    assert "Opdrachten:" in ended.err


@pytest.mark.parametrize("order", [["--config", "weg.toml", "status"], ["status", "--config", "weg.toml"]])
def test_the_settings_file_may_be_named_before_or_after_the_command(place, order):
    ended = place.run(*order)
    assert (ended.code, ended.sentences) == (1, ["weg.toml: dit bestand is er niet."])


def test_the_settings_named_after_the_command_win(place):
    (place.folder / "goed.toml").write_text("", encoding="utf-8")
    assert "geen database" in place.run("--config", "weg.toml", "status", "--config", "goed.toml").err


def test_a_reading_is_a_line_of_json_for_each_message(place):
    ended = place.run("read", "--json", *map(str, demo_mails("01-", "09-")))
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert [line["gemeenten"][0]["name"] for line in lines] == ["Zutphen", "Ameland"]
    assert not place.data.exists()


def test_a_file_that_is_no_message_gives_an_error_and_the_rest_is_read(place):
    ended = place.run("read", "--json", "weg.eml", *map(str, demo_mails("01-")))
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 1
    assert "dit bestand of deze map is er niet" in lines[0]["error"]
    assert lines[1]["message"]["from"]["address"].endswith("@zutphen.nl")


def test_a_message_may_come_on_standard_input_and_be_read_by_people(place):
    ended = place.run("read", "-", stdin="From: a@zutphen.nl\nSubject: aanbod\n\nZutphen biedt tien extra plekken.\n")
    assert ended.code == 0
    assert "Toezegging Zutphen: 10 plekken" in ended.out


def test_a_terminal_gets_no_control_characters_from_a_mail(place):
    ended = place.run("read", "-", stdin="From: a@zutphen.nl\nSubject: =?utf-8?q?rood_=1B[31m?=\n\nVier plekken.\n")
    assert "\x1b" not in ended.out
    assert "rood" in ended.out


def test_progress_is_on_the_terminal_and_never_in_the_output(place):
    reader, terminal = os.openpty()
    command = [COMMAND, "read", "--json", str(demo_mails("01-")[0])]
    with subprocess.Popen(
        command, env=place.environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=terminal
    ) as process:
        os.close(terminal)
        # A terminal that nobody reads is full after some seconds, and then the program waits for ever
        assert b"Lezen" in b"".join(_shown(reader))
        out, _ = process.communicate()
    os.close(reader)
    assert json.loads(out)["gemeenten"]


def _shown(reader):
    """What appears on a terminal until the program ends."""
    with contextlib.suppress(OSError):  # how the end of a terminal is told
        while piece := os.read(reader, 10_000):
            yield piece


def test_who_stops_reading_our_output_gets_no_complaint(handled):
    ended = subprocess.run(
        ["bash", "-c", f"{COMMAND} export responses | head -n 1"],
        cwd=handled.folder,
        env=handled.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.startswith("Gemeentecode,")
    assert ended.stderr == ""


def test_what_nobody_foresaw_is_a_sentence_with_the_details_in_a_file(place):
    script = """
from bot.cli import explained
try:
    {}['x jan@zutphen.nl']
except KeyError as error:
    print(*explained(error), sep='\\n')
"""
    environment = place.environment(TMPDIR=str(place.folder))
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    sentence, code = ended.stdout.splitlines()
    file = next(place.folder.glob("plaatsmaker-fout-*.log"))
    assert code == "1"
    assert sentence.endswith(f"De details staan in {file}.")
    assert "KeyError" in file.read_text(encoding="utf-8")
    assert "jan@" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
