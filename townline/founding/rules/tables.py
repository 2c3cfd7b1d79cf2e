"""Reading TOML tables key by key, each wrong value becoming a fault with its line."""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from townline.cities.rules.city import Words
from townline.founding.rules import toml_lines
from townline.founding.rules.faults import Faults, Severity, nearest

YEARS = range(1900, 2200)
"""Outside these, a date is a slip of the keyboard."""

PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
"""How the parser says where it stumbled."""

KINDS: Mapping[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
    date: "a date",
}


class Document:
    """One TOML file: what it says, and where it says it."""

    def __init__(self, file: str, content: bytes, faults: Faults) -> None:
        self.file, self.faults = file, faults
        self.data: dict[str, Any] = {}
        self.lines: dict[toml_lines.Path, int] = {}
        try:
            text = content.decode("utf-8")
            self.data = tomllib.loads(text)
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            faults.add(file, line, "The file is not UTF-8.", "Save it in UTF-8.")
        except tomllib.TOMLDecodeError as fault:
            what, line = _told(str(fault), text)
            faults.add(file, line, what, "Mend the line; nothing of the file was read.")
        else:
            self.lines = toml_lines.lines(text)

    def root(self, languages: tuple[str, ...] = ()) -> "Table":
        """Return the whole document as a table."""
        return Table(self, (), self.data, languages)


