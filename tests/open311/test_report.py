"""Filing a service request through Open311."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.open311 import riverton
from tests.open311.conftest import CHIEF, V2, App, add_key, errors, rows
from tests.open311.pictures import jpeg
from tests.open311.riverton import HERE, WEST
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.requests import queries as requests
from townline.requests.queries import RequestShown

LAMP = {"service_code": "lamp", **HERE}
MOST_STATEMENTS = 3
"""Of one report: the rate, what is read before, the write, and caches that may have run out."""
KERB = {"service_code": "survey", **HERE, "attribute[what]": "broken"}


def seen(city: City, number: str) -> RequestShown:
    return requests.by_staff(city, number, CHIEF, language="en", at=timezone.now())


def test_a_report_gets_its_number_at_once(app: App, city: City) -> None:
    answer = app.post(LAMP | {"description": "Dark\nsince Monday", "account_id": "a-7"})
    assert answer.status_code == 200, answer.content
    (row,) = rows(answer)
    assert set(row) == {"service_request_id", "service_notice", "account_id"}
    assert row["service_notice"] == "Stay away from wires."
    assert row["account_id"] == "a-7"
    found = seen(city, row["service_request_id"])
    assert found.description == "Dark\nsince Monday"
    assert found.channel == "api"
    assert found.department == "light"
    assert (found.lat, found.lon) == (34.005, -118.005)


def test_an_address_stands_in_for_a_point(json_app: App, city: City) -> None:
    number = json_app.filed({"service_code": "lamp", "address_string": "12 Elm St"})
    assert (seen(city, number).lat, seen(city, number).lon) == (34.006, -118.006)


def test_every_kind_of_question_takes_its_answer(json_app: App, city: City) -> None:
    number = json_app.filed(
        {
            "service_code": "survey",
            **HERE,
            "attribute[what]": "high",
            "attribute[where][]": ["n", "s"],
            "attribute[height]": "12",
            "attribute[since]": "2026-05-09T00:00:00Z",
            "attribute[seen]": "2026-05-09T10:00:00-07:00",
            "attribute[plate]": "1ABC234",
            "attribute[more]": "",
        }
    )
    given = {answer.code: answer.raw for answer in seen(city, number).answers}
    assert given == {
        "what": "high",
        "where": ["n", "s"],
        "height": 12,
        "since": "2026-05-09",
        "seen": "2026-05-09T10:00:00-07:00",
        "plate": "1ABC234",
    }


def test_one_answer_may_come_as_a_list_and_several_without_brackets(json_app: App) -> None:
    json_app.filed(KERB | {"attribute[where][]": "n"})
    json_app.filed(KERB | {"attribute[where]": ["n", "s"]})
    json_app.filed(KERB | {"attribute[where][0]": "n", "attribute[where][1]": "s"})


def test_an_order_chooses_its_day_and_lists_its_items(json_app: App, city: City) -> None:
    day = (timezone.now().astimezone(city.zone) + timedelta(days=3)).date()
    number = json_app.filed(
        {
            "service_code": "pick-up",
            **HERE,
            "attribute[order:date]": day.isoformat(),
            "attribute[item:sofa]": "1",
            "attribute[item:bed]": "2",
        }
    )
    found = seen(city, number)
    assert found.order_date == day
    assert dict(found.items) == {"Sofa": 1, "Bed": 2}


def test_an_order_without_items_or_for_a_wrong_day_is_refused(app: App) -> None:
    order = {"service_code": "pick-up", **HERE}
    assert errors(app.post(order)) == [(400, "items: say what is to be picked up.")]
    late = order | {"attribute[item:sofa]": "1", "attribute[order:date]": "2020-01-01"}
    assert errors(app.post(late)) == [
        (400, "attribute[order:date]: choose one of the days that are offered.")
    ]
    for count in ("-1", "many", "3"):
        assert app.post(order | {"attribute[item:sofa]": count}).status_code == 400
    assert app.post(order | {"attribute[order:date]": "tomorrow"}).status_code == 400


def test_the_same_key_and_body_give_the_same_number(app: App, stored: Callable[[], int]) -> None:
    first = app.filed(LAMP, Idempotency_Key="k-1")
    before = stored()
    assert app.filed(LAMP, Idempotency_Key="k-1") == first
    assert stored() == before
    assert app.filed(LAMP, Idempotency_Key="k-2") != first


def test_the_same_key_with_another_body_is_refused(app: App, stored: Callable[[], int]) -> None:
    app.filed(LAMP, Idempotency_Key="k-1")
    before = stored()
    answer = app.post(LAMP | {"description": "Another"}, Idempotency_Key="k-1")
    assert answer.status_code == 400
    assert errors(answer) == [(400, "This Idempotency-Key was used before, with another body.")]
    assert stored() == before


def test_keys_of_two_programs_do_not_meet(json_app: App, city: City) -> None:
    other = App(add_key(city, "Other app"))
    assert json_app.filed(LAMP, Idempotency_Key="k") != other.filed(LAMP, Idempotency_Key="k")


@pytest.mark.parametrize("bad", ["é", "a\tb", "x" * 201])
def test_an_idempotency_key_that_cannot_be_one_is_refused(json_app: App, bad: str) -> None:
    answer = json_app.http.post(
        f"{V2}/requests.json",
        {"api_key": json_app.key} | LAMP,
        headers={"Idempotency-Key": bad},
    )
    assert answer.status_code == 400
    assert "Idempotency-Key" in errors(answer)[0][1]


def test_a_photo_may_come_with_the_report(app: App, city: City) -> None:
    photo = SimpleUploadedFile("lamp.jpg", jpeg(), "image/jpeg")
    answer = app.http.post(
        f"{V2}/requests.{app.suffix}", {"api_key": app.key, "media": photo} | LAMP
    )
    number = rows(answer)[0]["service_request_id"]
    assert len(seen(city, number).photos) == 1
    shown = rows(app.get(f"requests/{number}"))[0]["media_url"]
    assert shown.startswith("http://testserver/")
    picture = app.http.get(shown)
    assert picture["Content-Type"] == "image/jpeg"
    assert picture.getvalue()
    picture.close()


def test_a_media_url_is_kept_as_text(json_app: App) -> None:
    url = "https://example.org/lamp.jpg?a=1&b=2"
    number = json_app.filed(LAMP | {"media_url": url})
    assert rows(json_app.get(f"requests/{number}"))[0]["media_url"] == url


def test_extensions_tell_the_page_of_the_reporter_and_what_is_near(app: App, city: City) -> None:
    first = app.filed(LAMP)
    (row,) = rows(app.post(LAMP | {"extensions": "true"}))
    more: Any = row["extended_attributes"]
    assert [near["service_request_id"] for near in more["nearby"]] == [first]
    assert app.http.get(more["own_page"]).status_code == 200


def test_a_service_without_a_place_needs_none_and_a_confidential_one_may_do_without(
    json_app: App,
) -> None:
    json_app.filed({"service_code": "abuse", "description": "In confidence"})


def test_a_suspended_area_stops_reports_from_there_alone(app: App) -> None:
    app.filed({"service_code": "tree", **HERE})
    answer = app.post({"service_code": "tree", **WEST})
    assert answer.status_code == 400
    assert errors(answer) == [(400, "No trees are cut in the west.")]


def test_filing_takes_few_statements(own_database: str) -> None:
    cities.forget()
    app = App(add_key(riverton.apply(), "Counted app"))
    app.filed(LAMP)
    with CaptureQueriesContext(connection) as told:
        app.filed(LAMP | {"email": "demo@example.org"}, Idempotency_Key="counted")
    assert len(told) <= MOST_STATEMENTS, [query["sql"] for query in told]


def test_a_text_may_hold_less_and_more_signs_but_no_html(app: App) -> None:
    app.filed(LAMP | {"description": "1 < 2 and 3 > 2, write to <demo@example.org>"})
    answer = app.post(LAMP | {"description": "<b>Dark</b>"})
    assert errors(answer) == [(400, "description holds HTML; it may be plain text only.")]
