"""One incident of several reports: one text to everyone, with the fate of each message."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import deeds, do, done, text_of, words
from townline.channels import delivery
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
    for size in (3, 8):
        lead = fairview.submit()
        others(lead, size)
        for _ in range(size):
            done(worker, lead, "update", text_en=TEXT)
        for path in ("", "updates/"):
            worker.get(f"/desk/requests/{lead}/{path}")
            with CaptureQueriesContext(connection) as sent:
                worker.get(f"/desk/requests/{lead}/{path}")
            # Which cities there are is read again each second.
            counted.append(sum("cities_edition" not in each["sql"] for each in sent))
    assert max(counted) <= 12, counted
    assert counted[:2] == counted[2:]
