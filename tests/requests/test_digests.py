"""The daily digest: what it counts, who gets it, and that it comes once a working day."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail as outbox

from tests.requests import build
from tests.requests.build import CHIEF, NOON, WORKER, ZONE
from tests.requests.test_escalating import CLIMBING, climb, member
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.config.commands import digest as command
from townline.contacts.models import Notice
from townline.record.verbs import SYSTEM, Actor, NotAllowed, Role
from townline.requests import queries
from townline.requests.actions import assign, digests, own, work
from townline.requests.models import Digest
from townline.staff import actions as staff
from townline.staff.actions import WrongMailing

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 7, 10, tzinfo=ZONE)


@pytest.fixture
def led(db: None, settings: Any, tmp_path: Any) -> tuple[City, Actor]:
    """Apply Millbrook with somebody who wants the digest of its lights."""
    settings.MEDIA_ROOT = tmp_path
    town = build.apply(offers=(CLIMBING, build.HOLE, build.ABUSE))
    chief = member(town, "chief", Role.SUPERVISOR, departments=("light", "care"))
    want(chief, "light")
    return town, chief


def want(by: Actor, *departments: str, email: str = "chief@example.org") -> None:
    staff.put_mailing(email=email, escalations=False, digests=departments, by=by, at=NOON)


def owed() -> list[dict[str, Any]]:
    return [n.data for n in Notice.objects.filter(template="digest").order_by("id")]


def test_it_counts_what_is_late_due_nobodys_dormant_escalated_and_reopened(
    led: tuple[City, Actor],
) -> None:
    town, chief = led
    late = build.file(town, at=NOON - 20 * DAY).number
    build.file(town, at=NOON - 5 * DAY + timedelta(hours=3))  # due this afternoon
    fresh, given = build.file(town).number, build.file(town).number
    build.file(town, "hole", at=NOON - 30 * DAY)
    said: dict[str, Any] = {"city": town, "at": NOON}
    assign.assign(number=given, to=chief.member_id, crew="", by=CHIEF, seen=2, **said)
    again = build.file(town, at=NOON - DAY).number
    work.close(number=again, outcome="done", by=WORKER, **said)
    own.reopen(number=again, by=CHIEF, reason="Dark again.", **said)
    climb(town, NOON + timedelta(minutes=1))
    found = queries.digest(town, "light", language="en", at=NOON + timedelta(minutes=2))
    assert dict(found.counts) == {
        "late": 1, "due_today": 1, "unassigned": 5, "dormant": 2, "escalated": 2, "reopened": 1,
    }  # fmt: skip
    assert [one.number for one in found.worst][:1] == [late]
    assert fresh not in {one.number for one in found.worst}
    assert found.worst[0].late


def test_another_departments_requests_are_not_in_it(led: tuple[City, Actor]) -> None:
    town, _chief = led
    build.file(town, "abuse", at=NOON - 30 * DAY)
    assert queries.digest(town, "light", language="en", at=NOON).empty
    found = queries.digest(town, "care", language="en", at=NOON)
    assert (found.counts["dormant"], found.counts["unassigned"]) == (1, 1)


def test_it_is_owed_once_a_working_morning_to_those_who_ask(led: tuple[City, Actor]) -> None:
    town, _chief = led
    moments = (
        (MONDAY - timedelta(minutes=30), 0), (MONDAY, 1), (MONDAY + timedelta(hours=9), 0),
        (MONDAY + DAY, 1), (MONDAY + 5 * DAY, 0), (MONDAY + 7 * DAY, 1),
    )  # fmt: skip
    for at, number in moments:
        assert digests.tell(city=town, by=SYSTEM, at=at) == number, at
    assert [data["on"] for data in owed()] == ["2026-03-02", "2026-03-03", "2026-03-09"]


def test_two_workers_at_once_owe_it_once(kept_town: City) -> None:
    chief = member(kept_town, "chief", Role.SUPERVISOR)
    want(chief, "light")
    told = build.together(*(lambda: digests.tell(city=kept_town, by=SYSTEM, at=MONDAY),) * 3)
    assert sum(told) == 1
    assert len(owed()) == 1


def test_who_ended_it_left_the_department_or_the_city_gets_none(led: tuple[City, Actor]) -> None:
    town, chief = led
    want(chief)
    assert digests.tell(city=town, by=SYSTEM, at=MONDAY) == 0
    want(chief, "light", "care")
    staff.change_member(
        city_id=town.id, username="chief", label=None, departments=("care",), roles=None, by=SYSTEM,
        at=NOON,
    )  # fmt: skip
    assert digests.tell(city=town, by=SYSTEM, at=MONDAY) == 1
    assert [data["department"] for data in owed()] == ["care"]
    staff.disable_member(city_id=town.id, username="chief", by=SYSTEM, at=NOON)
    assert digests.tell(city=town, by=SYSTEM, at=MONDAY + DAY) == 0


def test_nobody_asks_for_the_digest_of_another_department(led: tuple[City, Actor]) -> None:
    _town, chief = led
    with pytest.raises(NotAllowed):
        want(chief, "waste")
    for email in ("", "nonsense", "a@b\nBcc: c@d"):
        with pytest.raises(WrongMailing):
            want(chief, "light", email=email)


def test_the_letter_counts_links_and_names_no_resident(led: tuple[City, Actor]) -> None:
    town, chief = led
    number = build.file(town, at=NOON - 20 * DAY, description="At Demo Ana's door.").number
    build.file(town, "abuse", at=NOON - 20 * DAY, address="12 Elm St")
    want(chief, "light", "care")
    digests.tell(city=town, by=SYSTEM, at=MONDAY)
    Notice.objects.exclude(template="digest").delete()
    while delivery.deliver(at=MONDAY):
        pass
    light, care = sorted(outbox.outbox, key=lambda letter: "Care" in letter.subject)
    assert "Street Lighting: how things stand on" in light.subject
    for said in (
        "Late: 1", "/desk/worklist/?view=overdue&department=light", number,
        f"/desk/requests/{number}/", "nobody has it", "/desk/mail/",
    ):  # fmt: skip
        assert said in light.body, said
    for letter in (light, care):
        for private in ("Ana", "ana@", "555-", "door", "Elm"):
            assert private not in letter.body, private
        assert "List-Unsubscribe" not in letter.extra_headers


def test_a_quiet_morning_is_said_too(led: tuple[City, Actor]) -> None:
    town, _chief = led
    digests.tell(city=town, by=SYSTEM, at=MONDAY)
    while delivery.deliver(at=MONDAY):
        pass
    assert "Nothing is late" in outbox.outbox[0].body


def test_old_digests_are_forgotten(led: tuple[City, Actor]) -> None:
    town, _chief = led
    digests.tell(city=town, by=SYSTEM, at=MONDAY)
    assert digests.sweep(before=MONDAY, by=SYSTEM, at=MONDAY) == 0
    assert digests.sweep(before=MONDAY + 2 * DAY, by=SYSTEM, at=MONDAY) == 1
    assert not Digest.objects.exists()


@pytest.mark.usefixtures("led")
def test_the_command_shows_it_in_words_and_as_a_document() -> None:
    run = CliRunner()
    said = json.loads(run.invoke(command.group, ["show", "--department", "light", "--json"]).stdout)
    assert (said["department"], said["counts"]["late"], said["worst"]) == ("light", 0, [])
    words = run.invoke(command.group, ["show", "--department", "light"]).stdout
    assert "Street Lighting" in words
    wrong = run.invoke(command.group, ["show", "--department", "lights"])
    assert wrong.exit_code == 2
    assert "Did you mean 'light'?" in wrong.output


def test_it_takes_as_many_statements_for_many_requests_as_for_none(led: tuple[City, Actor]) -> None:
    town, _chief = led
    counted = []
    for size in (0, 12):
        for _ in range(size):
            build.file(town, at=NOON - 20 * DAY)
        with build.statements() as sent:
            queries.digest(town, "light", language="en", at=NOON)
        counted.append(len([s for s in sent if "requests_" in s or "staff_member" in s]))
    assert counted == [3, 3]
