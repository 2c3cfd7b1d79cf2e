"""The list of public requests: what it is narrowed to, and how it says so."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, pothole, said, send
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.actions import count
from townline.requests.models import ServiceRequest


def test_days_are_those_of_the_citys_clocks(visitor: Client, town: City) -> None:
    number = number_of(send(visitor))
    today = timezone.now().astimezone(town.zone).date()
    day = timedelta(days=1)
    for query, there in (
        ({"since": today}, True), ({"until": today}, True),
        ({"since": today, "until": today}, True),
        ({"since": today + day}, False), ({"until": today - day}, False),
    ):  # fmt: skip
        page = said(visitor.get("/requests/", {k: str(v) for k, v in query.items()}))
        assert (number in page) is there, query


def test_words_are_looked_for_in_what_everyone_may_read(visitor: Client) -> None:
    number = number_of(send(visitor, **pothole(description="a purple hole")))
    assert number not in said(visitor.get("/requests/", {"words": "purple"}))
    ServiceRequest.objects.update(released_at=timezone.now())
    assert number in said(visitor.get("/requests/", {"words": "purple"}))
    assert number not in said(visitor.get("/requests/", {"words": "yellow"}))


def test_what_was_chosen_is_shown_and_can_be_taken_away_one_by_one(visitor: Client) -> None:
    send(visitor)
    page = said(visitor.get("/requests/", {"service": "pothole", "status": "open", "words": ""}))
    chips = re.search(r'<ul class="chips".*?</ul>', page, re.DOTALL)
    assert chips
    assert "Service: <strong>Pothole</strong>" in chips.group()
    assert 'href="?status=open" aria-label="Remove: Service"' in chips.group()
    assert 'href="?service=pothole" aria-label="Remove: Status"' in chips.group()
    assert "Show all" in chips.group()
    assert '<ul class="chips"' not in said(visitor.get("/requests/"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"service": "moon"}, "Choose one of those in the list."),
        ({"since": "31/31/2026"}, "Enter a valid date."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first one."),
        ({"since": "0001-01-01"}, "Choose a day of this time."),
        ({"until": "9999-12-31"}, "Choose a day of this time."),
        ({"bbox": "1,2,3"}, "This is not a part of the map."),
        ({"words": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_the_form(
    visitor: Client, query: dict[str, str], told: str
) -> None:
    answer = visitor.get("/requests/", query)
    assert answer.status_code == 422
    assert told in said(answer)


def test_the_list_says_how_many_there_are(
    visitor: Client, town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from townline.portal import listing

    for i in range(3):
        send(visitor, asked="1", key=f"k{i}")
    assert "3 requests" in said(visitor.get("/requests/"))
    monkeypatch.setattr(listing, "SIZE", 2)
    assert "About" not in said(visitor.get("/requests/"))
    count.count(city_id=town.id, by=SYSTEM, at=timezone.now())
    assert "About 3 requests" in said(visitor.get("/requests/"))


def test_the_next_page_keeps_what_was_chosen_and_the_order(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from townline.portal import listing

    monkeypatch.setattr(listing, "SIZE", 1)
    numbers = [number_of(send(visitor, asked="1", key=f"k{i}")) for i in range(2)]
    ServiceRequest.objects.filter(number=numbers[0]).update(
        updated_at=timezone.now() + timedelta(minutes=1)
    )
    first = said(visitor.get("/requests/", {"status": "open", "sort": "changed"}))
    assert numbers[0] in first
    assert numbers[1] not in first
    older = re.search(r'href="\?([^"]*after=[^"]*)" rel="next"', first)
    assert older
    second = said(visitor.get("/requests/?" + older.group(1).replace("&amp;", "&")))
    assert numbers[1] in second
    assert numbers[0] not in second
    assert 'href="?status=open&amp;sort=changed"' in second


def test_an_empty_list_says_what_to_do(visitor: Client) -> None:
    page = said(visitor.get("/requests/", {"status": "closed"}))
    assert "No public request fits what you chose." in page
    assert 'href="/report/"' in page
