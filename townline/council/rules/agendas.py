"""An agenda as a value: what was posted, its proof, and how two versions of it differ."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of an agenda, as the city's folder has it."""

    code: str
    label: Mapping[str, str]
    """What it is called, by language."""
    threshold: str = ""
    """The name of the settings' threshold that its items need; empty: a majority."""
    consent: bool = False
    """Whether its items may be voted on together."""
    closed: bool = False
    """Whether the public is not there."""
    headings: tuple[str, ...] = ()
    """Words that stand in the headings of agendas that are taken in from elsewhere."""


ITEMS = Section(
    code="items",
    label={"en": "Items", "es": "Asuntos", "ko": "안건", "hy": "Հարցեր", "zh-hans": "议项"},
)
"""The one section of a city whose folder names none."""


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
    headings: Mapping[str, str] = field(default_factory=dict)
    """What its sections were called, by code, in the city's first language when it was posted;
    empty where another system posted it."""


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
    if not agenda.headings:
        del found["headings"]  # what is taken in again has the digest that it had
    return found


def thawed(data: Mapping[str, Any]) -> Agenda:
    """Return the agenda that was frozen."""
    return msgspec.convert(data, Agenda, strict=False)


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a frozen agenda: of its JSON with sorted keys and no blanks between."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_items(items: Iterable[Item]) -> str:
    """Return the SHA-256 of the items of an agenda, by which a meeting says what it began with."""
    ordered = sorted(items, key=lambda item: item.key)
    return digest({"items": [msgspec.to_builtins(item) for item in ordered]})


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


def place(code: str, sections: Sequence[Section]) -> int:
    """Return where a section stands; one that is not known is last."""
    order = [section.code for section in sections]
    return order.index(code) if code in order else len(order)


def section(code: str, sections: Iterable[Section]) -> Section | None:
    """Return the section of a code; None where the city has it no longer."""
    return next((each for each in sections if each.code == code), None)


def headed(heading: str, sections: Sequence[Section]) -> Section:
    """Return the section that another system's heading means; the last one where it fits none."""
    said = _folded(heading)
    found = (each for each in sections if any(_folded(w) in said for w in each.headings))
    return next(found, sections[-1])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
