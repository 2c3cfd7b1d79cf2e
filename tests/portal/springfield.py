"""A small made-up town, applied for tests: two districts, a neighbour, five services."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

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
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing
from townline.geography.rules.layers import Feature, Layer
from townline.hours import Promise, WorkingWeek
from townline.record.verbs import SYSTEM
from townline.staff import actions as staff
from townline.staff.rules.departments import Department

ZONE = ZoneInfo("America/Chicago")
APPLIED = datetime(2026, 1, 1, tzinfo=UTC)
RENAMED = date(2020, 1, 1)
"""When the Street Bureau became Public Works."""
HALL = (40.001, -89.001)
"""Where 100 N Main St is, latitude first."""
OUTSIDE = (40.005, -88.985)
"""A point of the neighbour."""

OUTCOMES = (
    Outcome(code="done", kind="done", words={"en": "The work is done.", "es": "Está hecho."}),
    Outcome(code="none", kind="nothing_found", words={"en": "We found nothing there."}),
    Outcome(code="cancelled", kind="cancelled", words={"en": "Cancelled by the reporter."}),
)

POTHOLE = Offer(
    code="pothole",
    words={"en": "Pothole", "es": "Bache"},
    description={"en": "A hole in the surface of a street.", "es": "Un hoyo en la calle."},
    group="streets",
    group_words={"en": "Streets", "es": "Calles"},
    department="works",
    keywords=("hole", "asphalt", "hoyo"),
    questions=(
        Question(
            code="size",
            kind="singlevaluelist",
            words={"en": "How large is it?", "es": "¿De qué tamaño es?"},
            required=True,
            options=(
                Option(key="small", words={"en": "Like a plate", "es": "Como un plato"}),
                Option(key="large", words={"en": "Larger", "es": "Más grande"}),
                Option(
                    key="highway",
                    words={"en": "It is on the highway"},
                    refer={"en": "The state mends its highways: call 555-0199."},
                ),
            ),
        ),
        Question(
            code="depth",
            kind="number",
            words={"en": "How deep, in inches?"},
            when={"size": ("large",)},
            minimum=1,
            maximum=60,
        ),
        Question(code="plate", kind="string", words={"en": "Whose car?"}, private=True),
    ),
    respond=Promise(1, "working_days"),
    resolve=Promise(3, "working_days"),
    outcomes=OUTCOMES,
    routes=(Route(department="works", areas=("district:2",), because={"en": "District 2."}),),
    nearby=Nearby(radius_m=60, window_days=30),
    notice={"en": "In danger, call the police first."},
)
SOFA = Offer(
    code="bulky",
    words={"en": "Bulky item pick-up", "es": "Recolección de muebles"},
    description={"en": "Order that large things are fetched."},
    group="waste",
    group_words={"en": "Waste", "es": "Basura"},
    department="works",
    kind="order",
    keywords=("sofa", "couch"),
    resolve=Promise(5, "working_days"),
    outcomes=OUTCOMES,
    dates=Dates(area_kind="district", capacity=2, weekdays=(0, 1, 2, 3, 4, 5, 6)),
    items=(
        Item(code="sofa", words={"en": "Sofa"}, limit=2),
        Item(code="bed", words={"en": "Bed"}, limit=3),
    ),
    max_items=4,
    photos=1,
)
ABUSE = Offer(
    code="abuse",
    words={"en": "Someone is in danger at home"},
    description={"en": "Tell us in confidence."},
    group="people",
    group_words={"en": "People"},
    department="care",
    publicity="nothing",
    place="optional",
    photos=0,
    outcomes=OUTCOMES,
)
IDEA = Offer(
    code="idea",
    words={"en": "An idea for the town"},
    description={"en": "Tell us what could be better."},
    group="people",
    group_words={"en": "People"},
    department="care",
    publicity="everything",
    place="none",
    outcomes=OUTCOMES,
)

SMELL = Offer(
    code="smell",
    words={"en": "A smell of gas"},
    description={"en": "Gas in the street or in a house."},
    group="people",
    group_words={"en": "People"},
    department="care",
    place="optional",
    outcomes=OUTCOMES,
    channels=("call",),
)


def apply(slug: str = "springfield") -> City:
    """Apply the town, as a city's folder would, and return it."""
    settings = CitySettings(
        name="Springfield",
        zone="America/Chicago",
        languages=("en", "es"),
        centre=HALL,
        bounds=(39.9, -89.1, 40.1, -88.9),
        jurisdiction=f"{slug}.example.org",
        phone="555-0100",
    )
    city = cities.begin_edition(
        slug=slug, settings=settings, files={"city.toml": b""}, by=SYSTEM, at=APPLIED
    )
    put = {"edition_id": city.edition_id, "by": SYSTEM, "at": APPLIED}
    geography.put_areas(layers=_layers(), **put)
    geography.put_places(
        city_id=city.id,
        addresses=[
            KnownAddress(number=100, direction="N", street="MAIN", suffix="ST", zipcode="62701",
                         lat=HALL[0], lon=HALL[1]),
            KnownAddress(number=100, direction="S", street="MAIN", suffix="ST", zipcode="62701",
                         lat=39.999, lon=-89.001),
            KnownAddress(number=7, street="ELM", suffix="AVE", lat=40.004, lon=-89.006),
        ],
        crossings=[KnownCrossing(street_a="MAIN ST", street_b="ELM AVE", lat=40.002, lon=-89.002)],
        **put,
    )  # fmt: skip
    always = tuple((((time(0), time(0))),) for _ in range(7))
    staff.put_departments(
        departments=(
            Department(code="works", words={"en": "Street Bureau"}, calendar="all",
                       phone="555-0101", renamed=((RENAMED, {"en": "Public Works"}),)),
            Department(code="care", words={"en": "Care"}, calendar="all"),
        ),
        calendars={"all": WorkingWeek(zone=ZONE, open=always)},
        **put,
    )  # fmt: skip
    catalogue.put_offers(offers=(POTHOLE, SOFA, ABUSE, IDEA, SMELL), **put)
    return city


def _layers() -> tuple[Layer, ...]:
    return (
        Layer(
            kind="city",
            words={"en": "City"},
            boundary=True,
            features=[
                Feature(code="1", name="Springfield", wkb=box(-89.01, 39.99, -88.99, 40.01).wkb)
            ],
        ),
        Layer(
            kind="district",
            words={"en": "Council district", "es": "Distrito"},
            source="Springfield maps",
            licence="CC0",
            features=[
                Feature(code="1", name="District 1", wkb=box(-89.01, 39.99, -89.0, 40.01).wkb,
                        properties={"phone": "555-0102", "url": "https://example.org/1"}),
                Feature(code="2", name="District 2", wkb=box(-89.0, 39.99, -88.99, 40.01).wkb),
            ],
        ),
        Layer(
            kind="neighbour",
            words={"en": "Neighbour"},
            neighbours=True,
            features=[
                Feature(code="s", name="Shelbyville", wkb=box(-88.99, 39.99, -88.98, 40.01).wkb)
            ],
        ),
    )  # fmt: skip
