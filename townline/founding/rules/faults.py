"""What is wrong with a folder: where, what, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_OF_A_FILE = 20
"""Faults of one list of places that are told one by one; the rest are counted."""


class Severity(StrEnum):
    """Whether a fault keeps the folder from being applied."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with a folder."""

    file: str
    """The path within the folder."""
    line: int | None
    """Counted from 1; None where the whole file is meant, or a feature of it."""
    what: str
    remedy: str
    severity: Severity = Severity.ERROR
    feature: int | None = None
    """The feature of a GeoJSON file, counted from 1: such files seldom have useful lines."""

    def __str__(self) -> str:
        place = f":{self.line}" if self.line else f" feature {self.feature}" if self.feature else ""
        return f"{self.file}{place}: {self.severity}: {self.what} {self.remedy}"


class Faults:
    """The faults found so far. Texts that lack a language are told once a file and language."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._untranslated: dict[tuple[str, str], list[int | None]] = {}

    def add(
        self,
        file: str,
        line: int | None,
        what: str,
        remedy: str,
        *,
        severity: Severity = Severity.ERROR,
        feature: int | None = None,
    ) -> None:
        """Note a fault."""
        self._found.append(
            Fault(
                file=file, line=line, what=what, remedy=remedy, severity=severity, feature=feature
            )
        )

    def lacks_language(self, file: str, line: int | None, language: str) -> None:
        """Note that a text has no words in one of the city's languages but the first."""
        self._untranslated.setdefault((file, language), []).append(line)

    def take(self, others: "Faults") -> None:
        """Note what others found as well."""
        self._found += others._found
        for place, lines in others._untranslated.items():
            self._untranslated.setdefault(place, []).extend(lines)

    def errors_in(self, file: str) -> bool:
        """Return whether an error of a file was found so far."""
        return any(f.file == file and f.severity is Severity.ERROR for f in self._found)

    def all(self) -> tuple[Fault, ...]:
        """Return what was found, by file and line."""
        found = [*self._found, *self._of_languages()]
        return tuple(sorted(found, key=lambda f: (f.file, f.line or 0, f.feature or 0)))

    def _of_languages(self) -> Iterable[Fault]:
        for (file, language), lines in self._untranslated.items():
            many = f"{len(lines)} texts have" if len(lines) > 1 else "A text has"
            yield Fault(
                file=file,
                line=lines[0],
                what=f"{many} no words in {language}"
                + (", from here on." * (len(lines) > 1) or "."),
                remedy="Readers of that language see the city's first language there.",
                severity=Severity.WARNING,
            )


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a remedy that names what was probably meant, else what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    if otherwise:
        return otherwise
    listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"Known here: {listed}." if names else "There is none in this folder yet."
