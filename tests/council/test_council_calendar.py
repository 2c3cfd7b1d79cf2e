"""Meeting days with recesses in editions, and the time limits that real agendas print."""

import json
from datetime import date

from tests.council.clockwork import CALENDAR
from tests.council.los_angeles_council import DATA, needs_data
from townline.council.rules.calendar import MeetingDays
from townline.council.rules.settings import Calendar, Recess
from townline.council.rules.time_limits import TimeLimit, time_limits

AGENDAS = DATA / "agendas"
LATER = date(2026, 6, 1)

EDITIONS = Calendar(
    weekdays=CALENDAR.weekdays,
    recesses=(
        CALENDAR.recesses[0],
        Recess(start=date(2025, 12, 13), end=date(2026, 1, 8), until=date(2025, 12, 11)),
        Recess(start=date(2025, 12, 13), end=date(2026, 1, 1), since=date(2025, 12, 11)),
    ),
)
"""The recess as agendas before and after 11 December 2025 know it."""


def test_the_next_meeting_day_leaves_out_other_weekdays_and_recesses():
    days = MeetingDays(CALENDAR, known_on=LATER)
    assert days.after(date(2022, 11, 1)) == date(2022, 11, 2)
    assert days.after(date(2025, 8, 6)) == date(2025, 8, 8)
    assert days.after(date(2025, 8, 8)) == date(2025, 8, 12)
    assert days.after(date(2025, 12, 12)) == date(2026, 1, 6)
    assert days.up_to(date(2026, 1, 5)) == date(2025, 12, 12)
    assert days.up_to(date(2026, 1, 6)) == date(2026, 1, 6)


def test_meetings_of_the_record_go_before_the_rule():
    known = [(date(2022, 10, 14), "cancelled"), (date(2022, 10, 13), "held")]
    days = MeetingDays(CALENDAR, known, known_on=LATER)
    assert days.after(date(2022, 10, 12)) == date(2022, 10, 13)
    assert days.after(date(2022, 10, 13)) == date(2022, 10, 18)


def test_a_council_without_meeting_days_has_no_next_one():
    days = MeetingDays(Calendar(), known_on=LATER)
    assert days.after(date(2022, 10, 12)) is None
    assert days.up_to(date.min) is None
    assert days.after(date.max) is None


def test_the_calendar_answers_as_it_was_known_on_a_day():
    before = MeetingDays(EDITIONS, known_on=date(2025, 12, 10))
    since = MeetingDays(EDITIONS, known_on=date(2025, 12, 11))
    assert before.up_to(date(2026, 1, 7)) == date(2025, 12, 12)
    assert since.up_to(date(2026, 1, 7)) == date(2026, 1, 7)


def test_a_time_limit_is_read_as_agendas_print_it():
    last = "(LAST DAY FOR COUNCIL ACTION - DECEMBER 12, 2025)"
    text = f"Report.\nTIME LIMIT FILE - DECEMBER 16, 2025\n{last}"
    both = TimeLimit(date(2025, 12, 16), date(2025, 12, 12))
    assert time_limits(f"{text}\n{text}") == (both,)
    assert time_limits("Time limit file – January 5, 2026") == (TimeLimit(date(2026, 1, 5), None),)
    assert time_limits("TIME LIMIT FILE - FEBRUARY 30, 2026") == ()
    assert time_limits("Time Limited Subsidy Program; a time limit of May 5, 2026") == ()


def printed() -> dict[tuple[str, TimeLimit], date]:
    """Return each time limit of the agendas by its file, with the day of the first agenda."""
    found: dict[tuple[str, TimeLimit], date] = {}
    for path in AGENDAS.glob("*.json"):
        agenda = json.loads(path.read_text())
        day = date.fromisoformat(agenda["meeting_datetime"][:10])
        for section in agenda["sections"]:
            for item in section["items"]:
                for limit in time_limits(item.get("raw_text") or ""):
                    key = item["council_file"], limit
                    found[key] = min(found.get(key, day), day)
    return found


def missed(calendar: Calendar) -> tuple[int, set[tuple[str, date | None, date | None]]]:
    """Return how many there are, and those of which the calendar gives another last day."""
    limits = printed()
    wrong = {
        (file, limit.last_day, computed)
        for (file, limit), day in limits.items()
        if (computed := MeetingDays(calendar, known_on=day).up_to(limit.limit)) != limit.last_day
    }
    return len(limits), wrong


@needs_data
def test_the_calendar_gives_the_last_day_of_59_of_63_printed_time_limits():
    december = date(2025, 12, 12)
    assert missed(CALENDAR) == (
        63,
        {
            # A Thursday, on which there is no regular meeting: the agenda repeats the limit.
            ("25-1276", date(2025, 12, 11), date(2025, 12, 10)),
            # Later agendas no longer count January 2 to the recess.
            ("25-1200-S14", date(2026, 1, 2), december),
            ("25-1322", date(2026, 1, 2), december),
            # An earlier one counts January 7 to it.
            ("25-1343", december, date(2026, 1, 7)),
        },
    )


@needs_data
def test_with_the_recess_in_two_editions_it_gives_all_but_two():
    assert missed(EDITIONS) == (
        63,
        {
            ("25-1276", date(2025, 12, 11), date(2025, 12, 10)),
            # The agenda of December 10 knows the old recess in other items, and not in this one.
            ("25-1200-S14", date(2026, 1, 2), date(2025, 12, 12)),
        },
    )
