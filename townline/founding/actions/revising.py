"""Changing a city on screen, step by step: nothing of it is in force before it is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.founding import verbs
from townline.founding.models import RevisedFile, Revision
from townline.founding.queries import revisions
from townline.founding.rules import difference, merging
from townline.founding.rules import draft as drafts
from townline.record import actions as record
from townline.record.verbs import Actor, NotAllowed, Verb, require

MOST_STEPS = 2000
LONGEST_SENTENCE = 300


class NothingBegun(LookupError):
    """The member has nothing open that could be published, taken back or thrown away."""


class SeenAnother(ValueError):
    """The revision went on in another window; what was looked at is not what it is now."""


class TooMuch(ValueError):
    """The revision has as many steps as one may have; publish it first."""


class Clash(ValueError):
    """Others changed the same; ``paths`` names the files."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__("Others changed the same: " + ", ".join(paths))
        self.paths = paths


@transaction.atomic
def revise(
    *, city: City, changes: Mapping[str, bytes | None], what: str, by: Actor, at: datetime
) -> bool:
    """
    Keep one step of a member's changes, and return whether it changed anything.

    :param changes: what files hold from now on, by path; None takes a file out
    :param what: the step in a sentence
    :raises NotAllowed: if the actor is no member who may
    :raises TooMuch: if there are too many steps already
    """
    require(by, verbs.CHANGED)
    revision = _held(city, by) or _begin(city, by, at)
    present = cities.edition_files(revision.base_id)
    present = revisions.overlaid(present, revisions.changed_files(revision.number))
    fresh = {path: new for path, new in changes.items() if present.get(path) != new}
    if not fresh:
        return False
    step = _last_step(revision) + 1
    if step > MOST_STEPS:
        raise TooMuch(f"{MOST_STEPS} steps are as many as one edition takes. Publish it first.")
    what = what[:LONGEST_SENTENCE]
    RevisedFile.objects.bulk_create(
        RevisedFile(revision=revision, step=step, path=path, content=new, what=what, at=at)
        for path, new in fresh.items()
    )
    _happen(revision, verbs.CHANGED, by=by, at=at, what=what, files=sorted(fresh))
    return True


@transaction.atomic
def take_back(*, city: City, seen: int, by: Actor, at: datetime) -> str:
    """
    Take the last step back, and return what it was.

    :param seen: the last line of the revision's record that the member knows
    :raises NothingBegun: if there is none
    :raises SeenAnother: if the revision went on since
    """
    require(by, verbs.TAKEN_BACK)
    revision = _open(city, by)
    check_seen(revision, seen)
    rows = RevisedFile.objects.filter(revision=revision, step=_last_step(revision))
    what = rows.values_list("what", flat=True).first()
    if what is None:
        raise NothingBegun("There is no step to take back.")
    rows.delete()
    _happen(revision, verbs.TAKEN_BACK, by=by, at=at, what=what)
    return str(what)


@transaction.atomic
def throw_away(*, city: City, seen: int, by: Actor, at: datetime) -> None:
    """
    End a revision without publishing it; its record stays.

    :param seen: the last line of the revision's record that the member knows
    :raises NothingBegun: if there is none
    :raises SeenAnother: if the revision went on since
    """
    require(by, verbs.THROWN_AWAY)
    revision = _open(city, by)
    check_seen(revision, seen)
    RevisedFile.objects.filter(revision=revision).delete()
    revision.ended_at = at
    _happen(revision, verbs.THROWN_AWAY, by=by, at=at)


