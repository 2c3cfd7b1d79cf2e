"""The page of one request: what it shows to whom, and what it offers to do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import deeds, do, done, statements, text_of, words
from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import City
from townline.desk import casefile
from townline.geography.rules.place import Point
from townline.requests.models import ServiceRequest


def test_the_page_tells_what_was_reported_where_and_why_it_is_ours(worker: Client) -> None:
    east = Point(fairview.OAK.lat, -87.995)
    number = fairview.submit(
        description="Dark since Monday.",
        address="90 Oak St",
        point=east,
        landmark="behind the library",
        answers={"pattern": "dark", "pole": "A-17"},
    )
    page = text_of(worker, f"/desk/requests/{number}/")
    for told in (
        number, "Street light out", "Dark since Monday.", "90 Oak St", "behind the library",
        "What does it do? It is dark", "A-17", "Council district East", "Street Lighting",
        "East crew", "the east crew looks after District 2", "Received through the web",
        "Sent to Street Lighting", "Due on",
    ):  # fmt: skip
        assert told in page, told


def test_answers_stand_in_the_order_in_which_they_were_asked(worker: Client) -> None:
    number = fairview.submit(answers={"pole": "A-17", "pattern": "dark"})
    page = text_of(worker, f"/desk/requests/{number}/")
    assert page.index("What does it do?") < page.index("What number is on the pole?")


def test_only_the_own_department_learns_who_reported_it(town: City) -> None:
    number = fairview.submit()
    for name, knows in {
        "worker": True, "supervisor": True, "agent": True,
        "gardener": False, "analyst": False, "admin": False,
    }.items():  # fmt: skip
        page = text_of(fairview.signed_in(name), f"/desk/requests/{number}/")
        assert ("555-0123" in page) is knows, name
        assert ("demo@example.org" in page) is knows, name


def test_a_confidential_request_is_missing_for_other_departments(town: City) -> None:
    number = fairview.submit("danger", point=None, description="It is about next door.")
    assert "next door" in text_of(fairview.signed_in("carer"), f"/desk/requests/{number}/")
    for path in ("", "note/", "close/"):
        answer = fairview.signed_in("worker").get(f"/desk/requests/{number}/{path}")
        assert answer.status_code == 404
        assert "next door" not in answer.content.decode()


def test_an_unknown_number_is_missing_and_says_what_to_do(worker: Client) -> None:
    answer = worker.get("/desk/requests/26-000000-0/")
    assert answer.status_code == 404
    assert "Check the number" in words(answer)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("worker", {"start", "acknowledge", "ask", "pause", "evidence", "close", "note", "reassign",
                    "reclassify", "merge", "cancel", "release", "reply", "update", "assign",
                    "first"}),
        ("supervisor", {"start", "acknowledge", "ask", "pause", "evidence", "close", "note",
                        "reassign", "reclassify", "merge", "cancel", "release", "redact",
                        "reply", "update", "assign", "first"}),
        ("agent", {"reply", "note", "reassign", "reclassify", "merge", "cancel", "photos"}),
        ("analyst", set()),
        ("gardener", set()),
    ],
)  # fmt: skip
def test_only_what_may_follow_and_what_the_reader_may_do_is_offered(
    town: City, name: str, offered: set[str]
) -> None:
    number = fairview.submit(description="Dark.")
    assert deeds(fairview.signed_in(name), number) == offered


def test_what_is_offered_follows_the_course_of_the_request(supervisor: Client) -> None:
    number = fairview.submit()
    done(supervisor, number, "start")
    assert "start" not in deeds(supervisor, number)
    done(supervisor, number, "pause", reason="weather")
    paused = deeds(supervisor, number)
    assert "resume" in paused
    assert not paused & {"pause", "ask", "start"}
    done(supervisor, number, "resume")
    done(supervisor, number, "close", outcome="working")
    assert deeds(supervisor, number) == {
        "reopen", "note", "evidence", "release", "redact", "reply",
    }  # fmt: skip


def test_a_held_request_is_freed_or_rejected_and_nothing_else(worker: Client) -> None:
    number = fairview.submit(suspicion=("links",), description="Buy!")
    assert {"free", "reject"} <= deeds(worker, number)
    assert not {"close", "start", "cancel", "merge"} & deeds(worker, number)
    assert "its text advertises with links" in text_of(worker, f"/desk/requests/{number}/")


def test_the_record_marks_what_staff_alone_read(worker: Client) -> None:
    number = fairview.submit()
    page = done(worker, number, "note", text="Bring the tall ladder.")
    assert "Bring the tall ladder. Seen by staff only" in page
    assert "Demo worker" in page


def test_text_is_escaped(worker: Client) -> None:
    number = fairview.submit(description="<script>alert(1)</script>")
    assert "<script>alert(1)" not in worker.get(f"/desk/requests/{number}/").content.decode()


def test_known_ones_near_by_and_those_who_joined_are_named(worker: Client) -> None:
    lead = fairview.submit()
    near = fairview.submit()
    joined = fairview.submit(join=lead)
    page = text_of(worker, f"/desk/requests/{lead}/")
    assert near in page
    assert joined in page
    assert "2 reports" in page
    assert lead in text_of(worker, f"/desk/requests/{joined}/")


@pytest.mark.usefixtures("kept_town")
def test_the_page_asks_as_much_for_a_long_record_as_for_a_short_one() -> None:
    worker = fairview.signed_in("worker")
    number = fairview.submit(ago=timedelta(hours=3))
    page = f"/desk/requests/{number}/"
    worker.get(page)
    with CaptureQueriesContext(connection) as short:
        worker.get(page)
    for n in range(6):
        done(worker, number, "note", text=f"Note {n}")
        fairview.submit()
    worker.get(page)
    with CaptureQueriesContext(connection) as long:
        worker.get(page)
    assert statements(long) == statements(short) <= 13


def test_a_request_ends_as_the_edition_it_was_made_under_says(town: City, worker: Client) -> None:
    number = fairview.submit()
    _repaired, dropped, *kept = fairview.OUTCOMES
    later = Outcome(code="swapped", kind="done", words={"en": "The lamp was swapped."})
    light = replace(fairview.LIGHT, questions=(), outcomes=(*kept, later))
    fairview.apply(people=False, offers=(light,))
    page = f"/desk/requests/{number}/"
    assert "What does it do? It is dark" in text_of(worker, page)
    form = text_of(worker, f"{page}close/")
    assert "We found the light working." in form
    assert later.words["en"] not in form
    assert do(worker, number, "close", outcome=later.code).status_code == 422
    assert "Closed: We found the light working." in done(
        worker, number, "close", outcome=dropped.code
    )


def test_an_order_of_a_service_that_is_no_longer_offered_still_opens(town: City) -> None:
    day = (timezone.now().astimezone(fairview.ZONE) + timedelta(days=2)).date()
    number = fairview.submit("bulky", order_date=day)
    fairview.apply(people=False, offers=(fairview.LIGHT,))
    agent = fairview.signed_in("agent")
    assert "Sofa" in text_of(agent, f"/desk/requests/{number}/")
    assert "No other day has room" in text_of(agent, f"/desk/requests/{number}/move/")


def test_all_who_joined_are_named_however_far_away_and_the_rest_counted(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = fairview.submit()
    far = fairview.submit(join=lead, point=Point(40.991, -88.009))
    placed_nowhere_near = fairview.submit(join=lead, point=Point(41.009, -88.009))
    page = text_of(worker, f"/desk/requests/{lead}/")
    assert far in page
    assert placed_nowhere_near in page
    assert "more." not in page
    monkeypatch.setattr(casefile, "MOST_JOINED", 1)
    page = text_of(worker, f"/desk/requests/{lead}/")
    assert far not in page
    assert "And 1 more." in page


@pytest.mark.parametrize(
    ("origin", "word"),
    [("demo", "Demo"), ("imported", "From imported data"), ("synthetic", "Synthetic")],
)
def test_what_nobody_sent_in_here_is_marked_in_words(
    worker: Client, origin: str, word: str
) -> None:
    number = fairview.submit()
    tag = f'<span class="tag">{word}</span>'
    pages = ("/desk/worklist/", f"/desk/requests/{number}/")
    assert not any(tag in worker.get(page).content.decode() for page in pages)
    ServiceRequest.objects.update(origin=origin)
    for page in pages:
        assert tag in worker.get(page).content.decode()


def test_the_page_says_why_it_is_here_and_why_it_is_due_then(worker: Client) -> None:
    number = fairview.submit(point=Point(fairview.OAK.lat, -87.995))
    page = text_of(worker, f"/desk/requests/{number}/")
    for told in (
        "Why is it here?", "Rule 1 of this service sends it to Street Lighting.",
        "It fits because the place lies in Council district East.",
        "The city's reason: the east crew looks after District 2.",
        "Why is it due then?", "Promised: 3 days, from when it was requested", "So it is due on",
    ):  # fmt: skip
        assert told in page, told


def test_a_pause_is_among_the_reasons_and_a_hand_is_named(worker: Client) -> None:
    number = fairview.submit()
    done(worker, number, "pause", reason="weather")
    page = text_of(worker, f"/desk/requests/{number}/")
    assert "The weather does not allow the work: the clock stands still since" in page
    done(worker, number, "resume")
    page = done(worker, number, "reassign", department="parks", reason="It is their lamp.")
    assert "Demo worker sent it to Parks by hand: “It is their lamp.”" in page
    assert "the clock stood still from" in page


def test_a_pause_offers_only_reasons_that_a_department_may_give(worker: Client) -> None:
    number = fairview.submit()
    form = worker.get(f"/desk/requests/{number}/pause/").content.decode()
    assert 'value="weather"' in form
    assert 'value="not_said"' not in form
    assert 'value="waiting_resident"' not in form
