"""How long a contact is going to wait, as far as this can be said."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from townline.cities.rules.city import City
from townline.contacts.models import Turn
from townline.contacts.queries.centres import contact_centre
from townline.contacts.queries.turns import NoSuchTurn
from townline.contacts.rules.course import State
from townline.contacts.rules.queueing import Queue, place_of
from townline.contacts.rules.waits import LEAST, WINDOWS, Estimate, Seen, estimate

SQL = Path(__file__).parent.parent / "sql"
SEEN = (SQL / "queue_seen.sql").read_text()
BEFORE = (SQL / "queue_before.sql").read_text()


def wait_of(city_id: int, contact: int, at: datetime) -> Estimate | None:
    """
    Return how much longer a contact is going to wait; None: this cannot be said.

    :raises NoSuchTurn: if there is none that anybody answers
    """
    turn = Turn.objects.filter(city_id=city_id, pk=contact).first()
    if turn is None:
        raise NoSuchTurn(f"There is no contact {contact} that anybody answers.")
    if turn.state != State.WAITING:
        return None
    place = {
        "centre": turn.centre, "queue": turn.queue, "language": turn.language,
        "needs": turn.needs, "medium": turn.medium, "place": turn.place, "besides": turn.pk,
        "made_up": turn.simulated,
    }  # fmt: skip
    return _estimate(city_id, place, at)


def wait_in(city: City, queue: str, language: str, at: datetime) -> Estimate | None:
    """
    Return how long somebody is going to wait who comes now; None: this cannot be said.

    Where an agent is free there is no wait, and what is said is that of the next.
    """
    found = contact_centre(city.edition_id).queues.get(queue)
    return None if found is None else wait_in_queue(city.id, found, language, at)


def wait_in_queue(city_id: int, queue: Queue, language: str, at: datetime) -> Estimate | None:
    """Return the same of a queue that is given."""
    place = {
        "centre": queue.centre, "queue": queue.code, "language": language,
        "needs": sorted(queue.needs), "medium": str(queue.medium),
        "place": place_of(at, queue), "besides": 0, "made_up": False,
    }  # fmt: skip
    return _estimate(city_id, place, at)


def places_of(
    city_id: int, queue: Queue, language: str, at: datetime, *, made_up: bool = False
) -> int:
    """
    Return how many contacts of a queue its agents who are there can have at once.

    :param made_up: count agents who are made up, too: they are nobody to who is not
    """
    said = {
        "city": city_id, "centre": queue.centre, "queue": queue.code, "language": language,
        "needs": sorted(queue.needs), "medium": str(queue.medium), "place": at, "besides": 0,
        "at": at, "made_up": made_up,
    }  # fmt: skip
    return int(_asked(BEFORE, said)["places"])


def seen_of(city_id: int, queue: str, at: datetime, *, made_up: bool = False) -> Seen:
    """
    Return what was seen of a queue lately.

    :param made_up: of contacts that were made up, too
    """
    found = Seen()
    for window in WINDOWS:
        said = {"city": city_id, "queue": queue, "from": at - window, "at": at, "made_up": made_up}
        found = Seen(**_asked(SEEN, said))
        if found.handled >= LEAST:
            break
    return found


def _estimate(city_id: int, place: dict[str, Any], at: datetime) -> Estimate | None:
    before = _asked(BEFORE, {"city": city_id, "at": at, **place})
    seen = seen_of(city_id, place["queue"], at, made_up=place["made_up"])
    return estimate(ahead=before["ahead"], places=int(before["places"]), seen=seen)


def _asked(sql: str, values: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
