"""My requests: signed in by a code or a link that went to one's own address, without a password."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from tests.portal import springfield
from tests.portal.reports import number_of, said, send
from tests.portal.test_report import BOSS
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Details, Notice, SignIn
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.actions import following, work

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "http://testserver"


def ask(visitor: Client, address: str = "demo@example.org", **more: str) -> Any:
    return visitor.post("/my/", {"medium": "email", "email": address} | more)


def letter() -> Any:
    """Send what is owed and return the letter with the newest code."""
    while delivery.deliver(at=timezone.now()):
        pass
    return [m for m in outbox.outbox if "is your code" in m.subject][-1]


def code_in(message: Any) -> str:
    return str(message.subject[:6])


def link_in(message: Any) -> str:
    found = re.search(r"http://testserver(/c/springfield/\S*my/\S+/)", message.body)
    assert found, message.body
    return found.group(1)


def sign_in(visitor: Client, address: str = "demo@example.org") -> str:
    """Sign in by the code; return the page that follows."""
    ask(visitor, address)
    return said(visitor.post("/my/code/", {"code": code_in(letter())}, follow=True))


def age(**ago: float) -> None:
    """Let all sign-ins be older."""
    for made in SignIn.objects.all():
        made.made_at -= timedelta(**ago)
        if made.opened_at:
            made.opened_at -= timedelta(**ago)
        made.save()


def test_a_resident_sees_all_that_was_asked_for_with_their_address(
    visitor: Client, town: City
) -> None:
    own, closed = send(visitor), send(visitor, key="k2", asked="1", email="Demo@Example.org")
    secret = send(visitor, "abuse", q_size=None, q_depth=None, address="")
    others = send(visitor, key="k3", asked="1", email="other@example.org")
    work.close(city=town, number=number_of(closed), outcome="done", by=BOSS, at=timezone.now())
    stranger = Client()
    page = sign_in(stranger)
    for mine in (own, closed, secret):
        assert f'href="{mine}"' in page
    assert others not in page
    assert number_of(others) not in page
    assert "demo@example.org" not in page
    assert "d…@example.org" in page
    assert stranger.get(own).status_code == 200


def test_the_link_of_the_message_signs_in_by_a_button(visitor: Client) -> None:
    own = send(visitor)
    phone = Client()
    ask(visitor)
    link = link_in(letter())
    page = phone.get(link)
    assert "Show my requests" in said(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert SignIn.objects.get().opened_at is None, "to look at it opens nothing"
    assert own.removeprefix("/") in said(phone.post(link, follow=True))
    again = Client().post(link)
    assert again.status_code == 410
    assert "too old, or was used already" in said(again)


def test_nothing_tells_whether_an_address_is_known(visitor: Client) -> None:
    send(visitor)
    known, unknown = ask(Client()), ask(Client(), "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "Nothing was asked for with this address yet." in sign_in(Client(), "n2@example.org")


def test_a_code_is_worth_nothing_after_five_tries(visitor: Client) -> None:
    ask(visitor)
    code = code_in(letter())
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for tried in range(5):
        answer = visitor.post("/my/code/", {"code": wrong})
        assert answer.status_code == 422
        assert ("Too many tries." in said(answer)) == (tried == 4)
    assert visitor.post("/my/code/", {"code": code}).status_code == 422
    assert "Sign out" not in said(visitor.get("/my/"))


def test_codes_and_links_are_too_old_after_a_quarter_of_an_hour(visitor: Client) -> None:
    ask(visitor)
    message = letter()
    age(minutes=16)
    assert visitor.post("/my/code/", {"code": code_in(message)})["Location"] == "/my/"
    assert visitor.get(link_in(message)).status_code == 410
    assert visitor.post(link_in(message)).status_code == 410
    assert SignIn.objects.get().opened_at is None


def test_a_code_opens_only_the_browser_that_asked_for_it(visitor: Client) -> None:
    ask(visitor)
    assert Client().post("/my/code/", {"code": code_in(letter())})["Location"] == "/my/"


@pytest.mark.parametrize("written", ["{0} {1} {2} {3} {4} {5}", " {0}{1}{2} {3}{4}{5} "])
def test_a_code_may_be_typed_with_spaces(visitor: Client, written: str) -> None:
    ask(visitor)
    code = written.format(*code_in(letter()))
    assert "Sign out" in said(visitor.post("/my/code/", {"code": code}, follow=True))


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "²²²²²²", "1" * 300])
def test_what_is_no_code_costs_no_try(visitor: Client, code: str) -> None:
    ask(visitor)
    assert visitor.post("/my/code/", {"code": code}).status_code == 422
    assert SignIn.objects.get().tries == 0


def test_signing_out_forgets_the_address(visitor: Client) -> None:
    sign_in(visitor, "brief@example.org")
    assert "You are signed out." in said(visitor.post("/my/out/", follow=True))
    assert not SignIn.objects.exists()
    assert not Details.objects.filter(email="brief@example.org").exists()
    assert visitor.post("/my/out/").status_code == 302
    assert "Send me a code" in said(visitor.get("/my/"))


def test_nobody_stays_signed_in_for_ever(visitor: Client) -> None:
    sign_in(visitor)
    age(hours=13)
    assert "Send me a code" in said(visitor.get("/my/"))
    assert contacts.sweep_sign_ins(by=SYSTEM, at=timezone.now()) == 1
    assert not SignIn.objects.exists()


def test_an_address_is_not_flooded(visitor: Client) -> None:
    answers = [ask(visitor).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert Notice.objects.filter(template="sign_in").count() == 3


def test_one_connection_does_not_ask_for_many(visitor: Client) -> None:
    answers = [ask(visitor, f"n{i}@example.org").status_code for i in range(25)]
    assert answers[0] == 302
    assert answers[-1] == 429


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused(visitor: Client, address: str) -> None:
    assert ask(visitor, address).status_code == 422
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("token", ["1", "1-", "1-wrong", "x", "9" * 40 + "-x"])
def test_a_made_up_link_opens_nothing(visitor: Client, token: str) -> None:
    ask(visitor)
    for answer in (visitor.get(f"/my/{token}/"), visitor.post(f"/my/{token}/")):
        assert answer.status_code == 410


def test_a_sign_in_of_one_city_opens_nothing_in_another(visitor: Client) -> None:
    springfield.apply("shelbyville")
    sign_in(visitor)
    assert "Send me a code" in said(visitor.get("/c/shelbyville/my/"))


def test_codes_are_kept_as_digests_and_leave_the_notice_once_it_is_out(visitor: Client) -> None:
    ask(visitor)
    code = code_in(letter())
    assert code.encode() not in bytes(SignIn.objects.get().code)
    assert Notice.objects.get(template="sign_in").data == {}


def test_the_session_changes_when_somebody_signs_in(visitor: Client) -> None:
    ask(visitor)
    before = visitor.cookies["sessionid"].value
    visitor.post("/my/code/", {"code": code_in(letter())})
    assert visitor.cookies["sessionid"].value != before


def test_what_one_follows_is_listed_too(visitor: Client, town: City) -> None:
    number = number_of(send(visitor, email="other@example.org"))
    told: dict[str, Any] = {"city": town, "by": RESIDENT, "at": timezone.now()}
    following.follow(
        number=number, medium="email", address="demo@example.org", language="en", **told
    )
    from townline.requests.models import Follower

    assert "What you follow" not in sign_in(visitor)
    following.confirm(follower_id=Follower.objects.get().pk, **told)
    page = said(visitor.get("/my/"))
    assert "What you follow" in page
    assert number in page


def test_the_list_goes_on_and_costs_the_same_however_long_it_is(
    visitor: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for i in range(23):
        visitor.defaults["REMOTE_ADDR"] = f"203.0.113.{i}"
        send(visitor, key=f"k{i}", asked="1")
    sign_in(visitor)
    with django_assert_max_num_queries(12):
        page = said(visitor.get("/my/"))
    assert page.count("request-line__name") == 20
    older = page.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    assert said(visitor.get(f"/my/?{older}")).count("request-line__name") == 3
    assert visitor.get("/my/?after=x").status_code == 404


def test_pages_of_those_who_signed_in_are_kept_by_nobody(visitor: Client) -> None:
    sign_in(visitor)
    page = visitor.get("/my/")
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
