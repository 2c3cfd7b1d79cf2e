"""Measure how fast a report is taken in.

POST /open311/v2/requests.json, complete, with 8 clients and 2 workers. The floor is constant JSON
after one durable insert of the same request row by the same server.
"""

import itertools
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from bench import load
from bench.asked import Asked
from bench.installation import WORKERS

NEEDS_SERVER = True
CLIENTS, ROUNDS = 8, 3


def bodies(key: str) -> Iterator[bytes]:
    """Yield complete reports without end: real places, every question answered, an address."""
    from townline.catalogue import queries as catalogue
    from townline.cities import queries as cities
    from townline.config.demonstration import plausible
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    city = cities.first()
    assert city is not None
    at = datetime.now(UTC)
    past = requests.find(city, Filter(origins=("imported",)), language="en", at=at, limit=1000).rows
    places = [r for r in past if r.lat is not None]
    offers = [
        o
        for o in catalogue.offers(city.edition_id).values()
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


def measure(asked: Asked) -> dict[str, Any]:
    """Run floor and intake in turn, three times, and return the medians and their ratio."""
    port, seconds = asked.port, asked.seconds
    made = list(itertools.islice(bodies(asked.key), 3000))
    intake = itertools.cycle(load.post("/open311/v2/requests.json", b, port) for b in made)
    floor = itertools.cycle(load.post("/open311/v2/floor.json", b, port) for b in made)
    for messages in (floor, intake):
        load.run(messages, port=port, clients=CLIENTS, seconds=1.5)  # warm
    floors, intakes = [], []
    for turn in range(ROUNDS):
        asked.say(f"round {turn + 1} of {ROUNDS}")
        floors.append(load.run(floor, port=port, clients=CLIENTS, seconds=seconds))
        intakes.append(load.run(intake, port=port, clients=CLIENTS, seconds=seconds))
    refused = {s: n for one in intakes for s, n in one.statuses.items() if s != 200}
    floor_per_s = statistics.median(one.per_s for one in floors)
    intake_per_s = statistics.median(one.per_s for one in intakes)
    floor_p50 = statistics.median(one.percentile_ms(0.5) for one in floors)
    p99 = statistics.median(one.percentile_ms(0.99) for one in intakes)
    return {
        "clients": CLIENTS,
        "workers": WORKERS,
        "rounds": ROUNDS,
        "round_s": seconds,
        "floor_per_s": round(floor_per_s, 1),
        "floor_p50_ms": round(floor_p50, 2),
        "intake_per_s": round(intake_per_s, 1),
        "intake_p50_ms": round(statistics.median(o.percentile_ms(0.5) for o in intakes), 2),
        "intake_p99_ms": round(p99, 2),
        "ratio_to_floor": round(intake_per_s / floor_per_s, 3),
        "ratio_p99_to_floor_p50": round(p99 / floor_p50, 1),
        "refused": refused,
        "refusals": [r.decode(errors="replace")[:300] for o in intakes for r in o.refusals][:3],
    }
