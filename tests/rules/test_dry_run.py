"""A dry run counts what other routes would change, and nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.offers import Offer, Route
from townline.requests.rules.dry_run import DryRun, PastRequest, run
from townline.requests.rules.routing import route

CREWS = ("", "NORTH", "SOUTH")
LAMP = Offer(
    code="lamp",
    words={"en": "Lamp"},
    description={"en": "A lamp."},
    group="streets",
    group_words={"en": "Streets"},
    department="light",
    routes=(
        Route(department="light", crew="NORTH", areas=("ward:1", "ward:2")),
        Route(department="power", answers={"what": ("wires",)}),
        Route(department="light", crew="SOUTH", areas=("ward:3",), since=date(2020, 1, 1)),
    ),
)


def past(**changes: object) -> PastRequest:
    return PastRequest(**{
        "number": "1", "service_code": "lamp", "department": "light", "crew": "", "areas": (),
        "answers": {}, "on": date(2020, 6, 1), "imported": True, **changes,
    })  # fmt: skip


def tried(*requests: PastRequest) -> DryRun:
    return run({"lamp": LAMP}, requests)


def test_a_request_that_the_routes_leave_where_it_is_stays():
    found = tried(past(areas=("ward:1",), crew="NORTH"), past())
    assert (found.requests, found.same, found.moved_department, found.moved_crew) == (2, 2, 0, 0)
    assert found.moves() == ()


def test_a_move_says_from_where_to_where_by_which_route():
    (move,) = tried(past(number="7", answers={"what": "wires"})).moves()
    turn = move.turn
    assert (turn.department_from, turn.department_to, turn.rule) == ("light", "power", 2)
    assert (move.count, move.examples) == (1, ("7",))


def test_a_change_of_department_is_not_counted_as_a_change_of_crew_too():
    found = tried(past(department="parks", crew="X", areas=("ward:1",)))
    assert (found.moved_department, found.moved_crew) == (1, 0)


def test_routes_hold_on_the_day_of_the_request():
    before, after = (past(areas=("ward:3",), on=day, crew="SOUTH", imported=False)
                     for day in (date(2019, 12, 31), date(2020, 1, 1)))  # fmt: skip
    assert tried(before).moved_crew == 1
    assert tried(after).same == 1


def test_crews_of_other_software_are_not_lost_where_no_route_names_one():
    assert tried(past(crew="F-NE")).same == 1
    assert tried(past(crew="F-NE", imported=False)).moved_crew == 1


def test_an_imported_request_without_a_crew_stays_and_is_counted():
    found = tried(past(areas=("ward:1",)))
    assert (found.same, found.crew_not_said, list(found.agreements())) == (1, 1, [])
    assert tried(past(areas=("ward:1",), imported=False)).moved_crew == 1


def test_crews_are_compared_where_both_name_one():
    (found,) = tried(
        past(areas=("ward:1",), crew="NORTH"),
        past(areas=("ward:2",), crew="SOUTH"),
        past(areas=("ward:1",), crew="NORTH", imported=False),
        past(crew="NORTH"),
    ).agreements()
    assert (found.service_code, found.compared, found.agree) == ("lamp", 2, 1)


def test_routes_that_decided_nothing_are_named_with_how_many_they_were_tried_on():
    found = tried(past(areas=("ward:1",)), past())
    assert [(u.rule, u.requests) for u in found.unused()] == [(2, 2), (3, 2)]
    assert [(u.rule, u.requests) for u in tried().unused()] == [(1, 0), (2, 0), (3, 0)]


def test_a_service_that_the_folder_lacks_is_counted_apart():
    found = tried(past(service_code="gone"), past())
    assert (dict(found.not_offered), found.same) == ({"gone": 1}, 1)


def test_at_most_five_numbers_are_named_of_a_move():
    (move,) = tried(*(past(number=str(n), department="parks") for n in range(9))).moves()
    assert (move.count, move.examples) == (9, ("0", "1", "2", "3", "4"))


REQUESTS = st.builds(
    PastRequest,
    number=st.just("1"),
    service_code=st.sampled_from(["lamp", "gone"]),
    department=st.sampled_from(["light", "power"]),
    crew=st.sampled_from(CREWS),
    areas=st.sets(st.sampled_from(["ward:1", "ward:2", "ward:3"])).map(tuple),
    answers=st.sampled_from([{}, {"what": "wires"}, {"what": ["wires", "dark"]}]),
    on=st.dates(date(2019, 12, 30), date(2020, 1, 2)),
    imported=st.booleans(),
)


@given(st.lists(REQUESTS))
def test_every_request_is_counted_once(requests: list[PastRequest]):
    found = tried(*requests)
    counted = found.same + found.moved_department + found.moved_crew + found.not_offered.total()
    assert counted == found.requests == len(requests)
    assert sum(move.count for move in found.moves()) == found.moved_department + found.moved_crew


@given(REQUESTS.filter(lambda r: r.service_code == "lamp"))
def test_what_was_routed_by_the_same_routes_stays(request: PastRequest):
    goes = route(LAMP, areas=request.areas, answers=request.answers, on=request.on)
    settled = past(
        department=goes.department, crew=goes.crew, areas=request.areas, answers=request.answers,
        on=request.on, imported=request.imported,
    )  # fmt: skip
    assert tried(settled).same == 1
