"""The small city that these tests stand on, with a few real requests of the past."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.requests import build
from tests.requests.build import EAST, NOON, kept_town, town
from townline.cities import actions as cities
from townline.cities import queries
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.actions import reconstruct
from townline.requests.rules.imported import Past

__all__ = ["demo_town", "kept_demo_town", "kept_town", "past", "town"]
THEN = datetime(2018, 1, 2, 9, 30, tzinfo=build.ZONE)


def past(number: str, service: str = "lamp", **said: Any) -> Past:
    """Return a real request of another system: closed after two days, changed as told."""
    first: dict[str, Any] = {
        "state": "closed", "requested_at": THEN, "updated_at": THEN + timedelta(days=2),
        "closed_at": THEN + timedelta(days=2), "due_at": None, "scheduled_at": None,
        "department": "light", "crew": "North", "channel": "call", "address": "12 ELM ST",
        "zipcode": "90001", "lat": EAST.lat, "lon": EAST.lon, "outcome": "done", "flags": (),
    }  # fmt: skip
    return Past(number=number, service_code=service, **(first | said))


def take_in(city: City, *real: Past, origin: str = "imported") -> None:
    """Take in past requests as an import does."""
    reconstruct.take_in(city=city, batch=real, source="test", by=SYSTEM, at=NOON, origin=origin)


def as_demo(city: City) -> City:
    """Mark the city as a demo and give it real requests: closed, cancelled, open, by a crew."""
    cities.mark_demo(city_id=city.id, demo=True, by=SYSTEM, at=NOON)
    left: dict[str, Any] = {"closed_at": None, "outcome": "", "updated_at": THEN}
    take_in(
        city,
        past("1-1"),
        past("1-2", "hole", outcome="nothing"),
        past("1-3", state="cancelled", outcome=""),
        past("1-4", state="open", channel="crew", **left),
        past("1-5", "pick-up", state="waiting", department="waste", **left),
        past("1-6", lat=None, lon=None, address="", zipcode="", flags=("no_point",)),
    )
    return queries.by_id(city.id)


@pytest.fixture
def own_home(settings: Any, tmp_path: Path) -> None:
    """Give the test a home of its own; to be asked for after its database, which needs the real."""
    settings.HOME = tmp_path


@pytest.fixture
def demo_town(town: City, own_home: None) -> City:
    """Make Millbrook a demo within the test's transaction."""
    return as_demo(town)


@pytest.fixture
def kept_demo_town(kept_town: City, own_home: None) -> City:
    """Make Millbrook a demo in a database of the test's own, for several processes."""
    return as_demo(kept_town)
