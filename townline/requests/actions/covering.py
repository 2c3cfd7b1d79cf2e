"""Blacking out parts of photos, and words, before everybody sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions import uploads
from townline.requests.actions.change import happen
from townline.requests.models import Photo, ServiceRequest, Words
from townline.requests.queries.covering import flat, texts_of
from townline.requests.rules import covering
from townline.requests.rules.covering import Blot
from townline.requests.rules.submission import Unfit


def cover(
    request: ServiceRequest,
    *,
    blots: Mapping[str, Sequence[Blot]],
    phrases: Sequence[str],
    anew: bool,
    destroy: bool,
    by: Actor,
    at: datetime,
) -> None:
    """
    Black out what is not to be seen, on a request that is being changed.

    :param blots: what to black out on each photo, by its name; photos that are not named stay
    :param phrases: words that nobody but staff and reporter reads any longer
    :param anew: show again what was blacked out before, and black out the phrases alone
    :param destroy: remove the photos themselves, where the law asks for it
    :raises Unfit: if a rectangle, a photo or a phrase will not do
    """
    known = {photo.name: photo for photo in request.photos.all()}
    if set(blots) - set(known):
        raise Unfit("photo_gone", "blots", "one of the photos is no longer there")
    told = [
        _photo(known[name], wanted)
        for name, wanted in blots.items()
        if [vars(blot) for blot in wanted]
        != [vars(b) for b in covering.blots_of(known[name].blots)]
    ]
    words = _words(request, covering.check_phrases(phrases), anew=anew)
    if told or words is not None:
        happen(request, verbs.COVERED, by=by, at=at, photos=told, words=words or 0)
    if destroy:
        _destroy(request, by=by, at=at)


def _photo(photo: Photo, blots: Sequence[Blot]) -> dict[str, Any]:
    """Give a photo another copy for everyone; return what the record says of it."""
    covering.check_blots(blots)
    if photo.covered:
        uploads.remove(photo.covered)
    told: dict[str, Any] = {"blots": len(blots)}
    photo.covered = ""
    if blots:
        copy, before, after = uploads.cover(photo.name, blots)
        photo.covered = copy.name
        told |= {"before": before, "after": after}
    photo.blots = [[blot.left, blot.top, blot.width, blot.height] for blot in blots]
    photo.save(update_fields=["covered", "blots"])
    return told


def _words(request: ServiceRequest, phrases: Sequence[str], *, anew: bool) -> int | None:
    """
    Keep what everyone reads in place of the words.

    :returns: in how many texts something is black now; None where nothing changed
    """
    if not (phrases or anew):
        return None
    black = covering.blacked_all(texts_of(request, anew=anew), phrases)
    row = Words.objects.filter(request=request)
    if not anew:
        black = flat(row.values_list("blacked", flat=True).first()) | black
    kept: dict[str, Any] = {}
    for place, text in black.items():
        part, _slash, code = place.partition("/")
        if code:
            kept.setdefault(part, {})[code] = text
        else:
            kept[part] = text
    row.update(blacked=kept or None)
    return len(black)


def forget_words(request: ServiceRequest) -> None:
    """Forget what stood in place of words that were removed by law; of notes it stays."""
    row = Words.objects.filter(request=request)
    notes = (row.values_list("blacked", flat=True).first() or {}).get("notes")
    row.update(blacked={"notes": notes} if notes else None)


def _destroy(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """Leave the copies alone, where there are any: what was under the black is gone for good."""
    covered = list(request.photos.exclude(covered=""))
    if not covered:
        raise Unfit("nothing_covered", "destroy", "black out a part of a photo first")
    happen(request, verbs.DESTROYED, by=by, at=at, count=len(covered))
    for photo in covered:
        uploads.remove(photo.name)
        photo.name, photo.covered, photo.blots = photo.covered, "", []
        photo.save(update_fields=["name", "covered", "blots"])
