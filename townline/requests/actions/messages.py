"""The thread of a request: what its reporter and the city write to one another, for them alone."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions import uploads
from townline.requests.actions.change import changing, happen, tell
from townline.requests.actions.work import go_on
from townline.requests.models import Photo, ServiceRequest
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.submission import MOST_TEXT, Unfit

MOST_PHOTOS = 10


def receive_message(
    *,
    city: City,
    number: str,
    text: str,
    by: Actor,
    at: datetime,
    photos: Sequence[Mapping[str, Any]] = (),
) -> bool:
    """
    Enter what the reporter wrote; return whether it answered a question.

    Where the department has asked something and waits, it is the answer, and the clock runs again.
    Else it is a message that only reporter and staff can read, and the status stays as it was.

    :param photos: what ``keep_photos`` kept; what is more than a request takes is left
    :raises NoSuchRequest: if there is none
    :raises Unfit: if there is neither a text nor a photo, or the text is too long
    """
    _check(text, may_be_empty=bool(photos))
    with changing(city, number) as request:
        answers = request.status == Status.WAITING
        add_kept(request, photos, by=by, at=at)
        if answers:
            go_on(request, at)
        said = text.strip()
        happen(request, verbs.ANSWERED if answers else verbs.WRITTEN, by=by, at=at, note=said)
        if by.kind != "staff":
            request.unread_since = request.unread_since or at
    return answers


def add_kept(
    request: ServiceRequest, photos: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime
) -> None:
    """Add photos that were kept to a request that is being changed, as far as there is room."""
    if not photos:
        return
    room = MOST_PHOTOS - request.photos.filter(evidence=False).count()
    taken = list(photos)[: max(0, room)]
    if not taken:
        return
    happen(request, verbs.PHOTOGRAPHED, by=by, at=at, count=len(taken), evidence=False)
    Photo.objects.bulk_create(
        Photo(request=request, name=p["name"], width=p["width"], height=p["height"], added_at=at)
        for p in taken
    )


def keep_photos(*, photos: Iterable[bytes], by: Actor, at: datetime) -> list[dict[str, Any]]:
    """
    Keep photos that came with a message before anybody knows to which request it belongs.

    Each is drawn anew. What is no photo, or none that we take, is left out.

    :return: name, width and height of each, in a form that can be stored
    """
    kept: list[dict[str, Any]] = []
    for photo in photos:
        with suppress(Unfit):
            kept += [vars(one) for one in uploads.keep((photo,))]
    return kept


def reply(
    *, city: City, number: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Write to the reporter, without asking anything: the clock runs on, and they are told.

    :raises Unfit: if there is no text, or too long a one
    """
    _check(text)
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.REPLIED, by=by, at=at, note=text.strip())
        request.responded_at = request.responded_at or at
        tell(request, "replied", by=by, at=at, reply=text.strip())


def _check(text: str, *, may_be_empty: bool = False) -> None:
    if not (text.strip() or may_be_empty):
        raise Unfit("empty", "text", "this needs a text")
    if len(text) > MOST_TEXT or "\x00" in text:
        raise Unfit(
            "too_long", "text", f"{MOST_TEXT} characters are allowed, without null characters"
        )
