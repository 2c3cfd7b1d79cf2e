"""A call from browser to browser: it begins, its sides find each other, it is held, it ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.callbacks import promise_callback
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.turns import Caller, end, leave, take_in
from townline.contacts.actions.turnstile import Step, step_of
from townline.contacts.models import CallSignal, WebCall
from townline.contacts.queries import calls as known
from townline.contacts.rules.calls import MOST_OF_CALL, BadSignal, NotOnCall, Signal
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.promises import CallWindow
from townline.contacts.rules.queueing import Queue
from townline.contacts.rules.turns import Turn
from townline.live import topics
from townline.live.telling import tell
from townline.record.verbs import Actor, Verb, require

CHANNEL = "web_call"
SEEN_EVERY = timedelta(seconds=5)
"""A sign of life is written down so often at most."""
AWAY_MOST = timedelta(seconds=20)
"""A page that was closed may come back for so long: somebody only loaded it anew."""
SILENT_MOST = timedelta(seconds=60)
"""A page that gives no sign of life for so long is gone, or its network is."""


@transaction.atomic
def begin_call(
    *, city: City, came: Caller, queue: Queue, may_record: bool, by: Actor, at: datetime,
    asked: Asked | None = None,
) -> int:  # fmt: skip
    """
    Let a call from a browser wait in a queue, and return its key.

    :param may_record: whether the resident said that it may be recorded; entered either way
    :param asked: in which words they were asked
    :raises NotAllowed: if the actor may not
    """
    key, _offers = take_in(city=city, came=came, queue=queue, by=by, at=at)
    WebCall.objects.create(contact_id=key, city_id=city.id, may_record=may_record, seen_at=at)
    verb = verbs.RECORDING_ALLOWED if may_record else verbs.RECORDING_REFUSED
    enter(city=city, contact=key, verb=verb, by=by, at=at)
    enter_consent(
        city=city, contact=key, to=ConsentTo.RECORDING, given=may_record, asked=asked, by=by, at=at
    )
    return key


def enter(*, city: City, contact: int, verb: Verb, by: Actor, at: datetime, **data: str) -> None:
    """
    Enter something in a call's record that leaves it where it is.

    :raises NotAllowed: if the actor may not
    """
    require(by, verb)

    def deed(step: Step, turn: Turn) -> None:
        step.put(step.enter(turn, verb, by, **data))

    step_of(city.id, contact, at, deed)


@transaction.atomic
def tell_side(
    *, city: City, contact: int, sender: str, signals: Sequence[Signal], by: Actor, at: datetime
) -> int:
    """
    Keep what one side of a call tells another, and return the position of the last.

    :raises NotOnCall: if the sender is not on the call
    :raises BadSignal: if the call has more signals than any needs
    """
    require(by, verbs.ENDED)
    row = WebCall.objects.select_for_update().filter(city_id=city.id, pk=contact).first()
    if row is None or sender not in known.call_of(city.id, contact).sides:
        raise NotOnCall("You are not on this call, or it is over.")
    if row.signals_so_far + len(signals) > MOST_OF_CALL:
        raise BadSignal("This call has had more signals than any needs. Begin another one.")
    CallSignal.objects.bulk_create(
        CallSignal(
            call=row, position=row.signals_so_far + n, sender=sender, receiver=each.receiver,
            kind=each.kind, payload=dict(each.payload), at=at,
        )
        for n, each in enumerate(signals, start=1)
    )  # fmt: skip
    row.signals_so_far += len(signals)
    row.save(update_fields=["signals_so_far"])
    tell(topics.contact(contact))
    return row.signals_so_far


def see(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """Note that the resident's page is there: seldom enough to cost nothing."""
    require(by, verbs.QUEUED)
    there = WebCall.objects.filter(city_id=city.id, pk=contact, over=False)
    stale = there.filter(seen_at__lte=at - SEEN_EVERY) | there.filter(away_at__isnull=False)
    if there.filter(away_at__isnull=False).exists():
        tell(topics.contact(contact))
    stale.update(seen_at=at, away_at=None)


