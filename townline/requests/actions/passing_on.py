"""What a program passes on from those who wrote about a request in its own pages."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.contacts import queries as contacts
from townline.record.verbs import Actor, NotAllowed
from townline.requests import verbs
from townline.requests.actions.change import changing, happen
from townline.requests.actions.messages import add_kept, keep_photos
from townline.requests.actions.submit import KeyReused
from townline.requests.actions.work import go_on
from townline.requests.models import PassedOn, ServiceRequest
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.submission import MOST_TEXT, Unfit

MOST_ID = 200
"""Characters of a program's own id."""


@dataclass(frozen=True, kw_only=True)
class Passing:
    """One update as a program has it."""

    update_id: str
    text: str
    status: str
    """How the request stands there, in the program's word; it changes nothing here."""
    said_at: datetime
    email: str = ""
    phone: str = ""
    """Of whoever wrote: they tell whether it was the reporter, and are not kept."""
    photos: tuple[bytes, ...] = ()
    links: tuple[str, ...] = ()
    """Addresses of photos, which are kept as text and never fetched."""

    def digest(self, number: str) -> bytes:
        """Return what tells this update from another one under the same id."""
        photos = [hashlib.sha256(photo).hexdigest() for photo in self.photos]
        told = [number, self.text, self.status, self.said_at.isoformat(), photos, *self.links]
        return hashlib.sha256(json.dumps(told).encode()).digest()


def pass_on(
    *, city: City, number: str, passing: Passing, scope: str, by: Actor, at: datetime
) -> int:
    """
    Enter an update in the thread of a request that the same program filed; return its entry.

    What the reporter wrote answers a question, if one is open; what others wrote never does. An id
    that came before makes no second entry.

    :param scope: whose ids these are: the name of the program's key
    :raises NoSuchRequest: if there is none
    :raises NotAllowed: if the request was not filed by this program
    :raises Unfit: if there is neither text nor photo, or what cannot be kept
    :raises KeyReused: if the id came before with something else
    """
    text = "\n".join(filter(None, (passing.text.strip(), *passing.links)))
    _check(passing, text)
    with changing(city, number) as request:
        if not _filed_by(request, by):
            raise NotAllowed(f"{number} was not filed by {by.label}")
        known = PassedOn.objects.filter(
            city_id=city.id, scope=scope, update_id=passing.update_id
        ).first()
        if known:
            if bytes(known.digest) != passing.digest(number):
                raise KeyReused(passing.update_id)
            return known.seq
        seq = _enter(request, passing, text, by=by, at=at)
        PassedOn.objects.create(
            city_id=city.id,
            scope=scope,
            update_id=passing.update_id,
            digest=passing.digest(number),
            request=request,
            seq=seq,
            at=at,
        )
    return seq


def _enter(request: ServiceRequest, passing: Passing, text: str, *, by: Actor, at: datetime) -> int:
    add_kept(request, keep_photos(photos=passing.photos, by=by, at=at), by=by, at=at)
    verb = verbs.PASSED_ON
    if _from_reporter(request, passing):
        verb = verbs.ANSWERED if request.status == Status.WAITING else verbs.WRITTEN
    if verb is verbs.ANSWERED:
        go_on(request, at)
    happen(
        request, verb, by=by, at=at, note=text, through=by.label, status=passing.status,
        said_at=passing.said_at.isoformat(),
    )  # fmt: skip
    request.unread_since = request.unread_since or at
    return request.seq


def _filed_by(request: ServiceRequest, by: Actor) -> bool:
    first = request.entries.filter(seq=1, verb=verbs.SUBMITTED.code, actor_kind=by.kind)
    return first.filter(actor_label=by.label).exists()


def _from_reporter(request: ServiceRequest, passing: Passing) -> bool:
    reach = contacts.reach_of(request.contact_id) if request.contact_id else None
    return reach is not None and contacts.is_theirs(reach, email=passing.email, phone=passing.phone)


def _check(passing: Passing, text: str) -> None:
    if not text and not passing.photos:
        raise Unfit("empty", "description", "this needs a text or a photo")
    if len(text) > MOST_TEXT or "\x00" in text:
        raise Unfit("too_long", "description", f"{MOST_TEXT} characters are allowed")
    if not 0 < len(passing.update_id) <= MOST_ID:
        raise Unfit("bad_id", "update_id", f"1 to {MOST_ID} characters are allowed")
