"""Reading who sits in the council: ``council/people.toml``, which a city may go without."""

from collections.abc import Collection, Iterator, Mapping

from townline.council.rules.people import ROLES, Membership, People, Person, Seat, folded, overlap
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table

FILE = "council/people.toml"


def read(files: Mapping[str, bytes], bodies: Collection[str], faults: Faults) -> People:
    """Return the people, seats and memberships that can be read, in their order."""
    if FILE not in files:
        return People()
    root = Document(FILE, files[FILE], faults).root()
    seats = {(seat.body, seat.code): seat for seat in _seats(root, bodies)}
    codes, people = Codes("person"), list[Person]()
    memberships: list[Membership] = []
    taken: dict[str, str] = {}
    for table in root.tables("person"):
        person = Person(
            code=codes.take(table),
            name=table.text("name", required=True),
            spellings=table.texts("spellings"),
        )
        if person.code and person.name:
            people.append(person)
            _check_names(table, person, taken)
            memberships += _memberships(table, person.code, bodies, seats, memberships)
        table.end()
    root.end()
    return People(people=tuple(people), seats=tuple(seats.values()), memberships=tuple(memberships))


def _seats(root: Table, bodies: Collection[str]) -> Iterator[Seat]:
    for table in root.tables("seat"):
        seat = Seat(
            body=table.text("body", required=True),
            code=table.text("code", required=True),
            area=table.text("area"),
        )
        if refer(table, "body", seat.body, "body", bodies) and seat.code:
            yield seat
        table.end()


def _memberships(
    person: Table,
    code: str,
    bodies: Collection[str],
    seats: Mapping[tuple[str, str], Seat],
    others: list[Membership],
) -> list[Membership]:
    found: list[Membership] = []
    for table in person.tables("sits"):
        each = Membership(
            person=code,
            body=table.text("body", required=True),
            seat=table.text("seat"),
            role=table.choice("role", ROLES, default="member"),
            since=table.day("since"),
            until=table.day("until"),
        )
        table.end()
        if each.since and each.until and each.until <= each.since:
            what = f"Somebody who sits from {each.since} cannot have left by {each.until}."
            table.fault("until", what, "Give until as the first day without them.")
        elif _known(table, each, bodies, seats) and _is_free(table, each, [*others, *found]):
            found.append(each)
    return found


def _known(
    table: Table,
    each: Membership,
    bodies: Collection[str],
    seats: Mapping[tuple[str, str], Seat],
) -> bool:
    if not refer(table, "body", each.body, "body", bodies):
        return False
    of_body = [code for body, code in seats if body == each.body]
    return not each.seat or refer(table, "seat", each.seat, "seat", of_body)


def _is_free(table: Table, each: Membership, others: list[Membership]) -> bool:
    """Return whether nobody else holds the seat on one of these days; note a fault otherwise."""
    for other in others:
        same = each.seat and (other.body, other.seat) == (each.body, each.seat)
        if same and overlap(each, other):
            what = f"{other.person!r} holds the seat {each.seat!r} on some of these days already."
            table.fault("seat", what, "Say since and until when each of them holds it.")
            return False
    return True


def _check_names(table: Table, person: Person, taken: dict[str, str]) -> None:
    for name in (person.name, *person.spellings):
        key = folded(name)
        if not key:
            table.fault("name", f"{name!r} has no letters.", "Write the name as records have it.")
        elif taken.setdefault(key, person.code) != person.code:
            what = f"{name!r} is read as a name of {taken[key]!r} already."
            table.fault("name", what, "Give the spelling to one of the two.")
