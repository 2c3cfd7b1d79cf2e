"""A call and an agent: brought together, parted, put back; and calls that the city makes."""

from townline.channels.rules.calling import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Tree,
)
from townline.channels.rules.phrases import Phrase
from townline.channels.voice import enqueued, stands
from townline.channels.voice_hooks import Hook, hook
from townline.channels.voice_known import OnThePhone, queue_name
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Heard
from townline.contacts.queries import CallAs, NoSuchCall
from townline.contacts.rules.carried import Doing, Way
from townline.contacts.rules.queueing import Lost
from townline.record.verbs import SYSTEM

RING_S = 20
HUNG_UP = "hangup"
AGAIN_S = 5


@hook
def left(asked: Hook, step: int) -> str:
    """Hear why a call left the carrier's queue: somebody answers, or its caller hung up."""
    call, why = asked.call(), asked.said("QueueResult")
    if why == HUNG_UP:
        contacts.call_told(
            city=asked.city, contact=call.contact, status="completed", sequence=-1,
            heard=Heard(name="left/hangup"), by=SYSTEM, at=asked.at,
        )  # fmt: skip
        return asked.written(Hangup())
    if call.doing is Doing.JOINING:
        return _dial(asked, call)
    if call.doing is Doing.WAITING:  # the carrier's queue is full, or failed
        return asked.written(Pause(seconds=AGAIN_S), enqueued(call.queue, call.step))
    return stands(asked, call)


@hook
def join(asked: Hook) -> str:
    """Tell a call that was brought here what it is to do."""
    call = asked.call()
    return _dial(asked, call) if call.doing is Doing.JOINING else stands(asked, call)


def _dial(asked: Hook, call: CallAs) -> str:
    number = heard.phone_of_agent(call.agent or 0)
    if not number:
        return _parted(asked, call, f"no-telephone/{call.step}", Lost.NO_TELEPHONE)
    return asked.written(
        asked.say(Phrase.JOINED, call.language),
        Dial(
            number=number,
            then=f"dialled/{call.step}/",
            whisper=f"whisper/{call.contact}/",
            ring_s=RING_S,
            caller_id=call.line,
        ),
    )


@hook
def whisper(asked: Hook, contact: int) -> str:
    """Tell an agent what call it is, before they take it: a machine that answers presses no key."""
    call = _leg_of(asked, contact)
    language = asked.city.languages[0]
    phrase = Phrase.WHISPER_RELAY if call.relay else Phrase.WHISPER
    queue = queue_name(asked.city, call.queue, language)
    words = asked.say(phrase, language, queue=queue)
    return asked.written(Gather(then=f"taken/{contact}/", says=(words,)), Hangup())


@hook
def taken(asked: Hook, contact: int) -> str:
    """Join an agent with the call once they pressed a key."""
    call = _leg_of(asked, contact)
    if not asked.said("Digits"):
        return asked.written(Hangup())
    _joined(asked, call)
    return asked.written(Pause())


def _joined(asked: Hook, call: CallAs) -> None:
    contacts.call_joined(
        city=asked.city, contact=call.contact, heard=Heard(name=f"joined/{call.step}"), by=SYSTEM,
        at=asked.at,
    )  # fmt: skip


def _leg_of(asked: Hook, contact: int) -> CallAs:
    """
    Return the call whose other leg the carrier asks about.

    :raises NoSuchCall: if it is the leg of another one
    """
    call, parent = heard.call_of_contact(asked.city.id, contact), asked.said("ParentCallSid", 100)
    if parent and parent != call.sid:
        raise NoSuchCall(f"{call.number} has no such leg.")
    return call


@hook
def dialled(asked: Hook, step: int) -> str:
    """Hear that a call is not with its agent any more."""
    return _parted(asked, asked.call(), f"dialled/{step}")


def _parted(asked: Hook, call: CallAs, name: str, lost: Lost = Lost.SILENT_TELEPHONE) -> str:
    now = contacts.call_parted(
        city=asked.city, contact=call.contact, heard=Heard(name=name), by=SYSTEM, at=asked.at,
        lost=lost,
    )  # fmt: skip
    after = asked.call()
    if now is Doing.WAITING:
        reached = call.doing is Doing.JOINED
        said: Tree = () if reached else (asked.say(Phrase.BACK_IN_LINE, call.language),)
        return asked.written(*said, enqueued(after.queue, after.step))
    if call.way is Way.OUT and call.doing is not Doing.JOINED:
        language = asked.city.languages[0]
        return asked.written(asked.say(Phrase.NOT_REACHED, language), Hangup())
    return stands(asked, after)


@hook
def out(asked: Hook, contact: int) -> str:
    """Tell an agent who picked up that a resident is called next."""
    call = heard.call_of_contact(asked.city.id, contact)
    if call.doing is not Doing.RINGING:
        return asked.written(Hangup())
    words = asked.say(Phrase.WHISPER_OUT, asked.city.languages[0])
    return asked.written(Gather(then=f"out/{contact}/dial/", says=(words,)), Hangup())


@hook
def dial_out(asked: Hook, contact: int) -> str:
    """Call the resident for an agent who is on the line."""
    call = heard.call_of_contact(asked.city.id, contact)
    if not asked.said("Digits") or call.doing not in (Doing.RINGING, Doing.JOINING):
        return asked.written(Hangup())
    number = heard.phone_of_call(contact)
    if not number:  # forgotten meanwhile
        return asked.written(asked.say(Phrase.NOT_REACHED, asked.city.languages[0]), Hangup())
    contacts.call_dials(city=asked.city, contact=contact, sid=asked.sid, by=SYSTEM, at=asked.at)
    step = heard.call_of_contact(asked.city.id, contact).step
    return asked.written(
        Dial(
            number=number, then=f"dialled/{step}/", whisper=f"greet/{contact}/",
            caller_id=call.line, ring_s=RING_S,
        )
    )  # fmt: skip


@hook
def greet(asked: Hook, contact: int) -> str:
    """Say to a resident who picked up who calls."""
    call = _leg_of(asked, contact)
    _joined(asked, call)
    known = OnThePhone(city=asked.city, voice=asked.voice, at=asked.at)
    words = asked.say(Phrase.CALLS_YOU, call.language, city=known.city.name)
    return asked.written(words)
