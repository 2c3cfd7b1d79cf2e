"""Who waits in the browser may rather be called back: the place stays, the page need not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.contacts import hotline
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import NoPromise, calls
from townline.contacts.models import Details, WebCall
from townline.contacts.queries import promises
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.promises import WhyNot
from townline.contacts.rules.waits import Estimate
from townline.record.verbs import RESIDENT, SYSTEM

pytestmark = pytest.mark.django_db
PAGE = "/call/callback/"
NUMBER = {"phone": "(213) 555-0101"}
RULES = Callback(offer_after_s=60, attempts=3, apart_s=900, share=0.5)


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    """Return Fairview, whose centre calls back; a wait is reckoned at one to five minutes."""
    found = hotline.open_lines()
    monkeypatch.setattr(
        promises, "callback_rules", lambda _, queue: RULES if queue == "general" else None
    )
    guess = Estimate(low_s=60, mean_s=180, high_s=300)
    monkeypatch.setattr(promises, "wait_of", lambda *_: guess)
    monkeypatch.setattr(promises, "_room", lambda *_: 5)
    for place in (promises, queries):  # whatever the hour is
        monkeypatch.setattr(place, "no_calls_until", lambda *_: None)
    return found


def shown(resident: Client) -> str:
    return resident.get(PAGE).content.decode()


def test_a_caller_is_promised_a_call_keeps_the_place_and_may_close_the_page(city: City) -> None:
    resident, contact = hotline.call()
    assert 'href="/call/callback/"' in resident.get("/call/now/").content.decode()
    place = queries.turn_of(city.id, contact).started_at
    assert "As it looks now, we call between:" in shown(resident)
    assert resident.post(PAGE, NUMBER).status_code == 302
    turn = queries.turn_of(city.id, contact)
    assert (turn.state, turn.callback, turn.started_at) == ("waiting", True, place)
    assert Details.objects.get(contact_id=contact).phone == "+12135550101"
    assert WebCall.objects.get(pk=contact).over
    later = timezone.now() + timedelta(hours=1)
    calls.tend_calls(city=city, by=SYSTEM, at=later)
    assert queries.turn_of(city.id, contact).state == "waiting", "no page, and it waits on"
    page = shown(resident)
    assert "Close this page if you like." in page
    assert "0101" not in page, "the page repeats no number"
    assert resident.get("/call/now/").status_code == 302, "the browser is free for another call"


def test_an_agent_who_is_offered_it_has_no_telephone_of_the_page(city: City) -> None:
    resident, contact = hotline.call()
    resident.post(PAGE, NUMBER)
    agent = hotline.agent(city)
    turn = queries.turn_of(city.id, contact)
    assert turn.state == "offered"
    assert queries.calls.call_in_hand(city.id, agent) is None


def test_it_can_be_cancelled_and_twice_is_no_fault(city: City) -> None:
    resident, contact = hotline.call()
    resident.post(PAGE, NUMBER)
    for _ in range(2):
        assert resident.post(f"{PAGE}cancel/").status_code == 302
    assert queries.turn_of(city.id, contact).ended_as == "cancelled"
    assert "We do not call you" in shown(resident)
    said = queries.consents_of(city.id, contact)
    assert [(each.to, each.given) for each in said] == [
        ("recording", False), ("calling_back", True), ("keeping", False), ("calling_back", False),
    ]  # fmt: skip
    assert "We use the number for this call alone." in said[1].words
    assert "0101" not in " ".join(each.words for each in said)
    at = timezone.now() + timedelta(minutes=1)
    actions.forget_due(city=city, kept=Kept(), by=SYSTEM, at=at)
    assert queries.reach_of(contact) is None, "the number was for this call alone"


@pytest.mark.parametrize("number", ["", "12", "call me"])
def test_what_is_no_number_is_refused_in_the_form(city: City, number: str) -> None:
    resident, contact = hotline.call()
    page = resident.post(PAGE, {"phone": number})
    assert page.status_code == 200
    assert "Write a phone number" in page.content.decode()
    assert not queries.turn_of(city.id, contact).callback


def test_where_none_can_be_promised_the_page_says_why_and_offers_a_message(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident, contact = hotline.call()
    monkeypatch.setattr(promises, "_room", lambda *_: 0)
    assert "as many calls for today as we can keep" in shown(resident)
    assert "/call/voicemail/" in resident.post(PAGE, NUMBER).content.decode()
    with pytest.raises(NoPromise) as refused:
        calls.rather_call_back(
            city=city, contact=contact, phone="+12135550101", by=RESIDENT, at=timezone.now()
        )
    assert refused.value.why is WhyNot.FULL
    assert not WebCall.objects.get(pk=contact).over, "the call goes on as it was"
    monkeypatch.setattr(promises, "wait_of", lambda *_: None)
    assert "We cannot say when" in shown(resident)
    trees, _ = hotline.call(queue="trees")
    assert "We call nobody back for this." in shown(trees)


def test_who_has_no_call_and_no_promise_is_led_to_the_call(city: City) -> None:
    stranger, (resident, _contact) = Client(), hotline.call()
    resident.post(PAGE, NUMBER)
    assert stranger.get(PAGE).headers["Location"] == "/call/"
    assert stranger.post(f"{PAGE}cancel/").status_code == 302
    assert stranger.get(f"{PAGE}cancel/").status_code == 405
