"""The real files that synthetic ones are drawn from, and how many synthetic ones there are."""

from collections import defaultdict
from datetime import date

from townline.cities.rules.city import City
from townline.council.models import CouncilFile, FileEntry
from townline.council.queries.clocks import clock_of
from townline.council.queries.describing import vocabulary
from townline.council.queries.lines import CODES
from townline.council.rules.resampling import Cast, Happened, Round

DRAWN_FROM = 2_000
"""At most so many real files are drawn from."""


def real_rounds(city: City, *, until: date) -> list[Round]:
    """Return the rounds of the city's files that came from another system, one after the other."""
    found: list[Round] = []
    files = CouncilFile.objects.filter(city_id=city.id, origin="imported", restricted=False)
    for file in files.order_by("pk")[:DRAWN_FROM]:
        rows = FileEntry.objects.filter(subject_id=file.pk, verb__in=CODES).exclude(type="")
        kept = {
            seq: Happened(day=day, kept=data["activity"])
            for seq, day, data in rows.values_list("seq", "date", "data")
            if day is not None
        }
        for each in clock_of(city, file, until).rounds:
            found.append([kept[seq] for seq in each.value.entries])
    return found


def cast(city: City) -> Cast:
    """Return who may act in what is made up: the bodies of the city, by their kinds."""
    names: dict[str, list[str]] = defaultdict(list)
    for body in vocabulary(city).bodies:
        names[body.kind].append(body.name)
    return Cast(bodies=dict(names))


def synthetic(city: City) -> int:
    """Return how many synthetic files the city has."""
    return CouncilFile.objects.filter(city_id=city.id, origin="synthetic").count()
