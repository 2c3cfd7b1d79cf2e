"""Who is signed out during a call goes on with it, and loses nothing of what is recorded."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import test_asking_on_a_call as asking
from tests.browser.test_web_call import heard, hears, sign_in, until
from tests.desk import fairview
from townline.contacts.actions import sealed
from townline.contacts.models import Recording
from townline.contacts.rules.recording import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
talking, line, tabs = asking.talking, asking.line, asking.tabs
OUT = "You are signed out. You still hear each other."
UNKEPT = "The recording does not arrive just now."
SLOW_MS = 30_000


def test_who_is_signed_out_in_another_tab_goes_on_with_the_call(
    tabs: "Callable[[], Page]", line: Any
) -> None:
    from playwright.sync_api import expect

    resident, desk = tabs(), tabs()
    asking.at_the_console(desk, "agent")
    resident.goto("/call/")
    resident.get_by_text("The city may record this call").click()
    asking.put_through_from_here(resident, desk)
    desk.get_by_role("button", name="Record").click()
    until(lambda: Recording.objects.filter(pieces__gt=0))
    desk.evaluate("window.sameAsBefore = true")
    signed_out_elsewhere(desk)
    expect(desk.get_by_text(OUT)).to_be_visible(timeout=SLOW_MS)
    desk.evaluate("document.querySelector('[data-console]').dispatchEvent(new Event('live'))")
    expect(desk.get_by_text(UNKEPT)).to_be_visible(timeout=SLOW_MS)
    before, pieces = heard(resident, "[data-call]")["received"], Recording.objects.get().pieces
    until(lambda: hears(resident, "[data-call]", beyond=before))
    signed_in_elsewhere(desk)
    expect(desk.get_by_text(OUT)).to_be_hidden(timeout=SLOW_MS)
    expect(desk.get_by_text(UNKEPT)).to_be_hidden(timeout=SLOW_MS)
    until(lambda: Recording.objects.get().pieces > pieces)
    desk.get_by_role("button", name="Hold").click()
    expect(resident.get_by_text("You are on hold.")).to_be_visible()
    assert desk.evaluate("window.sameAsBefore"), "it was not loaded anew, which ends a call"
    resident.get_by_role("button", name="Hang up").click()
    expect(desk.locator("#c-contact")).to_contain_text("To be written up")
    until(lambda: Recording.objects.get().whole)
    kept = Recording.objects.get()
    sound = sealed.get(kept.number, kept.pieces)
    assert (form_of(sound), len(sound)) == ("audio/webm", kept.size)


def signed_out_elsewhere(desk: "Page") -> None:
    """Sign out in another tab of the same browser."""
    other = desk.context.new_page()
    other.goto("/desk/console/contacts/")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/desk/sign-in/**")
    other.close()


def signed_in_elsewhere(desk: "Page") -> None:
    """Sign in again by the link beside the call, which opens a tab."""
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("User name").fill("agent")
    other.get_by_label("Password").fill(fairview.PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/desk/console/contacts/")


def test_the_forms_of_the_window_of_the_telephone_count_again(
    tabs: "Callable[[], Page]", line: Any
) -> None:
    from playwright.sync_api import expect

    resident, desk = tabs(), tabs()
    sign_in(desk, "agent")
    desk.goto("/desk/console/phone/")
    desk.get_by_role("button", name="I am available").click()
    resident.goto("/call/")
    resident.get_by_role("button", name="Call 311").click()
    desk.get_by_role("button", name="Answer", exact=True).click()
    until(lambda: hears(resident, "[data-call]"))
    signed_out_elsewhere(desk)
    expect(desk.get_by_text(OUT)).to_be_visible(timeout=SLOW_MS)
    signed_in_elsewhere(desk)
    expect(desk.get_by_text(OUT)).to_be_hidden(timeout=SLOW_MS)
    desk.get_by_role("button", name="Take a break").click()
    expect(desk.get_by_text("You are on a break.")).to_be_visible()
    expect(desk.get_by_text("You hear each other.")).to_be_visible()
