"""A caller's number is where it is needed, and in no address, log, topic, count or public page."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk import centres, fairview
from tests.desk.pages import words
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.models import Decided, TurnEntry

CONSOLE = "/desk/console/"
NUMBER, DIGITS = "+1 815 555 0123", ("8155550123", "815 555 0123", "815-555-0123")
CALLER = {"phone": NUMBER, "first_name": "Zenobia", "email": "zenobia@example.org"}
TELLS = (*DIGITS, "Zenobia", "zenobia")
PUBLIC = (
    "/", "/requests/", "/map/", "/answers/", "/call/", "/chat/", "/areas/", "/report/",
    "/open311/v2/requests.json", "/open311/v2/services.json", "/requests.atom",
)  # fmt: skip
LEADING = (
    "/desk/wallboard/", "/desk/wallboard/now/", "/desk/wallboard/queues/general/", "/desk/quality/",
    "/desk/shifts/", "/desk/recordings/", "/desk/agents/", "/desk/looks/", "/desk/answers/",
)  # fmt: skip


@pytest.fixture
def town(town: City) -> City:
    centres.put(town)
    centres.available(town, centres.agent(town))
    return town


@pytest.fixture
def contact(town: City, agent: Client) -> int:
    """Return a contact that the agent has in hand, of somebody who is known."""
    found = centres.call(town, details=CALLER)
    agent.post(f"{CONSOLE}do/answer/", {"contact": found})
    return found


def tells(text: str) -> list[str]:
    return [each for each in TELLS if each in text]


def test_what_an_agent_does_puts_it_into_no_address_log_or_topic(
    town: City, agent: Client, contact: int, caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    deeds: tuple[tuple[str, dict[str, Any]], ...] = (
        (f"{CONSOLE}search/", {"q": NUMBER, "contact": contact}),
        (f"{CONSOLE}?contact={contact}", {"q": NUMBER}),
        (f"{CONSOLE}contacts/{contact}/note/", {"note": f"Call {NUMBER}, Zenobia."}),
        (f"{CONSOLE}do/mark/", {"contact": contact, "kind": "tty"}),
        (f"{CONSOLE}do/consent/", {"contact": contact, "to": "keeping", "given": 0}),
        (f"{CONSOLE}do/pass-on/", {"contact": contact, "queue": "trees"}),
    )
    with (
        CaptureQueriesContext(connection) as asked,
        django_capture_on_commit_callbacks(execute=True),
    ):
        for path, said in deeds:
            answer = agent.post(path, said)
            assert answer.status_code in (200, 204, 302), (path, words(answer))
            assert not tells(answer.headers.get("Location", "")), path
    pokes = [each["sql"] for each in asked if "pg_notify" in each["sql"]]
    assert pokes
    assert not tells(" ".join(pokes))
    logged = (each for each in caplog.records if not each.name.startswith("django.db"))
    assert not tells(" ".join(each.getMessage() for each in logged))


def test_the_consoles_pages_link_to_no_address_that_has_it(
    town: City, agent: Client, contact: int
) -> None:
    for path in (CONSOLE, f"{CONSOLE}contacts/{contact}/", f"{CONSOLE}contacts/"):
        page = agent.get(path).content.decode()
        links = [part.partition('"')[0] for part in page.split('href="')[1:]]
        links += [part.partition('"')[0] for part in page.split('action="')[1:]]
        assert not [each for each in links if tells(each) and not each.startswith("tel:")], path
    assert agent.get(f"{CONSOLE}search/", {"q": NUMBER}).status_code == 405


def test_what_is_searched_by_a_number_is_found_without_scripts_too(
    town: City, agent: Client
) -> None:
    reporter = fairview.Reporter(first_name="Demo", last_name="Resident", phone="815-555-0123")
    number = fairview.submit(reporter=reporter)
    page = agent.post(CONSOLE, {"q": NUMBER})
    assert number in page.content.decode()
    assert 'method="post"' in page.content.decode().partition("data-seek")[0].rpartition("<form")[2]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_has_it(town: City, contact: int, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in (200, 404), path
    assert not tells(answer.content.decode())


@pytest.mark.parametrize("path", LEADING)
def test_no_page_of_who_leads_has_it(town: City, contact: int, path: str) -> None:
    assert not tells(fairview.signed_in("admin").get(path).content.decode())


def test_no_record_has_it(town: City, agent: Client, contact: int) -> None:
    agent.get(CONSOLE)
    agent.get(f"{CONSOLE}contacts/{contact}/")
    for rows in (Decided.objects.values(), TurnEntry.objects.values()):
        assert rows
        assert not tells(str(list(rows)))
    assert not tells(str(queries.looks(town.id, centres=None, most=99)))
    assert not tells(reverse("desk:console_contact", args=[contact]))
    assert not tells(str(queries.turn_of(town.id, contact)))
