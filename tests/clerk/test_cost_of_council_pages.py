"""What the council's pages ask of the database: little, whatever they show."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clerk.test_bodies_and_what_follows import with_everything
from tests.clerk.test_reading_files import ROWS, path_of
from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.test_meeting_papers import ON, held
from townline.council import actions, queries
from townline.council.rules.imported import ImportedBallot, ImportedVote

MOST_STATEMENTS = 11


@pytest.mark.usefixtures("own_database")
def test_pages_ask_few_things_whatever_they_show(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    city = chamber.found()
    found = chamber.source("26-0101", *ROWS, title="Street trees")
    actions.import_file(city=city, found=found, by=CLERK, at=NOW)
    ballot = ImportedBallot(member="DEMO MEMBER", district="7", vote="YES")
    vote = ImportedVote(
        date=ROWS[0][0], meeting_type="Regular", action="Adopted", given="(1 - 0 - 0)",
        ballots=(ballot,),
    )  # fmt: skip
    whole = chamber.source("26-0102", *ROWS, title="Street lamps", votes=(vote,))
    actions.import_file(city=city, found=whole, by=CLERK, at=NOW)
    with_everything(city, "26-0102")
    for n in range(30):
        chamber.introduced(city, f"File {n}")
    every = [
        "/council/", "/council/files/", "/council/files/?words=trees", path_of("26-0101"),
        path_of("26-0101", "report.txt"), path_of("26-0101", "report.html"),
        path_of("26-0101", "comment/"), "/council/subscribe/?topic=council-file:26-0101",
        "/council/bodies/", "/council/bodies/personnel/", path_of("26-0102"),
    ]  # fmt: skip
    for path in every:
        Client().get(path)  # what a process keeps of a city is read by then
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(path).status_code == 200
        most = MOST_STATEMENTS + (2 if path == path_of("26-0102") else 0)  # votes, and ballots
        assert len(asked) <= most, (path, [each["sql"][:90] for each in asked])


@pytest.mark.usefixtures("own_database")
def test_papers_of_a_meeting_ask_few_things_whatever_they_show() -> None:
    city = chamber.found()
    code, _numbers = held(city, *(f"File {n}" for n in range(12)))
    for make in (
        lambda: queries.agenda_sheet(city, code, 1, on=ON),
        lambda: queries.journal_sheet(city, code, on=ON),
    ):
        make()  # what a process keeps of a city is read by then
        with CaptureQueriesContext(connection) as asked:
            make()
        assert len(asked) <= 5, [each["sql"][:90] for each in asked]
