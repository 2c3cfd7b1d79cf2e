"""The numbers of council files: read as people type them, written as the city prints them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from townline.council.rules.settings import NumberSettings

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
"""What keyboards and word processors make of a dash."""
LONGEST = 60
"""Characters of a text that could still be a number."""
_PART = re.compile(r"\{(prefix|yyyy|yy|serial|supplement)(?::(\d))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MOST_DIGITS = 6


class NotANumber(ValueError):
    """A text is no number of a file; says what one looks like."""


class BadFormat(ValueError):
    """A format of numbers cannot be used; says why."""


@dataclass(frozen=True, order=True)
class FileNumber:
    """The number of a file. Numbers sort by year, serial and supplement, never as text."""

    year: int
    """With its century."""
    serial: int
    supplement: int = 0
    """0 is the file itself."""
    prefix: str = ""
    """The kind, where the city numbers kinds apart, e.g. ``Int`` in New York."""

    @property
    def file(self) -> "FileNumber":
        """The file that this is a supplement of, or itself."""
        return FileNumber(self.year, self.serial, 0, self.prefix)

    @property
    def is_supplement(self) -> bool:
        """Whether it is a supplement of another file."""
        return self.supplement > 0


def next_after(number: FileNumber) -> FileNumber:
    """Return the number after one in its series: of the year, or of the file's supplements."""
    if number.is_supplement:
        return FileNumber(number.year, number.serial, number.supplement + 1, number.prefix)
    return FileNumber(number.year, number.serial + 1, 0, number.prefix)


class Numbering:
    """
    How a city's numbers are read and written.

    A format has ``{yy}`` or ``{yyyy}``, ``{serial}``, maybe ``{prefix}``, and what stands in
    brackets only of a supplement: ``{yy}-{serial:4}[-S{supplement}]``. A figure is the least
    number of digits.

    :raises BadFormat: if the settings cannot be used
    """

    def __init__(self, settings: NumberSettings) -> None:
        self._settings = settings
        self._file, self._supplement = _split(settings.format)
        self._width = _width(settings.format)
        _check(settings, self._file, self._supplement)
        kinds = "|".join(re.escape(p) for p in sorted(settings.prefixes, key=len, reverse=True))
        self._kinds = kinds or "[A-Za-z]{1,8}"
        self._prefixes = {prefix.casefold(): prefix for prefix in settings.prefixes}
        pattern = self._pattern(self._file)
        if self._supplement:
            pattern += rf"(?:\s*{self._pattern(self._supplement)})?"
        self._read = re.compile(pattern, re.IGNORECASE)

    @property
    def example(self) -> str:
        """A number as it is written."""
        prefix = self._settings.prefixes[0] if self._settings.prefixes else "O"
        prefix = prefix if "{prefix}" in self._file else ""
        return self.write(FileNumber(max(2021, self._settings.century_from), 278, 0, prefix))

    def read(self, text: str) -> FileNumber:
        """
        Return the number that a text means, whatever its case, dashes and blanks.

        :raises NotANumber: if it means none
        """
        plain = re.sub(rf"[{DASHES}]", "-", text.strip())
        found = self._read.fullmatch(plain) if len(plain) <= LONGEST else None
        if found is None:
            raise NotANumber(self._refusal(text))
        parts = found.groupdict()
        serial = parts["serial"]
        if int(serial) == 0 or (len(serial) > self._width and serial.startswith("0")):
            raise NotANumber(self._refusal(text))
        supplement = parts.get("supplement")
        if supplement is not None and int(supplement) == 0:
            raise NotANumber(self._refusal(text))
        year = self._year(parts)
        if not self._has_place(year):
            raise NotANumber(self._refusal(text))
        return FileNumber(year, int(serial), int(supplement or 0), self._prefix(parts))

    def write(self, number: FileNumber) -> str:
        """
        Return a number as the city prints it.

        :raises NotANumber: if the format has no place for it
        """
        if not self._has_place(number.year):
            first = self._settings.century_from
            raise NotANumber(f"{number.year} cannot be written in two digits from {first} on.")
        if number.is_supplement and not self._supplement:
            raise NotANumber("Files of this city have no supplements.")
        if number.prefix and "{prefix}" not in self._file:
            raise NotANumber(f"Numbers of this city have no kind, such as {number.prefix!r}.")
        form = self._file + (self._supplement if number.is_supplement else "")
        values: Mapping[str, object] = {
            "prefix": number.prefix,
            "yyyy": f"{number.year:04}",
            "yy": f"{number.year % 100:02}",
            "serial": number.serial,
            "supplement": number.supplement,
        }
        return _PART.sub(lambda part: str(values[part[1]]).zfill(int(part[2] or 0)), form)

    def _has_place(self, year: int) -> bool:
        return "{yy}" not in self._file or 0 <= year - self._settings.century_from < 100

    def _year(self, parts: Mapping[str, str | None]) -> int:
        full = parts.get("yyyy")
        if full:
            return int(full)
        first = self._settings.century_from
        return first + (int(parts["yy"] or 0) - first) % 100

    def _prefix(self, parts: Mapping[str, str | None]) -> str:
        given = parts.get("prefix") or ""
        return self._prefixes.get(given.casefold(), given.upper())

    def _pattern(self, form: str) -> str:
        pieces, at = [], 0
        for part in _PART.finditer(form):
            pieces += [_forgiving(form[at : part.start()]), self._blank(part[1])]
            at = part.end()
        return r"\s*".join(piece for piece in [*pieces, _forgiving(form[at:])] if piece)

    def _blank(self, name: str) -> str:
        return {
            "prefix": f"(?P<prefix>{self._kinds})",
            "yyyy": r"(?P<yyyy>(?:19|20|21)[0-9]{2})",
            "yy": r"(?:(?P<yyyy>(?:19|20|21)[0-9]{2})|(?P<yy>[0-9]{2}))",
            "serial": rf"(?P<serial>[0-9]{{1,{_MOST_DIGITS}}})",
            "supplement": rf"(?P<supplement>[0-9]{{1,{_MOST_DIGITS}}})",
        }[name]

    def _refusal(self, text: str) -> str:
        shown = text.strip()[:LONGEST]
        how = f"Write it as {self.example}"
        if self._supplement:
            written = self.read(self.example)
            number = FileNumber(written.year, written.serial, 2, written.prefix)
            how += f", or a supplement as {self.write(number)}"
        return f"{shown!r} is no number of a council file. {how}."


