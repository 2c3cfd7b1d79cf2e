"""A small made-up city for the rooms of requests, contacts, channels and the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from shapely import box

from townline.catalogue import actions as catalogue
from townline.catalogue.rules.offers import (
    Dates,
    Item,
    Nearby,
    Offer,
    Option,
    Outcome,
    Question,
    Route,
)
from townline.cities import actions as cities
from townline.cities.rules.city import City, CitySettings
from townline.geography import actions as geography
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.layers import Feature, Layer
from townline.geography.rules.place import Point
from townline.hours import Promise, WorkingWeek
from townline.record.verbs import RESIDENT, SYSTEM, Actor, Role
from townline.requests.actions import Receipt, submit
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules.submission import Reporter, Submission
from townline.staff import actions as staff
from townline.staff.rules.departments import Department

ZONE = ZoneInfo("America/Los_Angeles")
APPLIED = datetime(2026, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
"""A Monday."""
EAST, WEST = Point(34.005, -118.005), Point(34.005, -118.015)
ANA = Reporter(first_name="Demo", last_name="Ana", email="ana@example.org", phone="555-0101")
BEA = Reporter(first_name="Demo", last_name="Bea", email="bea@example.org", phone="555-0102")

OUTCOMES = (
    Outcome(code="repaired", kind="done", words={"en": "Repaired.", "es": "Reparado."},
            evidence=True),
    Outcome(code="done", kind="done", words={"en": "The work is done.", "es": "Está hecho."}),
    Outcome(code="nothing", kind="nothing_found", words={"en": "We found nothing there."}),
    Outcome(code="cancelled", kind="cancelled", words={"en": "Cancelled by the reporter."}),
)  # fmt: skip
LAMP = Offer(
    code="lamp",
    words={"en": "Lamp out", "es": "Farol apagado"},
    description={"en": "A street lamp that does not shine."},
    group="streets",
    group_words={"en": "Streets"},
    department="light",
    questions=(
        Question(code="what", kind="singlevaluelist", words={"en": "What does it do?"},
                 options=(Option(key="dark", words={"en": "Dark"}),
                          Option(key="wires", words={"en": "Wires hang out"}))),
        Question(code="pole", kind="string", words={"en": "What stands on the pole?"}),
        Question(code="plate", kind="string", words={"en": "Whose car hit it?"}, private=True),
    ),
    respond=Promise(8, "working_hours"),
    resolve=Promise(3, "working_days"),
    outcomes=OUTCOMES,
    routes=(
        Route(department="waste", crew="North", answers={"what": ("wires",)},
              areas=("ward:west",), because={"en": "Wires in the west are Sanitation's."}),
        Route(department="waste", since=date(2027, 1, 1), because={"en": "From 2027 on."}),
    ),
    nearby=Nearby(radius_m=60, window_days=30),
    photos=2,
)  # fmt: skip
HOLE = Offer(
    code="hole",
    words={"en": "Pothole"},
    description={"en": "A hole in a street."},
    group="streets",
    group_words={"en": "Streets"},
    department="light",
    publicity="everything",
    outcomes=OUTCOMES,
)
SOFA = Offer(
    code="pick-up",
    words={"en": "Pick-up"},
    description={"en": "Order that large things are fetched."},
    group="waste",
    group_words={"en": "Waste"},
    department="waste",
    kind="order",
    outcomes=OUTCOMES,
    dates=Dates(capacity=2, weekdays=(0, 1, 2, 3, 4, 5, 6)),
    items=(Item(code="sofa", words={"en": "Sofa"}, limit=2),),
)
ABUSE = Offer(
    code="abuse",
    words={"en": "Someone is in danger"},
    description={"en": "Tell us in confidence."},
    group="people",
    group_words={"en": "People"},
    department="care",
    publicity="nothing",
    place="optional",
    outcomes=OUTCOMES,
    nearby=Nearby(radius_m=60, window_days=30),
)
OFFERS = (LAMP, HOLE, SOFA, ABUSE)


def apply(slug: str = "millbrook", *, offers: tuple[Offer, ...] = OFFERS, parks: bool = False,
          files: dict[str, bytes] | None = None) -> City:  # fmt: skip
    """Apply the city and return it; once more makes its next edition."""
    settings = CitySettings(
        name="Millbrook",
        zone="America/Los_Angeles",
        languages=("en", "es"),
        centre=(34.005, -118.005),
        bounds=(33.9, -118.1, 34.1, -117.9),
        jurisdiction=f"{slug}.example.org",
        hosts=(f"{slug}.localhost",),
    )
    city = cities.begin_edition(
        slug=slug, settings=settings, files=files or {"city.toml": b""}, by=SYSTEM, at=APPLIED
    )
    put: dict[str, Any] = {"edition_id": city.edition_id, "by": SYSTEM, "at": APPLIED}
    geography.put_areas(layers=_layers(), **put)
    known = KnownAddress(number=12, street="ELM", suffix="ST", zipcode="90001",
                         lat=34.006, lon=-118.006)  # fmt: skip
    geography.put_places(city_id=city.id, addresses=[known], **put)
    departments = {"light": "Street Lighting", "waste": "Sanitation", "care": "Care"}
    if parks:
        departments["parks"] = "Parks"
    staff.put_departments(
        departments=tuple(
            Department(code=code, words={"en": name}, aliases=(code.upper(),),
                       calendar="office" if code == "light" else "all")
            for code, name in departments.items()
        ),
        calendars={
            "all": WorkingWeek(zone=ZONE, open=tuple((((time(0), time(0))),) for _ in range(7))),
            "office": WorkingWeek(
                zone=ZONE, open=(*(((time(8), time(16)),) for _ in range(5)), (), ())
            ),
        },
        **put,
    )  # fmt: skip
    catalogue.put_offers(offers=offers, **put)
    return city


def _layers() -> tuple[Layer, ...]:
    whole = box(-118.02, 34.0, -118.0, 34.01)
    west, east = box(-118.02, 34.0, -118.01, 34.01), box(-118.01, 34.0, -118.0, 34.01)
    return (
        Layer(kind="city", words={"en": "City"}, boundary=True,
              features=[Feature(code="1", name="Millbrook", wkb=whole.wkb)]),
        Layer(kind="ward", words={"en": "Ward"},
              features=[Feature(code="west", name="West", wkb=west.wkb),
                        Feature(code="east", name="East", wkb=east.wkb)]),
    )  # fmt: skip


def person(*roles: Role, departments: tuple[str, ...] = ("light",)) -> Actor:
    """Return a member of staff."""
    return Actor(
        kind="staff",
        label=f"Demo {'-'.join(roles)}",
        roles=frozenset(roles),
        departments=frozenset(departments),
    )


WORKER = person(Role.WORKER)
CHIEF = person(Role.SUPERVISOR, Role.ADMIN, departments=("*",))
AGENT = person(Role.AGENT, departments=("*",))
STRANGER = person(Role.WORKER, departments=("waste",))
"""A worker of another department than the one that owns lamps."""


def submission(service: str = "lamp", **said: Any) -> Submission:
    """Return a report that will be taken, changed as told."""
    first: dict[str, Any] = {"channel": "web", "point": EAST, "reporter": ANA}
    if service == "pick-up":
        first["items"] = {"sofa": 1}
    return Submission(service_code=service, **(first | said))


def file(city: City, service: str = "lamp", *, at: datetime = NOON, by: Actor = RESIDENT,
         **said: Any) -> Receipt:  # fmt: skip
    """Submit a report and return its receipt."""
    return submit(city=city, submission=submission(service, **said), by=by, at=at)


def row(number: str) -> ServiceRequest:
    """Return the row of a request as it is now."""
    return ServiceRequest.objects.get(number=number)


def verbs_of(number: str) -> list[str]:
    """Return what the record says has happened, in order."""
    entries = RequestEntry.objects.filter(subject__number=number).order_by("seq")
    return [code.removeprefix("request.") for code in entries.values_list("verb", flat=True)]


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all at once, each in a thread with a connection of its own; return values or refusals."""
    start, ends = Barrier(len(deeds)), [None] * len(deeds)

    def run(position: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(10)
            ends[position] = deed()
        except Exception as refusal:
            ends[position] = refusal  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return list(ends)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements that are sent meanwhile, those of transactions included."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> City:
    """Apply Millbrook within the test's transaction; photos go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return apply()


@pytest.fixture
def kept_town(own_database: str, settings: Any, tmp_path: Any) -> City:
    """Apply Millbrook in a database of the test's own, so that threads and processes see it."""
    settings.MEDIA_ROOT = tmp_path
    return apply()
