"""The public record as a whole: every request that everyone may know of, cut to what they may read.

Rows come through a cursor of the server, so that memory stays the same however many there are.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.requests.queries.conditions import READABLE, Filter, conditions
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording
from townline.requests.rules import publicity
from townline.requests.rules.publicity import Shown, Viewer

CHUNK = 5_000
"""Rows that the server sends at once."""
PUBLIC_RECORD = (SQL / "public_record.sql").read_text()
COUNT = "SELECT count(*) FROM requests_servicerequest r {beside} WHERE {conditions}"


class PublicRequest(NamedTuple):
    """A request as everyone may take it away; its fields are the columns of an export."""

    number: str
    service: str
    service_name: str
    status: str
    outcome: str
    outcome_kind: str
    outcome_words: str
    department: str
    department_name: str
    channel: str
    origin: str
    requested_at: datetime
    updated_at: datetime
    respond_by: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    order_date: date | None
    address: str
    zip: str
    lat: float | None
    lon: float | None
    point_source: str
    """``given``, or ``address`` where the data named no point and their address was looked up."""
    areas: tuple[str, ...]
    """Keys, ``kind:code``."""
    description: str
    """Empty unless everyone may read it: the service says so, or somebody has released it."""
    lead: str
    """The number of the request that it joined, if everyone may know of that one."""
    reports: int


def count(city: City, wanted: Filter) -> int:
    """Return how many requests ``public_record`` yields."""
    found = conditions(city, wanted, None)
    statement = COUNT.format(beside=found.beside, conditions=found.text)
    ((there,),) = fetched(statement, found.values, varied=found.varied)
    return int(there)


def public_record(
    city: City, wanted: Filter, *, language: str, at: datetime
) -> Iterator[PublicRequest]:
    """
    Yield what everyone may read of all requests that fit, in the order they were taken in.

    All rows are of one moment: what changes while they are read is not seen.

    :param language: of the names of services, outcomes and departments
    :param at: the moment whose name a department bears
    """
    found = conditions(city, wanted, None)
    statement = PUBLIC_RECORD.format(readable=READABLE, beside=found.beside, conditions=found.text)
    values: dict[str, Any] = found.values
    wording = Wording(language, at)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                edition, policy, released, held, *told = row
                shown = _shown(policy, released, held)
                if shown.exists:
                    yield _cut(edition, told, shown, wording)


@lru_cache(maxsize=32)
def _shown(policy: str, released: bool, held: bool) -> Shown:
    return publicity.shown(policy, released=released, held=held, viewer=Viewer.EVERYONE)


def _cut(edition: int, told: list[Any], shown: Shown, wording: Wording) -> PublicRequest:
    (
        number, service, status, outcome, department, channel, origin,
        requested_at, updated_at, respond_by, due_at, closed_at, order_date,
        address, zipcode, lat, lon, looked_up, areas, description, lead, reports,
    ) = told  # fmt: skip
    called = wording.service(edition, service)
    kind, words = called.outcomes.get(outcome, ("", "")) if outcome else ("", "")
    if not shown.place:
        address, zipcode, lat, lon, areas = "", "", None, None, ()
    point_source = "" if lat is None else "address" if looked_up else "given"
    return PublicRequest(
        number, service, called.name, status, outcome, kind, words,
        department, wording.department(edition, department), channel, origin,
        requested_at, updated_at, respond_by, due_at, closed_at, order_date,
        address, zipcode, lat, lon, point_source, tuple(areas),
        (description or "") if shown.words else "", lead or "", reports,
    )  # fmt: skip
