"""Who is given new work by rule: never beyond a capacity, and evenly."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.sharing import Hand, Work, share

CREWS = ("", "East crew", "West crew")
DEPARTMENTS = ("lights", "parks")


def hand(key: int, *, load: int = 0, capacity: int = 10, crews: tuple[str, ...] = ()) -> Hand:
    return Hand(
        id=key, departments=frozenset({"lights"}), crews=frozenset(crews), capacity=capacity,
        load=load,
    )  # fmt: skip


hands = st.lists(
    st.builds(
        Hand,
        id=st.integers(1, 50),
        departments=st.sampled_from([frozenset({d}) for d in (*DEPARTMENTS, "*")]),
        crews=st.sampled_from([frozenset(), frozenset({"East crew"})]),
        capacity=st.integers(0, 8),
        load=st.integers(0, 8),
    ),
    unique_by=lambda each: each.id,
    max_size=6,
)
work = st.lists(
    st.builds(Work, st.integers(1, 500), st.sampled_from(DEPARTMENTS), st.sampled_from(CREWS)),
    unique_by=lambda each: each.id,
    max_size=25,
)


@given(work, hands)
def test_nobody_is_given_more_than_they_may_have_or_what_is_not_theirs(
    work: list[Work], hands: list[Hand]
) -> None:
    known = {each.id: each for each in hands}
    given_ = share(work, hands)
    for key, count in Counter(given_.values()).items():
        assert known[key].load + count <= known[key].capacity
    for each in work:
        if each.id in given_:
            assert known[given_[each.id]].departments & {each.department, "*"}


@given(work, hands)
def test_what_is_left_finds_nobody_with_room(work: list[Work], hands: list[Hand]) -> None:
    given_ = share(work, hands)
    loads = Counter(given_.values())
    for each in (each for each in work if each.id not in given_):
        ours = [h for h in hands if h.departments & {each.department, "*"}]
        crew = [h for h in ours if each.crew and each.crew in h.crews]
        assert all(h.load + loads[h.id] >= h.capacity for h in crew or ours)


@given(st.integers(1, 5), st.integers(0, 40))
def test_among_equals_work_is_shared_evenly(people: int, count: int) -> None:
    hands = [hand(key, capacity=100) for key in range(1, people + 1)]
    given_ = share([Work(n, "lights", "") for n in range(1, count + 1)], hands)
    loads = Counter(given_.values())
    assert len(given_) == count
    assert max(loads[h.id] for h in hands) - min(loads[h.id] for h in hands) <= 1


def test_it_goes_to_whoever_has_the_fewest() -> None:
    assert share([Work(1, "lights", "")], [hand(1, load=4), hand(2, load=3)]) == {1: 2}
    assert share([Work(1, "lights", "")], [hand(1, capacity=5), hand(2, capacity=9)]) == {1: 2}


def test_a_crews_work_goes_to_its_people_even_if_others_have_less() -> None:
    crew, other = hand(1, load=5, crews=("East crew",)), hand(2)
    assert share([Work(1, "lights", "East crew")], [crew, other]) == {1: 1}
    assert (
        share(
            [Work(1, "lights", "East crew")],
            [hand(1, load=9, capacity=9, crews=("East crew",)), other],
        )
        == {}
    )
    assert share([Work(1, "lights", "West crew")], [crew, other]) == {1: 2}
