"""Open Civic Data: pages of bills, votes, events, organizations, people and memberships."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix

from townline.api import ocd_rows as rows
from townline.api.answering import Answer, Refused, city_of, quoted
from townline.api.ocd_rows import Hall
from townline.api.pages import file_of
from townline.council.queries import exchange
from townline.council.queries.files import FileShown
from townline.council.rules.conditions import ALWAYS, Compare, Op

PAGE = 100
"""Rows of a page."""
NOTHING_BEFORE = 0


def root(request: HttpRequest) -> Answer:
    """Return what there is: the jurisdiction, its sessions, and where the lists are."""
    hall = _hall(request)
    years = exchange.years_told(hall.city)
    lists = ("bills", "votes", "events", "organizations", "people", "memberships")
    return _json(
        {
            "jurisdiction": f"ocd-jurisdiction{hall.division.removeprefix('ocd-division')}/council",
            "division_id": hall.division,
            "name": hall.city.name,
            "legislative_sessions": [
                {"identifier": str(year), "name": str(year), "start_date": f"{year}-01-01",
                 "end_date": f"{year}-12-31"}
                for year in years
            ],
            "lists": {name: f"{hall.base}ocd/{name}/" for name in lists},
        }
    )  # fmt: skip


def bills(request: HttpRequest) -> Answer:
    """Return a page of council files."""
    hall = _hall(request)
    after = _after(request)
    where = Compare("id", Op.GT, after) if after else ALWAYS
    found = exchange.files_told(hall.city, where=where, top=PAGE)
    return _page(hall, "bills", bill_rows(hall, found), [file.id for file in found])


def bill(request: HttpRequest, identifier: str) -> Answer:
    """Return a council file."""
    hall = _hall(request)
    (row,) = bill_rows(hall, [file_of(hall.city, identifier)])
    return _json(row)


def bill_rows(hall: Hall, files: Sequence[FileShown]) -> list[dict[str, Any]]:
    """Return council files with all that hangs on them, by a fixed number of statements."""
    keys = [file.id for file in files]
    told = exchange.histories(keys, hall.city)
    documents = exchange.documents_told(keys)
    return [rows.bill(hall, file, told[file.id], documents[file.id]) for file in files]


def votes(request: HttpRequest) -> Answer:
    """Return a page of votes."""
    hall = _hall(request)
    found = exchange.votes_after(hall.city, _after(request), most=PAGE)
    return _page(hall, "votes", vote_rows(hall, found), [vote.id for vote in found])


def vote_rows(hall: Hall, votes: Sequence[exchange.VoteTold]) -> list[dict[str, Any]]:
    """Return votes with their ballots."""
    ballots = exchange.ballots_told(hall.city, votes)
    return [rows.vote_event(hall, vote, ballots[vote.id]) for vote in votes]


def events(request: HttpRequest) -> Answer:
    """Return a page of meetings."""
    hall = _hall(request)
    after = _after(request)
    where = Compare("id", Op.GT, after) if after else ALWAYS
    found = exchange.meetings_told(hall.city, where=where, top=PAGE)
    return _page(hall, "events", event_rows(hall, found), [each.id for each in found])


def event_rows(hall: Hall, meetings: Sequence[exchange.MeetingTold]) -> list[dict[str, Any]]:
    """Return meetings with the items that were posted."""
    items = exchange.items_told(hall.city, meetings)
    return [rows.event(hall, each, items[each.id]) for each in meetings]


def organizations(request: HttpRequest) -> Answer:
    """Return all bodies."""
    hall = _hall(request)
    return _few(request, hall, "organizations", hall.bodies.values(), rows.organization)


def people(request: HttpRequest) -> Answer:
    """Return all members."""
    hall = _hall(request)
    return _few(request, hall, "people", exchange.persons_told(hall.city), rows.person)


def memberships(request: HttpRequest) -> Answer:
    """Return who sits where."""
    hall = _hall(request)
    return _few(request, hall, "memberships", exchange.offices_told(hall.city), rows.membership)


def _few(
    request: HttpRequest, hall: Hall, name: str, found: Any, write: Callable[[Hall, Any], Any]
) -> Answer:
    """Return a page of a list that is read whole."""
    after = _after(request)
    page = sorted((each for each in found if each.id > after), key=lambda each: int(each.id))[:PAGE]
    return _page(hall, name, [write(hall, each) for each in page], [each.id for each in page])


def _hall(request: HttpRequest) -> Hall:
    return Hall.of(city_of(request), request.build_absolute_uri(get_script_prefix()))


def _after(request: HttpRequest) -> int:
    """
    Return the key after which a page begins.

    :raises Refused: 400 if it is none
    """
    text = request.GET.get("after", "")
    if not text:
        return NOTHING_BEFORE
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Refused(400, f"after is taken from the address in next; {quoted(text)} is not.")
    return int(text)


def _page(hall: Hall, name: str, found: list[dict[str, Any]], keys: Sequence[int]) -> Answer:
    more = f"{hall.base}ocd/{name}/?after={keys[-1]}" if len(keys) == PAGE else None
    return _json({"results": found, "next": more})


def _json(payload: Any) -> Answer:
    return Answer(payload)
