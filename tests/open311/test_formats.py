"""XML and JSON say the same, whatever stands in a text."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.open311.conftest import App, plain, rows
from tests.open311.riverton import HERE
from townline.open311 import formats
from townline.open311.moments import moment, unwritten

SCHEMAS = json.loads((Path(__file__).parent / "schemas.json").read_text())
KERB = {"service_code": "survey", **HERE, "attribute[what]": "broken"}
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(st.text())
def test_any_text_comes_back_from_xml_without_what_xml_cannot_hold(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    encoded = formats.render("xml", "errors", [{"code": 400, "description": text}])
    (error,) = fromstring(encoded)
    assert (error.find("description").text or "") == FORBIDDEN.sub("", text)


PATHS = ["services", "services/survey", "requests", "requests?extensions=true", "nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_xml_and_json_are_the_same_answer(key: str, path: str) -> None:
    app = App(key)
    app.filed(KERB | {"description": "Tom & <3 'quotes' \"x\"\r\nLine"})
    app.filed({"service_code": "lamp", **HERE, "description": "Grüße & 你好 \x0b"})
    name, _, query = path.partition("?")
    in_json, in_xml = (
        app.http.get(f"/open311/v2/{name}.{suffix}?{query}") for suffix in ("json", "xml")
    )
    document = in_json.json()
    expected = list(document.values()) if isinstance(document, dict) else document
    assert [_leaves(plain(row)) for row in fromstring(in_xml.content)] == [
        _leaves(row) for row in expected
    ]


def _leaves(value: Any) -> list[str]:
    """Return all leaves in order, as XML would write them."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    if value in (None, ""):
        return []
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return [FORBIDDEN.sub("", text).replace(".json", ".").replace(".xml", ".")]


def check(name: str, document: Any) -> None:
    """Check a document against the schema of that name, types and formats."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        document
    )


def test_every_answer_has_the_types_of_the_standard(json_app: App) -> None:
    number = json_app.filed(KERB | {"account_id": "7"})
    check("services", json_app.get("services").json())
    for code in ("lamp", "survey", "pick-up"):
        check("service_definition", json_app.get(f"services/{code}").json())
    check("requests", json_app.get("requests").json())
    check("requests", json_app.get(f"requests/{number}", extensions="true").json())
    check("filed", json_app.post(KERB).json())
    check("tokens", json_app.get(f"tokens/{number}").json())
    check("errors", json_app.post({}).json())
    check("discovery", json_app.http.get("/open311/discovery.json").json())
    check("requests", json_app.get("requests", status="closed").json())


def test_the_schemas_refuse_what_the_standards_own_examples_do_wrong() -> None:
    good = {"service_code": "7", "service_name": "x", "metadata": True, "type": "realtime"}
    rest = {"description": None, "keywords": None, "group": None}
    validator = Draft202012Validator({"$ref": "#/$defs/services", "$defs": SCHEMAS["$defs"]})
    assert validator.is_valid([good | rest])
    for bad in ({"service_code": 7}, {"metadata": "true"}, {"type": "later"}):
        assert not validator.is_valid([good | rest | bad])


def test_xml_of_an_empty_list_is_an_empty_element(key: str) -> None:
    answer = App(key, "xml").get("requests", status="closed")
    assert rows(answer) == []
    assert answer.content.endswith(b"<service_requests></service_requests>")


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["America/Los_Angeles", "Europe/London", "Asia/Kathmandu", "UTC"]),
)
def test_a_moment_is_written_the_same_at_once_and_with_the_whole(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    written = formats.render("json", "moments", [unwritten(at, zone)])
    assert json.loads(written) == [moment(at, zone)]
    said = formats.render("xml", "request", {"requested_datetime": unwritten(at, zone)}).decode()
    assert f">{moment(at, zone)}<" in said
