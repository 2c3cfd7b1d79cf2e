"""A meeting run through the desk in a real browser, by mouse and keyboard, with axe."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check_here
from tests.council import chamber
from tests.council.chamber import CLERK
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions import NewItem, Said

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def town(own_database: str, settings: Any, tmp_path: object) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found(people=True)


@pytest.fixture
def code(town: City) -> str:
    """Post an agenda five days ago for a meeting that begins now."""
    now = timezone.now()
    before = now - timedelta(days=5)
    made = actions.make_meeting(
        city=town,
        said=Said(body="council", starts_at=now, location="City Hall, Room 340"),
        by=CLERK,
        at=before,
    )
    titles = ("Street trees on Oak Street", "Lamps in the park", "Benches at bus stops")
    numbers = [chamber.introduced(town, title, at=before) for title in titles]
    items = [
        NewItem(section="noticed", file=numbers[0]),
        *(NewItem(section="heard", file=number) for number in numbers[1:]),
    ]
    actions.add_items(city=town, code=made, items=items, by=CLERK, at=before)
    actions.post_agenda(city=town, code=made, places=["Main Street"], by=CLERK, at=before)
    return made


@pytest.fixture
def tab(browser: "Browser", code: str) -> "Iterator[Page]":
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()
    server.stop()


def begin(tab: "Page", code: str) -> None:
    """Call the roll, in which one is absent, and begin the meeting."""
    from playwright.sync_api import expect

    tab.goto(f"/council/desk/meetings/{code}/")
    check_here(tab, tab.url)
    tab.get_by_role("link", name="Call the roll and begin").click()
    tab.get_by_text("Tim McOsker", exact=True).click()
    check_here(tab, tab.url)
    tab.get_by_role("button", name="Begin the meeting").click()
    expect(tab.get_by_text("are here")).to_contain_text("14 of 15 are here", use_inner_text=True)


def vote_with_one_against(tab: "Page") -> None:
    """Take up the first item and note a roll call, of which one ballot is changed by keyboard."""
    from playwright.sync_api import expect

    tab.get_by_role("link", name="Street trees").click()
    check_here(tab, tab.url)
    tab.get_by_role("link", name="Adopted, open to reconsideration").click()
    check_here(tab, tab.url)
    ballot = tab.get_by_role("radiogroup", name="Nithya Raman").get_by_label("Yes")
    ballot.focus()
    tab.keyboard.press("ArrowRight")  # the one who votes no, by keyboard
    tab.get_by_role("button", name="Show how it reads").click()
    expect(tab.locator(".sentence")).to_contain_text(
        "pursuant to Council Rule 51.", use_inner_text=True
    )
    tab.get_by_role("button", name="Note it").click()
    expect(tab.locator(".agenda__outcome").first).to_contain_text("13 - 1 - 1", use_inner_text=True)


def vote_together(tab: "Page") -> None:
    """Note one vote for the two items that are left."""
    from playwright.sync_api import expect

    tab.get_by_role("link", name="Vote on 2 items together").click()
    tab.get_by_role("link", name="Adopted forthwith").click()
    tab.get_by_role("button", name="Note it").click()
    expect(tab.locator(".agenda__outcome")).to_have_count(3)


def test_a_meeting_is_run_through_the_desk(tab: "Page", town: City, code: str) -> None:
    from playwright.sync_api import expect

    sign_in(tab, "clerk")
    begin(tab, code)
    vote_with_one_against(tab)
    vote_together(tab)
    tab.get_by_role("button", name="Undo the last step").click()
    expect(tab.locator(".agenda__outcome")).to_have_count(1)
    vote_together(tab)
    assert all(not queries.history(town, each.item.file) for each in queries.items(town, code))

    tab.get_by_role("link", name="Close the meeting").click()
    check_here(tab, tab.url)
    tab.get_by_role("button", name="Close the meeting and enter this").click()
    expect(tab.get_by_role("status").first).to_contain_text(
        "3 items are entered", use_inner_text=True
    )
    said = [queries.history(town, each.item.file)[0].type for each in queries.items(town, code)]
    assert said == ["council.adopted_r51", *["council.adopted_forthwith"] * 2]
    assert [vote.tally.written() for vote in queries.votes_at(town, code)] == [
        "13 - 1 - 1", "14 - 0 - 1", "14 - 0 - 1",
    ]  # fmt: skip

    for width, height in SIZES.values():
        tab.set_viewport_size({"width": width, "height": height})
        for path in (f"meetings/{code}/", "meetings/", "votes/", "members/nithya-raman/"):
            tab.goto(f"/council/{path}")
            check_here(tab, tab.url)
