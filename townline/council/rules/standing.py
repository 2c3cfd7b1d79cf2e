"""
Which lines of a record count.

A correction is a line of its own: it stands in place of the one that it names, or takes it back.
From the day on which the record knows of it, the other line no longer stands, whatever either's
date; before that day the record says what it then said. A line that was corrected does not come
back when its correction is corrected in turn: that says something new in the correction's place.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from townline.council.rules.lines import Line

ORDER = attrgetter("date", "position", "seq")


def standing(lines: Iterable[Line], *, as_of: date, known_on: date) -> list[Line]:
    """
    Return the lines that stand, as they happened.

    ``as_of``: those that the record dates later are left out. ``known_on``: so is what it came to
    know later, corrections too.
    """
    known = [line for line in lines if line.known <= known_on]
    replaced = {line.corrects for line in known if line.corrects is not None}
    counted = [
        line
        for line in known
        if line.date <= as_of and not line.void and (not replaced or line.seq not in replaced)
    ]
    if not replaced:
        counted.sort(key=ORDER)
        return counted
    by_seq = {line.seq: line for line in known}
    return sorted(counted, key=lambda line: _place(line, by_seq))


def _place(line: Line, by_seq: dict[int, Line]) -> tuple[date, int, int]:
    # What stands in place of a line of the same day happened where that one did.
    first = line
    while first.corrects is not None:
        earlier = by_seq.get(first.corrects)
        if earlier is None or earlier.date != line.date or earlier.seq >= first.seq:
            break
        first = earlier
    return line.date, first.position, first.seq
