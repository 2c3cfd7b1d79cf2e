"""Which meeting a line of a file's record belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from townline.cities.rules.city import City
from townline.council import queries
from townline.council.queries import ActivityShown, OnAgenda, VoteShown
from townline.council.rules.vocabulary import ActionType, Effect

THERE = frozenset({Effect.REPORTS, Effect.DECIDES, Effect.RECONSIDERS})
"""What a body does in its meeting of that day."""
AHEAD = frozenset({Effect.SCHEDULES, Effect.CONTINUES})
"""What names the day of a meeting."""


def of_lines(
    city: City,
    lines: Iterable[ActivityShown],
    agendas: Sequence[OnAgenda],
    votes: Iterable[VoteShown],
) -> dict[int, str]:
    """Return the code of the meeting of each line, by its place in the record."""
    posted = {(each.body, each.day): each.meeting for each in agendas if each.posted}
    types = {each.code: each for each in queries.vocabulary(city).types}
    named = queries.bodies_named(city)
    found = {
        vote.decides: vote.meeting for vote in votes if vote.decides is not None and vote.meeting
    }
    for line in lines:
        kind = types.get(line.type)
        if kind is None or line.seq in found:
            continue
        day = _day(line, kind)
        code = posted.get((_body(line, kind, named.codes, named.council), day)) if day else None
        if code:
            found[line.seq] = code
    return found


def _day(line: ActivityShown, kind: ActionType) -> date | None:
    """Return the day of the meeting that a line is about."""
    if kind.effect in THERE:
        return line.date
    on = line.activity.parameters.get(kind.on) if kind.effect in AHEAD else None
    return on if isinstance(on, date) else None


def _body(line: ActivityShown, kind: ActionType, codes: Mapping[str, str], council: str) -> str:
    name = line.activity.parameters.get(kind.body) if kind.body else None
    return codes.get(str(name), "") if name else council
