"""Made-up organisations to which requests of the small town may be handed over."""

from tests.requests.build import APPLIED
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM, Actor, Role
from townline.staff import actions as staff
from townline.staff.rules.partners import Partner

CHIEF = Actor(
    kind="staff",
    label="Demo chief",
    roles=frozenset({Role.SUPERVISOR}),
    departments=frozenset({"light"}),
)
PAVING = Partner(
    code="paving",
    words={"en": "Demo Paving", "es": "Demo Pavimentos"},
    kind="contractor",
    email="paving@example.org",
    contract=True,
)
HAULING = Partner(
    code="hauling",
    words={"en": "Demo Hauling"},
    kind="contractor",
    email="hauling@example.org",
    languages=("es",),
    may_close=True,
)
TREES = Partner(
    code="trees",
    words={"en": "Demo County Trees"},
    kind="government",
    email="trees@example.org",
    services=("tree",),
)


def put_partners(city: City) -> None:
    """Give the city's edition its partners."""
    staff.put_partners(
        edition_id=city.edition_id, partners=(PAVING, HAULING, TREES), by=SYSTEM, at=APPLIED
    )
