"""Every state of every page, in light and dark: said in ``states.toml``, walked here."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import council, staff
from tests.ground.installation import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("states.toml").read_text(encoding="utf-8")
)["state"]
KNOWN = {"name", "path", "status", "who", "without", "with"}
WITHOUT = {"", "scripts", "data", "signal"}
WITH = {"", "large", "contrast", "still", "rtl"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STOPS = 12
"""How many stops of the tabulator key are looked at."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVING = "document.getAnimations().filter((one) => one.playState === 'running').length"
UNSEEN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const seen = [at, at.nextElementSibling].filter(Boolean).some((one) =>
    ["", "::before"].some((part) => {
      const style = getComputedStyle(one, part || null);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    }));
  return seen ? null : at.outerHTML.slice(0, 120);
}"""


@dataclass(frozen=True)
class Ground:
    """What states stand on: who is signed in, a request, what the council has."""

    server: Installation
    names: dict[str, str]
    """What stands in paths."""
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def ground(server: Installation) -> Ground:
    staff.employ(server)
    sessions = {name: staff.session_of(server, name) for name in staff.ROLES}
    names = {"number": staff.filed(server), **council.sit(server)}
    return Ground(server, names, sessions)


@pytest.fixture
def context(
    browser: "Browser", ground: Ground, state: dict[str, Any]
) -> "Iterator[BrowserContext]":
    opened = browser.new_context(
        base_url=ground.server.address,
        viewport={"width": 320, "height": 800},
        java_script_enabled=state.get("without") != "scripts",
        forced_colors="active" if state.get("with") == "contrast" else "none",
        reduced_motion="reduce" if state.get("with") == "still" else "no-preference",
    )
    if who := state.get("who"):
        opened.add_cookies(
            [{"name": "sessionid", "value": ground.sessions[who], "url": ground.server.address}]
        )
    yield opened
    opened.close()


def test_every_state_is_said_in_words_that_mean_something() -> None:
    names = [state["name"] for state in STATES]
    assert len(names) == len(set(names))
    for state in STATES:
        assert state.keys() <= KNOWN, state
        assert state.get("without", "") in WITHOUT, state
        assert state.get("with", "") in WITH, state
        assert state.get("who", "agent") in staff.ROLES, state


@pytest.mark.parametrize("state", STATES, ids=lambda state: state["name"].replace(" ", "-"))
def test_a_state_is_fit_for_everyone(
    context: "BrowserContext", ground: Ground, state: dict[str, Any]
) -> None:
    tab = context.new_page()
    if state.get("without") == "data":
        tab.route("**/*.json*", lambda route: None)  # never answered
    answer = tab.goto(state["path"].format(**ground.names), wait_until="load")
    assert answer is not None
    assert answer.status == state.get("status", 200)
    if state.get("without") == "scripts":
        assert tab.evaluate(SIDEWAYS) <= 0
        return
    changed(tab, context, state)
    faults = [fault for scheme in ("light", "dark") for fault in wrong_in(tab, scheme, state)]
    assert not faults, "\n".join(faults)


def changed(tab: "Page", context: "BrowserContext", state: dict[str, Any]) -> None:
    """Set what the person has set, or take away what is missing."""
    if state.get("without") == "signal":
        context.set_offline(True)
    if state.get("with") == "rtl":
        tab.evaluate("document.documentElement.dir = 'rtl'")
    if state.get("with") == "large":
        tab.set_viewport_size({"width": 640, "height": 800})
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
    if state.get("with") == "still":
        assert tab.evaluate(MOVING) == 0, "something moves"


def wrong_in(tab: "Page", scheme: str, state: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong in one of the two sets of colours."""
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if (over := tab.evaluate(SIDEWAYS)) > 0:
        yield f"{scheme}: {over} px wider than the screen"
    # With the focus, the link that skips lies over the city's name.
    tab.evaluate("document.activeElement?.blur()")
    # Where the system gives the colours, axe would reckon with ours.
    if state.get("with") != "contrast":
        for each in Axe().run(tab, options=RULES).response["violations"]:
            yield from (f"{scheme}: {each['id']}: {n['html'][:120]}" for n in each["nodes"])
    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        if unseen := tab.evaluate(UNSEEN):
            yield f"{scheme}: the focus cannot be seen on {unseen}"
