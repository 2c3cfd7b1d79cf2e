"""Whether everybody can read a page, at the width of a phone as of a desk: asked of axe."""

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (320, 390, 1280)
HEIGHT = 900
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def clean(tab: "Page", name: str = "", *, widths: tuple[int, ...] = WIDTHS) -> None:
    """
    See to it that axe finds nothing at any width, and that nothing runs over the side.

    A page that shows itself anew in the middle of it fails the test: wait before for what it is
    going to be.

    :param name: what to call the page where it runs over
    """
    tab.wait_for_load_state()
    for width in widths:
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        found = Axe().run(tab).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]
        assert tab.evaluate(OVER) <= 0, (name or tab.url, width)
