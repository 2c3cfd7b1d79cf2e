"""A resident without scripts goes through the form step by step; what was said is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.portal import springfield
from tests.portal.reports import begun, number_of, photo, said, send
from townline.catalogue import actions as catalogue
from townline.catalogue.rules.offers import Suspension
from townline.cities.rules.city import City
from townline.portal import drafts, limits
from townline.record.verbs import SYSTEM
from townline.requests.actions import drafts as kept_drafts
from townline.requests.models import KeptDraft, KeptPicture, ServiceRequest

FORM = "/report/pothole/"
WHERE = {"step": "where", "go": "what", "address": "100 N Main St", "landmark": "By the tree"}
WHAT = {"step": "what", "go": "you", "q_size": "large", "q_depth": "4", "description": "Deep."}
LAST = {"step": "you", "draft": "all", "first_name": "Demo", "email": "demo@example.org"}


def key_of(answer: HttpResponse) -> dict[str, str]:
    """Return the hidden fields by which a form knows itself."""
    found = re.search(r'name="key" value="([^"]+)"', said(answer))
    assert found
    return {"key": found[1], "begun": begun()}


def step(visitor: Client, **fields: Any) -> HttpResponse:
    """Send a step with the form's own key; return the page that it leads to."""
    own = key_of(visitor.get(FORM))
    return visitor.post(FORM, own | fields, follow=True)


def through(visitor: Client) -> HttpResponse:
    """Fill in the first two steps; return the page of the last."""
    step(visitor, **WHERE)
    return step(visitor, **WHAT)


def shown(answer: HttpResponse) -> set[str]:
    """Return the steps of which a browser without scripts shows the fields."""
    page = said(answer)
    return {
        code
        for code in ("where", "what", "you")
        if (tag := re.search(rf'<fieldset[^>]*data-step="{code}"[^>]*>', page))
        and "hidden" not in tag[0]
    }


def test_the_form_begins_with_its_first_step_alone(visitor: Client) -> None:
    answer = visitor.get(FORM)
    assert shown(answer) == {"where"}
    assert "Step 1 of 3" in said(answer)
    assert ">Next</button>" in said(answer)


def test_a_service_without_a_place_has_two_steps(visitor: Client) -> None:
    answer = visitor.get("/report/idea/")
    assert shown(answer) == {"what"}
    assert "Step 1 of 2" in said(answer)


def test_a_good_step_leads_to_the_next(visitor: Client) -> None:
    answer = step(visitor, **WHERE)
    assert answer.redirect_chain == [(f"{FORM}?step=what", 302)]
    assert shown(answer) == {"what"}


def test_a_step_is_checked_before_the_next(visitor: Client) -> None:
    answer = step(visitor, **WHERE | {"address": ""})
    assert answer.status_code == 422
    assert shown(answer) == {"where"}
    assert "There is 1 thing to put right" in said(answer)
    assert 'href="#id_address"' in said(answer)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"address": "99 Nowhere Blvd"}, "We cannot find this place in the city."),
        ({"address": "100 Main St"}, "Several places may be meant"),
        ({"address": "", "lat": springfield.OUTSIDE[0], "lon": springfield.OUTSIDE[1]},
         "This place is in Shelbyville"),
    ],
)  # fmt: skip
def test_a_place_that_will_not_do_is_said_at_its_own_step(
    visitor: Client, changes: dict[str, Any], says: str
) -> None:
    answer = step(visitor, **WHERE | changes)
    assert answer.status_code == 422
    assert shown(answer) == {"where"}
    assert says in said(answer)


def test_a_suspended_place_is_told_before_the_rest_is_filled_in(
    visitor: Client, town: City
) -> None:
    stop = Suspension(service_code="pothole", notice={"en": "No asphalt until May."})
    catalogue.suspend(city_id=town.id, suspension=stop, by=SYSTEM, at=springfield.APPLIED)
    answer = step(visitor, **WHERE)
    assert answer.status_code == 422
    assert said(answer).count("No asphalt until May.") > 1, "in the notice, and as the reason"


