"""What a department does through its forms, from the first look to the end and back."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.desk import fairview
from tests.desk.pages import deeds, do, done, text_of, words
from townline.cities.rules.city import City
from townline.requests.rules.photos import MOST_BYTES
from townline.requests.rules.submission import Reporter


def photo(name: str = "lamp.png") -> SimpleUploadedFile:
    """Return a small picture, as a browser sends one."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_a_request_is_worked_from_its_arrival_to_its_end(worker: Client) -> None:
    number = fairview.submit()
    assert "The department has read it" in done(worker, number, "acknowledge")
    assert "Work started" in done(worker, number, "start")
    paused = done(worker, number, "pause", reason="materials")
    assert "Paused: waiting for materials or parts" in paused
    assert "The clock stands still" in paused
    assert "Work goes on" in done(worker, number, "resume")
    closed = done(worker, number, "close", outcome="working", remark="It shone as we came.")
    assert "Closed: We found the light working." in closed
    assert "It shone as we came." in closed
    assert number in text_of(worker, "/desk/worklist/?view=closed")


def test_an_outcome_that_needs_proof_is_refused_without_it_and_keeps_the_words(
    worker: Client,
) -> None:
    number = fairview.submit()
    answer = do(worker, number, "close", outcome="repaired", remark="New lamp put in.")
    assert answer.status_code == 422
    assert "needs a photo of the work" in words(answer)
    assert "New lamp put in." in words(answer)
    assert "Reference: WO-17" in done(
        worker, number, "close", outcome="repaired", reference="WO-17"
    )


def test_a_photo_of_the_work_is_proof(worker: Client) -> None:
    number = fairview.submit()
    page = done(worker, number, "close", outcome="repaired", evidence=[photo()])
    assert "Closed: The light was repaired." in page
    assert "Of the work" in page


def test_closing_shows_the_wording_that_residents_will_read(worker: Client) -> None:
    number = fairview.submit()
    form = text_of(worker, f"/desk/requests/{number}/close/")
    assert "The light was repaired. Done – needs a photo or a reference" in form
    assert "Cancelled by whoever reported it." not in form


def test_asking_stops_the_clock_and_an_agent_enters_the_answer(town: City) -> None:
    worker, agent = fairview.signed_in("worker"), fairview.signed_in("agent")
    number = fairview.submit()
    asked = done(worker, number, "ask", question="Which side of the street?")
    assert "Which side of the street?" in asked
    assert "Waiting for the reporter" in asked
    assert number in text_of(worker, "/desk/worklist/?view=waiting")
    answered = done(agent, number, "answer", text="The north side.")
    assert "The north side." in answered
    assert "In progress" in answered


def test_the_worker_is_told_that_a_question_may_never_be_read(worker: Client) -> None:
    silent = fairview.submit(reporter=Reporter(phone="555-0177"))
    assert "Perhaps better call them." in text_of(worker, f"/desk/requests/{silent}/ask/")
    reached = fairview.submit()
    assert "left no e-mail" not in text_of(worker, f"/desk/requests/{reached}/ask/")


def test_a_photo_that_is_too_large_is_refused_before_it_is_read(worker: Client) -> None:
    huge = SimpleUploadedFile("a.png", b"x" * (MOST_BYTES + 1), "image/png")
    answer = do(worker, fairview.submit(), "evidence", photos=[huge])
    assert answer.status_code == 422
    assert "8 MB at most" in words(answer)


def test_a_request_is_given_to_another_department_with_the_reason(worker: Client) -> None:
    number = fairview.submit()
    page = done(worker, number, "reassign", department="parks", reason="A tree hides the lamp.")
    assert "Parks , because: A tree hides the lamp." in page
    assert number in text_of(fairview.signed_in("gardener"), "/desk/worklist/")
    assert number not in text_of(worker, "/desk/worklist/")
    assert worker.get(f"/desk/requests/{number}/start/").status_code == 403


def test_a_request_becomes_another_service_and_keeps_its_number(worker: Client) -> None:
    number = fairview.submit()
    page = done(worker, number, "reclassify", service="tree", reason="It is a branch.")
    assert "Now handled as Fallen tree" in page
    assert "Sent to Parks" in page


def test_two_about_the_same_thing_become_one_incident_and_part_again(worker: Client) -> None:
    lead, other = fairview.submit(), fairview.submit()
    page = done(worker, other, "merge", known=lead)
    assert f"Joined to {lead}" in page
    assert "2 reports" in text_of(worker, f"/desk/requests/{lead}/")
    assert "No longer joined" in done(worker, other, "part")


