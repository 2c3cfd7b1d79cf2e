"""
The addresses of the Legistar interface, in any case of letters, with or without a last slash.

Numbers have at most 18 digits, which is what a key of the database can have.
"""

import re
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern

from townline.api.answering import View, endpoint
from townline.api.fresh import if_changed
from townline.api.legistar import ballots, bodies, districts, events, histories, matters, people
from townline.api.legistar.places import city_of_client
from townline.cities.rules.city import City

CLIENT = r"^v1/(?P<client>[^/]+)/"


class AnyCase(RegexPattern):
    """A pattern that takes letters of either case; addresses that we write have small ones."""

    def __init__(self, regex: str, name: str) -> None:
        super().__init__(regex, name, is_endpoint=True)
        self.__dict__["regex"] = re.compile(regex, re.IGNORECASE)


def _address(pattern: str, view: Any, name: str) -> URLPattern:
    """Return an address below the client; a number is written as ``<matter_id>``."""
    for key in ("matter", "history", "text", "body", "action", "type", "person", "event", "item"):
        pattern = pattern.replace(f"<{key}_id>", rf"(?P<{key}_id>\d{{1,18}})")
    return _found(f"{CLIENT}{pattern}/?$", if_changed(view, _city), name)


def _city(request: HttpRequest, client: str, **named: str) -> City:
    """Return whose record an address tells of."""
    return city_of_client(request, client)


def _found(regex: str, view: Any, name: str) -> URLPattern:
    answering: View = endpoint(view)
    named = f"legistar_{name}"
    return URLPattern(AnyCase(regex, named), answering, {}, named)


urlpatterns = [
    _address("matters", matters.matters, "matters"),
    _address("matters/<matter_id>", matters.one, "matter"),
    _address("matters/<matter_id>/histories", histories.histories, "histories"),
    _address("matters/<matter_id>/histories/<history_id>", histories.one, "history"),
    _address("matters/<matter_id>/sponsors", matters.sponsors, "sponsors"),
    _address("matters/<matter_id>/attachments", matters.attachments, "attachments"),
    _address("matters/<matter_id>/versions", matters.versions, "versions"),
    _address("matters/<matter_id>/texts/<text_id>", matters.text, "text"),
    _address("matters/<matter_id>/relations", matters.relations, "relations"),
    _address("matters/<matter_id>/indexes", districts.of_matter, "matter_indexes"),
    _address("matterindexes", districts.of_all, "indexes_of_matters"),
    _address("matters/<matter_id>/codesections", matters.code_sections, "matter_code_sections"),
    _address("bodies", bodies.bodies, "bodies"),
    _address("bodies/<body_id>", bodies.one, "body"),
    _address("bodytypes", bodies.body_types, "body_types"),
    _address("actions", bodies.actions, "actions"),
    _address("actions/<action_id>", bodies.one_action, "action"),
    _address("mattertypes", bodies.matter_types, "matter_types"),
    _address("mattertypes/<type_id>", bodies.one_matter_type, "matter_type"),
    _address("matterstatuses", bodies.matter_statuses, "matter_statuses"),
    _address("votetypes", bodies.vote_types, "vote_types"),
    _address("indexes", bodies.indexes, "indexes"),
    _address("codesections", bodies.code_sections, "code_sections"),
    _address("persons", people.persons, "persons"),
    _address("persons/<person_id>", people.one, "person"),
    _address("persons/<person_id>/votes", people.votes, "votes_of_person"),
    _address("persons/<person_id>/rollcalls", people.roll_calls, "roll_calls_of_person"),
    _address("persons/<person_id>/officerecords", people.offices_of_person, "offices_of_person"),
    _address("bodies/<body_id>/officerecords", people.offices_of_body, "offices_of_body"),
    _address("officerecords", people.offices, "offices"),
    _address("events", events.events, "events"),
    _address("events/<event_id>", events.one, "event"),
    _address("events/<event_id>/eventitems", events.items, "items"),
    _address("events/<event_id>/eventitems/<item_id>", events.one_item, "item"),
    _address("eventdates/<body_id>", events.dates, "event_dates"),
    _address("eventitems/<item_id>/votes", ballots.votes, "votes"),
    _address("eventitems/<item_id>/rollcalls", ballots.roll_calls, "roll_calls"),
    _found(r"^web/(?P<client>[^/]+)/gateway\.aspx$", matters.gateway, "gateway"),
]
