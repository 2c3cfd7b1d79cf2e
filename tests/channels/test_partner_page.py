"""A partner's page, opened by the link in its letter, and its letters back."""

import re
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail as sent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.requests import build
from tests.requests.build import WORKER
from tests.requests.partners import put_partners
from tests.requests.pictures import jpeg
from townline.channels import delivery, mail_in, mailboxes
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.requests import queries
from townline.requests.actions import hand_over, work
from townline.requests.models import HandOver, RequestEntry

DOMAIN = "mail.example.org"


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    settings.MAIL_DOMAIN = DOMAIN
    settings.PUBLIC_URL = "http://testserver"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def town(town: City) -> City:
    put_partners(town)
    return town


def handed(town: City, partner: str = "paving") -> tuple[str, int, str]:
    """Hand a new request over; return its number, the hand-over's key and its page's address."""
    now = timezone.now()
    number = build.file(town, at=now).number
    key = hand_over.hand_over(
        city=town, number=number, partner=partner, message="Mend the lamp.",
        until=(now + timedelta(days=5)).date(), by=WORKER, at=now,
    )  # fmt: skip
    return number, key, f"/{queries.page_path(key)}"


def last_letter() -> Any:
    while delivery.deliver(at=timezone.now()):
        pass
    return sent.outbox[-1]


def test_the_letter_leads_to_the_page_and_keeps_no_secret_behind(town: City) -> None:
    number, key, page = handed(town)
    letter = last_letter()
    assert letter.to == ["paving@example.org"]
    assert letter.subject == f"{number}: Lamp out, for you to do"
    assert "Mend the lamp." in letter.body
    assert page in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    assert letter.reply_to == [mailboxes.for_partner(key)]
    assert Notice.objects.get(template="handed_over").data == {}
    address = re.search(r"http://testserver(/\S+)", letter.body)
    assert address is not None
    shown = Client().get(address[1])
    assert shown.status_code == 200
    assert "Mend the lamp." in shown.content.decode()
    assert "noindex" in shown["X-Robots-Tag"]
    assert "no-store" in shown["Cache-Control"]


def test_a_partner_reads_its_own_language(town: City) -> None:
    handed(town, "hauling")
    letter = last_letter()
    assert "Farol apagado" in letter.subject
    assert "/es/partner/" in letter.body


def test_by_the_page_a_partner_accepts_writes_and_says_that_it_is_done(town: City) -> None:
    number, _key, page = handed(town)
    client = Client()
    assert client.get(page).status_code == 200
    assert build.verbs_of(number)[-1] == "handed_over", "a link alone changes nothing"
    assert client.post(page, {"do": "accept"}).status_code == 302
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    assert (
        client.post(page, {"do": "write", "text": "On our way.", "photos": photo}).status_code
        == 302
    )
    faulty = client.post(page, {"do": "report", "outcome": ""})
    assert faulty.status_code == 422
    assert "Choose how the work ended." in faulty.content.decode()
    assert client.post(page, {"do": "report", "outcome": "repaired"}).status_code == 302
    assert build.verbs_of(number)[-4:] == [
        "partner_accepted", "photographed", "partner_wrote", "partner_reported",
    ]  # fmt: skip
    assert "You said that the work is done" in client.get(page).content.decode()


def test_a_photo_that_is_none_is_told_and_nothing_is_entered(town: City) -> None:
    number, _key, page = handed(town)
    file = SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")
    answer = Client().post(page, {"do": "write", "text": "Look.", "photos": file})
    assert answer.status_code == 422
    assert "not a photo that we can read" in answer.content.decode()
    assert build.verbs_of(number)[-1] == "handed_over"


def test_the_link_of_one_request_opens_no_other(town: City) -> None:
    _one, key, page = handed(town)
    _other, other, _page = handed(town)
    secret = page.split("/")[3]
    for path in (f"/partner/{other}/{secret}/", f"/partner/{key}/wrong/", f"/partner/0/{secret}/"):
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"do": "accept"}).status_code == 404
    assert not HandOver.objects.filter(accepted_at__isnull=False).exists()


def test_a_shut_page_says_why_and_what_to_do(town: City) -> None:
    number, key, page = handed(town)
    HandOver.objects.filter(pk=key).update(
        made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=1)
    )
    expired = Client().get(page)
    assert expired.status_code == 410
    assert "ask the department to send you a new one" in expired.content.decode()
    assert "Mend the lamp." not in expired.content.decode()
    assert Client().post(page, {"do": "accept"}).status_code == 410
    hand_over.recall(city=town, number=number, reason="We do it.", by=WORKER, at=timezone.now())
    revoked = Client().get(page)
    assert revoked.status_code == 410
    assert "no longer with you" in revoked.content.decode()
    work.close(city=town, number=number, outcome="done", by=WORKER, at=timezone.now())
    assert "partner_accepted" not in build.verbs_of(number)


def test_nothing_that_identifies_the_reporter_is_on_the_page_or_in_the_letter(town: City) -> None:
    now = timezone.now()
    number = build.file(town, at=now, reporter=build.ANA, description="Demo Ana, 555-0101").number
    key = hand_over.hand_over(
        city=town, number=number, partner="paving", message="Mend it.",
        until=(now + timedelta(days=5)).date(), by=WORKER, at=now,
    )  # fmt: skip
    page = Client().get(f"/{queries.page_path(key)}").content.decode()
    letters = [letter.body for letter in (last_letter(), *sent.outbox) if "paving" in letter.to[0]]
    for text in (page, *letters):
        assert not any(told in text for told in ("Demo Ana", "555-0101", "ana@example.org"))


def test_a_reply_by_mail_reaches_the_thread_as_from_the_partner(town: City) -> None:
    number, key, _page = handed(town)
    message = EmailMessage()
    message["From"], message["To"] = "paving@example.org", mailboxes.for_partner(key)
    message["Subject"] = "Re: the lamp"
    message.set_content("The pole is gone.")
    fates = mail_in.take(
        message.as_bytes(), to=[str(message["To"])], sender="paving@example.org", at=timezone.now()
    )
    assert fates == ["taken"]
    entry = RequestEntry.objects.filter(subject__number=number).order_by("-seq").first()
    assert entry is not None
    assert (entry.verb, entry.actor_kind, entry.actor_label) == (
        "request.partner_wrote", "partner", "Demo Paving",
    )  # fmt: skip
    assert entry.note == "The pole is gone."
    forged = mailboxes.for_partner(key).replace(f"{key}-", f"{key + 1}-")
    assert mailboxes.find(forged) is None


def test_the_day_by_which_it_is_to_be_done_is_on_the_page(town: City) -> None:
    _number, key, page = handed(town)
    until = HandOver.objects.get(pk=key).until
    assert isinstance(until, date)
    assert str(until.year) in Client().get(page).content.decode()
