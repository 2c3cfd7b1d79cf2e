"""How a statement of this room is sent, and where it is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.pq import Format

SQL = Path(__file__).parent.parent / "sql"


def fetched(
    statement: str, values: dict[str, Any], *, varied: bool = False
) -> list[tuple[Any, ...]]:
    """
    Return the rows that a statement finds.

    :param varied: plan the statement for these very values, see ``Conditions.varied``
    """
    with connection.cursor() as cursor, _planned_anew(varied):
        cursor.cursor.format = Format.BINARY  # moments and numbers need not be parsed
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@contextmanager
def _planned_anew(wanted: bool) -> Iterator[None]:
    """
    Keep the driver from preparing the statement, if that is wanted.

    PostgreSQL plans a prepared statement without its values once it has seen it a few times.
    """
    link = connection.connection
    before = link.prepare_threshold
    if wanted:
        link.prepare_threshold = None
    try:
        yield
    finally:
        link.prepare_threshold = before
