"""Messages by command: what is owed is listed with its fate, what waits is sent, mail is taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.requests import build
from tests.requests.build import NOON
from townline.channels import mailboxes
from townline.cities.rules.city import City
from townline.config.commands.mail import group as mail
from townline.config.commands.notices import group as notices
from townline.contacts.models import Letter, Notice

LETTER = b"From: Demo <ana@example.org>\r\nTo: %s\r\nSubject: Lamp\r\n\r\nMy street is dark.\r\n"


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.MAIL_DOMAIN = "mail.example.org"


def run(group: Any, *args: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(group, args, input=given)


def listed(*args: str) -> list[dict[str, Any]]:
    found = run(notices, "list", "--json", *args)
    assert found.exit_code == 0, found.output
    return list(json.loads(found.output)["notices"])


def test_notices_are_listed_by_state_number_and_medium_without_addresses(town: City) -> None:
    first = build.file(town, at=NOON).number
    build.file(town, reporter=build.Reporter(phone="213-555-0101", told_by="sms"), at=NOON)
    every = listed()
    assert [n["medium"] for n in every] == ["sms", "email"]
    assert [n["to"] for n in every] == ["…01", "a…@example.org"]
    assert [n["number"] for n in listed("--number", first)] == [first]
    assert [n["medium"] for n in listed("--medium", "sms")] == ["sms"]
    assert listed("--state", "sent") == []
    assert listed("--addresses", "--medium", "email")[0]["to"] == "ana@example.org"
    assert "ana@" not in run(notices, "list").output
    assert run(notices, "list", "--state", "lost").exit_code == 2


def test_what_waits_is_sent_and_counted(town: City) -> None:
    build.file(town, at=NOON)
    sent = run(notices, "send", "--json")
    assert (sent.exit_code, json.loads(sent.output)) == (
        0, {"taken": 1, "sent": 1, "waiting": 0, "failed": 0},
    )  # fmt: skip
    assert [n["state"] for n in listed()] == ["sent"]
    assert run(notices, "send", "--id", str(Notice.objects.get().pk)).exit_code == 1


def test_one_message_is_taken_from_a_pipe(town: City) -> None:
    number = build.file(town).number
    reply = mailboxes.for_replies(town, number).encode()
    taken = run(mail, "take", given=LETTER % reply)
    assert (taken.exit_code, taken.output.strip()) == (0, "taken")
    assert build.verbs_of(number)[-1] == "written"
    assert run(mail, "take", given=LETTER % b"nobody@elsewhere.example.org").exit_code == 67
    to = run(mail, "take", "--to", "millbrook@mail.example.org", given=LETTER % b"x@y.example.org")
    assert to.exit_code == 0
    assert Letter.objects.count() == 2


def test_a_maildir_is_emptied_of_what_is_new(town: City, tmp_path: Path) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    for n in range(3):
        text = LETTER % b"millbrook@mail.example.org" + f"{n}\r\n".encode()
        (tmp_path / "new" / f"{n}.host").write_bytes(text)
    assert run(mail, "take", "--maildir", str(tmp_path)).exit_code == 0
    assert list((tmp_path / "new").iterdir()) == []
    assert len(list((tmp_path / "cur").iterdir())) == 3
    assert Letter.objects.count() == 3
    assert run(mail, "take", "--maildir", str(tmp_path / "cur")).exit_code == 2


def test_without_a_domain_it_says_what_to_set(town: City, settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    refused = run(mail, "take", given=LETTER % b"x@example.org")
    assert refused.exit_code == 2
    assert "TOWNLINE_MAIL_DOMAIN" in refused.output
