"""A small made-up city, applied for tests: every kind of question, an order, what is suspended."""

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
    Suspension,
)
from townline.cities import actions as cities
from townline.cities.rules.city import City, CitySettings
from townline.geography import actions as geography
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.layers import Feature, Layer
from townline.hours import Promise, WorkingWeek
from townline.record.verbs import SYSTEM
from townline.staff import actions as staff
from townline.staff.rules.departments import Department

ZONE = ZoneInfo("America/Los_Angeles")
APPLIED = datetime(2026, 1, 1, tzinfo=UTC)
HERE = {"lat": "34.005", "long": "-118.005"}
"""In the east of the city."""
WEST = {"lat": "34.005", "long": "-118.015"}
OUTSIDE = {"lat": "34.005", "long": "-117.985"}
"""In the neighbour's city."""

OUTCOMES = (
    Outcome(code="done", kind="done", words={"en": "The work is done.", "es": "Está hecho."}),
    Outcome(code="cancelled", kind="cancelled", words={"en": "Cancelled by the reporter."}),
)
LAMP = Offer(
    code="lamp",
    words={"en": "Lamp out & dark", "es": "Farol apagado"},
    description={"en": "A street lamp that does not shine."},
    group="streets",
    group_words={"en": "Streets"},
    department="light",
    keywords=("lamp", "bulb"),
    publicity="everything",
    resolve=Promise(3, "working_days"),
    outcomes=OUTCOMES,
    nearby=Nearby(radius_m=60, window_days=30),
    notice={"en": "Stay away from wires."},
    photos=1,
)
SURVEY = Offer(
    code="survey",
    words={"en": "Kerb"},
    description={"en": "Something is wrong with a kerb."},
    group="streets",
    group_words={"en": "Streets"},
    department="light",
    outcomes=OUTCOMES,
    questions=(
        Question(
            code="what",
            kind="singlevaluelist",
            words={"en": "What is it?"},
            required=True,
            options=(
                Option(key="broken", words={"en": "Broken"}),
                Option(key="high", words={"en": "Too high"}),
                Option(
                    key="railway",
                    words={"en": "On railway land"},
                    refer={"en": "Railway land is the railway's: call 555-0188."},
                ),
            ),
        ),
        Question(
            code="where",
            kind="multivaluelist",
            words={"en": "On which sides?"},
            options=(
                Option(key="n", words={"en": "North"}),
                Option(key="s", words={"en": "South"}),
            ),
        ),
        Question(
            code="height", kind="number", words={"en": "How high, in inches?"}, required=True,
            when={"what": ("high",)}, minimum=1, maximum=60,
        ),
        Question(code="since", kind="date", words={"en": "Since which day?"}),
        Question(code="seen", kind="datetime", words={"en": "When was it seen?"}),
        Question(code="plate", kind="string", words={"en": "Whose car?"}, private=True),
        Question(code="more", kind="string", words={"en": "Anything else?"}, max_length=1000),
        Question(code="note", kind="text", words={"en": "We look at it within a week."}),
    ),
)  # fmt: skip
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
    items=(
        Item(code="sofa", words={"en": "Sofa"}, limit=2),
        Item(code="bed", words={"en": "Bed"}, limit=3),
    ),
    max_items=4,
)
ABUSE = Offer(
    code="abuse",
    words={"en": "Someone is in danger"},
    description={"en": "Tell us in confidence."},
    group="people",
    group_words={"en": "People"},
    department="waste",
    publicity="nothing",
    place="optional",
    photos=0,
    outcomes=OUTCOMES,
)
POOL = Offer(
    code="pool",
    words={"en": "Pool"},
    description={"en": "The public pool."},
    group="people",
    group_words={"en": "People"},
    department="waste",
    place="none",
    outcomes=OUTCOMES,
)
TREE = Offer(
    code="tree",
    words={"en": "Tree"},
    description={"en": "A tree of the city."},
    group="streets",
    group_words={"en": "Streets"},
    department="waste",
    outcomes=OUTCOMES,
)
GAS = Offer(
    code="gas",
    words={"en": "A smell of gas"},
    description={"en": "Gas in a street."},
    group="streets",
    group_words={"en": "Streets"},
    department="waste",
    outcomes=OUTCOMES,
    channels=("call",),
)
"""What no program may report, so that it is not in the list."""
SUSPENDED = (
    Suspension(service_code="pool", notice={"en": "The pool is closed for the winter."}),
    Suspension(
        service_code="tree", areas=("ward:west",), since=date(2026, 1, 1),
        notice={"en": "No trees are cut in the west."},
    ),
)  # fmt: skip


def apply(slug: str = "riverton", *, demo: bool = False) -> City:
    """Apply the city, as its folder would, and return it."""
    settings = CitySettings(
        name="Riverton",
        zone="America/Los_Angeles",
        languages=("en", "es"),
        centre=(34.005, -118.005),
        bounds=(33.9, -118.1, 34.1, -117.9),
        jurisdiction=f"{slug}.example.org",
        hosts=(f"{slug}.localhost",),
        phone="555-0100",
        contact=f"311@{slug}.example.org",
    )
    city = cities.begin_edition(
        slug=slug, settings=settings, files={"city.toml": b""}, by=SYSTEM, at=APPLIED
    )
    put = {"edition_id": city.edition_id, "by": SYSTEM, "at": APPLIED}
    geography.put_areas(layers=_layers(), **put)
    geography.put_places(
        city_id=city.id,
        addresses=[
            KnownAddress(
                number=12, street="ELM", suffix="ST", zipcode="90001", lat=34.006, lon=-118.006
            )
        ],
        **put,
    )
    always = tuple((((time(0), time(0))),) for _ in range(7))
    staff.put_departments(
        departments=(
            Department(code="light", words={"en": "Street Lighting"}, calendar="all"),
            Department(code="waste", words={"en": "Sanitation"}, calendar="all"),
        ),
        calendars={"all": WorkingWeek(zone=ZONE, open=always)},
        **put,
    )
    catalogue.put_offers(offers=(LAMP, SURVEY, SOFA, ABUSE, POOL, TREE, GAS), **put)
    catalogue.put_suspensions(city_id=city.id, suspensions=SUSPENDED, **put)
    return city


def _layers() -> tuple[Layer, ...]:
    whole = box(-118.02, 34.0, -118.0, 34.01)
    return (
        Layer(
            kind="city",
            words={"en": "City"},
            boundary=True,
            features=[Feature(code="1", name="Riverton", wkb=whole.wkb)],
        ),
        Layer(
            kind="ward",
            words={"en": "Ward"},
            features=[
                Feature(code="west", name="West", wkb=box(-118.02, 34.0, -118.01, 34.01).wkb),
                Feature(code="east", name="East", wkb=box(-118.01, 34.0, -118.0, 34.01).wkb),
            ],
        ),
        Layer(
            kind="neighbour",
            words={"en": "Neighbour"},
            neighbours=True,
            features=[
                Feature(code="o", name="Oakville", wkb=box(-118.0, 34.0, -117.98, 34.01).wkb)
            ],
        ),
    )
