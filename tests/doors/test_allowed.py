"""Who may open which address: every address of every door, against ``staff/allowed.toml``."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.desk import fairview
from townline.config.addresses import addresses
from townline.config.commands import permissions
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions as staff
from townline.staff.rules.allowed import Unreadable, allowed, read
from townline.staff.verbs import MEMBER_ROLES

TABLE = allowed()
ROLES = ("agent", "worker", "supervisor", "analyst", "clerk", "admin")
SAMPLES: dict[str, Any] = {
    "service": "light", "suffix": "json", "secret": "wrong", "code": "light", "kind": "none",
    "link": "wrong", "zoom": 0, "x": 0, "y": 0, "kept": 1, "member": 1, "bundle": "none",
    "position": 1,
    "notice": 0, "contact": 1, "letter": 0, "handed": 0, "provider": "none", "key": 1,
    "entry": 1, "deed": "none", "queue": "none", "agent": 1, "week": "2026-W09",
    "appraisal": 1, "shift": 1,
    "client": "lacity", "district": "1", "matter_id": 1, "history_id": 1, "text_id": 1,
    "body_id": 1, "action_id": 1, "type_id": 1, "person_id": 1, "event_id": 1, "item_id": 1,
    "path": "city.toml", "department": "none", "question": "none", "outcome": "none",
    "calendar": "none", "edition": 1, "place": 1, "identifier": "26-0001", "body": "none",
    "meeting": "none", "person": "none", "version": 1, "step": 1,
}  # fmt: skip


EVERY = {name: pattern for name, _path, pattern in addresses()}
STAFF = TABLE.staff


def path_of(name: str, number: str) -> str:
    """Return a path to the address, with arguments that fit it."""
    if ":" not in name or "^" in name:
        return "/" + name.split("^")[0]
    pattern = EVERY[name].pattern
    wanted = getattr(pattern, "converters", None) or pattern.regex.groupindex
    given = {"number": number, "name": "none", "token": "none", **SAMPLES}
    return reverse(name, kwargs={key: given[key] for key in wanted})


@pytest.fixture
def number(db: None, settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    fairview.apply()
    return fairview.submit(description="Dark.")


def asks_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/desk/sign-in/" in answer.headers["Location"]


def test_every_address_is_in_the_table_once_and_the_table_has_no_other() -> None:
    assert sorted(EVERY) == sorted(TABLE.names)
    assert len([*addresses()]) == len(EVERY)


def test_the_table_knows_no_other_roles() -> None:
    assert {role for roles in STAFF.values() for role in roles} == set(ROLES)


def test_everyone_may_open_what_is_public(number: str) -> None:
    for name in TABLE.everyone:
        answer = Client().get(path_of(name, number))
        assert answer.status_code not in (401, 403), name
        assert not asks_to_sign_in(answer), name


def test_nobody_opens_a_reporters_page_without_its_secret(number: str) -> None:
    for name, client in product(TABLE.secret, (Client(), fairview.signed_in("admin"))):
        assert client.get(path_of(name, number)).status_code == 404, name


def test_whoever_has_not_signed_in_is_asked_to(number: str) -> None:
    for name in STAFF:
        path = path_of(name, number)
        assert asks_to_sign_in(Client().get(path)), name
        assert asks_to_sign_in(Client().post(path, {"seen": "1"})), name


def test_a_login_of_another_city_opens_nothing(number: str) -> None:
    fairview.apply("meadowview", people=False)
    stranger = fairview.signed_in("worker")
    for name in STAFF:
        path = "/c/meadowview" + path_of(name, number)
        assert stranger.get(path).status_code == 403, name
        assert stranger.post(path, {"seen": "1"}).status_code == 403, name


def member(role: str, department: str) -> Client:
    """Add somebody of one role to one department alone, and return their browser."""
    city = fairview.cities_known.first()
    assert city is not None
    name = f"{role}-{department}"
    staff.add_member(
        city_id=city.id, username=name, password=fairview.PASSWORD, label=f"Demo {name}",
        departments=(department,), roles=(Role(role),), by=SYSTEM, at=fairview.APPLIED,
    )  # fmt: skip
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


@pytest.mark.parametrize("own", [True, False], ids=["own department", "another department"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_gives_it_and_nothing_else(
    role: str, own: bool, number: str
) -> None:
    client, opened = member(role, "lighting" if own else "parks"), set()
    for name in STAFF:
        path = path_of(name, number)
        answer = client.get(path)
        assert not asks_to_sign_in(answer), name
        if answer.status_code == 403:
            assert client.post(path, {"seen": "1"}).status_code == 403, name
        else:
            opened.add(name)
    assert opened == {name for name in STAFF if role in TABLE.roles_of(name, own=own)}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_confidential_in_another_department_is_there_for_nobody(
    role: str, number: str
) -> None:
    hidden, client = fairview.submit("danger", point=None), member(role, "parks")
    unseen = 404 if role in TABLE.roles_of("desk:request") else 403
    assert client.get(path_of("desk:request", hidden)).status_code == unseen
    for name in TABLE.own_department:
        wanted = 404 if role in TABLE.roles_of(name) else 403
        assert client.get(path_of(name, hidden)).status_code == wanted, name
        assert client.post(path_of(name, hidden), {"seen": "1"}).status_code == wanted, name
    assert hidden not in client.get("/desk/worklist/?view=all").content.decode()


def test_the_command_says_for_each_address_and_role_what_the_table_says() -> None:
    answer = CliRunner().invoke(permissions.group, ["--json"])
    said = json.loads(answer.stdout)
    assert [each["name"] for each in said["addresses"]] == [*EVERY]
    for each in said["addresses"]:
        if each["opens_to"] != "roles":
            assert each["name"] in (*TABLE.everyone, *TABLE.secret)
            continue
        for role in MEMBER_ROLES:
            inside = role in TABLE.roles_of(each["name"])
            outside = role in TABLE.roles_of(each["name"], own=False)
            word = "all" if outside else "own" if inside else "-"
            assert each["roles"][role] == word, each["name"]


def test_the_command_says_who_may_enter_each_verb_and_where() -> None:
    said = json.loads(CliRunner().invoke(permissions.group, ["--json"]).stdout)
    verbs = {each["name"]: each["roles"] for each in said["verbs"]}
    closed = verbs["request.closed"]
    assert (closed["worker"], closed["agent"], closed["system"]) == ("own", "-", "all")
    assert (verbs["request.freed"]["agent"], verbs["request.freed"]["worker"]) == ("all", "own")
    assert {"member.added", "key.revoked", "service.suspended", "bulletin.ended"} <= verbs.keys()


def test_the_command_prints_one_role_where_one_is_asked_for() -> None:
    text = CliRunner().invoke(permissions.group, ["--role", "analyst"]).stdout
    lines = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line}
    assert lines["address"] == ["analyst"]
    assert lines["desk:start"] == ["-"]
    assert lines["desk:request"] == ["all"]
    assert lines["portal:home"] == ["everyone"]


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ('everyone = ["a"]\nsecret = ["a"]\nown_department = []\n[staff]', "named twice: a"),
        ('everyone = []\nsecret = []\nown_department = ["b"]\n[staff]', "not of staff: b"),
        ("everyone = []\nsecret = []\nown_department = []\n[staff]\na = []", "no role may"),
        ('everyone = []\nsecret = []\nown_department = []\n[staff]\na = ["mayor"]', "'mayor'"),
    ],
)
def test_a_table_that_contradicts_itself_is_not_read(says: str, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        read(says)
