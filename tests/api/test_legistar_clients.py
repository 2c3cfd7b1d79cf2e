"""The client that cities' scrapers are made of (python-legistar-scraper), on a running server."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import scrapelib
from legistar.bills import LegistarAPIBillScraper
from legistar.events import LegistarAPIEventScraperBase
from legistar.people import LegistarAPIPersonScraper

from tests.ground.installation import Installation

NUMBER = "26-9001"
FILE = {
    "council_file": NUMBER,
    "title": "Demo file for clients",
    "date_received": "03/02/2026",
    "mover": ["DEMO MOVER"],
    "second": ["DEMO SECONDER"],
    "activities": [
        ["03/06/2026", "Council action final.", []],
        ["03/04/2026", "Council adopted item forthwith. ", ["26-9001_rpt_demo.pdf"]],
        ["03/02/2026", "Motion referred to Transportation Committee.", []],
    ],
    "documents": [["Report from Demo", "03/02/2026", "26-9001_rpt_demo.pdf"]],
    "votes": [
        {
            "meeting_date": "03/04/2026",
            "meeting_type": "Regular",
            "vote_action": "Adopted Forthwith",
            "vote_given": "(1 - 1 - 0)",
            "rolls": [
                {"member": "DEMO AMES", "cd": "", "vote": "YES"},
                {"member": "DEMO BOYD", "cd": "", "vote": "NO"},
            ],
        }
    ],
}
SUPPLEMENT = FILE | {
    "council_file": f"{NUMBER}-S1", "title": "Demo supplement", "votes": [], "documents": [],
    "activities": [["03/05/2026", "Motion referred to Transportation Committee.", []]],
}  # fmt: skip


class Events(LegistarAPIEventScraperBase):
    """Events as the API tells them, without the web site beside."""

    EVENTSPAGE = WEB_URL = ""

    def _get_web_event(self, api_event: dict[str, Any]) -> dict[str, Any]:
        return {"Meeting Details": {"url": api_event["EventInSiteURL"]}}


def client[T: scrapelib.Scraper](kind: type[T], server: Installation) -> T:
    """Return a scraper of the server that neither waits nor tries again."""
    kind.TIMEZONE = "America/Los_Angeles"  # type: ignore[attr-defined]
    made = kind(requests_per_minute=0, retry_attempts=0)
    made.BASE_URL = f"{server.address}legistar/v1/lacity"  # type: ignore[attr-defined]
    made.BASE_WEB_URL = f"{server.address}legistar/web/lacity"  # type: ignore[attr-defined]
    return made


@pytest.fixture(scope="module")
def bills(server: Installation, tmp_path_factory: pytest.TempPathFactory) -> LegistarAPIBillScraper:
    """Return a scraper of bills, with two files on the server."""
    path: Path = tmp_path_factory.mktemp("council") / "files.json"
    path.write_text(json.dumps([FILE, SUPPLEMENT]))
    server.townline("council", "import", str(path))
    return client(LegistarAPIBillScraper, server)


def test_the_scraper_reads_matters_and_all_that_hangs_on_them(
    bills: LegistarAPIBillScraper,
) -> None:
    since = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    found = {matter["MatterFile"]: matter for matter in bills.matters(since)}
    matter = found[NUMBER]
    assert matter["legistar_url"].endswith(f"/council/files/{NUMBER}/")
    key = matter["MatterId"]
    assert bills.matter(key)["MatterTitle"] == FILE["title"]
    history = bills.history(key)
    assert [row["MatterHistoryActionText"] for row in history] == [
        "Motion referred to Transportation Committee.",
        "Council adopted item forthwith.",
        "Council action final.",
    ]
    assert bills.toTime(history[0]["MatterHistoryActionDate"]).date().isoformat() == "2026-03-02"
    assert bills.to_utc_timestamp(matter["MatterLastModifiedUtc"])
    votes = [vote for row in history for vote in bills.votes(row["MatterHistoryId"])]
    assert [vote["VoteValueName"] for vote in votes] == ["Yes", "No"]
    assert [row["MatterSponsorName"] for row in bills.sponsors(key)] == [
        "DEMO MOVER", "DEMO SECONDER",
    ]  # fmt: skip
    (attachment,) = bills.attachments(key)
    assert attachment["MatterAttachmentName"] == "Report from Demo"
    (related,) = bills.relations(key)
    assert related["MatterRelationMatterId"] == found[f"{NUMBER}-S1"]["MatterId"]
    assert bills.text(key)["MatterTextPlain"] == FILE["title"]
    assert bills.topics(key) == []


def test_the_scraper_asks_again_and_finds_what_is_new_alone(bills: LegistarAPIBillScraper) -> None:
    coming = (datetime.now(UTC) + timedelta(days=5000)).replace(tzinfo=None)
    assert list(bills.matters(coming)) == []


def test_the_scraper_shows_our_refusals(bills: LegistarAPIBillScraper) -> None:
    with pytest.raises(ValueError, match="no property 'Nothing'"):
        list(bills.search("/matters", "MatterId", "Nothing eq 1"))
    assert bills.votes(3) == []


def test_the_scrapers_of_people_and_events_read_their_lists(
    bills: LegistarAPIBillScraper, server: Installation
) -> None:
    people = client(LegistarAPIPersonScraper, server)
    people.WEB_URL = ""
    assert "Committee" in people.body_types()
    council = next(body for body in people.bodies() if body["BodyTypeId"] == 1)
    offices = list(people.body_offices(council))
    assert offices
    address, _ = people.person_sources_from_office(offices[0])
    assert address.endswith(f"/persons/{offices[0]['OfficeRecordPersonId']}")
    events = client(Events, server)
    assert all(event["status"] for event, _ in events.events())
