"""A resident's report, from its submission to its end, as each one sees it."""

import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from tests.ground.databases import ROOT, environment
from tests.ground.installation import run
from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import ANA, BEA, EAST, NOON, WORKER
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.config.commands.request import group as request_command
from townline.contacts.models import Notice
from townline.record import queries as record
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import Receipt, moderate, own, tend, work
from townline.requests.queries import proof

HOUR = timedelta(hours=1)


def test_a_lamp_is_reported_known_asked_about_mended_and_mended_again(town: City) -> None:
    first = build.file(town, description="It is dark.", answers={"what": "dark"}, reporter=ANA)
    (known,) = queries.nearby(town, "lamp", EAST, at=NOON + HOUR)
    second = build.file(town, join=known.number, reporter=BEA, at=NOON + HOUR)
    told: dict[str, Any] = {"city": town, "number": first.number}
    work.acknowledge(by=WORKER, at=NOON + 2 * HOUR, **told)
    work.ask(question="Which pole?", by=WORKER, at=NOON + 3 * HOUR, **told)
    own.answer(text="The second.", by=RESIDENT, at=NOON + 27 * HOUR, **told)
    work.note(text="Bring the ladder.", by=WORKER, at=NOON + 28 * HOUR, **told)
    work.close(
        outcome="repaired", evidence=(jpeg(),), remark="New bulb.", by=WORKER,
        at=NOON + 29 * HOUR, **told,
    )  # fmt: skip
    own.reopen(reason="It blinks.", by=RESIDENT, at=NOON + 48 * HOUR, **told)
    tend.tend(at=NOON + timedelta(days=30))
    work.start(by=WORKER, at=NOON + timedelta(days=30, hours=1), **told)
    moderate.release(by=WORKER, at=NOON + timedelta(days=30, hours=1), **told)
    work.close(outcome="nothing", by=WORKER, at=NOON + timedelta(days=30, hours=2), **told)

    end = NOON + timedelta(days=31)
    seen = queries.by_anyone(town, first.number, language="en", at=end)
    assert [line.says for line in seen.lines] == [
        "Received through the web", "Sent to Street Lighting", "Reported by one more person",
        "The department has read it", "The department asked the reporter a question",
        "The reporter answered", "Closed: Repaired.", "Opened again", "Sent to Street Lighting",
        "Not done by the promised date", "Work started", "Closed: We found nothing there.",
    ]  # fmt: skip
    assert [line.seq for line in seen.lines] == sorted(line.seq for line in seen.lines)
    assert all(a.at <= b.at for a, b in zip(seen.lines, seen.lines[1:], strict=False))
    assert (seen.status, seen.outcome_kind, seen.reports) == ("closed", "nothing_found", 2)

    the_others_read(town, first.number, second, at=end)


def the_others_read(town: City, number: str, second: Receipt, *, at: datetime) -> None:
    """Hold what the second reporter, the staff and the couriers have of the same story."""
    other = queries.by_reporter(town, second.number, second.secret, language="es", at=at)
    assert (other.status, other.outcome_words, other.lead) == ("closed", "Reparado.", number)
    staff = queries.by_staff(town, number, WORKER, language="en", at=at)
    assert [line.note for line in staff.lines if line.verb == "request.noted"] == [
        "Bring the ladder."
    ]
    assert len(staff.lines) == staff.seq
    assert sorted(Notice.objects.values_list("template", flat=True)) == [
        "asked", "closed", "closed", "closed", "receipt", "receipt",
    ]  # fmt: skip
    assert not list(proof.disagreements())


def shown(*args: str) -> Any:
    """Run ``townline request show``."""
    return CliRunner().invoke(request_command, ["show", *args, "--city", "millbrook"])


def test_the_command_line_shows_one_request(town: City) -> None:
    receipt = build.file(town)
    document = json.loads(shown(receipt.number, "--json").stdout)
    assert set(document) >= {"number", "status", "department", "due_at", "entries"}
    assert (document["number"], document["status"]) == (receipt.number, "open")
    assert document["department"] == "light"
    assert document["due_at"] == build.row(receipt.number).due_at.isoformat()
    assert [entry["verb"] for entry in document["entries"]] == [
        "request.submitted", "request.routed",
    ]  # fmt: skip
    assert receipt.secret not in json.dumps(document)
    assert ANA.email not in json.dumps(document)
    plain = shown(receipt.number.replace("-", " ")).stdout
    assert receipt.number in plain
    assert "Sent to Street Lighting" in plain


@pytest.mark.parametrize(
    ("number", "says"),
    [("26-100001-0", "last digit"), ("1-404", "no request"), ("!", "no request")],
)
def test_the_command_line_says_why_there_is_nothing_to_show(
    town: City, number: str, says: str
) -> None:
    done = shown(number, "--json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert says in done.stderr


FILING = """
import django; django.setup()
from tests.requests import build
from townline.cities import queries
city = queries.by_slug("millbrook")
while True:
    print(build.file(city, key="").number, flush=True)
"""


def test_what_was_numbered_outlives_a_killed_process(kept_town: City, own_database: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", FILING],
        env=environment(own_database) | {"DJANGO_SETTINGS_MODULE": "townline.config.settings"},
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    numbers = [process.stdout.readline().strip() for _ in range(12)]
    process.send_signal(signal.SIGKILL)
    numbers += process.stdout.read().split()
    process.stdout.close()
    assert process.wait(10) == -signal.SIGKILL
    for number in numbers:
        assert build.verbs_of(number) == ["submitted", "routed"]
        assert build.row(number).contact_id
    kept = build.ServiceRequest.objects.count()
    assert len(numbers) <= kept <= len(numbers) + 1
    assert Notice.objects.count() == kept
    seal_all()
    assert not record.verify().faults
    assert not list(proof.disagreements())
    assert run(environment(own_database), "audit").returncode == 0
