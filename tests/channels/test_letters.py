"""Letters: in the resident's language, with their own page, and nothing of anybody else."""

from datetime import timedelta
from io import BytesIO
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from PIL import Image

from tests.requests import build
from tests.requests.build import BEA, NOON, WORKER
from townline.channels import delivery, mail
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests import queries
from townline.requests.actions import incidents, moderate, own, work
from townline.requests.models import ServiceRequest


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    """Keep letters in Django's outbox; addresses begin at a name of the test."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "https://311.example.org"


def letters(at: Any = NOON) -> list[EmailMessage]:
    """Send what is owed and return it."""
    before = len(outbox.outbox)
    while delivery.deliver(at=at):
        pass
    return list(outbox.outbox[before:])


def every_letter(town: City, language: str) -> dict[str, EmailMessage]:
    """Return one letter of each kind."""
    day, later = (NOON.date() + timedelta(days=n) for n in (1, 2))
    number = build.file(town, "pick-up", order_date=day, language=language).number
    lead = build.file(town, reporter=build.Reporter(), description="Lead of Demo Bea 555-0102")
    build.file(town, suspicion=("links",), language=language)
    told: dict[str, Any] = {"city": town, "at": NOON}
    own.move(number=number, to=later, by=RESIDENT, **told)
    lamp = build.file(town, language=language).number
    work.ask(number=lamp, question="Which side, please?", by=WORKER, **told)
    incidents.merge(number=lamp, lead=lead.number, by=WORKER, **told)
    work.close(number=lead.number, outcome="done", remark="New bulb.", by=WORKER, **told)
    owed = Notice.objects.filter(sent_at=None).order_by("try_after", "id")
    kinds = list(owed.values_list("template", flat=True))
    return dict(zip(kinds, letters(), strict=True))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_letter_is_whole(town: City, language: str) -> None:
    found = every_letter(town, language)
    assert set(found) == {"receipt", "held", "moved", "asked", "joined", "closed"}
    for letter in found.values():
        assert letter.to == ["ana@example.org"]
        assert "\n" not in letter.subject
        assert letter.subject
        (number,) = {n for n in build.ServiceRequest.objects.values_list("number", flat=True)
                     if n in letter.subject} or {None}  # fmt: skip
        assert number, letter.subject
        secret = queries.secret_of(town.id, number)
        spoken = "" if language == "en" else "es/"
        page = f"https://311.example.org/c/millbrook/{spoken}requests/{number}/{secret}/"
        assert page in letter.body
        for others in ("555-0102", "Demo Bea", "Lead of"):
            assert others not in letter.body
        for left in ("{", "}", "None"):
            assert left not in letter.body.replace(page, "")
    assert "Which side, please?" in found["asked"].body
    assert "New bulb." in found["closed"].body


def test_letters_differ_by_language(town: City) -> None:
    english, spanish = every_letter(town, "en"), every_letter(build.apply("otro"), "es")
    for kind, letter in english.items():
        assert letter.subject.split()[:2] != spanish[kind].subject.split()[:2], kind
    assert "Está hecho." in spanish["closed"].body


def test_a_language_that_the_city_has_not_falls_back_to_its_first(town: City) -> None:
    build.file(town, language="xx")
    (letter,) = letters()
    assert "We have your request" in letter.subject


def test_a_letter_of_a_confidential_request_goes_to_its_reporter(town: City) -> None:
    number = build.file(town, "abuse", description="A secret.").number
    (letter,) = letters()
    assert number in letter.subject
    assert "A secret." not in letter.body


def test_a_letter_that_may_come_twice_says_so(town: City) -> None:
    build.file(town)
    contacts.claim(by=SYSTEM, at=NOON)
    (letter,) = letters(NOON + timedelta(minutes=11))
    assert letter.extra_headers["X-Townline-Perhaps-Twice"] == "yes"
    assert "You may have had this message before" in letter.body


def test_the_same_notice_keeps_its_message_id(town: City) -> None:
    build.file(town)
    (owed,) = contacts.claim(by=SYSTEM, at=NOON)
    ids = {mail.message(owed, NOON).extra_headers["Message-ID"] for _ in range(2)}
    assert ids == {f"<notice-{owed.id}@townline>"}


@pytest.mark.parametrize("fault", [SMTPException("550"), OSError("no route"), LookupError("gone")])
def test_a_letter_that_does_not_go_out_does_not_stop_the_others(
    town: City, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    build.file(town)
    build.file(town, reporter=BEA)
    whole = EmailMessage.send

    def send(letter: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if letter.to == ["ana@example.org"]:
            raise fault
        return whole(letter, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert delivery.deliver(at=NOON) == 2
    assert [letter.to for letter in outbox.outbox] == [["bea@example.org"]]
    waiting = Notice.objects.get(sent_at=None)
    assert type(fault).__name__ in waiting.fault
    assert Notice.objects.exclude(sent_at=None).count() == 1


def test_line_breaks_in_an_address_send_nothing(town: City) -> None:
    build.file(town, reporter=build.Reporter(email="a@example.org\nBcc: b@example.org"))
    assert letters() == []
    assert Notice.objects.get().sent_at is None


def test_a_freed_request_gets_its_receipt(town: City) -> None:
    number = build.file(town, suspicion=("links",)).number
    assert len(letters()) == 1
    moderate.free(city=town, number=number, by=WORKER, at=NOON)
    (letter,) = letters()
    assert "We have your request" in letter.subject


def test_the_last_letter_asks_whether_it_is_fixed_and_names_the_services_last_day(
    town: City,
) -> None:
    number = build.file(town).number
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    (closed,) = [m for m in letters() if "is closed" in m.subject]
    assert "Is it fixed? Please tell us on your page." in closed.body
    assert "say there by April 1, 2026" in closed.body
    assert f"/{number}/{queries.secret_of(town.id, number)}/#fixed" in closed.body


@pytest.mark.parametrize("released", [True, False])
def test_the_last_letter_shows_the_work_done_once_everyone_may_see_it(
    town: City, settings: Any, tmp_path: object, released: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path
    number = build.file(town).number
    work.close(
        city=town, number=number, outcome="repaired", evidence=(picture(),), by=WORKER, at=NOON
    )
    if released:
        moderate.release(city=town, number=number, by=WORKER, at=NOON + timedelta(seconds=1))
    (closed,) = [m for m in letters(NOON + timedelta(minutes=1)) if "is closed" in m.subject]
    name = ServiceRequest.objects.get(number=number).photos.get().name
    there = f"https://311.example.org/c/millbrook/requests/{number}/photos/{name}"
    html = str(closed.alternatives[0][0])  # type: ignore[attr-defined]
    assert (there in closed.body) == released
    assert (f'<img src="{there}" alt="Of the work done"' in html) == released


def picture() -> bytes:
    """Return a photo."""
    data = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(data, "JPEG")
    return data.getvalue()
