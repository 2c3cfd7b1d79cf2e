"""What the clients of the kill test send: whole reports about real places of the demo city."""

import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Report:
    """One report, for either door."""

    service: str
    lat: float
    lon: float
    answers: dict[str, str | list[str]]
    ending: str
    """An outcome of the service with which its crew may close it."""

    def for_programs(self, text: str, email: str) -> list[tuple[str, str]]:
        """Return the fields of Open311."""
        fields = [
            ("service_code", self.service), ("lat", f"{self.lat:.6f}"), ("long", f"{self.lon:.6f}"),
            ("description", text), ("email", email),
        ]  # fmt: skip
        for code, answer in self.answers.items():
            if isinstance(answer, list):
                fields += [(f"attribute[{code}][]", one) for one in answer]
            else:
                fields.append((f"attribute[{code}]", answer))
        return fields

    def for_residents(self, text: str, email: str) -> list[tuple[str, str]]:
        """Return the fields of the form of the service."""
        fields = [
            ("lat", f"{self.lat:.6f}"), ("lon", f"{self.lon:.6f}"), ("asked", "1"),
            ("description", text), ("email", email), ("language", "en"),
        ]  # fmt: skip
        for code, answer in self.answers.items():
            fields += [
                (f"q_{code}", one) for one in ([answer] if isinstance(answer, str) else answer)
            ]
        return fields


def prepared(count: int) -> Iterator[Report]:
    """Yield reports; Django must be set up on the installation that is meant."""
    from townline.catalogue import queries as catalogue
    from townline.cities import queries as cities
    from townline.config.demonstration import plausible
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    city = cities.first()
    assert city is not None
    at = datetime.now(UTC)
    past = requests.find(city, Filter(origins=("imported",)), language="en", at=at, limit=500).rows
    places = [(row.lat, row.lon) for row in past if row.lat is not None and row.lon is not None]
    offers = [
        offer
        for offer in catalogue.offers(city.edition_id).values()
        if offer.kind == "report" and offer.place == "required" and offer.publicity != "nothing"
    ]
    pairs = zip(itertools.cycle(offers), itertools.cycle(places), strict=False)
    for offer, (lat, lon) in itertools.islice(pairs, count):
        ending = next(o.code for o in offer.outcomes if o.kind == "done")
        yield Report(offer.code, lat, lon, plausible(offer, at), ending)


def main() -> None:
    """Print as many as the first argument says, as JSON."""
    import django

    django.setup()
    json.dump([asdict(report) for report in prepared(int(sys.argv[1]))], sys.stdout)


if __name__ == "__main__":
    main()
