"""The colours of every sheet: tokens alone, light and dark, and enough contrast in both."""

import re
from pathlib import Path

import pytest

from tests.shape import tree

SHEETS = tree.PACKAGE / "ui" / "static" / "ui"
OURS = [path for path in tree.PACKAGE.glob("*/static/**/*.css") if "vendor" not in path.parts]
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right)\s*:"
    r"|(?:text-align|float|clear):\s*(?:left|right)"
)

TEXT = 4.5
SIGN = 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "accent", "accent-dark")
      for ground in ("paper", "card", "accent-tint", "field")],
    *[("ink", f"{tone}-tint", TEXT) for tone in ("bad", "warn", "good", "still")],
    *[("ink-soft", f"{tone}-tint", TEXT) for tone in ("warn", "good", "still")],
    *[(tone, ground, TEXT) for tone in ("bad", "warn", "warn-dark", "good", "still")
      for ground in ("card", "paper", f"{tone.removesuffix('-dark')}-tint")],
    ("on-fill", "fill", TEXT), ("on-fill", "fill-dark", TEXT), ("on-fill", "bad-fill", TEXT),
    ("on-fill", "bad-fill-dark", TEXT), ("on-band", "band", TEXT), ("paper", "ink", TEXT),
    *[(edge, ground, SIGN) for edge in ("line-strong", "focus", "fill", "pin")
      for ground in ("paper", "card", "field")],
    ("focus-on-band", "band", SIGN),
]  # fmt: skip
"""What stands on what, and the least contrast that WCAG 2.2 AA asks of it."""


def tokens(sheet: str) -> dict[str, str]:
    return dict(TOKEN.findall((SHEETS / sheet).read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_everyone_knows() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("sheet", ["townline.css", "dark.css"])
def test_every_pair_of_tokens_can_be_read(sheet: str) -> None:
    colours = tokens("townline.css") | tokens(sheet)
    faint = [
        f"{ink} on {ground}: {found:.2f}, {least} is needed"
        for ink, ground, least in PAIRS
        if (found := contrast(colours[ink], colours[ground])) < least
    ]
    assert not faint, "\n".join(faint)


def test_the_dark_has_every_colour_that_the_light_has() -> None:
    assert tokens("dark.css").keys() == tokens("townline.css").keys()


def declared(path: Path) -> list[tuple[int, str]]:
    """Return the lines that declare something else than a token, without their comments."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), path.read_text(), flags=re.S)
    lines = enumerate(text.splitlines(), start=1)
    return [(n, line) for n, line in lines if not line.lstrip().startswith("--")]


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.name != "print.css"], ids=lambda path: path.name
)
def test_no_sheet_for_screens_has_a_colour_that_is_no_token(path: Path) -> None:
    found = [f"{n}: {line.strip()[:100]}" for n, line in declared(path) if LITERAL.search(line)]
    assert not found, f"{tree.named(path)}: use a token of ui/townline.css\n" + "\n".join(found)


# The design system lays boxes out from the left; where we lay them out anew, its own goes first.
UNDONE = re.compile(r"(?:padding|margin)-left: 0;|left: (?:auto|0)\b|right: 0 !important;")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_sheet_names_left_or_right(path: Path) -> None:
    found = [
        f"{n}: {line.strip()[:100]}"
        for n, line in declared(path)
        if PHYSICAL.search(UNDONE.sub("", line))
    ]
    wanted = "say inline-start, inline-end, so that a page may run from right to left"
    assert not found, f"{tree.named(path)}: {wanted}\n" + "\n".join(found)
