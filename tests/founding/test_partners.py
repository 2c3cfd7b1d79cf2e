"""Organisations to which requests may be handed over, as the folder names them."""

import pytest

from tests.founding.folders import SLUG, example
from townline.founding.rules import difference, draft

PARTNERS = """
[[partner]]
code = "demo-paving"
name = { en = "Demo Paving" }
kind = "contractor"
email = "paving@example.org"
languages = ["en"]
services = ["pothole"]
departments = ["public-works"]
contract = true
may_close = true
"""


def of(text: str) -> draft.Draft:
    return draft.of_files(SLUG, example() | {"partners.toml": text.encode()})


def test_partners_are_read_with_all_that_they_may() -> None:
    read = of(PARTNERS)
    assert read.faults == ()
    (one,) = read.partners.values()
    assert (one.code, one.kind, one.email) == ("demo-paving", "contractor", "paving@example.org")
    assert one.contract
    assert one.may_close
    assert one.serves(service="pothole", department="public-works")
    assert not one.serves(service="pothole", department="sanitation")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"contractor"', '"friend"', 5, "kind"),
        ('"paving@example.org"', '"paving"', 6, "no e-mail address"),
        ('languages = ["en"]', 'languages = ["fr"]', 7, "does not speak 'fr'"),
        ('services = ["pothole"]', 'services = ["pothol"]', 8, "no service 'pothol'"),
        ('["public-works"]', '["works"]', 9, "no department 'works'"),
        ('"contractor"', '"government"', 11, "closes no request"),
        ("contract = true", "contrakt = true", 10, "contrakt"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    (fault,) = of(PARTNERS.replace(old, new, 1)).faults
    assert (fault.file, fault.line) == ("partners.toml", line), fault
    assert says in f"{fault.what} {fault.remedy}"


def test_a_changed_partner_is_in_the_difference() -> None:
    before, after = of(PARTNERS), of(PARTNERS.replace("paving@", "roads@"))
    (change,) = difference.between(before, after)
    assert (change.part, change.code) == ("partner", "demo-paving")
    assert change.fields == {"email": ("paving@example.org", "roads@example.org")}


ELSEWHERE = """
[[partner]]
code = "demo-county"
name = { en = "Demo County" }
kind = "government"

[partner.open311]
url = "https://open311.example.org/v2/"
jurisdiction = "county.example.org"
key_env = "OPEN311_KEY_COUNTY"
departments = ["public-works"]
services = { pothole = "C-1" }
"""


def test_a_server_that_requests_go_to_needs_no_letters() -> None:
    read = of(ELSEWHERE)
    assert read.faults == ()
    endpoint = read.partners["demo-county"].open311
    assert endpoint is not None
    assert endpoint.services == {"pothole": "C-1"}
    assert not read.partners["demo-county"].serves(service="pothole", department="public-works")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("https://", "http://", 8, "no address"),
        ("https://", "https://name:secret@", 8, "no address"),
        ("OPEN311_KEY_COUNTY", "DATABASE_URL", 10, "no other one is read"),
        ('["public-works"]', "[]", 11, "Nothing goes there"),
        ('pothole = "C-1"', 'pothol = "C-1"', 12, "no service 'pothol'"),
        ('"C-1"', "7", 12, "not a text"),
    ],
)
def test_a_fault_of_a_server_is_told_with_its_line(
    old: str, new: str, line: int, says: str
) -> None:
    faults = of(ELSEWHERE.replace(old, new, 1)).faults
    assert any(fault.line == line and says in f"{fault.what} {fault.remedy}" for fault in faults), (
        faults
    )
