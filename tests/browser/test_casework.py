"""A request at work in a real browser: reasons, mentions, ready texts, black rectangles."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import SIZES, check, check_here
from tests.desk import fairview
from townline.catalogue import actions as catalogue
from townline.catalogue.rules.ready_texts import ReadyText
from townline.record.verbs import SYSTEM
from townline.requests.models import Photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser
COMES = {"en": "We come to {place}."}


@pytest.fixture
def number(own_database: str, settings, tmp_path) -> str:
    """Have a lamp reported, with a photo and with words that are not for everyone."""
    settings.MEDIA_ROOT = tmp_path
    city = fairview.apply()
    comes = ReadyText(name="We come", words=COMES, deeds=("reply",))
    catalogue.put_texts(
        edition_id=city.edition_id, texts={"comes": comes}, by=SYSTEM, at=fairview.APPLIED
    )
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(out, "JPEG")
    return fairview.submit(
        description="Ask Demo Zanzibar about it.", address="12 Oak St", photos=(out.getvalue(),)
    )


@pytest.fixture
def tab(browser: "Browser", number: str) -> "Iterator[Page]":
    """Open a tab in which the worker is signed in; an error of a script fails the test."""
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    opened, faults = context.new_page(), []

    def listen(message: "ConsoleMessage") -> None:
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(opened, "worker")
    yield opened
    context.close()
    server.stop()
    assert not faults


def test_reasons_open_by_the_keyboard(tab: "Page", number: str) -> None:
    tab.goto(f"/desk/requests/{number}/")
    told = tab.get_by_text("So it is due on")
    told.wait_for(state="hidden")
    tab.locator("summary", has_text="Why is it due then?").focus()
    tab.keyboard.press("Enter")
    told.wait_for()


def test_a_colleague_is_mentioned_by_the_keyboard(tab: "Page", number: str) -> None:
    tab.goto(f"/desk/requests/{number}/")
    note = tab.get_by_label("Note for staff")
    note.press_sequentially("Bring the ladder, @col")
    option = tab.get_by_role("option", name="@colleague")
    option.wait_for()
    assert note.get_attribute("aria-activedescendant") == option.get_attribute("id")
    note.press("Enter")
    assert note.input_value() == "Bring the ladder, @colleague "
    note.press_sequentially("@")
    tab.get_by_role("option").first.wait_for()
    note.press("Escape")
    assert tab.get_by_role("option").count() == 0
    note.press("Backspace")
    tab.get_by_role("button", name="Add the note").click()
    tab.get_by_text("Note added.").wait_for()


def test_a_ready_text_is_in_the_box_at_once_and_shown_before_it_is_sent(
    tab: "Page", number: str
) -> None:
    tab.goto(f"/desk/requests/{number}/reply/")
    box = tab.get_by_label("What do you want to tell them?")
    box.fill("Hello.")
    tab.get_by_label("Begin with a ready text").select_option("We come")
    assert box.input_value().startswith("Hello.\n\nWe come to 12 OAK ST")
    tab.get_by_text("The text is in the box.").wait_for()
    tab.get_by_role("button", name="Show how it will read").click()
    tab.get_by_role("heading", name="This is how it will read").wait_for()
    tab.locator(".reads:focus").wait_for()
    tab.get_by_role("button", name="Write to the reporter").click()
    tab.get_by_text("Sent to the reporter.").wait_for()


def test_a_rectangle_is_drawn_and_words_are_marked(tab: "Page", number: str) -> None:
    tab.goto(f"/desk/requests/{number}/release/")
    photo = tab.locator(".cover__photo")
    photo.scroll_into_view_if_needed()
    frame = photo.bounding_box()
    assert frame is not None
    tab.mouse.move(frame["x"] + frame["width"] / 4, frame["y"] + frame["height"] / 4)
    tab.mouse.down()
    tab.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    tab.mouse.up()
    drawn = [float(field.input_value()) for field in tab.locator("[data-row] input").all()[:4]]
    assert all(abs(side - 25) < 1.5 for side in drawn), drawn
    tab.get_by_label("From the left, 2").fill("80")
    for name, value in (("From above", "80"), ("Width", "10"), ("Height", "10")):
        tab.get_by_label(f"{name}, 2").fill(value)
    assert tab.locator(".cover__photo rect").count() == 2
    tab.evaluate(
        """() => {
          const text = document.querySelector("[data-marking] p").firstChild;
          const at = text.data.indexOf("Demo Zanzibar");
          getSelection().setBaseAndExtent(text, at, text, at + 13);
        }"""
    )
    tab.get_by_role("button", name="Black out what is marked").click()
    assert tab.get_by_label("Words to black out").input_value() == "Demo Zanzibar"
    tab.get_by_role("button", name="Show text and photos to everyone").click()
    tab.get_by_text("Text and photos are shown to everyone now.").wait_for()
    kept = Photo.objects.get(request__number=number)
    assert kept.covered
    assert len(kept.blots) == 2


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wrong_for_axe_on_the_pages_of_a_request(
    tab: "Page", number: str, size: str
) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    page = f"/desk/requests/{number}/"
    for path in (page, *(f"{page}{deed}/" for deed in ("reply", "release", "assign", "first"))):
        tab.goto(path)
        for folded in tab.locator("details.why").all():
            folded.evaluate("one => { one.open = true; }")
        check_here(tab, path)
    check(tab, ["/desk/texts/", "/desk/mentions/"])
