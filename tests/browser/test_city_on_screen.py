"""Administration in a real browser: changed, looked at, published, and seen by a resident."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.desk import springdale
from tests.founding.folders import DISTRICTS, with_areas
from townline.config.commands.city import group

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
WIDTH = "document.documentElement.scrollWidth"
PAGES = (
    "", "services/", "services/pothole/", "services/pothole/questions/where/",
    "services/pothole/new-question/", "services/pothole/new-route/",
    "new-service/", "departments/", "departments/sanitation/",
    "outcomes/", "outcomes/repaired/",
    "calendars/", "calendars/office/", "areas/", "areas/areas/districts.geojson.gz", "files/",
    "files/groups.toml", "changes/", "changes/tried/", "editions/", "editions/1/",
)  # fmt: skip


@pytest.fixture
def address(own_database: str) -> Iterator[str]:
    """Serve Springdale, and return where."""
    springdale.apply(with_areas(*DISTRICTS))
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def tab(browser: "Browser", address: str, request: pytest.FixtureRequest) -> "Iterator[Page]":
    """Open a tab there, with an administrator signed in."""
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    opened = context.new_page()
    sign_in(opened, "admin", password=springdale.PASSWORD)
    yield opened
    context.close()


def keep(tab: "Page") -> None:
    tab.get_by_role("button", name="Keep the changes").click()
    tab.get_by_text("Kept. It holds for residents once you publish it.").wait_for()


def publish(tab: "Page", why: str) -> None:
    tab.goto("/desk/city/changes/")
    tab.get_by_label("Why").fill(why)
    tab.get_by_role("button", name="Publish now").click()
    tab.wait_for_url("**/desk/city/editions/**")


def test_a_promise_and_an_option_go_from_the_form_to_the_resident(
    tab: "Page", tmp_path: Path
) -> None:
    tab.goto("/desk/city/services/?q=pothole")
    tab.get_by_role("link", name="Pothole").click()
    tab.get_by_label("Finish within").fill("9")
    keep(tab)
    tab.get_by_role("link", name="Where is it?").click()
    tab.locator("summary").filter(has_text="In a traffic lane").click()
    tab.locator("[name=option_0_words_en]").fill("In the roadway")
    keep(tab)
    tab.get_by_text("2 changes not published").wait_for()

    tab.goto("/report/pothole/preview/")
    tab.get_by_label("In the roadway").wait_for()
    tab.goto("/report/pothole/?step=what")
    assert tab.get_by_label("In the roadway").count() == 0

    publish(tab, "Slower in winter.")
    tab.get_by_text("Slower in winter.").wait_for()
    tab.goto("/report/pothole/?step=what")
    assert tab.get_by_label("In the roadway").count() == 1
    refused_then_pulled_and_applied(tmp_path)


def refused_then_pulled_and_applied(tmp_path: Path) -> None:
    """A folder from before is refused; one that was pulled carries the screen's change on."""

    def run(*said: object) -> int:
        return CliRunner().invoke(group, [str(each) for each in said]).exit_code

    old, new = tmp_path / "old" / "springdale", tmp_path / "new" / "springdale"
    for path, content in with_areas(*DISTRICTS).items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_bytes(content)
    (old / "NOTES.md").write_text("Ours.\n")
    assert run("apply", old) == 1
    assert run("pull", "springdale", new) == 0
    assert "In the roadway" in (new / "services/streets.toml").read_text()
    (new / "NOTES.md").write_text("Ours.\n")
    assert run("apply", new) == 0


def test_what_was_kept_is_taken_back_and_thrown_away(tab: "Page") -> None:
    tab.goto("/desk/city/outcomes/repaired/")
    tab.get_by_label("What the resident reads").fill("Mended.")
    keep(tab)
    tab.goto("/desk/city/calendars/")
    tab.get_by_label("Day", exact=True).fill("2026-05-25")
    tab.get_by_label("Name", exact=True).fill("Memorial Day")
    tab.get_by_role("button", name="Add it").click()
    tab.get_by_text("2 changes not published").wait_for()
    tab.get_by_role("button", name="Take the last back").click()
    tab.get_by_text("1 change not published").wait_for()
    tab.get_by_role("button", name="Throw all away").click()
    tab.get_by_text("You have changed nothing.").wait_for()


@pytest.mark.parametrize("tab", [True], indirect=True)
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_and_has_nothing_wrong_for_axe(tab: "Page", size: str) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto("/desk/city/services/pothole/")
    tab.get_by_label("Finish within").fill("9")
    keep(tab)
    for path in PAGES:
        tab.goto(f"/desk/city/{path}")
        found = Axe().run(tab)
        assert found.violations_count == 0, (path, found.generate_report())
        assert tab.evaluate(WIDTH) <= width, path
