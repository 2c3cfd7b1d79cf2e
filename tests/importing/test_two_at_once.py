"""Two imports at once take every row once, and each says truly what it took."""

import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from tests.importing.test_importing import HEAD, MAPPING
from tests.requests import build
from tests.requests.build import NOON
from tests.size.conftest import past
from townline.cities.rules.city import City
from townline.config import importing
from townline.record.verbs import SYSTEM
from townline.requests.actions import reconstruct
from townline.requests.actions.preparation import Preparation
from townline.requests.models import ServiceRequest

NUMBERS = ("1-1", "1-2", "1-3")
ROW = "{},2018-01-02 08:00,2018-01-03 08:00,Lamp,Closed,LIGHT,Call,34.005,-118.005,\n"


@pytest.fixture
def city(kept_town: City) -> City:
    return build.apply(files={"city.toml": b"", "mappings/demo.toml": MAPPING})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "past.csv"
    path.write_text(HEAD + "".join(map(ROW.format, NUMBERS)))
    return path


def load(city: City, path: Path) -> dict[str, Any]:
    """Import the file and return the figures."""
    scheme = importing.scheme(city, "demo")
    rejects = importing.Rejects(None)
    return importing.take_in(path, city=city, scheme=scheme, rejects=rejects, at=NOON).as_json()


def until_somebody_waits() -> None:
    """Wait for another session to wait for what this one has written."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
            if cursor.rowcount:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def among(city: City, path: Path, *numbers: str) -> tuple[Exception | None, dict[str, Any]]:
    """
    Import the file while another import writes one number of it, and then, perhaps, another.

    Return how the other one was refused, if it was, and the figures of the file.
    """
    written = Event()
    preparation = Preparation(city, source="other")
    first, *others = [preparation.batch(preparation.fresh([past(n)])) for n in numbers]

    def rival() -> None:
        with transaction.atomic():
            reconstruct.write(batch=first, by=SYSTEM, at=NOON)
            written.set()
            until_somebody_waits()
            for batch in others:
                reconstruct.write(batch=batch, by=SYSTEM, at=NOON)

    def importer() -> dict[str, Any]:
        assert written.wait(20)
        return load(city, path)

    refused, figures = build.together(rival, importer)
    assert isinstance(figures, dict), figures
    found = ServiceRequest.objects.order_by("number").values_list("number", flat=True)
    assert tuple(found) == NUMBERS
    return refused, figures


def test_what_another_import_wrote_meanwhile_is_told_as_known(city: City, path: Path) -> None:
    refused, figures = among(city, path, "1-2")
    assert refused is None
    assert (figures["rows_in"], figures["rows_new"], figures["rows_known"]) == (3, 2, 1)
    assert ServiceRequest.objects.get(number="1-2").crew == "North", "as the other one wrote it"


def test_an_import_comes_to_its_end_though_another_one_waits_for_it(city: City, path: Path) -> None:
    refused, figures = among(city, path, "1-2", "1-1")
    # Of two that wait for each other the database turns one away, most often ours.
    known = 0 if isinstance(refused, OperationalError) else 2
    assert (figures["rows_in"], figures["rows_known"]) == (3, known)
    assert figures["rows_new"] == 3 - known
