"""The worklist: whose requests it shows, in which order, narrowed how, and at what cost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import fairview
from tests.desk.pages import done
from tests.knowledge import emergencies
from townline.cities.rules.city import City
from townline.requests.models import ServiceRequest


def numbers(page: str, given: list[str]) -> list[str]:
    """Return those of ``given`` that a page names, in its order."""
    return sorted((n for n in given if n in page), key=page.index)


def test_a_worker_sees_the_requests_of_their_department_alone(worker: Client) -> None:
    ours, theirs = fairview.submit("light"), fairview.submit("tree")
    page = worker.get("/desk/worklist/").content.decode()
    assert ours in page
    assert theirs not in page


def test_the_most_urgent_comes_first_and_what_is_overdue_says_so_in_words(worker: Client) -> None:
    later = fairview.submit(ago=timedelta(hours=1))
    late = fairview.submit(ago=timedelta(days=6))
    page = worker.get("/desk/worklist/").content.decode()
    assert numbers(page, [later, late]) == [late, later]
    assert "Overdue for 3 days" in page
    overdue = worker.get("/desk/worklist/?view=overdue").content.decode()
    assert late in overdue
    assert later not in overdue


def test_each_view_holds_what_its_name_says(worker: Client, town: City) -> None:
    held = fairview.submit(suspicion=("links",))
    open_ = fairview.submit()
    assert held in worker.get("/desk/worklist/?view=held").content.decode()
    assert held not in worker.get("/desk/worklist/").content.decode()
    everything = worker.get("/desk/worklist/?view=all").content.decode()
    assert held in everything
    assert open_ in everything
    assert "Nothing here" in worker.get("/desk/worklist/?view=closed").content.decode()


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("service=light", True),
        ("service=bulky", False),
        ("area=district:1", True),
        ("area=district:2", False),
        ("service=no-such&view=nonsense&page=x", True),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(worker: Client, query: str, fits: bool) -> None:
    number = fairview.submit(description="They flicker all night")
    page = worker.get(f"/desk/worklist/?{query}").content.decode()
    assert (number in page) is fits


def test_a_list_of_many_departments_is_narrowed_to_one(town: City) -> None:
    light, tree = fairview.submit("light"), fairview.submit("tree")
    admin = fairview.signed_in("admin")
    page = admin.get("/desk/worklist/?department=parks").content.decode()
    assert numbers(page, [light, tree]) == [tree]


def test_a_long_list_has_pages_forward_and_back(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.desk.worklist.PAGE", 2)
    given = [fairview.submit(ago=timedelta(hours=hours)) for hours in (5, 4, 3, 2, 1)]
    for sort, order in (("due", given), ("newest", given[::-1]), ("oldest", given)):
        pages = [worker.get(f"/desk/worklist/?sort={sort}").content.decode()]
        while following := re.search(r'rel="next" href="([^"]+)"', pages[-1]):
            pages.append(worker.get(f"/desk/worklist/{unescape(following[1])}").content.decode())
        assert [numbers(page, given) for page in pages] == [order[:2], order[2:4], order[4:]]
        before = re.search(r'rel="prev" href="([^"]+)"', pages[-1])
        assert before
        back = worker.get(f"/desk/worklist/{unescape(before[1])}").content.decode()
        assert numbers(back, given) == order[2:4]


@pytest.mark.parametrize("mark", ["x", "~", "~0", "1~2", "2026-01-01~5", f"~{2**64}"])
def test_a_page_of_an_address_that_was_made_up_is_the_first_and_says_so(
    worker: Client, mark: str
) -> None:
    number = fairview.submit()
    page = worker.get("/desk/worklist/", {"after": mark}).content.decode()
    assert number in page or "Nothing to do" in page


@pytest.mark.usefixtures("kept_town")
def test_the_list_asks_as_much_for_many_requests_as_for_one() -> None:
    worker = fairview.signed_in("worker")
    fairview.submit()
    worker.get("/desk/worklist/")
    with CaptureQueriesContext(connection) as one:
        worker.get("/desk/worklist/")
    for _ in range(9):
        fairview.submit()
    with CaptureQueriesContext(connection) as ten:
        worker.get("/desk/worklist/")
    assert len(one) == len(ten) <= 10


def test_a_number_opens_its_request_however_it_is_written(worker: Client) -> None:
    number = fairview.submit()
    sent = worker.post("/desk/find/", {"number": f" {number.replace('-', '')} "})
    assert sent.headers["Location"] == f"/desk/requests/{number}/"


def test_a_mistyped_number_is_said_to_be_mistyped(worker: Client) -> None:
    number = fairview.submit()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = worker.post("/desk/find/", {"number": wrong})
    assert answer.status_code == 422
    assert "A digit of this number must be wrong" in answer.content.decode()


def test_the_list_can_be_sorted_by_when_it_was_requested_or_changed(worker: Client) -> None:
    first = fairview.submit(ago=timedelta(hours=9))
    second = fairview.submit(ago=timedelta(hours=5))
    done(worker, first, "start")
    for sort, wanted in {
        "due": [first, second], "newest": [second, first], "oldest": [first, second],
        "changed": [first, second], "nonsense": [first, second],
    }.items():  # fmt: skip
        page = worker.get(f"/desk/worklist/?sort={sort}").content.decode()
        assert numbers(page, [first, second]) == wanted, sort
    assert "sort=changed" not in worker.get("/desk/worklist/?view=overdue").content.decode()


def test_a_sorted_list_stays_within_the_own_department_and_view(worker: Client) -> None:
    ours, held = fairview.submit(), fairview.submit(suspicion=("links",))
    theirs = fairview.submit("tree")
    page = worker.get("/desk/worklist/?sort=newest").content.decode()
    assert numbers(page, [ours, held, theirs]) == [ours]


def _around(worker: Client, place: str) -> str:
    return worker.post("/desk/find/", {"near": place}, follow=True).content.decode()


def test_all_that_is_known_about_a_place_is_found_by_its_address(worker: Client) -> None:
    here, parks = fairview.submit(), fairview.submit("tree")
    far = fairview.submit(point=None, address="3 N Elm St")
    page = _around(worker, "12 oak")
    assert numbers(page, [here, parks, far]) == [parks, here]
    assert far in _around(worker, "3 N Elm St")


def test_a_place_that_is_not_in_the_city_is_said_not_to_be(worker: Client) -> None:
    answer = worker.post("/desk/find/", {"near": "77 Nowhere Blvd"}, follow=True)
    assert answer.status_code == 422
    assert "not found in the city" in answer.content.decode()


def test_what_is_confidential_is_not_found_by_its_place(worker: Client) -> None:
    secret = fairview.submit("danger")
    assert secret not in _around(worker, "12 Oak St")


def test_an_agent_begins_with_calls_and_everybody_else_with_the_worklist(town: City) -> None:
    assert fairview.signed_in("agent").get("/desk/").headers["Location"] == "/desk/calls/"
    assert fairview.signed_in("worker").get("/desk/").headers["Location"] == "/desk/worklist/"


def test_what_tells_of_an_emergency_stands_above_the_list_until_somebody_begins_it(
    worker: Client, town: City
) -> None:
    emergencies.put(town)
    plain = fairview.submit(description="It flickers", ago=timedelta(days=2))
    grave = fairview.submit(description="A pole fell and the house is on fire")
    elsewhere = fairview.submit("tree", description="my house is on fire")
    page = worker.get("/desk/worklist/").content.decode()
    above = page.split("These tell of an emergency", 1)[1].split("</ul>", 1)[0]
    assert grave in above
    assert plain not in above
    assert elsewhere not in above
    opened = worker.get(f"/desk/requests/{grave}/").content.decode()
    assert "Its words tell of an emergency." in opened
    assert (
        "Its words tell of an emergency."
        not in worker.get(f"/desk/requests/{plain}/").content.decode()
    )
    ServiceRequest.objects.filter(number=grave).update(status="in_progress")
    assert "These tell of an emergency" not in worker.get("/desk/worklist/").content.decode()
