"""Mail that comes in, by a real exchange with a mail server of ours."""

import smtplib
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail as sent

from tests.requests import build
from tests.requests.build import NOON, WORKER
from tests.requests.pictures import jpeg, with_place
from townline.channels import delivery, mail_in, mailboxes
from townline.cities.rules.city import City
from townline.config import mail_server
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.models import Details, Letter, Notice, Silence
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests import queries
from townline.requests.actions import work

DOMAIN = "mail.example.org"
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def with_domain(settings: Any) -> None:
    settings.MAIL_DOMAIN = DOMAIN
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def letter(to: str, text: str = "It is the second lamp.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = f"Demo Ana <{ANA}>", to
    message["Subject"] = headers.pop("Subject", "Re: your request")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def take(message: EmailMessage, sender: str = ANA, to: str = "") -> list[str]:
    return mail_in.take(message.as_bytes(), to=[to or str(message["To"])], sender=sender, at=NOON)


def last_letter() -> Any:
    while delivery.deliver(at=NOON):
        pass
    return sent.outbox[-1]


@pytest.fixture
def server() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listening = mail_server.listening("127.0.0.1", port)
    listening.start()
    yield port
    listening.stop()


def test_a_reply_by_real_mail_reaches_the_thread_of_its_request(
    kept_town: City, server: int
) -> None:
    number = build.file(kept_town).number
    notice = last_letter()
    reply = letter(
        notice.reply_to[0],
        "It is the second lamp.\n\nOn Mon, Mar 2, 2026 at 12:00 PM Millbrook wrote:\n> Hello",
        Message_ID="<1@example.org>",
    )
    reply.add_attachment(with_place(), maintype="image", subtype="jpeg", filename="lamp.jpg")
    with smtplib.SMTP("127.0.0.1", server, timeout=10) as client:
        for _ in range(2):  # as a server does that did not hear our answer
            client.send_message(reply, ANA, [notice.reply_to[0]])
    assert build.verbs_of(number)[-2:] == ["photographed", "written"]
    entry = build.RequestEntry.objects.get(verb="request.written")
    assert (entry.note, entry.actor_kind) == ("It is the second lamp.", "resident")
    assert build.row(number).photos.count() == 1
    assert build.row(number).unread_since is not None


def test_addresses_that_nobody_has_are_refused_before_anything_is_sent(
    kept_town: City, server: int
) -> None:
    number = build.file(kept_town).number
    good = mailboxes.for_replies(kept_town, number)
    with smtplib.SMTP("127.0.0.1", server, timeout=10) as client:
        client.ehlo("example.org")
        client.mail(ANA)
        for wrong in (
            f"nobody@{DOMAIN}", "millbrook@elsewhere.example.org", good.replace(number, "26-1-1"),
            f"request+{number}@{DOMAIN}", f"request+@{DOMAIN}", f"bounce+1-aaaa@{DOMAIN}",
        ):  # fmt: skip
            assert client.rcpt(wrong)[0] == 550, wrong
        assert client.rcpt(good.upper())[0] == 250, "the case of an address does not count"
        assert client.rcpt(f"millbrook@{DOMAIN}")[0] == 250


def test_a_database_that_is_away_makes_the_sender_try_again(
    kept_town: City, server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(mail_in, "take", fail)
    with smtplib.SMTP("127.0.0.1", server, timeout=10) as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(letter(f"millbrook@{DOMAIN}"))
        assert refused.value.smtp_code == 451


def test_a_reply_to_a_question_answers_it(town: City) -> None:
    number = build.file(town).number
    work.ask(city=town, number=number, question="Which side?", by=WORKER, at=NOON)
    notice = last_letter()
    assert "Please reply to this message" in notice.body
    assert take(letter(notice.reply_to[0], "North.")) == ["taken"]
    assert build.verbs_of(number)[-1] == "answered"


def test_a_new_letter_waits_for_a_person(town: City) -> None:
    message = letter(f"millbrook@{DOMAIN}", "My street is dark.", Subject="Lamp")
    message.add_attachment(jpeg(), maintype="image", subtype="jpeg")
    message.add_attachment(b"no picture", maintype="image", subtype="png")
    assert take(message) == ["taken"]
    (kept,) = heard.unsorted(town.id)
    assert (kept.subject, kept.text) == ("Lamp", "My street is dark.")
    assert kept.sender == f"Demo Ana {ANA}"
    assert len(kept.photos) == 1
    assert take(message) == ["taken"] or Letter.objects.count() == 1


def test_a_message_that_comes_twice_is_kept_once(town: City) -> None:
    message = letter(f"millbrook@{DOMAIN}", Message_ID="<1@example.org>")
    assert [take(message), take(message)] == [["taken"], ["known"]]
    assert Letter.objects.count() == 1
    assert Details.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}],
)
def test_what_a_program_answers_by_itself_is_read_by_nobody(
    town: City, headers: dict[str, str]
) -> None:
    number = build.file(town).number
    for address in (mailboxes.for_replies(town, number), f"millbrook@{DOMAIN}"):
        assert take(letter(address, **headers)) == ["ignored"]
    assert "written" not in build.verbs_of(number)
    assert not Letter.objects.exists()


