"""The council's files in a real browser: found, read, commented and followed, on any screen."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_portal import TOO_SMALL, faults_of
from tests.ground.installation import Installation
from townline.council.rules.printed import PrintedReport, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMMITTEE = "Transportation Committee"
REPORT = PrintedReport(
    office="Demo office", system="Demo system", generated=date(2026, 3, 2), number="26-0777",
    fields=[("Title", "Demo file about shade at bus stops"), ("Mover", "DEMO MEMBER"),
            ("Council District", "5")],
    history=[
        (date(2026, 2, 27), "Council action final."),
        (date(2026, 2, 24), "Council adopted item forthwith."),
        (date(2026, 2, 20), "City Clerk scheduled item for Council on February 24, 2026."),
        (date(2026, 2, 11), f"{COMMITTEE} approved item(s) ."),
        (date(2026, 2, 3), f"Motion referred to {COMMITTEE}."),
    ],
)  # fmt: skip
FILE = "/council/files/26-0777/"
PAGES = {
    "overview": "/council/",
    "found": "/council/files/?words=shade",
    "nothing found": "/council/files/?words=zzzzqqqq",
    "file": FILE,
    "file in Spanish": f"/es{FILE}",
    "file on another day": f"{FILE}?as_of=2026-02-12",
    "report": f"{FILE}report.html",
    "comment": f"{FILE}comment/",
    "letters": "/council/subscribe/?topic=council-file:26-0777",
}


@pytest.fixture(scope="module", autouse=True)
def taken_in(server: Installation, tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.mktemp("council") / "26-0777.txt"
    path.write_text(write(REPORT))
    server.townline("council", "import", str(path))


@pytest.fixture
def phone(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab on a small phone without scripts."""
    context = browser.new_context(
        base_url=server.address, viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_pages_are_good_for_every_eye_and_hand(page: "Page", address: str) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_SMALL) == []


def test_a_number_leads_to_its_file_by_the_keyboard_alone(page: "Page") -> None:
    from playwright.sync_api import expect

    page.goto("/council/")
    page.get_by_label("File number, words or names").focus()
    page.keyboard.type("26-777")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FILE}")
    assert page.locator("h1").inner_text() == "Demo file about shade at bus stops"
    link = page.get_by_role("link", name="the line of Feb. 27, 2026").first
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    expect(target).to_contain_text("Council action final.", use_inner_text=True)


def test_a_comment_is_sent_from_a_phone_without_scripts(phone: "Page") -> None:
    from playwright.sync_api import expect

    phone.goto(FILE)
    phone.get_by_role("link", name="Comment on it").click()
    phone.get_by_role("button", name="Send the comment").click()
    assert phone.title().startswith("Error:")
    phone.get_by_text("For it", exact=True).click()
    phone.get_by_label("Your comment").fill("Shade helps everyone who waits.")
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.locator("main")).to_contain_text("Thank you", use_inner_text=True)


def test_letters_are_asked_for_from_a_phone_without_scripts(phone: "Page") -> None:
    from playwright.sync_api import expect

    phone.goto(FILE)
    phone.get_by_role("link", name="Be told what happens").click()
    phone.get_by_label("E-mail address").fill("demo-council@example.org")
    phone.get_by_role("button", name="Send me the letter to confirm").click()
    expect(phone.locator("main")).to_contain_text("Please look into your mail", use_inner_text=True)


def test_a_file_is_seen_as_it_was_without_scripts(phone: "Page") -> None:
    phone.goto(FILE)
    phone.get_by_text("See it on another day").click()
    phone.get_by_label("As of the day").fill("2026-02-12")
    phone.get_by_role("button", name="Show").click()
    text = phone.locator("main").inner_text()
    assert "You see the file as of Thursday, Feb. 12, 2026." in text
    assert "Council adopted item" not in text
