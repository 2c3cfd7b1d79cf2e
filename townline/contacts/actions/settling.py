"""A voice message is one thing: whoever settles it, from the list or from its queue, settles it."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.turnstile import Step, step_of
from townline.contacts.models import Turn as TurnRow
from townline.contacts.models import Voicemail
from townline.contacts.rules.course import End, NotNow, State
from townline.contacts.rules.queueing import Medium
from townline.contacts.rules.recording import ANSWERED
from townline.contacts.rules.turns import Turn
from townline.record.actions import enter
from townline.record.verbs import Actor


def answered_message(step: Step, turn: Turn, by: Actor) -> None:
    """Take a message off the list whose contact was answered; nothing for other contacts."""
    if turn.medium is not Medium.TEXT or turn.simulated:
        return
    there = Voicemail.objects.select_for_update(of=("self",)).select_related("recording")
    row = there.filter(recording__contact=turn.contact, done_at=None).first()
    if row is None:
        return
    row.outcome, row.done_at, row.done_by = ANSWERED, max(step.at, row.left_at), by.label
    row.save()
    enter(subject=row.recording, verb=verbs.VOICEMAIL_DONE, by=by, at=step.at, outcome=ANSWERED)
    row.recording.save(update_fields=["seq", "head"])


def out_of_queue(*, city: City, contact: int, outcome: str, by: Actor, at: datetime) -> None:
    """
    Let nobody be offered a message that is settled from the list.

    :raises NotNow: if an agent has it in hand
    """

    def deed(step: Step, turn: Turn) -> None:
        if turn.state in (State.WAITING, State.OFFERED):
            step.over(turn, verbs.SETTLED, End.SETTLED, by, outcome=outcome)
        elif turn.state is State.IN_CONTACT:
            raise NotNow(f"{turn.number} is with an agent, who settles it.")

    if TurnRow.objects.filter(pk=contact, city_id=city.id).exists():
        step_of(city.id, contact, at, deed)
