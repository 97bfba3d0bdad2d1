import json
import logging

import pytest
import structlog

from bot.log import LogFile, start_log


@pytest.fixture
def _quiet_afterwards():
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if isinstance(handler, LogFile):
            handler.close()
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.mark.usefixtures("_quiet_afterwards")
def test_our_events_and_those_of_libraries_are_lines_without_persons(tmp_path):
    file = start_log(tmp_path / "data")
    structlog.get_logger("plaatsmaker").info("van jan@goes.nl", bericht=3)
    logging.getLogger("imapclient").warning("login of %s failed", "jan@goes.nl")
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (first["event"], first["bericht"], first["level"]) == ("van …@goes.nl", 3, "info")
    assert (second["event"], second["logger"]) == ("login of …@goes.nl failed", "imapclient")
    assert file.stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_says_so_once(capsys):
    log = LogFile("/dev/full", encoding="utf-8")
    record = logging.LogRecord("plaatsmaker", logging.INFO, "", 0, "iets", (), None)
    log.emit(record)
    log.emit(record)
    assert capsys.readouterr().err == "/dev/full: in het logboek kan niet worden geschreven.\n"
    with pytest.raises(OSError, match="No space left"):
        log.stream.close()
