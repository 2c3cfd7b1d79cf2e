"""Who got in touch and came to no queue is forgotten in time: voice messages, calls, chats."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from townline.contacts import verbs
from townline.contacts.actions import carried
from townline.contacts.actions.recordings import happen
from townline.contacts.models import CarrierCall, Contact, Details, Recording, SaidText, Voicemail
from townline.contacts.queries.turns import ALONE
from townline.contacts.rules.keeping import DETAILS, WORDS, Kept
from townline.record.verbs import Actor, require


@transaction.atomic
def forget_alone(*, city_id: int, kept: Kept, by: Actor, at: datetime, most: int) -> int:
    """
    Forget such contacts for whom the city's days are over, and return how many.

    Voice messages once they are done, calls and chats once they are over. The record of the voice
    message or call says so; a chat keeps its lines, without their words.
    """
    require(by, verbs.FORGOTTEN)
    said = {"what": DETAILS, "reason": f"days are over: {DETAILS} {kept.days[DETAILS]}"}
    before, done = kept.before(DETAILS, at), 0
    for recording in _messages(city_id, before)[:most]:
        happen(recording, verbs.FORGOTTEN, by, at, **said)
        recording.save(update_fields=["seq", "head"])
        _let_go(recording.contact_id)
        done += 1
    for call in _calls(city_id, before)[:most]:
        carried.enter(call, verbs.FORGOTTEN, by, at, **said)
        _let_go(call.pk)
        done += 1
    for key in _chats(city_id, kept, at)[:most]:
        SaidText.objects.filter(said__contact=key).delete()
        _let_go(key)
        done += 1
    return done


def enter_alone(
    *, city_id: int, contact: int, kinds: Collection[str], reason: str, by: Actor, at: datetime
) -> None:
    """Enter in the records of a voice message or call which of its kinds were forgotten."""
    said = {"what": ", ".join(kinds), "reason": reason}
    there = Recording.objects.select_for_update().filter(city_id=city_id, contact=contact)
    for recording in there.order_by("pk"):
        happen(recording, verbs.FORGOTTEN, by, at, **said)
        recording.save(update_fields=["seq", "head"])
    calls = CarrierCall.objects.select_for_update().filter(city_id=city_id, pk=contact)
    for call in calls:
        carried.enter(call, verbs.FORGOTTEN, by, at, **said)


def is_over_alone(city_id: int, contact: int) -> bool | None:
    """Return whether a contact that came to no queue is over; None where there is no such one."""
    there = Contact.objects.filter(city_id=city_id, pk=contact, turn=None)
    row = there.filter(ALONE).select_related("carried").first()
    if row is None:
        return None
    call = getattr(row, "carried", None)
    if call is not None:
        return call.ended_at is not None
    return row.channel != "chat" or row.ended_at is not None


def _let_go(contact: int) -> None:
    Details.objects.filter(contact=contact).delete()
    Contact.objects.filter(pk=contact).update(language="")


def _messages(city_id: int, before: datetime) -> QuerySet[Recording]:
    done = Voicemail.objects.filter(city_id=city_id, done_at__lte=before)
    there = Recording.objects.select_for_update(of=("self",)).filter(pk__in=done.values("pk"))
    return there.filter(contact__details__isnull=False, contact__turn=None).order_by("pk")


def _calls(city_id: int, before: datetime) -> QuerySet[CarrierCall]:
    there = CarrierCall.objects.select_for_update(of=("self",))
    over = there.filter(city_id=city_id, ended_at__lte=before)
    return over.filter(contact__details__isnull=False, contact__turn=None).order_by("pk")


def _chats(city_id: int, kept: Kept, at: datetime) -> QuerySet[Contact, int]:
    first = min(kept.before(DETAILS, at), kept.before(WORDS, at))
    over = Contact.objects.filter(city_id=city_id, channel="chat", turn=None, ended_at__lte=first)
    there = Q(details__isnull=False) | Q(said__words__isnull=False)
    return over.filter(there).order_by("pk").values_list("pk", flat=True).distinct()
