"""A resident adds a passkey and comes back with it, on a phone that a real browser simulates."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_following import code_sent_to
from tests.browser.test_portal import TOO_SMALL, faults_of
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab under a name, without which browsers know no passkeys."""
    address = server.address.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert not faults, "\n".join(faults)


def authenticator(phone: "Page", *, verifies: bool = True) -> tuple["CDPSession", str]:
    """Give the browser a device that keeps passkeys; return how to speak to it, and its name."""
    told = phone.context.new_cdp_session(phone)
    told.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = told.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return told, str(made["authenticatorId"])


def by_code(phone: "Page", server: Installation, name: str) -> None:
    """Sign in by the code of a letter."""
    phone.goto("/my/")
    phone.get_by_text("By e-mail").click()
    phone.get_by_label("E-mail address").fill(f"{name}@example.org")
    phone.get_by_role("button", name="Send me a code").click()
    phone.get_by_label("The 6 digits of our message").fill(code_sent_to(name, server))
    phone.get_by_role("button", name="Show my requests").click()
    phone.get_by_role("heading", name="Sign in faster").wait_for()


def fit(phone: "Page") -> None:
    """Look at the page as it is now."""
    assert faults_of(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate(TOO_SMALL) == []


def test_a_phone_signs_in_by_itself_once_it_was_added(phone: "Page", server: Installation) -> None:
    from playwright.sync_api import expect

    told, device = authenticator(phone)
    by_code(phone, server, "demo-passkey")
    fit(phone)
    phone.get_by_label("Name of this device").fill("My own phone")
    phone.get_by_role("button", name="Add a passkey").click()
    phone.get_by_text("The passkey is added.").wait_for()
    fit(phone)
    kept = told.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [one["isResidentCredential"] for one in kept] == [True]

    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_text("You are signed out.").wait_for()
    fit(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.get_by_text("d…@example.org").wait_for()
    expect(phone.locator("main")).to_contain_text("last used", use_inner_text=True)

    phone.get_by_role("button", name="Remove").click()
    phone.get_by_text("The passkey is removed.").wait_for()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_text("You are signed out.").wait_for()


def test_a_phone_that_verifies_nobody_is_told_what_to_do(
    phone: "Page", server: Installation
) -> None:
    authenticator(phone, verifies=False)
    by_code(phone, server, "demo-unverified")
    phone.get_by_role("button", name="Add a passkey").click()
    fault = phone.get_by_role("alert").filter(has_text="No passkey was added.")
    fault.wait_for()
    phone.get_by_role("button", name="Add a passkey").and_(phone.locator(":focus")).wait_for()


def test_without_scripts_there_are_codes_alone(browser: "Browser", server: Installation) -> None:
    address = server.address.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, java_script_enabled=False)
    try:
        tab = context.new_page()
        tab.goto("/my/")
        tab.get_by_text("Sign in with a passkey").wait_for(state="hidden")
        tab.get_by_text("Other ways to sign in").wait_for(state="hidden")
        tab.get_by_role("button", name="Send me a code").wait_for()
    finally:
        context.close()
