"""Votes, ballots and those who cast them, as other systems are given them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from townline.cities.rules.city import City
from townline.council.models import BallotRow, FileEntry, MembershipRow, PersonRow, VoteRow
from townline.council.queries.exchange.conditional import as_q
from townline.council.queries.exchange.deeds import superseded
from townline.council.queries.exchange.files import MOST
from townline.council.rules.conditions import Condition

COLUMNS = frozenset({"id", "vote__changed_at", "option"})
"""What may be asked about a ballot."""


@dataclass(frozen=True, kw_only=True)
class PersonTold:
    """Someone who votes or moves, with the number that other systems know them by."""

    id: int
    code: str
    name: str
    active: bool
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfficeTold:
    """That a person sits in a body for a time."""

    id: int
    person: PersonTold
    body_id: int
    body_code: str
    seat: str
    area: str
    role: str
    since: date | None
    until: date | None


@dataclass(frozen=True, kw_only=True)
class VoteTold:
    """A vote on a file."""

    id: int
    file_id: int
    identifier: str
    seq: int
    date: date
    position: int
    question: str
    label: str
    method: str
    result: str
    tally: str
    """``11 - 0 - 4``: yes, no, absent."""
    counts: Mapping[str, int]
    meeting_id: int | None
    item_id: int | None
    decides: int | None
    """The ``seq`` of the activity that says what it decided."""
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class BallotTold:
    """How one person voted."""

    id: int
    vote_id: int
    person_id: int
    person_name: str
    person: str
    option: str
    position: int
    changed_at: datetime
    item_id: int | None = None
    entry_id: int | None = None
    """
    The entry of the file's record by which the vote is known: what it decided, else itself. None
    where it is known by its item.
    """


def persons_told(city: City) -> tuple[PersonTold, ...]:
    """Return everyone whom the council's record names, in the order of their numbers."""
    rows = PersonRow.objects.filter(city_id=city.id).order_by("pk")
    return tuple(_person(row) for row in rows)


def offices_told(
    city: City, *, person: int | None = None, body: int | None = None
) -> tuple[OfficeTold, ...]:
    """Return who sat where and when, in the order of their numbers."""
    rows = MembershipRow.objects.filter(person__city_id=city.id)
    if person is not None:
        rows = rows.filter(person_id=person)
    if body is not None:
        rows = rows.filter(body_id=body)
    return tuple(
        OfficeTold(
            id=row.pk,
            person=_person(row.person),
            body_id=row.body_id,
            body_code=row.body.code,
            seat=row.seat.code if row.seat else "",
            area=row.seat.area if row.seat else "",
            role=row.role,
            since=row.since,
            until=row.until,
        )
        for row in rows.select_related("person", "body", "seat").order_by("pk")
    )


def votes_told(
    city: City,
    *,
    files: Sequence[int] | None = None,
    meetings: Sequence[int] | None = None,
    items: Sequence[int] | None = None,
) -> tuple[VoteTold, ...]:
    """Return the votes of files, meetings or items, in the order in which they were taken."""
    rows = _votes(city)
    for name, keys in (("file_id", files), ("meeting_id", meetings), ("item_id", items)):
        if keys is not None:
            rows = rows.filter(**{f"{name}__in": keys})
    return tuple(_vote(row) for row in rows.order_by("date", "position", "pk"))


def votes_after(city: City, key: int, *, most: int) -> tuple[VoteTold, ...]:
    """Return the votes after one, in the order of their numbers."""
    return tuple(_vote(row) for row in _votes(city).filter(pk__gt=key).order_by("pk")[:most])


def votes_of_entry(city: City, key: int) -> tuple[bool, tuple[VoteTold, ...]]:
    """Return whether everyone may read an entry of a file's record, and the votes it tells of."""
    found = FileEntry.objects.filter(
        pk=key, subject__city_id=city.id, subject__restricted=False
    ).values_list("subject_id", "seq")
    entry = found.first()
    if entry is None:
        return False, ()
    file_id, seq = entry
    rows = _votes(city).filter(file_id=file_id).filter(Q(decides=seq) | Q(seq=seq))
    return True, tuple(_vote(row) for row in rows.order_by("date", "position", "pk"))


def ballots_told(city: City, votes: Sequence[VoteTold]) -> dict[int, tuple[BallotTold, ...]]:
    """Return the ballots of votes in the order of the roll, by the vote's number."""
    found: dict[int, list[BallotTold]] = {vote.id: [] for vote in votes}
    rows = BallotRow.objects.filter(vote_id__in=list(found)).select_related("person", "vote")
    for row in rows.order_by("vote_id", "position"):
        found[row.vote_id].append(_ballot(row))
    return {key: tuple(each) for key, each in found.items()}


def ballots_of_person(
    city: City, person: int, *, where: Condition, top: int = MOST, skip: int = 0
) -> tuple[BallotTold, ...]:
    """
    Return a page of how a person voted, oldest first.

    :raises KeyError: for a column that ballots do not have; doors allow none such
    """
    rows = BallotRow.objects.filter(
        person_id=person,
        person__city_id=city.id,
        vote__file__restricted=False,
        vote__voided=None,
    ).filter(as_q(where, COLUMNS))
    page = list(
        rows.select_related("person", "vote").order_by("date", "vote_id")[
            skip : skip + min(top, MOST)
        ]
    )
    votes = [row.vote for row in page]
    later = superseded(votes)
    entries = _entries([each for each in votes if each.item_id is None or each.pk in later])
    return tuple(_ballot(row, entries.get(row.vote_id)) for row in page)


def _entries(votes: Sequence[VoteRow]) -> dict[int, int]:
    """Return the key of the entry by which each vote is known."""
    wanted = {(vote.file_id, vote.decides or vote.seq): vote.pk for vote in votes}
    rows = FileEntry.objects.filter(
        subject_id__in={file_id for file_id, _ in wanted}, seq__in={seq for _, seq in wanted}
    ).values_list("subject_id", "seq", "pk")
    by_place = {(file_id, seq): key for file_id, seq, key in rows}
    return {
        vote.pk: by_place[place]
        for vote in votes
        if (place := (vote.file_id, vote.decides or vote.seq)) in by_place
    }


def _votes(city: City) -> QuerySet[VoteRow]:
    return VoteRow.objects.filter(
        file__city_id=city.id, file__restricted=False, voided=None
    ).select_related("file")


def _person(row: PersonRow) -> PersonTold:
    return PersonTold(
        id=row.pk, code=row.code, name=row.name, active=row.described, updated_at=row.updated_at
    )


def _vote(row: VoteRow) -> VoteTold:
    counts = {
        "yes": row.yes,
        "no": row.no,
        "absent": row.absent,
        "recused": row.recused,
        "abstain": row.abstain,
    }
    return VoteTold(
        id=row.pk,
        file_id=row.file_id,
        identifier=row.file.identifier,
        seq=row.seq,
        date=row.date,
        position=row.position,
        question=row.question,
        label=row.label,
        method=row.method,
        result=row.result,
        tally=f"{row.yes} - {row.no} - {row.absent}",
        counts=counts,
        meeting_id=row.meeting_id,
        item_id=row.item_id,
        decides=row.decides,
        changed_at=row.changed_at,
    )


def _ballot(row: BallotRow, entry: int | None = None) -> BallotTold:
    return BallotTold(
        id=row.pk,
        vote_id=row.vote_id,
        person_id=row.person_id,
        person_name=row.person.name,
        person=row.person.code,
        option=row.option,
        position=row.position,
        changed_at=row.vote.changed_at,
        item_id=row.vote.item_id,
        entry_id=entry,
    )
