"""A call that comes in: its menu, and what is heard while it waits."""

from collections.abc import Sequence
from contextlib import suppress

import msgspec
from django.db import transaction

from townline.channels import voice_words
from townline.channels.rules import holding
from townline.channels.rules.calling import (
    Enqueue,
    Hangup,
    Leave,
    Pause,
    Redirect,
    Reject,
    Say,
    Tree,
)
from townline.channels.rules.holding import Waits
from townline.channels.rules.menu import Did, Event, Node, Stand, Step
from townline.channels.rules.phrases import Phrase
from townline.channels.voice_hooks import Hook, hook
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Becomes, CallIn, Heard, Moved, NoPromise
from townline.contacts.queries import CallAs, NoSuchCall
from townline.contacts.rules.carried import Doing, Wish
from townline.contacts.rules.consent import Asked
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.promises import CallWindow
from townline.contacts.rules.voice import caller
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.actions.handle import handle
from townline.requests.queries import NoSuchRequest
from townline.requests.rules.handled import How

STATUS = "status"
"""What a menu told begins so, and has the number of the request behind a colon."""
SHORT_S = 2
"""How long a call waits for the carrier to do what it was asked for."""


@hook
def incoming(asked: Hook) -> str:
    """Take a call, and say the first words; the same call told again hears the same."""
    if not asked.sid:
        return asked.written(Reject())
    begin(asked)
    return go_on(asked, asked.call(), "incoming", Event(did=Did.CAME))


def begin(asked: Hook) -> int:
    """Keep the call that the carrier tells of, and return the key of its contact."""
    line = asked.voice.dialled(asked.said("To"))
    came = CallIn(
        sid=asked.sid, line=line.number, phone=caller(asked.said("From")), relay=line.relay,
        language=line.language or asked.voice.languages[0].code,
    )  # fmt: skip
    return contacts.begin_carried(city=asked.city, came=came, by=RESIDENT, at=asked.at)


@hook
def step(asked: Hook, step: int) -> str:
    """Hear what a caller did in the menu: a key, a number, nothing, a message."""
    call, digits = asked.call(), asked.said("Digits", 20)
    event: Event | None = Event(did=Did.PRESSED, digits=digits)
    if asked.said("RecordingSid"):
        event = Event(did=Did.RECORDED)
    elif not digits:
        event = Event(did=Did.SILENT)
    # What was meant for an older question is no answer to this one.
    return go_on(asked, call, f"step/{step}", event if step == call.step else None)


def go_on(asked: Hook, call: CallAs, name: str, event: Event | None) -> str:
    """Let a call go on in its menu, and return what it hears; None says the same again."""
    before = heard.answered_before(call.contact, name)
    if before is not None:
        return before
    if call.doing not in (Doing.MENU, Doing.MESSAGE):
        return stands(asked, call)
    machine = asked.machine(call)
    stand = msgspec.convert(call.stand, Stand) if call.stand else Stand()
    done = machine.step(stand, event) if event else machine.again(stand)
    becomes, tree = _becomes(asked, call, done)
    answer = asked.written(*tree)
    try:
        with transaction.atomic():
            contacts.step_call(
                city=asked.city, contact=call.contact, seen=call.step, heard=Heard(name=name),
                becomes=becomes, answer=answer, by=RESIDENT, at=asked.at,
            )  # fmt: skip
            _looked_up(asked, call, done.stand.told[len(stand.told) :])
    except Moved:  # the same was told twice at once: both hear the same
        again = heard.answered_before(call.contact, name)
        return again if again is not None else stands(asked, asked.call())
    return answer


def _looked_up(asked: Hook, call: CallAs, told: Sequence[str]) -> None:
    """Enter the requests whose status the menu told as looked up during the contact."""
    for each in told:
        what, _sign, number = each.partition(":")
        if what == STATUS:
            with suppress(NoSuchRequest):  # hidden between the question and this line
                handle(
                    city=asked.city, number=number, contact=call.contact, how=How.LOOKED_UP,
                    by=SYSTEM, at=asked.at,
                )  # fmt: skip


def _becomes(asked: Hook, call: CallAs, done: Step) -> tuple[Becomes, Tree]:
    stand, queue = done.stand, None
    doing, tree = Doing.MENU, done.tree
    if done.enter is not None:
        queues = heard.contact_centre(asked.city.edition_id).queues
        queue = queues[done.enter.queue]
        doing = Doing.WAITING
        tree = (*tree, enqueued(queue.code, call.step + 1))
    elif stand.node is Node.VOICEMAIL or call.doing is Doing.MESSAGE:
        doing = Doing.MESSAGE
    elif stand.node is Node.OVER:
        doing = Doing.CLOSING
    becomes = Becomes(
        stand=msgspec.to_builtins(stand), language=stand.language or call.language,
        relay=stand.relay, doing=doing, queue=queue,
    )  # fmt: skip
    return becomes, tree


