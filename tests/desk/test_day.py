"""A crew's day: its stops and their order, and closings that may come twice or too late."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import do, text_of, words
from tests.desk.test_assigning import duty, member
from tests.desk.test_bulk import done, seen, status, verbs_of
from tests.desk.test_worklist import numbers
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.requests.models import Stop

FAR, MIDDLE = Point(41.001, -87.995), Point(41.001, -87.998)


def plan(client: Client, town: City, *stops: str, who: str = "", days: int = 0) -> None:
    on = (timezone.now().astimezone(town.zone) + timedelta(days=days)).date()
    me = str(member(town, "worker").id)
    done(client, "plan", *stops, who=who or me, on=on.isoformat())


def finish(client: Client, number: str, *, key: str = "k" * 16, **said: Any) -> Any:
    last = said.pop("seen", seen(number).partition("~")[2])
    return client.post(
        "/desk/day/finish/",
        {"number": number, "seen": last, "key": key, "outcome": "working", **said},
        headers={"Accept": "application/json"},
    )


def test_a_day_shows_its_stops_and_is_put_in_the_order_of_a_short_way(
    worker: Client, town: City
) -> None:
    here, far, middle = fairview.submit(), fairview.submit(point=FAR), fairview.submit(point=MIDDLE)
    plan(worker, town, here, far, middle)
    page = worker.get("/desk/day/").content.decode()
    assert numbers(page, [here, far, middle]) == [here, far, middle]
    worker.post("/desk/day/arrange/", {"do": "way"})
    page = worker.get("/desk/day/").content.decode()
    assert numbers(page, [here, far, middle]) == [here, middle, far]
    worker.post("/desk/day/arrange/", {"do": "up", "number": far})
    page = worker.get("/desk/day/").content.decode()
    assert numbers(page, [here, far, middle]) == [here, far, middle]
    worker.post("/desk/day/arrange/", {"do": "up", "number": here})
    worker.post("/desk/day/arrange/", {"do": "off", "number": far})
    page = worker.get("/desk/day/").content.decode()
    assert numbers(page, [here, far, middle]) == [here, middle]
    assert verbs_of(far)[-2:] == ["planned", "unplanned"]


def test_a_crew_has_a_day_that_its_department_sees_and_no_other(worker: Client, town: City) -> None:
    duty(town, "worker", None, crews=("East crew",))
    number = fairview.submit()
    plan(worker, town, number, who="crew:East crew")
    path = "/desk/day/?who=lighting~East%20crew"
    assert number in text_of(fairview.signed_in("colleague"), path)
    assert "East crew" in text_of(worker, "/desk/day/")
    assert fairview.signed_in("gardener").get(path).status_code == 403
    theirs = member(town, "worker").id
    assert fairview.signed_in("gardener").get(f"/desk/day/?who={theirs}").status_code == 403
    assert fairview.signed_in("analyst").get("/desk/day/").status_code == 403


def test_a_request_is_on_one_list_a_day_and_a_day_that_passed_is_not_planned(
    worker: Client, town: City
) -> None:
    number = fairview.submit()
    plan(worker, town, number)
    plan(worker, town, number)
    assert Stop.objects.count() == 1
    plan(worker, town, number, days=1)
    assert Stop.objects.count() == 2
    row, me = seen(number), member(town, "worker").id
    answer = worker.post("/desk/bulk/", {
        "deed": "plan", "row": row, "go": "1", "key": "p" * 20, "who": me, "on": "2026-01-05",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "This day has passed." in words(answer)


def test_a_closing_that_comes_twice_is_done_once(worker: Client) -> None:
    number = fairview.submit()
    last = seen(number).partition("~")[2]
    for _turn in range(2):
        answer = finish(worker, number, seen=last, remark="Demo: shines.")
        assert answer.status_code == 200
        assert answer.json()["state"] == "done"
    assert verbs_of(number).count("closed") == 1
    other = finish(worker, number, seen=last, remark="Demo: something else.")
    assert (other.status_code, other.json()["state"]) == (422, "refused")


def test_a_closing_of_what_changed_meanwhile_is_not_taken_and_says_so(worker: Client) -> None:
    number = fairview.submit()
    last = seen(number).partition("~")[2]
    do(fairview.signed_in("colleague"), number, "start")
    answer = finish(worker, number, seen=last)
    assert (answer.status_code, answer.json()["state"]) == (409, "stale")
    assert status(number) == "in_progress"
    again = finish(worker, number)
    assert again.json()["state"] == "done", "a refused key may be used again"


def test_a_closing_without_what_it_demands_is_refused_in_words(worker: Client) -> None:
    number = fairview.submit()
    answer = finish(worker, number, outcome="repaired")
    assert answer.status_code == 422
    assert "needs a photo" in answer.json()["says"]
    assert finish(worker, number, outcome="").json()["says"] == "Choose how it ended."


def test_without_scripts_a_stop_is_closed_and_a_refusal_keeps_what_was_typed(
    worker: Client, town: City
) -> None:
    number = fairview.submit()
    plan(worker, town, number)
    said = {"number": number, "seen": seen(number).partition("~")[2], "key": "n" * 16}
    page = worker.post("/desk/day/finish/", {**said, "outcome": "repaired", "remark": "Demo: hm"})
    assert page.status_code == 422
    assert "Demo: hm" in page.content.decode()
    answer = worker.post("/desk/day/finish/", {**said, "outcome": "working"})
    assert answer.headers["Location"] == "/desk/day/"
    assert status(number) == "closed"
    assert "0 stops are left." in text_of(worker, "/desk/day/")


def test_nobody_closes_a_stop_of_another_department(worker: Client) -> None:
    tree = fairview.submit("tree")
    answer = finish(worker, tree, outcome="done")
    assert answer.status_code == 403
    assert status(tree) == "open"
    secret = fairview.submit("danger")
    assert finish(worker, secret, outcome="done").status_code == 404


def test_a_day_costs_a_fixed_few_statements(
    kept_town: City, django_assert_max_num_queries: Any
) -> None:
    worker = fairview.signed_in("worker")
    plan(worker, kept_town, *(fairview.submit() for _ in range(6)))
    worker.get("/desk/day/")
    with django_assert_max_num_queries(8):
        worker.get("/desk/day/")


def test_the_script_that_keeps_the_day_holds_nothing_of_anybody(town: City) -> None:
    answer = Client().get("/desk/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert '"/desk/day/"' in answer.content.decode()
