"""A call from a click to its writing up, between two real browsers that hear each other."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.signing_in import sign_in
from tests.contacts import hotline
from tests.ground.browser import PATIENCE_S, QUIET, chromium
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.actions import sealed
from townline.contacts.models import Recording
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.recording import form_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
FAKE = [
    *QUIET,
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
"""A microphone that beeps, allowed without a question."""


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """Where Fairview is served, and who answers there."""

    address: str
    city: City
    agent: int


@pytest.fixture(scope="module")
def talking() -> "Iterator[Browser]":
    """Start a chromium whose microphone beeps."""
    yield from chromium(FAKE)


@pytest.fixture
def line(own_database: str, settings: Any, tmp_path: Any) -> Iterator[Hotline]:
    """Serve Fairview with an agent who has not said yet that they answer."""
    settings.MEDIA_ROOT = tmp_path
    settings.RECORDINGS_ROOT = tmp_path / "recordings"
    city = hotline.open_lines()
    key = hotline.agent(city, there=False)
    server = LiveServer("127.0.0.1")
    yield Hotline(address=server.url, city=city, agent=key)
    server.stop()


@pytest.fixture
def tabs(talking: "Browser", line: Hotline) -> "Iterator[Callable[[], Page]]":
    """Open tabs, each in a browser of its own; an error in a script of theirs fails the test."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def fresh() -> "Page":
        opened.append(talking.new_context(base_url=line.address))
        tab = opened[-1].new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        return tab

    yield fresh
    for context in opened:
        context.close()
    assert faults == []


def until(found: Callable[[], Any], *, most_s: float = PATIENCE_S) -> Any:
    """Return what is found as soon as it is something."""
    ends = time.monotonic() + most_s
    while not (value := found()):
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.1)
    return value


def heard(tab: "Page", box: str) -> dict[str, float]:
    """Return what a side has heard so far: packets, and how much sound was in them."""
    stats = f"document.querySelector('{box}')?.townlineCall?.stats()"
    return tab.evaluate(stats) or {"open": 0, "received": 0, "energy": 0}


def hears(tab: "Page", box: str, *, beyond: float = 0) -> dict[str, float] | None:
    found = heard(tab, box)
    return found if found["received"] > beyond + 100 and found["energy"] > 0 else None


def test_a_resident_and_an_agent_talk(tabs: "Callable[[], Page]", line: Hotline) -> None:
    from playwright.sync_api import expect

    resident, desk = tabs(), tabs()
    resident.goto("/call/")
    clean(resident)
    resident.get_by_text("Anything else").click()
    resident.get_by_text("The city may record this call").click()
    resident.get_by_role("button", name="Call 311").click()
    resident.wait_for_url("**/call/now/")
    expect(resident.get_by_text("You are next.")).to_be_visible()
    clean(resident)
    sign_in(desk, "agent")
    desk.goto("/desk/console/phone/")
    clean(desk)
    desk.get_by_role("button", name="I am available").click()
    answer = desk.get_by_role("button", name="Answer", exact=True)
    answer.wait_for()
    clean(desk)
    answer.click()
    until(lambda: hears(resident, "[data-call]"))
    until(lambda: hears(desk, "[data-phone]"))
    expect(resident.get_by_text("You are talking to us.")).to_be_visible()
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
    clean(resident)
    clean(desk)
    record_write_hold_and_mute(resident, desk)
    until(lambda: Recording.objects.get().pieces)
    resident.get_by_role("button", name="Hang up").click()
    expect(resident.get_by_text("The call is over.")).to_be_visible()
    desk.get_by_role("button", name="Question answered").click()
    expect(desk.get_by_text("No call")).to_be_visible()
    clean(desk)
    clean(resident)
    kept_as_it_went(line.city)


def record_write_hold_and_mute(resident: "Page", desk: "Page") -> None:
    """Do during a call what either side can do, and see the other hear of it."""
    from playwright.sync_api import expect

    desk.get_by_role("button", name="Record").click()
    expect(resident.get_by_text("This call is being recorded.")).to_be_visible()
    resident.get_by_label("What you want to write").fill("It is on Oak St.")
    resident.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("It is on Oak St.")).to_be_visible()
    desk.get_by_role("button", name="Hold").click()
    expect(resident.get_by_text("You are on hold.")).to_be_visible()
    expect(desk.get_by_text("The caller is on hold")).to_be_visible()
    before = heard(resident, "[data-call]")
    until(lambda: hears(resident, "[data-call]", beyond=before["received"]))
    desk.get_by_role("button", name="Hold").click()
    expect(resident.get_by_text("You are talking to us.")).to_be_visible()
    resident.get_by_role("button", name="Mute").click()
    expect(desk.get_by_text("The caller has muted")).to_be_visible()


