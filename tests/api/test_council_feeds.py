"""Feeds, calendars, Open Civic Data and the nightly files: the same record, nothing restricted."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from tests.api import files_of_fairview as fairview
from tests.api.files_of_fairview import ADOPTED, BENCHES, REFERRED, SECRET, TREES
from tests.council.chamber import CLERK, NOW
from townline.api import bulk
from townline.cities.rules.city import City
from townline.council import actions
from townline.council.models import MeetingRow

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer: HttpResponse) -> list[dict[str, str]]:
    from defusedxml.ElementTree import fromstring

    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [
        {child.tag.removeprefix(ATOM): child.text or "" for child in entry}
        for entry in fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def events(answer: HttpResponse) -> list[Any]:
    assert answer.status_code == 200, answer.content
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_feeds_tell_what_happened_and_nothing_restricted(city: City, http: Client) -> None:
    fairview.meet(city)
    of_file = entries(http.get(f"/council/files/{TREES}/feed.atom"))
    assert len(of_file) == 3
    assert ADOPTED in of_file[0]["title"]
    assert len({entry["id"] for entry in of_file}) == 3
    found = entries(http.get("/council/files/feed.atom"))
    assert found[0]["title"].startswith(TREES)
    body = entries(http.get("/council/bodies/transportation/feed.atom"))
    assert {entry["title"].partition(":")[0] for entry in body} == {TREES, BENCHES}
    district = entries(http.get("/council/districts/11/feed.atom"))
    assert {entry["title"].partition(":")[0] for entry in district} == {TREES, BENCHES}
    words = entries(http.get("/council/files/feed.atom", {"words": "benches"}))
    assert [entry["title"] for entry in words] == [f"{BENCHES}: Benches"]
    (vote,) = entries(http.get("/council/members/demo-boyd/feed.atom"))
    assert vote["title"] == f"{TREES}: no"
    for path in ("files", "bodies/transportation", "districts/11", "referrals"):
        assert SECRET not in http.get(f"/council/{path}/feed.atom").content.decode()
    assert http.get(f"/council/files/{SECRET}/feed.atom").status_code == 404
    assert http.get("/council/bodies/none/feed.atom").status_code == 404
    assert http.get("/council/members/none/feed.atom").status_code == 404
    assert http.get("/council/files/feed.atom", {"year": "x"}).status_code == 400


def test_calendars_know_meetings_again_and_say_when_they_are_cancelled(
    city: City, http: Client
) -> None:
    meeting, _ = fairview.meet(city)
    (event,) = events(http.get(f"/council/files/{TREES}/calendar.ics"))
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTART").utcoffset().total_seconds() == -6 * 3600
    uid = event["UID"]
    MeetingRow.objects.filter(pk=meeting.pk).update(
        status="cancelled", seq=5, starts_at="2026-03-05T18:00Z", day="2199-03-05"
    )
    for path in ("meetings", "bodies/council", f"files/{TREES}"):
        (event,) = events(http.get(f"/council/{path}/calendar.ics"))
        assert (event["UID"], event["STATUS"], int(event["SEQUENCE"])) == (uid, "CANCELLED", 5)
    assert events(http.get("/council/districts/11/calendar.ics")) == []
    assert http.get(f"/council/files/{SECRET}/calendar.ics").status_code == 404


def get_json(http: Client, path: str, **query: Any) -> Any:
    answer = http.get(path, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_open_civic_data_tells_the_same_record(city: City, http: Client) -> None:
    fairview.meet(city)
    root = get_json(http, "/ocd/")
    assert [each["identifier"] for each in root["legislative_sessions"]] == ["2026"]
    bills = get_json(http, "/ocd/bills/")
    assert [bill["identifier"] for bill in bills["results"]] == [TREES, BENCHES, f"{TREES}-S1"]
    assert bills["next"] is None
    trees = bills["results"][0]
    assert [action["description"] for action in trees["actions"]][-1] == ADOPTED
    assert trees["actions"][-1]["classification"] == ["passage"]
    assert trees["actions"][0]["related_entities"][0]["name"] == "Transportation Committee"
    assert [action["order"] for action in trees["actions"]] == [0, 1, 2]
    assert trees["sponsorships"][0] == {
        "name": "Demo Mover", "entity_type": "person", "classification": "primary", "primary": True,
    }  # fmt: skip
    assert get_json(http, f"/ocd/bills/{TREES}/") == trees
    assert bills["results"][2]["related_bills"][0]["identifier"] == TREES
    (vote,) = get_json(http, "/ocd/votes/")["results"]
    assert (vote["result"], vote["bill"]["id"]) == ("pass", trees["id"])
    assert [each["option"] for each in vote["votes"]] == ["yes", "no", "absent"]
    (event,) = get_json(http, "/ocd/events/")["results"]
    assert (event["status"], event["start_date"]) == ("passed", "2026-03-04T12:00:00-06:00")
    assert [item["related_entities"][0]["name"] for item in event["agenda"]] == [TREES, BENCHES]
    people = get_json(http, "/ocd/people/")["results"]
    members = get_json(http, "/ocd/memberships/")["results"]
    assert {each["person_id"] for each in members} == {each["id"] for each in people}
    assert members[0]["post"]["division_id"].endswith("/council_district:1")
    assert get_json(http, "/ocd/organizations/")["results"]
    assert SECRET not in json.dumps([bills, event, vote])
    for path in (f"bills/{SECRET}/", "bills/x/", "nothing/"):
        assert http.get(f"/ocd/{path}").status_code == 404
    assert http.get("/ocd/bills/", {"after": "x"}).status_code == 400
    assert get_json(http, "/ocd/bills/", after=10**17)["results"] == []


def test_the_nightly_files_are_switched_at_once_and_name_what_is_gone(
    city: City, http: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    assert http.get("/council/bulk/").status_code == 404
    assert http.get("/council/bulk/bills.jsonl").status_code == 404
    fairview.meet(city)
    folder = bulk.folder_of(city)
    (folder / "mine").mkdir(parents=True)
    bulk.write(city, folder, base="https://council.example.org/", at=NOW)
    first = (folder / bulk.CURRENT).resolve()
    later = NOW.replace(hour=20)
    actions.take_back(city=city, identifier=TREES, entry=2, reason="Demo", by=CLERK, at=later)
    written = bulk.write(city, folder, base="https://council.example.org/", at=later)
    assert (folder / bulk.CURRENT).resolve() != first
    assert {each.name.removesuffix(".jsonl"): each.rows for each in written} | {
        "organizations": 0
    } == {"bills": 3, "votes": 1, "events": 1, "organizations": 0, "people": 3, "memberships": 3,
          "tombstones": 1}  # fmt: skip
    bulk.write(city, folder, base="https://council.example.org/", at=later.replace(minute=1))
    assert not first.exists() and (folder / "mine").exists()
    manifest = get_json(http, "/council/bulk/")
    assert {each["name"] for each in manifest["files"]} == {f"{name}.jsonl" for name in bulk.NAMES}
    answer = http.get("/council/bulk/bills.jsonl")
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert [line["identifier"] for line in lines] == [TREES, BENCHES, f"{TREES}-S1"]
    assert REFERRED not in [action["description"] for action in lines[0]["actions"]]
    answer = http.get("/council/bulk/tombstones.jsonl")
    (gone,) = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert (gone["kind"], gone["identifier"], gone["entry"]) == ("action", TREES, 2)
    assert http.get("/council/bulk/passwd.jsonl").status_code == 404
    assert SECRET not in (folder / bulk.CURRENT / "bills.jsonl").read_text()
    assert date(2026, 3, 2).isoformat() in (folder / bulk.CURRENT / "bills.jsonl").read_text()
