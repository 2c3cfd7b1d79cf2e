"""A meeting while it is held: noted as drafts, entered when it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, reckon
from townline.council.actions.entering import enter_activity
from townline.council.actions.meetings import NotSo, happen_to, holding, open_items
from townline.council.actions.voting import Vote, enter_vote
from townline.council.models import AgendaItemRow, MeetingRow, MeetingStepRow
from townline.council.queries.describing import council_settings, offered_types
from townline.council.queries.lines import grammar
from townline.council.queries.meetings import item_of
from townline.council.queries.people import PersonShown, members
from townline.council.rules import agendas, meetings, running
from townline.council.rules import ballots as rules
from townline.council.rules.ballots import Method, Option, Question, Result
from townline.council.rules.grammar import NotAnActivity
from townline.council.rules.meetings import Happening, NotNow, Status
from townline.council.rules.running import Outcome, Running
from townline.council.rules.vocabulary import ActionType, Activity, Effect
from townline.record.verbs import Actor, require


class NoQuorum(ValueError):
    """Too few are there to begin; the text says how many it takes."""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What the clerk says that happened to some items."""

    type: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    voted: bool = True
    method: str = Method.ROLL_CALL.value
    exceptions: Mapping[str, Option] = field(default_factory=dict)
    """Who did not vote yes, by code."""
    announced: str = ""
    """The tally as it was said aloud, to be proved; empty where nobody gives one."""


def open_meeting(*, city: City, code: str, absent: Sequence[str], by: Actor, at: datetime) -> None:
    """
    Call the roll and begin.

    :param absent: who is not there, by code
    :raises NotNow: if its agenda is not posted, or it is over
    :raises NotSo: if it is not the meeting's day, or somebody is named who does not sit there
    :raises NoQuorum: if too few are there
    """
    with holding(city, code) as meeting:
        status = meetings.after(Status(meeting.status), Happening.OPEN)
        if at.astimezone(city.zone).date() != meeting.day:
            raise NotSo("day", f"The meeting is on {meeting.day}; it begins on that day.")
        here = _check_roll(city, meeting, absent)
        meeting.status, meeting.opened_at = status, at
        items = AgendaItemRow.objects.filter(meeting=meeting, removed=False).select_related("file")
        happen_to(
            meeting, verbs.OPENED_MEETING, by=by, at=at, present=here, absent=sorted(absent),
            agenda=agendas.digest_of_items(map(item_of, items)),
        )  # fmt: skip
        _step(meeting, "roll", {"absent": sorted(absent)}, by=by, at=at)


def note_roll(*, city: City, code: str, absent: Sequence[str], by: Actor, at: datetime) -> None:
    """
    Note who is not there now, since somebody came or went.

    :raises NotNow: if the meeting is not being held
    :raises NotSo: if somebody is named who does not sit there
    """
    require(by, verbs.OPENED_MEETING)
    with holding(city, code) as meeting:
        _check_open(meeting)
        _check_names(city, meeting, absent)
        _step(meeting, "roll", {"absent": sorted(absent)}, by=by, at=at)


def note_outcome(
    *, city: City, code: str, items: Sequence[int], happened: Happened, by: Actor, at: datetime
) -> None:
    """
    Note what happened to one item, or to several that were voted on together.

    :raises NotNow: if the meeting is not being held
    :raises NotSo: if the items, the activity or the ballots cannot be so
    :raises TallyDisagrees: if the announced tally is not the sum of the ballots
    """
    require(by, verbs.OPENED_MEETING)
    with holding(city, code) as meeting:
        _check_open(meeting)
        outcome = _checked(city, meeting, items, happened)
        data = {
            "items": list(items),
            "type": outcome.type,
            "parameters": dict(outcome.parameters),
            "question": outcome.question,
            "method": Method(outcome.method).value,
            "exceptions": {who: said.value for who, said in outcome.exceptions.items()},
            "voted": outcome.voted,
        }
        _step(meeting, "vote", data, by=by, at=at)


def _checked(city: City, meeting: MeetingRow, items: Sequence[int], happened: Happened) -> Outcome:
    """Return what happened as it is noted, or refuse it."""
    rows = {row.pk: row for row in open_items(meeting)}
    if not items or any(key not in rows for key in items):
        raise NotSo("items", "Choose items of this agenda.")
    kind = _type(city, happened.type)
    if kind is not None:
        _activity(city, happened.type, happened.parameters)
    state, sit = _running(meeting), _members(city, meeting)
    _check_names(city, meeting, happened.exceptions)
    outcome = Outcome(
        type=happened.type,
        parameters=happened.parameters,
        question=_question(kind).value,
        method=happened.method,
        exceptions=happened.exceptions,
        voted=happened.voted and bool(sit),
    )
    for key in items:
        _check_result(city, rows[key], kind, outcome, sit, state)
    _check_announced(happened, outcome, sit, state)
    return outcome


