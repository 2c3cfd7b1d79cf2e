"""Followers are told what to drop of their copies, and nothing of what it said."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.api import files_of_fairview as fairview
from tests.api.files_of_fairview import BENCHES, REFERRED, SECRET, TREES
from tests.council import chamber
from tests.council.chamber import CLERK
from townline.api import bulk
from townline.cities.rules.city import City
from townline.council import actions
from townline.council.rules.contents import Given

BASE = "http://testserver/"
NAMESPACE = "{http://purl.org/atompub/tombstones/1.0}"
TAG = "tag:townline,2026:"
HIDDEN = "A name that must be hidden"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def written(city: City, name: str) -> list[dict[str, Any]]:
    folder = bulk.folder_of(city)
    folder.mkdir(parents=True, exist_ok=True)
    bulk.write(city, folder, base=BASE, at=timezone.now())
    text = (folder / bulk.CURRENT / f"{name}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def tombstones(http: Client, path: str) -> list[str]:
    answer = http.get(f"/council/{path}")
    assert answer.status_code == 200, answer.content
    found = fromstring(answer.content).iter(f"{NAMESPACE}deleted-entry")
    return [each.attrib["ref"].removeprefix(TAG) for each in found if each.attrib["when"]]


def test_the_nightly_files_name_papers_that_are_withheld_and_files_that_are_restricted(
    city: City, http: Client
) -> None:
    now = timezone.now()
    keys = [
        actions.file_document(
            city=city, identifier=TREES, by=CLERK, at=now,
            paper=Given(title=f"{HIDDEN} {n}", kind="report"),
        )
        for n in (1, 2)
    ]  # fmt: skip
    links = [
        link["links"][0]["url"] for link in http.get(f"/ocd/bills/{TREES}/").json()["documents"]
    ]
    bill = http.get(f"/ocd/bills/{BENCHES}/").json()
    actions.withhold(city=city, document_id=keys[0], reason=HIDDEN, by=CLERK, at=now)
    actions.restrict(city=city, identifier=BENCHES, reason=HIDDEN, by=CLERK, at=now)
    gone = written(city, "tombstones")
    paper, file = gone
    assert (paper["kind"], paper["identifier"], paper["url"]) == ("document", TREES, links[0])
    assert (file["kind"], file["identifier"]) == ("bill", BENCHES)
    assert (file["bill"], file["url"]) == (bill["id"], bill["sources"][0]["url"])
    assert set(file) == {
        "_type", "kind", "bill", "identifier", "entry", "url", "deleted_at",
    }  # fmt: skip
    for name in bulk.NAMES:
        said = json.dumps(written(city, name))
        assert HIDDEN not in said.replace(f"{HIDDEN} 2", ""), name
        assert SECRET not in said, "what was never told has no tombstone"
    actions.open_up(city=city, identifier=BENCHES, by=CLERK, at=now)
    assert [each["kind"] for each in written(city, "tombstones")] == ["document"]


def test_feeds_of_lists_say_which_files_to_drop(city: City, http: Client) -> None:
    actions.restrict(city=city, identifier=BENCHES, reason=HIDDEN, by=CLERK, at=timezone.now())
    for path in ("files/feed.atom", "bodies/transportation/feed.atom", "districts/11/feed.atom"):
        assert tombstones(http, path) == [f"file:fairview:{BENCHES}"], path
        said = http.get(f"/council/{path}").content.decode()
        assert "Benches" not in said and HIDDEN not in said and SECRET not in said
    assert http.get(f"/council/files/{BENCHES}/feed.atom").status_code == 404


def test_the_feed_of_a_file_says_which_lines_to_drop(city: City, http: Client) -> None:
    path = f"files/{TREES}/feed.atom"
    assert tombstones(http, path) == []
    actions.take_back(
        city=city, identifier=TREES, entry=2, reason=HIDDEN, by=CLERK, at=timezone.now()
    )
    assert tombstones(http, path) == [f"activity:fairview:{TREES}:2"]
    said = http.get(f"/council/{path}").content.decode()
    assert REFERRED not in said and HIDDEN not in said


def test_the_feeds_of_referrals_and_of_members_say_what_to_drop(city: City, http: Client) -> None:
    _meeting, vote = fairview.meet(city)
    now = timezone.now()
    today = now.astimezone(city.zone).date()
    seq = chamber.act(city, TREES, REFERRED, today, at=now)
    member = "members/demo-boyd/feed.atom"
    assert tombstones(http, member) == []
    actions.restrict(city=city, identifier=TREES, reason=HIDDEN, by=CLERK, at=now)
    assert tombstones(http, member) == [f"vote:{vote.pk}:demo-boyd"]
    assert f"activity:fairview:{TREES}:{seq}" in tombstones(http, "referrals/feed.atom")
    sheet = fromstring(http.get("/council/referrals/feed.atom").content)
    told = [each.text or "" for each in sheet.iter("{http://www.w3.org/2005/Atom}id")]
    assert not [each for each in told if f":{TREES}:" in each]


def test_a_list_says_it_for_two_months(city: City, http: Client) -> None:
    long_ago = chamber.NOW + timedelta(hours=1)
    actions.restrict(city=city, identifier=BENCHES, reason=HIDDEN, by=CLERK, at=long_ago)
    assert tombstones(http, "files/feed.atom") == []
    assert [each["kind"] for each in written(city, "tombstones")] == ["bill"]


PAGES = ["bills", "votes", "events", "organizations", "people", "memberships"]


@pytest.mark.parametrize("name", PAGES)
def test_the_nightly_files_hold_the_very_rows_of_open_civic_data(
    city: City, http: Client, name: str
) -> None:
    fairview.meet(city)
    rows: list[dict[str, Any]] = []
    address: str | None = f"/ocd/{name}/"
    while address:
        page = http.get(address.removeprefix(BASE.rstrip("/"))).json()
        rows, address = [*rows, *page["results"]], page["next"]
    assert rows
    assert written(city, name) == rows
