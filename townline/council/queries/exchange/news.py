"""What happened lately, for feeds and calendars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from townline.cities.rules.city import City
from townline.council.models import BallotRow, CouncilFile, FileEntry
from townline.council.queries.exchange.history import histories
from townline.council.queries.exchange.meetings import MeetingTold, meetings_where
from townline.council.queries.files import FileShown, shown
from townline.council.queries.history import ActivityShown
from townline.council.queries.search import search
from townline.council.rules.searching import Wanted

MOST = 50
"""Entries of a feed."""


@dataclass(frozen=True, kw_only=True)
class News:
    """A file with one of its activities; None where it has none yet."""

    file: FileShown
    line: ActivityShown | None

    @property
    def at(self) -> datetime:
        """When readers could see it."""
        return self.line.entered_at if self.line else self.file.changed_at

    @property
    def key(self) -> int:
        """The key of the activity's entry."""
        return self.line.id if self.line else 0


@dataclass(frozen=True, kw_only=True)
class BallotNews:
    """How somebody voted on a file."""

    vote_id: int
    identifier: str
    title: str
    day: date
    option: str
    label: str
    at: datetime


def files_lately(city: City, wanted: Wanted) -> tuple[News, ...]:
    """Return the files that fit, the one that changed last first, each with its last activity."""
    keys = [hit.id for hit in search(city, wanted, limit=MOST).files]
    found = CouncilFile.objects.readable(city.id).filter(pk__in=keys)
    told = histories(keys, city)
    news = (News(file=shown(row), line=_last(told[row.pk])) for row in found)
    return tuple(sorted(news, key=lambda each: (each.file.changed_at, each.file.id), reverse=True))


def activities_of(city: City, files: Sequence[FileShown]) -> tuple[News, ...]:
    """Return the activities of some files that stand, the newest entry first."""
    told = histories([file.id for file in files], city)
    news = (News(file=file, line=line) for file in files for line in told[file.id] if line.stands)
    newest = sorted(
        news, key=lambda each: (each.at, each.line.id if each.line else 0), reverse=True
    )
    return tuple(newest[:MOST])


def referrals_lately(city: City, types: Iterable[str], *, since: date) -> tuple[News, ...]:
    """Return the referrals of the last days, the newest day first."""
    rows = FileEntry.objects.filter(
        type__in=list(types), date__gte=since,
        subject__city_id=city.id, subject__restricted=False,
    )  # fmt: skip
    newest = rows.order_by("-date", "-id").values_list("subject_id", flat=True)
    keys = list(dict.fromkeys(newest[:500]))
    wanted = set(types)
    told = histories(keys, city)
    files = {row.pk: shown(row) for row in CouncilFile.objects.filter(pk__in=keys)}
    news = [
        News(file=files[key], line=line)
        for key in keys
        for line in told[key]
        if line.stands and line.type in wanted and line.date >= since
    ]
    return tuple(sorted(news, key=_by_day, reverse=True))


def ballots_lately(city: City, person: int) -> tuple[BallotNews, ...]:
    """Return how somebody voted, the newest vote first."""
    rows = BallotRow.objects.filter(
        person_id=person, person__city_id=city.id, vote__file__restricted=False, vote__voided=None
    ).select_related("vote__file")
    return tuple(
        BallotNews(
            vote_id=row.vote_id,
            identifier=row.vote.file.identifier,
            title=row.vote.file.title,
            day=row.date,
            option=row.option,
            label=row.vote.label,
            at=row.vote.changed_at,
        )
        for row in rows.order_by("-date", "-vote_id")[:MOST]
    )


def meetings_of_file(city: City, file_id: int) -> tuple[MeetingTold, ...]:
    """Return the meetings on whose agendas a file stands, those alone that were posted."""
    posted = Q(version__gt=0) | Q(origin="imported")
    return meetings_where(
        city, posted, items__file_id=file_id, items__removed=False, items__file__restricted=False
    )


def meetings_since(city: City, day: date, *, body_id: int | None = None) -> tuple[MeetingTold, ...]:
    """Return the meetings from a day on, of one body or of all."""
    asked = {} if body_id is None else {"body_id": body_id}
    return meetings_where(city, day__gte=day, **asked)


def scheduled(city: City, since: date, *, district: str) -> tuple[FileShown, ...]:
    """Return the files about a district that are scheduled for a day from one on."""
    rows = CouncilFile.objects.readable(city.id).filter(
        next_date__gte=since, districts__contains=[district]
    )
    return tuple(shown(row) for row in rows.order_by("next_date", "pk")[:500])


def _last(lines: Sequence[ActivityShown]) -> ActivityShown | None:
    return next((line for line in reversed(lines) if line.stands), None)


def _by_day(news: News) -> tuple[date, int]:
    assert news.line is not None
    return news.line.date, news.line.id
