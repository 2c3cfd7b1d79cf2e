"""A request is for the city of its host name, else of its prefix, else the first."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_script_prefix, reverse

from townline.cities import actions as cities
from townline.cities.rules.city import CitySettings
from townline.config.city_middleware import city_of_request
from townline.record.verbs import SYSTEM

AT = datetime(2026, 1, 1, tzinfo=UTC)


def apply(slug: str, host: str) -> None:
    """Apply a city of which nothing is known but its name and its host."""
    settings = CitySettings(
        name=slug.title(),
        zone="America/Chicago",
        languages=("en",),
        centre=(40.0, -89.0),
        bounds=(39.9, -89.1, 40.1, -88.9),
        jurisdiction=f"{slug}.example.org",
        hosts=(host,),
    )
    cities.begin_edition(slug=slug, settings=settings, files={}, by=SYSTEM, at=AT)


@pytest.fixture
def two_cities(db: None) -> Iterator[None]:
    """Apply Springfield, then Shelbyville."""
    apply("springfield", "springfield.test")
    apply("shelbyville", "shelbyville.test")
    yield


def seen(path: str, host: str = "localhost") -> tuple[str, str, str]:
    """Return the city of a request, the path that is left of it, and a reversed address."""

    def respond(request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            f"{request.city.slug} {request.path_info} {reverse('portal:home')}"  # type: ignore[attr-defined]
        )

    answer = city_of_request(respond)(RequestFactory(headers={"host": host}).get(path))
    city, rest, home = answer.content.decode().split(" ")
    return city, rest, home


@pytest.mark.usefixtures("two_cities")
def test_without_host_or_prefix_it_is_the_first_city() -> None:
    assert seen("/report/") == ("springfield", "/report/", "/")


@pytest.mark.usefixtures("two_cities")
@pytest.mark.parametrize("host", ["shelbyville.test", "shelbyville.test:8311", "SHELBYVILLE.test"])
def test_a_host_name_names_the_city(host: str) -> None:
    assert seen("/report/", host) == ("shelbyville", "/report/", "/")


@pytest.mark.usefixtures("two_cities")
def test_a_prefix_names_the_city_and_stays_in_every_address() -> None:
    assert seen("/c/shelbyville/es/report/") == ("shelbyville", "/es/report/", "/c/shelbyville/")
    assert get_script_prefix() == "/"


@pytest.mark.usefixtures("two_cities")
@pytest.mark.parametrize("path", ["/c/capital/", "/c/capital", "/c/", "/c//"])
def test_a_prefix_that_names_no_city_is_not_found(path: str) -> None:
    with pytest.raises(Http404):
        seen(path)


@pytest.mark.usefixtures("two_cities")
def test_a_prefix_without_its_slash_leads_to_the_city(client: Client) -> None:
    answer = client.get("/c/shelbyville?q=a")
    assert (answer.status_code, answer["Location"]) == (301, "/c/shelbyville/?q=a")
    assert client.post("/c/shelbyville").status_code == 404, "what is sent is not led elsewhere"


@pytest.mark.usefixtures("two_cities")
def test_a_prefix_of_another_city_than_the_host_is_not_found() -> None:
    with pytest.raises(Http404):
        seen("/c/springfield/", "shelbyville.test")


@pytest.mark.django_db
def test_without_any_city_every_page_says_how_to_apply_one(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert b"townline city apply" in answer.content


@pytest.mark.django_db
def test_the_process_lives_without_a_city_but_is_not_ready(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() | {"application_role": "any", "worker_seen_s": None} == {
        "ready": False,
        "database": "ok",
        "migrations_missing": 0,
        "application_role": "any",
        "record_moved": False,
        "city": None,
        "worker_seen_s": None,
    }


def test_the_process_lives_without_a_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
