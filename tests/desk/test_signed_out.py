"""Who was signed out while a page was open: scripts hear of it, forms lead back to their page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("town")
SIGN_IN = "/desk/sign-in/"
NOTE = "/desk/console/do/write-up/"
PAGE = "http://testserver/desk/console/?view=mine"


@pytest.mark.parametrize(
    "asked",
    [{"X-Requested-With": "fetch"}, {"Accept": "application/json"}, {"Sec-Fetch-Dest": "empty"}],
)
def test_a_script_is_told_and_not_led_on(asked: dict[str, str]) -> None:
    answer = Client().post(NOTE, {"note": "Hears a dog."}, headers=asked)
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers
    assert "Sign in again" in answer.content.decode()


def test_a_part_of_a_page_leads_its_page_to_where_one_signs_in() -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": PAGE}
    answer = Client().get("/desk/worklist/", headers=asked)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=/desk/console/%3Fview%3Dmine"


def test_a_form_leads_back_to_the_page_that_it_stood_on() -> None:
    answer = Client().post(NOTE, {"note": "Hears a dog."}, headers={"Referer": PAGE})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{SIGN_IN}?next=/desk/console/%3Fview%3Dmine"


@pytest.mark.parametrize("bad", ["", "https://elsewhere.example/desk/", "javascript:alert(1)"])
def test_a_page_elsewhere_is_no_page_to_lead_back_to(bad: str) -> None:
    answer = Client().post(NOTE, {}, headers={"Referer": bad})
    assert answer.headers["Location"] == f"{SIGN_IN}?next="
