"""Words that may name a resident: searched for, and in no address, link or line of a log."""

import logging
import re
from html import unescape
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import fairview
from tests.desk.pages import words
from townline.cities.rules.city import City
from townline.desk import kept_words

NAME = "Zacharias Quill"
LIST, FIND = "/desk/worklist/", "/desk/find/"


def addresses(answer: Any) -> str:
    """Return every address that an answer leads to, as it reads."""
    page = unescape(answer.content.decode())
    links = re.findall(r'(?:href|action|src|data-[\w-]+)="([^"]*)"', page)
    return unquote_plus(" ".join([*links, answer.headers.get("Location", "")]))


def searched(client: Client, **typed: str) -> str:
    """Type words into the one box of the worklist, and return the address that shows the list."""
    sent = client.post(FIND, {"q": NAME, **typed})
    assert sent.status_code == 302
    return str(sent.headers["Location"])


def test_words_are_searched_for_and_stand_in_no_address_or_log(
    worker: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("townline.desk.worklist.PAGE", 1)
    caplog.set_level(logging.INFO)
    theirs = [fairview.submit(description=f"{NAME} came by"), fairview.submit(description=NAME)]
    other = fairview.submit(description="Nobody came by")
    found, path = [], searched(worker)
    while path:
        assert NAME.casefold() not in unquote_plus(path).casefold()
        page = worker.get(path)
        assert f'value="{NAME}"' in page.content.decode()
        assert NAME.casefold() not in addresses(page).casefold()
        found += [n for n in (*theirs, other) if f"/desk/requests/{n}/" in page.content.decode()]
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        path = LIST + unescape(following[1]) if following else ""
    assert sorted(found) == sorted(theirs)
    assert NAME not in caplog.text


def test_a_list_is_narrowed_and_looked_at_by_forms_that_lead_to_an_address_without_words(
    worker: Client,
) -> None:
    ours = fairview.submit(description=f"{NAME} says they flicker")
    said = {"view": "all", "words": NAME, "service": "light", "col": ["due", "who"]}
    sent = worker.post(LIST, said | {"density": "dense", "after": "~1"})
    where = sent.headers["Location"]
    assert {"view=all", "service=light", "col=due", "col=who", "density=dense"} <= set(
        where.removeprefix(f"{LIST}?").split("&")
    )
    assert "Quill" not in where
    assert "after" not in where
    assert ours in worker.get(where).content.decode()
    none = worker.post(LIST, {**said, "words": "elephant"}, follow=True)
    assert ours not in none.content.decode()
    assert ours in worker.get(where).content.decode(), "the way back leads to the first search"
    points = where.replace(LIST, f"{LIST}points.json")
    assert [each["id"] for each in worker.get(points).json()["features"]] == [ours]


def test_the_address_of_an_old_link_is_not_searched_but_says_why(worker: Client) -> None:
    number = fairview.submit(description=NAME)
    for path in (f"{FIND}?q={NAME}", f"{FIND}?near={NAME}", f"{FIND}?number={number}"):
        sent = worker.get(path)
        assert sent.headers["Location"] == FIND
        page = worker.get(FIND)
        assert "A search is not taken from a page's address" in words(page)
        assert "Quill" not in page.content.decode()
    sent = worker.get(f"{LIST}?view=all&words={NAME}")
    assert sent.headers["Location"] == f"{LIST}?view=all"
    page = worker.get(sent.headers["Location"])
    assert "A search is not taken from a page's address" in words(page)
    assert number in page.content.decode()
    assert "Quill" not in addresses(page)


def test_what_a_session_no_longer_keeps_is_said(worker: Client, town: City) -> None:
    fairview.submit(description=NAME)
    where = searched(worker)
    other = fairview.signed_in("colleague")
    page = other.get(where)
    assert "no longer kept" in words(page)
    assert f'value="{NAME}"' not in page.content.decode()
    assert "no longer kept" in words(other.get(f"{FIND}?sought=x", follow=True))


def test_as_many_searches_are_kept_as_a_page_can_lead_back_to(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_words, "MOST", 3)
    first, *_, last = [searched(worker, q=f"word {name}") for name in "abcd"]
    assert "no longer kept" in words(worker.get(first))
    assert "no longer kept" not in words(worker.get(last))
    assert last == searched(worker, q="word d"), "the same words have the same address"


def test_a_list_that_is_kept_under_a_name_keeps_its_words_out_of_its_address(
    worker: Client,
) -> None:
    number = fairview.submit(description=f"{NAME} says they flicker")
    sent = worker.post(f"{LIST}kept/", {"name": "Theirs", "query": f"words={NAME}"})
    assert "Quill" not in unquote_plus(sent.headers["Location"])
    page = worker.get(sent.headers["Location"])
    assert 'aria-current="page">Theirs' in page.content.decode()
    assert "Quill" not in addresses(page)
    again = fairview.signed_in("worker")
    page = again.get(LIST)
    link = re.search(r'<a class="shelf__list" href="([^"]+)"', page.content.decode())
    assert link
    assert number in again.get(LIST + unescape(link[1])).content.decode()


def test_whoever_is_not_of_the_staff_searches_for_nothing(worker: Client, town: City) -> None:
    where = searched(worker)
    for answer in (Client().post(FIND, {"q": NAME}), Client().post(LIST, {"words": NAME}),
                   Client().get(where)):  # fmt: skip
        assert answer.status_code in {302, 401, 403}
        assert "Quill" not in answer.content.decode() + unquote_plus(
            answer.headers.get("Location", "")
        )


@pytest.mark.parametrize("typed", ["Quill", "213-555-0100", "2605550106", "quill@mail.test"])
def test_what_looks_like_a_number_and_is_none_leads_to_no_page_of_a_request(
    worker: Client, typed: str
) -> None:
    sent = worker.post(FIND, {"q": typed})
    assert "/requests/" not in sent.headers.get("Location", "")
    assert typed not in unquote_plus(sent.headers.get("Location", ""))
    answer = worker.post(FIND, {"number": typed})
    assert answer.status_code == 422


@pytest.mark.usefixtures("kept_town")
def test_a_search_asks_no_more_of_the_database_than_the_list_without_it() -> None:
    worker = fairview.signed_in("worker")
    fairview.submit(description=NAME)
    where = searched(worker)
    for path in (where, f"{LIST}?view=all"):
        worker.get(path)
    with CaptureQueriesContext(connection) as plain:
        worker.get(f"{LIST}?view=all")
    with CaptureQueriesContext(connection) as narrowed:
        worker.get(where)
    assert len(narrowed) <= len(plain)
