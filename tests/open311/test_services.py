"""Discovery, the list of services and what each of them asks."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from pytest_django import Settings

from tests.open311 import riverton
from tests.open311.conftest import CHIEF, V2, App, rows
from tests.open311.riverton import HERE, OUTSIDE, WEST
from tests.open311.test_formats import SCHEMAS
from townline.cities import actions as cities
from townline.cities.rules.city import City

DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


def test_discovery_says_where_in_which_formats_and_how_to_get_a_key(app: App) -> None:
    answer = app.http.get(f"/open311/discovery.{app.suffix}")
    text = answer.content.decode()
    for part in (
        "http://wiki.open311.org/GeoReport_v2",
        "http://testserver/open311/v2",
        "production",
        "text/xml",
        "application/json",
        "311@riverton.example.org",
        "2026-01-01T00:00:00+00:00",
    ):
        assert part in text
    if app.suffix == "json":
        found = answer.json()
        assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
        (endpoint,) = found["endpoints"]
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert datetime.fromisoformat(endpoint["changeset"]).tzinfo
    else:
        assert "<formats><format>text/xml</format><format>application/json</format>" in text


def test_discovery_of_a_demonstration_says_so_and_gives_the_key(
    app: App, city: City, settings: Settings
) -> None:
    settings.DEMO = True
    cities.mark_demo(city_id=city.id, demo=True, by=CHIEF, at=timezone.now())
    text = app.http.get(f"/open311/discovery.{app.suffix}").content.decode()
    assert "use the api_key demo" in text
    assert "production" not in text


def test_discovery_of_another_city_leads_to_it(json_app: App) -> None:
    other = riverton.apply("lakeside")
    by_id = json_app.http.get(f"/open311/discovery.json?jurisdiction_id={other.jurisdiction}")
    assert by_id.json()["endpoints"][0]["url"] == "http://testserver/c/lakeside/open311/v2"
    by_path = json_app.http.get("/c/lakeside/open311/discovery.json")
    assert by_path.json() == by_id.json()
    across = json_app.http.get(
        f"/c/riverton/open311/discovery.json?jurisdiction_id={other.jurisdiction}"
    )
    assert across.json() == by_id.json()


def test_formats_are_told_as_the_standard_writes_them(app: App) -> None:
    kinds = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
    answer = app.get("services")
    assert answer["Content-Type"] == kinds[app.suffix]
    assert answer["Access-Control-Allow-Origin"] == "*"
    if app.suffix == "xml":
        assert answer.content.startswith(DECLARATION + b"<services><service>")
        assert b"Lamp out &amp; dark" in answer.content


def test_services_are_listed_in_the_order_of_the_folder(app: App) -> None:
    found = rows(app.get("services"))
    assert [row["service_code"] for row in found] == [
        "lamp", "survey", "pick-up", "abuse", "pool", "tree",
    ]  # fmt: skip
    assert found[0] == {
        "service_code": "lamp",
        "service_name": "Lamp out & dark",
        "description": "A street lamp that does not shine.",
        "metadata": False if app.suffix == "json" else "false",
        "type": "realtime",
        "keywords": "lamp, bulb",
        "group": "Streets",
    }


def test_a_suspended_service_stays_listed_with_its_notice(json_app: App) -> None:
    def told(**query: str) -> dict[str, str]:
        return {
            r["service_code"]: r["description"] for r in rows(json_app.get("services", **query))
        }

    assert told()["pool"] == "The public pool.\n\nThe pool is closed for the winter."
    assert told()["tree"] == "A tree of the city."
    assert told(**HERE)["tree"] == "A tree of the city."
    assert told(**WEST)["tree"] == "A tree of the city.\n\nNo trees are cut in the west."
    outside = json_app.get("services", **OUTSIDE)
    assert outside.status_code == 400
    assert "not in Riverton" in outside.json()[0]["description"]


def test_the_definition_holds_every_question_in_order(json_app: App) -> None:
    found = json_app.get("services/survey").json()
    assert found["service_code"] == "survey"
    told = {a["code"]: a for a in found["attributes"]}
    assert [a["order"] for a in found["attributes"]] == list(range(1, 9))
    assert {code: a["datatype"] for code, a in told.items()} == {
        "what": "singlevaluelist",
        "where": "multivaluelist",
        "height": "number",
        "since": "datetime",
        "seen": "datetime",
        "plate": "string",
        "more": "text",
        "note": "text",
    }
    assert {code for code, a in told.items() if a["required"]} == {"what"}
    assert {code for code, a in told.items() if not a["variable"]} == {"note"}
    assert told["what"]["values"][0] == {"key": "broken", "name": "Broken"}
    assert told["height"]["datatype_description"] == (
        "At least 1. At most 60. Only where what is: Too high. Then it needs an answer."
    )


def test_the_definition_in_xml_has_its_attributes_within_attributes(key: str) -> None:
    text = App(key, "xml").get("services/survey").content.decode()
    assert "<service_definition><service_code>survey</service_code><attributes><attribute>" in text
    assert "<variable>true</variable><code>what</code>" in text
    assert "<values><value><key>broken</key><name>Broken</name></value>" in text


def test_a_service_that_asks_nothing_has_an_empty_definition(json_app: App) -> None:
    assert json_app.get("services/lamp").json() == {"service_code": "lamp", "attributes": []}


def test_an_order_asks_for_counts_and_offers_the_days_that_are_free_there(
    json_app: App, city: City
) -> None:
    def attributes(**query: str) -> dict[str, Any]:
        found = json_app.get("services/pick-up", **query).json()["attributes"]
        return {each["code"]: each for each in found}

    told = attributes()
    assert list(told) == ["item:sofa", "item:bed", "order:date"]
    assert told["item:sofa"]["datatype"] == "number"
    assert told["order:date"]["datatype"] == "datetime"
    day = attributes(**HERE)["order:date"]
    assert day["datatype"] == "singlevaluelist"
    tomorrow = (timezone.now().astimezone(city.zone) + timedelta(days=1)).date().isoformat()
    assert day["values"][0] == {"key": tomorrow, "name": tomorrow}
    for _ in range(2):
        json_app.filed(
            {"service_code": "pick-up", **HERE, "attribute[item:bed]": "1",
             "attribute[order:date]": tomorrow}
        )  # fmt: skip
    assert tomorrow not in [v["key"] for v in attributes(**HERE)["order:date"]["values"]]


def test_another_language_of_the_city_can_be_asked_for(json_app: App) -> None:
    names = [row["service_name"] for row in rows(json_app.get("services", locale="es"))]
    assert names[0] == "Farol apagado"
    assert rows(json_app.get("services", locale="xx"))[0]["service_name"] == "Lamp out & dark"


def test_head_and_options_are_answered(app: App) -> None:
    assert app.http.head(f"{V2}/services.{app.suffix}").status_code == 200
    asked = app.http.options(f"{V2}/requests.{app.suffix}")
    assert asked.status_code == 204
    assert asked["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]


def test_an_empty_parameter_is_as_good_as_none(app: App) -> None:
    empty = dict.fromkeys(("jurisdiction_id", "lat", "long", "locale"), "")
    assert app.get("services", **empty).content == app.get("services").content
    filters = dict.fromkeys(
        ("service_request_id", "service_code", "start_date", "end_date", "status", "q", "bbox"), ""
    )
    assert app.get("requests", **filters).content == app.get("requests").content


def test_the_description_has_the_schemas_that_answers_are_held_to(json_app: App) -> None:
    answer = json_app.http.get("/open311/openapi.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    described = answer.json()["components"]["schemas"]
    del described["report"]
    golden = json.dumps(SCHEMAS["$defs"]).replace("#/$defs/", "#/components/schemas/")
    assert described == json.loads(golden)
    assert json_app.http.post("/open311/openapi.json").status_code == 400
