"""Giving a request to a person, and what another department does first."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import deeds, do, done, text_of, words
from tests.desk.test_work import photo
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests.actions import messages
from townline.requests.models import RequestEntry, ServiceRequest, Words
from townline.requests.rules import lifecycle
from townline.requests.verbs import BY_CODE
from townline.staff.models import Member


def member(name: str) -> str:
    return str(Member.objects.get(user__username=name).pk)


def test_a_request_is_given_to_a_person_on_its_own_page(worker: Client) -> None:
    number = fairview.submit()
    form = text_of(worker, f"/desk/requests/{number}/assign/")
    assert "Demo worker (you)" in form
    assert "0 open requests" in form
    assert "Demo gardener" not in form
    page = done(worker, number, "assign", to=member("colleague"))
    assert "Who has it Demo colleague" in page
    assert "Given to Demo colleague" in page
    assert "1 open request" in text_of(worker, f"/desk/requests/{number}/assign/")
    assert "No longer given to Demo colleague" in done(worker, number, "assign", to="nobody")


@pytest.mark.parametrize("to", ["gardener", "agent"])
def test_nobody_else_can_be_given_it(worker: Client, to: str) -> None:
    answer = do(worker, fairview.submit(), "assign", to=member(to))
    assert answer.status_code == 422


def test_giving_it_to_whoever_has_it_says_so(worker: Client) -> None:
    number = fairview.submit()
    done(worker, number, "assign", to=member("worker"))
    answer = do(worker, number, "assign", to=member("worker"))
    assert answer.status_code == 422
    assert "given to them already" in words(answer)


def first(client: Client, number: str, **said: Any) -> ServiceRequest:
    done(client, number, "first", **({"service": "tree", "reason": "Cut the branch."} | said))
    return ServiceRequest.objects.get(parent__number=number)


def test_another_department_is_asked_and_both_name_each_other(worker: Client) -> None:
    number = fairview.submit(address="12 Oak St", description="Dark.")
    child = first(worker, number)
    parent = ServiceRequest.objects.get(number=number)
    assert (child.department, child.service_code, child.status) == ("parks", "tree", "open")
    assert (child.lat, child.lon, child.address) == (parent.lat, parent.lon, parent.address)
    assert child.due_at is not None
    assert child.contact_id is None or child.contact_id != parent.contact_id
    page = text_of(worker, f"/desk/requests/{number}/")
    assert "Other departments do this first:" in page
    assert child.number in page
    gardener = fairview.signed_in("gardener")
    page = text_of(gardener, f"/desk/requests/{child.number}/")
    assert "This is done first for:" in page
    assert number in page
    assert "Cut the branch." in page
    for one in (number, child.number):
        entries = RequestEntry.objects.filter(subject__number=one).order_by("seq")
        row = ServiceRequest.objects.get(number=one)
        replayed = lifecycle.replay(BY_CODE[entry.verb] for entry in entries)
        assert (replayed, row.seq) == (row.status, len(entries))


def test_residents_read_that_somebody_is_asked_and_not_what(worker: Client) -> None:
    number = fairview.submit()
    child = first(worker, number, reason="Ask at the neighbour's.")
    page = words(Client().get(f"/requests/{number}/"))
    assert "Another department is asked to do something first" in page
    assert child.number not in page
    assert "neighbour" not in page
    public = words(Client().get(f"/requests/{child.number}/"))
    assert number not in public
    assert "neighbour" not in public


def test_it_is_not_done_before_the_other_department_unless_it_is_said_why(worker: Client) -> None:
    number = fairview.submit()
    child = first(worker, number)
    said = {"outcome": "repaired", "reference": "W-1"}
    answer = do(worker, number, "close", **said)
    assert answer.status_code == 422
    assert "Another department has not finished" in words(answer)
    page = done(worker, number, "close", **said, despite="They cut it by themselves.")
    assert "They cut it by themselves." in page
    gardener = fairview.signed_in("gardener")
    done(gardener, child.number, "close", outcome="done")
    assert "What another department was to do first has ended" in text_of(
        worker, f"/desk/requests/{number}/"
    )


def test_other_ends_need_no_reason_and_an_ended_child_hinders_nothing(worker: Client) -> None:
    number = fairview.submit()
    first(worker, number)
    done(worker, number, "close", outcome="working")
    number = fairview.submit()
    child = first(worker, number)
    done(fairview.signed_in("gardener"), child.number, "close", outcome="done")
    assert "despite" not in worker.get(f"/desk/requests/{number}/close/").content.decode()
    done(worker, number, "close", outcome="repaired", evidence=photo())


def test_a_child_of_something_confidential_is_so_too_and_hidden_from_others(town: City) -> None:
    number = fairview.submit("danger", point=None, description="In confidence.")
    carer = fairview.signed_in("carer")
    child = first(carer, number)
    assert child.publicity == "nothing"
    assert Client().get(f"/requests/{child.number}/").status_code == 404
    page = text_of(fairview.signed_in("gardener"), f"/desk/requests/{child.number}/")
    assert "A confidential request" in page
    assert number not in page


def test_what_is_done_first_asks_nobody_further_and_orders_are_not_offered(worker: Client) -> None:
    number = fairview.submit()
    assert 'value="bulky"' not in worker.get(f"/desk/requests/{number}/first/").content.decode()
    child = first(worker, number)
    answer = do(fairview.signed_in("gardener"), child.number, "first", service="light", reason="x")
    assert answer.status_code == 422
    assert "itself done first" in words(answer)
    assert do(worker, number, "first", service="tree", reason=" ").status_code == 422


def test_answers_that_fit_go_along(worker: Client) -> None:
    number = fairview.submit(answers={"pattern": "dark", "pole": "A-17"})
    child = first(worker, number)
    assert Words.objects.get(request=child).answers == {}


def test_agents_and_others_may_not(town: City) -> None:
    number = fairview.submit()
    for name in ("agent", "analyst", "gardener"):
        assert not {"assign", "first"} & deeds(fairview.signed_in(name), number)


def test_the_worklist_is_narrowed_to_messages_not_looked_at(town: City, worker: Client) -> None:
    wrote, quiet = fairview.submit(), fairview.submit()
    messages.receive_message(
        city=town, number=wrote, text="Any news?", by=RESIDENT, at=timezone.now()
    )
    page = text_of(worker, "/desk/worklist/?unread=1")
    assert wrote in page
    assert quiet not in page
    done(worker, wrote, "reply", text="Tomorrow.")
    assert wrote not in text_of(worker, "/desk/worklist/?unread=1")
