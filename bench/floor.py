"""The floor of intake: constant JSON after one durable insert of the same request row."""

import itertools
import os
import time
from datetime import UTC, datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from townline.cities import queries as cities

INSERT = """
INSERT INTO requests_servicerequest
  (city_id, edition_id, number, service_code, status, department, crew, requested_at, updated_at,
   respond_by, due_at, order_date, items, lat, lon, address, zipcode, landmark, areas, publicity,
   secret, channel, lead_id, origin, flags, seq, head)
VALUES (%s, %s, %s, 'floor', 'open', 'floor', 'NC', %s, %s, %s, %s, NULL, '{}', %s, %s,
        '100 S MAIN ST', '90012', '', %s::text[], 'structured', %s, 'api', NULL, 'synthetic', '{}',
        2, %s)
"""
AREAS = [f"kind_{n}:{n}" for n in range(8)]
DIGEST = bytes(range(32))
ANSWER = b'[{"service_request_id":"26-100001-0","service_notice":null,"account_id":null}]'
_run = f"floor-{os.getpid()}-{time.time_ns():x}"
"""Tells the rows of this process from those of others; all have the service ``floor``."""
_serial = itertools.count()


@csrf_exempt
def insert_one_row(request: HttpRequest) -> HttpResponse:
    """Insert a request row in one durable transaction, and answer the same bytes each time."""
    city = cities.first()
    assert city is not None
    turn = next(_serial)
    now = datetime.now(UTC)
    lat, lon = city.centre[0] + turn % 997 / 9970, city.centre[1] + turn % 991 / 9910
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [city.id, city.edition_id, f"{_run}-{turn}", now, now, now, now, lat, lon,
             AREAS, DIGEST, DIGEST],
        )  # fmt: skip
    return HttpResponse(ANSWER, content_type="application/json; charset=utf-8")
