"""
Which days the Council meets: by the rule of its weekdays, without its recesses, as the calendar
said on a day; and before that by the meetings of the record, which took place or did not.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from townline.council.rules.settings import Calendar, Recess

NOT_HELD = frozenset({"cancelled", "adjourned", "adjourned_no_quorum"})
"""What becomes of a meeting that takes nothing up."""
FAR = 366
"""Days within which a council meets again; none does without a weekday or a meeting by then."""

type MeetingDay = tuple[date, str]
"""A day on which a regular meeting was called, and what became of it, e.g. ``held``."""


class MeetingDays:
    """The Council's regular meeting days as they were known on one day. Remembers what it found."""

    def __init__(
        self, calendar: Calendar, meetings: Iterable[MeetingDay] = (), *, known_on: date
    ) -> None:
        """``known_on``: the calendar's recesses are those that it had on this day."""
        self._weekdays = frozenset(calendar.weekdays)
        self._recesses = [recess for recess in calendar.recesses if was_known(recess, known_on)]
        self._meetings: dict[date, bool] = {}
        for day, status in meetings:
            self._meetings[day] = self._meetings.get(day, False) or status not in NOT_HELD
        self._after: dict[date, date | None] = {}
        self._upto: dict[date, date | None] = {}

    def meets(self, day: date) -> bool:
        """Return whether there is a regular meeting on the day."""
        known = self._meetings.get(day)
        if known is not None:
            return known
        return day.weekday() in self._weekdays and self.recess(day) is None

    def recess(self, day: date) -> Recess | None:
        """Return the recess that the day lies in."""
        return next((r for r in self._recesses if r.start <= day <= r.end), None)

    def after(self, day: date) -> date | None:
        """Return the next meeting day after a day; None if there is none within a year."""
        if day not in self._after:
            self._after[day] = self._first(day, 1, 1)
        return self._after[day]

    def up_to(self, limit: date) -> date | None:
        """Return the last meeting day that is not later than the limit."""
        if limit not in self._upto:
            self._upto[limit] = self._first(limit, 0, -1)
        return self._upto[limit]

    def _first(self, day: date, start: int, step: int) -> date | None:
        # Near the ends of what a date can be there are no more days to look at.
        for distance in range(start, FAR + 1):
            try:
                found = day + timedelta(days=step * distance)
            except OverflowError:
                return None
            if self.meets(found):
                return found
        return None


def was_known(recess: Recess, day: date) -> bool:
    """Return whether the calendar had this recess on the day."""
    return (recess.since is None or recess.since <= day) and (
        recess.until is None or day < recess.until
    )
