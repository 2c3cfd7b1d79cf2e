"""Handling a request as another service: what changes is shown first, and answers go along."""

from dataclasses import replace
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import do, done, text_of, words
from townline.cities.rules.city import City
from townline.hours import Promise
from townline.requests.actions import work
from townline.requests.models import ServiceRequest, Words

LAMP = replace(
    fairview.LIGHT, code="lamp", words={"en": "Lamp too bright"}, department="parks", routes=(),
    questions=fairview.LIGHT.questions[:1], resolve=Promise(9, "days"),
)  # fmt: skip


def lit(number: str) -> ServiceRequest:
    return ServiceRequest.objects.get(number=number)


def test_what_changes_is_shown_before_and_nothing_is_done(town: City) -> None:
    fairview.apply(people=False, offers=(*fairview.OFFERS, LAMP))
    worker = fairview.signed_in("worker")
    number = fairview.submit(answers={"pattern": "dark", "pole": "A-17"})
    form = words(worker.get(f"/desk/requests/{number}/reclassify/"))
    assert "Show what changes" in form
    answer = do(worker, number, "reclassify", service="lamp", reason="Too bright.", preview="1")
    shown = words(answer)
    for told in (
        "This will change", "Parks", "Until now:", "Answers that go along", "It is dark",
        "Answers that only the history keeps", "A-17", "Nothing is changed yet.",
    ):  # fmt: skip
        assert told in shown, told
    assert lit(number).service_code == "light"
    other = do(worker, number, "reclassify", service="tree", reason="x", shown="lamp")
    assert "This will change" in words(other), "another choice is shown again before it is done"
    assert lit(number).service_code == "light"


def test_fitting_answers_go_along_and_the_history_keeps_the_others(town: City) -> None:
    fairview.apply(people=False, offers=(*fairview.OFFERS, LAMP))
    worker = fairview.signed_in("worker")
    number = fairview.submit(answers={"pattern": "dark", "pole": "A-17"})
    was = lit(number).due_at
    page = done(worker, number, "reclassify", service="lamp", reason="Too bright.", shown="lamp")
    assert Words.objects.get(request__number=number).answers == {"pattern": "dark"}
    assert "What number is on the pole? A-17" in page
    assert "A-17" not in words(Client().get(f"/requests/{number}/"))
    now = lit(number)
    assert was is not None
    assert now.due_at == was + timedelta(days=6), "as the other promises, from the same beginning"
    assert "So it is due on" in page
    assert now.department == "parks"


def test_pauses_count_for_the_other_promise_as_well(town: City, worker: Client) -> None:
    number, at = fairview.submit(ago=timedelta(days=2)), timezone.now()
    told = {"city": town, "number": number, "by": fairview.actor("worker")}
    work.pause(reason="weather", at=at - timedelta(days=1), **told)
    work.resume(at=at, **told)
    work.reclassify(service_code="tree", reason="It is a tree.", at=at, **told)
    due = lit(number).due_at
    assert due is not None
    assert abs(due - (at + timedelta(days=4))) < timedelta(hours=1, minutes=1)
    assert "So it is due on" in text_of(fairview.signed_in("gardener"), f"/desk/requests/{number}/")


def test_it_is_said_that_a_request_becomes_confidential(worker: Client) -> None:
    number = fairview.submit()
    answer = do(worker, number, "reclassify", service="danger", reason="x", preview="1")
    assert "It becomes confidential" in words(answer)
