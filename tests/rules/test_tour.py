"""The order of a day's stops: every place once, never longer than the nearest next."""

from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules.place import Point
from townline.requests.rules import tour

places = st.lists(st.builds(Point, st.floats(34.0, 34.2), st.floats(-118.4, -118.2)), max_size=14)


def way(points: list[Point], order: list[int]) -> list[Point]:
    return [points[position] for position in order]


@given(places, st.none() | st.builds(Point, st.floats(34.0, 34.2), st.floats(-118.4, -118.2)))
def test_every_place_is_gone_to_once(points: list[Point], start: Point | None) -> None:
    assert sorted(tour.order(points, start=start)) == list(range(len(points)))


@given(places)
def test_the_way_begins_at_the_first_place_where_no_start_is_given(points: list[Point]) -> None:
    if points:
        assert tour.order(points)[0] == 0


@given(places)
def test_no_piece_turned_round_makes_the_way_shorter(points: list[Point]) -> None:
    order = tour.order(points)
    shortest = tour.length_m(way(points, order))
    for begin in range(1, len(order)):
        for end in range(begin + 1, len(order)):
            turned = order[:begin] + order[begin : end + 1][::-1] + order[end + 1 :]
            assert tour.length_m(way(points, turned)) >= shortest - 1


@given(places)
def test_the_way_is_no_longer_than_going_to_the_nearest_next(points: list[Point]) -> None:
    if not points:
        return
    greedy, left = [0], set(range(1, len(points)))
    while left:
        here = points[greedy[-1]]
        nearest = min(left, key=lambda n: (tour.length_m([here, points[n]]), n))
        greedy.append(nearest)
        left.remove(nearest)
    assert tour.length_m(way(points, tour.order(points))) <= tour.length_m(way(points, greedy)) + 1


def test_a_line_of_houses_is_gone_along() -> None:
    street = [Point(34.0, -118.0 + n * 0.001) for n in (0, 3, 1, 4, 2)]
    assert tour.order(street) == [0, 2, 4, 1, 3]
    assert tour.order(street, start=Point(34.0, -117.9)) == [3, 1, 4, 2, 0]