def clear_outcome(*, city: City, code: str, item: int, by: Actor, at: datetime) -> None:
    """
    Say that what was noted of an item did not happen.

    :raises NotNow: if the meeting is not being held
    """
    require(by, verbs.OPENED_MEETING)
    with holding(city, code) as meeting:
        _check_open(meeting)
        _step(meeting, "clear", {"items": [item]}, by=by, at=at)


def undo_step(*, city: City, code: str, by: Actor, at: datetime) -> bool:
    """
    Take the last step back, and say whether there was one. The call of the roll stays.

    :raises NotNow: if the meeting is not being held
    """
    require(by, verbs.OPENED_MEETING)
    with holding(city, code) as meeting:
        _check_open(meeting)
        last = meeting.steps.filter(undone=False, position__gt=0).order_by("-position").first()
        if last is None:
            return False
        last.undone = True
        last.save(update_fields=["undone"])
        return True


def close_meeting(
    *, city: City, code: str, seen: int | None = None, by: Actor, at: datetime
) -> int:
    """
    End a meeting: enter what was noted on the record of each file, and say how many were acted on.

    :raises NotNow: if the meeting is not being held
    :raises MeetingStale: if somebody else changed it meanwhile
    """
    with holding(city, code, seen=seen) as meeting:
        meeting.status = meetings.after(Status(meeting.status), Happening.CLOSE)
        state, sit = _running(meeting), _members(city, meeting)
        rows = [row for row in open_items(meeting) if row.pk in state.outcomes]
        for row in sorted(rows, key=lambda each: each.file_id or 0):
            _enter(city, meeting, row, state, sit, by=by, at=at)
        meeting.closed_at = at
        meeting.absent = sorted(state.absent)
        meeting.present = [who.code for who in sit if who.code not in state.absent]
        happen_to(
            meeting,
            verbs.CLOSED_MEETING,
            by=by,
            at=at,
            present=meeting.present,
            absent=meeting.absent,
            acted_on=[row.file.identifier for row in rows if row.file],
        )
        return len(rows)