def test_the_outcome_of_the_lead_closes_all_who_joined(worker: Client) -> None:
    lead, other = fairview.submit(), fairview.submit()
    done(worker, other, "merge", known="other", lead=lead.replace("-", ""))
    done(worker, lead, "close", outcome="working")
    assert "Closed: We found the light working." in text_of(worker, f"/desk/requests/{other}/")


@pytest.mark.parametrize("lead", ["", "26-9", "26-999999-9", "not a number!"])
def test_a_merge_needs_a_request_that_there_is(worker: Client, lead: str) -> None:
    answer = do(worker, fairview.submit(), "merge", lead=lead)
    assert answer.status_code == 422
    assert "There is 1 thing to put right" in words(answer)


def test_what_is_missing_is_said_beside_its_field(worker: Client) -> None:
    number = fairview.submit()
    for deed in ("ask", "pause", "note", "evidence", "reassign", "reclassify", "close"):
        answer = do(worker, number, deed, **({"department": "parks"} if deed == "reassign" else {}))
        assert answer.status_code == 422, deed
        assert "to put right" in words(answer), deed


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("pause", {"reason": "waiting_resident"}),
        ("pause", {"reason": "no-such"}),
        ("ask", {"question": "x" * 4001}),
        ("note", {"text": "a\x00b"}),
        ("reassign", {"department": "no-such", "reason": "r"}),
        ("reclassify", {"service": "light", "reason": "r"}),
        ("close", {"outcome": "cancelled"}),
        ("evidence", {"photos": [SimpleUploadedFile("a.png", b"no picture", "image/png")]}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    worker: Client, deed: str, said: dict[str, object]
) -> None:
    number = fairview.submit()
    before = text_of(worker, f"/desk/requests/{number}/")
    assert do(worker, number, deed, **said).status_code == 422
    assert text_of(worker, f"/desk/requests/{number}/") == before


def test_a_supervisor_opens_again_what_was_not_done(town: City) -> None:
    worker, supervisor = fairview.signed_in("worker"), fairview.signed_in("supervisor")
    number = fairview.submit()
    done(worker, number, "close", outcome="working")
    assert "reopen" not in deeds(worker, number)
    page = done(supervisor, number, "reopen", reason="It is dark again.")
    assert "Opened again" in page
    assert "It is dark again." in page
    assert number in text_of(worker, "/desk/worklist/")


def test_an_order_is_moved_and_cancelled_for_the_resident(agent: Client) -> None:
    day = (timezone.now().astimezone(fairview.ZONE) + timedelta(days=3)).date()
    number = fairview.submit("bulky", order_date=day)
    to = day + timedelta(days=1)
    form = agent.get(f"/desk/requests/{number}/move/").content.decode()
    assert f'value="{to.isoformat()}"' in form
    assert f'value="{day.isoformat()}"' not in form
    assert "Moved from" in done(agent, number, "move", to=to.isoformat())
    cancel = text_of(agent, f"/desk/requests/{number}/cancel/")
    assert "Residents will read: “Cancelled by whoever reported it.”" in cancel
    assert "Cancelled: Cancelled by" in done(agent, number, "cancel", reason="Sold it.")


def test_what_was_held_is_sent_on_or_rejected(worker: Client) -> None:
    real, junk = (fairview.submit(suspicion=("links",)) for _ in range(2))
    assert "Sent to Street Lighting" in done(worker, real, "free")
    assert "Closed" in done(worker, junk, "reject")
    assert "reopen" not in deeds(fairview.signed_in("supervisor"), junk)


def test_text_is_released_after_it_was_read_and_withheld_again(worker: Client) -> None:
    number = fairview.submit(description="By the red house.")
    assert "This will be shown By the red house." in text_of(
        worker, f"/desk/requests/{number}/release/"
    )
    assert "Shown to everyone" in done(worker, number, "release")
    assert "Withheld until released" in done(worker, number, "withhold")


def test_a_supervisor_removes_a_text_by_law_after_saying_so_twice(supervisor: Client) -> None:
    number = fairview.submit(description="Their plate is 555.")
    answer = do(supervisor, number, "redact", reason="Court order 7.")
    assert answer.status_code == 422
    page = done(supervisor, number, "redact", reason="Court order 7.", sure="on")
    assert "Their plate" not in page
    assert "A text was removed as the law asks" in page
