"""What a carrier tells of a call, and what becomes of the contact by it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.agents import lose_agent, say_status
from townline.contacts.actions.callbacks import not_reached, reached
from townline.contacts.actions.noting import give_answer, mark
from townline.contacts.actions.turns import Caller, end, leave, take_in
from townline.contacts.models import (
    Agent,
    CarrierCall,
    CarrierCallback,
    Contact,
    Details,
    Leg,
    Turn,
)
from townline.contacts.rules.carried import CALLING, ENDED, WITH_SOMEBODY, Doing, Way
from townline.contacts.rules.course import State
from townline.contacts.rules.noting import Given, Mark
from townline.contacts.rules.queueing import TELEPHONE, Lost, Queue, Status
from townline.record import actions as record
from townline.record.verbs import RESIDENT, SYSTEM, Actor, Verb, require

ANSWER = "answer"
"""What a menu told begins so, and has the code of the answer behind a colon."""
BEFORE_ANSWER = (State.WAITING, State.OFFERED)


class Moved(ValueError):
    """The call went on since it was looked at: what came was answered from an older place."""


@dataclass(frozen=True, kw_only=True)
class CallIn:
    """A call that comes in."""

    sid: str
    line: str
    language: str
    phone: str = ""
    """Empty where the number is withheld."""
    relay: bool = False


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something that the carrier told once."""

    name: str
    """What makes it the same one when it comes twice."""
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """Where a call is after something was heard."""

    stand: Mapping[str, Any]
    language: str
    relay: bool = False
    doing: Doing = Doing.MENU
    queue: Queue | None = None
    """Where the contact waits from now on."""


@transaction.atomic
def begin_carried(*, city: City, came: CallIn, by: Actor, at: datetime) -> int:
    """
    Keep a call that comes in, with its contact, and return the contact's key.

    The same call told twice is one contact.
    """
    require(by, verbs.CALL_CAME)
    known = CarrierCall.objects.filter(city_id=city.id, sid=came.sid).values_list("pk", flat=True)
    try:
        with transaction.atomic():
            return known.first() or _begin(city, came, by, at)
    except IntegrityError:  # told twice at the same time
        return known.get()


def _begin(city: City, came: CallIn, by: Actor, at: datetime) -> int:
    contact = under_way(city, came.language, came.phone, "inquiry", at)
    call = CarrierCall.objects.create(
        contact=contact, city_id=city.id, number=f"call-{contact.pk}", way=Way.IN, sid=came.sid,
        line=came.line, language=came.language, relay=came.relay, withheld=not came.phone,
        doing=Doing.MENU, began_at=at, moved_at=at,
    )  # fmt: skip
    enter(call, verbs.CALL_CAME, by, at, line=came.line)
    return contact.pk


def under_way(city: City, language: str, phone: str, purpose: str, at: datetime) -> Contact:
    """Keep the contact of a call that is under way, with the number of the other side."""
    contact = Contact.objects.create(
        city_id=city.id, channel="call", language=language, started_at=at, purpose=purpose
    )
    if phone:
        Details.objects.create(contact=contact, phone=phone)
    return contact


