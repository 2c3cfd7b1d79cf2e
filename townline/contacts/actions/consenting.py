"""Residents agree to something, do not, or take it back: entered, and heeded at once."""

from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions import recordings
from townline.contacts.actions.callbacks import cancel_callback
from townline.contacts.actions.consented import enter_consent
from townline.contacts.models import Notice, WebCall
from townline.contacts.queries.consents import agreed
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.course import NotNow
from townline.live import topics
from townline.live.telling import tell
from townline.record.verbs import Actor, require


@transaction.atomic
def say_consent(
    *, city: City, contact: int, to: ConsentTo, given: bool, asked: Asked, by: Actor, at: datetime
) -> None:
    """
    Keep what the resident of a contact says to something that they were asked, and heed it.

    Who does not want to be recorded is not from now on; what is still to be sent to them is not
    sent; they are not called back; their number is forgotten in the night after the contact is
    over. What they said last already is not entered again.

    :raises NoSuchTurn: if there is no such contact that anybody answers
    :raises NotNow: if it cannot be heeded any more, or there is no such call
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.CONSENTED)
    queries.centre_of(city.id, contact)
    if agreed(contact, to) is given:
        return
    said = {"city": city, "contact": contact, "by": by, "at": at}
    if to is ConsentTo.RECORDING:
        _recording(city, contact, given, asked, by, at)
        return
    enter_consent(**said, to=to, given=given, asked=asked)  # type: ignore[arg-type]
    if to is ConsentTo.SENDING and not given:
        owed = Notice.objects.filter(contact_id=contact, sent_at=None, given_up_at=None)
        owed.update(given_up_at=at, given_up_for="withdrawn", data={})
    if to is ConsentTo.CALLING_BACK and not given:
        cancel_callback(**said)  # type: ignore[arg-type]
    tell(topics.contact(contact))


def _recording(
    city: City, contact: int, given: bool, asked: Asked, by: Actor, at: datetime
) -> None:
    if not WebCall.objects.filter(pk=contact, city_id=city.id, over=False).exists():
        raise NotNow(f"contact {contact} is no call that we could record")
    way = recordings.allow_recording if given else recordings.refuse_recording
    way(city=city, contact=contact, asked=asked, by=by, at=at)
