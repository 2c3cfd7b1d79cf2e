"""Codes as they may be written, and each once."""

import re

from townline.founding.rules.tables import Table

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
"""What fits an Open311 address, its lists with commas and our keys with colons."""
REMEDY = "Use letters, digits, '-', '_' and '.', 60 at most, beginning with a letter or digit."


class Codes:
    """The codes taken so far by things of one sort, with where each was first."""

    def __init__(self, sort: str) -> None:
        self._sort = sort
        self._taken: dict[str, str] = {}

    def take(self, table: Table, key: str = "code") -> str:
        """Return the code of a table; one that is taken, missing or unsafe is a fault."""
        code = table.text(key, required=True)
        if not code:
            return ""
        if not CODE.fullmatch(code):
            table.fault(key, f"The {self._sort} {key} {code!r} cannot be used.", REMEDY)
        if code in self._taken:
            what = f"The {self._sort} {code!r} is there already, in {self._taken[code]}."
            table.fault(key, what, "Give one of the two another code.")
            return ""
        self._taken[code] = f"{table.file}:{table.line(key)}"
        return code
