"""
Take pictures of the main pages into ``docs/images/``, from a demo that runs.

``python tools/make_pictures.py --url http://127.0.0.1:8311`` takes each page on a phone (390 px)
and at a desk (1280 px), in light; the pages that residents meet first also in the dark, in Spanish
and in Armenian. Pictures show the top of a page, and are kept below 150 kB each.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
WIDTHS = (390, 1280)
HEIGHTS = {390: 844, 1280: 860}
MOST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)
"""How many colours a picture is tried with, until it is small enough."""
MANAGER, CLERK = "demo-manager", "demo-clerk"
PASSWORD = "townline-demo"
SETTLED_MS = 1500
NEWEST = re.compile(r"/requests/(\d\d-\d{6}-\d)/")


@dataclass(frozen=True)
class Shot:
    """One page in one language and one set of colours."""

    name: str
    path: str
    who: str = ""
    """The demo login that is signed in."""
    ways: tuple[str, ...] = ("light",)
    """``light``, ``dark``, or the code of a language in light."""


FIRST = ("light", "dark", "es", "hy")
SHOTS = (
    Shot("home", "/", ways=FIRST),
    Shot("report", "/report/pothole/", ways=FIRST),
    Shot("request", "/requests/{number}/", ways=FIRST),
    Shot("map", "/map/", ways=("light", "dark")),
    Shot("address", "/places/?address=200+N+Spring+St"),
    Shot("accessibility", "/accessibility/"),
    Shot("worklist", "/desk/worklist/", who=MANAGER, ways=("light", "dark")),
    Shot("desk-request", "/desk/requests/{number}/", who=MANAGER),
    Shot("around", "/areas/around/34.054,-118.243,1000/"),
    Shot("my-requests", "/my/"),
    Shot("desk-team", "/desk/team/", who=MANAGER),
    Shot("desk-texts", "/desk/texts/", who=MANAGER),
    Shot("desk-city", "/desk/city/", who=MANAGER),
    Shot("desk-service", "/desk/city/services/pothole/", who=MANAGER),
    Shot("council", "/council/", ways=("light", "dark", "es")),
    Shot("council-file", "/council/files/21-0278/", ways=("light", "dark")),
    Shot("council-found", "/council/files/?words=custmer+cntact"),
    Shot("council-meetings", "/council/meetings/"),
    Shot("clerk-file", "/council/desk/files/21-0278/", who=CLERK),
    Shot("clerk-act", "/council/desk/files/21-0278/act/committee.approved/", who=CLERK),
)


def main() -> None:
    """Take them all, and say which."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", default="http://127.0.0.1:8311", help="where the demo answers")
    asked.add_argument("--only", default="", help="what the names of the pages begin with")
    given = asked.parse_args()
    url: str = given.url.rstrip("/")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        number = _number(browser, url)
        for shot in (each for each in SHOTS if each.name.startswith(given.only)):
            for way in shot.ways:
                for width in WIDTHS:
                    _take(browser, url, shot, way, width, number)
        browser.close()


def _number(browser: Browser, url: str) -> str:
    tab = browser.new_page()
    tab.goto(f"{url}/requests/")
    found = NEWEST.search(tab.content())
    tab.close()
    if found is None:
        raise SystemExit(f"{url}/requests/ shows no request: is a demo running there?")
    return found[1]


def _take(browser: Browser, url: str, shot: Shot, way: str, width: int, number: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if way == "dark" else "light",
        reduced_motion="reduce",
    )
    tab = context.new_page()
    if shot.who:
        _sign_in(tab, url, shot.who)
    prefix = "" if way in {"light", "dark"} else f"/{way}"
    answer = tab.goto(f"{url}{prefix}{shot.path.format(number=number)}", wait_until="load")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.name}: {answer.status if answer else 'no answer'}")
    tab.wait_for_timeout(SETTLED_MS)
    path = IMAGES / f"{shot.name}-{way}-{width}.png"
    _keep(tab.screenshot(), path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
    context.close()


def _sign_in(tab: Page, url: str, name: str) -> None:
    tab.goto(f"{url}/desk/sign-in/")
    tab.locator("[name=username]").fill(name)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.locator("main [type=submit]").click()
    tab.wait_for_load_state("load")


def _keep(picture: bytes, path: Path) -> None:
    """Write the picture with as many colours as keep it small enough."""
    drawn: Any = Image.open(BytesIO(picture)).convert("RGB")
    for packed in _packed(drawn):
        if len(packed) <= MOST_BYTES:
            path.write_bytes(packed)
            return
    raise SystemExit(f"{path.name} cannot be kept below {MOST_BYTES} bytes")


def _packed(drawn: Any) -> Iterator[bytes]:
    for colours in COLOURS:
        target = BytesIO()
        drawn.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        yield target.getvalue()


if __name__ == "__main__":
    main()
