"""Measure what each main page costs a phone.

Home, report form, a request, the map and a department's worklist: Lighthouse in Chromium, the
median of five; kilobytes over the wire and files; SQL statements. Lighthouse imitates a slow phone;
with --seconds below 1 it is left out. The floor is a page of the same server that asks nothing:
the statement of accessibility.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import lighthouse
from bench.asked import Asked

NEEDS_SERVER = False
NEEDS_REQUESTS = False
ROUNDS = 5
READY_S = 120
BOUNDED = ("home", "report", "request")
"""The pages that residents wait for: their performance has a bound."""


@dataclass(frozen=True)
class Page:
    """A page to be looked at; ``cookie`` signs in whoever may read it."""

    name: str
    path: str
    cookie: str = ""


def measure(asked: Asked) -> dict[str, Any]:
    """Count the statements of each page, then look at each several times."""
    from django.test import override_settings

    found: dict[str, Any] = {}
    with override_settings(DEMO=True):  # else the demo logins open nothing
        pages = _pages()
        for page in pages:
            found |= _statements(page)
    if asked.seconds < 1:
        return found | {"lighthouse": "left out: asked for less than a second"}
    try:
        words = lighthouse.bring()
    except lighthouse.Missing as fault:
        asked.say(str(fault))
        return found | {"lighthouse": str(fault)}
    found["lighthouse"] = lighthouse.VERSION
    with _served() as address:
        for page in pages:
            found |= _looked_at(page, words, address, asked)
    for category in ("accessibility", "best_practices"):
        found[f"least_{category}"] = min(found[f"{page.name}_{category}"] for page in pages)
    found["least_performance"] = min(found[f"{name}_performance"] for name in BOUNDED)
    return found


def _pages() -> list[Page]:
    from django.test import Client

    from townline.catalogue import queries as catalogue
    from townline.cities import queries as cities
    from townline.config import demonstration
    from townline.requests import queries as requests
    from townline.requests.queries import Filter

    city, at = cities.first(), datetime.now(UTC)
    assert city is not None
    asking = max(catalogue.offers(city.edition_id).values(), key=lambda o: len(o.questions))
    newest = requests.find(city, Filter(), language="en", at=at, limit=25).rows
    client = Client()
    given = {"username": "demo-manager", "password": demonstration.PASSWORD}
    client.post("/desk/sign-in/", given)
    signed_in = f"sessionid={client.cookies['sessionid'].value}"
    mapped = "/map/" if client.get("/map/").status_code == 200 else "/requests/"
    return [
        Page("floor", "/accessibility/"),
        Page("home", "/"),
        Page("report", f"/report/{asking.code}/"),
        Page("request", f"/requests/{newest[0].number}/"),
        Page("map", mapped),
        Page("worklist", "/desk/worklist/", signed_in),
    ]


def _statements(page: Page) -> dict[str, int]:
    """Return how many SQL statements the page takes when it is asked for the second time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Cookie": page.cookie} if page.cookie else {})
    for _ in range(2):
        with CaptureQueriesContext(connection) as said:
            answer = client.get(page.path)
        assert answer.status_code == 200, (page.path, answer.status_code)
    return {f"{page.name}_statements": len(said)}


@contextmanager
def _served() -> Iterator[str]:
    """Serve as an installation does, with compressed files, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "townline.config.command", "serve", "--port", str(port)],
        env=os.environ | {"TOWNLINE_DEMO": "1"},
        stdout=sys.stderr,
    )
    try:
        _wait(process, f"{address}/readyz")
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended at once"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not answer within {READY_S} s")


def _looked_at(page: Page, words: list[str], address: str, asked: Asked) -> dict[str, Any]:
    headers = {"Cookie": page.cookie} if page.cookie else {}
    seen = []
    for round_ in range(ROUNDS):
        asked.say(f"{page.name}, {round_ + 1} of {ROUNDS}")
        seen.append(lighthouse.look(words, address + page.path, headers))
    middle = {
        category: round(statistics.median(one["scores"][category] for one in seen))
        for category in lighthouse.CATEGORIES
    }
    return {
        f"{page.name}_performance": middle["performance"],
        f"{page.name}_accessibility": middle["accessibility"],
        f"{page.name}_best_practices": middle["best-practices"],
        f"{page.name}_faults": seen[-1]["faults"],
        f"{page.name}_kb": round(statistics.median(one["kb"] for one in seen), 1),
        f"{page.name}_files": seen[-1]["files"],
        f"{page.name}_lcp_ms": round(statistics.median(one["lcp_ms"] for one in seen)),
        f"{page.name}_tbt_ms": round(statistics.median(one["tbt_ms"] for one in seen)),
    }