def enqueued(queue: str, step: int) -> Enqueue:
    """Return what lets a call wait, from a step on."""
    return Enqueue(queue=queue, wait=f"wait/{step}/", then=f"left/{step}/")


@hook
def wait(asked: Hook, step: int) -> str:
    """Say what a caller hears who waits; once somebody answers, take them out of the queue."""
    call = asked.call()
    before = heard.answered_before(call.contact, f"wait/{step}")
    if before is not None and call.doing is Doing.WAITING and call.state is not None:
        return before
    wish = contacts.meet(city=asked.city, contact=call.contact, by=SYSTEM, at=asked.at)
    if wish is Wish.JOIN:
        return asked.written(Leave(), waiting=True)
    call = asked.call()
    if wish is Wish.END or call.doing in (Doing.OVER, Doing.CLOSING):
        return asked.written(Hangup(), waiting=True)
    if call.doing is not Doing.WAITING or step != call.step:
        here = Redirect(to=f"wait/{call.step}/")
        return asked.written(Pause(seconds=SHORT_S), here, waiting=True)
    if asked.said("Digits", 2) == holding.CALL_BACK:
        return _promise(asked, call, f"wait/{step}")
    return _hold(asked, call, f"wait/{step}")


def _promise(asked: Hook, call: CallAs, name: str) -> str:
    """Promise a call back and let the caller hang up, or say that it cannot be."""
    try:
        contacts.promise_callback(
            city=asked.city, contact=call.contact, by=RESIDENT, at=asked.at, asked=_offered(call)
        )
    except (NoPromise, NotNow):
        return _hold(asked, call, name, said=Phrase.NO_CALL_BACK)
    tree = (asked.say(Phrase.WILL_CALL_BACK, call.language), Hangup())
    answer = asked.written(*tree, waiting=True)
    with suppress(Moved):  # promised it is; the same key was heard twice
        _keep(asked, call, name, answer, Doing.CLOSING)
    return answer


def _offered(call: CallAs) -> Asked:
    """Return in which words the caller was asked whether we call them back."""
    words = voice_words.say(Phrase.CALL_BACK, call.language, key=holding.CALL_BACK)
    return Asked(words=words, language=call.language)


def _keep(asked: Hook, call: CallAs, name: str, answer: str, doing: Doing) -> None:
    becomes = Becomes(stand={**call.stand, "held": True}, language=call.language, doing=doing)
    contacts.step_call(
        city=asked.city, contact=call.contact, seen=call.step, heard=Heard(name=name),
        becomes=becomes, answer=answer, by=RESIDENT, at=asked.at,
    )  # fmt: skip


def _hold(asked: Hook, call: CallAs, name: str, said: Phrase | None = None) -> str:
    city, contact = asked.city, call.contact
    estimate = heard.wait_of(city.id, contact, asked.at)
    promise = None if call.withheld else heard.promise_for(city, contact, asked.at)
    waits = Waits(
        language=call.language,
        ahead=heard.ahead_of(city.id, contact),
        minutes=max(1, round(estimate.mean_s / 60)) if estimate else None,
        may_be_called_back=isinstance(promise, CallWindow),
    )
    first = not call.stand.get("held")
    here = f"wait/{call.step + 1}/"
    tree = holding.hold(waits, voice_words.say, here=here, first=first, said=said)
    told = heard.announced(asked.city, call.queue, call.language, asked.at) if first else ""
    if told:
        tree = (Say(text=told, language=call.language), *tree)
    answer = asked.written(*tree, waiting=True)
    try:
        _keep(asked, call, name, answer, Doing.WAITING)
    except Moved:
        pause = Pause(seconds=SHORT_S)
        return asked.written(pause, Redirect(to=f"wait/{asked.call().step}/"), waiting=True)
    return answer


def stands(asked: Hook, call: CallAs) -> str:
    """Return what a call does where it stands, for a carrier that asks at another place."""
    if call.doing in (Doing.OVER, Doing.CLOSING):
        return asked.written(asked.say(Phrase.GOODBYE, call.language), Hangup())
    if call.doing is Doing.WAITING:
        return asked.written(enqueued(call.queue, call.step))
    if call.doing in (Doing.MENU, Doing.MESSAGE):
        return asked.written(Redirect(to=f"step/{call.step}/"))
    raise NoSuchCall(f"{call.number} is {call.doing}: nothing is to be said.")
