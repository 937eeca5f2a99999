"""The book as a table for other people's programs: CSV as Excel opens it by a double click."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from wabot.types import Lang

_FORMULAS = "=+-@＝＋－＠"
_SHEET = {Lang.RU: (";", ","), Lang.EN: (",", ".")}
"""Delimiter and decimal point: Excel splits and reads numbers as the country of its computer does, whatever stands in
the file. In Russia that is a semicolon and a comma.
"""

Cell = str | int | Decimal | None


def write_sheet(rows: Iterable[Iterable[Cell]], lang: Lang) -> bytes:
    """The rows as UTF-8 with a byte order mark, without which Excel takes Cyrillic for something else."""
    delimiter, point = _SHEET[lang]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([_written(cell, point) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _written(cell: Cell, point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return str(cell).replace(".", point)


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula (OWASP, CSV Injection): an apostrophe goes before it."""
    begins = text.lstrip()[:1]
    return f"'{text}" if text[:1] in {"\t", "\r", "\n"} or (begins and begins in _FORMULAS) else text
