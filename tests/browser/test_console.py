"""An agent at the console in a real browser: by keys alone, from the ring to the writing up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import clean
from tests.browser.counting import Counted
from tests.browser.signing_in import sign_in
from tests.desk import centres, fairview
from tests.knowledge.articles import article
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.knowledge import actions as knowledge
from townline.record.verbs import SYSTEM
from townline.requests import queries as requests

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MOST = 12
"""Interactions that a contact may take: a click, a key chord or a completed field."""
CALLER = {"phone": "+1 815 555 0123"}
RESIDENT = fairview.Reporter(first_name="Demo", last_name="Resident", phone="815-555-0123")


@pytest.fixture
def served(
    browser: "Browser", own_database: str, settings, tmp_path, live_stream: str
) -> Iterator[tuple[str, City]]:
    """Serve Fairview with a centre, an agent of it, and an answer; return where."""
    settings.MEDIA_ROOT = tmp_path
    city = fairview.apply()
    centres.put(city)
    centres.agent(city)
    hours = article(code="hours", question={"en": "When is city hall open?"}, owner="lighting")
    knowledge.put_answers(
        edition_id=city.edition_id, answers=[hours], by=SYSTEM, at=fairview.APPLIED
    )
    server = LiveServer("127.0.0.1")
    yield server.url, city
    for context in browser.contexts:
        context.close()
    server.stop()


def answered_by_keys(tab: "Page", city: City) -> int:
    """Be available, answer what rings, and return the contact in hand."""
    tab.keyboard.press("v")
    contact = ring(tab, city)
    tab.keyboard.press("a")
    in_hand(tab, contact)
    return contact


def signed_in(browser: "Browser", address: str) -> "Page":
    """Return a tab in which the agent is at the console."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    sign_in(tab, "agent")
    tab.goto("/desk/console/")
    tab.locator("[data-console][data-ready]").wait_for()
    return tab


def ring(tab: "Page", city: City, **more: object) -> int:
    """Let somebody call, and wait until it rings."""
    contact = centres.call(city, details=CALLER, **more)
    tab.locator(".ring").wait_for()
    return contact


def in_hand(tab: "Page", contact: int) -> None:
    """Wait until the console is about a contact."""
    tab.locator(f"[data-console][data-contact='{contact}'][data-ready]").wait_for()


def test_a_question_is_answered_by_keys_alone(browser: "Browser", served: tuple[str, City]) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    clean(tab, "idle")
    tab.keyboard.press("v")
    expect(tab.locator("#c-status strong")).to_have_text("Available")
    contact = ring(tab, city)
    clean(tab, "rings")
    agent = Counted(tab)
    agent.press("a")
    in_hand(tab, contact)
    agent.press("/")
    agent.fill("city hall open")
    tab.locator(".console__hit").first.wait_for()
    agent.press("Enter")
    expect(tab.locator("#c-work h1")).to_be_focused()
    clean(tab, "answer")
    agent.press("g")
    tab.get_by_text("Entered: they were given this answer.").first.wait_for()
    agent.press("1")
    agent.press("Enter")
    tab.get_by_text("Written up: Question answered").wait_for()
    assert len(agent.did) == 7, agent.did
    turn = queries.turn_of(city.id, contact)
    assert (turn.disposition, [each.code for each in turn.answers]) == ("answered", ["hours"])


def file_by_keys(tab: "Page", agent: Counted) -> None:
    """File a dark lamp during a contact, by keys, and see the facts of its address."""
    from playwright.sync_api import expect

    agent.press("/")
    agent.fill("lamp dark")
    tab.locator(".console__hit").first.wait_for()
    agent.press("Enter")
    expect(tab.locator("#c-work [name=address]")).to_be_focused()
    agent.fill("90 Oak St")
    agent.press("Tab")  # the facts of the address come
    expect(tab.locator("[data-facts]")).to_contain_text("Council district")
    clean(tab, "form")
    if tab.locator("[data-facts] a").count():
        agent.press("Tab")  # over what is known near there, however much that is
    agent.press("Tab")
    expect(tab.locator("#c-work [value=dark]")).to_be_focused()
    agent.press("Space")
    agent.press("Control+Enter")
    tab.get_by_text("Tell them their number:").wait_for()


