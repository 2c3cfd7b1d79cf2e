"""The people of a city, as an administrator looks after them on screen."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions
from townline.staff.queries import people

OTHER = "seven brown owls"
MOST_STATEMENTS = 12


@pytest.fixture
def admin(town: City) -> Client:
    return fairview.signed_in("admin")


def page_of(town: City, username: str) -> str:
    return f"/desk/people/{people.named(town.id, username).number}/"


def saved(client: Client, path: str, **said: Any) -> Any:
    """Send the form of a person as it stands, but for what is said."""
    seen = re.search(r'name="seen" value="(\d+)"', client.get(path).content.decode())
    form = {"seen": seen and seen[1], "label": "Demo worker", "roles": ["worker"],
            "departments": ["lighting"]}  # fmt: skip
    return client.post(path, {**form, **said})


def link_in(answer: Any) -> str:
    found = re.search(r'value="http://testserver(/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def test_a_person_is_added_chooses_a_password_by_the_link_and_signs_in(admin: Client) -> None:
    said = {"username": "new", "label": "Demo new", "roles": ["worker"], "departments": ["parks"]}
    answer = admin.post("/desk/people/add/", said)
    path = answer.headers["Location"]
    assert "Demo new was added" in text_of(admin, path)
    link = link_in(admin.post(f"{path}link/"))
    guest = Client()
    assert "Choose a password Demo" not in text_of(guest, link)
    assert "new" in text_of(guest, link)
    wrong = guest.post(link, {"password": OTHER, "again": "other"})
    assert (wrong.status_code, "differ" in words(wrong)) == (422, True)
    weak = guest.post(link, {"password": "short", "again": "short"})
    assert (weak.status_code, "too short" in words(weak)) == (422, True)
    done = guest.post(link, {"password": OTHER, "again": OTHER})
    assert done.headers["Location"] == "/desk/sign-in/"
    again = guest.post(link, {"password": OTHER, "again": OTHER})
    assert (again.status_code, "Ask your administrator" in words(again)) == (404, True)
    signed = guest.post("/desk/sign-in/", {"username": "new", "password": OTHER})
    assert signed.headers["Location"] == "/desk/"
    assert "Demo new chose a password by the link" in text_of(admin, path)


def test_a_link_is_kept_by_no_browser_and_shown_once(admin: Client, town: City) -> None:
    path = page_of(town, "worker")
    shown = admin.post(f"{path}link/")
    assert "no-store" in shown.headers["Cache-Control"]
    link = link_in(shown)
    assert "no-store" in Client().get(link).headers["Cache-Control"]
    assert link not in admin.get(path).content.decode()


def test_new_roles_hold_from_the_next_click_on_and_stand_in_the_history(
    admin: Client, town: City, worker: Client
) -> None:
    path = page_of(town, "worker")
    assert worker.get("/desk/calls/").status_code == 403
    assert saved(admin, path, roles=["agent"]).status_code == 302
    assert worker.get("/desk/calls/").status_code == 200
    assert "Roles: Worker → Agent" in text_of(admin, path)


def test_who_is_shut_out_is_out_on_every_device_and_may_be_let_in_again(
    admin: Client, town: City, worker: Client
) -> None:
    path = page_of(town, "worker")
    assert worker.get("/desk/worklist/").status_code == 200
    admin.post(f"{path}disable/", {"reason": "Left the city."})
    assert worker.get("/desk/worklist/").status_code == 302
    assert "Left the city." in text_of(admin, path)
    assert "Demo worker" in text_of(admin, "/desk/people/?view=disabled")
    assert "Demo worker" not in text_of(admin, "/desk/people/")
    admin.post(f"{path}enable/")
    assert "Demo worker" in text_of(admin, "/desk/people/")


def test_a_new_password_ends_the_sessions_of_the_old(
    admin: Client, town: City, worker: Client
) -> None:
    link = link_in(admin.post(f"{page_of(town, 'worker')}link/"))
    assert worker.get("/desk/worklist/").status_code == 200
    Client().post(link, {"password": OTHER, "again": OTHER})
    assert worker.get("/desk/worklist/").status_code == 302


def test_the_last_administrator_can_neither_be_shut_out_nor_lose_the_role(
    admin: Client, town: City
) -> None:
    path = page_of(town, "admin")
    shut = admin.post(f"{path}disable/", follow=True)
    assert "This is the last administrator" in words(shut)
    answer = saved(admin, path, roles=["worker"])
    assert (answer.status_code, "This is the last administrator" in words(answer)) == (422, True)
    assert people.named(town.id, "admin").roles == (Role.ADMIN,)


def test_who_has_not_seen_the_last_change_reads_it_first(admin: Client, town: City) -> None:
    path = page_of(town, "worker")
    old = {"label": "Demo other", "roles": ["worker"], "departments": ["lighting"], "seen": 1}
    assert saved(admin, path, roles=["analyst"]).status_code == 302
    answer = admin.post(path, old)
    assert (answer.status_code, "Somebody changed this person" in words(answer)) == (409, True)
    assert admin.post(path, {**old, "seen": 2}).status_code == 302


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"username": "worker"}, "Somebody has this user name"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"roles": []}, "Choose at least one role"),
        ({"roles": ["system"]}, "not one of the available choices"),
        ({"departments": ["nowhere"]}, "not one of the available choices"),
        ({"label": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    admin: Client, said: dict[str, Any], says: str
) -> None:
    form = {"username": "new", "label": "Demo new", "roles": ["worker"], "departments": ["parks"]}
    answer = admin.post("/desk/people/add/", {**form, **said})
    assert (answer.status_code, says in words(answer)) == (422, True)


def test_people_of_another_city_are_not_found(admin: Client, town: City) -> None:
    there = fairview.apply("meadowview", people=False)
    number = actions.add_member(
        city_id=there.id, username="stranger", label="Demo stranger", departments=(),
        roles=(Role.ADMIN,), by=SYSTEM, at=fairview.APPLIED,
    )  # fmt: skip
    assert admin.get(f"/desk/people/{number}/").status_code == 404
    for deed in ("disable", "enable", "link"):
        assert admin.post(f"/desk/people/{number}/{deed}/").status_code == 404
    assert "Demo stranger" not in text_of(admin, "/desk/people/")
    assert people.one(there.id, number).disabled_at is None


def test_no_list_and_no_page_of_people_takes_more_statements_with_more_of_them(
    kept_town: City,
) -> None:
    for number in range(60):
        actions.add_member(
            city_id=kept_town.id, username=f"many{number}", label=f"Demo {number}",
            departments=("parks",), roles=(Role.WORKER,), by=SYSTEM, at=fairview.APPLIED,
        )  # fmt: skip
    admin = fairview.signed_in("admin")
    for path in ("/desk/people/?role=worker", "/desk/people/?page=2", page_of(kept_town, "many1")):
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(path).status_code == 200
        assert len(asked) <= MOST_STATEMENTS, path
    assert "Page 2" in text_of(admin, "/desk/people/?page=2")
    assert "Nothing here fits" in text_of(admin, "/desk/people/?words=zzz")
