"""On which line of a TOML file each key, table and element stands."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


def lines(text: str) -> dict[Path, int]:
    """
    Return the line, counted from 1, of every path in a document.

    A path is made of keys and of positions in arrays: ``("service", 0, "question", 2, "code")``.
    The text must be TOML that can be read; of other text the answer means nothing.
    """
    return _Walk(text).lines


class _Walk:
    """One pass over a document that notes where things begin."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text, self._at = text, 0
        self._line, self._counted = 1, 0
        self._lengths: dict[Path, int] = {}
        table: Path = ()
        while self._skip_blanks():
            table = self._header() if self._peek("[") else self._pair(table)

    def _skip_blanks(self) -> bool:
        if blank := _BLANK.match(self._text, self._at):
            self._at = blank.end()
        return self._at < len(self._text)

    def _peek(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _note(self, path: Path) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        self.lines.setdefault(path, self._line)

    def _header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]`` and return the table that it opens."""
        array = self._peek("[[")
        start = self._at
        self._at += 2 if array else 1
        keys = list(self._keys("]"))
        end = self._at + (2 if array else 1)
        self._at = start
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            self._note(path)
            if position < len(keys) - 1 or not array:
                path = (*path, self._lengths[path] - 1) if path in self._lengths else path
        if array:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
            self._note(path)
        self._at = end
        return path

    def _pair(self, table: Path) -> Path:
        """Read ``key = value`` and return the table that it stands in."""
        path = table
        start = self._at
        keys = list(self._keys("="))
        end = self._at + 1
        self._at = start
        for key in keys:
            path = (*path, key)
            self._note(path)
        self._at = end
        self._skip_blanks()
        self._value(path)
        return table

    def _keys(self, stop: str) -> Iterator[str]:
        """Yield the parts of a dotted key, and halt before ``stop``."""
        while True:
            self._skip_blanks()
            if self._peek(stop) or self._at >= len(self._text):
                return
            found = _STRINGS.match(self._text, self._at) or _BARE.match(self._text, self._at)
            if found:
                self._at = found.end()
                yield found.group().strip("\"'")
            else:
                self._at += 1

    def _value(self, path: Path) -> None:
        self._note(path)
        if self._peek("["):
            self._array(path)
        elif self._peek("{"):
            self._inline(path)
        elif found := _STRINGS.match(self._text, self._at) or _SCALAR.match(self._text, self._at):
            self._at = found.end()

    def _array(self, path: Path) -> None:
        self._at += 1
        position = 0
        while self._skip_blanks() and not self._peek("]"):
            if self._peek(","):
                self._at += 1
                continue
            self._value((*path, position))
            position += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip_blanks() and not self._peek("}"):
            if self._peek(","):
                self._at += 1
                continue
            self._pair(path)
        self._at += 1
