"""A meeting of the demo's council that was held: its members, its agenda, its votes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.rules.ballots import Option
from townline.council.rules.people import Membership, Person
from townline.record.verbs import Actor

TWO = time(14)
LASTED = timedelta(hours=1, minutes=20)
POSTED = timedelta(hours=96)
"""How long before a meeting its agenda was posted: longer than any notice that is asked for."""


def seat(city: City, told: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Let somebody who is made up sit on committees, from last year on."""
    person = Person(code=told["code"], name=told["name"])
    code = actions.put_person(city=city, person=person, by=by, at=at)
    for sits in told["sits"]:
        said = Membership(
            person=code, body=sits["body"], role=sits.get("role", "member"),
            since=date(at.year - 1, 1, 1),
        )  # fmt: skip
        actions.seat_member(city=city, said=said, by=by, at=at)


def hold(
    city: City, told: Mapping[str, Any], files: Mapping[str, str], day: date, *, by: Actor
) -> None:
    """
    Set, post, open and close a meeting that took place on a day.

    :param files: the number of each file, by its title
    """
    starts = datetime.combine(day, TWO, city.zone)
    before: dict[str, Any] = {"city": city, "by": by, "at": starts - POSTED}
    said = actions.Said(body=told["body"], starts_at=starts, location=told["place"])
    code = actions.make_meeting(said=said, origin="demo", **before)
    section = queries.council_settings(city).sections[0].code
    items = [actions.NewItem(section=section, file=files[each["file"]]) for each in told["item"]]
    actions.add_items(code=code, items=items, **before)
    actions.post_agenda(code=code, places=(f"{told['place']}, door",), **before)
    during: dict[str, Any] = {"city": city, "by": by, "at": starts}
    actions.open_meeting(code=code, absent=told["absent"], **during)
    keys = {each.item.file: each.item.key for each in queries.items(city, code)}
    for each in told["item"]:
        actions.note_outcome(
            code=code, items=[keys[files[each["file"]]]], happened=_happened(city, told, each),
            **during,
        )  # fmt: skip
    actions.close_meeting(city=city, code=code, by=by, at=starts + LASTED)


def _happened(city: City, told: Mapping[str, Any], item: Mapping[str, Any]) -> actions.Happened:
    name = queries.bodies(city)[told["body"]].name
    exceptions = {
        who: option
        for key, option in (("no", Option.NO), ("recused", Option.RECUSED))
        for who in item.get(key, ())
    }
    return actions.Happened(
        type=item["what"], parameters={"body": name, "comment": ""}, exceptions=exceptions
    )
