"""Bulk: looked at first, done request by request, taken back without removing an entry."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import do, text_of, words
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import following, work
from townline.requests.models import BundleRow, Follower, RequestEntry, ServiceRequest


def seen(number: str) -> str:
    return f"{number}~{ServiceRequest.objects.get(number=number).seq}"


def look(client: Client, deed: str, *numbers: str, **said: Any) -> Any:
    return client.post(
        "/desk/bulk/", {"deed": deed, "row": [seen(number) for number in numbers], **said}
    )


def done(client: Client, deed: str, *numbers: str, **said: Any) -> str:
    """Do something to several, and return the address of what became of it."""
    page = look(client, deed, *numbers).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key, page
    answer = look(client, deed, *numbers, go="1", key=key[1], **said)
    assert answer.status_code == 302, words(answer)
    return str(answer.headers["Location"])


def status(number: str) -> str:
    return ServiceRequest.objects.get(number=number).status


def verbs_of(number: str) -> list[str]:
    found = RequestEntry.objects.filter(subject__number=number).order_by("seq")
    return [verb.removeprefix("request.") for verb in found.values_list("verb", flat=True)]


def waiting(template: str) -> Any:
    return Notice.objects.filter(template=template, given_up_at=None, sent_at=None)


def test_nothing_is_done_before_somebody_has_looked_at_it(worker: Client) -> None:
    first, second = fairview.submit(), fairview.submit()
    page = words(look(worker, "start", first, second))
    assert "It will be done to 2 requests. Nothing has been done yet." in page
    assert status(first) == status(second) == "open"


def test_what_cannot_be_done_is_told_for_each_and_the_others_are_done(worker: Client) -> None:
    begun, fresh, held = fairview.submit(), fairview.submit(), fairview.submit(suspicion=("x",))
    do(worker, begun, "start")
    page = words(look(worker, "start", begun, fresh, held))
    assert page.count("Its work has begun, or it is not open.") == 2
    told = text_of(worker, done(worker, "start", begun, fresh, held))
    assert status(fresh) == "in_progress"
    assert verbs_of(begun).count("started") == 1
    assert "Work started: 1 / 1" in told


def test_what_somebody_changes_between_looking_and_doing_is_left_and_said(
    worker: Client, town: City
) -> None:
    number, other = fairview.submit(), fairview.submit()
    before = [seen(number), seen(other)]
    work.note(city=town, number=number, text="Wait", by=fairview.actor("worker"), at=timezone.now())
    page = words(worker.post("/desk/bulk/", {"deed": "start", "row": before}))
    assert "It changed while you were choosing" in page
    from townline.requests.actions import bundle
    from townline.staff import queries as staff

    on = timezone.now().date()
    me = next(p for p in staff.colleagues(town, on=on) if p.label == "Demo worker")
    from dataclasses import replace

    by = replace(fairview.actor("worker"), member_id=me.id)
    chosen = [bundle.Chosen(*_split(row)) for row in before]
    bundle.do(city=town, key="k" * 20, deed="start", chosen=chosen, said={}, by=by,
              at=timezone.now())  # fmt: skip
    assert (status(number), status(other)) == ("open", "in_progress")
    found = queries.bundle(town, "k" * 20, by, language="en")
    assert found
    assert [line.fault for line in found.lines] == ["stale", ""]


def _split(row: str) -> tuple[str, int]:
    number, _tilde, last = row.partition("~")
    return number, int(last)


def test_a_closing_of_many_is_taken_back_before_anybody_was_told(worker: Client) -> None:
    first, second = fairview.submit(), fairview.submit()
    do(worker, second, "start")
    was = ServiceRequest.objects.get(number=second)
    there = done(worker, "close", first, second, outcome="working", remark="Demo: it shone.")
    assert status(first) == status(second) == "closed"
    (one, two) = waiting("closed").order_by("id")
    assert one.not_before > timezone.now()
    answer = worker.post(f"{there}take-back/", follow=True)
    assert "Taken back. The record of each request says so." in words(answer)
    assert (status(first), status(second)) == ("open", "in_progress")
    assert verbs_of(first)[-2:] == ["closed", "taken_back"]
    assert verbs_of(second)[-2:] == ["closed", "worked_on"]
    now = ServiceRequest.objects.get(number=second)
    assert (now.closed_at, now.outcome, now.due_at) == (None, "", was.due_at)
    assert not waiting("closed").exists()
    assert set(Notice.objects.filter(pk__in=[one.pk, two.pk]).values_list("given_up_for")) == {
        ("withdrawn",)
    }


def test_who_follows_a_request_is_not_told_of_a_mistake_either(worker: Client, town: City) -> None:
    number = fairview.submit()
    following.follow(
        city=town, number=number, medium="email", address="demo-follower@example.org",
        language="en", by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    (follower,) = Follower.objects.all()
    following.confirm(city=town, follower_id=follower.pk, by=RESIDENT, at=timezone.now())
    there = done(worker, "close", number, outcome="working")
    (notice,) = waiting("followed")
    assert notice.not_before > timezone.now()
    worker.post(f"{there}take-back/")
    assert not waiting("followed").exists()


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("start", {}),
        ("pause", {"reason": "materials"}),
        ("ask", {"question": "Demo: which lamp?"}),
    ],
)
def test_what_is_taken_back_stands_as_before(
    worker: Client, deed: str, said: dict[str, str], town: City
) -> None:
    number = fairview.submit()
    was = ServiceRequest.objects.get(number=number)
    there = done(worker, deed, number, **said)
    assert status(number) != "open"
    worker.post(f"{there}take-back/")
    now = ServiceRequest.objects.get(number=number)
    fields = ("status", "responded_at", "due_at", "paused_at", "pause_reason", "rest", "crew")
    assert {f: getattr(now, f) for f in fields} == {f: getattr(was, f) for f in fields}
    assert now.seq == was.seq + 2
    assert not waiting("asked").exists()


def test_a_note_to_many_is_corrected_by_another_note(worker: Client) -> None:
    number = fairview.submit()
    there = done(worker, "note", number, text="Demo: wrong street")
    worker.post(f"{there}take-back/")
    assert verbs_of(number)[-2:] == ["noted", "noted"]
    page = text_of(worker, f"/desk/requests/{number}/")
    assert "Demo: wrong street" in page
    assert "was written by mistake" in page


def test_what_somebody_went_on_with_is_not_taken_back(worker: Client, town: City) -> None:
    first, second = fairview.submit(), fairview.submit()
    there = done(worker, "start", first, second)
    work.note(city=town, number=first, text="On it", by=fairview.actor("worker"), at=timezone.now())
    page = words(worker.post(f"{there}take-back/", follow=True))
    assert (status(first), status(second)) == ("in_progress", "open")
    assert "Not taken back: Somebody changed it meanwhile." in page


def test_after_a_minute_nothing_is_taken_back(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = fairview.submit()
    there = done(worker, "start", number)
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr("townline.desk.bulk.timezone.now", lambda: later)
    page = words(worker.post(f"{there}take-back/", follow=True))
    assert "It is too late" in page
    assert status(number) == "in_progress"
    assert "Take it back" not in page


def test_a_form_that_is_sent_twice_does_nothing_twice(worker: Client) -> None:
    number = fairview.submit()
    row = seen(number)
    for _turn in range(2):
        worker.post("/desk/bulk/", {
            "deed": "note", "row": row, "go": "1", "key": "same" * 5, "text": "Demo: once",
        })  # fmt: skip
    assert verbs_of(number).count("noted") == 1


def test_what_is_missing_is_said_and_nothing_done(worker: Client) -> None:
    number = fairview.submit()
    answer = look(worker, "close", number, go="1", key="x" * 20)
    assert answer.status_code == 422
    assert status(number) == "open"
    assert words(worker.post("/desk/bulk/", {"deed": "start"}, follow=True)).count(
        "Choose at least one request"
    )
    assert worker.post("/desk/bulk/", {"deed": "demolish", "row": "1~1"}).status_code == 404


def test_evidence_is_demanded_of_each(worker: Client) -> None:
    number = fairview.submit()
    told = text_of(worker, done(worker, "close", number, outcome="repaired"))
    assert "This outcome needs a photo of the work" in told
    assert status(number) == "open"
    done(worker, "close", number, outcome="repaired", reference="WO 311")
    assert status(number) == "closed"


def test_a_lead_is_not_closed_among_others(worker: Client) -> None:
    lead = fairview.submit()
    fairview.submit(join=lead)
    assert "Others have joined it" in words(look(worker, "close", lead))


def test_only_outcomes_in_common_are_offered(town: City) -> None:
    admin = fairview.signed_in("admin")
    light, tree = fairview.submit("light"), fairview.submit("tree")
    page = words(look(admin, "close", light, tree))
    assert "no outcome in common" in page


def test_nothing_is_done_to_the_requests_of_another_department(town: City) -> None:
    theirs, worker = fairview.submit("tree"), fairview.signed_in("worker")
    page = words(look(worker, "start", theirs))
    assert theirs not in page
    look(worker, "start", theirs, go="1", key="y" * 20)
    assert status(theirs) == "open"
    assert not BundleRow.objects.exists()


def test_nobody_sees_or_takes_back_what_another_did(worker: Client) -> None:
    number = fairview.submit()
    there = done(worker, "start", number)
    colleague = fairview.signed_in("colleague")
    assert colleague.get(there).status_code == 404
    assert colleague.post(f"{there}take-back/").status_code == 404
    assert status(number) == "in_progress"


@pytest.mark.usefixtures("kept_town")
def test_a_page_of_many_is_looked_at_with_a_fixed_few_statements(
    django_assert_max_num_queries: Any,
) -> None:
    worker = fairview.signed_in("worker")
    numbers = [fairview.submit() for _ in range(8)]
    look(worker, "close", numbers[0])
    rows = [seen(number) for number in numbers]
    with django_assert_max_num_queries(8):
        worker.post("/desk/bulk/", {"deed": "close", "row": rows})
    there = done(worker, "start", *numbers)
    with django_assert_max_num_queries(12):
        worker.get(there)
