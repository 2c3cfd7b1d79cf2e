"""Putting what a city's folder says of its areas and places where it can be asked for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from townline.geography import queries
from townline.geography.models import (
    Address,
    Area,
    AreaLayer,
    Crossing,
    EditionGazetteer,
    EditionLayer,
    Gazetteer,
    Landmark,
)
from townline.geography.rules import addresses as writing
from townline.geography.rules import layers as rules
from townline.geography.rules.gazetteer import (
    Fingerprint,
    KnownAddress,
    KnownCrossing,
    KnownLandmark,
)
from townline.geography.rules.layers import Layer
from townline.record.verbs import Actor


class BadLayers(ValueError):
    """The layers cannot be used together; ``faults`` says why, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


@transaction.atomic
def put_areas(*, edition_id: int, layers: Sequence[Layer], by: Actor, at: datetime) -> None:
    """
    Give an edition its layers of areas. A layer that the city already has is not stored again.

    :raises BadLayers: if codes repeat, dates are turned round, or layers of one kind meet
    """
    if faults := list(rules.faults(layers)):
        raise BadLayers(faults)
    city_id = _city_of(edition_id)
    EditionLayer.objects.bulk_create(
        [
            EditionLayer(edition_id=edition_id, layer=_layer(city_id, layer), position=position)
            for position, layer in enumerate(layers)
        ]
    )
    queries.forget()


@transaction.atomic
def put_places(
    *,
    city_id: int,
    edition_id: int,
    addresses: Iterable[KnownAddress] = (),
    crossings: Iterable[KnownCrossing] = (),
    landmarks: Iterable[KnownLandmark] = (),
    by: Actor,
    at: datetime,
) -> None:
    """
    Give an edition the places that it knows by name, streamed into the tables.

    The lists may be of any length: they are read once. Where they turn out to be the ones that
    the city already has, the rows are undone and the edition points to those it has.
    """
    seen = Fingerprint()
    with transaction.atomic():
        gazetteer_id = _next_id(Gazetteer)
        _copy(Address, _address_rows(gazetteer_id, seen.of(addresses)))
        _copy(Crossing, _crossing_rows(gazetteer_id, seen.of(crossings)))
        _copy(Landmark, _landmark_rows(gazetteer_id, seen.of(landmarks)))
        known = Gazetteer.objects.filter(city_id=city_id, digest=str(seen)).first()
        if known:
            transaction.set_rollback(True)  # to before the rows, no farther
    if known is None:
        known = Gazetteer.objects.create(id=gazetteer_id, city_id=city_id, digest=str(seen))
    EditionGazetteer.objects.create(edition_id=edition_id, gazetteer=known)
    queries.forget()


def _city_of(edition_id: int) -> int:
    """Return the city's row of an edition, asked of the table that holds the key to it."""
    field = EditionLayer._meta.get_field("edition")
    return field.related_model._default_manager.values_list("city_id", flat=True).get(pk=edition_id)


def _layer(city_id: int, layer: Layer) -> AreaLayer:
    row, fresh = AreaLayer.objects.get_or_create(
        city_id=city_id,
        digest=rules.digest(layer),
        defaults={
            "kind": layer.kind,
            "words": dict(layer.words),
            "boundary": layer.boundary,
            "neighbours": layer.neighbours,
            "since": layer.since,
            "until": layer.until,
            "source": layer.source,
            "licence": layer.licence,
        },
    )
    if fresh:
        Area.objects.bulk_create(
            [
                Area(layer=row, code=f.code, name=f.name, wkb=f.wkb, properties=dict(f.properties))
                for f in layer.features
            ],
            batch_size=200,
        )
    return row


def _next_id(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def _copy(model: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows with COPY; they are dicts with the same keys in the same order."""
    first = next(rows, None)
    if first is None:
        return
    table, columns = model._meta.db_table, ", ".join(first)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write_row(tuple(first.values()))
        for row in rows:
            copy.write_row(tuple(row.values()))


def _address_rows(gazetteer: int, known: Iterable[KnownAddress]) -> Iterator[dict[str, Any]]:
    for place in known:
        yield {
            "gazetteer_id": gazetteer,
            "number": place.number,
            "number_suffix": place.number_suffix,
            "direction": place.direction,
            "street": place.street,
            "suffix": place.suffix,
            "zipcode": place.zipcode,
            "key": writing.street_key(place.street),
            "point": f"({place.lon!r},{place.lat!r})",
        }


def _crossing_rows(gazetteer: int, known: Iterable[KnownCrossing]) -> Iterator[dict[str, Any]]:
    for place in known:
        key_a, key_b = writing.crossing_key(place.street_a, place.street_b)
        yield {
            "gazetteer_id": gazetteer,
            "street_a": place.street_a,
            "street_b": place.street_b,
            "key_a": key_a,
            "key_b": key_b,
            "zipcode": place.zipcode,
            "point": f"({place.lon!r},{place.lat!r})",
        }


def _landmark_rows(gazetteer: int, known: Iterable[KnownLandmark]) -> Iterator[dict[str, Any]]:
    for place in known:
        yield {
            "gazetteer_id": gazetteer,
            "name": place.name,
            "key": writing.landmark_key(place.name),
            "address": place.address,
            "point": f"({place.lon!r},{place.lat!r})",
        }
