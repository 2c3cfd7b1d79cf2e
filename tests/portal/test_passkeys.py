"""Passkeys: a device signs in for an address that was proved before, and for no other."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.ground.device import Device
from tests.portal import springfield
from tests.portal.reports import number_of, said, send
from tests.portal.test_my import sign_in
from townline.cities.rules.city import City
from townline.contacts import queries as known
from townline.contacts.models import Contact, Details, Passkey, SignIn
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.actions import own


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "http://testserver"


@pytest.fixture
def visitor(town: City) -> Client:
    return browser()


def browser() -> Client:
    """Return a browser on this machine, where passkeys need no HTTPS."""
    return Client(headers={"host": "localhost"})


def add(visitor: Client, device: Device, name: str = "My phone") -> str:
    """Let a device make a passkey; return the page that follows."""
    options = visitor.post("/my/passkey/new/ask.json").json()
    given = {"name": name, "answer": device.make(options)}
    return said(visitor.post("/my/passkey/new/", given, follow=True))


def come_back(visitor: Client, device: Device) -> Any:
    """Sign in by a passkey."""
    options = visitor.post("/my/passkey/ask.json").json()
    return visitor.post("/my/passkey/", {"answer": device.answer(options)}, follow=True)


def with_passkey(address: str = "demo@example.org") -> Device:
    """Return a device that has added a passkey for an address."""
    device, owner = Device(), browser()
    sign_in(owner, address)
    assert "The passkey is added." in add(owner, device)
    return device


def test_a_device_signs_in_for_the_address_that_added_it(visitor: Client) -> None:
    mine, others = send(visitor), send(visitor, key="k2", asked="1", email="other@example.org")
    device = with_passkey()
    page = said(come_back(browser(), device))
    assert f'href="{mine}"' in page
    assert others not in page
    assert "d…@example.org" in page
    assert "last used" in page


def test_the_options_ask_for_a_key_that_the_device_verifies(visitor: Client) -> None:
    sign_in(visitor)
    asked = visitor.post("/my/passkey/new/ask.json").json()["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "Springfield"}
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["user"]["name"] == "d…@example.org"
    assert "demo@" not in str(asked)


def test_an_own_device_is_asked_to_make_no_second_key(visitor: Client) -> None:
    with_passkey()
    sign_in(visitor)
    asked = visitor.post("/my/passkey/new/ask.json").json()["publicKey"]
    assert len(asked["excludeCredentials"]) == 1


def test_nobody_adds_a_passkey_without_having_signed_in(visitor: Client) -> None:
    assert visitor.post("/my/passkey/new/ask.json").status_code == 403
    assert visitor.post("/my/passkey/new/", {"answer": "{}"})["Location"] == "/my/"
    assert not Passkey.objects.exists()


def test_a_removed_passkey_opens_nothing_and_its_address_is_forgotten(visitor: Client) -> None:
    device = with_passkey("brief@example.org")
    owner = browser()
    come_back(owner, device)
    key = Passkey.objects.get()
    page = said(owner.post(f"/my/passkey/{key.pk}/remove/", follow=True))
    assert "The passkey is removed." in page
    assert not Details.objects.filter(contact_id=key.contact_id).exists()
    refused = come_back(browser(), device)
    assert refused.status_code == 422
    assert "This passkey does not work here." in said(refused)


def test_the_wrong_person_removes_nothing(visitor: Client) -> None:
    with_passkey()
    key = Passkey.objects.get().pk
    assert visitor.post(f"/my/passkey/{key}/remove/")["Location"] == "/my/"
    sign_in(visitor, "other@example.org")
    assert visitor.post(f"/my/passkey/{key}/remove/").status_code == 404
    assert "My phone" not in said(visitor.get("/my/"))
    assert Passkey.objects.exists()


def test_a_passkey_of_one_city_opens_nothing_in_another(visitor: Client) -> None:
    springfield.apply("shelbyville")
    device = with_passkey()
    there = browser()
    options = there.post("/c/shelbyville/my/passkey/ask.json").json()
    answer = there.post("/c/shelbyville/my/passkey/", {"answer": device.answer(options)})
    assert answer.status_code == 422


def test_an_answer_is_good_once_and_for_its_own_challenge(visitor: Client) -> None:
    device = with_passkey()
    answer = device.answer(visitor.post("/my/passkey/ask.json").json())
    assert visitor.post("/my/passkey/", {"answer": answer}).status_code == 302
    assert browser().post("/my/passkey/", {"answer": answer}).status_code == 422
    assert visitor.post("/my/passkey/", {"answer": answer}).status_code == 422
    visitor.post("/my/passkey/ask.json")
    assert visitor.post("/my/passkey/", {"answer": answer}).status_code == 422


@pytest.mark.parametrize("way", ["origin", "site", "verified", "key", "owner"])
def test_what_does_not_hold_opens_nothing(visitor: Client, way: str) -> None:
    device = with_passkey()
    wrong = {
        "origin": "https://localhost.example.org", "site": "example.org", "verified": 0,
        "key": Device().key, "owner": b"somebody else",
    }  # fmt: skip
    setattr(device, way, wrong[way])
    assert come_back(visitor, device).status_code == 422
    assert "Sign out" not in said(visitor.get("/my/"))


def test_a_copied_device_is_noticed_by_its_count(visitor: Client) -> None:
    device = with_passkey()
    assert come_back(browser(), device).status_code == 200
    device.count -= 1
    assert come_back(browser(), device).status_code == 422


def test_devices_that_count_nothing_sign_in_again_and_again(visitor: Client) -> None:
    device = with_passkey()
    for _ in range(3):
        device.count = -1
        assert come_back(browser(), device).status_code == 200


@pytest.mark.parametrize(
    "answer",
    ["", "x", "[]", "{}", '{"id": 1}', '{"rawId": "AA", "response": []}', "9" * 30_000,
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
     '"authenticatorData":"AA","signature":"AA"}}'],
)  # fmt: skip
def test_what_is_no_answer_is_refused(visitor: Client, answer: str) -> None:
    visitor.post("/my/passkey/ask.json")
    assert visitor.post("/my/passkey/", {"answer": answer}).status_code == 422
    sign_in(visitor)
    visitor.post("/my/passkey/new/ask.json")
    page = said(visitor.post("/my/passkey/new/", {"answer": answer}, follow=True))
    assert "No passkey was added." in page
    assert not Passkey.objects.exists()


def test_a_device_is_added_once_and_ten_are_enough(visitor: Client) -> None:
    device = with_passkey()
    sign_in(visitor)
    assert "has a passkey here already" in add(visitor, device)
    for number in range(9):
        visitor.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        add(visitor, Device())
    assert "You have ten passkeys." in add(visitor, Device())
    assert Passkey.objects.count() == 10


def test_passkeys_are_offered_where_browsers_take_them(visitor: Client, settings: Any) -> None:
    assert "Sign in with a passkey" in said(visitor.get("/my/"))
    plain = Client(headers={"host": "311.example.org"})
    assert "Sign in with a passkey" not in said(plain.get("/my/"))
    assert "Sign in with a passkey" in said(plain.get("/my/", secure=True))
    assert "with a passkey" not in said(Client(headers={"host": "127.0.0.1:8311"}).get("/my/"))


def test_whoever_is_forgotten_on_demand_has_no_passkey_left(visitor: Client, town: City) -> None:
    number = number_of(send(visitor))
    device, other = with_passkey(), with_passkey("other@example.org")
    own.forget(city=town, number=number, by=SYSTEM, at=timezone.now(), passkeys=True)
    assert [bytes(p.owner) for p in Passkey.objects.all()] == [other.owner]
    assert come_back(browser(), device).status_code == 422


def test_details_deleted_on_ones_own_page_leave_the_passkey(visitor: Client, town: City) -> None:
    number = number_of(send(visitor))
    with_passkey()
    own.forget(city=town, number=number, by=RESIDENT, at=timezone.now())
    assert Passkey.objects.count() == 1


def test_signing_out_keeps_the_passkey_and_ends_the_visit(visitor: Client) -> None:
    device = with_passkey()
    SignIn.objects.all().delete()
    come_back(visitor, device)
    visitor.post("/my/out/")
    assert not SignIn.objects.exists()
    assert come_back(visitor, device).status_code == 200


def test_a_passkey_is_known_by_no_address(visitor: Client) -> None:
    with_passkey()
    held = Passkey.objects.get()
    assert b"demo" not in bytes(held.owner)
    assert bytes(held.owner) == known.owner_of(
        city_id=Contact.objects.get(pk=held.contact_id).city_id,
        medium="email",
        address=" Demo@Example.org",
    )


def test_the_page_costs_the_same_with_ten_passkeys(
    visitor: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    send(visitor)
    with_passkey()
    sign_in(visitor)
    for number in range(9):
        visitor.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        add(visitor, Device())
    with django_assert_max_num_queries(12):
        assert said(visitor.get("/my/")).count("Added") == 10


def test_no_one_asks_without_end(visitor: Client) -> None:
    answers = {visitor.post("/my/passkey/ask.json").status_code for _ in range(90)}
    assert answers == {200, 429}
    assert visitor.get("/my/passkey/ask.json").status_code == 405


def test_a_sign_in_by_passkey_ends_like_any_other(visitor: Client) -> None:
    come_back(visitor, with_passkey())
    for made in SignIn.objects.all():
        made.made_at -= timedelta(hours=13)
        made.opened_at = made.made_at
        made.save()
    assert "Send me a code" in said(visitor.get("/my/"))