def _split(form: str) -> tuple[str, str]:
    optional = _OPTIONAL.findall(form)
    if len(optional) > 1 or (optional and not form.endswith(f"[{optional[0]}]")):
        raise BadFormat("Only the end of a number may stand in brackets, once.")
    return _OPTIONAL.sub("", form), optional[0] if optional else ""


def _width(form: str) -> int:
    serial = next((part for part in _PART.finditer(form) if part[1] == "serial"), None)
    return int(serial[2] or 1) if serial else 1


def _check(settings: NumberSettings, file: str, supplement: str) -> None:
    names = [part[1] for part in _PART.finditer(file)]
    within = [part[1] for part in _PART.finditer(supplement)]
    if names.count("serial") != 1 or names.count("yy") + names.count("yyyy") != 1:
        raise BadFormat("A number has one {serial} and one {yy} or {yyyy}.")
    if supplement and within != ["supplement"]:
        raise BadFormat("In brackets stands {supplement}, once, and nothing else to fill.")
    if len(set(names)) != len(names) or "supplement" in names:
        raise BadFormat("{supplement} stands in brackets, and nothing twice.")
    if re.search(r"[{}\[\]]", _PART.sub("", file + supplement)):
        raise BadFormat("A number may hold {prefix}, {yy}, {yyyy}, {serial} and {supplement}.")
    if settings.prefixes and "prefix" not in names:
        raise BadFormat("There are prefixes, and no {prefix} to put them in.")


def _forgiving(literal: str) -> str:
    """Return a pattern of what stands between two parts: dashes and blanks may be left out."""
    pieces = []
    for sign in literal:
        if sign.isspace():
            continue
        dash = "-?" if len(literal) > 1 else r"[-\s]"
        pieces.append(dash if sign == "-" else re.escape(sign))
    return r"\s*".join(pieces)
