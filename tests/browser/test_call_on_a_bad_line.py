"""
A web call whose line breaks: through a relay of the tests that can be cut, in two real browsers.

The relay lets in nobody without the credentials that we make, and the browsers may not go round it.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.browser import test_web_call as web_calls
from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.browser.test_web_call import Hotline, heard, hears, until
from tests.ground import relay as relays
from townline.contacts import actions, queries
from townline.contacts.actions import calls
from townline.contacts.models import Turn
from townline.contacts.queries import TurnShown
from townline.contacts.rules.ice import Relay
from townline.record.verbs import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
talking, line, tabs = web_calls.talking, web_calls.line, web_calls.tabs
RELAYED = """
const Plain = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Plain {
  constructor(said) { super({ ...said, iceTransportPolicy: "relay" }); }
};
"""
"""No other way than by the relay: on one machine there always is another."""


@pytest.fixture
def relay(settings: Any) -> Iterator[relays.Relay]:
    """Run a relay that the calls are told of."""
    with relays.relay("north") as running:
        settings.RELAY = Relay(turn=(running.url,), secret="north")
        yield running


@pytest.fixture
def ringing(tabs: "Callable[[], Page]", relay: relays.Relay) -> "tuple[Page, Page]":
    """Return the tabs of a resident who called, and of an agent who is about to answer."""
    resident, desk = tabs(), tabs()
    for tab in (resident, desk):
        tab.context.add_init_script(RELAYED)
    sign_in(desk, "agent")
    desk.goto("/desk/console/phone/")
    desk.get_by_role("button", name="I am available").click()
    call(resident)
    desk.get_by_role("button", name="Answer", exact=True).wait_for()
    return resident, desk


@pytest.fixture
def sides(ringing: "tuple[Page, Page]", relay: relays.Relay) -> "tuple[Page, Page]":
    """Return the tabs of a resident and an agent who talk through the relay."""
    from playwright.sync_api import expect

    resident, desk = ringing
    desk.get_by_role("button", name="Answer", exact=True).click()
    until(lambda: hears(resident, "[data-call]"))
    until(lambda: hears(desk, "[data-phone]"))
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
    assert relay.relayed
    assert not relay.refused
    return resident, desk


def call(resident: "Page") -> None:
    resident.goto("/call/")
    resident.get_by_text("Anything else").click()
    resident.get_by_role("button", name="Call 311").click()
    resident.wait_for_url("**/call/now/")


def hear_each_other_again(resident: "Page", desk: "Page") -> None:
    """See to it that more arrives at both sides than was there, whether by a new way or the old."""
    from playwright.sync_api import expect

    expect(resident.get_by_text("You are talking to us.")).to_be_visible()
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
    for tab, box in ((resident, "[data-call]"), (desk, "[data-phone]")):
        before = until(lambda tab=tab, box=box: open_at(tab, box))["received"]
        until(lambda tab=tab, box=box, n=before: heard(tab, box)["received"] != n)
        until(lambda tab=tab, box=box: hears(tab, box))


def open_at(tab: "Page", box: str) -> dict[str, float] | None:
    found = heard(tab, box)
    return found if found["open"] else None


def the_turn(line: Hotline) -> TurnShown:
    (contact,) = web_calls.contacts_of(line.city)
    return queries.turn_of(line.city.id, contact)


def test_a_line_that_breaks_is_found_again_and_the_record_knows_of_one_call(
    sides: "tuple[Page, Page]", relay: relays.Relay, line: Hotline
) -> None:
    from playwright.sync_api import expect

    resident, desk = sides
    relay.cut()
    expect(resident.get_by_text("The line is down.")).to_be_visible()
    expect(desk.get_by_text("The line is down;")).to_be_visible()
    # What is written takes another way.
    desk.get_by_label("What you want to write").fill("Stay on the line.")
    desk.get_by_role("button", name="Send").click()
    expect(resident.get_by_text("Stay on the line.")).to_be_visible()
    relay.mend()
    hear_each_other_again(resident, desk)
    desk.get_by_role("button", name="Hang up").click()
    expect(resident.get_by_text("The call is over.")).to_be_visible()
    turn = the_turn(line)
    assert [(leg.kind, leg.ended_as) for leg in turn.legs] == [
        ("queue", "answered"), ("agent", "ended"),
    ]  # fmt: skip


def test_who_does_not_reach_each_other_at_first_is_told_to_write_and_tries_on(
    ringing: "tuple[Page, Page]", relay: relays.Relay
) -> None:
    from playwright.sync_api import expect

    resident, desk = ringing
    relay.cut()
    desk.get_by_role("button", name="Answer", exact=True).click()
    expect(resident.get_by_text("The sound does not get through.")).to_be_visible()
    expect(desk.get_by_text("The sound does not get through;")).to_be_visible()
    relay.mend()
    hear_each_other_again(resident, desk)


def test_a_resident_without_a_network_is_told_and_the_call_goes_on_when_it_is_back(
    sides: "tuple[Page, Page]", relay: relays.Relay, line: Hotline
) -> None:
    from playwright.sync_api import expect

    resident, desk = sides
    relay.cut()
    resident.context.set_offline(True)
    expect(resident.get_by_text("You have no network.")).to_be_visible()
    expect(desk.get_by_text("The line is down;")).to_be_visible()
    resident.context.set_offline(False)
    relay.mend()
    hear_each_other_again(resident, desk)
    assert the_turn(line).state == "in_contact"


def test_a_network_that_stays_away_ends_the_call_for_both_and_keeps_the_place(
    sides: "tuple[Page, Page]", relay: relays.Relay, line: Hotline
) -> None:
    from playwright.sync_api import expect

    resident, desk = sides
    first = the_turn(line)
    relay.cut()
    resident.context.set_offline(True)
    expect(resident.get_by_text("You have no network.")).to_be_visible()
    gone_at = timezone.now()
    later = gone_at + calls.SILENT_MOST
    assert calls.tend_calls(city=line.city, by=SYSTEM, at=later) == 1
    expect(desk.get_by_text("How did it end?")).to_be_visible()
    ended = the_turn(line)
    told = {entry.verb: entry for entry in ended.entries}["contact.lost_touch"]
    assert ended.ended_at == later
    assert ended.answered_at == first.answered_at
    assert told.data["seen"] <= gone_at.isoformat()
    relay.mend()
    resident.context.set_offline(False)
    expect(resident.get_by_text("The line was down too long")).to_be_visible()
    clean(resident)
    resident.get_by_role("link", name="Call again").click()
    resident.get_by_role("button", name="Call 311").click()
    expect(resident.get_by_text("You are next.")).to_be_visible()
    before, again = Turn.objects.order_by("pk")
    assert (again.earlier_id, again.since, again.ordinal) == (before.pk, before.since, 2)


def test_either_tab_may_be_loaded_anew_and_the_call_goes_on(
    sides: "tuple[Page, Page]", line: Hotline
) -> None:
    resident, desk = sides
    resident.get_by_role("button", name="Mute").click()
    desk.get_by_text("The caller has muted").wait_for()
    desk.reload()
    desk.get_by_text("The caller has muted").wait_for()
    hear_each_other_again(resident, desk)
    resident.reload()
    hear_each_other_again(resident, desk)
    desk.get_by_text("The caller's page was closed.").wait_for(state="hidden")
    assert the_turn(line).state == "in_contact"


def test_an_agent_whose_desk_is_gone_gives_the_caller_back_to_the_head_of_the_queue(
    sides: "tuple[Page, Page]", line: Hotline
) -> None:
    from playwright.sync_api import expect

    resident, desk = sides
    first = the_turn(line)
    desk.context.close()
    expect(resident.get_by_text("The line is down.")).to_be_visible()
    later = timezone.now() + timedelta(minutes=2)
    actions.lose_unseen(city=line.city, by=SYSTEM, at=later)
    expect(resident.get_by_text("You are next.")).to_be_visible()
    back = the_turn(line)
    assert back.state == "waiting"
    assert [(leg.kind, leg.ended_as) for leg in back.legs] == [
        ("queue", "answered"), ("agent", "lost"), ("queue", ""),
    ]  # fmt: skip
    assert back.id == first.id
