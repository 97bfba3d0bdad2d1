"""Tables as CSV and XLSX that are safe to open: what a stranger wrote in a mail is never run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import IO

import xlsxwriter

from desk.tables import Cell

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the start of a formula, or skips to get to one."""
LONGEST = 32_767
"""Characters that Excel can hold in a cell."""
WIDTH = 22


def write_csv(file: IO[str], heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV with commas. Text that could be a formula gets a `'` in front."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)


def _csv_cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = cell.replace("\0", "")
        return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text
    return cell


def xlsx_bytes(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as XLSX with a fixed, bold head. Text stays text.

    Made in memory: a zip that is cut off by a full disk complains once more, with a traceback, when it is cleared away.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.write_row(0, 0, heads, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(count, column, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(count, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(count, column, cell[:LONGEST])
            elif cell is not None:
                sheet.write_number(count, column, cell)
    sheet.autofilter(0, 0, count, len(heads) - 1)
    book.close()
    return buffer.getvalue()
