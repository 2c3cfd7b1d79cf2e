"""Checking the mappings by which past requests are read: columns, words and services."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.tables import Document, Table
from townline.requests.rules.imported import COLUMNS, STATES

FOLDER = "mappings/"
NEEDED = ("number", "requested", "service")
CHANNELS = (
    "call", "web", "app", "email", "letter", "walk_in", "social", "crew", "partner", "other",
)  # fmt: skip


def check(
    files: Mapping[str, bytes],
    services: Collection[str],
    area_kinds: Collection[str],
    faults: Faults,
) -> None:
    """Note what is wrong with the mappings of a folder."""
    for path in sorted(p for p in files if p.startswith(FOLDER) and p.endswith(".toml")):
        root = Document(path, files[path], faults).root()
        _columns(root)
        _times(root)
        _words(root, "status", STATES, "status")
        _words(root, "channels", CHANNELS, "channel")
        _words(root, "services", services, "service")
        _areas(root, area_kinds)
        root.end()


def _columns(root: Table) -> None:
    columns = root.table("columns")
    if columns is None:
        root.fault("", "The mapping names no columns.", "Write [columns].")
        return
    for key in NEEDED:
        columns.text(key, required=True)
    for key in sorted(set(COLUMNS) - set(NEEDED)):
        columns.text(key)
    columns.end()


def _times(root: Table) -> None:
    times = root.table("times")
    if times is None:
        root.fault("", "The mapping does not say how times are written.", "Write [times].")
        return
    formats = times.texts("formats")
    if not formats:
        times.fault("formats", "There is no format.", 'Write formats = ["%Y-%m-%d %H:%M:%S"].')
    for form in formats:
        if not _reads(form):
            times.fault("formats", f"No time can be read by {form!r}.", "Name each part once.")
    zone = times.text("zone")
    try:
        ZoneInfo(zone or "UTC")
    except (ValueError, OSError, LookupError):
        times.fault("zone", f"There is no time zone {zone!r}.", "Write an IANA name.")
    times.end()


def _reads(form: str) -> bool:
    """Return whether a time written by the format can be read by it."""
    try:
        written = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC).strftime(form)
        datetime.strptime(written, form)  # noqa: DTZ007 - only whether it reads
    except (ValueError, re.error):
        return False
    return True


def _words(root: Table, key: str, allowed: Collection[str], sort: str) -> None:
    table = root.table(key)
    for word in table.keys() if table else ():
        value = table.text(word, required=True) if table else ""
        if table and value and value not in allowed:
            table.fault(word, f"There is no {sort} {value!r}.", nearest(value, allowed))


def _areas(root: Table, area_kinds: Collection[str]) -> None:
    table = root.table("areas")
    for kind in table.keys() if table else ():
        if table and table.text(kind, required=True) and area_kinds and kind not in area_kinds:
            table.fault(kind, f"There is no kind of area {kind!r}.", nearest(kind, area_kinds))
