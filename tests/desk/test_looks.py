"""Every page of the desk that shows whom a contact was with leaves a line of who saw it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import centres, fairview
from tests.desk.pages import text_of, words
from tests.desk.test_letters import LIST, letter
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.models import Look
from townline.requests import queries as requests

CONSOLE, LOOKS = "/desk/console/", "/desk/looks/"
CALLER = {"phone": "+1 815 555 0123", "first_name": "Demo", "last_name": "Caller"}


@pytest.fixture
def centre(town: City) -> City:
    centres.put(town)
    return town


@pytest.fixture
def contact(centre: City, agent: Client) -> int:
    """Return a contact that the agent has in hand."""
    centres.available(centre, centres.agent(centre))
    found = centres.call(centre, details=CALLER)
    agent.post(f"{CONSOLE}do/answer/", {"contact": found})
    return found


def seen(city: City, contact: int = 0) -> list[tuple[str, str]]:
    """Return who saw what for, the first first."""
    found = queries.looks(city.id, centres=None, contact=contact, most=500)
    return [(each.by, each.what_for) for each in reversed(found)]


def test_the_console_enters_it_once_though_it_is_read_anew_all_the_time(
    centre: City, agent: Client, contact: int
) -> None:
    assert seen(centre) == []
    agent.get(CONSOLE)
    for _n in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert agent.get(CONSOLE, headers={"X-Look": "1"}).status_code == 200
        assert sum("contacts_look" in each["sql"] for each in asked) == 1
    assert seen(centre, contact) == [("Demo agent", "answering")]


def test_who_left_the_same_number_before_was_seen_as_well(centre: City, agent: Client) -> None:
    reporter = fairview.Reporter(first_name="Demo", last_name="Other", phone="815-555-0123")
    number = fairview.submit(reporter=reporter)
    before = requests.by_staff(
        centre, number, fairview.actor("supervisor"), language="en", at=timezone.now()
    ).contact_id
    centres.available(centre, centres.agent(centre))
    now = centres.call(centre, details={"phone": "+1 815 555 0123"})
    agent.post(f"{CONSOLE}do/answer/", {"contact": now})
    assert "Demo Other" in text_of(agent, CONSOLE)
    assert before
    assert seen(centre, before) == seen(centre, now) == [("Demo agent", "answering")]


def test_what_is_done_for_a_caller_says_what_for(centre: City, agent: Client, contact: int) -> None:
    agent.get(f"/desk/calls/new/light/?contact={contact}")
    agent.get(f"{CONSOLE}talk/{contact}/")
    agent.get(f"{CONSOLE}contacts/{contact}/")
    agent.get(f"{CONSOLE}contacts/{contact}/")
    assert [what for _who, what in seen(centre, contact)] == ["filing", "writing", "story"]


def test_where_nothing_came_with_a_contact_nothing_was_seen(centre: City, agent: Client) -> None:
    centres.available(centre, centres.agent(centre))
    withheld = centres.call(centre)
    agent.post(f"{CONSOLE}do/answer/", {"contact": withheld})
    agent.get(CONSOLE)
    agent.get(f"{CONSOLE}contacts/{withheld}/")
    assert seen(centre) == []


def test_letters_enter_who_read_them(centre: City, agent: Client) -> None:
    path = letter(centre)
    for _n in range(2):
        agent.get(LIST)
        agent.get(path)
    assert seen(centre) == [("Demo agent", "letter")]
    agent.get(f"/desk/calls/new/light/?letter={path.split('/')[-2]}")
    assert [what for _who, what in seen(centre)] == ["letter", "filing"]


def test_a_request_enters_who_saw_its_reporter(centre: City) -> None:
    number = fairview.submit()
    page = f"/desk/requests/{number}/"
    fairview.signed_in("analyst").get(page)
    assert seen(centre) == []
    for _n in range(2):
        fairview.signed_in("worker").get(page)
    assert seen(centre) == [("Demo worker", "request")]


def test_who_leads_the_centre_reads_who_saw_it(
    centre: City, agent: Client, contact: int, supervisor: Client
) -> None:
    assert "As soon as somebody sees" in text_of(supervisor, LOOKS)
    agent.get(CONSOLE)
    page = text_of(supervisor, LOOKS)
    assert "Demo agent" in page
    assert "To answer it" in page
    assert "555" not in page
    assert "Demo agent" in text_of(supervisor, f"{LOOKS}?contact={contact}")
    assert "Nobody saw these details" in text_of(supervisor, f"{LOOKS}?contact={contact + 1}")
    assert f"?contact={contact}" in supervisor.get(f"{CONSOLE}contacts/{contact}/").content.decode()


def test_a_department_reads_who_saw_its_reporters_and_its_letters(
    centre: City, agent: Client, supervisor: Client
) -> None:
    number, tree = fairview.submit(), fairview.submit("tree")
    agent.get(letter(centre))
    parks = centres.leader(centre)
    fairview.signed_in("worker").get(f"/desk/requests/{number}/")
    fairview.signed_in("gardener").get(f"/desk/requests/{tree}/")
    ours, theirs = text_of(supervisor, LOOKS), text_of(parks, LOOKS)
    assert "Demo worker" in ours
    assert "To sort a letter" in ours
    assert "Demo gardener" not in ours
    assert "Demo gardener" in theirs
    assert "Demo worker" not in theirs
    assert "To sort a letter" not in theirs


def test_others_do_not_read_it(centre: City, agent: Client, contact: int) -> None:
    agent.get(CONSOLE)
    for name in ("agent", "worker", "analyst"):
        assert fairview.signed_in(name).get(LOOKS).status_code == 403
    assert "Demo agent" in text_of(fairview.signed_in("admin"), LOOKS)
    parks = centres.leader(centre)
    assert "Demo agent" not in text_of(parks, LOOKS)
    assert "Demo agent" not in text_of(parks, f"{LOOKS}?contact={contact}")


def test_long_lists_have_pages_and_bad_addresses_are_refused(
    centre: City, contact: int, supervisor: Client
) -> None:
    first = datetime(2026, 3, 2, 12, tzinfo=UTC)
    member = centres.member_id(centre, "agent")
    Look.objects.bulk_create(
        Look(
            city_id=centre.id, contact_id=contact, member_id=member, by=f"Demo {n:02}",
            what_for="story", day=(first + timedelta(days=n)).date(), at=first + timedelta(days=n),
        )
        for n in range(53)
    )  # fmt: skip
    page = supervisor.get(f"{LOOKS}?member={member}&contact={contact}")
    told = words(page)
    assert "Demo 52" in told
    assert "Demo 03" in told
    assert "Demo 02" not in told
    older = page.context["older"]
    assert f"member={member}" in older
    told = text_of(supervisor, LOOKS + older)
    assert "Demo 02" in told
    assert "Demo 03" not in told
    wrong = supervisor.get(f"{LOOKS}?contact=815-555-0123")
    assert wrong.status_code == 422
    assert supervisor.get(f"{LOOKS}?before=x").status_code == 404
    assert supervisor.get(f"{LOOKS}?contact={2**70}").status_code == 422
