"""What is logged, without what nobody may read there: reporters' secrets and the rows of tables."""

import logging
import re
from typing import override

_SECRET = re.compile(r"(/requests/[^/\s]+/)[\w-]{20,}")
"""The part of an address that opens a reporter's page."""
_ROW = re.compile(
    r"DETAIL:.*?(?=\nCONTEXT:|\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)
"""The part of the database's refusals that repeats the row, with all that a resident wrote."""


def discreet(text: str) -> str:
    """Return the text of a log line without secrets and rows."""
    return _ROW.sub("DETAIL: (left out)", _SECRET.sub(r"\1(secret)", text))


class Discreet(logging.Formatter):
    """Formats a record and its exception so that the line can be kept and handed on."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))
