"""The figures of satisfaction: what reporters said, to those whose department it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import text_of
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests.actions import satisfaction, work
from townline.requests.models import Satisfaction

PAGE = "/desk/satisfaction/"


def ended(town: City, service: str = "light", by: str = "worker") -> str:
    """Return the number of a request that was closed."""
    number = fairview.submit(service)
    outcome = "done" if service == "tree" else "repaired"
    work.close(
        city=town, number=number, outcome=outcome, reference="Order 1", by=fairview.actor(by),
        at=timezone.now(),
    )  # fmt: skip
    return number


def say(town: City, number: str, rating: int = 0) -> None:
    """Say that it is fixed, or rate it."""
    said: dict[str, Any] = {"city": town, "number": number, "by": RESIDENT, "at": timezone.now()}
    if rating:
        satisfaction.rate(rating=rating, **said)
    else:
        satisfaction.confirm_fixed(**said)


def test_a_supervisor_sees_what_was_said_of_the_own_department(
    town: City, supervisor: Client
) -> None:
    first, second = ended(town), ended(town)
    say(town, first)
    say(town, first, 5)
    say(town, second, 2)
    say(town, ended(town, "tree", "gardener"), 1)
    page = text_of(supervisor, PAGE)
    assert "Say that it is fixed 100 % of 1 answer" in page
    assert "3.5 of 5 from 2 ratings" in page
    assert "Street light out 1 (100 %)" in page
    assert "Fallen tree" not in page


def test_an_analyst_of_all_departments_sees_all(town: City) -> None:
    say(town, ended(town, "tree", "gardener"), 1)
    say(town, ended(town), 4)
    page = text_of(fairview.signed_in("analyst"), PAGE)
    assert "Fallen tree" in page
    assert "Street light out" in page
    assert "2.5 of 5 from 2 ratings" in page


def test_what_was_said_long_ago_counts_only_where_it_is_asked_for(
    town: City, supervisor: Client
) -> None:
    say(town, ended(town), 4)
    Satisfaction.objects.update(said_at=timezone.now() - timedelta(days=120))
    assert "Nobody has said anything in this time." in text_of(supervisor, PAGE)
    assert "Street light out" in text_of(supervisor, f"{PAGE}?span=365")
    assert "Nobody has said anything" in text_of(supervisor, f"{PAGE}?span=x")


def test_workers_and_agents_are_turned_away(town: City, worker: Client, agent: Client) -> None:
    for client in (worker, agent):
        assert client.get(PAGE).status_code == 403
    assert "Satisfaction" not in text_of(worker, "/desk/find/")


def test_the_page_costs_the_same_whatever_was_said(
    town: City,
    supervisor: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for rating in (1, 2, 3):
        say(town, ended(town), rating)
    with django_assert_max_num_queries(12):
        text_of(supervisor, PAGE)
