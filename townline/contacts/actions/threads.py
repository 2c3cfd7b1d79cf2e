"""Letters and texts that nothing settled by itself: they wait for an agent, and are answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.actions.messages import say
from townline.contacts.actions.owing import owe
from townline.contacts.actions.turns import Caller, take_in
from townline.contacts.models import Contact, Letter, SaidRow, Turn
from townline.contacts.queries.messages import letter_key
from townline.contacts.queries.reach import same_address
from townline.contacts.rules.course import State
from townline.contacts.rules.saying import LONGEST, SaidLink, Side, tidied
from townline.record.verbs import Actor

JOINS = timedelta(days=7)
"""What comes from the same address within this time goes on with what was written before."""
GOES_ON = tuple(str(each) for each in (State.WAITING, State.OFFERED, State.IN_CONTACT))
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
        Contact.objects.filter(pk=letter.contact_id).update(ended_at=None)
        came = Caller(
            channel=letter.medium, language=letter.contact.language, contact=letter.contact_id,
            earlier=before.pk if before else None,
        )  # fmt: skip
        key, _offers = take_in(city=city, came=came, queue=queue, by=by, at=at)
    said = tidied("\n\n".join(filter(None, (letter.subject, letter.text)))) or "—"
    words = said if len(said) <= LONGEST else said[: LONGEST - len(CUT)] + CUT
    say(
        city=city, contact=key, side=Side.RESIDENT, text=words, name=letter_key(letter.pk), by=by,
        at=at,
    )  # fmt: skip
    return key


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
