"""Requests that go to another Open311 server: a real one, of this program, on a port of its own."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from tests.ground.installation import Installation
from tests.open311.conftest import CHIEF, App, add_key
from tests.open311.riverton import APPLIED, HERE
from townline.cities.rules.city import City
from townline.open311 import outside, outward, theirs
from townline.open311.outside import NotReached
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.actions import forwarding, work
from townline.requests.models import Forwarding, RequestEntry, ServiceRequest
from townline.staff import actions as staff
from townline.staff.rules.partners import Endpoint, Partner

LAMP = {"service_code": "lamp", **HERE, "first_name": "Demo", "last_name": "Zanzibar"}


@dataclass
class Other:
    """A server of somebody else, of which the tests say what it answers."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    calls: list[tuple[str, str, dict[str, list[str]]]] = field(default_factory=list)
    url: str = ""

    def said(self, *requests: str, status: int = 200) -> None:
        """Let the next call be answered with these rows."""
        rows = "".join(f"<request>{inner}</request>" for inner in requests)
        self.answers.append((status, f"<service_requests>{rows}</service_requests>"))


@pytest.fixture
def other(settings: Any) -> Iterator[Other]:
    """Start the other server, on this machine, where the settings let us call it."""
    settings.OPEN311_PRIVATE = True
    server_of = Other()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, method: str) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            parts = urlsplit(self.path)
            server_of.calls.append((method, parts.path, parse_qs(parts.query or body)))
            status, text = server_of.answers.pop(0) if server_of.answers else (500, "")
            if status == 0:  # the answer is lost on its way
                self.close_connection = True
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Type", "text/xml")
            self.end_headers()
            self.wfile.write(text.encode())

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server_of.url = f"http://127.0.0.1:{server.server_address[1]}/open311/v2/"
    yield server_of
    server.shutdown()
    server.server_close()


def forwards_to(city: City, url: str, **more: Any) -> Endpoint:
    """Let Street Lighting forward what it has to a server."""
    endpoint = Endpoint(
        url=url, departments=("light",), services={"lamp": "L-1", "survey": "pothole"}, **more
    )
    county = Partner(
        code="county", words={"en": "Demo County", "es": "Condado Demo"}, kind="government",
        email="", open311=endpoint,
    )  # fmt: skip
    staff.put_partners(edition_id=city.edition_id, partners=(county,), by=SYSTEM, at=APPLIED)
    return endpoint


def filed(city: City, **more: str) -> str:
    return App(add_key(city, f"App {timezone.now().timestamp()}")).filed(LAMP | more)


def row() -> Forwarding:
    return Forwarding.objects.get()


def last_line(city: City, number: str) -> str:
    found = queries.by_anyone(city, number, language="en", at=timezone.now())
    return found.lines[-1].says


