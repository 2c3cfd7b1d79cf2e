"""The floors of reading: the same rows and columns by one SELECT, encoded as they come."""

from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.http import HttpRequest, HttpResponse

from townline.cities import queries as cities

COLUMNS = """
WITH page AS (
  SELECT r.* FROM requests_servicerequest r
  WHERE r.city_id = %s AND r.publicity <> 'nothing' AND r.status <> 'held' AND NOT r.hidden {more}
  ORDER BY r.requested_at DESC, r.id DESC LIMIT 51
)
SELECT r.number, r.edition_id, r.service_code, r.status, r.outcome, r.pause_reason, r.department,
       r.requested_at, r.updated_at, r.closed_at, r.due_at, r.address, r.landmark, r.zipcode,
       r.lat, r.lon, r.publicity, r.released_at, w.description, w.media_url, photos.names
FROM page r
LEFT JOIN requests_words w ON w.request_id = r.id
LEFT JOIN (
  SELECT p.request_id, array_agg(p.name ORDER BY p.id) AS names FROM requests_photo p
  WHERE p.request_id = ANY (ARRAY(SELECT id FROM page)) GROUP BY p.request_id
) photos ON photos.request_id = r.id
ORDER BY r.requested_at DESC, r.id DESC
"""
POINTS = """
SELECT r.lon, r.lat, r.number, r.service_code, r.status, r.requested_at
FROM requests_servicerequest r
WHERE r.city_id = %s AND r.publicity <> 'nothing' AND r.status <> 'held' AND NOT r.hidden
  AND r.lat BETWEEN %s AND %s AND r.lon BETWEEN %s AND %s
ORDER BY r.requested_at DESC, r.id DESC LIMIT 4001
"""
CONDITIONS = {
    "start_date": "r.requested_at >= %s",
    "end_date": "r.requested_at <= %s",
    "service_code": "r.service_code = %s",
    "area": "r.areas && ARRAY[%s]",
}
STATUSES = {"open": "(r.status = 'closed') IS FALSE", "closed": "(r.status = 'closed') IS TRUE"}


def one(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the columns of one request."""
    return _answer(COLUMNS.format(more="AND r.number = %s"), [_city(), number])


def several(request: HttpRequest) -> HttpResponse:
    """Answer the columns of the newest 50 that fit."""
    more, values = "", [_city()]
    for name, condition in CONDITIONS.items():
        if given := request.GET.get(name):
            more += f" AND {condition}"
            values.append(datetime.fromisoformat(given) if name.endswith("_date") else given)
    if status := request.GET.get("status"):
        more += f" AND {STATUSES[status]}"
    return _answer(COLUMNS.format(more=more), values, anew="area" in request.GET)


def points(request: HttpRequest) -> HttpResponse:
    """Answer the columns of the newest 4,000 points in a box."""
    west, south, east, north = map(float, request.GET["bbox"].split(","))
    return _answer(POINTS, [_city(), south, north, west, east], anew=True)


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer what the least statement that there is finds: a page's floor."""
    return _answer("SELECT 1", [])


def _city() -> Any:
    city = cities.first()
    assert city is not None
    return city.id


def _answer(statement: str, values: list[Any], *, anew: bool = False) -> HttpResponse:
    """
    Run the statement and encode what it finds.

    :param anew: have it planned for its values, where a plan without them is a bad one
    """
    with connection.cursor() as cursor:
        link = connection.connection
        before, link.prepare_threshold = link.prepare_threshold, None if anew else 2
        cursor.execute(statement, values)
        found = cursor.fetchall()
        link.prepare_threshold = before
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")
