"""Votes and roll calls of one item: of an agenda, of a history, or of a whole meeting."""

from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import keys, lists
from townline.api.legistar.asking import listed
from townline.api.legistar.events import meeting_or_404
from townline.api.legistar.people import ballot
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import ROLL_CALL, VOTE, Shape
from townline.cities.rules.city import City
from townline.council.queries import exchange


def votes(request: HttpRequest, client: str, item_id: str) -> Answer:
    """Return how each member voted on an item."""
    city = city_of_client(request, client)
    return listed(request, VOTE, _ballots(city, item_id, VOTE))


def roll_calls(request: HttpRequest, client: str, item_id: str) -> Answer:
    """Return how each member answered; for the roll of a meeting, who was there."""
    city = city_of_client(request, client)
    found = keys.read(int(item_id))
    if found is not None and found[0] is keys.Of.ROLL:
        meeting = meeting_or_404(city, str(found[1]))
        return listed(request, ROLL_CALL, _attendance(city, meeting, int(item_id)))
    return listed(request, ROLL_CALL, _ballots(city, item_id, ROLL_CALL))


def _ballots(city: City, item_id: str, shape: Shape) -> list[dict[str, Any]]:
    found = _votes(city, item_id)
    told = exchange.ballots_told(city, found)
    return [ballot(shape, each, int(item_id)) for vote in found for each in told[vote.id]]


def _votes(city: City, item_id: str) -> tuple[exchange.VoteTold, ...]:
    """
    Return the votes on what a number is of.

    :raises Refused: 404 if it is of nothing that everyone may read
    """
    of, key = keys.read(int(item_id)) or (None, 0)
    if of is keys.Of.ENTRY:
        known, votes = exchange.votes_of_entry(city, key)
        if known:
            return votes
    elif of is keys.Of.ITEM and exchange.item_told(city, key) is not None:
        return exchange.votes_told(city, items=[key])
    elif of is keys.Of.ROLL and exchange.meeting_told(city, key) is not None:
        return ()
    raise Refused(404, f"There is no event item {quoted(item_id)}.")


def _attendance(city: City, meeting: exchange.MeetingTold, item: int) -> list[dict[str, Any]]:
    people = {person.code: person for person in exchange.persons_told(city)}
    called = [
        (person, lists.VOTE_TYPES[kind])
        for kind, codes in (("present", meeting.present), ("absent", meeting.absent))
        for code in codes
        if (person := people.get(code)) is not None
    ]
    called.sort(key=lambda each: each[0].name.rpartition(" ")[2])
    return [
        ROLL_CALL.row(
            Id=item * 1000 + place,
            **ROLL_CALL.identity(f"{item}/{person.id}", meeting.changed_at),
            PersonId=person.id,
            PersonName=person.name,
            ValueId=kind[0],
            ValueName=kind[1],
            Sort=place,
            Result=kind[3],
            EventItemId=item,
        )
        for place, (person, kind) in enumerate(called, 1)
    ]
