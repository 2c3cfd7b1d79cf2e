"""Who contacts were with is forgotten, as they ask or in time."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.forgetting_alone import enter_alone, forget_alone, is_over_alone
from townline.contacts.actions.reaching import forget
from townline.contacts.actions.recordings import remove_sound
from townline.contacts.actions.turnstile import stepping
from townline.contacts.models import Consent, Contact, Details, Note, Recording, SaidText, Turn
from townline.contacts.rules.consent import ConsentTo
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.keeping import DETAILS, NOTES, SOUND, WORDS, Kept
from townline.record.verbs import Actor, require

ASKED = "as they asked"
MOST = 200
"""How many contacts are looked through at once."""


@transaction.atomic
def forget_contact(*, city: City, contact: int, by: Actor, at: datetime) -> tuple[str, ...]:
    """
    Forget who a contact was with, what they said and wrote, and its recordings, as they ask.

    Return what was forgotten, by kind; the contact stays with its record, and an entry says so.

    Voice messages, calls and chats that came to no queue are forgotten as well.

    :raises NoSuchTurn: if there is no such contact
    :raises NotNow: if it is not over
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.FORGOTTEN)
    turn = Turn.objects.filter(city_id=city.id, pk=contact).first()
    over = is_over_alone(city.id, contact) if turn is None else turn.state == State.OVER
    if over is None:
        raise queries.NoSuchTurn(f"There is no contact {contact} that anybody answers.")
    if not over:
        raise NotNow(f"contact {contact} is not over; it can be forgotten afterwards.")
    there = _kinds(contact)
    _silence_recordings(contact, by, at)
    forget(contact_id=contact, by=by, at=at)
    if there and turn is not None:
        _enter(city, contact, there, ASKED, by, at)
    elif there:
        enter_alone(city_id=city.id, contact=contact, kinds=there, reason=ASKED, by=by, at=at)
    return there


def forget_due(*, city: City, kept: Kept, by: Actor, at: datetime) -> int:
    """
    Forget what was kept of contacts for as long as the city keeps it, and return of how many.

    Who somebody is who did not want to be kept is forgotten once their contact is over.
    Sound has a time of its own (``tend_recordings``). No more than ``MOST`` at once.
    """
    require(by, verbs.FORGOTTEN)
    found = list(_due(city, kept, at))
    for key, over_at, keeps, *flags in found:
        there = [kind for kind, yes in zip((DETAILS, WORDS, NOTES), flags, strict=True) if yes]
        due = kept.due(there, over_at, at)
        if keeps is False and DETAILS in there and DETAILS not in due:
            _let_go(city, key, (DETAILS,), ASKED, by, at)
        if due:
            days = ", ".join(f"{kind} {kept.days[kind]}" for kind in due)
            _let_go(city, key, due, f"days are over: {days}", by, at)
    alone = forget_alone(city_id=city.id, kept=kept, by=by, at=at, most=MOST)
    return len(found) + alone


def _due(city: City, kept: Kept, at: datetime) -> Iterator[tuple[Any, ...]]:
    owner = OuterRef("pk")
    refused = Consent.objects.filter(city_id=city.id, to=str(ConsentTo.KEEPING), given=False)
    keeping = Consent.objects.filter(contact=owner, to=str(ConsentTo.KEEPING))
    there = Turn.objects.filter(city_id=city.id, done_at__isnull=False).annotate(
        has_details=Exists(Details.objects.filter(contact=owner)),
        has_words=Exists(SaidText.objects.filter(said__contact=owner)),
        has_notes=Exists(Note.objects.filter(turn=owner).exclude(text="")),
        keeps=Subquery(keeping.order_by("-pk").values("given")[:1]),
    )
    due = there.filter(
        Q(has_details=True, keeps=False, pk__in=refused.values("contact"))
        | Q(has_details=True, done_at__lte=kept.before(DETAILS, at))
        | Q(has_words=True, done_at__lte=kept.before(WORDS, at))
        | Q(has_notes=True, done_at__lte=kept.before(NOTES, at))
    ).order_by("done_at", "pk")
    names = ("pk", "done_at", "keeps", "has_details", "has_words", "has_notes")
    yield from list(due.values_list(*names)[:MOST])


@transaction.atomic
def _let_go(
    city: City, contact: int, kinds: tuple[str, ...], reason: str, by: Actor, at: datetime
) -> None:
    if DETAILS in kinds:
        Details.objects.filter(contact=contact).delete()
        Contact.objects.filter(pk=contact).update(language="")
    if WORDS in kinds:
        SaidText.objects.filter(said__contact=contact).delete()
    if NOTES in kinds:
        Note.objects.filter(turn=contact).update(text="")
    _enter(city, contact, kinds, reason, by, at)


def _kinds(contact: int) -> tuple[str, ...]:
    there = {
        DETAILS: Details.objects.filter(contact=contact),
        WORDS: SaidText.objects.filter(said__contact=contact),
        NOTES: Note.objects.filter(turn=contact).exclude(text=""),
        SOUND: Recording.objects.filter(contact=contact, removed_at=None),
    }
    return tuple(kind for kind, rows in there.items() if rows.exists())


def _silence_recordings(contact: int, by: Actor, at: datetime) -> None:
    rows = Recording.objects.select_for_update().filter(contact=contact, removed_at=None)
    for row in rows.exclude(ended_at=None):
        remove_sound(row, by, at, why=ASKED)
        row.save()


def _enter(
    city: City, contact: int, kinds: Collection[str], reason: str, by: Actor, at: datetime
) -> None:
    centre = queries.centre_of(city.id, contact)
    with stepping(city_id=city.id, at=at, centres=[centre]) as step:
        turn = step.turn(contact)
        step.put(step.moved(turn, verbs.FORGOTTEN, by, what=", ".join(kinds), reason=reason))
