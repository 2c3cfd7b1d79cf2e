"""One incident of several reports: one text to everyone, with the fate of each message."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import deeds, do, done, seen, text_of, words
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.requests.models import Update
from townline.requests.rules.submission import Reporter

TEXT = "The new lamp comes on Friday."


def others(lead: str, number: int) -> list[str]:
    """Let others report the same, and return their numbers."""
    return [
        fairview.submit(join=lead, reporter=Reporter(email=f"demo{n}@example.org"))
        for n in range(number)
    ]


def test_everyone_is_told_once_and_the_page_says_what_became_of_it(worker: Client) -> None:
    lead = fairview.submit()
    others(lead, 2)
    page = done(worker, lead, "update", text_en=TEXT, text_es="La lámpara llega el viernes.")
    assert "Everyone who reported or follows this gets it once" in page
    assert "Told to everyone" in page
    assert TEXT in page
    fates = f"/desk/requests/{lead}/updates/"
    assert "Waiting 3" in text_of(worker, fates)
    while delivery.deliver(at=timezone.now()):
        pass
    every = text_of(worker, fates)
    for told in ("Sent 3", "La lámpara llega el viernes.", "demo1@example.org", "on 3 requests"):
        assert told in every, told


def test_other_departments_see_that_it_was_told_but_no_address(worker: Client) -> None:
    lead = fairview.submit()
    done(worker, lead, "update", text_en=TEXT)
    for name in ("gardener", "analyst"):
        page = text_of(fairview.signed_in(name), f"/desk/requests/{lead}/updates/")
        assert TEXT in page
        assert "demo@example.org" not in page
        assert "d…@example.org" in page


def test_the_first_language_is_needed_and_what_was_typed_is_kept(worker: Client) -> None:
    lead = fairview.submit()
    answer = do(worker, lead, "update", text_es="Solo en español.")
    assert answer.status_code == 422
    assert "Fill this in." in words(answer)
    assert "Solo en español." in words(answer)
    assert not Update.objects.exists()


def test_a_request_that_joined_another_one_tells_nobody(worker: Client) -> None:
    lead = fairview.submit()
    (joined,) = others(lead, 1)
    assert "update" in deeds(worker, lead)
    assert "update" not in deeds(worker, joined)
    assert do(worker, joined, "update", text_en=TEXT).status_code == 409


def test_nothing_told_yet_is_said(worker: Client) -> None:
    lead = fairview.submit()
    assert "Nothing was told to everyone" in text_of(worker, f"/desk/requests/{lead}/updates/")


@pytest.mark.usefixtures("kept_town")
def test_the_pages_of_an_incident_take_few_statements_however_many_asked() -> None:
    worker = fairview.signed_in("worker")
    counted = []
    for size in (2, 8):
        lead = fairview.submit()
        others(lead, size)
        for _ in range(size):
            done(worker, lead, "update", text_en=TEXT)
        for path in ("", "updates/"):
            worker.get(f"/desk/requests/{lead}/{path}")
            with CaptureQueriesContext(connection) as sent:
                worker.get(f"/desk/requests/{lead}/{path}")
            counted.append(len(sent))
    assert max(counted) <= 14, counted
    assert counted[:2] == counted[2:]


def press(client: Client, number: str, deed: str, other: str, **said: str) -> str:
    """Press a button beside a request near by, and return the words of the page after it."""
    page = f"/desk/requests/{number}/"
    answer = client.post(f"{page}{deed}/", {"seen": seen(client, page), "other": other, **said})
    assert answer.status_code == 302
    return text_of(client, page)


def test_what_is_near_is_joined_by_one_press_and_taken_out_by_another(worker: Client) -> None:
    here, beside = fairview.submit(), fairview.submit()
    page = text_of(worker, f"/desk/requests/{here}/")
    assert f"{beside} at the same place" in page
    assert f"{here} is joined to {beside}" in press(worker, here, "join", beside)
    assert "Joined to" in text_of(worker, f"/desk/requests/{here}/")
    assert "It stands alone again" in done(worker, here, "part")
    told = Notice.objects.get(template="joined")
    assert told.given_up_for == "withdrawn"


def test_the_other_one_is_joined_to_this_by_one_press(worker: Client) -> None:
    here, beside = fairview.submit(), fairview.submit()
    assert f"{beside} is joined to {here}" in press(worker, here, "join", beside, way="here")
    assert "Take it out again" in text_of(worker, f"/desk/requests/{here}/")
    assert "2 reports" in text_of(worker, f"/desk/requests/{here}/")


def test_what_is_not_the_same_is_shown_no_more(worker: Client) -> None:
    here, beside = fairview.submit(), fairview.submit()
    assert "about something else" in press(worker, here, "apart", beside)
    for one, other in ((here, beside), (beside, here)):
        page = text_of(worker, f"/desk/requests/{one}/")
        assert f"{other} at the same place" not in page
        assert f"not about the same thing as {other}" in page


@pytest.mark.parametrize("other", ["", "26-000000-0", "x" * 500])
@pytest.mark.parametrize("way", ["join", "apart"])
def test_what_cannot_be_joined_is_said_and_nothing_is_done(
    worker: Client, way: str, other: str
) -> None:
    here = fairview.submit()
    assert "That could not be done" in press(worker, here, way, other)
    assert "That could not be done" in press(worker, here, way, here)


def test_who_has_not_seen_the_latest_joins_nothing(worker: Client) -> None:
    here, beside = fairview.submit(), fairview.submit()
    for seen_by in ("1", "", "nonsense", "9" * 40):
        said = {"seen": seen_by, "other": beside}
        assert worker.post(f"/desk/requests/{here}/join/", said).status_code == 302
        assert "That could not be done" in text_of(worker, f"/desk/requests/{here}/")


def test_other_departments_and_analysts_have_no_buttons_and_may_not(town: City) -> None:
    here, beside = fairview.submit(), fairview.submit()
    for name in ("gardener", "analyst"):
        client = fairview.signed_in(name)
        assert not {"join", "apart"} & deeds(client, here)
        for way in ("join", "apart"):
            answer = client.post(f"/desk/requests/{here}/{way}/", {"other": beside, "seen": "2"})
            assert answer.status_code == 403
