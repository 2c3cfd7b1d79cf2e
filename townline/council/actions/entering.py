"""Entering what happened to a file, and correcting what was entered."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, happen, reckon
from townline.council.models import CouncilFile, DocumentRow, Filed, FileEntry
from townline.council.queries.describing import offered_types
from townline.council.queries.lines import grammar
from townline.council.rules.grammar import Grammar, NotAnActivity
from townline.council.rules.vocabulary import OTHER, Activity
from townline.record.verbs import Actor

LONGEST_REASON = 1_000


class Refused(ValueError):
    """An activity that the desk does not take; ``part`` names what is wrong with it."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part = part


class NoSuchEntry(LookupError):
    """The file has no such activity, or it does not stand any more; the text says which."""


def act(
    *,
    city: City,
    identifier: str,
    activity: Activity,
    day: date,
    documents: Sequence[int] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Enter an activity and return its ``seq``.

    :param documents: the ``seq`` of the entries by which its papers were filed
    :raises NoSuchFile: if there is no such file
    :raises Stale: if somebody else changed it meanwhile
    :raises Refused: if the activity is none that may be entered now, on that day
    :raises NotAllowed: if the actor may not
    """
    _check(city, activity, day, at)
    with changing(city, identifier, seen=seen) as file:
        _check_day(file, day)
        papers = _papers(file, documents)
        seq = enter_activity(city, file, activity, day, papers=papers, by=by, at=at)
        reckon(city, file, at.astimezone(city.zone).date())
    return seq


def enter_activity(
    city: City,
    file: CouncilFile,
    activity: Activity,
    day: date,
    *,
    papers: Sequence[DocumentRow] = (),
    position: int | None = None,
    rules: Grammar | None = None,
    by: Actor,
    at: datetime,
    **data: Any,
) -> int:
    """
    Enter an activity in the record of a file that is held, without asking whether it may be.

    :param rules: the grammar of the city, for those who enter many and hold it once
    """
    place = next_position(file, day) if position is None else position
    kept = (rules or grammar(city)).as_json(activity)
    seq = happen(
        file,
        verbs.ACTED,
        by=by,
        at=at,
        date=day.isoformat(),
        position=place,
        activity=kept,
        documents=[paper.seq for paper in papers],
        **data,
    )
    _hang(file, seq, papers)
    return seq


def correct(
    *,
    city: City,
    identifier: str,
    entry: int,
    activity: Activity,
    day: date,
    reason: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Put an activity in the place of one that was entered, which stays in the record.

    :param entry: the ``seq`` of the activity as it stands now
    :raises NoSuchEntry: if it is no activity of the file, or does not stand any more
    :raises Refused: as for :func:`act`, or if no reason is given
    """
    _check(city, activity, day, at)
    check_reason(reason)
    with changing(city, identifier, seen=seen) as file:
        _check_day(file, day)
        before = standing_entry(file, entry)
        same = before.date == day
        seq = happen(
            file,
            verbs.CORRECTED,
            by=by,
            at=at,
            corrects=entry,
            reason=reason,
            date=day.isoformat(),
            position=before.position if same else next_position(file, day),
            activity=grammar(city).as_json(activity),
            documents=before.data.get("documents", []),
        )
        _hang(file, seq, [each.document for each in before.papers.select_related("document")])
        reckon(city, file, at.astimezone(city.zone).date())
    return seq


def take_back(
    *,
    city: City,
    identifier: str,
    entry: int,
    reason: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Say that an activity which was entered did not happen; it stays in the record.

    :raises NoSuchEntry: if it is no activity of the file, or does not stand any more
    :raises Refused: if no reason is given
    """
    check_reason(reason)
    with changing(city, identifier, seen=seen) as file:
        before = standing_entry(file, entry)
        seq = happen(
            file,
            verbs.VOIDED,
            by=by,
            at=at,
            corrects=entry,
            reason=reason,
            date=before.date.isoformat() if before.date else None,
            position=before.position,
        )
        reckon(city, file, at.astimezone(city.zone).date())
    return seq


def standing_entry(file: CouncilFile, seq: int) -> FileEntry:
    """
    Return an activity of a file as it stands.

    :raises NoSuchEntry: if there is none, or another entry stands in its place
    """
    codes = (verbs.ACTED.code, verbs.CORRECTED.code)
    entry = file.entries.filter(seq=seq, verb__in=codes).first()
    if entry is None:
        raise NoSuchEntry(f"{file.identifier} has no activity {seq}.")
    later = file.entries.filter(corrects=seq).values_list("seq", flat=True).first()
    if later is not None:
        raise NoSuchEntry(f"Entry {seq} was corrected by entry {later} already; correct that one.")
    return entry


def next_position(file: CouncilFile, day: date) -> int:
    """Return the place of what happens last on a day so far."""
    last = file.entries.filter(date=day).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _check(city: City, activity: Activity, day: date, at: datetime) -> None:
    offered = {each.code: each for each in offered_types(city)}
    if activity.type == OTHER or activity.type not in offered:
        known = ", ".join(sorted(offered))
        raise Refused("type", f"{activity.type!r} is nothing that happens to a file here: {known}.")
    try:
        rules = grammar(city)
        rules.of_json(rules.as_json(activity))
    except NotAnActivity as fault:
        raise Refused("activity", str(fault)) from fault
    if day > at.astimezone(city.zone).date():
        raise Refused("date", f"{day} is yet to come; an activity is entered once it happened.")


def _check_day(file: CouncilFile, day: date) -> None:
    if file.received_date and day < file.received_date:
        raise Refused("date", f"{day} is before the file came, on {file.received_date}.")


def check_reason(reason: str) -> None:
    """
    Refuse to alter the record without a reason.

    :raises Refused: if there is none, or it is too long
    """
    if not reason.strip():
        raise Refused("reason", "Say why; the reason stands in the record beside the correction.")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", f"A reason has {LONGEST_REASON} characters at most.")


def _papers(file: CouncilFile, seqs: Sequence[int]) -> list[DocumentRow]:
    found = {row.seq: row for row in file.documents.filter(seq__in=seqs)}
    for seq in seqs:
        if seq not in found:
            raise Refused("documents", f"{file.identifier} has no document {seq}.")
    return [found[seq] for seq in seqs]


def _hang(file: CouncilFile, seq: int, papers: Sequence[DocumentRow]) -> None:
    if papers:
        entry = file.entries.get(seq=seq)
        Filed.objects.bulk_create(
            Filed(entry=entry, document=paper, position=position)
            for position, paper in enumerate(papers)
        )
