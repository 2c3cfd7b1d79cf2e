"""A city's own words stand in its letters and texts; what it has not written is ours."""

from typing import Any

import pytest
from django.core import mail as sent

from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.channels import delivery
from townline.channels.composing import compose
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Notice
from townline.record.verbs import SYSTEM
from townline.requests.actions import work

WORDS = {
    "city.toml": b"",
    "notices/closed.en.txt": b"{service} {number}: the end\n\n{outcome}\n\nThey add: {remark}",
    "notices/sms/closed.en.txt": b"{number}: {outcome}",
}


@pytest.fixture
def worded(town: City, settings: Any) -> City:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "https://311.example.org"
    return build.apply(files=WORDS)


def closed(city: City, **more: Any) -> Any:
    number = build.file(city, **more).number
    work.close(city=city, number=number, outcome="done", by=WORKER, at=NOON)
    while delivery.deliver(at=NOON):
        pass
    return number


def test_they_replace_ours_and_drop_what_has_no_value(worded: City) -> None:
    number = closed(worded)
    letter = sent.outbox[-1]
    assert letter.subject == f"Lamp out {number}: the end"
    assert letter.body.startswith("The work is done.\n\n")
    assert "They add" not in letter.body
    assert f"/requests/{number}/" in letter.body
    assert "We have your request" in sent.outbox[0].subject


def test_another_language_has_ours(worded: City) -> None:
    closed(worded, language="es")
    assert "the end" not in sent.outbox[-1].subject


def test_a_text_has_its_own_words(worded: City) -> None:
    number = build.file(worded, reporter=build.Reporter(phone="213-555-0101", told_by="sms")).number
    work.close(city=worded, number=number, outcome="done", by=WORKER, at=NOON)
    owed = next(o for o in contacts.claim(by=SYSTEM, at=NOON) if o.template == "closed")
    assert compose(owed, NOON).text.startswith(f"Millbrook: {number}: The work is done. https://")
    assert Notice.objects.count() == 2