class Table:
    """A table of a document. Each key that is asked for becomes known; :meth:`end` names others."""

    def __init__(
        self,
        document: Document,
        path: toml_lines.Path,
        data: Mapping[str, Any],
        languages: tuple[str, ...],
    ) -> None:
        self._document, self._path, self._data = document, path, data
        self._languages = languages
        self._known: set[str] = set()

    @property
    def file(self) -> str:
        """The path of the file within the folder."""
        return self._document.file

    def line(self, *path: str | int) -> int | None:
        """Return the line of a key within the table, or of the table itself."""
        whole = (*self._path, *path)
        while whole and whole not in self._document.lines:
            whole = whole[:-1]
        return self._document.lines.get(whole)

    def fault(
        self, key: str | tuple[str | int, ...], what: str, remedy: str, *, warning: bool = False
    ) -> None:
        """Note a fault at a key, or at a path below the table; ``""`` is the table itself."""
        path = key if isinstance(key, tuple) else (key,) if key else ()
        severity = Severity.WARNING if warning else Severity.ERROR
        self._document.faults.add(self.file, self.line(*path), what, remedy, severity=severity)

    def has(self, key: str) -> bool:
        """Return whether the key is given."""
        return key in self._data

    def lists(self, key: str) -> bool:
        """Return whether the key is given a list."""
        return isinstance(self._data.get(key), list)

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text, ``""`` where there is none."""
        value = self._take(key, str, required=required)
        if isinstance(value, str) and required and not value.strip():
            self.fault(key, f"{key!r} is empty.", "Write it, or take the entry out.")
        return value or ""

    def choice(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        """Return one of the words allowed: ``default``, else the first, where none can be read."""
        value = self.text(key, required=not default)
        if value in allowed:
            return value
        if value:
            self.fault(key, f"{key} cannot be {value!r}.", nearest(value, allowed))
        return default or allowed[0]

    def flag(self, key: str) -> bool:
        """Return a yes or no, no where there is none."""
        return bool(self._take(key, bool))

    def whole(self, key: str, default: int = 0, *, least: int = 0) -> int:
        """Return a whole number of ``least`` or more, ``default`` where there is none."""
        value = self._take(key, int)
        if value is None:
            return default
        if value < least:
            self.fault(key, f"{key} is {value}.", f"It must be {least} or more.")
        return max(value, least)

    def number(self, key: str) -> float | None:
        """Return a number, or None where there is none."""
        return self._take(key, float)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date, or None where there is none."""
        value = self._take(key, date, required=required)
        if value is not None and value.year not in YEARS:
            self.fault(key, f"{value} is not near our time.", "Check the year.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each of which may be there once."""
        values = self._take(key, list) or []
        kept: list[str] = []
        for position, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.fault((key, position), f"{key} holds {value!r}.", "Every element is a text.")
            elif value in kept:
                self.fault((key, position), f"{key} names {value!r} twice.", "Name it once.")
            else:
                kept.append(value)
        return tuple(kept)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """Return exactly ``count`` numbers, zeros where they are not there."""
        values = self._take(key, list, required=True)
        if values is None:
            return (0.0,) * count
        good = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(good) != count or len(values) != count:
            self.fault(key, f"{key} must be {count} numbers.", "Write them as [1.0, 2.0, …].")
            return (0.0,) * count
        return tuple(float(v) for v in good)

    def words(self, key: str, *, required: bool = False) -> Words:
        """Return a text in the city's languages, nothing where there is none."""
        given = self._take(key, dict, required=required)
        if given is None:
            return {}
        kept: dict[str, str] = {}
        for language, text in given.items():
            if self._languages and language not in self._languages:
                what = f"{key} is written in {language!r}, which the city does not have."
                remedy = nearest(language, self._languages, "Add it to languages in city.toml.")
                self.fault((key, language), what, remedy)
            elif not isinstance(text, str) or not text.strip():
                self.fault((key, language), f"{key} has no text in {language!r}.", "Write it.")
            else:
                kept[language] = text.strip()
        self._compare_languages(key, kept)
        return kept

    def keyed(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a table of lists of texts, such as ``{ home = ["house", "flat"] }``."""
        inner = self.table(key)
        return {name: inner.texts(name) for name in inner.keys()} if inner else {}  # noqa: SIM118

    def keys(self) -> tuple[str, ...]:
        """Return the keys given, whatever they are."""
        return tuple(self._data)

    def table(self, key: str) -> "Table | None":
        """Return a table within this one, or None where there is none."""
        value = self._take(key, dict)
        return None if value is None else self._below((key,), value)

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield the tables of a list, written ``[[key]]`` or ``key = [{...}]``."""
        for position, value in enumerate(self._take(key, list) or []):
            if isinstance(value, dict):
                yield self._below((key, position), value)
            else:
                self.fault((key, position), f"{key} holds {value!r}.", "Every element is a table.")

    def end(self) -> None:
        """Name the keys that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                self.fault(key, f"{key!r} is not known here.", nearest(key, self._known))

    def _below(self, path: toml_lines.Path, data: Mapping[str, Any]) -> "Table":
        return Table(self._document, (*self._path, *path), data, self._languages)

    def _compare_languages(self, key: str, kept: Mapping[str, str]) -> None:
        if not self._languages:
            return
        first, *others = self._languages
        if first not in kept:
            what = f"{key} has no text in {first!r}, the city's first language."
            self.fault(key, what, f'Write {key} = {{ {first} = "…" }}.')
        for language in others:
            if language not in kept:
                self._document.faults.lacks_language(self.file, self.line(key), language)

    def _take(self, key: str, kind: type, *, required: bool = False) -> Any:
        """Return the value of a key where it is of the kind, else None."""
        self._known.add(key)
        if key not in self._data:
            if required:
                self.fault("", f"{key!r} is missing.", f"Give it {KINDS[kind]}.")
            return None
        value = self._data[key]
        if _is(value, kind):
            return value
        self.fault(key, f"{key} is not {KINDS[kind]}.", f"Give it {KINDS[kind]}.")
        return None


def _is(value: object, kind: type) -> bool:
    """Return whether a value is of a kind as TOML has it: true is no number, a time no date."""
    if isinstance(value, bool) or kind is bool:
        return kind is bool and isinstance(value, bool)
    if kind is float:
        return isinstance(value, int | float) and math.isfinite(value)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def _told(message: str, text: str) -> tuple[str, int]:
    """Return what the parser says is wrong, and the line that it says it of."""
    place = PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    return f"This is not TOML: {PLACE.sub('', message)}.", line