def kept_as_it_went(city: City) -> None:
    """See to it that sound, legs and end of the only call are kept, one after the other."""
    recorded = Recording.objects.get()
    assert recorded.whole
    sound = sealed.get(recorded.number, recorded.pieces)
    assert (form_of(sound), len(sound)) == ("audio/webm", recorded.size)
    (contact,) = contacts_of(city)
    turn = queries.turn_of(city.id, contact)
    waited, talked = turn.legs
    assert waited.ended_at is not None
    assert talked.ended_at is not None
    assert waited.started_at < waited.ended_at == talked.started_at == turn.answered_at
    assert talked.ended_at == turn.ended_at
    assert (turn.state, turn.ended_as, turn.disposition) == ("over", "answered", "answered")


def contacts_of(city: City) -> list[int]:
    """Return the keys of the contacts that were offered."""
    said = queries.decided(city.id, "311")
    return sorted({line.turn for line in said if line.turn is not None})


def test_three_are_on_a_call_when_somebody_interprets(
    tabs: "Callable[[], Page]", line: Hotline
) -> None:
    from playwright.sync_api import expect

    hotline.agent(line.city, "supervisor")
    resident, desk, second = tabs(), tabs(), tabs()
    sign_in(desk, "agent")
    sign_in(second, "supervisor")
    desk.goto("/desk/console/phone/")
    desk.get_by_role("button", name="I am available").click()
    second.goto("/desk/console/phone/")
    second.get_by_role("button", name="Take a break").click()
    resident.goto("/call/")
    resident.get_by_role("button", name="Call 311").click()
    desk.get_by_role("button", name="Answer", exact=True).click()
    until(lambda: hears(resident, "[data-call]"))
    desk.locator("summary", has_text="Ask somebody to interpret").click()
    expect(desk.get_by_text("Nobody is free now.")).to_be_visible()
    clean(desk)
    desk.locator("summary", has_text="Ask somebody to interpret").click()
    second.get_by_role("button", name="I am available").click()
    expect(second.get_by_text("It rings here")).to_be_visible()
    desk.locator("summary", has_text="Ask somebody to interpret").click()
    free = desk.get_by_label("Who is free now")
    free.select_option(label="Demo supervisor (en, es)")
    desk.get_by_role("button", name="Ask", exact=True).click()
    joins = second.get_by_role("button", name="Join the call")
    joins.wait_for()  # the page is loaded anew when it rings
    clean(second)
    joins.click()
    for tab, box in ((resident, "[data-call]"), (desk, "[data-phone]"), (second, "[data-phone]")):
        until(lambda tab=tab, box=box: heard(tab, box)["open"] == 2)
        until(lambda tab=tab, box=box: hears(tab, box))
    clean(second)
    second.get_by_role("button", name="Hang up").click()
    until(lambda: heard(resident, "[data-call]")["open"] == 1)
    desk.get_by_role("button", name="Hang up").click()
    expect(resident.get_by_text("The call is over.")).to_be_visible()


def recorded(resident: "Page") -> None:
    """Record a message of some seconds, which is not sent yet."""
    resident.goto("/call/voicemail/")
    clean(resident)
    resident.get_by_role("button", name="Send the message").click()
    resident.get_by_role("alert").wait_for()
    clean(resident)
    resident.get_by_role("button", name="Record").click()
    resident.get_by_text("Speak now.").wait_for()
    resident.get_by_text("0:02").wait_for()
    resident.get_by_role("button", name="Stop").click()
    resident.get_by_text("Your message is ready.").wait_for()
    clean(resident)


def test_a_message_is_recorded_sent_and_heard(tabs: "Callable[[], Page]", line: Hotline) -> None:
    from playwright.sync_api import expect

    resident, desk = tabs(), tabs()
    recorded(resident)
    # What was recorded outlives a typo, and a network that is away.
    number = resident.get_by_label("Phone number where we can call you back")
    number.fill("12")
    resident.get_by_role("button", name="Send the message").click()
    resident.get_by_text("Write a phone number with its area code").first.wait_for()
    expect(resident.get_by_role("alert")).to_be_focused()
    clean(resident)
    number.fill("213 555 0101")
    resident.context.set_offline(True)
    resident.get_by_role("button", name="Send the message").click()
    resident.get_by_text("Your message is still here").wait_for()
    clean(resident)
    resident.context.set_offline(False)
    resident.get_by_role("button", name="Send the message").click()
    resident.get_by_role("heading", name="We have your message").wait_for()
    clean(resident)
    sign_in(desk, "agent")
    desk.goto("/desk/voicemail/")
    clean(desk)
    desk.get_by_role("button", name="Listen").click()
    sound = desk.locator("audio")
    expect(sound).to_be_visible()
    until(lambda: sound.evaluate("sound => sound.currentTime") > 0)
    clean(desk)
    desk.get_by_role("button", name="Called back").click()
    desk.get_by_text("No voice messages").wait_for()
    clean(desk)
    (message,) = taped.voicemails(line.city, done=True)
    assert message.outcome == "returned"
