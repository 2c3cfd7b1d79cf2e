"""Bodies, and the other lists that are short."""

from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import lists
from townline.api.legistar.asking import listed, single
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import (
    ACTION,
    BODY,
    BODY_TYPE,
    CODE_SECTION,
    INDEX,
    MATTER_STATUS,
    MATTER_TYPE,
    VOTE_TYPE,
    Shape,
)
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange

MEETING = ("council", "committee", "board")
"""Kinds of bodies that meet, have files in hand, and act on them."""


def bodies(request: HttpRequest, client: str) -> Answer:
    """Return all bodies."""
    city = city_of_client(request, client)
    return listed(request, BODY, [body(city, each) for each in exchange.bodies_told(city)])


def one(request: HttpRequest, client: str, body_id: str) -> Answer:
    """Return a body."""
    city = city_of_client(request, client)
    return single(request, BODY, body(city, body_or_404(city, body_id)))


def body_or_404(city: City, body_id: str) -> exchange.BodyTold:
    """
    Return the body of a number.

    :raises Refused: 404 if there is none
    """
    for each in exchange.bodies_told(city):
        if each.id == int(body_id):
            return each
    raise Refused(404, f"There is no body {quoted(body_id)}.")


def body(city: City, told: exchange.BodyTold) -> dict[str, Any]:
    """Return a body as Legistar has it."""
    settings = council.council_settings(city)
    kind = lists.BODY_TYPES.get(told.kind, lists.OTHER_BODY)
    meets = int(told.kind in MEETING)
    return BODY.row(
        Id=told.id,
        **BODY.identity(told.code, told.updated_at),
        Name=told.name,
        TypeId=kind[0],
        TypeName=kind[1],
        MeetFlag=meets,
        ActiveFlag=int(told.active),
        Sort=kind[0],
        NumberOfMembers=settings.members if told.code == settings.council else 0,
        UsedControlFlag=meets,
        UsedActingFlag=meets,
        UsedTargetFlag=meets,
        UsedSponsorFlag=int(not meets),
    )


def actions(request: HttpRequest, client: str) -> Answer:
    """Return the types of activities that there ever were."""
    city = city_of_client(request, client)
    return listed(request, ACTION, _actions(city))


def one_action(request: HttpRequest, client: str, action_id: str) -> Answer:
    """Return a type of activity."""
    return _single(request, ACTION, _actions(city_of_client(request, client)), action_id)


def _actions(city: City) -> list[dict[str, Any]]:
    numbers = exchange.type_numbers(city)
    offered = {each.code for each in council.offered_types(city)}
    rows = [
        ACTION.row(
            Id=numbers[each.code],
            **ACTION.identity(each.code, lists.SINCE),
            Name=exchange.label_of(each, city),
            ActiveFlag=int(each.code in offered),
            UsedFlag=1,
        )
        for each in council.vocabulary(city).types
        if each.code in numbers
    ]
    return sorted(rows, key=lambda row: int(row["ActionId"]))


def matter_types(request: HttpRequest, client: str) -> Answer:
    """Return the kinds of matters."""
    city_of_client(request, client)
    return listed(request, MATTER_TYPE, lists.matter_types())


def one_matter_type(request: HttpRequest, client: str, type_id: str) -> Answer:
    """Return a kind of matters."""
    city_of_client(request, client)
    return _single(request, MATTER_TYPE, lists.matter_types(), type_id)


def matter_statuses(request: HttpRequest, client: str) -> Answer:
    """Return the states of matters."""
    city_of_client(request, client)
    return listed(request, MATTER_STATUS, lists.matter_statuses())


def body_types(request: HttpRequest, client: str) -> Answer:
    """Return the kinds of bodies."""
    city_of_client(request, client)
    return listed(request, BODY_TYPE, lists.body_types())


def vote_types(request: HttpRequest, client: str) -> Answer:
    """Return what a vote can be."""
    city_of_client(request, client)
    return listed(request, VOTE_TYPE, lists.vote_types())


def code_sections(request: HttpRequest, client: str) -> Answer:
    """Return no sections of a code: the record names none."""
    city_of_client(request, client)
    return listed(request, CODE_SECTION, [])


def indexes(request: HttpRequest, client: str) -> Answer:
    """Return the council districts, by which matters are indexed."""
    city = city_of_client(request, client)
    rows = [
        INDEX.row(
            Id=district,
            **INDEX.identity(str(district), lists.SINCE),
            Name=f"Council District {district}",
            ActiveFlag=1,
            UsedFlag=1,
        )
        for district in exchange.districts_told(city)
    ]
    return listed(request, INDEX, rows)


def _single(request: HttpRequest, shape: Shape, rows: list[dict[str, Any]], key: str) -> Answer:
    for row in rows:
        if row[f"{shape.name}Id"] == int(key):
            return single(request, shape, row)
    raise Refused(404, f"There is no {shape.name} {quoted(key)}.")
