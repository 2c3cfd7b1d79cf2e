"""Every refusal comes in Open311's own form, in the format asked for, and leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.open311 import riverton
from tests.open311.conftest import CHIEF, V2, App, add_key, errors
from tests.open311.pictures import bomb, jpeg
from tests.open311.riverton import HERE, OUTSIDE
from townline.cities.rules.city import City
from townline.staff import actions as staff

LAMP = {"service_code": "lamp", **HERE}
KERB = {"service_code": "survey", **HERE}
FORM = "application/x-www-form-urlencoded"
Count = Callable[[], int]


def refused(answer: HttpResponse, status: int, *told: str) -> None:
    """Check that an answer is a refusal that says all of ``told``, each in an error of its own."""
    assert answer.status_code == status, answer.content
    found = errors(answer)
    assert len(found) == len(told), found
    for (code, description), part in zip(found, told, strict=True):
        assert part in description, found
        assert code == status or status == 400


BAD_REPORTS: list[tuple[dict[str, Any], int, tuple[str, ...]]] = [
    ({"service_code": ""}, 400, ("service_code was not provided",)),
    ({"service_code": "nothing"}, 404, ("service_code was not found",)),
    ({"lat": "", "long": ""}, 400, ("A location is required",)),
    ({"long": ""}, 400, ("lat and long must be given together",)),
    ({"lat": "north"}, 400, ("lat must be a decimal number",)),
    ({"lat": "nan", "long": "inf"}, 400, ("lat must be a decimal", "long must be a decimal")),
    ({"lat": "91"}, 400, ("lat must be from -90 to 90",)),
    ({"lat": "-118.005", "long": "34.005"}, 400, ("lat must be from -90 to 90",)),
    ({"lat": ["34.005", "34.006"]}, 400, ("lat was given more than once",)),
    (OUTSIDE, 400, ("not in Riverton. It is in Oakville",)),
    ({"lat": "0", "long": "0"}, 400, ("not in Riverton",)),
    ({"lat": "", "long": "", "address_string": "99 Nowhere Rd"}, 400, ("was not found",)),
    ({"lat": "", "long": "", "address_id": "7"}, 400, ("address_id is not known",)),
    ({"description": "x" * 4001}, 400, ("4001 characters; 4000 are allowed",)),
    ({"description": "<script>alert(1)</script>"}, 400, ("description holds HTML",)),
    ({"description": "a\x00b"}, 400, ("null character",)),
    ({"email": "e" * 255}, 400, ("email has 255 characters",)),
    ({"media_url": "javascript:alert(1)"}, 400, ("media_url must be an address",)),
    ({"attribute[what]": "broken"}, 400, ("attribute[what]: The service does not ask this",)),
    ({"attribute[": "x"}, 400, ("write attribute[CODE]",)),
    ({"jurisdiction_id": "atlantis.example.org"}, 404, ("jurisdiction_id was not found",)),
    ({"extensions": "perhaps"}, 400, ("extensions must be true or false",)),
    ({"service_code": "gas"}, 400, ("not taken this way; call 555-0100",)),
    ({"service_code": "pool"}, 400, ("closed for the winter",)),
]


@pytest.mark.parametrize(("change", "status", "told"), BAD_REPORTS, ids=str)
def test_a_bad_report_is_refused(
    app: App, stored: Count, change: dict[str, Any], status: int, told: tuple[str, ...]
) -> None:
    before = stored()
    refused(app.post(LAMP | change), status, *told)
    assert stored() == before


BAD_ANSWERS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({}, ("attribute[what] is required",)),
    ({"attribute[what]": "melted"}, ("“melted” is not one of the choices",)),
    ({"attribute[what]": ["broken", "high"]}, ("attribute[what]: Give one answer only",)),
    ({"attribute[what]": "high"}, ("attribute[height] is required",)),
    ({"attribute[what]": "high", "attribute[height]": "61"}, ("must be 60 or less",)),
    ({"attribute[what]": "broken", "attribute[height]": "9"}, ("does not ask this after",)),
    ({"attribute[what]": "broken", "attribute[where][]": ["n", "up"]}, ("“up” is not one",)),
    ({"attribute[what]": "broken", "attribute[seen]": "2026-05-09T10:00"}, ("its offset",)),
    ({"attribute[what]": "broken", "attribute[since]": "May 9"}, ("Give a date",)),
    ({"attribute[what]": "broken", "attribute[more]": "x" * 1001}, ("longer than 1000",)),
    ({"attribute[what]": "broken", "attribute[more]": "<b>x</b>"}, ("holds HTML",)),
    ({"attribute[what]": "railway"}, ("call 555-0188",)),
    (
        {"attribute[what]": "melted", "attribute[where]": "up", "attribute[since]": "May"},
        ("attribute[what]", "attribute[where]", "attribute[since]"),
    ),
    ({"lat": "north", "description": "x" * 4001}, ("lat must", "4001", "attribute[what]")),
    ({"description": "x" * 4001}, ("4001 characters", "attribute[what] is required")),
]


@pytest.mark.parametrize(("change", "told"), BAD_ANSWERS, ids=str)
def test_each_bad_answer_is_an_error_of_its_own(
    app: App, stored: Count, change: dict[str, Any], told: tuple[str, ...]
) -> None:
    before = stored()
    refused(app.post(KERB | change), 400, *told)
    assert stored() == before


def test_a_missing_or_wrong_key_is_403(app: App, stored: Count) -> None:
    before = stored()
    refused(app.raw_post(LAMP), 403, "api_key was not provided")
    refused(app.raw_post(LAMP | {"api_key": ""}), 403, "api_key was not provided")
    refused(app.post(LAMP | {"api_key": "wrong"}), 403, "api_key is not valid")
    refused(app.post(LAMP | {"api_key": "' OR 1=1 --"}), 403, "api_key is not valid")
    refused(app.post(LAMP | {"api_key": "demo"}), 403, "api_key is not valid")
    assert stored() == before


def test_the_key_demo_opens_a_demonstration_alone(app: App, city: City, settings: Settings) -> None:
    staff.put_demo_key(city_id=city.id, by=CHIEF, at=timezone.now())
    settings.DEMO = False
    refused(app.post(LAMP | {"api_key": "demo"}), 403, "api_key is not valid")
    settings.DEMO = True
    assert app.post(LAMP | {"api_key": "demo"}).status_code == 200


def test_a_key_may_come_in_the_address_or_a_header(json_app: App) -> None:
    url, data = f"{V2}/requests.json", LAMP
    assert json_app.http.post(f"{url}?api_key={json_app.key}", data).status_code == 200
    headers = {"X-Api-Key": json_app.key}
    assert json_app.http.post(url, data, headers=headers).status_code == 200


def test_a_revoked_key_is_told_what_its_owner_is_to_know(app: App, city: City) -> None:
    key = add_key(city, "Old app")
    notice = "This app is out of date; please update it."
    staff.revoke_key(city_id=city.id, name="Old app", notice=notice, by=CHIEF, at=timezone.now())
    refused(app.post(LAMP | {"api_key": key}), 403, notice)


def test_a_key_without_the_scope_may_not_file(app: App, city: City) -> None:
    key = add_key(city, "Reader", scopes=("requests:read_private",))
    refused(app.post(LAMP | {"api_key": key}), 403, "may not file")


def test_too_many_reports_wait_429(app: App, city: City, stored: Count) -> None:
    app.key = add_key(city, "Eager app", limit=2)
    app.filed(LAMP)
    app.filed(LAMP)
    before = stored()
    answer = app.post(LAMP)
    refused(answer, 429, "may file 2 a minute")
    assert 1 <= int(answer["Retry-After"]) <= 30
    assert stored() == before


def test_a_city_must_be_named_where_several_are_served(app: App, city: City) -> None:
    other = riverton.apply("lakeside")
    refused(app.post(LAMP), 400, "jurisdiction_id was not provided")
    app.filed(LAMP | {"jurisdiction_id": city.jurisdiction})
    refused(app.post(LAMP | {"jurisdiction_id": other.jurisdiction}), 403, "api_key is not valid")
    for server, path in (("riverton.localhost", ""), ("testserver", "/c/riverton")):
        answer = app.http.post(
            f"{path}{V2}/requests.{app.suffix}", {"api_key": app.key} | LAMP, SERVER_NAME=server
        )
        assert answer.status_code == 200, answer.content
    assert app.get("services").status_code == 200


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("v2/services/nothing", "service_code was not found"),
        ("v2/requests/26-100001-9", "service_request_id was not found"),
        ("v2/requests/%00", "service_request_id was not found"),
        ("v2/requests/1' OR '1'='1", "service_request_id was not found"),
        ("v2/tokens/26-100001-9", "token was not found"),
        ("v2/tokens/x", "token was not found"),
        ("v2/nothing", "There is nothing at"),
        ("v3/services", "There is nothing at"),
        ("nothing", "There is nothing at"),
    ],
)
def test_what_does_not_exist_is_404(app: App, path: str, told: str) -> None:
    refused(app.http.get(f"/open311/{path}.{app.suffix}"), 404, told)


@pytest.mark.parametrize(
    "path", ["/open311/", "/open311/v2/", "/open311/v2/services", "/open311/v2/services.csv"]
)
def test_an_address_without_a_known_format_is_404_in_xml(app: App, path: str) -> None:
    answer = app.http.get(path)
    refused(answer, 404, "There is nothing at")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize("path", ["services", "services/lamp", "requests/x", "tokens/x"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_is_not_there_is_400(app: App, path: str, method: str) -> None:
    answer = app.http.generic(method, f"{V2}/{path}.{app.suffix}")
    refused(answer, 400, f"This address takes GET, HEAD, OPTIONS, and no {method}.")
    assert errors(answer)[0][0] == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


QUERIES: list[tuple[dict[str, Any], int, tuple[str, ...]]] = [
    ({"start_date": "2026-01-01T00:00:00"}, 400, ("start_date must be a date and time",)),
    ({"start_date": "2026-01-01"}, 400, ("start_date must be",)),
    ({"end_date": "2026-13-01T00:00:00Z"}, 400, ("end_date must be",)),
    ({"end_date": "0001-01-01T00:00:00Z"}, 400, ("end_date must be",)),
    (
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
        400,
        ("may span 90 days at most",),
    ),
    (
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-02T00:00:00Z"},
        400,
        ("end_date is before start_date",),
    ),
    ({"status": "half-open"}, 400, ("status must be open, closed or both",)),
    ({"service_code": "nothing,lamp"}, 404, ("service_code was not found",)),
    ({"jurisdiction_id": "atlantis"}, 404, ("jurisdiction_id was not found",)),
    ({"page": "0"}, 400, ("page must be a whole number",)),
    ({"page": "99999999999999999999"}, 400, ("page must be",)),
    ({"page_size": "1001"}, 400, ("page_size must be a whole number from 1 to 1000",)),
    ({"lat": "34"}, 400, ("lat and long must be given together",)),
    ({"radius": "10"}, 400, ("radius needs lat and long",)),
    ({"lat": "34", "long": "-118", "radius": "-1"}, 400, ("radius must be from",)),
    ({"bbox": "1,2,3"}, 400, ("bbox must be four numbers",)),
    ({"bbox": "1,2,3,x"}, 400, ("bbox north must be a decimal",)),
    ({"bbox": "-117,33,-118,34"}, 400, ("its ends are turned round",)),
    ({"bbox": "33,-118,34,-117"}, 400, ("bbox south", "bbox north")),
    ({"updated_after": "yesterday"}, 400, ("updated_after must be",)),
    ({"q": "a\x00b"}, 400, ("null character",)),
    ({"service_request_id": ",".join(map(str, range(201)))}, 400, ("may list 200",)),
    ({"status": "x", "page": "0", "end_date": "y"}, 400, ("page", "end_date", "status")),
]


@pytest.mark.parametrize(("query", "status", "told"), QUERIES, ids=str)
def test_a_query_that_cannot_be_read_is_refused(
    app: App, query: dict[str, Any], status: int, told: tuple[str, ...]
) -> None:
    refused(app.get("requests", **query), status, *told)


BODIES: list[tuple[str, bytes, str]] = [
    (FORM, b"description=%ff", "UTF-8"),
    (FORM, b"description=\xff\xfe", "UTF-8"),
    (FORM, b"%ff=x", "UTF-8"),
    (FORM, b"a=b&" * 501, "500 parameters"),
    (FORM, b"description=" + b"x" * 2_700_000, "2 MB at most"),
    ("application/json", b'{"service_code": "lamp"}', "Send a form"),
    ("text/xml", b"<request/>", "Send a form"),
    ("multipart/form-data", b"no boundary", "cannot be read"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken", "api_key was not provided"),
    ("multipart/form-data; boundary=\xc3\xa9", b"--x", "cannot be read"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\n\xff\r\n--x--\r\n',
        "UTF-8",
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\na\x00b\r\n--x--\r\n',
        "null character",
    ),
    (FORM + "; charset=utf-16", b"a=b", "UTF-8"),
    (FORM + "; charset=nonsense", b"a=b", "UTF-8"),
    (FORM + "; charset=UTF-8", b"a=b", "api_key was not provided"),
    ("multipart/form-data; boundary=x; charset=latin-1", b"--x--", "UTF-8"),
]


@pytest.mark.parametrize(("kind", "body", "told"), BODIES, ids=lambda value: str(value)[:40])
def test_a_body_that_cannot_be_read_is_refused(
    app: App, stored: Count, kind: str, body: bytes, told: str
) -> None:
    before = stored()
    answer = app.http.generic("POST", f"{V2}/requests.{app.suffix}", body, content_type=kind)
    refused(answer, 403 if told.startswith("api_key") else 400, told)
    assert stored() == before


def test_a_body_larger_than_any_report_is_not_read(app: App) -> None:
    answer = app.http.generic(
        "POST", f"{V2}/requests.{app.suffix}", b"", content_type=FORM, CONTENT_LENGTH="99999999999"
    )
    refused(answer, 400, "The body may have 12 MB at most")
    assert errors(answer)[0][0] == 413


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000])
def test_a_length_that_is_none_is_refused(app: App, length: str) -> None:
    answer = app.http.generic(
        "POST", f"{V2}/requests.{app.suffix}", b"", content_type=FORM, CONTENT_LENGTH=length
    )
    refused(answer, 400, "The body may have")


MEDIA: list[tuple[bytes, str]] = [
    (b"GIF89a no photo", "not a photo that we can read"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo that we can read"),
    (bomb(8_000), "too many pixels"),
    (bomb(60_000), "not a photo that we can read"),
    (jpeg() + b"\x00" * 10_000_000, "8 MB at most"),
    (jpeg()[:200], "not a photo that we can read"),
]


@pytest.mark.parametrize(("data", "told"), MEDIA, ids=lambda value: str(value)[:20])
def test_what_is_no_photo_is_refused(app: App, stored: Count, data: bytes, told: str) -> None:
    before = stored()
    media = SimpleUploadedFile("photo.jpg", data, "image/jpeg")
    answer = app.http.post(
        f"{V2}/requests.{app.suffix}", {"api_key": app.key, "media": media} | LAMP
    )
    refused(answer, 400, told)
    assert stored() == before


def test_two_photos_are_one_too_many(app: App, stored: Count) -> None:
    before = stored()
    media = [SimpleUploadedFile(f"{n}.jpg", jpeg(), "image/jpeg") for n in range(2)]
    answer = app.http.post(
        f"{V2}/requests.{app.suffix}", {"api_key": app.key, "media": media} | LAMP
    )
    refused(answer, 400, "One file may be sent as media")
    assert stored() == before


def test_coordinates_that_changed_places_are_told_so(app: App, city: City) -> None:
    answer = app.post(LAMP | {"lat": HERE["long"], "long": HERE["lat"]})
    refused(answer, 400, "lat must be from -90 to 90; it is -118.005. Is it the long?")


def test_a_failure_of_ours_has_the_form_of_the_standard(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("townline.open311.report.submit", fail)
    answer = app.post(LAMP)
    refused(answer, 500, "Something failed on our side")
    assert "planted" not in answer.content.decode()


def test_an_address_that_failed_begins_no_line_of_the_log(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("townline.requests.queries.by_anyone", fail)
    answer = Client().get("/open311/v2/requests/1-1%0A2026-01-01%20ERROR%20forged.json")
    assert answer.status_code == 500
    assert not any("\n" in record.getMessage() for record in caplog.records)


def test_text_of_a_header_comes_back_in_no_header(app: App) -> None:
    answer = app.get("requests", page="2", q="x\r\nSet-Cookie: a=b")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers.get("Link", "")


def test_old_times_do_not_disturb_anything(app: App) -> None:
    ends = {"start_date": "1900-01-01T00:00:00Z", "end_date": "1900-02-01T00:00:00-14:00"}
    assert app.get("requests", **ends).status_code == 200
    assert app.get("requests", start_date="2199-12-31T23:59:59Z").status_code == 200
