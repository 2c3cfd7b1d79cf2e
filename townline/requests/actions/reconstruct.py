"""Past requests of another system, written with the record that can be made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.record.verbs import Actor
from townline.requests.actions.preparation import Batch, Preparation, Ready
from townline.requests.rules.area_agreement import AreaAgreement
from townline.requests.rules.copied import NULL
from townline.requests.rules.imported import Past
from townline.requests.rules.past_rows import ENTRY_COLUMNS, REQUEST_COLUMNS, WORDS_COLUMNS


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

    No request gets a promise that the data does not name. With the origin ``synthetic``, entries
    say that instead of ``reconstructed``: there was nothing to reconstruct.
    """
    preparation = Preparation(city, source=source, origin=origin)
    ready = preparation.batch(preparation.fresh(batch))
    new = write(batch=ready, by=by, at=at)
    return Taken(new, len(batch) - new, ready.areas)


@transaction.atomic
def write(*, batch: Batch, by: Actor, at: datetime) -> int:
    """
    Write a batch that was made ready, whole or not at all, and return how many requests it had.

    Reports by the city's own crews make no contact: nobody got in touch.
    """
    if not batch.ready:
        return 0
    heard = _contacts(batch, by=by, at=at)
    ids = _ids(len(batch.ready))
    keyed = list(zip(ids, batch.ready, strict=True))
    requests = (
        f"{id_}\t{contact}\t{one.request}" for (id_, one), contact in zip(keyed, heard, strict=True)
    )
    _copy("requests_servicerequest", REQUEST_COLUMNS, requests)
    entries = (f"{id_}\t{entry}" for id_, one in keyed for entry in one.entries)
    _copy("requests_requestentry", ENTRY_COLUMNS, entries)
    if any(one.words for one in batch.ready):
        words = (f"{id_}\t{one.words}" for id_, one in keyed if one.words)
        _copy("requests_words", WORDS_COLUMNS, words)
    return len(batch.ready)


def _contacts(batch: Batch, *, by: Actor, at: datetime) -> list[str]:
    """Keep the contacts of those who got in touch; return each request's, as COPY takes it."""
    people = [one.past for one in batch.ready if _came_from_somebody(one)]
    language = batch.city.languages[0]
    ids = iter(
        contacts.hear_many(
            city_id=batch.city.id,
            contacts=[(p.channel, language, p.requested_at) for p in people],
            by=by,
            at=at,
        )
    )
    return [str(next(ids)) if _came_from_somebody(one) else NULL for one in batch.ready]


def _came_from_somebody(one: Ready) -> bool:
    return one.past.channel != "crew"


def _ids(count: int) -> list[str]:
    """Draw ``count`` keys for new requests."""
    with connection.cursor() as cursor:
        cursor.execute(
            # Materialized, so that the sequence is looked up by its name once, not for every key.
            "WITH keys AS MATERIALIZED"
            " (SELECT pg_get_serial_sequence('requests_servicerequest', 'id')::regclass AS of_them)"
            " SELECT string_agg(nextval(of_them)::text, ' ') FROM keys, generate_series(1, %s)",
            [count],
        )
        return str(cursor.fetchone()[0]).split()


def _copy(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write("\n".join([*lines, ""]))
