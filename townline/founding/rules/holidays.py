"""The lines of ``holidays.csv``: days added and taken out, the others left as they are."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from townline.founding.rules.faults import Faults
from townline.founding.rules.rows import Rows

FILE = "holidays.csv"
HEADER = ("set", "date", "name")


@dataclass(frozen=True, kw_only=True, order=True)
class Holiday:
    """A day on which those who keep a set do not work."""

    set: str
    day: date
    name: str


def read(content: bytes) -> tuple[Holiday, ...]:
    """Return the holidays that can be read, by set and day."""
    found = []
    for row in Rows(FILE, content, Faults(), needed=HEADER):
        try:
            found.append(
                Holiday(set=row["set"], day=date.fromisoformat(row["date"]), name=row["name"])
            )
        except ValueError:
            continue
    return tuple(sorted(found))


def added(content: bytes, holiday: Holiday) -> bytes:
    """Return the file with a day more, put before the first later day of its set."""
    lines = _lines(content)
    position = next(
        (n for n, line in enumerate(lines) if n and _is_later(line, holiday)), len(lines)
    )
    return "".join([*lines[:position], _line(holiday, lines[0]), *lines[position:]]).encode()


def without(content: bytes, gone: Holiday) -> bytes:
    """Return the file without a day of a set."""
    header, *lines = _lines(content)
    columns = _cells(header)
    kept = [
        line
        for line in lines
        if (cells := dict(zip(columns, _cells(line), strict=False))).get("set") != gone.set
        or cells.get("date") != gone.day.isoformat()
    ]
    return "".join([header, *kept]).encode()


def _lines(content: bytes) -> list[str]:
    """Return the lines with their ends; an empty file gets its header."""
    text = content.decode("utf-8-sig")
    lines = text.splitlines(keepends=True) or [",".join(HEADER) + "\n"]
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line]), [])]


def _is_later(line: str, holiday: Holiday) -> bool:
    cells = _cells(line)
    return holiday.set in cells and any(_day(cell) > holiday.day for cell in cells)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _line(holiday: Holiday, header: str) -> str:
    """Return the line of a day, in the order of the file's columns and with its line ends."""
    cells = {"set": holiday.set, "date": holiday.day.isoformat(), "name": holiday.name}
    values: Sequence[str] = [cells.get(column, "") for column in _cells(header)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if header.endswith("\r\n") else "\n").writerow(values)
    return out.getvalue()
