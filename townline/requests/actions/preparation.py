"""Past requests made ready to be written: which are new, where they lie, what their rows say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import AreaRef
from townline.requests.actions.spot import SURE
from townline.requests.rules.area_agreement import AreaAgreement
from townline.requests.rules.copied import array
from townline.requests.rules.imported import LOCATED_BY_ADDRESS, Past
from townline.requests.rules.past_rows import PastRows
from townline.requests.rules.reconstruction import Reconstructor

_NOWHERE = np.array([], dtype=float)
_KNOWN = (Path(__file__).parent.parent / "sql" / "known_numbers.sql").read_text()


class Ready(NamedTuple):
    """One past request, its rows as lines that lack only the keys."""

    past: Past
    request: str
    entries: tuple[str, ...]
    words: str
    """Empty where nothing was said."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """New past requests, ready to be written in one transaction."""

    city: City
    ready: tuple[Ready, ...]
    areas: AreaAgreement
    """How far the areas that the rows name are those of their own points."""
    located_areas: AreaAgreement
    """The same of the points that were found by an address."""
    located: int
    """How many have a point that was found by their address."""


class Preparation:
    """
    Prepares the past requests of one source, batch by batch.

    ``fresh`` asks the database. ``batch`` does not, whatever it is given that ``fresh`` returned:
    it may be done beside, while the database writes the batch before.
    """

    def __init__(self, city: City, *, source: str, origin: str = "imported") -> None:
        """``source`` is the name of the mapping, and ``origin`` what each request will bear."""
        self._city = city
        self._offers = catalogue.offers(city.edition_id)
        self._records = Reconstructor(self._offers, source=source, origin=origin)
        self._rows = PastRows(city_id=city.id, edition_id=city.edition_id, origin=origin)

    def fresh(self, batch: Sequence[Past]) -> list[Past]:
        """Return those whose numbers the city does not have, each number once."""
        with connection.cursor() as cursor:
            numbers = "\x1f".join([past.number for past in batch])
            cursor.execute(_KNOWN, {"city": self._city.id, "numbers": numbers})
            known = {number for (number,) in cursor.fetchall()}
        found: dict[str, Past] = {}
        for past in batch:
            if past.number not in known:
                found.setdefault(past.number, past)
        self._hold_places(found.values())
        return list(found.values())

    def batch(self, fresh: Sequence[Past]) -> Batch:
        """Return new requests made ready: located, with the record that can be made of them."""
        placed = self._located(fresh)
        held = self._areas(placed)
        own, found = AreaAgreement(), AreaAgreement()
        for past, areas in zip(placed, held, strict=True):
            if past.areas and past.lat is not None:
                (found if _is_located(past) else own).compare(past.areas, areas)
        return Batch(
            city=self._city,
            ready=tuple(map(self._ready, placed, _arrays(held))),
            areas=own,
            located_areas=found,
            located=sum(map(_is_located, placed)),
        )

    def _hold_places(self, fresh: Iterable[Past]) -> None:
        """Have in memory what ``batch`` needs, read by whoever may ask the database."""
        if any(map(_is_to_be_located, fresh)):
            geography.geocode_many(self._city, [])
        geography.locate_many(self._city, _NOWHERE, _NOWHERE, date.max)

    def _located(self, fresh: Sequence[Past]) -> list[Past]:
        """Give a point to those that lack one, where their address says surely where it is."""
        placed = list(fresh)
        lost = [i for i, past in enumerate(fresh) if _is_to_be_located(past)]
        texts = [_whole_address(fresh[i]) for i in lost]
        matches = geography.geocode_many(self._city, texts) if texts else []
        for i, match in zip(lost, matches, strict=True):
            if match and match.confidence >= SURE:
                placed[i] = replace(
                    fresh[i],
                    lat=match.point.lat,
                    lon=match.point.lon,
                    flags=(*fresh[i].flags, LOCATED_BY_ADDRESS),
                )
        return placed

    def _areas(self, batch: Sequence[Past]) -> list[tuple[AreaRef, ...]]:
        """Return all areas that held each place on the day of its request."""
        found: list[tuple[AreaRef, ...]] = [() for _ in batch]
        zone = self._city.zone
        placed = sorted(
            (_day(p.requested_at, zone), i) for i, p in enumerate(batch) if p.lat is not None
        )
        for day, group in groupby(placed, key=itemgetter(0)):
            positions = [i for _, i in group]
            lats = np.array([batch[i].lat for i in positions], dtype=float)
            lons = np.array([batch[i].lon for i in positions], dtype=float)
            located = geography.locate_many(self._city, lats, lons, day)
            for i, refs in zip(positions, located, strict=True):
                found[i] = refs
        return found

    def _ready(self, past: Past, areas: str) -> Ready:
        made = self._records.record(past)
        return Ready(
            past,
            self._rows.request(past, self._offers[past.service_code], made, areas),
            self._rows.entries(made.entries),
            self._rows.words(past),
        )


def _arrays(held: Sequence[tuple[AreaRef, ...]]) -> Iterator[str]:
    """Yield the areas of each place as COPY takes them; places often share the very same tuple."""
    known: dict[int, str] = {}
    for areas in held:
        if id(areas) not in known:
            known[id(areas)] = array(area.key for area in areas)
        yield known[id(areas)]


def _day(at: datetime, zone: ZoneInfo) -> date:
    """Return the day of a time in the city; most are told in the city's own zone."""
    return (at if at.tzinfo is zone else at.astimezone(zone)).date()


def _is_to_be_located(past: Past) -> bool:
    return past.lat is None and bool(past.address)


def _is_located(past: Past) -> bool:
    return LOCATED_BY_ADDRESS in past.flags


def _whole_address(past: Past) -> str:
    """Return the address with its postal code, which may stand in a column of its own."""
    apart = past.zipcode and past.zipcode not in past.address
    return f"{past.address}, {past.zipcode}" if apart else past.address
