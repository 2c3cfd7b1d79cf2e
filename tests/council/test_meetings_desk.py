"""The desk of meetings and the pages that everyone reads of them, over HTTP."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.council import chamber
from tests.council.chamber import CLERK
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.clerk.meeting_words import named_sections
from townline.council import actions, queries
from townline.council.actions import NewItem, Said

pytestmark = pytest.mark.django_db
DESK = "/council/desk/meetings/"


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


def posted_for_today(city: City, *titles: str) -> tuple[str, list[str]]:
    """Post an agenda five days ago for a meeting that begins now."""
    now = timezone.now()
    before = now - timedelta(days=5)
    code = actions.make_meeting(
        city=city, said=Said(body="council", starts_at=now), by=CLERK, at=before
    )
    numbers = [chamber.introduced(city, title, at=before) for title in titles]
    items = [NewItem(section="heard", file=number) for number in numbers]
    actions.add_items(city=city, code=code, items=items, by=CLERK, at=before)
    actions.post_agenda(city=city, code=code, places=["Door"], by=CLERK, at=before)
    return code, numbers


def keys(city: City, code: str) -> list[int]:
    return [each.item.key for each in queries.items(city, code)]


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_a_meeting_is_set_drafted_and_refused_when_late(city: City, clerk: Client) -> None:
    late = timezone.now().astimezone(city.zone) + timedelta(hours=30)
    form = {"body": "council", "day": f"{late:%Y-%m-%d}", "at": f"{late:%H:%M}", "kind": "regular"}
    assert clerk.post(f"{DESK}new/", {**form, "day": "2001-01-01"}).status_code == 422
    answer = clerk.post(f"{DESK}new/", form)
    code = answer["Location"].split("/")[-2]
    number = chamber.introduced(city, "Trees", at=timezone.now())
    page = f"{DESK}{code}/"
    bad = clerk.post(f"{page}add/", {"section": "heard", "numbers": "26-9999"}, follow=True)
    assert "There is no council file 26-9999" in bad.content.decode()
    odd = clerk.post(f"{page}add/", {"section": "heard", "numbers": "abc"}, follow=True)
    assert odd.status_code == 200
    many = clerk.post(
        f"{page}add/", {"section": "heard", "numbers": f"{number}, {number}"}, follow=True
    )
    assert "1 item was added" in many.content.decode()
    assert "That is no longer possible" in text(clerk, page)
    refused = clerk.post(f"{page}post/", {"places": ""})
    assert refused.status_code == 422
    assert b"at least 72 hours before" in refused.content
    (key,) = keys(city, code)
    clerk.post(f"{page}items/{key}/", {"section": "noticed", "caption": "Changed"})
    assert queries.items(city, code)[0].item.caption == "Changed"
    clerk.post(f"{page}items/{key}/do/", {"deed": "remove"})
    assert keys(city, code) == []
    assert Client().get(f"/council/meetings/{code}/").status_code == 404  # a draft


def test_a_meeting_is_run_over_the_desk(city: City, clerk: Client) -> None:
    code, (first, second) = posted_for_today(city, "Trees", "Lamps")
    one, two = keys(city, code)
    page = f"{DESK}{code}/"
    sit = [who.code for who in queries.members(city, "council", date.today())]
    assert "a quorum is 10" in clerk.post(f"{page}roll/", {"here": sit[:9]}).content.decode()
    assert clerk.post(f"{page}roll/", {"here": sit[1:]}).status_code == 302
    chosen = text(clerk, f"{page}run/?item={one}&type=council.adopted_r51")
    assert chosen.count('value="absent"') == 15
    note: dict[str, Any] = {"item": one, "type": "council.adopted_r51", "p-comment": ""}
    shown = clerk.post(f"{page}run/note/", {**note, "preview": "1"}).content.decode()
    assert "pursuant to Council Rule 51." in shown
    wrong = clerk.post(f"{page}run/note/", {**note, f"b-{sit[1]}": "no", "announced": "14 - 0 - 1"})
    assert wrong.status_code == 422
    assert b"the ballots add up to 13 - 1 - 1" in wrong.content
    answer = clerk.post(f"{page}run/note/", {**note, f"b-{sit[1]}": "no"})
    assert answer["Location"].endswith(f"?item={two}")
    again: dict[str, Any] = {"item": two, "type": "council.continued", "p-to": "TBD"}
    clerk.post(f"{page}run/note/", again)
    assert "Council continued item to TBD" in text(clerk, f"{page}run/")
    clerk.post(f"{page}run/undo/")
    assert "Council continued" not in text(clerk, f"{page}run/")
    assert "Nothing was noted of 1 item" in text(clerk, f"{page}close/")
    assert queries.history(city, first) == ()
    clerk.post(f"{page}close/")
    assert queries.history(city, first)[0].type == "council.adopted_r51"
    assert queries.history(city, second) == ()
    read = text(Client(), f"/council/meetings/{code}/")
    assert "13 - 1 - 1" in read
    assert "SHA-256" in read


def test_the_desk_offers_the_sections_of_the_folder_in_the_readers_language(
    city: City, clerk: Client
) -> None:
    soon = timezone.now() + timedelta(days=5)
    said = Said(body="council", starts_at=soon)
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=timezone.now())
    sections = queries.council_settings(city).sections
    assert len(sections) == 6
    page = clerk.get(f"{DESK}{code}/").content.decode()
    places = [page.index(f">{each.label['en']}</option>") for each in sections]
    assert places == sorted(places)
    with translation.override("es"):
        assert named_sections(city)[-1] == ("items", "Asuntos")
    odd = clerk.post(f"{DESK}{code}/add/", {"section": "urgent", "caption": "x"}, follow=True)
    assert keys(city, code) == [] and odd.status_code == 200


def test_a_meeting_is_cancelled_over_the_desk(city: City, clerk: Client) -> None:
    code, (number,) = posted_for_today(city, "Trees")
    day = queries.meeting(city, code).day
    path = f"{DESK}{code}/cancel/"
    assert number in text(clerk, path)
    assert clerk.post(path, {"to": day.isoformat(), "reason": "Storm"}).status_code == 422
    to = day + timedelta(days=7)
    assert clerk.post(path, {"to": to.isoformat(), "reason": "Storm"}).status_code == 302
    assert "cancelled. Item continued to" in queries.history(city, number)[0].printed
    read = text(Client(), f"/council/meetings/{code}/")
    assert "This meeting was cancelled." in read and "Storm" in read


def test_nobody_but_a_clerk_runs_meetings(city: City) -> None:
    code, _ = posted_for_today(city, "Trees")
    for name in ("agent", "worker", "admin"):
        client = fairview.signed_in(name)
        for path in ("roll/", "cancel/", "post/", "change/"):
            assert client.get(f"{DESK}{code}/{path}").status_code == 403, (name, path)
            assert client.post(f"{DESK}{code}/{path}").status_code == 403, (name, path)
    assert Client().post(f"{DESK}{code}/cancel/").status_code == 302
    assert queries.meeting(city, code).status == "confirmed"


def test_what_is_not_there_is_not_found_and_nonsense_is_no_fault(city: City, clerk: Client) -> None:
    code, _ = posted_for_today(city, "Trees")
    for path in ("meetings/none/", f"meetings/{code}/agenda/9/", "members/nobody/"):
        text(Client(), f"/council/{path}", 404)
    text(Client(), "/council/meetings/?body=parliament", 404)
    text(clerk, f"{DESK}none/", 404)
    text(clerk, f"{DESK}{code}/run/", 404)  # it is not being held
    text(clerk, f"{DESK}{code}/items/999999/", 404)
    for query in ("before=x", "before=2026-13-01T00:00,1", "before=,"):
        text(Client(), f"/council/meetings/?{query}")
    for query in ("after=x", "after=2026-01-01,x"):
        text(Client(), f"/council/votes/?{query}")
    text(Client(), "/council/votes/?since=never", 422)
    text(Client(), "/council/votes/?member=nobody", 422)


def statements_of(client: Client, path: str) -> int:
    """Count what a page asks."""
    with CaptureQueriesContext(connection) as asked:
        text(client, path)
    return len(asked)


def test_pages_take_few_statements_whatever_they_show(city: City, clerk: Client) -> None:
    code, _ = posted_for_today(city, *(f"File {n}" for n in range(12)))
    sit = [who.code for who in queries.members(city, "council", date.today())]
    clerk.post(f"{DESK}{code}/roll/", {"here": sit})
    for key in keys(city, code):
        note = {"item": key, "type": "council.adopted_r51", "p-comment": ""}
        clerk.post(f"{DESK}{code}/run/note/", note)
    assert statements_of(clerk, f"{DESK}{code}/run/") <= 13
    clerk.post(f"{DESK}{code}/close/")
    for path in (
        "meetings/", f"meetings/{code}/", f"meetings/{code}/agenda/1/", "votes/",
        "votes/?member=nithya-raman&vote=yes", "members/", "members/nithya-raman/",
    ):  # fmt: skip
        assert statements_of(Client(), f"/council/{path}") <= 10, path
    assert text(Client(), "/council/members/nithya-raman/").count("Carried") == 12
    assert "No such vote" in text(Client(), "/council/votes/?member=nithya-raman&vote=no")


def test_pages_tell_the_time_of_a_meeting_by_the_citys_clock(city: City, clerk: Client) -> None:
    starts = datetime(2030, 3, 5, 19, 30, tzinfo=city.zone)  # the sixth, by the clock of UTC
    before = starts - timedelta(days=9)
    code = actions.make_meeting(
        city=city, said=Said(body="council", starts_at=starts), by=CLERK, at=before
    )
    item = NewItem(section="heard", caption="Street trees")
    actions.add_items(city=city, code=code, items=[item], by=CLERK, at=before)
    actions.post_agenda(city=city, code=code, by=CLERK, at=before)
    for path in ("/council/meetings/", f"/council/meetings/{code}/", f"{DESK}{code}/"):
        page = text(clerk, path)
        assert "7:30 p.m." in page, path
        assert "6, 2030" not in page, path
