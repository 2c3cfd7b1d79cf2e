"""Whatever is sent to a door that writes, a refusal stores nothing, and nothing fails."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ground.lasting import lasting
from tests.portal import springfield
from tests.portal.reports import begun
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.staff import actions as staff

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LAT, LON = springfield.HALL
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "0", "-1", "NaN", "1e400", "large", "4", "\x00", "100 N Main St", "on"]),
    st.floats().map(str),
    st.dates().map(str),
)
SERVICES = st.sampled_from(["pothole", "bulky", "abuse", "idea"])
OF_FORM = st.sampled_from(
    [
        "key", "begun", "asked", "join", "website", "lat", "lon", "address", "match", "landmark",
        "description", "first_name", "last_name", "email", "phone", "language", "q_size",
        "q_depth", "q_plate", "day", "item_sofa", "item_bed", "consent", "photos",
    ]
)  # fmt: skip
OF_PROGRAM = st.sampled_from(
    [
        "service_code", "lat", "long", "address_string", "address_id", "description", "email",
        "phone", "first_name", "media_url", "attribute[size]", "attribute[depth]",
        "attribute[plate][]", "attribute[order:date]", "attribute[item:sofa]", "jurisdiction_id",
        "device_id", "account_id", "locale", "extensions",
    ]
)  # fmt: skip
FILES = st.one_of(st.none(), st.binary(max_size=60))
_visitors = count(1)


@pytest.fixture
def written(db: None) -> Callable[[], dict[str, int]]:
    """Return a count of all rows that a report could leave behind, by table."""
    kinds = [m for room in ("requests", "contacts") for m in apps.get_app_config(room).get_models()]
    return lambda: {model.__name__: model._default_manager.count() for model in kinds}


@pytest.fixture
def springfield_town(db: None) -> City:
    """Apply Springfield."""
    cities.forget()
    return springfield.apply()


@pytest.fixture
def key(springfield_town: City) -> str:
    """Return a key of Springfield that may file."""
    return staff.add_key(
        city_id=springfield_town.id, name="Fuzz", scopes=("requests:write",),
        limit_per_minute=1_000_000, by=springfield.SYSTEM, at=springfield.APPLIED,
    )  # fmt: skip


@lasting
@EXAMPLES
@given(
    service=SERVICES, sent=st.dictionaries(OF_FORM, TEXTS, max_size=8), photo=FILES,
    whole=st.booleans(),
)  # fmt: skip
def test_a_form_is_taken_whole_or_leaves_nothing(
    springfield_town: City, written: Callable[[], dict[str, int]], service: str,
    sent: dict[str, str], photo: bytes | None, whole: bool,
) -> None:  # fmt: skip
    plain = {"lat": LAT, "lon": LON, "begun": begun(), "asked": "1", "q_size": "large"}
    fields: dict[str, Any] = (plain if whole else {}) | sent
    if photo is not None:
        fields["photos"] = SimpleUploadedFile("a.jpg", photo, "image/jpeg")
    visitor = Client(raise_request_exception=False, REMOTE_ADDR=f"2001:db8::{next(_visitors):x}")
    before = written()
    answer = visitor.post(f"/report/{service}/", fields)
    after = written()
    assert answer.status_code in (200, 302, 422), answer.content
    new = after["ServiceRequest"] - before["ServiceRequest"]
    if answer.status_code == 302 and not (new == 0 and sent.get("key")):
        assert new == 1
        assert after["RequestEntry"] > before["RequestEntry"]
    else:
        assert after == before, "a refusal, or the same form once more"


@lasting
@EXAMPLES
@given(
    service=SERVICES, sent=st.dictionaries(OF_PROGRAM, TEXTS, max_size=8), whole=st.booleans(),
    idempotency=st.one_of(st.none(), st.text(st.characters(codec="latin-1"), max_size=20)),
)  # fmt: skip
def test_a_report_of_a_program_is_taken_whole_or_leaves_nothing(
    key: str, written: Callable[[], dict[str, int]], service: str, sent: dict[str, str],
    whole: bool, idempotency: str | None,
) -> None:  # fmt: skip
    plain = {"lat": LAT, "long": LON, "service_code": service, "attribute[size]": "large"}
    headers = {"X-Api-Key": key} | ({"Idempotency-Key": idempotency} if idempotency else {})
    before = written()
    answer = Client(raise_request_exception=False).post(
        "/open311/v2/requests.json", (plain if whole else {}) | sent, headers=headers
    )
    after = written()
    assert answer.status_code in (200, 400, 404), answer.content
    if answer.status_code == 200:
        assert after["ServiceRequest"] - before["ServiceRequest"] in (0, 1)
    else:
        assert after == before
