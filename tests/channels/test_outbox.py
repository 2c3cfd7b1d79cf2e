"""The outbox of a demonstration: every message, and for a demonstration alone."""

from typing import Any

import pytest
from django.core import mail as sent
from django.test import Client

from tests.requests import build
from tests.requests.build import NOON
from townline.channels import delivery
from townline.cities import actions as cities
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Copy, Notice
from townline.record.verbs import SYSTEM

PATH = "/c/millbrook/outbox/"
TEXTED = build.Reporter(phone="213-555-0101", told_by="sms")


@pytest.fixture
def demo(town: City, settings: Any) -> City:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    cities.mark_demo(city_id=town.id, demo=True, by=SYSTEM, at=NOON)
    return town


def deliver() -> None:
    while delivery.deliver(at=NOON):
        pass


def test_everything_that_a_demonstration_owes_is_there_and_nothing_goes_outside(
    demo: City,
) -> None:
    number = build.file(demo, language="es").number
    build.file(demo, reporter=TEXTED)
    deliver()
    assert sent.outbox == []
    assert Notice.objects.filter(sent_at=None).count() == 0
    page = Client().get(PATH).content.decode()
    assert f"Tenemos su solicitud {number}" in page
    assert "Español" in page
    assert "Text message" in page
    assert "a…@example.org" in page
    assert "ana@example.org" not in page
    assert f"/requests/{number}/" in page, "its links can be followed"


def test_a_letter_looks_as_in_a_mail_program_and_lets_nothing_else_in(demo: City) -> None:
    build.file(demo)
    deliver()
    answer = Client().get(f"{PATH}{Copy.objects.get().pk}/")
    assert answer.status_code == 200
    assert "<style>" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_no_other_city_has_an_outbox(town: City) -> None:
    build.file(town)
    for path in (PATH, f"{PATH}1/"):
        assert Client().get(path).status_code == 404


def test_a_city_that_is_no_longer_a_demonstration_shows_nothing(demo: City) -> None:
    build.file(demo)
    deliver()
    cities.mark_demo(city_id=demo.id, demo=False, by=SYSTEM, at=NOON)
    assert Client().get(PATH).status_code == 404


def test_an_empty_outbox_says_how_to_fill_it(demo: City) -> None:
    assert b"Report something" in Client().get(PATH).content


def test_it_is_read_page_by_page_in_few_statements(demo: City) -> None:
    for _ in range(23):
        build.file(demo)
    deliver()
    with build.statements() as asked:
        first = Client().get(PATH).content.decode()
    assert len(asked) <= 12
    assert first.count("outbox__one") == 20
    rest = first.partition("?before=")[2].partition('"')[0]
    assert Client().get(f"{PATH}?before={rest}").content.decode().count("outbox__one") == 3
    for wrong in ("x", "-1", "9" * 40):
        assert Client().get(f"{PATH}?before={wrong}").status_code == 404


def test_forgetting_somebody_takes_their_messages_out(demo: City) -> None:
    build.file(demo)
    deliver()
    contacts.forget(contact_id=Notice.objects.get().contact_id, by=SYSTEM, at=NOON)
    assert not Copy.objects.exists()
