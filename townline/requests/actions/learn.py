"""Learning from the record how long requests take."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models import ExpectedDays
from townline.requests.rules import expecting

_LEARN = (Path(__file__).parent.parent / "sql" / "learn_expected.sql").read_text()
NO_WORK = ("cancelled", "duplicate")
"""Kinds of outcomes that say nothing about how long the work takes."""
REAL = ("live", "imported")


@dataclass(frozen=True)
class Learned:
    """What was learned: of how many services, of how many areas, and how many have too few."""

    services: int
    areas: int
    too_few: int


@transaction.atomic
def learn_expected(
    *, city: City, by: Actor, at: datetime, origins: tuple[str, ...] = REAL
) -> Learned:
    """
    Reckon anew how long requests of each service took, in the city and in its areas.

    :param origins: which requests count; those that were made up do not, unless one measures
    """
    unlike = [
        (offer.code, outcome.code)
        for offer in catalogue.offers(city.edition_id).values()
        for outcome in offer.outcomes
        if outcome.kind in NO_WORK
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _LEARN,
            {
                "city": city.id,
                "at": at,
                "origins": list(origins),
                "services": [service for service, _outcome in unlike],
                "outcomes": [outcome for _service, outcome in unlike],
                "enough": expecting.ENOUGH,
                "shares": [expecting.LOW, expecting.HALF, expecting.HIGH],
            },
        )
    known = ExpectedDays.objects.filter(city_id=city.id)
    known.exclude(learned_at=at).delete()
    whole = known.filter(area="")
    few = whole.filter(count__lt=expecting.ENOUGH).count()
    return Learned(whole.count() - few, known.exclude(area="").count(), few)
