"""
What a screen reader says of each journey's pages, against files that were read by a person.

``trees/*.txt`` hold the accessibility tree, the order of the focus and the live regions. After a
wanted change: ``script/test tests/browser/test_trees.py --write-trees``; then read the
difference as somebody would hear it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import council, staff
from tests.ground.installation import Installation, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.browser

TREES = Path(__file__).with_name("trees")
MOST_STOPS = 140
PAGES = {
    "home": ("/", ""),
    "home-es": ("/es/", ""),
    "report-choose": ("/report/", ""),
    "report-form": ("/report/pothole/", ""),
    "report-not-found": ("/report/?q=zzzzqqqq", ""),
    "request": ("/requests/{number}/", ""),
    "request-mistyped": ("/requests/?number=26-104233-1", ""),
    "address": ("/places/?address=200+N+Spring+St", ""),
    "accessibility": ("/accessibility/", ""),
    "desk-sign-in": ("/desk/sign-in/", ""),
    "desk-request": ("/desk/requests/{number}/", "manager"),
    "desk-close": ("/desk/requests/{number}/close/", "manager"),
    "desk-calls": ("/desk/calls/", "agent"),
    "desk-worklist": ("/desk/worklist/", "manager"),
    "desk-team": ("/desk/team/", "manager"),
    "desk-day": ("/desk/day/", "manager"),
    "desk-satisfaction": ("/desk/satisfaction/", "manager"),
    "desk-people": ("/desk/people/", "manager"),
    "desk-person-new": ("/desk/people/add/", "manager"),
    "desk-letters": ("/desk/letters/", "agent"),
    "desk-reply": ("/desk/requests/{number}/reply/", "manager"),
    "desk-release": ("/desk/requests/{number}/release/", "manager"),
    "desk-texts": ("/desk/texts/", "manager"),
    "desk-city": ("/desk/city/", "manager"),
    "desk-service": ("/desk/city/services/pothole/", "manager"),
    "my-sign-in": ("/my/", ""),
    "council-home": ("/council/", ""),
    "council-home-es": ("/es/council/", ""),
    "council-file": ("/council/files/21-0278/", ""),
    "council-found": ("/council/files/?words=custmer+cntact", ""),
    "council-meeting": ("/council/meetings/{held}/", ""),
    "council-agenda": ("/council/meetings/{held}/agenda/1/", ""),
    "council-votes": ("/council/votes/", ""),
    "council-member": ("/council/members/nithya-raman/", ""),
    "council-owed": ("/council/owed/", ""),
    "council-subscribe": ("/council/subscribe/?topic=council-file:21-0278", ""),
    "council-comment": ("/council/files/21-0278/comment/", ""),
    "clerk-desk": ("/council/desk/", "clerk"),
    "clerk-file": ("/council/desk/files/{file}/", "clerk"),
    "clerk-act": ("/council/desk/files/{file}/act/referral.motion/", "clerk"),
    "clerk-statement": ("/council/desk/files/{file}/statement/", "clerk"),
    "clerk-run": ("/council/desk/meetings/{meeting}/run/", "clerk"),
}
"""Name of the file to the path and who is signed in."""
LIVE = """() => [...document.querySelectorAll("[aria-live], [role=status], [role=alert]")].map(
  (e) => `${e.getAttribute("role") || e.tagName.toLowerCase()}` +
         ` ${e.getAttribute("aria-live") || ""} ${e.innerText.trim().slice(0, 80)}`.trimEnd())"""
CHANGING = (
    (re.compile(r"\b\d\d-\d{6}-\d\b"), "NUMBER"),
    (re.compile(r"\b\d\d-000(?=\d\b)"), "YY-000"),
    (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "YYYY-MM-DD"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\(key tl_[\w-]+\)"), "(key KEY)"),
    (re.compile(r"http://127\.0\.0\.1:\d+/"), "http://HERE/"),
    (re.compile(r"\w+ \(command line\)"), "OPERATOR (command line)"),
    (
        re.compile(r"\b\w+day, \w+\.? \d{1,2}, \d{4}(?:, [\d:]+ [ap]\.m\.|, noon|, midnight)?"),
        "DAY",
    ),
    (re.compile(r"\b(?:[A-Z][a-z]{2,3}\.?|[A-Z][a-z]+) \d{1,2}, 20\d\d\b"), "DATE"),
    (re.compile(r"\b\w+, \d{1,2} de \w+ de 20\d\d\b"), "DAY"),
    (re.compile(r"\d+\xa0?(?: |\xa0)(?:second|minute|hour|day)s?\b"), "SPAN"),
)
"""What differs from run to run, and what stands for it."""


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Installation]:
    """Start an installation that no other test reports to: pages list what was reported."""
    with started("trees", tmp_path_factory, django_db_blocker) as installation:
        yield installation


@pytest.fixture(scope="module")
def number(server: Installation) -> str:
    staff.employ(server)
    return staff.filed(server)


@pytest.fixture(scope="module")
def names(server: Installation, number: str) -> dict[str, str]:
    """Return what stands in paths: a request, a council file, meetings."""
    return {"number": number, **council.sit(server)}


@pytest.fixture(scope="module")
def sessions(server: Installation, number: str) -> dict[str, str]:
    """Sign everybody in once: the list of people says who was, and often is refused."""
    return {name: staff.session_of(server, name) for name in staff.ROLES}


@pytest.fixture
def tab(browser: "Browser", server: Installation) -> "Iterator[Page]":
    context = browser.new_context(base_url=server.address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def heard(tab: "Page") -> str:
    """Return the tree, the order of the focus and the live regions of the page that is open."""
    if tab.locator("[data-map]:visible").count():
        tab.locator(
            "[data-map]:visible"
        ).first.scroll_into_view_if_needed()  # it is drawn when seen
        tab.locator(".leaflet-control-zoom-in").first.wait_for()
        tab.evaluate("scrollTo(0, 0)")
    parts = {
        "Tree": tab.locator("body").aria_snapshot().splitlines(),
        "Focus order": list(stops(tab)),
        "Live regions": tab.evaluate(LIVE),
    }
    text = "\n".join(f"# {name}\n" + "\n".join(lines) + "\n" for name, lines in parts.items())
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text


def stops(tab: "Page") -> Iterator[str]:
    """Yield what has the focus, stop by stop, until it leaves the page."""
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            return
        at = tab.locator(":focus")  # nothing has it where the browser's own calendar does
        yield at.aria_snapshot().splitlines()[0] if at.count() else "- calendar of the field before"
    raise AssertionError(f"more than {MOST_STOPS} stops, or the focus is caught")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_heard_as_it_was_reviewed(
    tab: "Page", server: Installation, names: dict[str, str], sessions: dict[str, str], name: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    path, who = PAGES[name]
    if who:
        tab.context.add_cookies([
            {"name": "sessionid", "value": sessions[who], "url": server.address}
        ])  # fmt: skip
    tab.route("**/*.json*", lambda route: None)  # maps would come in at any time
    tab.goto(path.format(**names))
    said, file = heard(tab), TREES / f"{name}.txt"
    if request.config.getoption("--write-trees"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == said, (
        "heard otherwise than reviewed; see the head of this file"
    )


def test_no_reviewed_file_is_left_of_a_page_that_is_no_more() -> None:
    assert {path.stem for path in TREES.glob("*.txt")} == set(PAGES)
