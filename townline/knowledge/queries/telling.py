"""What others may ask about bulletins: which stand, which there were, and whether all prove."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.knowledge.models import Bulletin as Row
from townline.knowledge.models import BulletinEntry
from townline.knowledge.rules import bulletins as rules
from townline.knowledge.rules.bulletins import Message
from townline.record.rules.audit import Fault

FRESH_S = 1.0
"""How long a process trusts what it read of the bulletins, in seconds."""


class NoSuchBulletin(LookupError):
    """The city has no bulletin of that number."""


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """A bulletin for readers of one language."""

    number: str
    title: str
    body: str
    language: str
    """The language that title and body are in."""
    translated: bool
    """Whether that is the language asked for."""
    importance: str
    areas: tuple[str, ...]
    places: tuple[str, ...]
    """What the areas are called; none where it is about the whole city."""
    services: tuple[str, ...]
    starts_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Line:
    """What happened to a bulletin once."""

    verb: str
    at: datetime
    by: str
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A bulletin with everything that is kept of it, whether it stands or not."""

    id: int
    """Newer ones have higher ones: for paging."""
    number: str
    message: Message
    ended_at: datetime | None
    replaces: str
    """The number of its former wording, if it had one."""
    replaced_by: str

    def state(self, at: datetime) -> str:
        """Return ``coming``, ``standing``, ``replaced``, ``ended`` or ``expired``."""
        if self.ended_at:
            return "replaced" if self.replaced_by else "ended"
        if at >= self.message.expires_at:
            return "expired"
        return "standing" if at >= self.message.starts_at else "coming"


_fresh: Fresh[int, tuple[tuple[str, Message], ...]] = Fresh(FRESH_S)
forget = _fresh.forget
"""Drop what is kept of the bulletins; for the actions of this room."""


def bulletins(
    city: City,
    language: str,
    at: datetime,
    *,
    services: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    general: bool = True,
) -> tuple[Bulletin, ...]:
    """
    Return the bulletins that stand, the gravest first; one statement at most.

    :param services: keep those about one of these services, and those about no service at all;
        None keeps all
    :param areas: likewise by the keys of areas
    :param general: whether to keep also those that name neither; emergencies always stay
    """
    found = [
        (number, message)
        for number, message in _standing(city, at)
        if message.stands(at) and message.concerns(services, areas)
        if general or not message.general or message.importance == rules.GRAVEST
    ]
    found.sort(key=lambda pair: rules.rank(pair[1]))
    return tuple(as_read(city, number, message, language) for number, message in found)


def kept(city: City, *, most: int = 100, before: int | None = None) -> tuple[Kept, ...]:
    """Return all bulletins that there were, the newest first, from below the number ``before``."""
    rows = Row.objects.filter(city_id=city.id).select_related("replaces", "replaced")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_kept(row) for row in rows.order_by("-pk")[:most])


def every(city: City) -> Iterator[Kept]:
    """Yield all bulletins that there were, the newest first."""
    rows = Row.objects.filter(city_id=city.id).select_related("replaces", "replaced")
    return map(_kept, rows.order_by("-pk").iterator(chunk_size=500))


def one(city: City, number: str) -> Kept:
    """
    Return one bulletin.

    :raises NoSuchBulletin: if there is none of that number
    """
    rows = Row.objects.filter(city_id=city.id).select_related("replaces", "replaced")
    row = rows.filter(number=number).first()
    if row is None:
        raise NoSuchBulletin(f"{city.name} has no bulletin {number}.")
    return _kept(row)


def history(city: City, number: str) -> tuple[Line, ...]:
    """Return what happened to a bulletin, the oldest first."""
    entries = BulletinEntry.objects.filter(subject__city_id=city.id, subject__number=number)
    return tuple(
        Line(verb=entry.verb, at=entry.at, by=entry.actor_label, data=entry.data)
        for entry in entries.order_by("seq")
    )


def disagreements() -> Iterator[Fault]:
    """Yield each bulletin whose row does not say what its record says."""
    rows = Row.objects.select_related("replaces").prefetch_related("entries").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        entries = sorted(row.entries.all(), key=lambda entry: entry.seq)
        if not entries:
            yield Fault("removed", row.number, 1, "the bulletin has no record at all")
            continue
        said = {name: value for name, value in entries[0].data.items() if name != "replaces"}
        if said != row.data:
            yield Fault("altered", row.number, 1, "the bulletin does not say what was published")
        if (row.seq, bytes(row.head)) != (len(entries), bytes(entries[-1].hash)):
            says = f"the row ends at entry {row.seq}, the record at {len(entries)}"
            yield Fault("tip", row.number, row.seq, says)
        if bool(row.ended_at) is not (len(entries) > 1):
            yield Fault("status", row.number, None, "row and record disagree whether it was ended")


def _standing(city: City, at: datetime) -> tuple[tuple[str, Message], ...]:
    known = _fresh.read(city.id)
    if known is None:
        rows = Row.objects.filter(city_id=city.id, ended_at=None, expires_at__gt=at)
        found = rows.order_by("pk").values_list("number", "data")
        read = tuple((number, msgspec.convert(data, Message)) for number, data in found)
        known = _fresh.keep(city.id, read)
    return known


def as_read(city: City, number: str, message: Message, language: str) -> Bulletin:
    """Return a message for readers of a language, whether it is published or not."""
    spoken, text = message.text_in(language)
    return Bulletin(
        number=number,
        title=text.title,
        body=text.body,
        language=spoken,
        translated=spoken in (language, language.split("-")[0]),
        importance=message.importance,
        areas=message.areas,
        places=geography.area_names(city, message.areas) if message.areas else (),
        services=message.services,
        starts_at=message.starts_at,
        expires_at=message.expires_at,
    )


def _kept(row: Row) -> Kept:
    replaced: Row | None = getattr(row, "replaced", None)
    return Kept(
        id=row.pk,
        number=row.number,
        message=msgspec.convert(row.data, Message),
        ended_at=row.ended_at,
        replaces=row.replaces.number if row.replaces else "",
        replaced_by=replaced.number if replaced else "",
    )
