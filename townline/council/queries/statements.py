"""How a statement of this room is sent, and where it is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

PLAINLY = (
    "SELECT set_config('enable_seqscan', 'off', true),"
    " set_config('max_parallel_workers_per_gather', '0', true)"
)
SQL = Path(__file__).parent.parent / "sql"


def fetched(
    statement: str, values: dict[str, Any], *, varied: bool = False
) -> list[tuple[Any, ...]]:
    """
    Return the rows that a statement finds.

    :param varied: plan the statement for these very values: whether a word is rare or common
        decides which plan is the best
    """
    with connection.cursor() as cursor, _planned_anew(varied):
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def by_index(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """
    Return the rows that a statement finds without going through any whole table.

    The planner reckons that to read the words of a row costs next to nothing, and would read those
    of all rows rather than an index; and it would start helpers for parts that are then not
    needed. What it must not do is said for this statement alone: rolling back takes it back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAINLY)
        found = fetched(statement, values, varied=True)
        transaction.set_rollback(True)
    return found


@contextmanager
def _planned_anew(wanted: bool) -> Iterator[None]:
    # PostgreSQL plans a prepared statement without its values once it has seen it a few times.
    link = connection.connection
    before = link.prepare_threshold
    if wanted:
        link.prepare_threshold = None
    try:
        yield
    finally:
        link.prepare_threshold = before
