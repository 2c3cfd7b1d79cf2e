"""An agenda as a value: what was posted, its proof, and how two versions of it differ."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of an agenda."""

    code: str
    label: str
    threshold: str = ""
    """The name of the settings' threshold that its items need; empty: a majority."""
    consent: bool = False
    """Whether its items may be voted on together."""
    closed: bool = False
    """Whether the public is not there."""


SECTIONS = (
    Section(code="noticed", label="Items noticed for public hearing"),
    Section(code="heard", label="Items for which public hearings have been held", consent=True),
    Section(
        code="not_heard",
        label="Items for which public hearings have not been held",
        threshold="without_hearing",
        consent=True,
    ),
    Section(code="special", label="Items called special"),
    Section(code="closed", label="Closed session", closed=True),
    Section(code="items", label="Items"),
)
"""The parts of an agenda, in their order."""
BY_CODE = {section.code: section for section in SECTIONS}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a neighbourhood council thought of an item, as the agenda says it."""

    body: str
    position: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line of an agenda."""

    key: int
    """Which item it is, through all versions."""
    number: str
    section: str
    caption: str
    file: str = ""
    """The number of its council file; empty where there is none."""
    recommendation: str = ""
    votes: int = 0
    """How many must say yes; 0: not said."""
    consent: bool = False
    special_by: str = ""
    """Who called it special."""
    districts: tuple[str, ...] = ()
    time_limit: date | None = None
    last_day: date | None = None
    """The last day on which the Council can act on it."""
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """All of it, as posted."""

    body: str
    kind: str
    starts_at: datetime
    location: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What became of an item from one version to another."""

    change: str
    """``added``, ``removed``, ``moved`` or ``altered``."""
    item: Item
    """As it is now; as it was, where it is gone."""
    before: Mapping[str, Any]
    """The values that are no longer, by the name of the field."""
    after: Mapping[str, Any]


class Change(StrEnum):
    """What can become of an item."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    ALTERED = "altered"


def snapshot(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda as it is frozen."""
    found: dict[str, Any] = msgspec.to_builtins(agenda)
    return found


def thawed(data: Mapping[str, Any]) -> Agenda:
    """Return the agenda that was frozen."""
    return msgspec.convert(data, Agenda, strict=False)


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a frozen agenda: of its JSON with sorted keys and no blanks between."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


PLACE = frozenset({"number", "section"})
"""Fields that say where an item stands."""


def differences(before: Agenda, after: Agenda) -> tuple[Difference, ...]:
    """Return what is different in a later version, in its order; what is gone comes last."""
    old = {item.key: item for item in before.items}
    new = {item.key for item in after.items}
    found = [each for item in after.items if (each := _difference(old.get(item.key), item))]
    gone = [
        Difference(change=Change.REMOVED, item=item, before={}, after={})
        for item in before.items
        if item.key not in new
    ]
    return (*found, *gone)


def _difference(old: Item | None, item: Item) -> Difference | None:
    if old is None:
        return Difference(change=Change.ADDED, item=item, before={}, after={})
    was, now = _fields(old), _fields(item)
    apart = [name for name in now if was[name] != now[name]]
    if not apart:
        return None
    change = Change.MOVED if PLACE.issuperset(apart) else Change.ALTERED
    return Difference(
        change=change,
        item=item,
        before={name: was[name] for name in apart},
        after={name: now[name] for name in apart},
    )


def _fields(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Item.__dataclass_fields__}


def place(code: str) -> int:
    """Return where a section stands; one that is not known is last."""
    order = [section.code for section in SECTIONS]
    return order.index(code) if code in order else len(order)
