"""Leaving by one click, and coming back: for whoever has the address that a letter names."""

from typing import Any

import pytest
from django.core import mail as sent
from django.test import Client

from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.channels import addresses, delivery
from townline.cities.rules.city import City
from townline.contacts.models import Details, Notice, Silence
from townline.requests.actions import work

BASE = "https://311.example.org"


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = BASE


def letter() -> Any:
    while delivery.deliver(at=NOON):
        pass
    return sent.outbox[-1]


def way_out(town: City) -> str:
    """Return the path in the header of a receipt."""
    header = letter().extra_headers["List-Unsubscribe"]
    assert header.startswith(f"<{BASE}/c/millbrook/")
    return str(header.strip("<>").removeprefix(BASE))


def test_a_mail_program_ends_the_letters_of_a_request_with_one_click(town: City) -> None:
    number = build.file(town).number
    path = way_out(town)
    assert letter().extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Details.objects.get().told_by == "none"
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    assert Notice.objects.count() == 1
    build.file(town)
    assert Notice.objects.count() == 2, "another request of theirs is another matter"


def test_looking_at_the_page_ends_nothing_and_names_no_whole_address(town: City) -> None:
    build.file(town)
    answer = Client().get(way_out(town))
    assert answer.status_code == 200
    assert b"a\xe2\x80\xa6@example.org" in answer.content
    assert b"ana@" not in answer.content
    assert Details.objects.get().told_by == "email"
    assert "no-store" in answer.headers["Cache-Control"]


def test_one_can_leave_altogether_and_come_back(town: City) -> None:
    build.file(town)
    path = way_out(town)
    Client().post(path, {"do": "everything"})
    assert Silence.objects.get().reason == "unsubscribe"
    build.file(town)
    before = len(sent.outbox)
    while delivery.deliver(at=NOON):
        pass
    assert len(sent.outbox) == before
    assert b"You will get messages again" in Client().post(path, {"do": "again"}).content
    assert not Silence.objects.exists()
    assert Details.objects.order_by("pk")[0].told_by == "email"


def test_whoever_was_forgotten_is_told_so(town: City) -> None:
    build.file(town)
    path = way_out(town)
    Details.objects.all().delete()
    for answer in (Client().get(path), Client().post(path, {"do": "everything"})):
        assert b"We no longer have an address" in answer.content
    assert not Silence.objects.exists()


@pytest.mark.parametrize("token", ["1", "1-", "1-aaaaaaaaaaaaaaaaaaaa", "x-y", "9" * 30 + "-a"])
def test_a_token_that_we_did_not_write_opens_nothing(town: City, token: str) -> None:
    build.file(town)
    for ask in (Client().get, Client().post):
        assert ask(f"/c/millbrook/leave/{token}/").status_code == 404
    assert Details.objects.get().told_by == "email"


def test_a_token_of_one_contact_or_city_is_none_of_another(town: City) -> None:
    build.file(town)
    build.file(town)
    one, other = Details.objects.order_by("pk").values_list("pk", flat=True)
    signed = addresses.signed("leave", one)
    forged = f"{other}-{signed.partition('-')[2]}"
    assert Client().post(f"/c/millbrook/leave/{forged}/").status_code == 404
    build.apply("riverside")
    assert Client().post(f"/c/riverside/leave/{signed}/").status_code == 404
    assert set(Details.objects.values_list("told_by", flat=True)) == {"email"}


def test_a_letter_has_two_bodies_that_say_the_same(town: City) -> None:
    build.file(town, language="es")
    found = letter()
    ((html, kind),) = found.alternatives
    assert kind == "text/html"
    assert '<html lang="es">' in html
    for line in found.body.splitlines():
        if line.strip() and not line.startswith("http"):
            assert line.strip().replace("'", "&#x27;") in html
    assert found.extra_headers["Content-Language"] == "es"


def test_what_somebody_wrote_is_text_in_a_letter_and_no_markup(town: City) -> None:
    number = build.file(town).number
    work.ask(
        city=town, number=number, question="<b>Which</b> <script>x</script> side?", by=WORKER,
        at=NOON,
    )  # fmt: skip
    ((html, _kind),) = letter().alternatives
    assert "<script" not in html
    assert "&lt;b&gt;Which" in html
