"""Independent clients of Open311, as the package index has them, against a running server."""

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from georeport import GeoReport

from tests.ground.installation import Installation

HALL = (34.0537, -118.2428)
"""City Hall of Los Angeles."""
SERVICE = "pothole"
ANSWERS = {"where": "lane", "size": "plate"}


def civic(server: Installation) -> Open311Client:
    """Return the client civicbot, which checks a report against our definition before sending."""
    endpoint = Endpoint("here", "Here", f"{server.address}open311/v2/", write=True)
    return Open311Client(
        endpoint,
        transport=HttpTransport(rate_limiter=RateLimiter(0)),
        jurisdiction_id="lacity.gov",
    )


def filed(server: Installation, key: str, **given: object) -> str:
    """File a report with civicbot and return its number."""
    sent = civic(server).create_request(
        SERVICE,
        dry_run=False,
        confirm="SEND",
        api_key=key,
        validate_remote=True,
        lat=HALL[0],
        lng=HALL[1],
        attributes=ANSWERS,
        **given,
    )
    (row,) = sent.response
    return str(row["service_request_id"])


def test_civicbot_reads_services_and_files_and_follows_a_request(
    server: Installation, server_key: str
) -> None:
    client = civic(server)
    services = client.list_services()
    assert {"pothole", "bulky-items"} <= {service["service_code"] for service in services}
    assert client.get_service_definition(SERVICE)["attributes"]
    number = filed(server, server_key, description="Filed by civicbot", email="demo@example.org")
    found = client.get_request(number)
    assert found is not None
    assert found["status"] == "open"
    assert found["description"] == "Filed by civicbot"
    assert client.get_token(number) == [{"service_request_id": number, "token": number}]
    assert number in [r["service_request_id"] for r in client.list_requests(page_size=50)]
    by_id = client.list_requests(service_request_ids=[number])
    assert by_id == [found]


def test_civicbot_finds_its_mistakes_in_our_definition(server: Installation) -> None:
    with pytest.raises(ValidationError) as refusal:
        civic(server).create_request(
            SERVICE, validate_remote=True, lat=HALL[0], lng=HALL[1], attributes={"where": "moon"}
        )
    assert len(refusal.value.problems) == 2


def test_civicbot_shows_our_refusals(server: Installation, server_key: str) -> None:
    with pytest.raises(HttpError) as refusal:
        civic(server).create_request(
            "nothing", dry_run=False, confirm="SEND", api_key=server_key,
            lat=HALL[0], lng=HALL[1],
        )  # fmt: skip
    assert refusal.value.status == 404
    assert "service_code was not found" in refusal.value.body
    with pytest.raises(HttpError) as refusal:
        civic(server).create_request(
            SERVICE, dry_run=False, confirm="SEND", api_key="wrong", lat=HALL[0], lng=HALL[1]
        )
    assert refusal.value.status == 403


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_georeport_reads_everything_in_both_formats(
    server: Installation, server_key: str, suffix: str
) -> None:
    client = GeoReport(
        f"{server.address}open311/v2", jurisdiction="lacity.gov", output_format=suffix
    )
    numbers = [filed(server, server_key) for _ in range(2)]
    services = client.get_service_list()
    assert SERVICE in [service["service_code"] for service in services]
    definition = client.get_service_definition(SERVICE)
    assert definition["service_code"] == SERVICE
    listed = client.get_service_requests(service_code=SERVICE, status="open")
    assert set(numbers) <= {row["service_request_id"] for row in listed}
    found = client.get_service_request(numbers[0])
    assert found["service_request_id"] == numbers[0]
    assert found["agency_responsible"]
    assert found["requested_datetime"][-6] in "+-"
