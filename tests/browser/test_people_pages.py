"""Looking after people in a real browser: a journey without scripts, and axe on every page."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check
from tests.desk import fairview
from townline.staff.queries import people

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
OTHER = "seven brown owls"


@pytest.fixture
def address(own_database: str, settings: Any, tmp_path: object) -> Iterator[str]:
    """Serve Fairview, and return where."""
    settings.MEDIA_ROOT = tmp_path
    fairview.apply()
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def opened(browser: "Browser", address: str) -> "Iterator[Callable[..., Page]]":
    """Return how tabs are opened there; all are closed before the database is dropped."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> "Page":
        contexts.append(browser.new_context(base_url=address, **options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_a_person_is_added_let_in_and_shut_out_without_scripts(
    opened: "Callable[..., Page]",
) -> None:
    from playwright.sync_api import expect

    tab = opened(java_script_enabled=False)
    sign_in(tab, "admin")
    tab.locator("summary").filter(has_text="City").click()
    tab.get_by_role("link", name="People", exact=True).click()
    tab.get_by_role("link", name="Add a person").click()
    tab.get_by_role("button", name="Add", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text(
        "There are 3 things to put right", use_inner_text=True
    )
    tab.get_by_label("User name").fill("new")
    tab.get_by_label("Name in the record").fill("Demo new")
    tab.get_by_text("Worker: does the work").click()
    tab.get_by_text("Parks", exact=True).click()
    tab.get_by_role("button", name="Add", exact=True).click()
    tab.get_by_role("button", name="Make a link").click()
    link = tab.get_by_label("Link", exact=True).input_value()

    guest = opened(java_script_enabled=False)
    guest.goto(link)
    guest.get_by_label("New password").fill(OTHER)
    guest.get_by_label("The same password again").fill(OTHER)
    guest.get_by_role("button", name="Set my password").click()
    guest.get_by_text("Your password is set. Sign in with it.").wait_for()
    guest.get_by_label("User name").fill("new")
    guest.get_by_label("Password").fill(OTHER)
    guest.get_by_role("button", name="Sign in").click()
    guest.get_by_role("heading", name="Worklist").wait_for()

    tab.get_by_role("link", name="Demo new").click()
    tab.get_by_label("Why").fill("Left the city.")
    tab.get_by_role("button", name="Shut them out").click()
    tab.get_by_text("They are shut out").wait_for()
    guest.goto("/desk/worklist/")
    guest.get_by_role("heading", name="Sign in").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_no_page_of_people_has_a_fault_of_accessibility_or_scrolls_sideways(
    opened: "Callable[..., Page]", size: str
) -> None:
    width, height = SIZES[size]
    tab = opened(viewport={"width": width, "height": height})
    sign_in(tab, "admin")
    city = fairview.cities_known.first()
    assert city is not None
    person = f"/desk/people/{people.named(city.id, 'worker').number}/"
    check(tab, [
        "/desk/people/", "/desk/people/?words=nobody", "/desk/people/?view=disabled",
        "/desk/people/add/", person, "/desk/people/M0/", "/desk/welcome/none/",
    ])  # fmt: skip
    tab.goto(person)
    tab.get_by_role("button", name="Make a link").click()
    check(tab, [tab.get_by_label("Link", exact=True).input_value()])
