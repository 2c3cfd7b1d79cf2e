"""What climbs its ladder, as the request's page and the desk of those who were told show it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import done, text_of
from townline.cities.rules.city import City
from townline.cities.rules.ladder import Step
from townline.record.verbs import SYSTEM
from townline.requests.actions import escalate
from townline.requests.models import Hearer

LADDER = (
    Step(when="due", tell=("assignee",)),
    Step(when="late", days=2, tell=("supervisors",), by=("desk", "email")),
    Step(when="late", days=90, tell=("role:analyst",)),
)
OFFERS = (replace(fairview.LIGHT, escalation=LADDER), fairview.TREE)


@pytest.fixture
def laddered(db: None, settings, tmp_path) -> City:
    """Apply Fairview with a ladder for its lights."""
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply(offers=OFFERS)


@pytest.fixture
def kept(own_database: str, settings, tmp_path) -> City:
    """Apply it in a database of the test's own, committed: processes then cache it."""
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply(offers=OFFERS)


def late(town: City, number: int = 1) -> list[str]:
    """File so many requests that are late by now, and let the worker look at them."""
    filed = [fairview.submit(ago=timedelta(days=30)) for _ in range(number)]
    escalate.climb(city=town, by=SYSTEM, at=timezone.now())
    return filed


def test_the_page_shows_who_was_told_and_what_comes_next(laddered: City) -> None:
    (number,) = late(laddered)
    page = text_of(fairview.signed_in("worker"), f"/desk/requests/{number}/")
    assert "Escalation" in page
    assert "2 working days late Told: Demo supervisor" in page
    assert "90 working days late Will be told: the analysts" in page
    assert "Escalated to Demo supervisor: 2 working days late" in page


def test_what_is_escalated_waits_on_the_desk_until_it_is_read(laddered: City) -> None:
    first, second = late(laddered, 2)
    supervisor = fairview.signed_in("supervisor")
    assert "2 requests were escalated to you" in text_of(supervisor, "/desk/worklist/")
    assert "escalated to you" not in text_of(fairview.signed_in("worker"), "/desk/worklist/")
    page = text_of(supervisor, "/desk/escalated/")
    for said in (first, second, "2 working days late", "Street light out", "12 OAK ST"):
        assert said.lower() in page.lower(), said
    key = Hearer.objects.earliest("id").escalation_id
    answer = supervisor.post("/desk/escalated/read/", {"escalation": key})
    assert answer.status_code == 302
    assert "1 marked as read" in text_of(supervisor, "/desk/escalated/")
    supervisor.post("/desk/escalated/read/", {"every": "yes"})
    assert "Nothing waits for you here" in text_of(supervisor, "/desk/escalated/")


def test_nobody_marks_what_was_told_to_others(laddered: City) -> None:
    late(laddered)
    worker = fairview.signed_in("worker")
    for said in ({"every": "yes"}, {"escalation": Hearer.objects.earliest("id").escalation_id}):
        worker.post("/desk/escalated/read/", said)
    assert not Hearer.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("said", [{}, {"escalation": "x"}, {"escalation": "9" * 30}])
def test_what_names_nothing_marks_nothing(laddered: City, said: dict[str, str]) -> None:
    late(laddered)
    supervisor = fairview.signed_in("supervisor")
    supervisor.post("/desk/escalated/read/", said)
    assert "Nothing was chosen" in text_of(supervisor, "/desk/escalated/")
    assert not Hearer.objects.exclude(read_at=None).exists()


def test_a_long_list_has_pages_that_miss_nothing_and_take_few_statements(kept: City) -> None:
    numbers = late(kept, 14)
    supervisor, path, seen = fairview.signed_in("supervisor"), "/desk/escalated/", set()
    while path:
        supervisor.get(path)
        with CaptureQueriesContext(connection) as sent:
            page = supervisor.get(path).content.decode()
        assert len(sent) <= 6
        seen |= {number for number in numbers if number in page}
        path = "/desk/escalated/" + page.partition('href="?before=')[2].partition('"')[0]
        path = path.replace("escalated/", "escalated/?before=") if path[-1] != "/" else ""
    assert seen == set(numbers)
    for nonsense in ("x", "-1", "0", "9" * 40):
        assert supervisor.get(f"/desk/escalated/?before={nonsense}").status_code == 200


def test_a_clock_that_stands_still_is_said_to_escalate_nothing(laddered: City) -> None:
    (number,) = late(laddered)
    worker = fairview.signed_in("worker")
    page = done(worker, number, "pause", reason="weather")
    assert "The clock stands still, so nothing more is escalated" in page
    assert "Will be told" not in page


def test_a_service_without_a_ladder_has_none_on_its_page(laddered: City) -> None:
    number = fairview.submit("tree")
    assert "Escalation" not in text_of(fairview.signed_in("gardener"), f"/desk/requests/{number}/")


def test_the_page_reads_the_ladder_from_the_record_without_asking_for_it(kept: City) -> None:
    (number,) = late(kept)
    worker = fairview.signed_in("worker")
    worker.get(f"/desk/requests/{number}/")
    with CaptureQueriesContext(connection) as sent:
        worker.get(f"/desk/requests/{number}/")
    assert not any("requests_escalation" in each["sql"] for each in sent)
    assert len(sent) <= 13
