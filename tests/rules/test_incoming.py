"""Mail that comes in: what kind it is, and what its writer said anew."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.channels.rules import incoming

REPORT = """\
Content-Type: multipart/report; report-type={kind}; boundary=b
From: MAILER-DAEMON@mx.example.org

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
--b--
"""


def report(kind: str = "delivery-status", action: str = "failed", status: str = "5.1.1"):
    text = REPORT.format(kind=kind, action=action, status=status).replace("\n", "\r\n")
    return message_from_bytes(text.encode(), policy=policy.default)


def letter(text: str = "Hello.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.mark.parametrize(
    ("action", "status", "failed", "gone"),
    [
        ("failed", "5.1.1", True, True),
        ("failed", "5.2.2 (mailbox full)", True, False),
        ("delayed", "4.4.1", False, False),
        ("failed", "nonsense", True, False),
    ],
)
def test_a_report_says_whether_the_address_is_gone(
    action: str, status: str, failed: bool, gone: bool
) -> None:
    bounce = incoming.bounce_of(report(action=action, status=status))
    assert bounce is not None
    assert (bounce.failed, bounce.no_such_address, bounce.complaint) == (failed, gone, False)


def test_a_reader_who_called_it_spam_is_a_complaint() -> None:
    bounce = incoming.bounce_of(report("feedback-report"))
    assert bounce is not None
    assert bounce.complaint


def test_a_letter_is_no_report() -> None:
    assert incoming.bounce_of(letter()) is None
    assert incoming.bounce_of(report("disposition-notification")) is None


@pytest.mark.parametrize(
    ("headers", "sender", "automatic"),
    [
        ({}, "ana@example.org", False),
        ({"Auto_Submitted": "no"}, "ana@example.org", False),
        ({"Auto_Submitted": "auto-replied"}, "ana@example.org", True),
        ({"Auto_Submitted": "auto-generated; x=y"}, "ana@example.org", True),
        ({"Precedence": "bulk"}, "ana@example.org", True),
        ({"X_Autoreply": "yes"}, "ana@example.org", True),
        ({"List_Id": "<l.example.org>"}, "ana@example.org", True),
        ({}, "", True),
        ({}, "<>", True),
        ({}, "MAILER-DAEMON@example.org", True),
    ],
)
def test_what_a_program_wrote_is_told_from_what_a_person_wrote(
    headers: dict[str, str], sender: str, automatic: bool
) -> None:
    assert incoming.is_automatic(letter(**headers), sender) is automatic


QUOTED = """\
It is the second lamp.

Ana

{begins}
> We have your request.
> Which side?
"""


@pytest.mark.parametrize(
    "begins",
    [
        "On Mon, Mar 2, 2026 at 12:00 PM Millbrook <request+x@example.org> wrote:",
        "On Mon, Mar 2, 2026 at 12:00 PM Millbrook\n<request+x@example.org> wrote:",
        "El lun, 2 mar 2026 a las 12:00, Millbrook (<request@example.org>) escribió:",
        "2026년 3월 2일 (월) 오후 12:00, Millbrook <request@example.org>님이 작성:",
        "Millbrook <request@example.org> 于2026年3月2日周一 12:00写道：",
        "-----Original Message-----",
        "From: Millbrook <request@example.org>",
        "________________________________",
        "-- ",
    ],
)
def test_quotes_are_cut_however_programs_begin_them(begins: str) -> None:
    assert incoming.unquoted(QUOTED.format(begins=begins)) == "It is the second lamp.\n\nAna"


def test_answers_between_quoted_lines_are_kept() -> None:
    assert incoming.unquoted("> Which side?\nNorth.\n> Since when?\nMonday.") == "North.\nMonday."


def test_rather_a_quote_too_many_than_a_word_too_few() -> None:
    assert incoming.unquoted("> all of it is quoted") == "> all of it is quoted"
    words = "On Monday a car hit it. My neighbour wrote down its plate."
    assert incoming.unquoted(words) == words


@given(st.text())
def test_no_text_fails_and_none_grows(text: str) -> None:
    assert len(incoming.unquoted(text)) <= len(text)


@given(st.binary(max_size=2000))
def test_no_bytes_fail(raw: bytes) -> None:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert len(incoming.text_of(message)) <= incoming.LONGEST
    incoming.is_automatic(message, "a@example.org")
    incoming.bounce_of(message)
    list(incoming.pictures_of(message))


def test_a_page_is_read_as_text_without_styles_scripts_and_quotes() -> None:
    message = EmailMessage()
    message.set_content(
        "<style>p{}</style><p>It is<br>the <b>second</b> lamp.</p><script>x()</script>"
        "<blockquote>We have your request.</blockquote>",
        subtype="html",
    )
    assert incoming.text_of(message) == "It is\nthe second lamp."


def test_only_so_many_pictures_are_read() -> None:
    message = letter()
    for n in range(8):
        message.add_attachment(b"x" * (n + 1), maintype="image", subtype="jpeg")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream")
    assert [len(p) for p in incoming.pictures_of(message)] == [1, 2, 3, 4, 5]
