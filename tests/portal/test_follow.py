"""Following a request without having reported it: asked for, confirmed, told, left."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, photo, said, send
from tests.portal.test_report import BOSS
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Details, Notice
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.actions import following, incidents, work
from townline.requests.models import Follower

NOW = timezone.now
WHO = {"by": BOSS}


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "http://testserver"


def ask(visitor: Client, number: str, address: str = "neighbour@example.org", **more: str) -> Any:
    sent = {"medium": "email", "email": address} | more
    return visitor.post(f"/requests/{number}/follow/", sent)


def letters() -> list[Any]:
    """Send what is owed and return it."""
    before = len(outbox.outbox)
    while delivery.deliver(at=NOW()):
        pass
    return list(outbox.outbox[before:])


def link_in(letter: Any, end: str = "") -> str:
    found = re.search(rf"http://testserver(/c/springfield/\S*follow/[^/\s]+/{end})\n", letter.body)
    assert found, letter.body
    return found.group(1)


def news(number: str) -> list[Any]:
    """Return the letters that went to the neighbour and are about a number."""
    return [m for m in letters() if m.to == ["neighbour@example.org"] and number in m.subject]


@pytest.fixture
def number(visitor: Client) -> str:
    return number_of(send(visitor, photos=[photo()]))


@pytest.fixture
def link(visitor: Client, number: str) -> str:
    """Let a neighbour ask and confirm; return the address of their page."""
    ask(visitor, number)
    (letter,) = news(number)
    page = link_in(letter)
    visitor.post(page, {"do": "confirm"})
    return page


def test_a_neighbour_asks_confirms_is_told_and_leaves(
    visitor: Client, town: City, number: str
) -> None:
    answer = ask(visitor, number)
    assert answer.status_code == 302
    assert "We have sent you an e-mail." in said(visitor.get(answer["Location"]))
    (letter,) = news(number)
    page = link_in(letter)
    assert "Is that right?" in said(visitor.get(page))
    work.start(city=town, number=number, at=NOW(), **WHO)
    assert not news(number), "nobody is told before they confirmed"
    assert "You follow this request" in said(visitor.post(page, {"do": "confirm"}, follow=True))
    work.close(city=town, number=number, outcome="done", remark="Secret 555-0199", at=NOW(), **WHO)
    (told,) = news(number)
    assert "Closed: The work is done." in told.body
    leave = link_in(told, "leave/")
    assert visitor.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "You are told no more" in said(visitor.get(page))


def test_a_follower_never_gets_the_reporters_page_words_or_private_entries(
    visitor: Client, town: City, number: str, link: str
) -> None:
    work.ask(city=town, number=number, question="Whose car is it?", at=NOW(), **WHO)
    assert not news(number)
    from townline.requests import queries
    from townline.requests.actions import own

    own.answer(city=town, number=number, text="Mine.", by=RESIDENT, at=NOW())
    work.close(city=town, number=number, outcome="done", remark="For you alone", at=NOW(), **WHO)
    (told,) = news(number)
    secret = queries.secret_of(town.id, number)
    for private in (secret, "Whose car", "Mine.", "For you alone", "demo@example.org"):
        assert private not in told.body
    assert f"/requests/{number}/\n" in told.body


def test_a_link_alone_changes_nothing(visitor: Client, number: str) -> None:
    ask(visitor, number)
    page = link_in(news(number)[0])
    visitor.get(page)
    visitor.get(f"{page}leave/")
    follower = Follower.objects.get()
    assert (follower.confirmed_at, follower.left_at) == (None, None)


def test_one_click_leaves_without_a_cookie(link: str) -> None:
    mailer = Client(enforce_csrf_checks=True)
    sent = {"List-Unsubscribe": "One-Click"}
    assert mailer.post(f"{link}leave/", sent).status_code == 200
    assert Follower.objects.get().left_at is not None
    assert mailer.post(f"{link}leave/", sent).status_code == 200


def test_whoever_left_is_told_no_more_and_may_come_back(
    visitor: Client, town: City, number: str, link: str
) -> None:
    visitor.post(link, {"do": "leave"})
    work.start(city=town, number=number, at=NOW(), **WHO)
    assert not news(number)
    visitor.post(link, {"do": "confirm"})
    work.pause(city=town, number=number, reason="weather", at=NOW(), **WHO)
    assert len(news(number)) == 1


def test_an_address_is_asked_once_an_hour_and_the_page_looks_the_same(
    visitor: Client, number: str
) -> None:
    first, again = ask(visitor, number), ask(visitor, number, "Neighbour@Example.org ")
    assert first["Location"] == again["Location"]
    assert len(news(number)) == 1
    assert Follower.objects.count() == 1


def test_who_follows_already_is_asked_nothing(
    visitor: Client, town: City, number: str, link: str
) -> None:
    following.follow(
        city=town, number=number, medium="email", address="NEIGHBOUR@example.org", language="en",
        by=RESIDENT, at=NOW(),
    )  # fmt: skip
    assert not news(number)
    assert Follower.objects.count() == 1


def test_joined_requests_keep_their_followers_told(
    visitor: Client, town: City, number: str, link: str
) -> None:
    lead = number_of(send(visitor, key="lead", asked="1", address="7 Elm Ave"))
    incidents.merge(city=town, number=number, lead=lead, at=NOW(), **WHO)
    assert "Joined to" in news(number)[0].body
    work.start(city=town, number=lead, at=NOW(), **WHO)
    assert "Work started" in news(number)[0].body
    work.close(city=town, number=lead, outcome="done", at=NOW(), **WHO)
    (told,) = news(number)
    assert "Closed: The work is done." in told.body


@pytest.mark.parametrize(
    "sent",
    [{"email": "no address"}, {"email": ""}, {"medium": "sms", "phone": "12"}, {"medium": "x"}],
)
def test_what_is_no_address_is_refused(visitor: Client, number: str, sent: dict[str, str]) -> None:
    answer = ask(visitor, number, **sent)
    assert answer.status_code == 422
    assert "usa-error-message" in said(answer)
    assert not Follower.objects.exists()


def test_nothing_confidential_can_be_followed(visitor: Client, town: City) -> None:
    hidden = number_of(send(visitor, "abuse", q_size=None, q_depth=None, address=""))
    assert ask(visitor, hidden).status_code == 404
    with pytest.raises(following.NoSuchRequest):
        following.follow(
            city=town, number=hidden, medium="email", address="n@example.org", language="en",
            by=RESIDENT, at=NOW(),
        )  # fmt: skip


def test_a_closed_request_is_not_followed(visitor: Client, town: City, number: str) -> None:
    work.close(city=town, number=number, outcome="done", at=NOW(), **WHO)
    assert "Follow this request" not in said(visitor.get(f"/requests/{number}/"))
    assert ask(visitor, number).status_code == 422


@pytest.mark.parametrize("token", ["1", "1-", "x-y", "1-wrong", "9" * 30 + "-a", "²-a"])
def test_a_made_up_link_opens_nothing(visitor: Client, link: str, token: str) -> None:
    for path in (f"/follow/{token}/", f"/follow/{token}/leave/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, {"do": "leave"}).status_code == 404
    assert Follower.objects.get().left_at is None


def test_a_link_of_another_city_opens_nothing(visitor: Client, link: str) -> None:
    from tests.portal import springfield

    springfield.apply("shelbyville")
    assert visitor.get(link.replace("springfield", "shelbyville")).status_code == 404


def test_those_who_never_confirm_are_forgotten(visitor: Client, number: str) -> None:
    ask(visitor, number)
    Follower.objects.update(since=NOW() - timedelta(days=8))
    week = timedelta(days=7)
    assert following.sweep_unconfirmed(before=NOW() - week, by=SYSTEM, at=NOW()) == 1
    assert not Follower.objects.exists()
    assert not Details.objects.filter(email="neighbour@example.org").exists()
    assert following.sweep_unconfirmed(before=NOW() - week, by=SYSTEM, at=NOW()) == 0


def test_whoever_unsubscribed_from_all_comes_back_by_confirming(
    visitor: Client, town: City, number: str
) -> None:
    contacts.silence(
        city_id=town.id, medium="email", address="neighbour@example.org", reason="unsubscribe",
        by=RESIDENT, at=NOW(),
    )  # fmt: skip
    ask(visitor, number)
    visitor.post(link_in(news(number)[0]), {"do": "confirm"})
    work.start(city=town, number=number, at=NOW(), **WHO)
    assert len(news(number)) == 1


def test_what_was_withheld_since_is_not_told_by_letters(
    visitor: Client, town: City, number: str, link: str
) -> None:
    work.start(city=town, number=number, at=NOW(), **WHO)
    from townline.requests.models import ServiceRequest

    ServiceRequest.objects.filter(number=number).update(publicity="nothing")
    assert not news(number)
    assert Notice.objects.filter(template="followed", sent_at=None).count() == 1
    assert "Not public any more" in said(visitor.get(link))
    assert "Pothole" not in said(visitor.get(link))


def test_text_messages_are_offered_only_where_some_can_leave(
    visitor: Client, settings: Any
) -> None:
    number = number_of(send(visitor))
    page = f"/requests/{number}/follow/"
    assert "By text message" in said(visitor.get(page))
    assert "Tell me by e-mail or text message" in said(visitor.get(f"/requests/{number}/"))
    settings.SMS = {"url": "", "sid": "", "token": "", "from": ""}
    for path in (page, "/my/"):
        plain = said(visitor.get(path))
        assert "By text message" not in plain
        assert "Mobile phone number" not in plain
    assert "text message" not in said(visitor.get(f"/requests/{number}/"))
    asked = visitor.post(page, {"medium": "sms", "phone": "213 555 0101"})
    assert asked.status_code == 422
    assert visitor.post(page, {"email": "demo@example.org"}).status_code == 302
    settings.DEMO = True
    assert "By text message" in said(visitor.get(page))
