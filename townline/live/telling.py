"""Say that something has changed."""

from functools import partial

from django.db import connection, transaction

from townline.live import topics

TELL = "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload"


def tell(*changed: str) -> None:
    """
    Say, after the commit, that something of these topics has changed.

    Never within the transaction: NOTIFY holds a lock of the whole database until its commit is on
    disk. A poke that is lost is made up for: pages ask again when they connect, and now and then.
    """
    packed = topics.payloads(list(changed))
    if packed:
        transaction.on_commit(partial(_notify, packed), robust=True)


def _notify(payloads: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [topics.CHANNEL, payloads])
