"""The desk's menu in a real browser: one line for everybody, by hand, by keys, without scripts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import check_here
from tests.desk import fairview
from townline.desk import access
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions as staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
ALL = "everything"
ROLES = (Role.WORKER, Role.SUPERVISOR, Role.AGENT, Role.ANALYST, Role.ADMIN)
TONGUES = ("", "/es", "/hy", "/ko", "/zh-hans")
LINES = """() => new Set([...document.querySelectorAll("#menu > li")].map(
  (each) => Math.round(each.getBoundingClientRect().top))).size"""


@pytest.fixture
def address(own_database: str, settings: Any, tmp_path: object) -> Iterator[str]:
    """Serve Fairview with one more, who has every role; return where."""
    settings.MEDIA_ROOT = tmp_path
    city = fairview.apply()
    staff.add_member(
        city_id=city.id, username=ALL, password=fairview.PASSWORD, label="Demo everything",
        departments=("*",), roles=ROLES, by=SYSTEM, at=fairview.APPLIED,
    )  # fmt: skip
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def tab(browser: "Browser", address: str) -> "Iterator[Page]":
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def word(tab: "Page", words: str) -> "Locator":
    """Return the word of the menu from which a group unfolds."""
    return tab.locator("#menu summary").filter(has_text=words)


@pytest.mark.parametrize("name", [ALL, "agent", "supervisor", "admin", "worker"])
def test_the_menu_is_one_line_in_every_language(
    tab: "Page", monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(access, "unread_mentions", lambda by: 1000)
    sign_in(tab, name)
    for tongue in TONGUES:
        tab.goto(f"{tongue}/desk/find/")
        tab.evaluate("document.fonts.ready")
        assert tab.evaluate(LINES) == 1, (name, tongue)


def test_a_group_unfolds_by_keys_one_at_a_time_and_folds_where_one_leaves_it(tab: "Page") -> None:
    from playwright.sync_api import expect

    sign_in(tab, ALL)
    tab.goto("/desk/people/")
    expect(word(tab, "City")).to_have_attribute("aria-current", "true")
    assert tab.locator("#menu summary[aria-current]").count() == 1
    unfolded, focused = tab.locator("#menu details[open]"), tab.locator(":focus")
    word(tab, "City").focus()
    tab.keyboard.press("Enter")
    people = tab.locator("#menu").get_by_role("link", name="People", exact=True)
    expect(people).to_have_attribute("aria-current", "page")
    tab.keyboard.press("Tab")
    expect(people).to_be_focused()
    assert people.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
    tab.keyboard.press("Escape")
    expect(unfolded).to_have_count(0)
    expect(word(tab, "City")).to_be_focused()
    tab.keyboard.press("Space")
    for _ in range(3):
        tab.keyboard.press("Tab")
    expect(focused).to_have_text("Find")
    expect(unfolded).to_have_count(0)
    word(tab, "Requests").click()
    word(tab, "Centre").click()
    expect(unfolded).to_have_count(1)
    tab.get_by_role("heading", level=1).click()
    expect(unfolded).to_have_count(0)
    word(tab, "Requests").click()
    tab.get_by_role("link", name="Handed over").click()
    tab.wait_for_url("**/desk/handed/")


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_an_unfolded_group_has_no_fault_of_accessibility_and_stays_on_the_page(
    tab: "Page", width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    sign_in(tab, ALL)
    tab.goto("/desk/shifts/")
    if width < 640:
        tab.get_by_role("button", name="Menu").click()
    for words in ("Requests", "Contacts", "Knowledge", "Centre", "City"):
        word(tab, words).click()
        tab.locator("#menu details[open]").filter(has_text=words).wait_for()
        check_here(tab, f"{words} at {width}")
        sides = tab.locator("#menu details[open] ul").bounding_box()
        assert sides is not None
        assert sides["x"] >= 0
        assert sides["x"] + sides["width"] <= width


def test_a_menu_of_little_has_no_group_of_one(tab: "Page") -> None:
    sign_in(tab, "worker")
    assert tab.locator("#menu summary").all_inner_texts() == ["Requests"]
    assert tab.locator("#menu > li > a").all_inner_texts() == ["Texts", "Find", "Mentions"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_leads_on_without_scripts(browser: "Browser", address: str, width: int) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    tab = context.new_page()
    sign_in(tab, ALL)
    word(tab, "Knowledge").click()
    tab.get_by_role("link", name="Bulletins").click()
    tab.wait_for_url("**/desk/bulletins/")
    context.close()
