"""Making an edition of what a member changed on screen."""

from datetime import datetime

from django.db import transaction

from townline.cities import queries
from townline.cities.holding import hold_editions
from townline.cities.rules.city import City
from townline.cities.rules.editions import Making, Way
from townline.founding import verbs
from townline.founding.actions import applying, revising
from townline.founding.queries import revisions
from townline.founding.rules import draft as drafts
from townline.record.verbs import Actor, require


class Behind(ValueError):
    """Somebody published another edition meanwhile, which the changes do not know."""


class NoReason(ValueError):
    """An edition says why it was made; nothing was said."""


class Busy(ValueError):
    """The member has other changes, which a restored edition would be mixed with."""


class SameAsInForce(ValueError):
    """Nothing would be other than it is."""


@transaction.atomic
def publish(*, city: City, reason: str, seen: int, by: Actor, at: datetime) -> City:
    """
    Make a member's changes the edition in force, at once and as a whole; return the city.

    :param reason: why, in a sentence that every later reader of the edition sees
    :param seen: the last line of the revision's record that the member has looked at
    :raises NoReason: if it says nothing
    :raises NothingBegun: if there is nothing to publish
    :raises SeenAnother: if the revision went on since
    :raises Behind: if another edition was made meanwhile
    :raises SameAsInForce: if nothing would change
    :raises Faulty: if the folder has errors
    :raises NameTaken: if another city has its host name or jurisdiction
    """
    require(by, verbs.PUBLISHED)
    reason = " ".join(reason.split())
    if not reason:
        raise NoReason("Say in a sentence why.")
    hold_editions()
    city = queries.by_id(city.id)
    revision = revising.hold(city, by)
    revising.check_seen(revision, seen)
    if revision.base_id != city.edition_id:
        raise Behind(f"Edition {city.edition} was published meanwhile.")
    found = drafts.of_files(
        city.slug,
        revisions.overlaid(
            queries.edition_files(revision.base_id), revisions.changed_files(revision.number)
        ),
    )
    if found.errors:
        raise applying.Faulty(found.errors)
    if found.digest == queries.digest_of(city.edition_id):
        raise SameAsInForce("Nothing would change.")
    making = Making(way=Way.SCREEN, reason=reason, base_id=city.edition_id)
    made = applying.put(found, city, making, by=by, at=at)
    revising.end(revision, made.edition_id, by=by, at=at, edition=made.edition, reason=reason)
    return made


@transaction.atomic
def restore(*, city: City, number: int, by: Actor, at: datetime) -> bool:
    """
    Prepare that an earlier edition holds again, and return whether anything differs.

    It becomes a step of the member's revision, to be looked at and published with a reason.

    :raises NoSuchEdition: if the city has none of that number
    :raises Busy: if the member has other changes that are not published
    """
    require(by, verbs.CHANGED)
    if (begun := revisions.worked(city, by)) and begun.steps:
        raise Busy("Publish your changes first, or throw them away.")
    wanted = queries.edition_files(queries.edition_of(city.id, number).id)
    gone: dict[str, bytes | None] = dict.fromkeys(queries.edition_files(city.edition_id))
    if begun and begun.is_behind(city):
        revising.bring_up(city=city, by=by, at=at)
    what = f"Everything as it was in edition {number}"
    return revising.revise(city=city, changes=gone | wanted, what=what, by=by, at=at)