def _enter(
    city: City,
    meeting: MeetingRow,
    row: AgendaItemRow,
    state: Running,
    sit: Sequence[PersonShown],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Enter the activity and the vote of one item on the record of its file."""
    outcome = state.outcomes[row.pk]
    if row.file is None:
        return
    kind = _type(city, outcome.type)
    with changing(city, row.file.identifier) as file:
        decides = None
        if kind is not None:
            activity = _activity(city, outcome.type, outcome.parameters)
            decides = enter_activity(
                city, file, activity, meeting.day, by=by, at=at, meeting=meeting.code
            )
        if outcome.voted:
            vote = _vote(city, meeting, row, outcome, kind, sit, state, decides)
            keys = {who.code: who.id for who in sit}
            enter_vote(city, file, vote, by=by, at=at, people=keys, meeting=meeting, item=row)
        reckon(city, file, at.astimezone(city.zone).date())


def _vote(
    city: City,
    meeting: MeetingRow,
    row: AgendaItemRow,
    outcome: Outcome,
    kind: ActionType | None,
    sit: Sequence[PersonShown],
    state: Running,
    decides: int | None,
) -> Vote:
    body = meeting.body.code if meeting.body else ""
    section = agendas.section(row.section, council_settings(city).sections)
    return Vote(
        day=meeting.day,
        question=outcome.question,
        label=kind.label.get("en", kind.code) if kind else "",
        ballots=running.ballots(outcome, [who.code for who in sit], state.absent),
        seats={who.code: who.seat(body, meeting.day) for who in sit},
        method=outcome.method,
        needed=_needed(city, meeting, row, outcome, len(sit)),
        kind=meeting.kind,
        closed_session=bool(section and section.closed),
        decides=decides,
    )


def _needed(city: City, meeting: MeetingRow, row: AgendaItemRow, outcome: Outcome, sit: int) -> int:
    """Return how many must say yes to an item; a committee acts by a majority of its members."""
    if not _is_council(city, meeting):
        return sit // 2 + 1
    question = Question(outcome.question)
    return max(row.votes, rules.needed(question, "", council_settings(city)))


def _check_result(
    city: City,
    row: AgendaItemRow,
    kind: ActionType | None,
    outcome: Outcome,
    sit: Sequence[PersonShown],
    state: Running,
) -> None:
    """Refuse to say that an item was decided by a vote that was not enough."""
    if not outcome.voted or kind is None or kind.effect not in (Effect.DECIDES, Effect.REPORTS):
        return
    takes = _needed(city, row.meeting, row, outcome, len(sit))
    said = running.ballots(outcome, [who.code for who in sit], state.absent)
    tally = rules.count(said.values())
    carried = rules.result(tally, takes, tally.everyone) is Result.CARRIED
    if not carried and kind.result not in NEGATIVE:
        raise NotSo(
            "ballots",
            f"Item {row.number} takes {takes} votes and has {tally.yes}. Choose an activity that"
            " says it failed or was continued, or change the ballots.",
        )


NEGATIVE = frozenset({"failed", "lost", "denied", "rejected"})
"""Results that a vote which was not enough may have."""


def _check_announced(
    happened: Happened, outcome: Outcome, sit: Sequence[PersonShown], state: Running
) -> None:
    if happened.announced.strip() and outcome.voted:
        said = running.ballots(outcome, [who.code for who in sit], state.absent)
        rules.prove(happened.announced, rules.count(said.values()))


def _question(kind: ActionType | None) -> Question:
    if kind is None:
        return Question.OTHER
    if kind.effect is Effect.DECIDES and "urgent" in kind.result:
        return Question.URGENCY
    return {
        Effect.DECIDES: Question.ADOPT,
        Effect.REPORTS: Question.ADOPT,
        Effect.RECONSIDERS: Question.RECONSIDER,
        Effect.CONTINUES: Question.CONTINUE,
        Effect.REFERS: Question.REFER,
        Effect.RE_REFERS: Question.REFER,
    }.get(kind.effect, Question.OTHER)


def _type(city: City, code: str) -> ActionType | None:
    if not code:
        return None
    found = next((each for each in offered_types(city) if each.code == code), None)
    if found is None:
        raise NotSo("type", f"{code!r} is nothing that happens to a file here.")
    return found


def _activity(city: City, code: str, parameters: Mapping[str, Any]) -> Activity:
    try:
        return grammar(city).of_json({"type": code, "parameters": dict(parameters)})
    except NotAnActivity as fault:
        raise NotSo("activity", str(fault)) from fault


def _check_roll(city: City, meeting: MeetingRow, absent: Sequence[str]) -> list[str]:
    """Return who is there, by code, or refuse to begin."""
    _check_names(city, meeting, absent)
    sit = _members(city, meeting)
    here = [who.code for who in sit if who.code not in absent]
    takes = meetings.quorum(council_settings(city), _is_council(city, meeting), len(sit))
    if len(here) < takes:
        raise NoQuorum(
            f"{len(here)} of {len(sit)} are here; a quorum is {takes}. Wait, or end the meeting for"
            " want of a quorum, which continues its items."
        )
    return here


def _check_names(city: City, meeting: MeetingRow, named: Sequence[str] | Mapping[str, Any]) -> None:
    known = {who.code for who in _members(city, meeting)}
    strange = sorted(set(named) - known)
    if strange:
        raise NotSo("ballots", f"{', '.join(strange)} does not sit in this body on that day.")


def _members(city: City, meeting: MeetingRow) -> tuple[PersonShown, ...]:
    return members(city, meeting.body.code, meeting.day) if meeting.body else ()


def _is_council(city: City, meeting: MeetingRow) -> bool:
    return meeting.body is not None and meeting.body.code == council_settings(city).council


def _check_open(meeting: MeetingRow) -> None:
    if meeting.status != Status.OPEN:
        raise NotNow("The meeting is not being held now.")


def _running(meeting: MeetingRow) -> Running:
    return running.run(
        running.Step(kind=row.kind, data=row.data, undone=row.undone)
        for row in meeting.steps.order_by("position")
    )


def _step(meeting: MeetingRow, kind: str, data: dict[str, Any], *, by: Actor, at: datetime) -> None:
    last = meeting.steps.order_by("-position").values_list("position", flat=True).first()
    MeetingStepRow.objects.create(
        meeting=meeting,
        position=0 if last is None else last + 1,
        kind=kind,
        data=data,
        at=at,
        by=by.label,
    )
    meeting.changed_at = max(at, meeting.changed_at)