@transaction.atomic
def step_call(
    *, city: City, contact: int, seen: int, heard: Heard, becomes: Becomes, answer: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """
    Let a call go on by what was heard, and keep what it was answered.

    :param seen: the step at which the call was looked at
    :raises Moved: if it went on since then, or heard the same before
    """
    with calling(city.id, contact) as call:
        if call.step != seen or call.doing == Doing.OVER:
            raise Moved(f"{call.number} is at step {call.step}.")
        _keep(call, heard, at, answer)
        _told(call, becomes, by, at)
        call.step, call.stand = seen + 1, dict(becomes.stand)
        call.language, call.relay = becomes.language, call.relay or becomes.relay
        call.doing, call.moved_at = becomes.doing, at
        Contact.objects.filter(pk=contact).update(language=becomes.language)
        if becomes.queue is not None:
            _queue(city, call, becomes.queue, at)
            enter(call, verbs.CALL_QUEUED, by, at, queue=becomes.queue.code)


def _told(call: CarrierCall, becomes: Becomes, by: Actor, at: datetime) -> None:
    """Enter what the menu told since the step before, whether or not anybody answers later."""
    before, now = list(call.stand.get("told", ())), list(becomes.stand.get("told", ()))
    for what in now[len(before) :]:
        enter(call, verbs.CALL_TOLD, by, at, what=what)


def _queue(city: City, call: CarrierCall, queue: Queue, at: datetime) -> None:
    """Let the contact wait, with the time in the menu as its first leg."""
    came = Caller(
        channel="call", language=call.language, contact=call.pk, details=number_of(call),
        needs=(TELEPHONE,),
    )  # fmt: skip
    take_in(city=city, came=came, queue=queue, by=RESIDENT, at=at)
    Leg.objects.create(
        turn_id=call.pk, position=0, kind="menu", queue="", started_at=call.began_at,
        ended_at=max(at, call.began_at), ended_as="queued",
    )  # fmt: skip
    for what in call.stand.get("told", ()):
        kind, _sign, code = what.partition(":")
        if kind == ANSWER:
            give_answer(
                city=city, contact=call.pk, code=code, language=call.language, how=Given.READ,
                by=SYSTEM, at=at,
            )  # fmt: skip


@transaction.atomic
def call_dials(*, city: City, contact: int, sid: str, by: Actor, at: datetime) -> None:
    """Say that a resident is called for an agent who picked up; told twice it changes nothing."""
    require(by, verbs.CALL_RINGS)
    with calling(city.id, contact) as call:
        if call.doing == Doing.RINGING:
            call.doing, call.step, call.moved_at = Doing.JOINING, call.step + 1, at
            call.sid = call.sid or sid


def ring(call: CarrierCall, agent: int, by: Actor, at: datetime) -> None:
    """Say of a call that is held that the telephone of an agent is about to ring for it."""
    call.doing, call.agent_id, call.step = Doing.JOINING, agent, call.step + 1
    label = Agent.objects.values_list("label", flat=True).get(pk=agent)
    enter(call, verbs.CALL_RINGS, by, at, agent=label)


@transaction.atomic
def call_joined(*, city: City, contact: int, heard: Heard, by: Actor, at: datetime) -> None:
    """Say that both sides hear each other; told twice, or too late, it changes nothing."""
    require(by, verbs.CALL_JOINED)
    with calling(city.id, contact) as call:
        if call.doing in (Doing.JOINING, Doing.RINGING) and _keep(call, heard, at):
            label = call.agent.label if call.agent else ""
            call.doing, call.joined_at = Doing.JOINED, call.joined_at or at
            enter(call, verbs.CALL_JOINED, by, at, agent=label)
            _mark(city, call, at)
            if call.calls_back_id and _owes(call):
                reached(city=city, contact=call.calls_back_id, by=SYSTEM, at=at)


@transaction.atomic
def call_parted(
    *, city: City, contact: int, heard: Heard, by: Actor, at: datetime,
    lost: Lost = Lost.SILENT_TELEPHONE,
) -> Doing:  # fmt: skip
    """
    Hear that a call is not with its agent any more, and return where it is now.

    After a talk it is over, unless its agent passed it on: then it waits. Where the agent's
    telephone did not answer, it waits at the head of its queue, and the agent is logged out.

    :param lost: why the agent is logged out in that case
    """
    require(by, verbs.CALL_PARTED)
    with calling(city.id, contact) as call:
        if call.doing not in WITH_SOMEBODY or not _keep(call, heard, at):
            return Doing(call.doing)
        call.moved_at = at
        label = call.agent.label if call.agent else ""
        reached, turn = call.doing == Doing.JOINED, Turn.objects.filter(pk=contact).first()
        if call.way == Way.OUT or turn is None:
            why = "ended" if reached else "not_reached"
            _called_back(city, call, at)
            call.doing = Doing.CLOSING
        else:
            why = _parted(city, turn, lost, reached=reached, at=at)
            turn.refresh_from_db()
            waits = turn.state in [str(each) for each in BEFORE_ANSWER]
            again = turn.state == State.IN_CONTACT and turn.agent_id != call.agent_id
            call.doing = Doing.WAITING if waits or again else Doing.CLOSING
        call.agent = None if call.way == Way.IN else call.agent
        enter(call, verbs.CALL_PARTED, by, at, agent=label, why=why)
        return Doing(call.doing)


def _parted(city: City, turn: Turn, lost: Lost, *, reached: bool, at: datetime) -> str:
    if turn.state != State.IN_CONTACT:
        return "passed_on"
    if reached:
        end(city=city, contact=turn.pk, by=SYSTEM, at=at)
        return "ended"
    assert turn.agent_id is not None
    lose_agent(city=city, agent=turn.agent_id, by=SYSTEM, at=at, why=lost)
    return "not_reached"


@transaction.atomic
def call_told(
    *, city: City, contact: int, status: str, sequence: int, heard: Heard, by: Actor, at: datetime
) -> None:
    """
    Hear how a call stands with the carrier.

    What comes twice is kept once, and what comes late changes nothing; that a call is over is
    believed whenever it comes, since none comes back.
    """
    require(by, verbs.CALL_ENDED)
    with calling(city.id, contact) as call:
        if not _keep(call, heard, at):
            return
        call.heard_to = max(call.heard_to, sequence)
        if status in ENDED and call.doing != Doing.OVER:
            over(city, call, ENDED[status], by, at)


def over(city: City, call: CarrierCall, how: str, by: Actor, at: datetime) -> None:
    """End a call that is held, and with it what its contact was doing."""
    turn = Turn.objects.filter(pk=call.pk).first()
    promised = turn is not None and turn.callback
    if turn and not promised:
        if turn.state in [str(each) for each in BEFORE_ANSWER]:
            leave(city=city, contact=call.pk, by=SYSTEM, at=at)
        elif turn.state == State.IN_CONTACT:
            end(city=city, contact=call.pk, by=SYSTEM, at=at)
    if call.way == Way.OUT and call.agent and call.agent.reason == CALLING:
        back = {"status": Status.AVAILABLE, "by": SYSTEM, "at": at}
        say_status(city=city, agent=call.agent.pk, **back)  # type: ignore[arg-type]
    ends = max(at, call.began_at)
    if call.way == Way.OUT:
        _called_back(city, call, at)
    if not promised:  # who is promised a call back waits on without this one
        Contact.objects.filter(pk=call.pk, ended_at=None).update(ended_at=ends)
    call.doing, call.ended_at, call.ended_as = Doing.OVER, ends, how
    enter(call, verbs.CALL_ENDED, by, at, how=how)


def _mark(city: City, call: CarrierCall, at: datetime) -> None:
    """Mark the contact of a relay or TTY call, so that its handling is measured apart."""
    theirs = Turn.objects.filter(pk=call.pk, state=str(State.IN_CONTACT), agent=call.agent_id)
    if call.relay and call.agent_id and theirs.exists():
        said = {"contact": call.pk, "agent": call.agent_id, "kind": Mark.RELAY, "on": True}
        mark(city=city, by=SYSTEM, at=at, **said)


def _owes(call: CarrierCall) -> bool:
    """Return whether the agent of a call has the contact that was promised it."""
    return Turn.objects.filter(
        pk=call.calls_back_id, state=str(State.IN_CONTACT), agent=call.agent_id
    ).exists()


def _called_back(city: City, call: CarrierCall, at: datetime) -> None:
    """Let the contact that was promised a call go on as that call came out."""
    if not (call.calls_back_id and call.agent_id and _owes(call)):
        return
    if call.joined_at:
        end(city=city, contact=call.calls_back_id, by=SYSTEM, at=at)
    elif call.doing == Doing.RINGING:  # the agent's own telephone: nobody was called yet
        silent = Lost.SILENT_TELEPHONE
        lose_agent(city=city, agent=call.agent_id, by=SYSTEM, at=at, why=silent)
    else:
        not_reached(city=city, contact=call.calls_back_id, by=SYSTEM, at=at)


def number_of(call: CarrierCall) -> dict[str, str] | None:
    """Return what identifies who calls, as a contact keeps it; None where it is withheld."""
    details = getattr(call.contact, "details", None)
    return {"phone": details.phone} if details else None


@contextmanager
def calling(city_id: int, contact: int) -> Iterator[CarrierCall]:
    """Hold a call, and write at the end what was changed of it."""
    with transaction.atomic():
        held = CarrierCall.objects.select_for_update(of=("self",))
        call = held.get(city_id=city_id, pk=contact)
        yield call
        call.save()


def _keep(call: CarrierCall, heard: Heard, at: datetime, answer: str = "") -> bool:
    """Keep what was heard; False where it was heard before."""
    _row, fresh = CarrierCallback.objects.get_or_create(
        call=call, name=heard.name, defaults={"at": at, "said": dict(heard.said), "answer": answer}
    )
    return fresh


def enter(call: CarrierCall, verb: Verb, by: Actor, at: datetime, **data: Any) -> None:
    record.enter(subject=call, verb=verb, by=by, at=at, **data)
    call.save(update_fields=["seq", "head"])
