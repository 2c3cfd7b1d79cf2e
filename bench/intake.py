"""Measure how fast a report is taken in.

POST /open311/v2/requests.json, complete, with 8 clients and 2 workers. The floor is constant JSON
after one durable insert of the same request row by the same server. Beside the rates stand the
cores' time for each answer, which others on the machine disturb less, and where the time of one
intake goes.
"""

import itertools
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench import cores, load, profile
from bench.asked import Asked
from bench.installation import WORKERS

if TYPE_CHECKING:
    from townline.cities.rules.city import City
    from townline.requests.queries import RequestShown

NEEDS_SERVER = True
CLIENTS, ROUNDS = 8, 3
MADE, PROFILED = 6000, 600
"""How many reports are sent over and over, and how many of them are looked at closely."""


def bodies(key: str) -> Iterator[bytes]:
    """Yield complete reports without end: real places, every question answered, an address."""
    from townline.catalogue import queries as catalogue
    from townline.cities import queries as cities
    from townline.config.demonstration import plausible

    city = cities.first()
    assert city is not None
    at = datetime.now(UTC)
    every = catalogue.offers(city.edition_id)
    places = _places(city, tuple(every), at)
    offers = [
        o
        for o in every.values()
        if o.kind == "report" and o.place == "required" and o.publicity != "nothing"
    ][:12]
    for turn in itertools.count():
        offer, place = offers[turn % len(offers)], places[turn % len(places)]
        fields: list[tuple[str, str]] = [
            ("api_key", key),
            ("service_code", offer.code),
            ("lat", f"{(place.lat or 0) + turn // len(places) * 1e-5:.6f}"),
            ("long", f"{place.lon:.6f}"),
            ("address_string", place.address),
            ("description", f"Benchmark {turn}: made up for a measurement."),
            ("first_name", "Demo"),
            ("last_name", "Resident"),
            ("email", "demo@example.org"),
        ]
        for code, answer in plausible(offer, at).items():
            if isinstance(answer, list):
                fields += [(f"attribute[{code}][]", one) for one in answer]
            else:
                fields.append((f"attribute[{code}]", answer))
        yield urlencode(fields).encode()


def _places(city: "City", services: tuple[str, ...], at: datetime) -> "list[RequestShown]":
    """
    Return past requests whose places are reported again, as many as reports are made.

    They lie as close together as a city's requests do: a report meets what is near a usual place,
    and not the heap of all that the bench itself sent to a few.
    """
    from townline.geography import queries as geography
    from townline.geography.rules.place import Point
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    def inside(row: "RequestShown") -> bool:
        if row.lat is None or row.lon is None:
            return False
        return geography.locate(city, Point(row.lat, row.lon), at.date()).inside

    past = Filter(origins=("imported", "synthetic"), services=services)  # so none of the floor's
    found: list[RequestShown] = []
    page = requests.find(city, past, language="en", at=at, limit=1000)
    while True:
        found += [row for row in page.rows if inside(row)]
        if page.next is None or len(found) >= MADE:
            return found[:MADE]
        page = requests.find(city, past, language="en", at=at, limit=1000, after=page.next)


class Rounds:
    """What came of several rounds of one kind."""

    def __init__(self, asked: Asked, path: str, made: list[bytes]) -> None:
        self._asked = asked
        self._messages = itertools.cycle(load.post(path, body, asked.port) for body in made)
        self.loads: list[load.Load] = []
        self.worked: list[dict[str, float | None]] = []

    def warm(self) -> None:
        """Let the server prepare its statements and read what it keeps."""
        self._run(1.5)

    def run(self) -> None:
        """Run one round more."""
        before = cores.read(self._asked.home)
        found = self._run(self._asked.seconds)
        after = cores.read(self._asked.home)
        self.loads.append(found)
        self.worked.append(after.since(before, found.statuses.total()))

    def _run(self, seconds: float) -> load.Load:
        return load.run(self._messages, port=self._asked.port, clients=CLIENTS, seconds=seconds)

    @property
    def per_s(self) -> float:
        """Return the median of the answers a second."""
        return statistics.median(one.per_s for one in self.loads)

    def percentile_ms(self, share: float) -> float:
        """Return the median of the latency that ``share`` of the answers did not exceed."""
        return statistics.median(one.percentile_ms(share) for one in self.loads)

    @property
    def works_us(self) -> dict[str, float | None]:
        """Return the medians of the cores' time for one answer, by who worked."""
        return {who: _median([one[who] for one in self.worked]) for who in self.worked[0]}


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 1) if known else None


def measure(asked: Asked) -> dict[str, Any]:
    """Run floor and intake in turn, three times, and return the medians and their ratio."""
    made = list(itertools.islice(bodies(asked.key), MADE))
    floor = Rounds(asked, "/open311/v2/floor.json", made)
    intake = Rounds(asked, "/open311/v2/requests.json", made)
    for kind in (floor, intake):
        kind.warm()
    for turn in range(ROUNDS):
        asked.say(f"round {turn + 1} of {ROUNDS}")
        floor.run()
        intake.run()
    asked.say("where the time of one intake goes")
    floor_p50, p99 = floor.percentile_ms(0.5), intake.percentile_ms(0.99)
    return {
        "clients": CLIENTS,
        "workers": WORKERS,
        "rounds": ROUNDS,
        "round_s": asked.seconds,
        "floor_per_s": round(floor.per_s, 1),
        "floor_p50_ms": round(floor_p50, 2),
        "intake_per_s": round(intake.per_s, 1),
        "intake_p50_ms": round(intake.percentile_ms(0.5), 2),
        "intake_p99_ms": round(p99, 2),
        "ratio_to_floor": round(intake.per_s / floor.per_s, 3),
        "ratio_p99_to_floor_p50": round(p99 / floor_p50, 1),
        "refused": {s: n for one in intake.loads for s, n in one.statuses.items() if s != 200},
        "refusals": [r.decode(errors="replace")[:300] for o in intake.loads for r in o.refusals][
            :3
        ],
        "floor_works_us": floor.works_us,
        "intake_works_us": intake.works_us,
        "ratio_to_floor_of_work": _of_work(floor.works_us, intake.works_us),
        "profile": profile.of_intake(made[:PROFILED]),
    }


def _of_work(floor: dict[str, float | None], intake: dict[str, float | None]) -> float | None:
    """Return the cores' time of the floor as a share of an intake's, where it is known."""
    sums = [sum(filter(None, each.values())) for each in (floor, intake)]
    return None if None in floor.values() or not sums[1] else round(sums[0] / sums[1], 3)
