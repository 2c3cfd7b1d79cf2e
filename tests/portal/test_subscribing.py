"""A letter a day about an area: only for who confirmed it, only with news, until they leave."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, pothole, said, send
from townline.cities.rules.city import City
from townline.config import tasks
from townline.contacts.models import Details, Notice
from townline.record.verbs import SYSTEM
from townline.requests.actions import subscribing
from townline.requests.models import ServiceRequest, Subscription

ASK = "/areas/district/1/letters/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def mailbox(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def letters() -> list[Any]:
    """Send what is owed, and return all letters that went out."""
    tasks.deliver(timestamp=0)
    return list(outbox.outbox)


def asked(visitor: Client, path: str = ASK, **more: str) -> str:
    """Ask for the letters, and return the path of the link in the one that asks to confirm."""
    answer = visitor.post(path, {"email": "eva@example.org", **more})
    assert answer.status_code == 302, said(answer)
    found = re.search(r"/subscriptions/\S+/", letters()[-1].body)
    assert found
    return found.group()


def tell(town: City, days: int = 2) -> int:
    """Write the letters of the day, to whoever was last told so many days ago."""
    Subscription.objects.update(told_until=timezone.now() - days * DAY)
    return subscribing.tell(city=town, by=SYSTEM, at=timezone.now())


def test_nothing_but_one_letter_goes_out_until_it_was_confirmed(
    visitor: Client, town: City
) -> None:
    link = asked(visitor)
    (letter,) = letters()
    assert letter.to == ["eva@example.org"]
    assert letter.subject == "Please confirm: a letter a day about District 1"
    send(visitor)
    assert tell(town) == 0
    page = visitor.get(link)
    assert "Was it you who asked for this?" in said(page)
    assert page["X-Robots-Tag"] == "noindex"
    assert Subscription.objects.get().confirmed_at is None
    assert "You get a letter on each day" in said(visitor.post(link, follow=True))


def test_a_day_with_news_brings_one_letter_and_a_day_without_none(
    visitor: Client, town: City
) -> None:
    link = asked(visitor)
    visitor.post(link)
    number = number_of(send(visitor, **pothole(description="SECRET-WORDS")))
    before = len(letters())
    assert tell(town) == 1
    assert tell(town, days=0) == 0
    letter = letters()[before]
    assert len(letters()) == before + 1
    assert letter.subject == "News of District 1"
    assert f"/requests/{number}/" in letter.body
    assert "Pothole, 100 N MAIN ST" in letter.body
    assert "SECRET-WORDS" not in letter.body
    assert link in letter.body
    assert "/leave/" in letter.extra_headers["List-Unsubscribe"]
    ServiceRequest.objects.update(requested_at=timezone.now() - 9 * DAY)
    assert tell(town) == 0


def test_what_was_closed_is_told_with_its_outcome(visitor: Client, town: City) -> None:
    number = number_of(send(visitor))
    ServiceRequest.objects.update(requested_at=timezone.now() - 20 * DAY)
    visitor.post(asked(visitor))
    soon = timezone.now()
    ServiceRequest.objects.update(status="closed", closed_at=soon, updated_at=soon, outcome="done")
    assert tell(town) == 1
    body = letters()[-1].body
    assert "Closed:" in body
    assert "Asked of the city:" not in body
    assert "The work is done." in body
    assert number in body


def test_news_of_other_areas_and_services_and_of_the_confidential_are_none(
    visitor: Client, town: City
) -> None:
    visitor.post(asked(visitor, service="bulky"))
    send(visitor)
    assert tell(town) == 0
    Subscription.objects.update(service_code="", area="district:2")
    assert tell(town) == 0
    Subscription.objects.update(area="district:1")
    ServiceRequest.objects.update(publicity="nothing")
    assert tell(town) == 0


def test_a_letter_is_in_the_language_of_whoever_asked(visitor: Client, town: City) -> None:
    visitor.post("/es" + ASK, {"email": "eva@example.org"})
    first = letters()[-1]
    assert first.subject == "Confirme, por favor: una carta al día sobre District 1"
    assert "/es/subscriptions/" in first.body


def test_one_click_of_a_mail_program_ends_it_and_a_visit_does_not(
    visitor: Client, town: City
) -> None:
    link = asked(visitor)
    visitor.post(link)
    assert visitor.get(f"{link}leave/").status_code == 200
    assert Subscription.objects.get().left_at is None
    program = Client(enforce_csrf_checks=True)
    program.post(f"{link}leave/", {"List-Unsubscribe": "One-Click"})
    assert Subscription.objects.get().left_at
    send(visitor)
    assert tell(town) == 0
    assert "You get no more of these letters." in said(visitor.get(link))
    visitor.post(link, {"do": "confirm"})
    assert Subscription.objects.get().left_at is None


@pytest.mark.parametrize("link", ["1", "1:x", "wrong", "x" * 3000])
def test_a_link_that_we_did_not_make_opens_nothing(visitor: Client, link: str) -> None:
    for path in (f"/subscriptions/{link}/", f"/subscriptions/{link}/leave/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path).status_code == 404


def test_a_link_of_one_city_opens_nothing_in_another(visitor: Client, town: City) -> None:
    from tests.portal import springfield

    link = asked(visitor)
    springfield.apply("shelbyville")
    assert Client().get(f"/c/shelbyville{link[link.index('/subscriptions') :]}").status_code == 404


def test_an_address_is_asked_once_an_hour_and_nobody_learns_of_it(visitor: Client) -> None:
    for email in ("eva@example.org", "EVA@example.org"):
        answer = visitor.post(ASK, {"email": email}, follow=True)
        assert "Please look into your mail" in said(answer)
    assert len(letters()) == 1
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("given", [{}, {"email": "eva"}, {"email": "e@x.org", "service": "moon"}])
def test_what_is_no_address_or_no_service_is_said_beside_the_form(
    visitor: Client, given: dict[str, str]
) -> None:
    assert visitor.post(ASK, given).status_code == 422
    assert not Notice.objects.exists()


def test_the_address_is_kept_among_the_contacts_alone(visitor: Client) -> None:
    asked(visitor)
    assert Details.objects.filter(email="eva@example.org").count() == 1
    assert "eva@example.org" not in repr(Subscription.objects.values().get())
    assert "eva@example.org" not in repr(Notice.objects.values_list("data").get())


def test_one_may_hear_of_a_circle_around_a_place(visitor: Client, town: City) -> None:
    address = said(visitor.get("/places/?address=100 N Main St"))
    assert "How far around?" in address
    link = asked(visitor, "/areas/around/40.001,-89.001,250/letters/")
    visitor.post(link)
    near = number_of(send(visitor))
    far = number_of(send(visitor, **pothole(lat="40.006", lon="-89.006", address="")))
    before = len(letters())
    assert tell(town) == 1
    letter = letters()[before]
    assert letter.subject == "News of 250 m around 100 N MAIN ST, 62701"
    assert near in letter.body
    assert far not in letter.body


def test_a_circle_has_a_page_and_feeds_of_its_own(visitor: Client, town: City) -> None:
    near = number_of(send(visitor))
    page = "/areas/around/40.001,-89.001,500/"
    shown = said(visitor.get(page))
    assert "500 m around 100 N MAIN ST, 62701" in shown
    assert "In figures" not in shown
    assert near in shown
    for inner in ("feed.atom", "requests.geojson"):
        assert near in visitor.get(page + inner).content.decode()
    ring = visitor.get(f"{page}outline.geojson").json()["features"][0]["geometry"]
    assert ring["type"] == "Polygon"


@pytest.mark.parametrize(
    "code", ["40.001,-89.001,251", "40.0011,-89.001,250", "10.001,-89.001,250", "here"]
)
def test_a_circle_that_nobody_could_choose_is_not_there(
    visitor: Client, town: City, code: str
) -> None:
    for inner in ("", "letters/", "feed.atom", "requests.geojson", "outline.geojson"):
        assert visitor.get(f"/areas/around/{code}/{inner}").status_code == 404
