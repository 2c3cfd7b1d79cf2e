"""Text messages: handed to a provider that is really there, and taken in from it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.channels import provider
from tests.desk import centres
from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.channels import delivery, texting
from townline.channels.rules import segments
from townline.cities.rules.city import City
from townline.contacts import queries as heard
from townline.contacts.models import Details, Letter, Notice, Silence, Turn
from townline.record.verbs import RESIDENT
from townline.requests.actions import messages, own, work

PHONE = "+12135550101"
TEXTED = build.Reporter(phone="(213) 555-0101", told_by="sms")
HOOK, STATUS = "/c/millbrook/hooks/texts/", "/c/millbrook/hooks/texts/status/"
BASE = "https://311.example.org"


@pytest.fixture
def sms(settings: Any) -> Iterator[provider.Provider]:
    with provider.running() as running:
        settings.SMS, settings.PUBLIC_URL = running.settings, BASE
        yield running


def deliver(at: Any = NOON) -> None:
    while delivery.deliver(at=at):
        pass


def tomorrow() -> datetime:
    """Return the noon of tomorrow: after any retry, and in no quiet hours."""
    day = timezone.now().astimezone(build.ZONE) + timedelta(days=1)
    return day.replace(hour=12)


def call(path: str, *, signed: str | None = None, **form: str) -> Any:
    """Call one of our addresses as the provider does."""
    signature = texting.signature(BASE + path, form.items()) if signed is None else signed
    return Client().post(path, form, headers={"X-Twilio-Signature": signature})


def says(body: str, sid: str = "", phone: str = PHONE) -> str:
    """Let somebody send a text, and return the answer."""
    answer = call(HOOK, From=phone, To=provider.FROM, Body=body, MessageSid=sid or f"IN{body}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/xml")
    text = answer.content.decode()
    return text.partition("<Message>")[2].partition("</Message>")[0]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_message_goes_out_in_two_segments_with_the_page(
    town: City, sms: provider.Provider, language: str
) -> None:
    number = build.file(town, reporter=TEXTED, language=language).number
    said = {"city": town, "number": number, "by": WORKER, "at": NOON}
    work.ask(question="On which side of the street does it stand? " * 9, **said)
    messages.reply(text="A crew comes on Monday.", **said)
    own.answer(text="North.", **(said | {"by": RESIDENT}))
    work.close(outcome="done", **said)
    deliver()
    assert len(sms.got) == 4
    for form in sms.got:
        assert (form["To"], form["From"]) == (PHONE, provider.FROM)
        assert form["Body"].startswith("Millbrook: ")
        assert segments.size(form["Body"]).segments <= 2
        assert f"/requests/{number}/" in form["Body"]
        assert form["StatusCallback"] == BASE + STATUS
    assert "STOP" in sms.got[0]["Body"]
    assert Notice.objects.exclude(sent_at=None).exclude(provider_id="").count() == 4


def test_without_a_provider_texts_stay_owed_and_letters_go(town: City, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    build.file(town, reporter=TEXTED)
    build.file(town)
    deliver()
    assert Notice.objects.get(sent_at=None).medium == "sms"
    assert Notice.objects.get(sent_at=None).tried == 0


@pytest.mark.parametrize(("code", "reason"), [(21610, "stop"), (21211, "bounce")])
def test_a_number_that_gets_no_texts_is_written_to_no_more(
    town: City, sms: provider.Provider, code: int, reason: str
) -> None:
    sms.answers.append((400, {"code": code, "message": f"no texts to {PHONE}"}))
    build.file(town, reporter=TEXTED)
    deliver()
    notice = Notice.objects.get()
    assert (notice.given_up_for, Silence.objects.get().reason) == ("refused", reason)
    assert PHONE not in notice.fault
    build.file(town, reporter=TEXTED)
    deliver()
    assert sms.got == []


@pytest.mark.parametrize("answer", [(500, {}), (429, {"code": 20429}), (503, b"<html>")])
def test_what_fails_for_now_is_tried_again(
    town: City, sms: provider.Provider, answer: tuple[int, Any]
) -> None:
    sms.answers.append(answer)
    build.file(town, reporter=TEXTED)
    deliver()
    assert sms.got == []
    assert not Silence.objects.exists()
    deliver(tomorrow())
    assert len(sms.got) == 1


def test_a_provider_that_is_away_loses_nothing(
    town: City, sms: provider.Provider, settings: Any
) -> None:
    there = sms.url
    sms.url = "http://127.0.0.1:9"
    settings.SMS = sms.settings
    build.file(town, reporter=TEXTED)
    deliver()
    assert Notice.objects.get().fault.startswith("ConnectError")
    assert not Notice.objects.get().perhaps_twice
    settings.SMS = sms.settings | {"url": there}
    deliver(tomorrow())
    assert len(sms.got) == 1


def test_the_provider_tells_what_became_of_it(town: City, sms: provider.Provider) -> None:
    build.file(town, reporter=TEXTED)
    deliver()
    assert call(STATUS, MessageSid="SM1", MessageStatus="sent").status_code == 204
    assert Notice.objects.get().delivered_at is None
    assert call(STATUS, MessageSid="SM1", MessageStatus="delivered").status_code == 204
    assert Notice.objects.get().delivered_at is not None
    call(STATUS, MessageSid="SM1", MessageStatus="undelivered", ErrorCode="30003")
    notice = Notice.objects.get()
    assert notice.returned_at is not None
    assert "30003" in notice.fault


@pytest.mark.parametrize("path", [HOOK, STATUS])
@pytest.mark.parametrize("signed", ["", "AAAA", "é"])
def test_nobody_but_the_provider_calls_us(
    town: City, sms: provider.Provider, path: str, signed: str
) -> None:
    build.file(town, reporter=TEXTED)
    deliver()
    answer = call(path, signed=signed, From=PHONE, Body="STOP", MessageSid="SM1",
                  MessageStatus="delivered")  # fmt: skip
    assert answer.status_code == 403
    assert not Silence.objects.exists()
    assert Notice.objects.get().delivered_at is None


def test_without_a_token_no_call_is_believed(town: City, settings: Any) -> None:
    settings.SMS = {"url": "", "sid": "", "token": "", "from": ""}
    assert call(HOOK, From=PHONE, Body="STOP", MessageSid="IN1").status_code == 403


def test_a_text_about_the_only_open_request_goes_to_it(town: City, sms: provider.Provider) -> None:
    number = build.file(town, reporter=TEXTED).number
    assert number in says("It is the second lamp from the corner.")
    assert build.verbs_of(number)[-1] == "written"
    kept = Letter.objects.get()
    assert (kept.sorted_as, kept.number, kept.text) == ("assigned", number, "")


def test_a_text_answers_the_request_that_waits_for_it(town: City, sms: provider.Provider) -> None:
    build.file(town, reporter=TEXTED)
    asked = build.file(town, reporter=TEXTED).number
    work.ask(city=town, number=asked, question="Which side?", by=WORKER, at=NOON)
    says("North side")
    assert build.verbs_of(asked)[-1] == "answered"


def test_where_it_is_unclear_a_menu_asks_and_a_digit_decides(
    town: City, sms: provider.Provider
) -> None:
    first = build.file(town, reporter=TEXTED).number
    second = build.file(town, "hole", reporter=TEXTED).number
    menu = says("It is still there!")
    assert f"1 Pothole {second}" in menu
    assert f"2 Lamp out {first}" in menu
    assert segments.size(menu).segments <= 2
    assert heard.unsorted_count(town.id) == 1, "nothing is lost if they never choose"
    assert first in says("2")
    assert build.verbs_of(first)[-1] == "written"
    assert heard.unsorted_count(town.id) == 0


def test_none_of_them_leaves_it_to_a_person(town: City, sms: provider.Provider) -> None:
    for service in ("lamp", "hole"):
        build.file(town, service, reporter=TEXTED)
    says("Something else altogether")
    assert "person" in says("0")
    (letter,) = heard.unsorted(town.id)
    assert (letter.text, letter.sender) == ("Something else altogether", PHONE)
    says("1")
    assert heard.unsorted_count(town.id) == 2, "a digit that no menu asked for is a text"


def test_a_number_in_the_text_decides_but_only_among_ones_own(
    town: City, sms: provider.Provider
) -> None:
    mine = build.file(town, reporter=TEXTED).number
    build.file(town, reporter=TEXTED)
    others = build.file(town).number
    says(f"About {mine}: thank you")
    assert build.verbs_of(mine)[-1] == "written"
    says(f"About {others}: let me in")
    assert "written" not in build.verbs_of(others)


def test_a_stranger_is_heard_and_read_by_a_person(town: City, sms: provider.Provider) -> None:
    build.file(town, reporter=TEXTED)
    assert "person" in says("Hello?", phone="+12135550177")
    assert heard.unsorted_count(town.id) == 1


def test_the_same_text_twice_is_kept_once(town: City, sms: provider.Provider) -> None:
    number = build.file(town, reporter=TEXTED).number
    says("Twice", sid="IN1")
    assert says("Twice", sid="IN1") == ""
    assert build.verbs_of(number).count("written") == 1


@pytest.mark.parametrize("word", ["STOP", "parar", "수신거부", "ՍՏՈՊ", "退订"])
def test_stop_ends_texts_in_every_language_and_start_begins_them(
    town: City, sms: provider.Provider, word: str
) -> None:
    build.file(town, reporter=TEXTED)
    assert "START" in says(word)
    deliver()
    assert sms.got == []
    assert "STOP" in says("start")
    build.file(town, reporter=TEXTED)
    deliver()
    assert len(sms.got) == 1


def test_answers_come_in_the_language_that_was_spoken_last(
    town: City, sms: provider.Provider
) -> None:
    build.file(town, reporter=TEXTED, language="es")
    assert says("HELP").startswith("Millbrook: Escriba")


@pytest.mark.parametrize(("word", "begins"), [
    ("ayuda", "Millbrook: Escriba"), ("HELP", "Millbrook: Write"), ("도움말", "Millbrook: Write"),
])  # fmt: skip
def test_a_word_tells_its_language_where_the_city_speaks_it(
    town: City, sms: provider.Provider, word: str, begins: str
) -> None:
    assert says(word, phone="+12135550188").startswith(begins)


@pytest.mark.parametrize("body", ["", "\x0b", "\x00", "a\x00 lamp\x1b is out"])
def test_signs_that_nothing_keeps_are_left_out(
    town: City, sms: provider.Provider, body: str
) -> None:
    centres.put(town)
    assert "person" in says(body, sid="IN\x007")
    assert says(body, sid="IN7") == "", "it came before"
    assert Letter.objects.get().text in ("", "a lamp is out")
    assert Turn.objects.get().state == "waiting"
    assert call(STATUS, MessageSid="SM\x001", MessageStatus="delivered").status_code == 204


@pytest.mark.parametrize(
    "path", ["sms/", "sms/status/", "voice/", "voice/step/1/", "voice/told/1/"]
)
def test_bodies_that_cannot_be_read_are_refused_in_plain_words(
    town: City, sms: provider.Provider, settings: Any, path: str
) -> None:
    url, form = f"/c/millbrook/{path}", "application/x-www-form-urlencoded"
    many = "&".join(f"a{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    large = "Body=" + "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for body, kind, status in (
        (many, form, 400), (large, form, 413), ("x", "multipart/form-data", 400),
    ):  # fmt: skip
        answer = Client().post(url, body, content_type=kind)
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain"), kind
    assert not Letter.objects.exists()


def test_a_text_that_was_kept_and_got_no_further_goes_on_when_it_comes_again(
    town: City, sms: provider.Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    centres.put(town)

    def dies(**_said: object) -> None:
        raise RuntimeError("the process is killed here")

    monkeypatch.setattr("townline.channels.texts_in.contacts.queue_letter", dies)
    with pytest.raises(RuntimeError):
        says("The lamp is out", sid="IN8")
    monkeypatch.undo()
    assert not Turn.objects.exists()
    assert "person" in says("The lamp is out", sid="IN8")
    assert says("The lamp is out", sid="IN8") == ""
    assert (Letter.objects.count(), Turn.objects.count()) == (1, 1)


@pytest.mark.parametrize("sender", ["", "BANK", "+1", "12345"])
def test_a_sender_that_is_no_number_is_not_answered(
    town: City, sms: provider.Provider, sender: str
) -> None:
    assert says("Hello", phone=sender) == ""
    assert not Letter.objects.exists()


def test_the_short_address_takes_texts_too_and_believes_its_own_signature_alone(
    town: City, sms: provider.Provider
) -> None:
    said = {"From": PHONE, "To": provider.FROM, "Body": "Hello", "MessageSid": "IN9"}
    short = "/c/millbrook/sms/"
    assert (
        call(short, signed=texting.signature(BASE + HOOK, said.items()), **said).status_code == 403
    )
    assert "person" in call(short, **said).content.decode()
    assert call(f"{short}status/", MessageSid="SM1", MessageStatus="delivered").status_code == 204


def test_what_is_said_is_escaped_in_the_answer(town: City, sms: provider.Provider) -> None:
    Details.objects.all().delete()
    assert "<" not in says("</Message><Message>pay us")
