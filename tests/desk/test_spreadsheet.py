import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from desk.spreadsheet import write_csv, xlsx_bytes

FORMULAS = ["=1+1", "+31 6", "-2 woningen", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("http://x")']

MOMENT = datetime(2026, 7, 3, 11, 12)  # noqa: DTZ001  # a spreadsheet knows no time zones


def as_csv(*cells):
    text = StringIO(newline="")
    write_csv(text, ["kop"] * len(cells), [cells])
    return list(csv.reader(StringIO(text.getvalue(), newline="")))[1]


def as_xlsx(*cells):
    sheet = load_workbook(BytesIO(xlsx_bytes("Blad", ["kop"] * len(cells), [cells]))).active
    return list(next(sheet.iter_rows(min_row=2)))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_could_be_a_formula_gets_a_quote_in_csv(text):
    assert as_csv(text) == [f"'{text}"]


@pytest.mark.parametrize("text", [*FORMULAS, "http://voorbeeld.nl", "mailto:x@y.nl", "0123", "12"])
def test_text_stays_text_in_xlsx(text):
    (cell,) = as_xlsx(text)
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_numbers_days_and_times_keep_their_type():
    number, negative, day, moment, empty = as_xlsx(12, -3, date(2026, 10, 1), MOMENT, None)
    assert (number.value, negative.value, empty.value) == (12, -3, None)
    assert day.value.date() == date(2026, 10, 1)
    assert moment.value == MOMENT
    assert as_csv(12, -3, date(2026, 10, 1), MOMENT, None) == [
        "12",
        "-3",
        "2026-10-01",
        "2026-07-03 11:12",
        "",
    ]


def test_ordinary_text_is_untouched():
    assert as_csv("Súdwest-Fryslân, 's-Hertogenbosch") == ["Súdwest-Fryslân, 's-Hertogenbosch"]


def test_odd_characters_and_very_long_texts_make_a_file_that_opens():
    cells = as_xlsx("a\x00b\x1bc", "x" * 40_000)
    assert len(cells[1].value) == 32_767
