"""A real browser for tests: Debian's chromium, driven by playwright."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

CHROMIUM = "/usr/bin/chromium"
PATIENCE_S = 60
"""How long anything may take where others use the machine as well; it mostly takes a second."""
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start chromium for a file of tests: its loop would disturb others that have their own."""
    yield from chromium(QUIET)


def chromium(args: list[str]) -> "Iterator[Browser]":
    """
    Start chromium with arguments, and close it afterwards.

    Without a chromium the tests are skipped, unless they are required to run.
    """
    program = shutil.which("chromium") or CHROMIUM
    if not os.path.exists(program):  # noqa: PTH110 - a plain question
        if os.environ.get("TOWNLINE_REQUIRE_BROWSER") == "1":
            pytest.fail("browser tests are required, but there is no chromium")
        pytest.skip("there is no chromium here; .ci/run installs one")
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=args)
        be_patient(started)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def be_patient(browser: "Browser") -> None:
    """Let whatever a test waits for in its tabs, or expects of them, take its time."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_S * 1000)
    plain = browser.new_context

    def patient(**options: Any) -> "BrowserContext":
        opened = plain(**options)
        opened.set_default_timeout(PATIENCE_S * 1000)
        return opened

    browser.new_context = patient  # type: ignore[method-assign]


@pytest.fixture
def page(browser: "Browser", server: Installation) -> "Iterator[Page]":
    """Open a tab on the running installation; any error in its console fails the test.

    Paths are relative: ``page.goto("/report/")``. A request to another host fails the test too.
    """
    context = browser.new_context(base_url=server.address, viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened = context.new_page()

    def console(message: "ConsoleMessage") -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def request(asked: "Request") -> None:
        if not asked.url.startswith((server.address, server.streams, "data:", "blob:")):
            faults.append(f"outside request: {asked.url}")

    opened.on("console", console)
    opened.on("pageerror", lambda error: faults.append(f"script: {error}"))
    opened.on("request", request)
    yield opened
    context.close()
    assert not faults, "\n".join(faults)
