"""What a carrier tells of calls without asking anything: how they stand, what was recorded."""

from townline.channels.rules.calling import Pause
from townline.channels.voice import begin
from townline.channels.voice_hooks import Hook, hook
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Heard
from townline.contacts.actions.left_with_carrier import Message, take_message
from townline.contacts.queries import CallAs, NoSuchCall
from townline.contacts.rules.carried import ENDED
from townline.record.verbs import SYSTEM

LONGEST_URL = 500


@hook
def status(asked: Hook) -> str:
    """Hear how a call stands; one of which nothing else was told yet is kept all the same."""
    if asked.said("ParentCallSid"):  # the leg of an agent: its call tells
        return asked.written(Pause())
    try:
        call = asked.call()
    except NoSuchCall:
        if not asked.sid or asked.said("Direction").startswith("outbound"):
            return asked.written(Pause())
        begin(asked)
        call = asked.call()
    return _tell(asked, call)


@hook
def told(asked: Hook, contact: int) -> str:
    """Hear how a call stands that the city makes."""
    return _tell(asked, heard.call_of_contact(asked.city.id, contact))


def _tell(asked: Hook, call: CallAs) -> str:
    said, number = asked.said("CallStatus", 20), asked.said("SequenceNumber", 9)
    sequence = int(number) if number.isascii() and number.isdecimal() else 0
    contacts.call_told(
        city=asked.city, contact=call.contact, status=said, sequence=sequence,
        heard=Heard(
            # That a call is over is one thing, however often and in whichever order it is told.
            name="over" if said in ENDED else f"status/{said}/{sequence}",
            said={"status": said, "sequence": sequence},
        ),
        by=SYSTEM, at=asked.at,
    )  # fmt: skip
    return asked.written(Pause())


@hook
def recording(asked: Hook) -> str:
    """Hear that a message is there, and let it wait for somebody who hears it."""
    call, sid = asked.call(), asked.said("RecordingSid", 100)
    length = asked.said("RecordingDuration", 6)
    seconds = int(length) if length.isascii() and length.isdecimal() else 0
    done = asked.said("RecordingStatus") in ("completed", "")
    if sid and done and seconds:
        queues = heard.contact_centre(asked.city.edition_id).queues
        take_message(
            city=asked.city, contact=call.contact, queue=queues.get(asked.voice.voicemail),
            message=Message(
                sid=sid, url=asked.said("RecordingUrl", LONGEST_URL), seconds=seconds
            ),
            by=SYSTEM, at=asked.at,
        )  # fmt: skip
    return asked.written(Pause())
