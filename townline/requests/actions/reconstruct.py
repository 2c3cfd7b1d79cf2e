"""Past requests of another system, taken in with the record that can be made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.geography import queries as geography
from townline.geography.rules.place import AreaRef
from townline.record.verbs import Actor
from townline.requests.models import ServiceRequest
from townline.requests.rules.area_agreement import AreaAgreement
from townline.requests.rules.imported import Past
from townline.requests.rules.reconstruction import Reconstruction, reconstruct

REQUEST_COLUMNS = (
    "id", "city_id", "edition_id", "number", "service_code", "status", "department", "crew",
    "requested_at", "updated_at", "due_at", "paused_at", "pause_reason", "order_date", "closed_at",
    "outcome", "lat", "lon", "address", "zipcode", "areas", "publicity", "channel", "contact_id",
    "origin", "flags", "seq", "head",
)  # fmt: skip
ENTRY_COLUMNS = (
    "subject_id", "seq", "verb", "at", "actor_kind", "actor_label", "note", "data", "hash",
)  # fmt: skip

WORDS_COLUMNS = ("request_id", "description", "answers", "media_url")


@dataclass(frozen=True)
class Taken:
    """What became of a batch."""

    new: int
    known: int
    """Numbers that were there before, left as they were."""
    areas: AreaAgreement = field(default_factory=AreaAgreement)
    """How far the areas that the new rows name are those of their points."""


def take_in(
    *,
    city: City,
    batch: Sequence[Past],
    source: str,
    by: Actor,
    at: datetime,
    origin: str = "imported",
) -> Taken:
    """
    Write a batch of past requests in one transaction; what is already there is left alone.

    No request gets a promise that the data does not name. Reports by the city's own crews make no
    contact: nobody got in touch. With the origin ``synthetic``, entries say that instead of
    ``reconstructed``: there was nothing to reconstruct.
    """
    fresh = _fresh(city, batch)
    if not fresh:
        return Taken(0, len(batch))
    offers = catalogue.offers(city.edition_id)
    found = _areas(city, fresh)
    keys = [[area.key for area in areas] for areas in found]
    made = [
        reconstruct(
            p, offers[p.service_code], department=_owner(p, offers), source=source, origin=origin
        )
        for p in fresh
    ]
    with transaction.atomic():
        heard = _contacts(city, fresh, by=by, at=at)
        ids = _ids("requests_servicerequest", len(fresh))
        rows = [
            _row(ids[i], city, past, offers[past.service_code], made[i], keys[i], heard[i], origin)
            for i, past in enumerate(fresh)
        ]
        _copy("requests_servicerequest", REQUEST_COLUMNS, rows)
        _copy("requests_requestentry", ENTRY_COLUMNS, _entries(ids, made))
        _copy("requests_words", WORDS_COLUMNS, _words(ids, fresh))
    return Taken(len(fresh), len(batch) - len(fresh), _agreement(fresh, found))


def _fresh(city: City, batch: Sequence[Past]) -> list[Past]:
    numbers = [p.number for p in batch]
    known = set(
        ServiceRequest.objects.filter(city_id=city.id, number__in=numbers).values_list(
            "number", flat=True
        )
    )
    fresh: dict[str, Past] = {}
    for past in batch:
        if past.number not in known:
            fresh.setdefault(past.number, past)
    return list(fresh.values())


def _owner(past: Past, offers: dict[str, Offer]) -> str:
    return past.department or offers[past.service_code].department


def _areas(city: City, batch: Sequence[Past]) -> list[tuple[AreaRef, ...]]:
    """Return all areas that held each place on the day of its request."""
    found: list[tuple[AreaRef, ...]] = [() for _ in batch]
    placed = sorted(
        (p.requested_at.astimezone(city.zone).date(), i)
        for i, p in enumerate(batch)
        if p.lat is not None
    )
    for day, group in groupby(placed, key=lambda pair: pair[0]):
        positions = [i for _, i in group]
        lats = np.array([batch[i].lat for i in positions], dtype=float)
        lons = np.array([batch[i].lon for i in positions], dtype=float)
        for i, refs in zip(positions, geography.locate_many(city, lats, lons, day), strict=True):
            found[i] = refs
    return found


def _agreement(batch: Sequence[Past], found: Sequence[tuple[AreaRef, ...]]) -> AreaAgreement:
    """Compare the areas that the rows name with those of their points, where they have one."""
    agreement = AreaAgreement()
    for past, areas in zip(batch, found, strict=True):
        if past.areas and past.lat is not None:
            agreement.compare(past.areas, areas)
    return agreement


def _contacts(city: City, batch: Sequence[Past], *, by: Actor, at: datetime) -> list[int | None]:
    people = [p for p in batch if p.channel != "crew"]
    ids = iter(
        contacts.hear_many(
            city_id=city.id,
            contacts=[(p.channel, city.languages[0], p.requested_at) for p in people],
            by=by,
            at=at,
        )
    )
    return [None if p.channel == "crew" else next(ids) for p in batch]


def _row(
    id_: int, city: City, past: Past, offer: Offer, made: Reconstruction, areas: list[str],
    contact: int | None, origin: str,
) -> tuple[Any, ...]:  # fmt: skip
    paused = made.status == "paused"
    ordered = past.scheduled_at.date() if past.scheduled_at and offer.dates else None
    return (
        id_, city.id, city.edition_id, past.number, past.service_code, made.status,
        past.department or offer.department, past.crew, past.requested_at, past.updated_at,
        past.due_at, past.updated_at if paused else None, "not_said" if paused else "", ordered,
        past.closed_at, made.outcome, past.lat, past.lon, past.address, past.zipcode, areas,
        offer.publicity, past.channel, contact, origin, list(past.flags), len(made.links),
        made.hashes[-1],
    )  # fmt: skip


def _entries(ids: Sequence[int], made: Sequence[Reconstruction]) -> list[tuple[Any, ...]]:
    return [
        (
            ids[i], link.seq, link.verb, link.at, link.actor_kind, link.actor_label, "",
            Jsonb(link.data), digest,
        )
        for i, one in enumerate(made)
        for link, digest in zip(one.links, one.hashes, strict=True)
    ]  # fmt: skip


def _words(ids: Sequence[int], batch: Sequence[Past]) -> list[tuple[Any, ...]]:
    """Return what was said of each request of which anything was."""
    return [
        (id_, past.description, "{}", "")
        for id_, past in zip(ids, batch, strict=True)
        if past.description
    ]


def _ids(table: str, count: int) -> list[int]:
    """Draw ``count`` ids from the table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass)"
            " FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
