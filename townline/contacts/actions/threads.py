"""Letters and texts that nothing settled by itself: they wait for an agent, and are answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.messages import say
from townline.contacts.actions.owing import owe
from townline.contacts.actions.turns import Caller, take_in
from townline.contacts.actions.turnstile import Step, step_of
from townline.contacts.models import Contact, Letter, SaidRow, Turn
from townline.contacts.queries.messages import letter_key, letters_of
from townline.contacts.queries.reach import same_address
from townline.contacts.rules.course import End, State
from townline.contacts.rules.saying import LONGEST, SaidLink, Side, tidied
from townline.contacts.rules.turns import Turn as Turns
from townline.record.verbs import RESIDENT, Actor, require

JOINS = timedelta(days=7)
"""What comes from the same address within this time goes on with what was written before."""
GOES_ON = tuple(str(each) for each in (State.WAITING, State.OFFERED, State.IN_CONTACT))
UNANSWERED = tuple(str(each) for each in (State.WAITING, State.OFFERED))
CUT = " …"


class NoWayBack(LookupError):
    """Its writer left no address that we may write to; nothing was written."""


@transaction.atomic
def queue_letter(*, city: City, letter_id: int, by: Actor, at: datetime) -> int | None:
    """
    Let a letter wait for an agent, and return the contact's key.

    One that goes on with a contact which nobody has closed joins it; one that comes within a week
    after that becomes a contact of its own, which knows the one before. None, and nothing done,
    where the city answers no letters in a queue, or the letter is sorted.
    """
    queue = queries.written_queue(city.edition_id, letters=True)
    letter = Letter.objects.filter(city_id=city.id, pk=letter_id, sorted_at=None).first()
    if queue is None or letter is None:
        return None
    before = _before(city, letter, at)
    if before is not None and before.state in GOES_ON:
        key = before.pk
    else:
        came = _comes(letter, before.pk if before else None)
        key, _offers = take_in(city=city, came=came, queue=queue, by=by, at=at)
    said = tidied("\n\n".join(filter(None, (letter.subject, letter.text)))) or "—"
    words = said if len(said) <= LONGEST else said[: LONGEST - len(CUT)] + CUT
    say(  # the words are theirs, whoever lets them wait
        city=city, contact=key, side=Side.RESIDENT, text=words, name=letter_key(letter.pk),
        by=RESIDENT, at=at,
    )  # fmt: skip
    return key


def _comes(letter: Letter, earlier: int | None) -> Caller:
    """Return who comes with a letter; where it was put back, as a contact of their own."""
    known: dict[str, Any] = {"contact": letter.contact_id}
    if Turn.objects.filter(pk=letter.contact_id).exists():
        reach = queries.reach_of(letter.contact_id)
        said = (
            {"first_name": reach.name, "phone": reach.phone, "email": reach.email} if reach else {}
        )
        known = {"details": {name: text for name, text in said.items() if text} or None}
    else:
        Contact.objects.filter(pk=letter.contact_id).update(ended_at=None)
    return Caller(channel=letter.medium, language=letter.contact.language, earlier=earlier, **known)


@transaction.atomic
def leave_queue(*, city: City, letter_id: int, by: Actor, at: datetime) -> None:
    """
    Let a letter that was sorted wait for an agent no more, unless others of its contact are not.

    What an agent has taken stays with them. Nothing is done where it waits in no queue.
    """
    require(by, verbs.SORTED)
    said = SaidRow.objects.filter(city_id=city.id, name=letter_key(letter_id))
    for key in said.order_by("pk").values_list("contact_id", flat=True):
        others = Letter.objects.filter(pk__in=letters_of(city.id, key), sorted_at=None)
        waits = Turn.objects.filter(pk=key, state__in=UNANSWERED)
        if waits.exists() and not others.exists():
            step_of(city.id, key, at, partial(_settled, by))


def _settled(by: Actor, step: Step, turn: Turns) -> None:
    if str(turn.state) in UNANSWERED:  # else an agent was faster
        step.over(turn, verbs.SORTED, End.SETTLED, by)


@transaction.atomic
def write_back(
    *, city: City, contact: int, text: str, sent: str, by: Actor, at: datetime,
    links: Sequence[SaidLink] = (), name: str = "",
) -> int:  # fmt: skip
    """
    Say something to whoever wrote a letter, and owe it to them by the medium that it came by.

    :param sent: the words as they leave, with the addresses of the pages that they lead to
    :raises NoWayBack: if there is no address that we may write to
    :raises CannotSay: if nothing is said, or too much at once
    :raises NotAllowed: if the actor may not speak for the city
    """
    Contact.objects.select_for_update(no_key=True).filter(pk=contact, city_id=city.id).first()
    newest = SaidRow.objects.filter(contact_id=contact).order_by("-pk").first()
    key = say(
        city=city, contact=contact, side=Side.AGENT, text=text, links=links, name=name, by=by, at=at
    )
    if newest is not None and key <= newest.pk:
        return key  # sent twice: it is owed already
    letters = queries.letters_of(city.id, contact)
    subject = Letter.objects.filter(pk=letters[-1]).values_list("subject", flat=True).first()
    owed = owe(
        city_id=city.id, contact_id=contact, template="answer",
        data={"reply": sent, "about": subject or ""}, by=by, at=at, asked_for=True,
    )  # fmt: skip
    if owed is None:
        raise NoWayBack(f"The contact {contact} left no address that we may write to.")
    Letter.objects.filter(pk__in=letters, sorted_at=None).update(sorted_at=at, sorted_as="answered")
    return key


def _before(city: City, letter: Letter, at: datetime) -> Turn | None:
    """Return the contact in which the same address wrote before, if that is not long ago."""
    reach = queries.reach_of(letter.contact_id)
    address = (reach.phone if letter.medium == "sms" else reach.email) if reach else ""
    if not address:
        return None
    theirs = same_address(city_id=city.id, medium=letter.medium, address=address)
    turns = Turn.objects.select_related("contact").filter(
        city_id=city.id, pk__in=theirs, contact__channel=letter.medium
    )
    last = turns.order_by("-pk").first()
    if last is None or (last.contact.ended_at and last.contact.ended_at < at - JOINS):
        return None
    return last
