"""An activity as its entry keeps it, and the line that a clock reads of it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from townline.council.rules.lines import Line
from townline.council.rules.vocabulary import Activity

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def line_of(
    seq: int, day: date | None, position: int, known: date, data: Mapping[str, Any]
) -> Line:
    """
    Return the line of an entry that enters, corrects or takes back an activity.

    Days become days and lists tuples, which is all that a clock looks at; a sentence is made from
    what the grammar reads of the same data.
    """
    kept = data.get("activity")
    activity = Activity(type="") if kept is None else reading_of(kept)
    return Line(
        seq=seq,
        date=day or known,
        known=known,
        activity=activity,
        position=position,
        corrects=data.get("corrects"),
        void=kept is None,
    )


def columns_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the columns of an entry repeat of its data."""
    day, activity = data.get("date"), data.get("activity")
    return {
        "date": date.fromisoformat(day) if day else None,
        "position": data.get("position", 0),
        "type": activity["type"] if activity else "",
        "corrects": data.get("corrects"),
    }


def reading_of(kept: Mapping[str, Any]) -> Activity:
    """Return an activity whose documents and amendments stay as JSON has them."""
    return Activity(
        type=kept["type"],
        template=kept["template"],
        parameters={name: _value(value) for name, value in kept["parameters"].items()},
    )


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value) if DAY.fullmatch(value) else value
    return tuple(value) if isinstance(value, list) else value
