"""Hours of a queue on a day: as was directed last, else by its working week."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from townline.contacts.rules import directives
from townline.contacts.rules.directives import Directed, Directive, Kind, Undirectable
from townline.hours import WorkingWeek

ZONE = ZoneInfo("America/Los_Angeles")
OFFICE = ((time(8), time(16, 45)),)
MONDAY = datetime(2026, 3, 2, 12, tzinfo=ZONE)
WEEK = WorkingWeek(
    zone=ZONE, open=(OFFICE,) * 5 + ((), ()), holidays=frozenset({MONDAY.date() + timedelta(1)})
)


def said(key: int, opens: time | None, closes: time | None, **more) -> Directed:
    what = Directive(
        kind=Kind.HOURS, queue="general", day=MONDAY.date(), opens=opens, closes=closes
    )
    return Directed(id=key, at=MONDAY, by="Demo", directive=replace(what, **more))


def test_without_a_directive_the_week_holds() -> None:
    assert directives.hours_of(WEEK, (), MONDAY.date()) == OFFICE
    assert directives.hours_of(WEEK, (), MONDAY.date() + timedelta(1)) == ()  # a holiday
    assert directives.open_at(WEEK, (), MONDAY)
    assert not directives.open_at(WEEK, (), MONDAY.replace(hour=17))


def test_the_last_directive_of_the_day_holds() -> None:
    early, later = said(1, time(8), time(11)), said(2, time(8), time(15))
    assert not directives.open_at(WEEK, (early,), MONDAY)
    assert directives.open_at(WEEK, (early, later), MONDAY)
    assert directives.open_at(WEEK, (later, early), MONDAY)


def test_what_is_taken_back_leaves_what_held_before() -> None:
    early, later = said(1, time(8), time(11)), said(2, None, None)
    back = replace(later, taken_back_at=MONDAY, taken_back_by="Demo")
    assert directives.hours_of(WEEK, (early, later), MONDAY.date()) == ()
    assert directives.hours_of(WEEK, (early, back), MONDAY.date()) == early.directive.spans


def test_another_day_goes_by_the_week() -> None:
    shut = said(1, None, None)
    assert directives.open_at(WEEK, (shut,), MONDAY + timedelta(days=2))


def test_midnight_ends_the_day() -> None:
    long = said(1, time(8), time(0))
    assert directives.open_at(WEEK, (long,), MONDAY.replace(hour=23, minute=59))
    assert not directives.open_at(WEEK, (long,), MONDAY.replace(hour=7))


def test_a_moment_in_another_zone_is_the_same() -> None:
    assert directives.open_at(WEEK, (), MONDAY.astimezone(UTC))


@pytest.mark.parametrize(
    "wrong",
    [
        Directive(kind=Kind.HOURS, opens=time(8)),
        Directive(kind=Kind.HOURS, opens=time(9), closes=time(9)),
        Directive(kind=Kind.ANNOUNCEMENT, words={"en": ""}),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Directive) -> None:
    with pytest.raises(Undirectable):
        directives.check(wrong)


def test_an_announcement_stands_until_it_is_over() -> None:
    what = Directive(kind=Kind.ANNOUNCEMENT, words={"en": "Late"}, until=MONDAY)
    told = Directed(id=1, at=MONDAY, by="Demo", directive=what)
    assert directives.announcement([told], MONDAY - timedelta(1)) == told
    assert directives.announcement([told], MONDAY) is None
