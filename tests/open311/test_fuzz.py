"""Whatever is sent, the answer is an answer of Open311: never a failure, never another form."""

from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.ground.installation import Installation
from tests.ground.lasting import lasting
from tests.open311.conftest import V2, App, errors
from tests.open311.riverton import HERE
from townline.open311 import formats
from townline.open311.description import DOCUMENT

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
NAMES = st.sampled_from(
    [
        "service_code", "lat", "long", "address_string", "address_id", "description", "email",
        "phone", "media_url", "attribute[what]", "attribute[where][]", "attribute[height]",
        "attribute[order:date]", "attribute[item:sofa]", "attribute[", "jurisdiction_id",
        "extensions", "locale", "start_date", "end_date", "status", "bbox", "radius", "q", "page",
        "page_size", "service_request_id", "updated_after", "updated_before",
    ]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "survey", "pick-up", "lamp", "broken", "true", "0", "-1", "1e999", "NaN"]),
    st.floats().map(str),
    st.integers().map(str),
    st.datetimes().map(lambda at: at.isoformat() + "Z"),
    st.dates().map(str),
    st.lists(st.floats(-200, 200), min_size=4, max_size=4).map(lambda b: ",".join(map(str, b))),
)
FIELDS = st.dictionaries(NAMES, st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=8)


def in_form(answer: Any, suffix: str) -> None:
    """Check that an answer has a status and the form that Open311 knows."""
    assert answer.status_code in (200, 400, 403, 404), (answer.status_code, answer.content)
    assert answer["Content-Type"] == formats.CONTENT_TYPES[suffix]
    if answer.status_code != 200:
        assert errors(answer)


@lasting
@EXAMPLES
@given(fields=FIELDS, suffix=st.sampled_from(["json", "xml"]))
def test_any_report_is_taken_or_refused(key: str, fields: dict[str, Any], suffix: str) -> None:
    app = App(key, suffix)
    in_form(app.post({"service_code": "survey", **HERE, **fields}), suffix)


@lasting
@EXAMPLES
@given(fields=FIELDS, suffix=st.sampled_from(["json", "xml"]))
def test_any_query_is_answered_or_refused(key: str, fields: dict[str, Any], suffix: str) -> None:
    app = App(key, suffix)
    for path in ("requests", "services", "services/survey", "requests/26-100001-9"):
        in_form(app.get(path, **fields), suffix)


@lasting
@EXAMPLES
@given(body=st.binary(max_size=200), kind=st.sampled_from(["form", "multipart", "json", ""]))
def test_any_body_is_refused(key: str, body: bytes, kind: str) -> None:
    kinds = {
        "form": "application/x-www-form-urlencoded",
        "multipart": "multipart/form-data; boundary=x",
        "json": "application/json",
        "": "",
    }
    http = Client(raise_request_exception=False)
    body = b"--x\r\n" + body if kind == "multipart" else body
    answer = http.generic("POST", f"{V2}/requests.json", body, content_type=kinds[kind])
    in_form(answer, "json")
    assert answer.status_code != 200


@lasting
@EXAMPLES
@given(path=st.text(max_size=40), query=st.text(max_size=20))
def test_any_address_is_answered(key: str, path: str, query: str) -> None:
    http = Client(raise_request_exception=False)
    answer = http.get("/open311/" + path.replace("?", ""), QUERY_STRING=urlencode({"q": query}))
    assert answer.status_code in (200, 400, 404), answer.content


OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=str)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_the_running_server_keeps_to_its_description(
    operation: APIOperation, mode: GenerationMode, server: Installation, server_key: str
) -> None:
    @lasting
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps(case: Case) -> None:
        if case.method == "POST":
            case.headers["X-Api-Key"] = server_key
        case.call_and_validate(base_url=f"{server.address}open311", checks=CHECKS)

    keeps()
