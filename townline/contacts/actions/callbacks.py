"""
Calling back instead of letting people wait.

Who is promised a call keeps the place: the contact waits on without them. When its turn comes an
agent is offered it, takes it, and calls; it counts as answered when the resident is reached.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.turnstile import Offer, Step, let_go, step_of
from townline.contacts.models import Details
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.course import End, NotNow, State
from townline.contacts.rules.promises import CallWindow, WhyNot
from townline.contacts.rules.reach import phone_number
from townline.contacts.rules.turns import Turn
from townline.record.verbs import SYSTEM, Actor, require


class NoPromise(ValueError):
    """No call back can be promised; ``why`` says for which reason."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(f"No call back can be promised: {why.value}.")
        self.why = why


@transaction.atomic
def promise_callback(
    *, city: City, contact: int, by: Actor, at: datetime, phone: str = "",
    rules: Callback | None = None, asked: Asked | None = None,
) -> CallWindow:  # fmt: skip
    """
    Promise somebody who waits that we call them, and return between when.

    :param phone: another number than the one that they called from
    :param rules: how the queue calls back; None: as the city's folder says
    :param asked: in which words they were asked whether they want it
    :raises NoPromise: if it cannot be promised
    :raises NoSuchTurn: if there is no such contact
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.PROMISED)
    _keep_number(contact, phone)
    found = queries.promise_for(city, contact, at, rules=rules, asked=True)
    if isinstance(found, WhyNot):
        raise NoPromise(found)
    step_of(city.id, contact, at, partial(_promise, city, found, by))
    enter_consent(
        city=city, contact=contact, to=ConsentTo.CALLING_BACK, given=True, asked=asked, by=by, at=at
    )
    return found


def _keep_number(contact: int, phone: str) -> None:
    """Keep the number that is to be called, with what else identifies the resident."""
    if phone and not phone_number(phone):
        raise NoPromise(WhyNot.NO_NUMBER)
    if phone:
        Details.objects.update_or_create(
            contact_id=contact, defaults={"phone": phone_number(phone)}
        )
    elif not Details.objects.filter(contact_id=contact).exclude(phone="").exists():
        raise NoPromise(WhyNot.NO_NUMBER)


def _promise(city: City, when: CallWindow, by: Actor, step: Step, turn: Turn) -> None:
    if turn.callback:
        raise NotNow(f"{turn.number} is promised a call back already.")
    if turn.state is State.OFFERED:
        raise NotNow(f"{turn.number} is offered to an agent just now.")
    moved = step.moved(turn, verbs.PROMISED, by, **_said(city, when))
    step.close_leg(turn, "callback")
    step.wait(
        replace(
            moved, callback=True, way_out="", promised_from=when.begins,
            promised_until=when.ends, not_before=queries.no_calls_until(city, step.at),
        )
    )  # fmt: skip


def _said(city: City, when: CallWindow) -> dict[str, str]:
    return {
        "promised_from": when.begins.astimezone(city.zone).isoformat(timespec="minutes"),
        "promised_until": when.ends.astimezone(city.zone).isoformat(timespec="minutes"),
    }


@transaction.atomic
def cancel_callback(
    *, city: City, contact: int, by: Actor, at: datetime, asked: Asked | None = None
) -> tuple[Offer, ...]:
    """
    Call somebody back no more, as they wish, and return what their agent is offered instead.

    :param asked: in which words they said so
    :raises NotNow: if they are not promised a call, or it is under way
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.CANCELLED)

    def deed(step: Step, turn: Turn) -> None:
        if not turn.callback:
            raise NotNow(f"{turn.number} is promised no call back.")
        step.over(turn, verbs.CANCELLED, End.CANCELLED, by)

    offers = step_of(city.id, contact, at, deed)
    enter_consent(
        city=city,
        contact=contact,
        to=ConsentTo.CALLING_BACK,
        given=False,
        asked=asked,
        by=by,
        at=at,
    )
    return offers


def reached(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """
    Say that the resident whom an agent calls back has answered.

    :raises NotNow: if nobody calls them back
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.REACHED)

    def deed(step: Step, turn: Turn) -> None:
        _called(turn)
        step.put(replace(step.moved(turn, verbs.REACHED, by), answered_at=step.at))

    step_of(city.id, contact, at, deed)


def not_reached(
    *, city: City, contact: int, by: Actor, at: datetime, rules: Callback | None = None
) -> tuple[Offer, ...]:
    """
    Say that the resident whom an agent called did not answer, and return what that one is offered.

    We try again later, from the same place, and in no quiet hours; after the last time it is over.

    :param rules: how the queue calls back; None: as the city's folder says
    :raises NotNow: if nobody calls them back
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.NOT_REACHED)

    def deed(step: Step, turn: Turn) -> None:
        _called(turn)
        said = rules or queries.callback_rules(city, turn.queue) or Callback()
        if turn.attempts + 1 >= said.attempts:
            step.over(turn, verbs.GIVEN_UP, End.NOT_REACHED, by, attempts=turn.attempts + 1)
        else:
            _try_later(city, said, by, step, turn)

    return step_of(city.id, contact, at, deed)


def _try_later(city: City, said: Callback, by: Actor, step: Step, turn: Turn) -> None:
    later = step.at + timedelta(seconds=said.apart_s)
    later = queries.no_calls_until(city, later) or later
    moved = step.moved(
        turn, verbs.NOT_REACHED, by, attempt=turn.attempts + 1, attempts=said.attempts,
        not_before=later.astimezone(city.zone).isoformat(timespec="minutes"),
    )  # fmt: skip
    assert turn.agent is not None
    agent = step.agent(turn.agent)
    step.close_leg(turn, "not_reached")
    step.wait(replace(let_go(moved), attempts=turn.attempts + 1, not_before=later, passed=()))
    step.let_free(agent.laying_down(turn.medium, step.at))


def _called(turn: Turn) -> None:
    if not turn.callback or turn.state is not State.IN_CONTACT or turn.answered_at:
        raise NotNow(f"{turn.number} is not being called back.")


def leave_message(*, city: City, contact: int, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """
    Let a contact be over whose caller left a message instead of waiting on.

    :raises NotNow: if it was answered
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.LEFT_MESSAGE)

    def deed(step: Step, turn: Turn) -> None:
        step.over(turn, verbs.LEFT_MESSAGE, End.LEFT_MESSAGE, by)

    return step_of(city.id, contact, at, deed)


def hush(*, city: City, by: Actor, at: datetime) -> int:
    """
    Put calls off that we owe when the quiet hours begin, and return how many.

    Each has a new promise in its record, since the old one is broken.
    """
    require(by, verbs.PROMISED)
    until = queries.no_calls_until(city, at)
    if until is None:
        return 0
    owed = TurnRow.objects.filter(city_id=city.id, state=str(State.WAITING), callback=True)
    owed = owed.exclude(not_before__gte=until)
    keys = list(owed.order_by("place", "contact_id").values_list("contact_id", flat=True))
    for key in keys:
        step_of(city.id, key, at, partial(_put_off, city, until))
    return len(keys)


def _put_off(city: City, until: datetime, step: Step, turn: Turn) -> None:
    if not turn.callback or turn.state is not State.WAITING:
        return
    begins, ends = turn.promised_from, turn.promised_until
    assert begins is not None
    assert ends is not None
    when = CallWindow(begins=until, ends=until + (ends - begins))
    moved = step.moved(turn, verbs.PROMISED, SYSTEM, **_said(city, when))
    step.close_leg(turn, "put_off")
    step.wait(
        replace(moved, promised_from=when.begins, promised_until=when.ends, not_before=until)
    )  # fmt: skip
