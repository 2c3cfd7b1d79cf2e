"""A request followed to its end in a real browser: by its reporter, and by a neighbour."""

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.browser.staff import POTHOLE
from tests.browser.test_portal import TOO_SMALL, faults_of
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def number(server: Installation) -> str:
    """File a pothole and return its number."""
    key = server.townline("key", "add", "Followed", "--per-minute", "1000").stdout.strip()
    filed = httpx.post(
        f"{server.address}open311/v2/requests.json",
        data={"api_key": key, "email": "demo-mine@example.org"} | POTHOLE,
    )
    return str(filed.json()[0]["service_request_id"])


@pytest.fixture
def plain(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab on a small phone without scripts."""
    context = browser.new_context(
        base_url=server.address, viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_the_page_of_a_request_is_good_for_every_eye_and_hand(page: "Page", number: str) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/requests/{number}/")
        page.get_by_text("Tell me by e-mail or text message").click()
        page.wait_for_load_state("networkidle")
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("address", ["/my/", "/es/my/", "/hy/my/"])
def test_signing_in_is_good_for_every_eye_and_hand(page: "Page", address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL) == []


def test_a_neighbour_asks_to_be_told_without_scripts(plain: "Page", number: str) -> None:
    from playwright.sync_api import expect

    plain.goto(f"/requests/{number}/")
    plain.get_by_text("Tell me by e-mail or text message").click()
    form = plain.locator("form.way")
    form.get_by_text("By e-mail").click()
    form.get_by_role("button", name="Follow this request").click()
    expect(plain.locator("main")).to_contain_text("Write an e-mail address", use_inner_text=True)
    plain.get_by_label("E-mail address").fill("demo-plain@example.org")
    plain.get_by_role("button", name="Follow this request").click()
    expect(plain.locator("main")).to_contain_text(
        "We have sent you an e-mail.", use_inner_text=True
    )


def test_a_neighbour_follows_by_keyboard_alone(page: "Page", number: str) -> None:
    page.goto(f"/requests/{number}/follow/")
    page.get_by_label("By e-mail").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("demo-keys@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**asked=email")
    told = page.get_by_role("status").filter(has_text="One more step")
    told.and_(page.locator(":focus")).wait_for()


def test_the_link_is_copied_and_the_code_is_a_picture(page: "Page", number: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/requests/{number}/")
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/r/{number}/")
    code = page.get_by_alt_text("QR code with the address of this page")
    assert code.evaluate("e => e.naturalWidth") > 0


def test_a_code_signs_in_and_out(page: "Page", number: str, server: Installation) -> None:
    page.goto("/my/")
    page.get_by_text("By e-mail").click()
    page.get_by_label("E-mail address").fill("demo-mine@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    assert faults_of(page) == []
    page.get_by_label("The 6 digits of our message").fill(code_sent_to("demo-mine", server))
    page.get_by_role("button", name="Show my requests").click()
    page.get_by_role("link", name="Pothole").first.wait_for()
    assert faults_of(page) == []
    page.get_by_role("link", name="Pothole").first.click()
    page.get_by_role("heading", name="How you are told").wait_for()
    assert faults_of(page) == []
    page.goto("/my/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()


def code_sent_to(name: str, server: Installation) -> str:
    """Wait for the letter with the code and return it; letters are files in the home."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for letter in (server.home / "outbox").glob("*"):
            text = letter.read_text()
            found = re.search(r"^Subject: (\d{6}) is your code", text, re.MULTILINE)
            if found and f"{name}@example.org" in text:
                return found.group(1)
        time.sleep(0.5)
    raise AssertionError(f"no letter came to {name}")
