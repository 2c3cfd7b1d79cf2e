"""Votes: of a file, of a member, of a seat."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from townline.cities.rules.city import City
from townline.council.models import BallotRow, FileEntry, VoteRow
from townline.council.queries.describing import vocabulary
from townline.council.queries.people import people
from townline.council.rules.ballots import Option, Tally
from townline.council.rules.lines import Voted


@dataclass(frozen=True, kw_only=True)
class BallotShown:
    """How one person voted."""

    person: str
    """Their code."""
    name: str
    seat: str
    option: str


@dataclass(frozen=True, kw_only=True)
class VoteShown:
    """A vote as pages show it."""

    id: int
    identifier: str
    title: str
    restricted: bool
    seq: int
    """Its entry in the record of the file."""
    date: date
    order: int
    kind: str
    question: str
    label: str
    method: str
    result: str
    needed: int | None
    tally: Tally
    given: str
    """The tally as the source wrote it, where it is not the sum of the ballots."""
    closed_session: bool
    decides: int | None
    """The activity that says what it decided."""
    meeting: str
    """The code of its meeting; empty where none is known."""
    item: int | None
    voided: bool
    voided_because: str
    """Why it was taken back; empty where it stands."""
    ballots: tuple[BallotShown, ...]
    entered_at: datetime
    """When the record came to know it, in the city's zone."""

    @property
    def voted(self) -> Voted:
        """As the clock of its file reads it."""
        known = self.entered_at.date()
        return Voted(seq=self.seq, date=self.date, known=known, label=self.label)

    def of(self, option: str) -> tuple[BallotShown, ...]:
        """Return the ballots that say so."""
        return tuple(each for each in self.ballots if each.option == option)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which votes somebody looks for."""

    person: str = ""
    seat: str = ""
    option: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some votes, newest first, and whether there are more."""

    votes: tuple[VoteShown, ...]
    next: tuple[date, int] | None
    """The day and key after which the next page begins; None on the last one."""


def votes_of(city: City, identifier: str, *, behind: bool = False) -> tuple[VoteShown, ...]:
    """Return the votes of a file, newest day first, those of a day in their order."""
    rows = _readable(city, behind).filter(file__identifier=identifier)
    return _shown(city, rows.order_by("-date", "position"))


def voted(city: City, file_id: int) -> tuple[Voted, ...]:
    """Return the votes of a file as its clock reads them; none where the folder reads none."""
    if not any(kind.votes for kind in vocabulary(city).types):
        return ()
    rows = _with_entry(VoteRow.objects.filter(file_id=file_id, voided=None)).order_by("seq")
    return tuple(
        Voted(seq=seq, date=day, known=entered_at.astimezone(city.zone).date(), label=label)
        for seq, day, entered_at, label in rows.values_list("seq", "date", "entered_at", "label")
    )


def _with_entry(rows: QuerySet[VoteRow]) -> QuerySet[Any]:
    """Return votes with the moment at which each was entered."""
    entry = FileEntry.objects.filter(subject_id=OuterRef("file_id"), seq=OuterRef("seq"))
    return rows.annotate(entered_at=Subquery(entry.values("entered_at")[:1]))


def votes_at(city: City, meeting: str, *, behind: bool = False) -> tuple[VoteShown, ...]:
    """Return the votes of a meeting, in the order in which they were taken."""
    rows = _readable(city, behind).filter(meeting__code=meeting)
    return _shown(city, rows.order_by("pk"))


def votes(
    city: City, asked: Asked, *, most: int = 50, after: tuple[date, int] | None = None
) -> Page:
    """Return the votes that somebody looks for, newest first; three statements."""
    if asked.person or asked.seat:
        keys = _by_ballot(city, asked, most + 1, after)
    else:
        keys = _by_vote(city, asked, most + 1, after)
    rows = _readable(city, behind=False).filter(pk__in=[key for _, key in keys[:most]])
    found = _shown(city, rows.order_by("-date", "-pk"))
    return Page(votes=found, next=keys[most - 1] if len(keys) > most else None)


