"""
Papers: a template and values become a tagged PDF that screen readers can read.

Values reach a template as data, never as text of it, so that no name can change a paper. A template
sees no file and no network. The same template and values at the same moment give the same bytes.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

PRELUDE = Path(__file__).parent / "papers.typ"
"""What every template begins with: the values as ``paper``, the look, letterheads, facts."""
STANDARD = "ua-1"
"""The standard of accessible documents that papers are held to."""
REACHING = re.compile(r"(?:#|[{};]|^)\s*(?:import|include)\b|\beval\s*\(|\"\s*@\w", re.MULTILINE)
"""What would bring in something from elsewhere."""
_PLACE = re.compile(r"__typst_py_bytes__\.typ:(\d+):\d+")
_GLYPH = "could not be displayed"


class BadPaper(ValueError):
    """A template cannot be used; says why, and on which of its lines."""

    def __init__(self, line: int | None, what: str) -> None:
        super().__init__(f"line {line}: {what}" if line else what)
        self.line, self.what = line, what


@dataclass(frozen=True, kw_only=True)
class Made:
    """A paper."""

    content: bytes
    """The PDF."""
    accessible: bool
    """Whether it meets the standard; tagged it is in any case."""


def make(template: str, values: Mapping[str, Any], *, at: datetime) -> Made:
    """
    Return a paper.

    Letters that the papers' own fonts lack are drawn by those of the machine. If it has none
    either, the paper comes all the same, but is not called accessible.

    :param values: plain values, as JSON has them; ``title``, ``office``, ``city`` and ``language``
        among them
    :raises BadPaper: if the template cannot be used, or the values do not fit it
    """
    _refuse_reaching(template)
    given = {"paper": json.dumps(values, ensure_ascii=False)}
    whole = f"{_prelude()}{template}".encode()
    for own_fonts, standards in ((True, [STANDARD]), (False, [STANDARD]), (False, [])):
        try:
            content = _compile(whole, given, own_fonts, standards, at)
        except typst.TypstError as fault:
            if _GLYPH in fault.message and standards:
                continue
            raise BadPaper(_line(fault), _told(fault)) from fault
        return Made(content=content, accessible=bool(standards))
    raise AssertionError("without a standard, no letter is refused")


def _compile(
    whole: bytes, given: Mapping[str, str], own_fonts: bool, standards: list[Any], at: datetime
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="townline-paper-") as nothing:
        compiler = typst.Compiler(
            whole,
            root=nothing,
            font_paths=_fonts(own_fonts),
            sys_inputs=dict(given),
            package_path=nothing,
            package_cache_path=nothing,
        )
        made = compiler.compile(
            format="pdf",
            pdf_standards=standards,
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(own: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=not own)


@cache
def _prelude() -> str:
    return PRELUDE.read_text(encoding="utf-8")


def _refuse_reaching(template: str) -> None:
    found = REACHING.search(template)
    if found:
        line = template.count("\n", 0, found.end()) + 1
        what = f"A template brings nothing in from elsewhere, as {found[0].strip()!r} would."
        raise BadPaper(line, what)


def _line(fault: typst.TypstError) -> int | None:
    """Return the line of the template that a fault is in, not counting the prelude."""
    before = _prelude().count("\n")
    lines = [int(line) - before for line in _PLACE.findall(fault.diagnostic)]
    return next((line for line in lines if line > 0), None)


def _told(fault: typst.TypstError) -> str:
    hints = f" ({'; '.join(fault.hints)})" if fault.hints else ""
    return f"{fault.message}{hints}."
