"""Lists of recorded calls and voice messages go on page by page, and are narrowed."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.contacts import hotline
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import Caller, recordings
from townline.contacts.models import Recording, Voicemail
from townline.contacts.queries import contact_centre
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.listing import Mark, Sought, mark_of
from townline.contacts.rules.recording import CALL, VOICEMAIL
from townline.record.verbs import RESIDENT, SYSTEM

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 3, 8, 5, 30, tzinfo=UTC)
"""Half an hour before midnight in Fairview, on the night in which its clocks go forward."""


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(taped, "PAGE", 2)
    return hotline.open_lines()


def keep(city: City, kind: str, at: datetime, queue: str = "general") -> Recording:
    """Keep a recording of a contact, as if its sound were there."""
    line = contact_centre(city.edition_id).queues[queue]
    came = Caller(channel="call", language="en")
    contact = actions.take_in(city=city, came=came, queue=line, by=RESIDENT, at=at)[0]
    row = recordings.new_recording(city, contact, kind, at=at, agent="Demo Ana")
    row.pieces, row.form, row.ended_at, row.whole = 1, "audio/webm", at, True
    row.save()
    return row


def message(city: City, at: datetime, queue: str = "general", done_at: Any = None) -> str:
    row = keep(city, VOICEMAIL, at, queue)
    Voicemail.objects.create(
        recording=row, city_id=city.id, queue=queue, language="en", left_at=at, done_at=done_at,
        outcome="returned" if done_at else "", done_by="Demo Ana" if done_at else "",
    )  # fmt: skip
    return row.number


def walked(client: Client, url: str, kind: str) -> list[list[str]]:
    """Return the numbers on each page of a list, followed by its links."""
    found, address = [], url
    while address:
        page = client.get(address).content.decode()
        found.append(re.findall(rf"/{kind}/(recording-\w+)/sound/", page))
        links = re.findall(r'href="(\?[^"]*after=[^"]*)"', page)
        address = url.partition("?")[0] + links[0].replace("&amp;", "&") if links else ""
    return found


def test_recorded_calls_go_on_page_by_page_though_some_began_at_once(city: City) -> None:
    rows = [keep(city, CALL, BEGAN + timedelta(hours=n // 2)) for n in range(5)]
    newest = [row.number for row in reversed(rows)]
    pages = walked(fairview.signed_in("supervisor"), "/desk/recordings/", "recordings")
    assert pages == [newest[:2], newest[2:4], newest[4:]]


@pytest.mark.parametrize("done", [False, True])
def test_messages_go_on_page_by_page(city: City, done: bool) -> None:
    ends = [BEGAN + timedelta(days=1, hours=n // 2) if done else None for n in range(5)]
    numbers = [message(city, BEGAN, done_at=end) for end in ends]
    in_order = numbers[::-1] if done else numbers
    url = f"/desk/voicemail/{'?done=1' if done else ''}"
    pages = walked(fairview.signed_in("agent"), url, "voicemail")
    assert pages == [in_order[:2], in_order[2:4], in_order[4:]]


def test_a_list_is_narrowed_to_a_day_of_the_city_and_a_queue(city: City) -> None:
    late = keep(city, CALL, BEGAN)
    early = keep(city, CALL, BEGAN + timedelta(hours=1), "trees")
    last = keep(city, CALL, BEGAN + timedelta(hours=23))
    client = fairview.signed_in("supervisor")

    def found(query: str) -> list[str]:
        return walked(client, f"/desk/recordings/?{query}", "recordings")[0]

    assert found("day=2026-03-07") == [late.number]
    assert found("day=2026-03-08") == [last.number, early.number]
    assert found("day=2026-03-08&queue=trees") == [early.number]
    assert found("queue=general") == [last.number, late.number]
    page = client.get("/desk/recordings/?day=2026-03-01").content.decode()
    assert "None of these" in page
    page = client.get("/desk/recordings/?day=yesterday").content.decode()
    assert "Error:" in page


def test_a_list_is_narrowed_to_what_nobody_has_listened_to(city: City) -> None:
    heard, unheard = keep(city, CALL, BEGAN), keep(city, CALL, BEGAN)
    recordings.happen(heard, recordings.verbs.LISTENED, SYSTEM, BEGAN)
    heard.save()
    client = fairview.signed_in("supervisor")
    for said, number in (("yes", heard.number), ("no", unheard.number)):
        found = walked(client, f"/desk/recordings/?heard={said}", "recordings")
        assert found == [[number]]
    (shown,) = taped.recordings(city, Sought(heard=True))
    assert shown.heard


def test_pages_keep_what_the_list_is_narrowed_to(city: City) -> None:
    numbers = [message(city, BEGAN, "trees") for _ in range(3)]
    message(city, BEGAN)
    pages = walked(fairview.signed_in("agent"), "/desk/voicemail/?queue=trees", "voicemail")
    assert pages == [numbers[:2], numbers[2:]]


def test_an_address_that_was_made_up_shows_the_first_page(city: City) -> None:
    number = message(city, BEGAN)
    client = fairview.signed_in("agent")
    for said in ("x", "1~", "~1", "1~x", "-1~1", "9" * 30 + "~1", "١~1"):
        assert mark_of(said) is None
        assert walked(client, f"/desk/voicemail/?after={said}", "voicemail") == [[number]]
    far = "9" * 17 + "~" + "9" * 18
    page = client.get(f"/desk/voicemail/?after={far}&heard=perhaps&queue=x").content.decode()
    assert "No more of them" in page
    assert "Error:" in page


def test_a_mark_is_read_as_it_was_written() -> None:
    mark = Mark(datetime(2026, 11, 26, 8, 35, 37, 123456, tzinfo=UTC), 17)
    assert mark_of(str(mark)) == mark


def test_a_page_costs_the_same_however_long_it_is(
    city: City, django_assert_num_queries: Any
) -> None:
    for n in range(4):
        keep(city, CALL, BEGAN + timedelta(minutes=n))
        message(city, BEGAN + timedelta(minutes=n))
    for most in (1, 4):
        with django_assert_num_queries(2):
            taped.recordings(city, most=most)
        with django_assert_num_queries(4):
            taped.voicemails(city, most=most)
