"""Following service requests: lists, single ones, tokens, pages and extensions."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.open311.conftest import CHIEF, App, rows
from tests.open311.riverton import HERE, WEST
from townline.cities.rules.city import City
from townline.requests.actions import moderate, work

LAMP = {"service_code": "lamp", **HERE}
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


def ids(app: App, **query: Any) -> list[str]:
    answer = app.get("requests", **query)
    assert answer.status_code == 200, answer.content
    return [row["service_request_id"] for row in rows(answer)]


def w3c(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def test_a_request_is_shown_with_all_fields_of_the_standard(app: App) -> None:
    number = app.filed(LAMP | {"description": "Dark & cold"})
    answer = app.get(f"requests/{number}")
    assert answer.status_code == 200
    (row,) = rows(answer)
    assert list(row) == FIELDS
    assert row["service_request_id"] == number
    assert row["status"] == "open"
    assert row["status_notes"] is None
    assert row["service_name"] == "Lamp out & dark"
    assert row["description"] == "Dark & cold"
    assert row["agency_responsible"] == "Street Lighting"
    assert row["service_notice"] == "Stay away from wires."
    assert float(row["lat"]) == 34.005
    assert row["address_id"] is None
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert datetime.fromisoformat(row[name]).utcoffset() is not None
    assert rows(app.get("requests"))[0] == row


def test_a_number_may_be_written_as_people_write_it(app: App) -> None:
    number = app.filed(LAMP)
    assert ids(app, service_request_id=number.replace("-", "")) == [number]
    assert rows(app.get(f"requests/{number.replace('-', '')}"))[0]["service_request_id"] == number


def test_a_closed_request_tells_how_and_when_it_ended(app: App, city: City) -> None:
    number = app.filed(LAMP)
    closed = timezone.now() + timedelta(hours=1)
    work.close(city=city, number=number, outcome="done", by=CHIEF, at=closed)
    (row,) = rows(app.get(f"requests/{number}"))
    assert (row["status"], row["status_notes"]) == ("closed", "The work is done.")
    assert datetime.fromisoformat(row["updated_datetime"]) == closed.replace(microsecond=0)
    assert ids(app, status="closed") == [number]
    assert ids(app, status="open") == []
    assert ids(app, status="open,closed") == [number]
    spanish = rows(app.get(f"requests/{number}", locale="es"))
    assert spanish[0]["status_notes"] == "Está hecho."


def test_a_pause_tells_its_reason(app: App, city: City) -> None:
    number = app.filed(LAMP)
    work.pause(city=city, number=number, reason="weather", by=CHIEF, at=timezone.now())
    (row,) = rows(app.get(f"requests/{number}"))
    assert row["status"] == "open"
    assert row["status_notes"]


def test_ids_override_everything_else(app: App) -> None:
    first, second, _ = (app.filed(LAMP) for _ in range(3))
    wanted = f"{first},{second},26-999999-9, nonsense\x01"
    assert ids(app, service_request_id=wanted, status="closed", service_code="tree") == [
        second, first,
    ]  # fmt: skip
    assert ids(app, service_request_id="nonsense") == []


def test_requests_are_found_by_service(app: App) -> None:
    lamp, tree = app.filed(LAMP), app.filed({"service_code": "tree", **HERE})
    assert ids(app, service_code="tree") == [tree]
    assert ids(app, service_code="tree,lamp") == [tree, lamp]
    assert ids(app, service_code=["tree", "lamp"]) == [tree, lamp]


def test_requests_are_found_by_time(app: App) -> None:
    number = app.filed(LAMP)
    now = timezone.now()
    assert ids(app, start_date=w3c(now - timedelta(hours=1))) == [number]
    assert ids(app, end_date=w3c(now + timedelta(hours=1))) == [number]
    assert ids(app, start_date=w3c(now + timedelta(hours=1))) == []
    assert ids(app, end_date=w3c(now - timedelta(hours=1))) == []
    assert ids(app, start_date=w3c(now - timedelta(days=91))) == []
    ends = {"start_date": w3c(now - timedelta(days=89)), "end_date": w3c(now + timedelta(days=1))}
    assert ids(app, **ends) == [number]


def test_without_dates_the_last_ninety_days_are_meant(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = app.filed(LAMP)
    later = timezone.now() + timedelta(days=91)
    monkeypatch.setattr("townline.open311.endpoint.timezone.now", lambda: later)
    assert ids(app) == []
    assert ids(app, service_request_id=number) == [number]
    assert ids(app, updated_before=w3c(later)) == [number]


def test_requests_are_found_by_their_last_change(app: App, city: City) -> None:
    first, second = app.filed(LAMP), app.filed(LAMP)
    now = timezone.now()
    work.close(city=city, number=first, outcome="done", by=CHIEF, at=now + timedelta(hours=2))
    assert ids(app, updated_after=w3c(now + timedelta(hours=1))) == [first]
    assert ids(app, updated_before=w3c(now + timedelta(hours=1))) == [second]
    assert ids(app, updated_after=w3c(now - timedelta(hours=1))) == [first, second]


def test_an_offset_whose_plus_was_not_escaped_is_understood(app: App) -> None:
    number = app.filed(LAMP)
    since = w3c(timezone.now() - timedelta(hours=1))
    answer = app.http.get(f"/open311/v2/requests.{app.suffix}?start_date={since}")
    assert "+" in since
    assert [row["service_request_id"] for row in rows(answer)] == [number]


def test_requests_are_found_by_place(app: App) -> None:
    east, west = app.filed(LAMP), app.filed({"service_code": "lamp", **WEST})
    assert ids(app, **HERE, radius="100") == [east]
    assert ids(app, **HERE, radius="2000") == [west, east]
    assert ids(app, **WEST) == [west, east]
    assert ids(app, bbox="-118.02,34.0,-118.01,34.01") == [west]
    assert ids(app, bbox="-118.02,34.0,-118.0,34.01") == [west, east]


def test_words_are_found_in_what_everyone_may_read(app: App) -> None:
    shown = app.filed(LAMP | {"description": "A flickering lantern"})
    app.filed({"service_code": "tree", **HERE, "description": "A lantern in a tree"})
    assert ids(app, q="lantern") == [shown]
    assert ids(app, q="'; DROP TABLE requests_servicerequest; --") == []


def test_pages_lead_to_one_another_without_a_count(app: App) -> None:
    numbers = [app.filed(LAMP) for _ in range(5)]
    first = app.get("requests", page_size=2, service_code="lamp")
    assert [row["service_request_id"] for row in rows(first)] == numbers[:2:-1]
    found, answer = [], first
    for _ in range(3):
        found += [row["service_request_id"] for row in rows(answer)]
        links = {
            part.partition("; ")[2]: part.partition("; ")[0].strip("<>")
            for part in answer.headers.get("Link", "").split(", ")
        }
        if 'rel="next"' in links:
            answer = app.http.get(links['rel="next"'])
    assert found == numbers[::-1]
    assert 'rel="next"' not in links
    assert "service_code=lamp" in links['rel="prev"']


def next_of(answer: Any) -> str:
    """Return the address of the next page."""
    links = dict(part.split("; ")[::-1] for part in answer.headers["Link"].split(", "))
    return links['rel="next"'].strip("<>")


def test_the_next_page_follows_although_new_requests_came_in(app: App) -> None:
    numbers = [app.filed(LAMP) for _ in range(4)]
    first = app.get("requests", page_size=2)
    app.filed(LAMP)
    second = app.http.get(next_of(first))
    assert [row["service_request_id"] for row in rows(second)] == numbers[1::-1]


def test_pages_are_counted_off_only_so_far(app: App) -> None:
    refused = app.get("requests", page=101, page_size=1000)
    assert refused.status_code == 400
    assert "the Link header leads further" in refused.content.decode()
    app.filed(LAMP)
    app.filed(LAMP)
    assert app.get("requests", page=100, page_size=1000).status_code == 200
    address = next_of(app.get("requests", page=1, page_size=1)).replace("page=2", "page=50000")
    assert len(rows(app.http.get(address))) == 1


def test_a_made_up_place_in_the_list_is_refused(app: App) -> None:
    for after in ("1", "x~1", "2026-01-01~1", "2026-01-01T00:00:00Z~-4"):
        answer = app.get("requests", after=after)
        assert answer.status_code == 400, after
        assert "after must be" in answer.content.decode()


def test_requests_are_found_by_area(app: App) -> None:
    east, west = app.filed(LAMP), app.filed({"service_code": "lamp", **WEST})
    (shown,) = rows(app.get(f"requests/{east}", extensions="true"))
    area = shown["extended_attributes"]["areas"][0]
    key = f"{area['kind']}:{area['code']}"
    assert ids(app, area=key) == [east]
    assert ids(app, area="ward:nowhere") == []
    assert ids(app, area=f"{key},ward:nowhere") == [east]
    assert west not in ids(app, area=key)
    assert app.get("requests", area="east").status_code == 400


def test_a_token_is_the_number_itself(app: App) -> None:
    number = app.filed(LAMP)
    assert rows(app.get(f"tokens/{number}")) == [{"service_request_id": number, "token": number}]


def test_extensions_show_answers_areas_and_the_public_history(app: App, city: City) -> None:
    number = app.filed(
        {
            "service_code": "survey",
            **HERE,
            "attribute[what]": "broken",
            "attribute[where][]": ["n", "s"],
            "attribute[plate]": "1ABC234",
            "attribute[more]": "It wobbles",
        }
    )
    work.note(city=city, number=number, text="for staff alone", by=CHIEF, at=timezone.now())
    work.close(
        city=city, number=number, outcome="done", remark="Hello Demo", by=CHIEF, at=timezone.now()
    )
    answer = app.get(f"requests/{number}", extensions="true")
    (row,) = rows(answer)
    assert row["attributes"] == [
        {"code": "what", "label": "What is it?", "name": "Broken", "value": "broken"},
        {"code": "where", "label": "On which sides?", "name": "North, South", "value": "n,s"},
    ]
    more = row["extended_attributes"]
    assert more["origin"] == "live"
    assert more["detailed_status"] == "closed"
    assert more["channel"] == "api"
    assert more["areas"] == [{"kind": "ward", "code": "east"}]
    assert [note["type"] for note in row["notes"]] == ["submitted", "routed", "closed"]
    for secret in ("1ABC234", "wobbles", "staff alone", "Hello Demo"):
        assert secret not in answer.content.decode()
    moderate.release(city=city, number=number, by=CHIEF, at=timezone.now())
    text = app.get(f"requests/{number}", extensions="true").content.decode()
    assert "It wobbles" in text
    assert "Hello Demo" in text
    assert "1ABC234" not in text


def test_the_list_shows_the_same_as_the_single_request(app: App) -> None:
    number = app.filed(LAMP | {"description": "Dark"})
    (listed,) = rows(app.get("requests", extensions="true"))
    (single,) = rows(app.get(f"requests/{number}", extensions="true"))
    single["notes"] = listed["notes"]
    assert listed == single