def test_a_request_is_sent_once_with_nothing_of_its_reporter(
    city: City, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPEN311_KEY_COUNTY", "s3cret")
    forwards_to(city, other.url, jurisdiction="county.example.org", key_env="OPEN311_KEY_COUNTY")
    number = filed(city, description="Dark & cold", email="zanzibar@example.org")
    other.said("<service_request_id>C-77</service_request_id>")
    assert outward.forward(city, at=timezone.now()) == 1
    assert outward.forward(city, at=timezone.now()) == 0
    ((method, path, sent),) = other.calls
    assert (method, path) == ("POST", "/open311/v2/requests.xml")
    assert sent["service_code"] == ["L-1"]
    assert sent["api_key"] == ["s3cret"]
    assert sent["jurisdiction_id"] == ["county.example.org"]
    assert sent["attribute[external_id]"] == [number]
    assert sent["description"][0].startswith("Dark & cold")
    assert f"Reference: {number}" in sent["description"][0]
    assert "anzibar" not in repr(sent)
    assert row().their_number == "C-77"
    assert last_line(city, number) == "Passed to Demo County, number C-77"


def test_a_request_that_is_confidential_or_of_another_department_is_not_sent(
    city: City, other: Other
) -> None:
    forwards_to(city, other.url)
    App(add_key(city, "App")).filed({"service_code": "abuse", **HERE})
    assert outward.forward(city, at=timezone.now()) == 0
    assert not Forwarding.objects.exists()


def test_an_answer_that_was_lost_makes_no_second_request_there(city: City, other: Other) -> None:
    forwards_to(city, other.url)
    number = filed(city)
    now = timezone.now()
    other.answers.append((0, ""))
    outward.forward(city, at=now)
    assert row().perhaps_out
    assert row().sent_at is None
    other.said(
        "<service_request_id>C-1</service_request_id><description>other</description>",
        f"<service_request_id>C-2</service_request_id><description>x\nReference: {number}"
        "</description>",
    )
    outward.forward(city, at=now + timedelta(hours=1))
    assert [call[0] for call in other.calls] == ["POST", "GET"]
    assert row().their_number == "C-2"


def test_a_worker_that_died_with_it_looks_before_it_sends_again(city: City, other: Other) -> None:
    forwards_to(city, other.url)
    filed(city)
    now = timezone.now()
    forwarding.enlist(city=city, by=SYSTEM, at=now)
    assert forwarding.claim(city=city, by=SYSTEM, at=now)
    assert outward.forward(city, at=now) == 0, "it is another worker's"
    other.said()  # it did not arrive
    other.said("<service_request_id>C-3</service_request_id>")
    assert outward.forward(city, at=now + timedelta(minutes=11)) == 1
    assert [call[0] for call in other.calls] == ["GET", "POST"]
    assert row().their_number == "C-3"


def test_a_refusal_waits_for_a_person_and_a_fault_is_tried_again_later(
    city: City, other: Other
) -> None:
    forwards_to(city, other.url)
    number = filed(city)
    now = timezone.now()
    other.answers.append((503, ""))
    outward.forward(city, at=now)
    assert row().given_up_at is None
    assert row().try_after > now + timedelta(minutes=1)
    other.said()  # it asks first, since the fault may have come after all
    other.answers.append((400, "<errors><error><code>400</code></error></errors>"))
    outward.forward(city, at=now + timedelta(minutes=5))
    assert row().given_up_at is not None
    (waiting,) = queries.not_forwarded(city, {"light"}, language="en")
    assert (waiting.number, waiting.partner_name) == (number, "Demo County")
    assert "it refused (400)" in waiting.fault
    assert queries.not_forwarded(city, {"waste"}, language="en") == ()
    forwarding.try_again(city=city, number=number, by=CHIEF, at=now)
    other.said()
    other.said("<service_request_id>C-9</service_request_id>")
    outward.forward(city, at=now + timedelta(minutes=6))
    assert row().their_number == "C-9"
    assert queries.not_forwarded(city, {"*"}, language="en") == ()


def test_a_token_becomes_a_number_and_its_end_there_is_told_here(city: City, other: Other) -> None:
    forwards_to(city, other.url)
    number = filed(city)
    now = timezone.now()
    other.said("<token>T-5</token>")
    outward.forward(city, at=now)
    assert (row().token, row().their_number) == ("T-5", "")
    later = now + timedelta(minutes=11)
    other.said("<token>T-5</token><service_request_id>C-5</service_request_id>")
    assert outward.look_after(city, at=later) == 1
    assert outward.look_after(city, at=later) == 0
    assert last_line(city, number) == "Passed to Demo County, number C-5"
    for minutes in (22, 33):
        other.said(
            "<service_request_id>C-5</service_request_id><status>closed</status>"
            "<status_notes>New bulb, see Demo Zanzibar.</status_notes>"
        )
        outward.look_after(city, at=now + timedelta(minutes=minutes + 11))
    assert last_line(city, number) == "Demo County says that the work is done"
    found = RequestEntry.objects.filter(verb="request.partner_reported")
    assert [entry.note for entry in found] == ["New bulb, see Demo Zanzibar."]
    assert found[0].actor_kind == "partner"
    everyone = queries.by_anyone(city, number, language="en", at=now)
    assert "Zanzibar" not in repr(everyone)
    assert ServiceRequest.objects.get().closed_at is None, "the department closes it"
    work.close(city=city, number=number, outcome="done", by=CHIEF, at=now)
    assert forwarding.to_look_at(city=city, by=SYSTEM, at=now + timedelta(days=1)) == []
    assert row().over_at is not None


def test_what_is_closed_before_it_is_sent_is_let_go(city: City, other: Other) -> None:
    forwards_to(city, other.url)
    number = filed(city)
    forwarding.enlist(city=city, by=SYSTEM, at=timezone.now())
    work.close(city=city, number=number, outcome="done", by=CHIEF, at=timezone.now())
    assert outward.forward(city, at=timezone.now()) == 0
    assert other.calls == []


def test_a_key_that_the_environment_lacks_is_told_by_its_name(city: City, other: Other) -> None:
    assert "OPEN311_KEY_NONE" not in os.environ
    forwards_to(city, other.url, key_env="OPEN311_KEY_NONE")
    filed(city)
    outward.forward(city, at=timezone.now())
    assert "has no OPEN311_KEY_NONE" in row().fault
    assert other.calls == []


@pytest.mark.parametrize(
    ("status", "text", "says"),
    [
        (302, "", "look elsewhere"),
        (200, "not XML", "no XML"),
        (200, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no XML"),
        (200, "x" * (outside.MOST_BYTES + 1), "longer than we read"),
        (200, "<service_requests/>", "named no number"),
        (429, "", "says later"),
    ],
)
def test_an_answer_that_cannot_be_read_is_a_fault(
    other: Other, status: int, text: str, says: str
) -> None:
    other.answers.append((status, text))
    with pytest.raises(NotReached, match=says):
        theirs.file(Endpoint(url=other.url), [("service_code", "x")], number="26-100001-9")
    assert len(other.calls) == 1


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1:1/v2", "https://[::1]:1/v2", "https://10.0.0.7/v2", "https://localhost/v2"],
)
def test_no_private_address_is_called(url: str, settings: Any) -> None:
    settings.OPEN311_PRIVATE = False
    with pytest.raises(NotReached, match="no public address"):
        theirs.file(Endpoint(url=url), [], number="26-100001-9")


def test_no_plain_http_is_called(settings: Any) -> None:
    settings.OPEN311_PRIVATE = False
    with pytest.raises(NotReached, match="does not begin with https"):
        theirs.file(Endpoint(url="http://example.org/v2"), [], number="26-100001-9")


def test_a_demonstration_sends_nothing(other: Other, db: None) -> None:
    from dataclasses import replace

    from tests.open311 import riverton

    city = riverton.apply("demotown")
    forwards_to(city, other.url)
    assert outward.forward(replace(city, demo=True), at=timezone.now()) == 0
    assert outward.look_after(replace(city, demo=True), at=timezone.now()) == 0


def test_another_installation_of_this_program_takes_it_once(
    city: City, server: Installation, server_key: str, settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Los Angeles, in a real server, is the other government."""
    settings.OPEN311_PRIVATE = True
    monkeypatch.setenv("OPEN311_KEY_LA", server_key)
    endpoint = Endpoint(
        url=f"{server.address}open311/v2/", jurisdiction="lacity.gov", key_env="OPEN311_KEY_LA"
    )
    fields = [
        ("service_code", "pothole"), ("lat", "34.0537"), ("long", "-118.2428"),
        ("attribute[where]", "lane"), ("attribute[size]", "plate"),
        ("description", "A hole.\n\nReference: 26-100001-9"),
        ("attribute[external_id]", "26-100001-9"),
    ]  # fmt: skip
    first = theirs.file(endpoint, fields, number="26-100001-9")
    assert first.number
    assert theirs.file(endpoint, fields, number="26-100001-9") == first
    assert theirs.number_of(endpoint, first.number) == first.number
    assert theirs.standings(endpoint, [first.number])[first.number].open
