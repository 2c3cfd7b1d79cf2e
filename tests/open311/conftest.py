"""What tests of Open311 stand on: a small city, a key, and a client that reads both formats."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.ground.installation import Installation
from tests.open311 import riverton
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.staff import actions as staff

V2 = "/open311/v2"
CHIEF = Actor(kind="staff", label="Demo chief", roles=frozenset(Role), departments=frozenset({"*"}))


@dataclass
class App:
    """A program that talks to the city with a key, in one of the two formats."""

    key: str
    suffix: str = "json"
    http: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: Any) -> HttpResponse:
        """Get a method of version 2 with the suffix."""
        return self.http.get(f"{V2}/{path}.{self.suffix}", query)

    def post(self, data: dict[str, Any], **headers: str) -> HttpResponse:
        """Send a report, with the key unless one is named."""
        return self.raw_post({"api_key": self.key} | data, **headers)

    def raw_post(self, data: dict[str, Any], **headers: str) -> HttpResponse:
        """Send a report as a form, just as it is."""
        from urllib.parse import urlencode

        return self.http.post(
            f"{V2}/requests.{self.suffix}",
            urlencode(data, doseq=True),
            content_type="application/x-www-form-urlencoded",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def filed(self, data: dict[str, Any], **headers: str) -> str:
        """Send a report that must be taken, and return its number."""
        answer = self.post(data, **headers)
        assert answer.status_code == 200, answer.content
        return str(rows(answer)[0]["service_request_id"])


def rows(answer: HttpResponse) -> list[dict[str, Any]]:
    """Return the rows of an answer, whichever its format, with texts as values in XML."""
    if answer["Content-Type"].startswith("application/json"):
        found: list[dict[str, Any]] = answer.json()
        return found
    return [{child.tag: plain(child) for child in row} for row in fromstring(answer.content)]


def plain(element: Element) -> Any:
    """Return an element as JSON would have it, all values being texts."""
    if len(element):
        inner = [plain(child) for child in element]
        tags = {child.tag for child in element}
        repeats = element.tag.rstrip("s") in tags or element.tag == "nearby"
        return inner if repeats else dict(zip((c.tag for c in element), inner, strict=True))
    return element.text


def errors(answer: HttpResponse) -> list[tuple[int, str]]:
    """Return the code and description of each error; the answer must have Open311's form."""
    found = rows(answer)
    assert found, answer.content
    assert all(set(row) == {"code", "description"} for row in found), found
    return [(int(row["code"]), row["description"]) for row in found]


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    """Keep photos of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def city(db: None) -> City:
    """Apply Riverton."""
    cities.forget()
    return riverton.apply()


@pytest.fixture
def key(city: City) -> str:
    """Return a key that may file."""
    return add_key(city, "Walk app")


def add_key(
    city: City,
    name: str,
    *,
    scopes: tuple[str, ...] = ("requests:write",),
    limit: int = 10_000,
    at: datetime | None = None,
) -> str:
    """Return a new key of the city."""
    return staff.add_key(
        city_id=city.id,
        name=name,
        scopes=scopes,
        limit_per_minute=limit,
        by=CHIEF,
        at=at or timezone.now(),
    )


@pytest.fixture(params=["json", "xml"])
def app(request: pytest.FixtureRequest, key: str) -> App:
    """Return a program, once for each format."""
    return App(key, request.param)


@pytest.fixture
def json_app(key: str) -> App:
    """Return a program that speaks JSON."""
    return App(key)


@pytest.fixture
def stored(city: City, uploads: Path) -> Callable[[], int]:
    """Return a count of all rows and files that a submission could have left behind."""
    from django.apps import apps

    kinds = [m for room in ("requests", "contacts") for m in apps.get_app_config(room).get_models()]
    return lambda: (
        sum(model._default_manager.count() for model in kinds) + len(list(uploads.rglob("*.jpg")))
    )


@pytest.fixture(scope="session")
def server_key(server: Installation) -> str:
    """Return a key to the running installation."""
    made = server.townline("key", "add", "Test app", "--per-minute", "100000")
    return made.stdout.strip()