def go_away(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """Note that the resident's page was closed; it ends the call, unless it soon comes back."""
    require(by, verbs.QUEUED)
    there = WebCall.objects.filter(city_id=city.id, pk=contact, over=False, away_at=None)
    if there.update(away_at=at):
        tell(topics.contact(contact))


def hang_up(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """
    End a call for both sides; one that nobody answered yet was given up.

    What is over already stays as it is: both sides may hang up at once.

    :raises NotOnCall: if there is no such call
    :raises NotAllowed: if the actor may not
    """
    while True:
        state = known.call_of(city.id, contact).state
        try:
            if state == State.IN_CONTACT:
                end(city=city, contact=contact, by=by, at=at)
            elif state in known.UNDER_WAY:
                leave(city=city, contact=contact, by=by, at=at)
        except NotNow:
            continue  # it was answered, or ended, in this very moment
        return


@transaction.atomic
def rather_call_back(
    *, city: City, contact: int, phone: str, by: Actor, at: datetime, asked: Asked | None = None
) -> CallWindow:
    """
    Let a call from a browser wait on without its page, and be called back by telephone.

    Their number is for this call alone, and forgotten after it.

    :param asked: in which words they were asked for the number
    :return: between when
    :raises NoPromise: if it cannot be promised
    :raises NotOnCall: if there is no such call
    :raises NotAllowed: if the actor may not
    """
    known.call_of(city.id, contact)
    found = promise_callback(city=city, contact=contact, phone=phone, by=by, at=at, asked=asked)
    enter_consent(
        city=city, contact=contact, to=ConsentTo.KEEPING, given=False, asked=asked, by=by, at=at
    )
    # Its page may be closed from now on, which ends no call any more.
    WebCall.objects.filter(city_id=city.id, pk=contact).update(over=True)
    return found


def hold(*, city: City, contact: int, held: bool, by: Actor, at: datetime) -> None:
    """
    Put the resident on hold, or take them off it; nothing happens where they are so already.

    :raises NotNow: if nobody talks
    :raises NotAllowed: if the actor may not
    """
    verb = verbs.HELD if held else verbs.RESUMED
    require(by, verb)

    def deed(step: Step, turn: Turn) -> None:
        if turn.state is not State.IN_CONTACT:
            raise NotNow(f"{turn.number} is {turn.state.value}: nobody talks who could hold.")
        there = WebCall.objects.filter(city_id=city.id, pk=contact, held_at__isnull=held)
        if there.update(held_at=at if held else None):
            step.put(step.enter(turn, verb, by))

    step_of(city.id, contact, at, deed)


def _lose_touch(city: City, row: WebCall, by: Actor, at: datetime) -> None:
    """Enter since when a page that is gone was not heard of: its call ends only now."""
    seen = row.away_at or row.seen_at
    seconds = str(int((at - seen).total_seconds()))
    said = {"seen": seen.isoformat(), "seconds": seconds}
    enter(city=city, contact=row.pk, verb=verbs.LOST_TOUCH, by=by, at=at, **said)


def tend_calls(*, city: City, by: Actor, at: datetime) -> int:
    """
    End the calls whose page is gone, forget the signals of those that are over; return how many.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ENDED)
    rows = WebCall.objects.filter(city_id=city.id, over=False).select_related("contact__turn")
    done = 0
    for row in rows.order_by("pk"):
        lost = row.seen_at <= at - SILENT_MOST or (row.away_at and row.away_at <= at - AWAY_MOST)
        under_way = row.contact.turn.state in known.UNDER_WAY
        if under_way and lost:
            _lose_touch(city, row, by, at)
            hang_up(city=city, contact=row.pk, by=by, at=at)
        if lost or not under_way:
            done += 1
            CallSignal.objects.filter(call=row).delete()
            WebCall.objects.filter(pk=row.pk).update(over=True, held_at=None)
    return done