@transaction.atomic
def bring_up(*, city: City, drop: tuple[str, ...] = (), by: Actor, at: datetime) -> None:
    """
    Put a revision on top of the edition in force, with what others published meanwhile.

    :param drop: files in which the others' words are taken and the member's own given up
    :raises NothingBegun: if there is none
    :raises Clash: if others changed the same, and it is not dropped
    """
    require(by, verbs.BROUGHT_UP)
    revision = _open(city, by)
    base = cities.edition_files(revision.base_id)
    theirs = cities.edition_files(city.edition_id)
    mine = revisions.changed_files(revision.number)
    merged = _merged(base, {p: c for p, c in mine.items() if p not in drop}, theirs)
    if not drop:
        _check_meaning(city, base, mine, theirs, merged)
    fresh = {path: new for path, new in merged.items() if new != theirs.get(path)}
    step = _last_step(revision) + 1
    RevisedFile.objects.filter(revision=revision).delete()  # taken back, they would undo theirs
    what = f"All of it, on top of edition {city.edition}"
    RevisedFile.objects.bulk_create(
        RevisedFile(revision=revision, step=step, path=path, content=new, what=what, at=at)
        for path, new in fresh.items()
    )
    revision.base_id = city.edition_id
    _happen(revision, verbs.BROUGHT_UP, by=by, at=at, edition=city.edition, dropped=sorted(drop))


def check_seen(revision: Revision, seen: int) -> None:
    """
    Do nothing but refuse what was decided about an earlier state.

    :raises SeenAnother: if the revision went on since
    """
    if revision.seq != seen:
        raise SeenAnother("The changes went on in another window.")


def hold(city: City, by: Actor) -> Revision:
    """
    Return the member's open revision, locked.

    :raises NothingBegun: if there is none
    """
    return _open(city, by)


def end(revision: Revision, edition_id: int, *, by: Actor, at: datetime, **data: Any) -> None:
    """Note that a revision became an edition."""
    revision.ended_at, revision.edition_id = at, edition_id
    _happen(revision, verbs.PUBLISHED, by=by, at=at, **data)


def _open(city: City, by: Actor) -> Revision:
    revision = _held(city, by)
    if revision is None:
        raise NothingBegun("You have no changes that are not published.")
    return revision


def _held(city: City, by: Actor) -> Revision | None:
    if by.member_id is None:
        raise NotAllowed(f"{by.label} is no member of staff, who alone have revisions")
    rows = Revision.objects.select_for_update(of=("self",))
    return rows.filter(city_id=city.id, member_id=by.member_id, ended_at=None).first()


def _begin(city: City, by: Actor, at: datetime) -> Revision:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('founding_number')")
        number = f"R{cursor.fetchone()[0]}"
    revision = Revision.objects.create(
        city_id=city.id,
        member_id=by.member_id or 0,
        number=number,
        base_id=city.edition_id,
        begun_at=at,
    )
    _happen(revision, verbs.BEGUN, by=by, at=at, edition=city.edition)
    return revision


def _happen(revision: Revision, verb: Verb, *, by: Actor, at: datetime, **data: Any) -> None:
    record.enter(subject=revision, verb=verb, by=by, at=at, **data)
    revision.save(update_fields=["base", "ended_at", "edition", "seq", "head"])


def _last_step(revision: Revision) -> int:
    last = RevisedFile.objects.filter(revision=revision).order_by("-step")
    return last.values_list("step", flat=True).first() or 0


def _merged(
    base: Mapping[str, bytes], mine: Mapping[str, bytes | None], theirs: Mapping[str, bytes]
) -> dict[str, bytes | None]:
    """Return a member's changes as they are on top of what others made of the base."""
    merged: dict[str, bytes | None] = {}
    clashes = []
    for path, ours in mine.items():
        before, now = base.get(path), theirs.get(path)
        if now in (before, ours):
            merged[path] = ours
        elif ours is None or before is None or now is None:
            clashes.append(path)
        else:
            try:
                merged[path] = merging.merge(before, ours, now)
            except merging.Collide:
                clashes.append(path)
    if clashes:
        raise Clash(tuple(sorted(clashes)))
    return merged


def _check_meaning(
    city: City,
    base: dict[str, bytes],
    mine: dict[str, bytes | None],
    theirs: dict[str, bytes],
    merged: dict[str, bytes | None],
) -> None:
    """Refuse lines that fit together and mean something that the member did not mean."""
    asked = difference.between(
        drafts.of_files(city.slug, base), drafts.of_files(city.slug, revisions.overlaid(base, mine))
    )
    got = difference.between(
        drafts.of_files(city.slug, theirs),
        drafts.of_files(city.slug, revisions.overlaid(theirs, merged)),
    )
    if {change.about for change in asked} != {change.about for change in got}:
        raise Clash(tuple(sorted(mine)))
