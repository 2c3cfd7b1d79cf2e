"""A small made-up town with three departments, its staff, and requests at any stage."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone
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
from townline.cities import queries as cities_known
from townline.cities.rules.city import City, CitySettings
from townline.geography import actions as geography
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.layers import Feature, Layer
from townline.geography.rules.place import Point
from townline.hours import ALWAYS, Promise
from townline.record.verbs import RESIDENT, SYSTEM, Actor, Role
from townline.requests import actions
from townline.requests.rules.submission import Reporter, Submission
from townline.staff import actions as staff
from townline.staff.rules.departments import Department

ZONE = ZoneInfo("America/Chicago")
APPLIED = datetime(2026, 1, 1, tzinfo=UTC)
OAK = Point(41.001, -88.001)
"""Where 12 Oak St is."""
PASSWORD = "a-long-demo-password"

OUTCOMES = (
    Outcome(
        code="repaired",
        kind="done",
        words={"en": "The light was repaired.", "es": "La luz fue reparada."},
        evidence=True,
    ),
    Outcome(code="working", kind="nothing_found", words={"en": "We found the light working."}),
    Outcome(code="private", kind="not_ours", words={"en": "The light belongs to its neighbours."}),
    Outcome(code="cancelled", kind="cancelled", words={"en": "Cancelled by whoever reported it."}),
)
LIGHT = Offer(
    code="light",
    words={"en": "Street light out", "es": "Farola apagada"},
    description={"en": "A lamp in a street that is dark or blinks."},
    group="streets",
    group_words={"en": "Streets"},
    department="lighting",
    keywords=("lamp", "dark"),
    questions=(
        Question(
            code="pattern",
            kind="singlevaluelist",
            words={"en": "What does it do?"},
            required=True,
            options=(
                Option(key="dark", words={"en": "It is dark"}),
                Option(key="blinks", words={"en": "It blinks"}),
                Option(
                    key="porch",
                    words={"en": "It is a porch light"},
                    refer={"en": "Porch lights belong to the house. Ask its owner."},
                ),
            ),
        ),
        Question(code="pole", kind="string", words={"en": "What number is on the pole?"}),
        Question(
            code="rhythm",
            kind="string",
            words={"en": "How fast does it blink?"},
            when={"pattern": ("blinks",)},
        ),
    ),
    respond=Promise(1, "working_days"),
    resolve=Promise(3, "days"),
    outcomes=OUTCOMES,
    routes=(
        Route(
            department="lighting",
            crew="East crew",
            areas=("district:2",),
            because={"en": "the east crew looks after District 2"},
        ),
    ),
    nearby=Nearby(radius_m=80, window_days=30),
)
TREE = Offer(
    code="tree",
    words={"en": "Fallen tree"},
    description={"en": "A tree or branch that lies in the way."},
    group="parks",
    group_words={"en": "Parks"},
    department="parks",
    resolve=Promise(5, "days"),
    outcomes=(Outcome(code="done", kind="done", words={"en": "The tree was removed."}),),
)
SOFA = Offer(
    code="bulky",
    words={"en": "Bulky item pick-up"},
    description={"en": "Large things are fetched from the kerb."},
    group="streets",
    group_words={"en": "Streets"},
    department="lighting",
    kind="order",
    resolve=Promise(10, "days"),
    outcomes=OUTCOMES,
    dates=Dates(area_kind="district", capacity=2, weekdays=(0, 1, 2, 3, 4, 5, 6)),
    items=(Item(code="sofa", words={"en": "Sofa"}, limit=2),),
    max_items=3,
)
DANGER = Offer(
    code="danger",
    words={"en": "Somebody is in danger at home"},
    description={"en": "Tell us in confidence."},
    group="people",
    group_words={"en": "People"},
    department="care",
    publicity="nothing",
    place="optional",
    outcomes=(Outcome(code="done", kind="done", words={"en": "Somebody looked after it."}),),
)
OFFERS = (LIGHT, TREE, SOFA, DANGER)
PEOPLE: dict[str, tuple[tuple[str, ...], tuple[Role, ...]]] = {
    "worker": (("lighting",), (Role.WORKER,)),
    "colleague": (("lighting",), (Role.WORKER,)),
    "gardener": (("parks",), (Role.WORKER,)),
    "carer": (("care",), (Role.WORKER,)),
    "supervisor": (("lighting",), (Role.SUPERVISOR,)),
    "agent": (("*",), (Role.AGENT,)),
    "analyst": (("*",), (Role.ANALYST,)),
    "admin": (("*",), (Role.ADMIN,)),
}
"""User name to departments and roles."""


@transaction.atomic
def apply(
    slug: str = "fairview", *, people: bool = True, offers: tuple[Offer, ...] = OFFERS
) -> City:
    """Apply the town, with its people where they are wanted, and return it."""
    settings = CitySettings(
        name=slug.title(),
        zone=ZONE.key,
        languages=("en", "es"),
        centre=(OAK.lat, OAK.lon),
        bounds=(40.9, -88.1, 41.1, -87.9),
        jurisdiction=f"{slug}.example.org",
        phone="555-0100",
    )
    city = cities.begin_edition(slug=slug, settings=settings, files={}, by=SYSTEM, at=APPLIED)
    put: dict[str, Any] = {"edition_id": city.edition_id, "by": SYSTEM, "at": APPLIED}
    geography.put_areas(layers=_layers(), **put)
    addresses = [
        KnownAddress(number=n, street="OAK", suffix="ST", zipcode="60400", lat=OAK.lat, lon=lon)
        for n, lon in ((12, OAK.lon), (14, OAK.lon + 0.0003), (90, OAK.lon + 0.005))
    ]
    elm = KnownAddress(number=3, direction="N", street="ELM", suffix="ST", lat=41.004, lon=-88.004)
    twin = KnownAddress(number=3, direction="S", street="ELM", suffix="ST", lat=40.996, lon=-88.004)
    beyond = KnownAddress(number=500, street="FAR", suffix="RD", lat=OAK.lat, lon=-87.95)
    geography.put_places(city_id=city.id, addresses=[*addresses, elm, twin, beyond], **put)
    staff.put_departments(
        departments=(
            Department(code="lighting", words={"en": "Street Lighting"}, calendar="all"),
            Department(code="parks", words={"en": "Parks"}, calendar="all"),
            Department(code="care", words={"en": "Care"}, calendar="all"),
        ),
        calendars={"all": ALWAYS(ZONE)},
        **put,
    )
    catalogue.put_offers(offers=offers, **put)
    for name, (departments, roles) in PEOPLE.items() if people else ():
        staff.add_member(
            city_id=city.id, username=name, password=PASSWORD, label=f"Demo {name}",
            departments=departments, roles=roles, by=SYSTEM, at=APPLIED,
        )  # fmt: skip
    return city


def _layers() -> tuple[Layer, ...]:
    districts = (
        Feature(code="1", name="West", wkb=box(-88.01, 40.99, -88.0, 41.01).wkb),
        Feature(code="2", name="East", wkb=box(-88.0, 40.99, -87.99, 41.01).wkb),
    )
    town = Feature(code="1", name="Fairview", wkb=box(-88.01, 40.99, -87.99, 41.01).wkb)
    return (
        Layer(kind="city", words={"en": "City"}, boundary=True, features=[town]),
        Layer(kind="district", words={"en": "Council district"}, features=districts),
    )


def signed_in(name: str, **options: Any) -> Client:
    """Return a browser in which somebody of ``PEOPLE`` is signed in."""
    client = Client(**options)
    client.force_login(get_user_model().objects.get(username=name))
    return client


def actor(name: str) -> Actor:
    """Return whom somebody of ``PEOPLE`` acts as."""
    departments, roles = PEOPLE[name]
    return Actor(
        kind="staff", label=f"Demo {name}", roles=frozenset(roles),
        departments=frozenset(departments),
    )  # fmt: skip


def submit(service: str = "light", *, ago: timedelta = timedelta(hours=1), **said: Any) -> str:
    """Submit as a resident, some time ago, and return the number."""
    city = cities_known.first()
    assert city is not None
    first: dict[str, Any] = {"channel": "web", "point": OAK, "reporter": REPORTER}
    if service == "light":
        first["answers"] = {"pattern": "dark"}
    if service == "bulky":
        first["items"] = {"sofa": 1}
    submission = Submission(service_code=service, **(first | said))
    at = timezone.now() - ago
    return actions.submit(city=city, submission=submission, by=RESIDENT, at=at).number


REPORTER = Reporter(
    first_name="Demo", last_name="Resident", email="demo@example.org", phone="555-0123"
)
