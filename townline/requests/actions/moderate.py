"""What people see: releasing, withholding and removing text, and freeing what was held."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db import connection

from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions import booking, covering
from townline.requests.actions.change import changing, happen, offer_of, tell
from townline.requests.actions.work import end
from townline.requests.models import Update, Words
from townline.requests.rules.covering import Blot
from townline.requests.rules.submission import Unfit

NONE_COVERED: Mapping[str, Sequence[Blot]] = MappingProxyType({})


def release(
    *,
    city: City,
    number: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    blots: Mapping[str, Sequence[Blot]] = NONE_COVERED,
    phrases: Sequence[str] = (),
    anew: bool = False,
    destroy: bool = False,
) -> None:
    """
    Show text and photos to everyone, after somebody has read them and blacked out what is private.

    :param blots: what to black out on each photo, by its name
    :param phrases: words to black out wherever they stand, beside those that are black already
    :param anew: show again what was blacked out before, and black out the phrases alone
    :param destroy: remove the photos under the black, where the law asks for it
    :raises Unfit: if the request is confidential, or a rectangle or a phrase will not do
    """
    with changing(city, number, seen=seen) as request:
        if request.publicity == "nothing":
            raise Unfit("confidential", "number", "a confidential request is never shown")
        covering.cover(
            request, blots=blots, phrases=phrases, anew=anew, destroy=destroy, by=by, at=at
        )
        happen(request, verbs.RELEASED, by=by, at=at)
        request.released_at = at
        request.updated_at = at


def withhold(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Withhold text and photos again."""
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.WITHHELD, by=by, at=at)
        request.released_at = None
        if request.publicity == "everything":
            request.publicity = "structured"
        request.updated_at = at


def free(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Send a request on that was held as suspect."""
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.FREED, by=by, at=at)
        happen(
            request, verbs.ROUTED, by=SYSTEM, at=at, department=request.department,
            crew=request.crew, rule=None, because={},
            due_at=request.due_at.isoformat() if request.due_at else None,
        )  # fmt: skip
        if request.order_date:
            happen(request, verbs.SCHEDULED, by=SYSTEM, at=at, date=request.order_date.isoformat())
        tell(request, "receipt", by=by, at=at)


def reject(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """End a request that was held and is no real one; nothing of it is shown to anyone."""
    with changing(city, number, seen=seen) as request:
        if request.status != "held":
            raise Unfit("not_held", "number", "only a request that is held can be rejected")
        happen(
            request, verbs.CLOSED, by=by, at=at, outcome="not_a_request", kind="cancelled",
            outcome_words="",
        )  # fmt: skip
        request.hidden = True
        booking.release(request, offer_of(request))
        end(request, "not_a_request", at)


def redact_words(
    *, city: City, number: str, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Remove the resident's text and free answers by law; the record keeps their digest.

    :raises Unfit: if no reason is given
    """
    if not reason.strip():
        raise Unfit("empty", "reason", "say which law or order asks for this")
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.REDACTED, by=by, at=at, what="description", reason=reason)
        Words.objects.filter(request=request).update(description="", media_url="", answers={})
        covering.forget_words(request)
        request.landmark = ""  # what was typed for the place, where it was more than an address


def redact_note(*, city: City, number: str, seq: int, reason: str, by: Actor, at: datetime) -> None:
    """
    Empty the note of one entry by law, itself an entry; its digest stays, so the chain proves.

    This must run as the owner of the tables: the application's own role may not change entries.
    """
    if not reason.strip():
        raise Unfit("empty", "reason", "say which law or order asks for this")
    with changing(city, number) as request:
        happen(request, verbs.REDACTED, by=by, at=at, what=f"note {seq}", reason=reason)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL townline.redacting = 'on'")
            cursor.execute(
                "UPDATE requests_requestentry SET note = '' WHERE subject_id = %s AND seq = %s",
                [request.pk, seq],
            )
            if cursor.rowcount != 1:
                raise Unfit("no_such_entry", "seq", f"the record has no entry {seq}")
        Update.objects.filter(request=request, seq=seq).update(words={})