def test_our_own_letters_that_come_back_to_us_begin_no_loop(town: City) -> None:
    number = build.file(town).number
    raw = last_letter().message().as_bytes()
    to = [mailboxes.for_replies(town, number), f"millbrook@{DOMAIN}"]
    assert mail_in.take(raw, to=to, sender=ANA, at=NOON) == ["ignored", "ignored"]


REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=b
From: MAILER-DAEMON@mx.example.org
Subject: Undelivered

--b
Content-Type: text/plain

Sorry, ana@example.org does not exist.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "returned", "silenced"),
    [("failed", "5.1.1", True, True), ("failed", "5.2.2", True, False),
     ("delayed", "4.4.1", False, False)],
)  # fmt: skip
def test_a_bounce_finds_its_notice_and_ends_letters_to_nobody(
    town: City, action: str, status: str, returned: bool, silenced: bool
) -> None:
    build.file(town)
    notice = last_letter()
    raw = REPORT.format(action=action, status=status).replace("\n", "\r\n").encode()
    mail_in.take(raw, to=[notice.from_email], sender="", at=NOON)
    row = Notice.objects.get()
    assert (row.returned_at is not None) is returned
    assert Silence.objects.exists() is silenced
    assert "ana@" not in row.fault
    assert not Letter.objects.exists()


def test_a_bounce_that_names_no_notice_of_ours_silences_nobody(town: City) -> None:
    build.file(town)
    last_letter()
    raw = REPORT.format(action="failed", status="5.1.1").encode()
    for address in (f"millbrook@{DOMAIN}", f"bounce+{Notice.objects.get().pk}-aaaa@{DOMAIN}"):
        mail_in.take(raw, to=[address], sender="", at=NOON)
    assert not Silence.objects.exists()
    assert Notice.objects.get().returned_at is None


def test_a_reply_that_cannot_be_taken_waits_for_a_person(town: City) -> None:
    number = build.file(town).number
    assert take(letter(mailboxes.for_replies(town, number), " \n")) == ["taken"]
    assert "written" not in build.verbs_of(number)
    (kept,) = heard.unsorted(town.id)
    assert kept.number == number


def test_a_very_long_reply_is_kept_as_far_as_a_request_takes(town: City) -> None:
    number = build.file(town).number
    take(letter(mailboxes.for_replies(town, number), "word " * 2000))
    entry = build.RequestEntry.objects.get(verb="request.written")
    assert 3900 < len(entry.note) <= 4000


def test_the_secret_of_a_reply_address_is_that_of_one_request_in_one_city(town: City) -> None:
    number, other = build.file(town).number, build.file(town).number
    address = mailboxes.for_replies(town, number)
    forged = address.replace(number, other)
    assert take(letter(forged)) == ["nobody"]
    second = build.apply("riverside")
    moved = address.replace(f".{town.id}.", f".{second.id}.")
    assert take(letter(moved)) == ["nobody"]


def test_a_follower_gets_no_address_that_speaks_for_the_reporter(town: City) -> None:
    number = build.file(town, "hole").number
    last_letter()
    contact = contacts.hear(
        city_id=town.id, channel="web", language="en", purpose="follow_up",
        details={"email": "bea@example.org"}, by=RESIDENT, at=NOON,
    )  # fmt: skip
    told: dict[str, Any] = {"city_id": town.id, "contact_id": contact, "by": SYSTEM, "at": NOON}
    data = {"number": number, "verb": "request.routed", "leave": "follow/x/leave/", "confirm": "x"}
    for template in ("followed", "follow"):
        contacts.owe(template=template, data=data, **told)
        letter = last_letter()
        assert letter.to == ["bea@example.org"]
        assert letter.reply_to == []
        assert "request+" not in letter.message().as_string()
        assert queries.secret_of(town.id, number) not in letter.message().as_string()


def test_without_a_domain_nothing_comes_in_and_letters_say_so(town: City, settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    build.file(town)
    notice = last_letter()
    assert notice.reply_to == []
    assert "Replies to it are not read." in notice.body
    assert take(letter("millbrook@")) == ["nobody"]


def test_a_letter_by_itself_names_whom_it_went_to(town: City) -> None:
    raw = letter(f"Millbrook <millbrook@{DOMAIN}>").as_bytes()
    assert mail_in.addresses_of(raw) == [f"millbrook@{DOMAIN}"]
    assert mail_in.addresses_of(letter("x@elsewhere.example.org").as_bytes()) == []
    assert mail_in.sender_of(raw) == ANA
    assert mail_in.sender_of(b"Return-Path: <>\r\nFrom: a@example.org\r\n\r\n") == ""


def test_rubbish_is_taken_without_failing(town: City) -> None:
    for raw in (b"", b"\xff\xfe\x00", b"Content-Type: multipart/mixed; boundary=\r\n\r\n--"):
        assert message_from_bytes(raw, policy=policy.default) is not None
        assert mail_in.take(raw, to=[f"millbrook@{DOMAIN}"], sender=ANA, at=NOON)[0] in (
            "taken", "known",
        )  # fmt: skip
