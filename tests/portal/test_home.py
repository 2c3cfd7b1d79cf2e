"""The first page and the choice of a service."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.knowledge.storms import tell
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests import actions
from townline.requests.rules.submission import Submission


def ask(city: City, service: str) -> None:
    """Submit a request for a service yesterday."""
    submission = Submission(service_code=service, channel="web", description="More trees.")
    yesterday = timezone.now() - timedelta(days=1)
    actions.submit(city=city, submission=submission, by=RESIDENT, at=yesterday)


def test_the_first_page_shows_what_can_be_asked_for(visitor: Client) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert b"Pothole" in page.content
    assert b"555-0100" in page.content


def test_the_box_finds_services_without_any_script(visitor: Client) -> None:
    page = visitor.get("/report/?q=pohtole").text
    assert "Showing results for <strong>“pothole”</strong>" in page
    assert page.index("1 service fits") < page.index('href="/report/pothole/"')


def test_what_nothing_fits_is_told_with_what_to_do(visitor: Client) -> None:
    page = visitor.get("/report/?q=xyzzy").text
    assert "Nothing found for “xyzzy”" in page
    assert 'href="tel:555-0100"' in page
    assert "#all-services" in page


def test_suggestions_are_told_to_scripts_in_the_pages_language(visitor: Client) -> None:
    told = visitor.get("/es/report/suggest.json?q=baches").json()
    assert told["options"] == [
        {"name": "Bache", "about": "Un hoyo en la calle.", "url": "/es/report/pothole/"}
    ]
    assert told["said"].startswith("1 servicio")
    assert visitor.get("/report/suggest.json?q=xyzzy").json()["options"] == []
    assert visitor.get("/report/suggest.json").json() == {"options": [], "said": ""}


def test_what_is_asked_for_most_of_late_comes_first(visitor: Client, town: City) -> None:
    def first(page: str) -> str:
        return page.split('class="asked"')[1].split("<strong>")[1].split("</strong>")[0]

    assert first(visitor.get("/").text) == "Pothole"  # the folder's order, while few have asked
    for _ in range(20):
        ask(town, "idea")
    assert first(visitor.get("/").text) == "An idea for the town"


def test_the_first_page_and_a_search_take_few_statements(visitor: Client, town: City) -> None:
    for _ in range(8):
        tell(town, areas=("district:1",))
    for path in ("/", "/report/?q=pothole", "/report/suggest.json?q=pothole"):
        visitor.get(path)  # what a process reads once, of an edition that never changes
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(path).status_code == 200
        assert len(asked) <= 12, path