def test_an_answer_that_is_not_the_citys_stops_the_second_step(visitor: Client) -> None:
    step(visitor, **WHERE)
    answer = step(visitor, **WHAT | {"q_size": "highway"})
    assert answer.status_code == 422
    assert "The state mends its highways" in said(answer)
    assert shown(answer) == {"what"}


def test_what_is_known_nearby_is_asked_at_the_first_step(visitor: Client) -> None:
    first = number_of(send(visitor))
    answer = step(visitor, **WHERE)
    assert answer.status_code == 200
    assert shown(answer) == {"where"}
    assert first in said(answer)
    asked = step(visitor, **WHERE, asked="1", join=first)
    assert shown(asked) == {"what"}
    last = step(visitor, **WHAT)
    assert first in said(last)
    own = visitor.post(FORM, key_of(last) | LAST, follow=True)
    assert f"/requests/{first}/" in said(own)


def test_the_last_step_shows_what_will_be_sent_with_a_way_to_change_it(visitor: Client) -> None:
    page = said(through(visitor))
    review = page.split("data-review")[1].split("</dl>")[0]
    for text in ("100 N Main St", "By the tree", "Larger", "Deep."):
        assert text in review
    assert 'href="?step=where"' in review
    assert 'href="?step=what"' in review


def test_the_last_step_files_what_the_others_said(visitor: Client) -> None:
    last = through(visitor)
    own = visitor.post(FORM, key_of(last) | LAST, follow=True)
    page = said(own)
    assert "Thank you. We have it." in page
    assert "Deep." in page
    assert "100 N MAIN ST" in page
    assert "By the tree" in page


def test_sending_the_last_step_twice_makes_one_request_and_leads_to_it(visitor: Client) -> None:
    sent = key_of(through(visitor)) | LAST
    first = visitor.post(FORM, sent)
    again = visitor.post(FORM, sent)
    assert first["Location"] == again["Location"]
    assert ServiceRequest.objects.count() == 1
    assert "Deep." not in said(visitor.get(FORM)), "the next form begins empty"


def test_one_goes_back_without_losing_anything(visitor: Client) -> None:
    step(visitor, **WHERE)
    answer = step(visitor, **WHAT | {"go": "where", "q_size": ""})
    assert shown(answer) == {"where"}
    assert 'value="100 N Main St"' in said(answer)
    assert "Deep.</textarea>" in said(answer)


def test_a_form_that_was_left_goes_on_where_it_was(visitor: Client) -> None:
    step(visitor, **WHERE)
    again = visitor.get(f"{FORM}?step=what")
    assert shown(again) == {"what"}
    assert 'value="By the tree"' in said(again)
    assert "Saved. You can go on within a week" in said(again)
    assert again[drafts.PRIVATE], "no copy of it is kept elsewhere"


def test_another_browser_sees_nothing_of_it(visitor: Client) -> None:
    step(visitor, **WHERE)
    assert "By the tree" not in said(Client().get(f"{FORM}?step=what"))


def test_a_draft_is_kept_without_personal_details(visitor: Client) -> None:
    step(visitor, **WHERE, first_name="Demo", email="demo@example.org", website="x")
    step(visitor, **WHAT, phone="555-0101")
    kept = KeptDraft.objects.get()
    assert set(kept.fields) == {
        "key", "begun", "address", "landmark", "q_size", "q_depth", "description",
    }  # fmt: skip
    assert "example.org" not in str(kept.fields)


def test_a_draft_is_thrown_away_on_wish(visitor: Client) -> None:
    step(visitor, **WHERE)
    answer = step(visitor, go="drop")
    assert "By the tree" not in said(answer)
    assert not KeptDraft.objects.exists()


