"""Whoever describes an emergency in a report is told whom to call first, and can send it."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.knowledge import emergencies
from tests.portal import springfield
from tests.portal.reports import begun, number_of, said, send
from tests.portal.test_steps import FORM, LAST, WHAT, WHERE, shown, step
from townline.cities.rules.city import City
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.queries import proof

pytestmark = pytest.mark.django_db
GRAVE = WHAT | {"description": "The hole is deep and my house is on fire"}
TOLD = "Is there a fire? Get out now, and call 911."


@pytest.fixture
def city() -> City:
    city = springfield.apply()
    emergencies.put(city)
    return city


def warned(answer: HttpResponse) -> str:
    page = said(answer)
    return page.split('name="warned"', 1)[1].split(">", 1)[0]


def test_the_form_comes_back_once_with_whom_to_call_and_all_that_was_typed(city: City) -> None:
    visitor = Client()
    step(visitor, **WHERE)
    answer = step(visitor, **GRAVE)
    assert shown(answer) == {"what"}
    page = said(answer)
    assert TOLD in page
    assert 'href="tel:911"' in page
    assert "my house is on fire</textarea>" in page
    assert 'value="1"' in warned(answer)
    again = step(visitor, **GRAVE, warned="1")
    assert shown(again) == {"you"}
    assert TOLD not in said(again)
    sent = visitor.post(FORM, LAST | {"begun": begun()})
    assert sent.status_code == 302
    found = ServiceRequest.objects.get(number=number_of(sent.headers["Location"]))
    assert found.flags == ["emergency"]
    verbs = (
        RequestEntry.objects.filter(subject=found).order_by("seq").values_list("verb", flat=True)
    )
    assert "request.sounded_grave" in verbs
    assert list(proof.disagreements()) == []


def test_going_back_and_on_again_is_not_stopped_a_second_time(city: City) -> None:
    visitor = Client()
    step(visitor, **WHERE)
    step(visitor, **GRAVE)
    step(visitor, **GRAVE, warned="1")
    back = visitor.get(f"{FORM}?step=what")
    assert 'value="1"' in warned(back)


def test_what_is_no_emergency_goes_on_at_once(city: City) -> None:
    visitor = Client()
    step(visitor, **WHERE)
    answer = step(visitor, **WHAT | {"description": "A fire hydrant leaks"})
    assert shown(answer) == {"you"}


def test_a_script_gets_the_same_words_and_a_second_try_passes(city: City) -> None:
    visitor = Client()
    fields = WHERE | GRAVE | {"step": "what", "go": "you"}
    answer = visitor.post(FORM, fields, HTTP_ACCEPT="application/json")
    told = json.loads(answer.content)
    assert TOLD in told["summary"]
    assert told["faults"] == {}
    answer = visitor.post(FORM, fields | {"warned": "1"}, HTTP_ACCEPT="application/json")
    assert json.loads(answer.content) == {"next": "you"}


def test_what_is_sent_without_a_person_looking_is_taken_and_marked(city: City) -> None:
    number = number_of(send(Client(), description="My house is on fire"))
    assert ServiceRequest.objects.get(number=number).flags == ["emergency"]


def test_the_mark_is_for_staff_alone(city: City) -> None:
    number = number_of(send(Client(), description="My house is on fire"))
    page = Client().get(f"/requests/{number}/").content.decode()
    assert "tell of an emergency" not in page