def test_a_request_is_filed_during_the_call_by_keys_alone(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    address, city = served
    known = fairview.submit(reporter=RESIDENT, service="tree")
    near = [fairview.submit() for _n in range(3)]
    tab = signed_in(browser, address)
    tab.keyboard.press("v")
    contact = ring(tab, city)
    agent = Counted(tab)
    agent.press("a")
    in_hand(tab, contact)
    expect(tab.locator("#c-who")).to_contain_text(known)
    clean(tab, "contact")
    file_by_keys(tab, agent)
    clean(tab, "taken")
    (handled,) = requests.handled_in(city, contact, fairview.actor("agent"), language="en")
    assert handled.number not in (known, *near)
    expect(tab.locator("#c-who")).to_contain_text(handled.number)
    agent.press("2")
    agent.press("Enter")
    tab.get_by_text("Written up: Request filed").wait_for()
    assert len(agent.did) <= MOST, agent.did
    assert queries.turn_of(city.id, contact).disposition == "filed"
    tab.goto(f"/desk/console/contacts/{contact}/")
    clean(tab, "story")
    tab.goto("/desk/console/contacts/")
    clean(tab, "mine")
    tab.goto("/desk/console/new/")
    clean(tab, "new")


def test_what_an_agent_opens_is_looked_up_for_the_contact(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    address, city = served
    known = fairview.submit(reporter=RESIDENT, service="tree")
    tab = signed_in(browser, address)
    tab.keyboard.press("v")
    contact = ring(tab, city)
    tab.keyboard.press("a")
    in_hand(tab, contact)
    tab.locator("#c-who").get_by_role("link", name="Fallen tree").click()
    expect(tab.locator("#c-who .tag")).to_have_text("looked up")
    expect(tab.locator("#c-work h1")).to_have_text("Fallen tree")
    expect(tab.locator("[data-look-up]")).to_be_hidden()
    (handled,) = requests.handled_in(city, contact, fairview.actor("agent"), language="en")
    assert (handled.number, handled.how) == (known, "looked_up")


def test_notes_outlive_a_crash_and_stand_beside_those_of_another_window(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    contact = answered_by_keys(tab, city)
    tab.keyboard.press("n")
    tab.keyboard.type("Dark since Monday, 1 lamp")
    expect(tab.locator("[data-note-said]")).to_have_text("Kept.")
    assert [note.text for note in queries.notes_of(contact)] == ["Dark since Monday, 1 lamp"]
    with tab.context.browser.new_context(
        storage_state=tab.context.storage_state(), base_url=address
    ) as other:
        again = other.new_page()
        again.goto("/desk/console/")
        expect(again.locator("#c-note")).to_have_value("Dark since Monday, 1 lamp")
        again.locator("[data-console][data-ready]").wait_for()
        again.locator("#c-note").fill("Dark since Sunday")
        expect(again.locator("[data-note-said]")).to_have_text("Kept.")
    tab.keyboard.type(" of 4")
    expect(tab.locator("[data-note-said]")).to_contain_text("Both stand")
    both = "Dark since Sunday\n\nDark since Monday, 1 lamp of 4"
    expect(tab.locator("#c-note")).to_have_value(both)
    assert [note.text for note in queries.notes_of(contact)] == [both]


def test_single_keys_can_be_switched_off(browser: "Browser", served: tuple[str, City]) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    contact = answered_by_keys(tab, city)
    tab.keyboard.press("?")
    clean(tab, "keys")
    tab.get_by_text("Use single keys").click()
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-keys]")).to_be_hidden()
    tab.keyboard.press("s")
    tab.wait_for_timeout(300)
    assert queries.turn_of(city.id, contact).state == "in_contact"
    tab.reload()
    tab.locator("[data-console][data-ready]").wait_for()
    tab.keyboard.press("?")
    tab.evaluate("document.querySelector('[data-keys]').showModal()")
    tab.get_by_text("Use single keys").click()
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-keys]")).to_be_hidden()
    tab.keyboard.press("s")
    tab.get_by_text("Written up: Nobody there").wait_for()


def test_an_emergency_shows_the_place_and_who_hangs_up_is_seen_at_once(
    browser: "Browser", served: tuple[str, City]
) -> None:
    from playwright.sync_api import expect

    address, city = served
    tab = signed_in(browser, address)
    tab.keyboard.press("v")
    contact = ring(tab, city)
    tab.keyboard.press("a")
    in_hand(tab, contact)
    tab.keyboard.press("e")
    expect(tab.locator("#c-contact")).to_contain_text("read this place out to 911")
    tab.keyboard.press("/")
    tab.keyboard.type("street light")
    tab.locator(".console__hit").first.wait_for()
    tab.keyboard.press("Enter")
    expect(tab.locator("#c-work [name=address]")).to_be_focused()
    tab.keyboard.type("12 Oak St")
    tab.keyboard.press("Tab")
    expect(tab.locator("[data-emergency-place]")).to_contain_text("12 Oak", ignore_case=True)
    clean(tab, "emergency")
    actions.end(city=city, contact=contact, by=SYSTEM, at=fairview.timezone.now())
    expect(tab.locator("#c-contact")).to_contain_text("To be written up")


def test_without_scripts_the_console_works_by_forms(
    browser: "Browser", served: tuple[str, City]
) -> None:
    address, city = served
    context = browser.new_context(base_url=address, java_script_enabled=False)
    tab = context.new_page()
    sign_in(tab, "agent")
    tab.goto("/desk/console/")
    tab.get_by_role("button", name="Available").click()
    contact = centres.call(city)
    tab.get_by_role("link", name="Look whether somebody waits").click()
    tab.get_by_role("button", name="Answer").click()
    tab.get_by_label("Answers, services, requests").fill("dark lamp")
    tab.get_by_role("button", name="Search", exact=True).click()
    tab.get_by_role("link", name="Street light out").click()
    assert f"contact={contact}" in tab.url
    tab.goto("/desk/console/")
    tab.locator("label").get_by_text("Question answered").click()
    tab.get_by_role("button", name="Write up and go on").click()
    tab.get_by_text("Written up: Question answered").wait_for()
    assert queries.turn_of(city.id, contact).state == "over"
