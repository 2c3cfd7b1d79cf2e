"""How tests report something in a browser: a step at a time, as a person would."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESS = "200 N Spring St"
FORM = "/report/pothole/"
HELD_MS = 3500
"""Whoever is quicker is held as no person."""
OPEN_FOR = """(ms) => {
  const [page] = performance.getEntriesByType("navigation");
  return performance.now() - page.responseStart > ms;
}"""
"""Whether the page has been there for so long: since the server sealed when it was opened."""


def say_where(page: "Page") -> None:
    """Fill in the first step and go on; what is known there already is another one."""
    page.get_by_label("Address or corner of two streets").fill(ADDRESS)
    press_next(page)
    if page.locator("#join_none").count() and page.locator("#join_none").is_visible():
        press_next(page)
    page.wait_for_url(re.compile(r"step=what"))


def say_what(page: "Page", description: str) -> None:
    """Fill in the second step and go on."""
    answer_all(page)
    page.get_by_label("Describe it").fill(description)
    press_next(page)
    page.wait_for_url(re.compile(r"step=you"))


def answer_all(page: "Page") -> None:
    """Give the first answer to each question that is asked."""
    asked = "[data-when]:not([hidden]) fieldset, .question:not([data-when]) fieldset"
    for group in page.locator(asked).all():
        group.locator("label").first.click()


def press_next(page: "Page") -> None:
    """Go on, and wait until the form has made up its mind."""
    page.get_by_role("button", name="Next").click()
    decided(page)


def decided(page: "Page") -> None:
    """Wait until a step is checked: meanwhile its button rests."""
    page.wait_for_load_state("load")
    page.locator("[data-on]:not([disabled])").wait_for()


def send(page: "Page") -> None:
    """Send what was filled in."""
    be_a_person(page)
    page.get_by_role("button", name="Send the report").click()


def be_a_person(page: "Page") -> None:
    """Wait until the form was open for as long as any person needs: most of it has passed."""
    page.wait_for_function(OPEN_FOR, arg=HELD_MS)


def ready(page: "Page") -> None:
    """Wait until the scripts of the form have taken over."""
    page.locator("form[data-ready]").wait_for()
