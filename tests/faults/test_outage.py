"""While the database is away or the disk is full, people are told so and keep their words."""

import errno
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.portal.reports import photo
from tests.requests import build
from townline.cities.rules.city import City
from townline.config import home, outages, postgres_place
from townline.open311 import report as open311_report
from townline.open311 import track as open311_track
from townline.portal import report as portal_report
from townline.requests.actions import uploads
from townline.requests.models import ServiceRequest

AWAY = OperationalError("the database system is starting up")
FULL = OSError(errno.ENOSPC, "No space left on device")


def raising(fault: Exception) -> Any:
    """Return something that fails, whatever it is asked."""

    def fail(*args: object, **named: object) -> None:
        raise fault

    return fail


@pytest.fixture
def visitor(town: City) -> Client:
    """Return a browser, for which a fault is an answer."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("fault", [AWAY, InterfaceError("the connection is closed"), FULL])
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_a_program_is_told_in_its_own_form_to_send_it_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, suffix: str, fault: Exception
) -> None:
    monkeypatch.setattr(open311_report.submission, "read", raising(fault))
    monkeypatch.setattr(open311_report.access, "client", lambda *a: a and _client())
    answer = visitor.post(f"/open311/v2/requests.{suffix}", {"api_key": "x"})
    assert answer.status_code == 503
    assert answer["Retry-After"].isdecimal()
    assert "xml" in answer["Content-Type"] if suffix == "xml" else answer.json()[0]["code"] == 503
    assert "send it again" in answer.content.decode()


def _client() -> Any:
    class Known:
        name = "Demo"

    return Known()


@pytest.mark.parametrize("fault", [KeyError("x"), OSError(errno.ENOENT, "no such file")])
def test_a_fault_of_ours_stays_a_fault_in_either_form(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(open311_report.access, "client", raising(fault))
    answer = visitor.post("/open311/v2/requests.json", {"api_key": "x"})
    assert (answer.status_code, answer.json()[0]["code"]) == (500, 500)
    monkeypatch.setattr(portal_report.choosing, "offered", raising(fault))
    assert visitor.get("/report/lamp/").status_code == 500


def test_a_form_comes_back_with_all_that_was_typed_and_a_button(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_report.actions, "submit", raising(AWAY))
    sent = {
        "key": "a key of its own", "asked": "1", "lat": "34.0", "lon": "-118.0",
        "description": 'It is "dark" & <wet>.', "email": "demo@example.org", "language": "en",
    }  # fmt: skip
    answer = visitor.post("/report/lamp/", sent)
    assert answer.status_code == 503
    assert answer["Retry-After"].isdecimal()
    page = answer.content.decode()
    assert 'value="a key of its own"' in page
    assert "It is &quot;dark&quot; &amp; &lt;wet&gt;." in page
    assert 'action="/report/lamp/"' in page
    monkeypatch.undo()
    again = visitor.post("/report/lamp/", sent)
    assert again.status_code == 302, "the button sends the same, and it is taken"
    assert ServiceRequest.objects.count() == 1


def test_a_password_does_not_come_back(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.auth.authenticate", raising(AWAY))
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", raising(AWAY))
    answer = visitor.post("/desk/sign-in/", {"username": "jroe", "password": "open sesame"})
    assert answer.status_code == 503
    assert "open sesame" not in answer.content.decode()


def test_a_photo_without_room_leaves_no_request_and_no_row(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_write", raising(FULL))
    answer = visitor.post(
        "/report/lamp/",
        {"key": "k", "asked": "1", "lat": "34.0", "lon": "-118.0", "description": "Dark.",
         "language": "en", "photos": photo()},
    )  # fmt: skip
    assert answer.status_code == 503
    assert 'type="file" name="photos"' in answer.content.decode(), "and asks for them again"
    assert not ServiceRequest.objects.exists()


def test_a_reading_is_done_again_where_its_connection_died_on_the_way(
    kept_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = build.file(kept_town).number
    whole, times = open311_track.requests.by_anyone, []

    def dies_once(*args: Any, **named: Any) -> Any:
        times.append(1)
        if len(times) == 1:
            connection.close()
            raise OperationalError("server closed the connection unexpectedly")
        return whole(*args, **named)

    monkeypatch.setattr(open311_track.requests, "by_anyone", dies_once)
    answer = Client(raise_request_exception=False).get(f"/requests/{number}/")
    assert (answer.status_code, len(times)) == (200, 2)


def test_a_connection_that_the_server_has_ended_is_dropped_before_it_is_used(
    kept_town: City, owner: psycopg.Connection[Any]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    place = psycopg.connect(_as_superuser(owner), autocommit=True)
    with place:
        place.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
    assert connection.connection is not None
    outages.drop_if_dead()
    assert connection.connection is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    kept = connection.connection
    outages.drop_if_dead()
    assert connection.connection is kept, "one that lives stays"


def _as_superuser(owner: psycopg.Connection[Any]) -> str:
    """Return the address of this database for the role that may end any session."""
    here = Path(settings.HOME)
    return psycopg.conninfo.make_conninfo(
        host=str(postgres_place.of(here).sockets), dbname=owner.info.dbname, user="postgres",
        password=home.secret(here, "postgresql-superuser"),
    )  # fmt: skip
