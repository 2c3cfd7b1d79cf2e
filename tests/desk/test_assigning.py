"""Who has a request: given by hand and by rule, shown, listed, and kept to the department."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import do, text_of, words
from tests.desk.test_bulk import done, look, verbs_of
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.actions import assign
from townline.requests.models import ServiceRequest
from townline.requests.rules.submission import Unfit
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.queries import Colleague


def member(town: City, name: str) -> Colleague:
    on = timezone.now().astimezone(town.zone).date()
    return next(p for p in staff.colleagues(town, on=on) if p.label == f"Demo {name}")


def duty(town: City, name: str, capacity: int | None, **more: Any) -> None:
    staff_actions.put_duty(
        city_id=town.id, member_id=member(town, name).id, capacity=capacity,
        crews=more.get("crews", ()), away=more.get("away"), by=fairview.actor("admin"),
        at=timezone.now(),
    )  # fmt: skip


def has(number: str) -> int | None:
    return ServiceRequest.objects.values_list("assignee", flat=True).get(number=number)


def test_a_request_is_given_to_a_colleague_listed_as_theirs_and_taken_back(
    worker: Client, town: City
) -> None:
    number, other = fairview.submit(), fairview.submit()
    colleague = member(town, "colleague")
    there = done(worker, "assign", number, to=str(colleague.id))
    assert has(number) == colleague.id
    theirs = fairview.signed_in("colleague").get("/desk/worklist/?whose=mine").content.decode()
    assert number in theirs
    assert other not in theirs
    nobodys = worker.get("/desk/worklist/?whose=nobody").content.decode()
    assert other in nobodys
    assert number not in nobodys
    assert "Given to Demo colleague" in text_of(worker, f"/desk/requests/{number}/")
    worker.post(f"{there}take-back/")
    assert has(number) is None
    assert verbs_of(number)[-2:] == ["assigned", "unassigned"]


def test_a_crew_is_given_work_without_a_person(worker: Client, town: City) -> None:
    number = fairview.submit()
    duty(town, "worker", None, crews=("West crew",))
    done(worker, "assign", number, to="crew:West crew")
    assert ServiceRequest.objects.get(number=number).crew == "West crew"
    page = worker.get("/desk/worklist/", {"crew": "West crew"}).content.decode()
    assert number in page


def test_residents_never_read_who_has_a_request(worker: Client, town: City) -> None:
    number = fairview.submit()
    done(worker, "assign", number, to=str(member(town, "colleague").id))
    page = words(Client().get(f"/requests/{number}/"))
    assert "colleague" not in page


def test_nobody_is_given_what_is_of_another_department(worker: Client, town: City) -> None:
    number, gardener = fairview.submit(), member(town, "gardener")
    with pytest.raises(Unfit, match="works for its department"):
        assign.assign(
            city=town, number=number, to=gardener.id, by=fairview.actor("worker"),
            at=timezone.now(),
        )  # fmt: skip
    answer = look(worker, "assign", number, go="1", key="k" * 20, to=str(gardener.id))
    assert answer.status_code == 422
    assert has(number) is None


def test_who_has_it_loses_it_when_it_goes_to_another_department(worker: Client, town: City) -> None:
    number = fairview.submit()
    done(worker, "assign", number, to=str(member(town, "worker").id))
    do(worker, number, "reassign", department="parks", crew="", reason="Demo: a tree fell")
    assert has(number) is None


def test_a_rule_gives_new_work_to_those_who_are_there_and_below_their_capacity(town: City) -> None:
    numbers = [fairview.submit(ago=timedelta(hours=9 - n)) for n in range(5)]
    today = timezone.now().astimezone(town.zone).date()
    duty(town, "worker", 1)
    duty(town, "colleague", 2)
    duty(town, "supervisor", 9, away=(today, today + timedelta(days=1)))
    given = assign.share_out(city=town, departments=("lighting",), by=SYSTEM, at=timezone.now())
    assert given == 3
    worker, colleague = member(town, "worker").id, member(town, "colleague").id
    assert sorted(filter(None, map(has, numbers))) == sorted([worker, colleague, colleague])
    assert [has(n) for n in numbers[3:]] == [None, None], "the most urgent come first"
    assert assign.share_out(
        city=town, departments=("lighting",), by=SYSTEM, at=timezone.now()
    ) == 0  # fmt: skip


def test_departments_that_do_not_want_the_rule_are_left_alone(town: City) -> None:
    number = fairview.submit()
    duty(town, "worker", 5)
    assert assign.share_out(city=town, by=SYSTEM, at=timezone.now()) == 0
    assert has(number) is None


def test_chosen_requests_are_shared_out_by_rule(worker: Client, town: City) -> None:
    numbers = [fairview.submit() for _ in range(3)]
    duty(town, "worker", 1)
    duty(town, "colleague", 1)
    told = text_of(worker, done(worker, "share", *numbers))
    assert "Nobody who is there has room for it." in told
    assert sorted(map(bool, map(has, numbers))) == [False, True, True]


def test_a_leader_says_what_somebody_takes_on(supervisor: Client, town: City) -> None:
    worker = member(town, "worker")
    page = f"/desk/team/{worker.id}/"
    answer = supervisor.post(page, {
        "crews_text": "East crew, , West crew", "capacity": "7", "away_from": "2026-08-01",
        "away_until": "2026-08-14",
    })  # fmt: skip
    assert answer.status_code == 302
    found = member(town, "worker")
    assert (found.crews, found.capacity) == (("East crew", "West crew"), 7)
    assert (found.away_from, found.away_until) == (date(2026, 8, 1), date(2026, 8, 14))
    assert "/ 7" in text_of(supervisor, "/desk/team/")
    wrong = supervisor.post(page, {"away_from": "2026-08-14", "away_until": "2026-08-01"})
    assert wrong.status_code == 422
    assert "The last day comes before the first." in words(wrong)


def test_nobody_changes_the_duty_of_another_department_and_workers_change_none(
    worker: Client, supervisor: Client, town: City
) -> None:
    gardener, colleague = member(town, "gardener").id, member(town, "colleague").id
    assert supervisor.get(f"/desk/team/{gardener}/").status_code == 404
    assert worker.get(f"/desk/team/{colleague}/").status_code == 403
    assert "Demo gardener" not in text_of(worker, "/desk/team/")


def test_a_list_is_kept_under_a_name_shared_counted_and_removed(worker: Client, town: City) -> None:
    fairview.submit()
    worker.post("/desk/worklist/kept/", {
        "name": "Dark lamps", "query": "view=to_do&service=light&after=1~2",
        "department": "lighting",
    })  # fmt: skip
    for client in (worker, fairview.signed_in("colleague")):
        page = client.get("/desk/worklist/").content.decode()
        assert 'href="?view=to_do&amp;service=light"' in page
        assert "Dark lamps" in page
    assert "Dark lamps" not in text_of(fairview.signed_in("gardener"), "/desk/worklist/")
    (kept,) = staff.saved_filters(_by(town, "worker"))
    colleague = fairview.signed_in("colleague")
    colleague.post(f"/desk/worklist/kept/{kept.id}/remove/")
    assert staff.saved_filters(_by(town, "worker")), "only its owner removes it"
    worker.post(f"/desk/worklist/kept/{kept.id}/remove/")
    assert staff.saved_filters(_by(town, "worker")) == ()


def test_a_list_is_not_shared_with_another_department(worker: Client, town: City) -> None:
    worker.post("/desk/worklist/kept/", {"name": "x", "query": "", "department": "parks"})
    assert staff.saved_filters(_by(town, "gardener")) == ()


def _by(town: City, name: str) -> Any:
    from dataclasses import replace

    return replace(fairview.actor(name), member_id=member(town, name).id)
