"""What holds for all pages of residents: language, frame, refusals, and what they cost."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings

from tests.portal import springfield
from tests.portal.reports import number_of, photo, pothole, said, send
from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City

PAGES = ["/", "/report/", "/report/?q=hole", "/report/pothole/", "/report/bulky/", "/requests/",
         "/map/", "/areas/", "/areas/district/1/", "/places/",
         "/places/?address=100+N+Main+St"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_its_language_title_and_landmarks(visitor: Client, address: str) -> None:
    page = said(visitor.get(address))
    assert '<html lang="en" dir="ltr"' in page
    assert re.search(r"<title>\S.* – Springfield</title>", page)
    assert page.count("<h1") == 1
    for landmark in ("<header", "<nav", "<main", "<footer"):
        assert landmark in page


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_script_or_a_style_inside(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    page = said(answer)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    assert page.count("<script") == len(re.findall(r"<script[^>]* src=", page))
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_other_host(visitor: Client, address: str) -> None:
    page = said(visitor.get(address))
    page = re.sub(r'<link rel="alternate"[^>]*>', "", page)  # names a page, and loads none
    loaded = re.findall(r'<(?:script|link|img|use)[^>]*(?:src|href)="([^"]*)"', page)
    assert loaded
    assert all(url.startswith("/") for url in loaded)


def test_each_page_is_offered_in_the_other_languages_of_the_city(visitor: Client) -> None:
    page = said(visitor.get("/report/pothole/"))
    assert 'href="/es/report/pothole/" lang="es"' in page
    assert 'href="/report/pothole/" lang="en"' in said(visitor.get("/es/report/pothole/"))


def test_the_search_keeps_its_words_in_the_other_language(visitor: Client) -> None:
    assert 'href="/es/report/?q=hole"' in said(visitor.get("/report/?q=hole"))


def test_a_citys_prefix_stays_in_every_address(town: City) -> None:
    springfield.apply("shelbyville")
    page = said(Client().get("/c/shelbyville/report/"))
    addresses = re.findall(r'<a[^>]* href="(/[^"]*)"', page)
    assert addresses
    assert all(a.startswith("/c/shelbyville/") for a in addresses)


def test_a_page_that_is_not_there_helps_on(visitor: Client) -> None:
    answer = visitor.get("/nowhere/")
    page = said(answer)
    assert answer.status_code == 404
    assert 'href="/requests/"' in page
    assert "555-0100" in page


def test_a_form_without_its_token_is_explained(town: City) -> None:
    answer = Client(enforce_csrf_checks=True).post("/report/pothole/", pothole())
    assert answer.status_code == 403
    assert "Please send the form again" in said(answer)


@override_settings(DEBUG=False)
def test_a_fault_of_ours_is_said_to_be_ours(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("townline.portal.choosing.groups", broken)
    visitor.raise_request_exception = False
    answer = visitor.get("/report/")
    assert answer.status_code == 500
    assert "It is not your fault." in said(answer)


@pytest.fixture
def resident(own_database: str, settings: LazySettings, tmp_path: Path) -> Client:
    """Return a browser on a town that is really committed, so that what may be kept is kept."""
    settings.MEDIA_ROOT = tmp_path
    cities.forget()
    springfield.apply()
    return Client()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 2),
        ("/report/", 0),
        ("/report/pothole/", 1),
        ("/report/bulky/", 1),
        ("/requests/", 2),
        ("/requests/?area=district:1&status=open&words=hole&since=2026-01-01&sort=changed", 2),
        ("/map/", 1),
        ("/map/?bbox=-89.1,39.9,-88.9,40.1&area=district:1", 1),
        ("/map/points.json?bbox=-89.1,39.9,-88.9,40.1&zoom=12", 2),
        ("/areas/", 2),
        ("/areas/district/1/", 4),
        ("/areas/district/1/feed.atom", 1),
        ("/areas/district/1/requests.geojson", 1),
        ("/requests/feed.atom?status=open", 1),
        ("/places/?address=100+N+Main+St", 3),
        ("/requests/{number}/", 3),
        ("{own}", 4),
    ],
)
def test_a_page_asks_the_database_little(
    resident: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
    address: str,
    most: int,
) -> None:
    own = send(resident)
    for i in range(9):
        send(resident, asked="1", key=f"key-{i}")
    address = address.format(number=number_of(own), own=own)
    cities.forget()
    catalogue.forget_suspensions()
    resident.get(address)  # what it reads of the edition is kept from then on
    with django_assert_max_num_queries(most):
        resident.get(address)


def test_a_report_is_taken_in_few_statements(
    resident: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    send(resident, key="first")
    with django_assert_max_num_queries(8):
        send(resident, key="second", asked="1")


def test_a_form_that_was_left_asks_the_database_little_however_much_it_holds(
    resident: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    begun = {"step": "where", "go": "what", "address": "100 N Main St", "key": "k"}
    resident.post("/report/pothole/", begun)
    photos = [photo(), photo(), photo()]
    resident.post("/report/pothole/", {"step": "what", "go": "where", "photos": photos})
    resident.get("/report/pothole/?step=you")
    with django_assert_max_num_queries(5):
        page = said(resident.get("/report/pothole/?step=you"))
    assert "<dt>Photos</dt><dd>3 " in page
