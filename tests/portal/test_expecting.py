"""The page of a request says what to expect, apart from what is promised."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, said, send
from townline.cities.rules.city import City
from townline.portal import expecting
from townline.requests.models import ExpectedDays, ServiceRequest
from townline.requests.rules.expecting import Expected

DAY = timedelta(days=1)


def known(town: City, *, area: str = "", service: str = "pothole", count: int = 400) -> None:
    """Keep that others took two, five and nine days."""
    now = timezone.now()
    ExpectedDays.objects.create(
        city_id=town.id, service_code=service, area=area, low=2, half=5, high=9, count=count,
        since=now - 300 * DAY, until=now - DAY, learned_at=now,
    )  # fmt: skip


def aged(own: str, days: int) -> None:
    """Let a request have been made days ago."""
    ServiceRequest.objects.filter(number=number_of(own)).update(
        requested_at=timezone.now() - days * DAY
    )


def test_the_page_says_what_to_expect_beside_what_is_promised(visitor: Client, town: City) -> None:
    known(town)
    own = send(visitor)
    for address in (own, f"/requests/{number_of(own)}/"):
        page = said(visitor.get(address))
        assert "Promised by" in page
        assert "Most requests like this are finished between" in page
        assert "An estimate from 400 requests in the whole city" in page
        assert "It is not a promise." in page


def test_the_area_of_the_place_speaks_first(visitor: Client, town: City) -> None:
    known(town)
    known(town, area="district:1", count=60)
    page = said(visitor.get(send(visitor)))
    assert "An estimate from 60 requests in this part of the city" in page


def test_the_form_says_it_anew_for_the_place_that_is_chosen(visitor: Client, town: City) -> None:
    known(town)
    known(town, area="district:1", count=60)
    assert "An estimate from 400 requests in the whole city" in said(
        visitor.get("/report/pothole/")
    )
    own = ServiceRequest.objects.get(number=number_of(send(visitor)))
    there = visitor.get("/report/pothole/days/", {"lat": own.lat, "lon": own.lon}).json()
    assert "An estimate from 60 requests in this part of the city" in there["expected"]
    assert there["days"] == []
    nowhere = visitor.get("/report/pothole/days/", {"lat": "x"})
    assert (nowhere.status_code, nowhere.json()["expected"]) == (400, "")


def test_what_takes_longer_than_the_others_is_called_so(visitor: Client, town: City) -> None:
    known(town)
    own = send(visitor)
    aged(own, 12)
    page = said(visitor.get(own))
    assert "This is taking longer than nine in ten requests like it" in page
    assert "within 9 days" in page


def test_where_too_few_were_finished_the_page_says_so(visitor: Client, town: City) -> None:
    known(town, count=12)
    assert "Too few requests like this were finished" in said(visitor.get(send(visitor)))


def test_nothing_is_expected_of_what_has_its_day_or_is_closed(visitor: Client, town: City) -> None:
    known(town)
    own = send(visitor)
    visitor.post(own, {"do": "cancel", "cancel-text": ""})
    assert "requests like this" not in said(visitor.get(own))


@pytest.mark.parametrize(("amount", "words"), [(0, "1 day"), (1, "1 day"), (1.2, "2 days")])
def test_a_begun_day_counts_whole(amount: float, words: str) -> None:
    assert expecting.days(amount) == words


def test_a_service_says_how_long_its_requests_take(town: City) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    took = Expected(
        area="", low=1, half=4, high=9, count=80, since=at, until=at + DAY, learned_at=at
    )
    told = expecting.of_service(took, town)
    assert told is not None
    assert "within 4 days, most within 9 days" in told.sentence
    assert expecting.of_service(None, town) is None
