"""Whether we live, and whether we are ready to be used."""

import logging
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from townline.cities import queries as cities
from townline.record import queries as record

log = logging.getLogger(__name__)

HEARTBEAT_S = 60
"""How old the worker's last sign of life may be."""
ROLE = """
SELECT CASE WHEN pg_has_role(current_user, relowner, 'USAGE') THEN 'owner' ELSE 'application' END
FROM pg_class WHERE oid = 'django_migrations'::regclass
"""
WORKER = """
SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers
"""


def lives(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 once database, migrations, a city and the worker are there, else 503."""
    try:
        found = look()
    except DatabaseError as fault:
        log.warning("not ready: %s", str(fault).strip())
        found = {"ready": False, "database": "unavailable; the log says why"}
    answer = JsonResponse(found, status=200 if found["ready"] else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # 503 is an answer here, no fault
    return answer


def look() -> dict[str, Any]:
    """Return how the installation stands, for ``/readyz`` and ``townline db status``."""
    missing = _missing_migrations()
    found: dict[str, Any] = {"ready": False, "database": "ok", "migrations_missing": missing}
    if missing:
        return found
    city, moved = cities.first(), record.has_moved()
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        role = cursor.fetchone()[0]
        cursor.execute(WORKER)
        seen = cursor.fetchone()[0]
    return found | {
        "ready": bool(city) and not moved and seen is not None and seen < HEARTBEAT_S,
        "application_role": role,
        "record_moved": moved,
        "city": city.slug if city else None,
        "worker_seen_s": None if seen is None else round(seen, 1),
    }


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