def test_photos_stay_with_the_draft_and_go_with_the_report(visitor: Client) -> None:
    step(visitor, **WHERE)
    answer = step(visitor, **WHAT, photos=[photo(), photo()])
    assert "<dt>Photos</dt><dd>2 " in said(answer)
    own = visitor.post(FORM, key_of(answer) | LAST, follow=True)
    assert said(own).count('alt="Photo ') == 2
    assert not KeptPicture.objects.exists()


def test_too_many_photos_over_several_visits_are_refused_at_their_field(visitor: Client) -> None:
    step(visitor, **WHERE)
    step(visitor, **WHAT, photos=[photo(), photo()])
    answer = step(visitor, **WHAT, photos=[photo(), photo()])
    assert answer.status_code == 422
    assert "more photos than the service takes" in said(answer)
    assert KeptPicture.objects.count() == 2
    step(visitor, go="drop-photos", step="what")
    assert not KeptPicture.objects.exists()


def test_a_script_is_told_what_is_wrong_and_nothing_is_kept(visitor: Client) -> None:
    sent = WHERE | {"address": ""}
    answer = visitor.post(FORM, sent, headers={"Accept": "application/json"})
    assert "address" in answer.json()["faults"]
    assert "1 thing to put right" in answer.json()["summary"]
    good = visitor.post(FORM, WHERE, headers={"Accept": "application/json"})
    assert good.json() == {"next": "what"}
    assert not KeptDraft.objects.exists()


def test_a_report_sent_by_a_script_gets_its_number_or_the_reasons(visitor: Client) -> None:
    whole = {**WHERE, **WHAT, "begun": begun(), "key": "a-key", "asked": "1"}
    del whole["go"]
    taken = visitor.post(FORM, whole, headers={"Accept": "application/json"})
    assert taken.status_code == 201
    assert taken.json()["number"] in taken.json()["page"]
    refused = visitor.post(FORM, whole | {"q_size": ""}, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["faults"]["q_size"]


@pytest.mark.parametrize("goal", ["", "nowhere", "you", "where"])
def test_a_goal_that_is_none_does_no_harm(visitor: Client, goal: str) -> None:
    answer = visitor.post(FORM, {"go": goal, "step": "elsewhere"}, follow=True)
    assert answer.status_code in (200, 422)
    assert shown(answer) == {"where"}


def test_old_drafts_are_forgotten(visitor: Client) -> None:
    step(visitor, **WHERE)
    now = timezone.now()
    assert kept_drafts.sweep(by=SYSTEM, at=now + timedelta(days=6)) == 0
    assert kept_drafts.sweep(by=SYSTEM, at=now + timedelta(days=8)) == 1
    assert not KeptDraft.objects.exists()


@pytest.mark.parametrize("goal", ["you", "where"])
@pytest.mark.parametrize(
    "odd", [{"description": "\x00"}, {"description": "x" * 50_000}, {"q_size": "\x00"}]
)
def test_what_cannot_be_kept_is_said_and_not_kept(
    visitor: Client, goal: str, odd: dict[str, str]
) -> None:
    answer = visitor.post(FORM, WHAT | {"go": goal} | odd)
    assert answer.status_code == 422
    assert "to put right" in said(answer)
    assert not KeptDraft.objects.exists()


@pytest.mark.parametrize("draft", ["all", "photos", "anything"])
def test_the_last_step_without_a_draft_is_given_back_open(visitor: Client, draft: str) -> None:
    answer = visitor.post(FORM, LAST | {"draft": draft, "key": "x"})
    assert answer.status_code == 422
    assert shown(answer) == {"where", "what", "you"}
    assert 'value="demo@example.org"' in said(answer)


def test_going_from_step_to_step_is_limited_too(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STEPS_BURST", 2)
    monkeypatch.setattr(limits, "STEPS_PER_MINUTE", 0.01)
    answers = [visitor.post(FORM, {"go": "drop"}).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
