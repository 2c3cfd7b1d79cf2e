"""Handing over at the desk: the deed, what the request's page says, the list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.models import HandOver, ServiceRequest
from townline.staff import actions as staff
from townline.staff.rules.partners import Partner

SPARKS = Partner(
    code="sparks", words={"en": "Demo Sparks"}, kind="contractor", email="sparks@example.org",
    departments=("lighting",), contract=True,
)  # fmt: skip


def put(city: City) -> None:
    """Give the town's edition a partner."""
    staff.put_partners(
        edition_id=city.edition_id, partners=(SPARKS,), by=SYSTEM, at=fairview.APPLIED
    )


@pytest.fixture
def town(town: City) -> City:
    put(town)
    return town


def hand_over(client: Client, number: str, **said: str) -> int:
    """Fill in the form of the deed and return the status of the answer."""
    seen = ServiceRequest.objects.get(number=number).seq
    until = (timezone.now() + timedelta(days=5)).date().isoformat()
    data = {"seen": str(seen), "partner": "sparks", "message": "Mend it.", "until": until}
    return client.post(f"/desk/requests/{number}/hand_over/", data | said).status_code


def test_a_worker_hands_over_and_takes_back(town: City, worker: Client) -> None:
    number = fairview.submit(description="Dark.")
    form = worker.get(f"/desk/requests/{number}/hand_over/").content.decode()
    assert "Demo Sparks" in form
    assert "what the reporter wrote" not in form, "a worker may not give words away"
    assert hand_over(worker, number) == 302
    page = worker.get(f"/desk/requests/{number}/").content.decode()
    assert "Not answered yet" in page
    assert "Take it back from them" in page
    assert "sparks@example.org" in page, "where the letter went, and how it fared"
    assert f"/desk/requests/{number}/hand_over/" not in page
    seen = ServiceRequest.objects.get(number=number).seq
    back = worker.post(f"/desk/requests/{number}/recall/", {"seen": seen, "reason": "We do it."})
    assert back.status_code == 302
    assert "Taken back" in worker.get(f"/desk/requests/{number}/").content.decode()


def test_a_supervisor_may_let_a_partner_read_the_words(town: City, supervisor: Client) -> None:
    number = fairview.submit(description="Dark.")
    form = supervisor.get(f"/desk/requests/{number}/hand_over/").content.decode()
    assert "what the reporter wrote" in form
    assert hand_over(supervisor, number, words="on") == 302
    assert HandOver.objects.get().words


def test_a_form_that_will_not_do_says_what_is_wrong(town: City, worker: Client) -> None:
    number = fairview.submit(description="Dark.")
    assert hand_over(worker, number, until="2020-01-01") in (200, 422)
    assert hand_over(worker, number, message="") in (200, 422)
    assert hand_over(worker, number, partner="nobody") in (200, 422)
    assert not HandOver.objects.exists()


def test_a_request_that_no_partner_does_offers_no_handing_over(town: City) -> None:
    number = fairview.submit("tree", answers={})
    page = fairview.signed_in("gardener").get(f"/desk/requests/{number}/").content.decode()
    assert "/hand_over/" not in page


def test_the_list_says_what_waits_at_whom_in_few_statements(
    kept_town: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    put(kept_town)
    worker = fairview.signed_in("worker")
    assert "No other organization has" in worker.get("/desk/handed/").content.decode()
    numbers = [fairview.submit(description="Dark.") for _ in range(4)]
    for number in numbers:
        assert hand_over(worker, number) == 302
    assert worker.get(f"/desk/requests/{numbers[0]}/").status_code == 200
    with django_assert_max_num_queries(7):
        page = worker.get("/desk/handed/").content.decode()
    assert all(number in page for number in numbers)
    assert page.count("Demo Sparks") == 4
    others = fairview.signed_in("gardener").get("/desk/handed/").content.decode()
    assert not any(number in others for number in numbers)
    with django_assert_max_num_queries(14):
        assert worker.get(f"/desk/requests/{numbers[0]}/").status_code == 200
