"""What nobody may read: planted names, phones and plates are looked for in all that comes out."""

import pytest
from django.utils import timezone

from tests.open311.conftest import CHIEF, V2, App
from tests.open311.riverton import HERE
from townline.cities.rules.city import City
from townline.contacts.models import Consent
from townline.requests.actions import moderate, work

PLANTED = ("Demo Zanzibar", "555-0142", "7XYZ890", "zanzibar@example.org", "acct-zan", "dev-zan")
TOLD = {
    "first_name": "Demo",
    "last_name": "Zanzibar",
    "phone": "555-0142",
    "email": "zanzibar@example.org",
    "account_id": "acct-zan",
    "device_id": "dev-zan",
    "description": "Demo Zanzibar, 555-0142, saw the car 7XYZ890; zanzibar@example.org",
    "media_url": "https://example.org/7XYZ890.jpg",
    "address_string": "beside Demo Zanzibar's car 7XYZ890",
}


@pytest.fixture
def planted(json_app: App, city: City) -> dict[str, str]:
    """File one request of each publicity with planted details, and let things happen to them."""
    reports = {
        "structured": {
            "service_code": "survey", **HERE, "attribute[what]": "broken",
            "attribute[plate]": "7XYZ890", "attribute[more]": "Demo Zanzibar 555-0142",
        },
        "confidential": {"service_code": "abuse", **HERE},
        "held": {"service_code": "lamp", **HERE},
    }  # fmt: skip
    links = " http://a.example.org http://b.example.org http://c.example.org"
    numbers = {}
    for kind, report in reports.items():
        told = TOLD | ({"description": TOLD["description"] + links} if kind == "held" else {})
        numbers[kind] = json_app.filed(report | told)
    now = {"by": CHIEF, "at": timezone.now()}
    work.note(city=city, number=numbers["structured"], text="Call Demo Zanzibar 555-0142", **now)
    work.ask(city=city, number=numbers["structured"], question="Is it 7XYZ890?", **now)
    return numbers


def everything(app: App, numbers: dict[str, str]) -> list[bytes]:
    """Return all that Open311 says of requests, asked in every way."""
    found = []
    for suffix in ("json", "xml"):
        paths = [f"{V2}/requests.{suffix}", f"/open311/discovery.{suffix}"]
        paths += [f"{V2}/services.{suffix}", f"{V2}/services/survey.{suffix}"]
        for number in numbers.values():
            paths += [f"{V2}/requests/{number}.{suffix}", f"{V2}/tokens/{number}.{suffix}"]
        queries: list[dict[str, str]] = [
            {}, {"extensions": "true"}, {"service_request_id": ",".join(numbers.values())},
            {"q": "Zanzibar"}, {"q": "7XYZ890"}, HERE, {"status": "open"},
            {"updated_after": "2026-01-01T00:00:00Z", "extensions": "true"},
        ]  # fmt: skip
        for path in paths:
            for query in queries:
                answer = app.http.get(path, query)
                assert answer.status_code in (200, 400, 404), answer.content
                found.append(answer.content)
                found.append(repr(dict(answer.headers)).replace("q=", "").encode())
    return found


def test_planted_details_come_out_nowhere(json_app: App, planted: dict[str, str]) -> None:
    asked = {b"q=Zanzibar": b"", b"q=7XYZ890": b""}
    for content in everything(json_app, planted):
        for echo in asked:
            content = content.replace(echo, b"")
        for secret in PLANTED:
            assert secret.encode() not in content, content


def test_a_confidential_or_held_request_is_as_good_as_none(
    app: App, planted: dict[str, str]
) -> None:
    unknown = "26-555555-9"
    for kind in ("confidential", "held"):
        for method in ("requests", "tokens"):
            answer = app.get(f"{method}/{planted[kind]}")
            assert answer.status_code == 404
            never = app.get(f"{method}/{unknown}")
            assert answer.content == never.content.replace(unknown.encode(), planted[kind].encode())
        assert planted[kind].encode() not in app.get("requests").content
        several = app.get("requests", service_request_id=",".join(planted.values()))
        assert planted[kind].encode() not in several.content
    assert planted["structured"].encode() in app.get("requests").content
    words = app.get("requests", q="Zanzibar").content
    assert planted["structured"].encode() not in words


def test_a_report_near_a_confidential_one_does_not_learn_of_it(
    json_app: App, planted: dict[str, str]
) -> None:
    answer = json_app.post({"service_code": "abuse", **HERE, "extensions": "true"})
    assert answer.json()[0]["extended_attributes"]["nearby"] == []


def test_released_words_are_shown_and_private_answers_are_not(
    app: App, city: City, planted: dict[str, str]
) -> None:
    moderate.release(city=city, number=planted["structured"], by=CHIEF, at=timezone.now())
    answer = app.get(f"requests/{planted['structured']}", extensions="true").content
    assert TOLD["description"].encode() in answer
    assert b"acct-zan" not in answer
    assert b"7XYZ890.jpg" not in answer
    assert answer.count(b"7XYZ890") == sum(
        map(answer.count, (b"saw the car 7XYZ", b"Is it 7XYZ890?", b"'s car 7XYZ"))
    )


def test_who_reports_with_another_program_is_not_said_to_have_read_our_words(
    planted: dict[str, str],
) -> None:
    assert planted
    assert not Consent.objects.exists()
