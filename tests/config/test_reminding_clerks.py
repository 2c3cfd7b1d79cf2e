"""The clerk's office is reminded of reports that are owed, once before their day and once after."""

import dataclasses
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone

from tests.council import chamber, los_angeles_council
from tests.council.chamber import CLERK
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.config import council_letters, tasks
from townline.council import actions, queries
from townline.council.models import Description
from townline.council.rules.contents import Given
from townline.council.rules.settings import ReportSettings
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db
OFFICE = "clerk@example.org"
DAY = timedelta(days=1)


def with_office() -> City:
    """Return the city, whose folder names where its clerk is reminded."""
    return named(chamber.found(people=True), OFFICE)


def named(city: City, email: str) -> City:
    """Let the folder name another address of the office, or none."""
    told = los_angeles_council.read()
    reports = ReportSettings(remind_days=7, email=email)
    Description.objects.filter(edition_id=city.edition_id).delete()
    actions.put_council(
        city_id=city.id, edition_id=city.edition_id, vocabulary=told.vocabulary,
        settings=dataclasses.replace(told.settings, reports=reports), by=SYSTEM,
        at=fairview.APPLIED,
    )  # fmt: skip
    return city


@pytest.fixture
def mailing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def noon(city: City, days: int = 0) -> datetime:
    """Return noon in the city, so many days from today."""
    now = timezone.now().astimezone(city.zone)
    return now.replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY


def owing(city: City, text: str, *, days: int) -> str:
    """Return a file that asks for a report within so many days of today."""
    now = timezone.now()
    number = chamber.introduced(city, "Street trees", at=now - 30 * DAY)
    today = noon(city).date()
    actions.instruct(
        city=city, identifier=number, body="personnel", text=text, day=today - 20 * DAY,
        due=today + days * DAY, by=CLERK, at=now,
    )  # fmt: skip
    return number


def letters() -> list[Any]:
    tasks.deliver(timestamp=0)
    return list(outbox.outbox)


@pytest.mark.usefixtures("mailing")
def test_a_report_is_told_of_before_its_day_and_after_it_and_not_again() -> None:
    city = with_office()
    number = owing(city, "Count the trees", days=3)
    assert council_letters.remind(city, at=noon(city, -5)) == 0
    told = [council_letters.remind(city, at=noon(city, day)) for day in (0, 0, 1, 3, 4, 4, 9)]
    assert told == [1, 0, 0, 0, 1, 0, 0]
    first = letters()[0]
    assert first.to == [OFFICE]
    assert first.subject == "1 report is owed to the Council"
    assert f"{number}: Count the trees" in first.body
    assert "/council/desk/owed/" in first.body
    assert "List-Unsubscribe" not in first.extra_headers


@pytest.mark.usefixtures("mailing")
def test_one_letter_tells_of_all_and_nothing_of_what_came_or_is_restricted() -> None:
    city = with_office()
    late, soon = owing(city, "Count the lamps", days=-2), owing(city, "Count benches", days=2)
    hidden = owing(city, "In confidence", days=2)
    actions.restrict(city=city, identifier=hidden, reason="x", by=CLERK, at=timezone.now())
    came = owing(city, "Count the bins", days=2)
    said: dict[str, Any] = {"city": city, "identifier": came, "by": CLERK, "at": timezone.now()}
    actions.file_document(**said, paper=Given(title="Bins", kind="report"))
    (entry,) = (each.seq for each in queries.owed(city, on=noon(city).date())
                if each.identifier == came)  # fmt: skip
    paper = queries.documents(city, came)[0].seq
    actions.satisfy(**said, entry=entry, document=paper, day=noon(city).date())
    assert council_letters.remind(city, at=noon(city)) == 2
    (letter,) = letters()
    assert late in letter.body and soon in letter.body
    assert "overdue since" in letter.body
    assert "In confidence" not in letter.body and "Count the bins" not in letter.body


@pytest.mark.usefixtures("mailing")
def test_without_an_address_and_before_seven_nobody_is_written_to() -> None:
    city = named(with_office(), "")
    owing(city, "Count the trees", days=3)
    assert council_letters.remind(city, at=noon(city)) == 0
    named(city, OFFICE)
    early = noon(city).replace(hour=6)
    assert council_letters.remind(city, at=early) == 0
    assert council_letters.remind(city, at=noon(city)) == 1
    assert len(letters()) == 1


def test_the_desk_begins_with_the_reports_that_press() -> None:
    city = chamber.found(people=True)
    owing(city, "Count the trees", days=-3)
    owing(city, "Count the lamps", days=3)
    owing(city, "Count the benches", days=40)
    page = fairview.signed_in("clerk").get("/council/desk/").content.decode()
    assert "Count the trees" in page and "Count the lamps" in page
    assert "Count the benches" not in page
    assert "2 reports are due soon or overdue" in page
    assert fairview.signed_in("agent").get("/council/desk/").status_code == 403
