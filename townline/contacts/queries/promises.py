"""Whether a contact that waits may be promised a call back, and for when."""

from datetime import datetime, time, timedelta

from townline.cities.rules.city import City
from townline.contacts.models import Turn
from townline.contacts.queries.centres import contact_centre
from townline.contacts.queries.opening import NoSuchQueue, left_of_the_day, opening_of
from townline.contacts.queries.turns import NoSuchTurn
from townline.contacts.queries.waits import places_of, seen_of, wait_of
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.course import State
from townline.contacts.rules.promises import CallWindow, WhyNot, room_left, window
from townline.contacts.rules.queueing import Medium, Queue
from townline.contacts.rules.quiet import quiet_until


def promise_for(
    city: City, contact: int, at: datetime, *, rules: Callback | None = None, asked: bool = False
) -> CallWindow | WhyNot:
    """
    Return between when a contact that waits would be called back, or why nothing is promised.

    :param rules: how its queue calls back; None: as the city's folder says
    :param asked: the resident wants it, or was offered it: a short wait is no reason against it
    :raises NoSuchTurn: if there is none that anybody answers
    """
    turn = Turn.objects.filter(city_id=city.id, pk=contact).first()
    if turn is None:
        raise NoSuchTurn(f"There is no contact {contact} that anybody answers.")
    rules = rules or callback_rules(city, turn.queue)
    waits = turn.state == State.WAITING and turn.medium == Medium.VOICE and not turn.callback
    if rules is None or not waits or turn.about_id:
        return WhyNot.NOT_HERE
    found = wait_of(city.id, contact, at)
    if found is None:
        return WhyNot.CANNOT_SAY
    if found.mean_s <= rules.offer_after_s and not asked:
        return WhyNot.SHORT_WAIT
    if not _room(city, turn, rules, at):
        return WhyNot.FULL
    return window(found, at, quiet_until=no_calls_until(city, at), closes=_closes(city, turn, at))


def calls_back(city: City, queue: str) -> bool:
    """Return whether who waits in a queue can be called back instead."""
    return callback_rules(city, queue) is not None


def callback_rules(city: City, queue: str) -> Callback | None:
    """Return how a queue calls back, as the city's folder says; None: it does not."""
    found = contact_centre(city.edition_id).line(queue)
    return found[1].callback if found else None


def no_calls_until(city: City, at: datetime) -> datetime | None:
    """Return when the hours end in which the city calls nobody; None: it calls now."""
    return quiet_until(at, city.quiet.get("voice") or city.quiet.get("sms"), city.zone)


def _room(city: City, turn: Turn, rules: Callback, at: datetime) -> int:
    try:
        left = left_of_the_day(city, turn.queue, at)
    except NoSuchQueue:  # a made-up one, which is open all day
        local = at.astimezone(city.zone)
        left = datetime.combine(local.date() + timedelta(days=1), time(0), city.zone) - at
    queue = Queue(code=turn.queue, centre=turn.centre, needs=frozenset(turn.needs))
    waiting = Turn.objects.filter(
        city_id=city.id, centre=turn.centre, queue=turn.queue, state=str(State.WAITING)
    ).count()
    return room_left(
        places=places_of(city.id, queue, turn.language, at, made_up=turn.simulated), left=left,
        seen=seen_of(city.id, turn.queue, at, made_up=turn.simulated), share=rules.share,
        waiting=waiting,
    )  # fmt: skip


def _closes(city: City, turn: Turn, at: datetime) -> datetime | None:
    try:
        return opening_of(city, turn.queue, at).until
    except NoSuchQueue:
        return None
