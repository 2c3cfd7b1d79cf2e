"""What a member is changing on screen: the folder as it would be, and how it came so."""

import functools
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.cities.rules.editions import EditionLine
from townline.founding import verbs
from townline.founding.models import RevisedFile, Revision, RevisionEntry
from townline.founding.queries.editions import EDITIONS_KEPT
from townline.founding.rules import draft as drafts
from townline.founding.rules.draft import Draft
from townline.record.verbs import Actor


@dataclass(frozen=True, kw_only=True)
class Step:
    """One change of a revision, which can be taken back while it is the last."""

    number: int
    what: str
    at: datetime
    paths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A revision that is open: the steps of its member on top of an edition."""

    number: str
    base: EditionLine
    steps: tuple[Step, ...]
    seen: int
    """The last line of its record: what is decided about it says up to where it was known."""

    def is_behind(self, city: City) -> bool:
        """Return whether an edition was made meanwhile that it does not know."""
        return self.base.number != city.edition


@dataclass(frozen=True, kw_only=True)
class Other:
    """A revision that somebody else has open."""

    by: str
    begun_at: datetime
    steps: int


@dataclass(frozen=True, kw_only=True)
class RevisionLine:
    """One line of a revision's history."""

    verb: str
    at: datetime
    by: str
    says: str


def worked(city: City, by: Actor) -> Worked | None:
    """Return what a member has begun and neither published nor thrown away."""
    open_rows = Revision.objects.filter(city_id=city.id, ended_at=None)
    open_rows = open_rows.select_related("base__base")
    row = open_rows.filter(member_id=by.member_id or 0).first()
    if row is None:
        return None
    files = RevisedFile.objects.filter(revision=row).order_by("step", "path")
    steps: dict[int, Step] = {}
    for number, path, what, at in files.values_list("step", "path", "what", "at"):
        before = steps[number].paths if number in steps else ()
        steps[number] = Step(number=number, what=what, at=at, paths=(*before, path))
    base = cities.line_of(row.base)
    return Worked(number=row.number, base=base, steps=tuple(steps.values()), seen=row.seq)


def files_worked(city: City, revision: Worked | None) -> dict[str, bytes]:
    """Return the folder as a revision leaves it; without one, as it is in force."""
    if revision is None:
        return dict(_files(city.edition_id))
    return overlaid(_files(revision.base.id), changed_files(revision.number))


@functools.lru_cache(maxsize=EDITIONS_KEPT)
def _files(edition_id: int) -> dict[str, bytes]:
    return cities.edition_files(edition_id)


def changed_files(number: str) -> dict[str, bytes | None]:
    """Return what a revision changed, by path; None is taken out."""
    rows = RevisedFile.objects.filter(revision__number=number).order_by("path", "-step")
    last = rows.distinct("path").values_list("path", "content")
    return {path: None if content is None else bytes(content) for path, content in last}


def overlaid(files: dict[str, bytes], changes: dict[str, bytes | None]) -> dict[str, bytes]:
    """Return files with changes put over them."""
    kept = {path: content for path, content in files.items() if path not in changes}
    put = {path: content for path, content in changes.items() if content is not None}
    return dict(sorted((kept | put).items()))


def draft_worked(city: City, revision: Worked | None) -> Draft:
    """Return what the folder would say of the city once a revision is published."""
    return drafts.of_files(city.slug, files_worked(city, revision))


def others(city: City, by: Actor) -> tuple[Other, ...]:
    """Return the revisions that others have open, the oldest first."""
    rows = Revision.objects.filter(city_id=city.id, ended_at=None).exclude(
        member_id=by.member_id or 0
    )
    counted = rows.select_related("member").order_by("begun_at")
    return tuple(
        Other(by=row.member.label, begun_at=row.begun_at, steps=row.steps or 0)
        for row in counted.annotate(steps=Max("files__step"))
    )


def history(city: City, edition: EditionLine) -> tuple[RevisionLine, ...]:
    """Return how an edition that was made on screen came about, the oldest line first."""
    rows = RevisionEntry.objects.filter(subject__city=city.id, subject__edition=edition.id)
    return tuple(
        RevisionLine(
            verb=row.verb,
            at=row.at,
            by=row.actor_label,
            says=verbs.BY_CODE[row.verb].sentence.format(**row.data),
        )
        for row in rows.order_by("seq")
    )
