"""When a queue is open: by its own working week, else by that of its centre."""

from datetime import UTC, datetime

import pytest

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules.centres import Centre, ContactCentre, Line
from townline.record.verbs import SYSTEM

SAID = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "311"}, department="light", calendar="office",
            queues=(
                Line(code="general", words={"en": "General"}),
                Line(code="night", words={"en": "Night"}, calendar="always"),
                Line(code="festive", words={"en": "Festive"}, calendar="festive"),
                Line(code="nobody", words={"en": "Nobody"}, calendar="never"),
            ),
        ),
        Centre(
            code="closed", words={"en": "Closed"}, department="light", calendar="never",
            queues=(Line(code="shut", words={"en": "Shut"}),),
        ),
    )
)  # fmt: skip


@pytest.fixture
def open_town(town: City, monkeypatch: pytest.MonkeyPatch) -> City:
    from townline.hours import ALWAYS, WorkingWeek
    from townline.staff import queries as staff
    from townline.staff.rules.calendars import week_from

    office = week_from(
        town.zone.key, {day: ["08:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed")}
    )
    weeks: dict[str, WorkingWeek] = {
        "office": office, "always": ALWAYS(town.zone), "never": week_from(town.zone.key, {}),
        "festive": week_from(
            town.zone.key, {"thu": ["07:00-19:00"], "fri": ["07:00-19:00"]},
            ["2026-11-26", "2026-11-28"], on_holidays=["08:00-16:45"],
        ),
    }  # fmt: skip
    monkeypatch.setattr(staff, "calendars", lambda edition: weeks)
    actions.put_centres(edition_id=town.edition_id, said=SAID, by=SYSTEM, at=NOON)
    return town


def local(town: City, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=town.zone)  # type: ignore[misc, arg-type]


def test_a_queue_says_until_when_it_is_open_and_when_it_opens_next(open_town: City) -> None:
    monday, noon = local(open_town, 2026, 3, 2, 9), local(open_town, 2026, 3, 2, 12)
    found = queries.opening_of(open_town, "general", monday.astimezone(UTC))
    assert (found.open, found.until) == (True, noon)
    found = queries.opening_of(open_town, "general", noon)
    assert (found.open, found.opens_at) == (False, local(open_town, 2026, 3, 2, 13))
    thursday = local(open_town, 2026, 3, 5, 9)
    found = queries.opening_of(open_town, "general", thursday)
    assert (found.open, found.opens_at) == (False, local(open_town, 2026, 3, 9, 8))


def test_a_queue_may_have_hours_of_its_own(open_town: City) -> None:
    night = local(open_town, 2026, 3, 5, 3)
    assert queries.opening_of(open_town, "night", night) == queries.Opening(open=True)
    assert queries.opening_of(open_town, "nobody", night) == queries.Opening(open=False)
    assert queries.open_now(open_town, "311", night)
    assert not queries.open_now(open_town, "closed", night)


def test_what_is_left_of_a_day_is_counted_in_open_time(open_town: City) -> None:
    left = queries.left_of_the_day(open_town, "general", local(open_town, 2026, 3, 2, 11))
    assert left.total_seconds() == 5 * 3600


def test_what_is_not_there_is_said(open_town: City) -> None:
    for ask in (
        lambda: queries.open_now(open_town, "412", NOON),
        lambda: queries.opening_of(open_town, "genral", NOON),
    ):
        with pytest.raises(queries.NoSuchQueue):
            ask()


@pytest.mark.parametrize(
    ("moment", "until", "opens_at"),
    [
        ((2026, 11, 26, 7), None, (2026, 11, 26, 8)),
        ((2026, 11, 26, 8), (2026, 11, 26, 16, 45), None),
        ((2026, 11, 26, 17), None, (2026, 11, 27, 7)),
        ((2026, 11, 27, 18), (2026, 11, 27, 19), None),
        ((2026, 11, 27, 20), None, (2026, 11, 28, 8)),
        ((2026, 11, 28, 16), (2026, 11, 28, 16, 45), None),
        ((2026, 11, 28, 16, 45), None, (2026, 12, 3, 7)),
    ],
)
def test_a_queue_has_the_hours_of_holidays_on_them(
    open_town: City, moment: tuple[int, ...], until: tuple[int, ...] | None,
    opens_at: tuple[int, ...] | None,
) -> None:  # fmt: skip
    found = queries.opening_of(open_town, "festive", local(open_town, *moment))
    assert found.open is (until is not None)
    assert found.until == (local(open_town, *until) if until else None)
    assert found.opens_at == (local(open_town, *opens_at) if opens_at else None)
