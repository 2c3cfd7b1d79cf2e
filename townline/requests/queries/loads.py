"""How much work everybody has, and what nobody has yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from townline.cities.rules.city import City
from townline.requests.queries.statements import SQL, fetched
from townline.requests.rules.sharing import Hand, Work
from townline.staff import queries as staff

LOADS = (SQL / "loads.sql").read_text()
WAITING = (SQL / "waiting_work.sql").read_text()


@dataclass(frozen=True)
class WaitingWork:
    """An open request that nobody has, with what a change must have seen."""

    work: Work
    number: str
    seq: int


def hands(city: City, *, on: date) -> list[Hand]:
    """Return those to whom a rule may give work on a day, with what they have."""
    people = [
        each
        for each in staff.colleagues(city, on=on)
        if each.works and each.capacity and not each.away
    ]
    load = loads([each.id for each in people])
    return [
        Hand(
            id=each.id, departments=each.departments, crews=frozenset(each.crews),
            capacity=each.capacity or 0, load=load.get(each.id, 0),
        )
        for each in people
    ]  # fmt: skip


def loads(people: Sequence[int]) -> dict[int, int]:
    """Return how many requests that are being worked on each member has."""
    if not people:
        return {}
    return dict(fetched(LOADS, {"people": list(people)}))


def waiting(
    city: City, departments: Sequence[str], *, numbers: Sequence[str] = (), most: int
) -> list[WaitingWork]:
    """Return open requests of the departments that nobody has, the most urgent first."""
    values = {
        "city": city.id, "owners": list(departments), "numbers": list(numbers), "most": most,
    }  # fmt: skip
    return [
        WaitingWork(Work(key, department, crew), number, seq)
        for key, department, crew, number, seq in fetched(WAITING, values, varied=True)
    ]
