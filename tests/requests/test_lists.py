"""Lists: what is asked is found, page after page, at a cost that does not grow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.requests import build
from tests.requests.build import CHIEF, EAST, NOON, STRANGER, WEST, WORKER
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import own, work
from townline.requests.queries import Asked, Filter

LATER = NOON + timedelta(days=1)


def fill(town: City, count: int) -> list[str]:
    """File lamps, a minute apart, with photos and answers."""
    return [
        build.file(
            town, at=NOON + timedelta(minutes=i), photos=(jpeg(),), answers={"what": "dark"}
        ).number
        for i in range(count)
    ]  # fmt: skip


def test_lists_cost_the_same_however_long_they_are(kept_town: City) -> None:
    costs = []
    for count in (3, 12):
        fill(kept_town, count)
        with build.statements() as found:
            queries.find(kept_town, Filter(), language="en", at=LATER)
        with build.statements() as told:
            queries.brief(kept_town, Filter(), language="en", at=LATER)
        assert len(told) == 1
        with build.statements() as worked:
            queries.worklist(kept_town, WORKER, Asked(), language="en", at=LATER)
            queries.view_counts(kept_town, WORKER, Filter(), at=LATER)
        costs.append((len(found), len(worked)))
    assert costs[0] == costs[1]
    assert costs[1] == (1, 2)


def test_a_page_of_one_request_costs_a_fixed_few(kept_town: City) -> None:
    number = build.file(kept_town, photos=(jpeg(),)).number
    queries.by_anyone(kept_town, number, language="en", at=LATER)
    for _ in range(2):
        with build.statements() as shown:
            queries.by_staff(kept_town, number, CHIEF, language="en", at=LATER)
        assert len(shown) == 2, shown
        for i in range(10):
            work.note(city=kept_town, number=number, text=str(i), by=WORKER, at=NOON)


def test_pages_follow_one_another_without_a_gap_or_a_repeat(town: City) -> None:
    numbers = fill(town, 7)
    for order in ("requested_at", "updated_at"):
        seen, after = [], None
        while True:
            page = queries.find(
                town, Filter(), language="en", at=LATER, limit=3, after=after, order=order
            )
            seen += [row.number for row in page.rows]
            if page.next is None:
                break
            after = page.next
        assert seen == numbers[::-1]
    skipped = queries.find(town, Filter(), language="en", at=LATER, limit=2, offset=2)
    assert [row.number for row in skipped.rows] == numbers[4:2:-1]


def test_pages_stay_whole_while_new_requests_come_in(town: City) -> None:
    numbers = fill(town, 6)
    first = queries.find(town, Filter(), language="en", at=LATER, limit=2)
    newer = build.file(town, at=NOON + timedelta(hours=2)).number
    again = build.file(town, at=NOON + timedelta(minutes=3)).number
    after, seen = first.next, [row.number for row in first.rows]
    while after:
        page = queries.find(town, Filter(), language="en", at=LATER, limit=2, after=after)
        seen += [row.number for row in page.rows]
        after = page.next
    assert newer not in seen
    assert [number for number in seen if number != again] == numbers[::-1]
    assert len(seen) == len(set(seen))


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 2**63 - 1))
def test_where_a_page_ends_is_read_as_it_was_written(at: datetime, row: int) -> None:
    assert queries.cursor_of(queries.cursor_text((at, row))) == (at, row)


@pytest.mark.parametrize(
    "text", ["", "~", "2026-01-01~1", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00~0",
             "2026-01-01T00:00:00+00:00~x", f"2026-01-01T00:00:00+00:00~{2**63}"]
)  # fmt: skip
def test_where_no_page_ends_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        queries.cursor_of(text)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(services=("hole",)), "h"),
        (Filter(services=("hole", "lamp")), "cwhl"),
        (Filter(statuses=("closed",)), "c"),
        (Filter(statuses=("open", "closed")), "cwh"),
        (Filter(open=True, areas=("ward:east",)), "hl"),
        (Filter(words="crater", services=("lamp",)), ""),
        (Filter(words="crater", open=True, areas=("ward:east",)), "h"),
        (Filter(open=False), "c"),
        (Filter(open=True), "whl"),
        (Filter(statuses=("in_progress",)), "l"),
        (Filter(departments=("waste",)), ""),
        (Filter(areas=("ward:west",)), "w"),
        (Filter(areas=("ward:west", "ward:east")), "cwhl"),
        (Filter(since=NOON + timedelta(minutes=2)), "wc"),
        (Filter(until=NOON + timedelta(minutes=1)), "hl"),
        (Filter(updated_since=NOON + timedelta(minutes=5)), "c"),
        (Filter(updated_until=NOON), "l"),
        (Filter(near=(EAST, 50)), "chl"),
        (Filter(near=(WEST, 50)), "w"),
        (Filter(box=(34.0, -118.02, 34.01, -118.01)), "w"),
        (Filter(words="crater"), "h"),
        (Filter(origins=("imported",)), ""),
        (Filter(services=("hole",), open=False), ""),
    ],
)
def test_every_condition_holds(town: City, wanted: Filter, expected: str) -> None:
    minutes = timedelta(minutes=1)
    numbers = {
        "l": build.file(town).number,
        "h": build.file(town, "hole", description="a crater", at=NOON + minutes).number,
        "w": build.file(town, point=WEST, at=NOON + 2 * minutes).number,
        "c": build.file(town, at=NOON + 3 * minutes).number,
    }
    work.start(city=town, number=numbers["l"], by=WORKER, at=NOON)
    work.close(city=town, number=numbers["c"], outcome="done", by=WORKER, at=NOON + 9 * minutes)
    page = queries.find(town, wanted, language="en", at=LATER)
    assert {r.number for r in page.rows} == {numbers[letter] for letter in expected}


@pytest.mark.parametrize("few", [0, 3000])
def test_words_are_found_page_after_page_be_they_rare_or_common(
    town: City, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.requests.queries.rows.FEW", few)
    holes = [
        build.file(town, "hole", description="a crater", at=NOON + timedelta(minutes=i)).number
        for i in range(5)
    ]
    build.file(town, "hole", description="plain", at=NOON)
    build.file(town, description="a crater that nobody released", at=NOON)
    seen, after = [], None
    for _ in range(3):
        page = queries.find(
            town, Filter(words="crater"), language="en", at=LATER, limit=2, after=after
        )
        seen += [row.number for row in page.rows]
        after = page.next
    assert (seen, after) == (holes[::-1], None)
    skipped = queries.find(town, Filter(words="crater"), language="en", at=LATER, limit=2, offset=2)
    assert [row.number for row in skipped.rows] == holes[2:0:-1]
    assert (
        len(queries.find(town, Filter(words="crater"), language="en", at=LATER, by=CHIEF).rows) == 6
    )


@pytest.mark.parametrize("words", ["'; DROP TABLE x;--", "&|!():*", '"', "a <-> b", "%", "\\"])
def test_whatever_is_searched_for_is_only_looked_for(town: City, words: str) -> None:
    build.file(town, "hole", description="plain")
    assert queries.find(town, Filter(words=words), language="en", at=LATER).rows == ()


def test_a_worklist_is_the_departments_own_most_urgent_first(town: City) -> None:
    late = build.file(town, at=NOON).number
    early = build.file(town, at=NOON - timedelta(days=7)).number
    hole = build.file(town, "hole").number
    build.file(town, "pick-up")
    waiting = build.file(town).number
    work.ask(city=town, number=waiting, question="Which?", by=WORKER, at=NOON)
    held = build.file(town, suspicion=("links",)).number
    closed = build.file(town).number
    own.cancel(city=town, number=closed, by=RESIDENT, at=NOON)

    def listed(view: str, who: build.Actor = WORKER) -> list[str]:
        page = queries.worklist(town, who, Asked(view=view), language="en", at=NOON)
        return [row.number for row in page.rows]

    assert listed("to_do") == [early, late, hole], "what has no promise comes last"
    assert listed("overdue") == [early]
    assert (listed("waiting"), listed("held"), listed("closed")) == ([waiting], [held], [closed])
    assert listed("joined") == []
    assert len(listed("all")) == 6
    assert set(listed("to_do", CHIEF)) > {early, late, hole}, "all departments' at once"
    assert late not in listed("to_do", STRANGER)
    counts = queries.view_counts(town, WORKER, Filter(), at=NOON)
    assert counts == {"to_do": 3, "overdue": 1, "waiting": 1, "held": 1, "joined": 0}


def test_a_worklist_goes_by_whatever_order_is_asked_for_page_after_page(town: City) -> None:
    given = [build.file(town, at=NOON - timedelta(hours=hours)).number for hours in range(7)]
    build.file(town, "pick-up")
    for order in ("due", "newest", "oldest", "changed", "nearest"):
        whole = queries.worklist(
            town, WORKER, Asked(order=order, near=EAST), language="en", at=NOON
        ).rows
        assert {row.number for row in whole} == set(given)
        asked, pages = Asked(order=order, near=EAST, size=3), []
        while True:
            page = queries.worklist(town, WORKER, asked, language="en", at=NOON)
            pages += [row.number for row in page.rows]
            if page.next is None:
                break
            asked = replace(asked, after=page.next)
        assert pages == [row.number for row in whole], order
        assert page.previous
        back = replace(asked, after=None, before=page.previous)
        before = queries.worklist(town, WORKER, back, language="en", at=NOON)
        assert [row.number for row in before.rows] == pages[3:6]


def test_a_worklist_finds_words_and_counts_up_to_what_is_told(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.file(town, description="It hums")
    fill(town, 4)
    wanted = Filter(words="hums")
    found = queries.worklist(town, WORKER, Asked(wanted=wanted), language="en", at=LATER)
    assert [row.description for row in found.rows] == ["It hums"]
    monkeypatch.setattr("townline.requests.queries.work.COUNTS_TO", 2)
    asked = [(Filter(), "to_do"), (wanted, "to_do"), (Filter(), "closed"), (Filter(), "held")]
    assert queries.counts(town, WORKER, asked, at=LATER) == [3, None, None, 0]


def test_nobody_counts_or_lists_the_requests_of_another_department(town: City) -> None:
    build.file(town)
    theirs = Filter(departments=("light",))
    assert queries.counts(town, STRANGER, [(theirs, "to_do"), (Filter(), "to_do")], at=LATER) == [
        0, 0,
    ]  # fmt: skip
    page = queries.worklist(town, STRANGER, Asked(wanted=theirs), language="en", at=LATER)
    assert page.rows == ()
