"""How fast a report becomes a numbered request, against the floor of the same server."""

import itertools
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import load

CLIENTS, WORKERS, ROUNDS = 8, 2, 3
ROOT = Path(__file__).resolve().parent.parent


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


def measure(port: int, seconds: float, key: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Run floor and intake in turn, three times, and return the medians and their ratio."""
    made = list(itertools.islice(bodies(key), 3000))
    intake = itertools.cycle(load.post("/open311/v2/requests.json", b, port) for b in made)
    floor = itertools.cycle(load.post("/open311/v2/floor.json", b, port) for b in made)
    for messages in (floor, intake):
        load.run(messages, port=port, clients=CLIENTS, seconds=1.5)  # warm
    floors, intakes = [], []
    for turn in range(ROUNDS):
        say(f"round {turn + 1} of {ROUNDS}")
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


def serve(port: int, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start the web server as an installation runs it, with the floor's address added."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1",
            "--backlog", "512", "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning",
            "townline.config.wsgi:application",
        ],
        env=environment | {"DJANGO_SETTINGS_MODULE": "bench.settings", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
        except OSError:
            time.sleep(0.1)
        else:
            return process
    process.terminate()
    raise TimeoutError("the web server did not answer within 30 s")


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an installation in ``home`` that is there for this bench alone."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNLINE_", "DATABASE_"))}
    return kept | {"TOWNLINE_HOME": str(home), "PYTHONWARNINGS": "ignore"}
