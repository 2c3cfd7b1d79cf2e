"""Bodies, members, what follows a file, and the list of files in a real browser, with axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_portal import TOO_SMALL, faults_of
from tests.clerk.test_bodies_and_what_follows import with_everything
from tests.council import chamber, los_angeles_council
from townline.config import demonstration_council
from townline.founding.rules import draft

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SIZES = (1280, 390)
PAGES = {
    "bodies": "bodies/",
    "committee": "bodies/transportation/",
    "neighborhood council": "bodies/nc-arleta/",
    "member": "members/demo-member-ash/",
    "members": "members/",
    "votes": "votes/?member=demo-member-fir",
    "reports owed": "owed/",
    "found": "files/?words=demo",
    "narrowed": "files/?district=9",
    "misspelt": "files/?words=bisycle",
    "nothing": "files/?words=zzzzqqqq",
    "letters": "subscribe/?topic=council-member:demo-member-ash",
    "overview": "",
}


@pytest.fixture
def tab(
    browser: "Browser",
    own_database: str,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> "Iterator[Page]":
    """Open a tab on the demo's council, with a file of which everything follows that can."""
    settings.MEDIA_ROOT = tmp_path
    files = draft.files_of(los_angeles_council.FOLDER)
    monkeypatch.setattr("townline.cities.queries.edition_files", lambda _: files)
    city = chamber.found()
    demonstration_council.present(city, timezone.now())
    for n in range(25):
        chamber.introduced(city, f"Demo: bench {n}", at=timezone.now())
    with_everything(city, chamber.introduced(city, "Demo: lamps"))
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()
    server.stop()


def test_pages_of_bodies_and_of_what_was_found_are_good_for_every_eye_and_hand(
    tab: "Page",
) -> None:
    tab.goto("/council/files/?words=lamps")
    followed = tab.locator(".file-line h3 a").first.get_attribute("href") or ""
    tab.goto("/council/bodies/transportation/")
    held = tab.locator("aside a[href^='/council/meetings/']:not([href*='?'])").last.get_attribute(
        "href"
    )
    every = PAGES | {"what follows": followed.removeprefix("/council/")}
    every["held meeting"] = (held or "").removeprefix("/council/")
    faults = []
    for name, address in every.items():
        for width in SIZES:
            tab.set_viewport_size({"width": width, "height": 844})
            tab.goto(f"/council/{address}")
            faults += [(name, width, each) for each in faults_of(tab)]
            faults += [(name, width, each) for each in tab.evaluate(TOO_SMALL)]
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                faults.append((name, width, "wider than the screen"))
    assert faults == []


def test_the_list_is_leafed_through_and_narrowed_by_the_keyboard_and_its_address_kept(
    tab: "Page",
) -> None:
    from playwright.sync_api import expect

    tab.goto("/council/files/?words=demo")
    tab.get_by_role("link", name="Next page").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**page=2**")
    first = tab.locator(".file-line h3").first.inner_text()
    tab.goto(tab.url)
    assert tab.locator(".file-line h3").first.inner_text() == first
    tab.get_by_role("link", name="Page before").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "page=2" not in url)
    facet = tab.locator(".facet a").first
    count = int(facet.locator("span[aria-hidden]").inner_text())
    facet.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**words=demo&**")
    expect(tab.locator("#found")).to_contain_text(f"{count} file", use_inner_text=True)