def _by_ballot(
    city: City, asked: Asked, most: int, after: tuple[date, int] | None
) -> list[tuple[date, int]]:
    """Find votes by the ballots of a person or a seat, in the order of their index."""
    rows = BallotRow.objects.filter(
        vote__file__city_id=city.id, vote__file__restricted=False, vote__voided=None
    )
    if asked.person:
        rows = rows.filter(
            person_id__in=[each.id for each in people(city) if each.code == asked.person]
        )
    if asked.seat:
        rows = rows.filter(seat=asked.seat)
    if asked.option:
        rows = rows.filter(option=asked.option)
    rows = _between(rows, asked)
    if after is not None:
        rows = rows.filter(Q(date__lt=after[0]) | Q(date=after[0], vote_id__lt=after[1]))
    found = rows.order_by("-date", "-vote_id").values_list("date", "vote_id")
    return list(found[:most])


def _by_vote(
    city: City, asked: Asked, most: int, after: tuple[date, int] | None
) -> list[tuple[date, int]]:
    rows = _between(_readable(city, behind=False).filter(voided=None), asked)
    if after is not None:
        rows = rows.filter(Q(date__lt=after[0]) | Q(date=after[0], pk__lt=after[1]))
    return list(rows.order_by("-date", "-pk").values_list("date", "pk")[:most])


def _between(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.since is not None:
        rows = rows.filter(date__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(date__lte=asked.until)
    return rows


def _readable(city: City, behind: bool) -> QuerySet[VoteRow]:
    rows = VoteRow.objects.filter(file__city_id=city.id)
    return rows if behind else rows.filter(file__restricted=False)


def _shown(city: City, rows: QuerySet[VoteRow]) -> tuple[VoteShown, ...]:
    why = FileEntry.objects.filter(subject=OuterRef("file"), seq=OuterRef("voided"))
    reason = Subquery(why.values(said=KeyTextTransform("reason", "data"))[:1])
    whole = _with_entry(rows).select_related("file", "meeting")
    found = list(whole.annotate(because=reason))
    said: dict[int, list[BallotShown]] = {}
    ballots = BallotRow.objects.filter(vote_id__in=[each.pk for each in found])
    for row in ballots.select_related("person").order_by("vote_id", "position"):
        said.setdefault(row.vote_id, []).append(
            BallotShown(
                person=row.person.code, name=row.person.name, seat=row.seat, option=row.option
            )
        )
    return tuple(_vote(city, row, tuple(said.get(row.pk, ()))) for row in found)


def _vote(city: City, row: Any, ballots: tuple[BallotShown, ...]) -> VoteShown:
    tally = Tally(
        yes=row.yes, no=row.no, absent=row.absent, recused=row.recused, abstain=row.abstain
    )
    return VoteShown(
        id=row.pk,
        identifier=row.file.identifier,
        title=row.file.title,
        restricted=row.file.restricted,
        seq=row.seq,
        date=row.date,
        order=row.position,
        kind=row.kind,
        question=row.question,
        label=row.label,
        method=row.method,
        result=row.result,
        needed=row.needed,
        tally=tally,
        given=row.given if row.given.strip("() ") != tally.written() else "",
        closed_session=row.closed_session,
        decides=row.decides,
        meeting=row.meeting.code if row.meeting else "",
        item=row.item_id,
        voided=row.voided is not None,
        voided_because=row.because or "",
        ballots=ballots,
        entered_at=row.entered_at.astimezone(city.zone),
    )


def options_of(city: City, person: int) -> dict[str, int]:
    """Return how often a person voted how, for the top of their page."""
    rows = BallotRow.objects.filter(
        person_id=person, vote__file__restricted=False, vote__voided=None
    ).values_list("option")
    counted = dict(rows.annotate(n=Count("pk")).order_by())
    return {each.value: counted[each.value] for each in Option if each.value in counted}
