"""What agents add to a contact while they have it: notes, marks, answers given, its end."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.letters import settle_letters
from townline.contacts.actions.turns import wrap_up
from townline.contacts.actions.turnstile import Offer, Step, step_of
from townline.contacts.models import AnswerGiven, Details, Leg, Marked, Note
from townline.contacts.queries.consents import agreed
from townline.contacts.rules.consent import Asked, ConsentTo, NoConsent
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.noting import (
    MOST_NOTE,
    Given,
    Mark,
    Noted,
    both,
    check_disposition,
    version_of,
)
from townline.contacts.rules.turns import Turn
from townline.knowledge import actions as knowledge
from townline.record.verbs import Actor, require

TICK = timedelta(microseconds=1)
"""No two versions of notes have the same moment."""


@transaction.atomic
def write_note(
    *, city: City, contact: int, agent: int, text: str, by: Actor, at: datetime,
    seen: str | None = None,
) -> Noted:  # fmt: skip
    """
    Keep what an agent has written of a contact so far, and return how it stands now.

    :param seen: the version that they had before them: what another window of theirs has kept
        since then stays, above what comes now; None overwrites whatever there is
    :raises NotNow: if they never had it
    :raises ValueError: if it is too long
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.NOTED)
    if len(text) > MOST_NOTE:
        raise ValueError(f"notes have at most {MOST_NOTE} characters")
    if not Leg.objects.filter(turn=contact, turn__city=city.id, agent=agent).exists():
        raise NotNow(f"contact {contact} was never with this agent")
    text = text.replace("\x00", "")
    first = {"text": "", "changed_at": at, "begun_at": at}
    Note.objects.get_or_create(turn_id=contact, agent_id=agent, defaults=first)
    row = Note.objects.select_for_update().get(turn_id=contact, agent_id=agent)
    stale = seen is not None and seen != version_of(row.changed_at)
    kept = both(row.text, text) if stale else text
    row.text, row.changed_at = kept, max(at, row.changed_at + TICK)
    row.save(update_fields=["text", "changed_at"])
    return Noted(text=kept, version=version_of(row.changed_at), merged=kept != text)


@transaction.atomic
def mark(
    *, city: City, contact: int, agent: int, kind: Mark, on: bool, by: Actor, at: datetime
) -> None:
    """
    Say that a contact is an emergency or came through a relay, or that it does not after all.

    :raises NotNow: if the agent does not have it
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.MARKED)

    def deed(step: Step, turn: Turn) -> None:
        _theirs(turn, agent)
        rows = Marked.objects.filter(turn_id=contact, kind=str(kind))
        if on == rows.exists():
            return
        if on:
            Marked.objects.create(turn_id=contact, kind=str(kind), since=at)
        else:
            rows.delete()
        verb = verbs.MARKED if on else verbs.UNMARKED
        step.set_grave(
            step.enter(turn, verb, by, mark=str(kind)),
            on if kind is Mark.EMERGENCY else turn.grave,
        )

    step_of(city.id, contact, at, deed)


@transaction.atomic
def mark_grave(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """
    Mark a contact as an emergency since its words tell of one; nothing if it is, or is over.

    One that waits goes ahead of all who are none.

    One that nobody was asked for yet has no agent to see a mark.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SOUNDED_GRAVE)

    def deed(step: Step, turn: Turn) -> None:
        kind = str(Mark.EMERGENCY)
        known = Marked.objects.filter(turn_id=contact, kind=kind).exists()
        if turn.state is not State.OVER and not known:
            Marked.objects.create(turn_id=contact, kind=kind, since=at)
            step.set_grave(step.enter(turn, verbs.SOUNDED_GRAVE, by), True)

    with suppress(queries.NoSuchTurn):
        step_of(city.id, contact, at, deed)


@transaction.atomic
def give_answer(
    *, city: City, contact: int, code: str, language: str, how: Given, by: Actor, at: datetime
) -> None:
    """
    Enter that somebody was given one of the city's answers during a contact.

    :param code: of the answer
    :param language: in which they got it
    :raises NoSuchTurn: if nobody answers such a contact
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.TOLD)

    def deed(step: Step, turn: Turn) -> None:
        AnswerGiven.objects.create(
            turn_id=contact, code=code, language=language, how=str(how), at=at
        )
        step.put(step.enter(turn, verbs.TOLD, by, answer=code, how=str(how)))
        if not turn.simulated:
            knowledge.count_asked(city=city, code=code, by=by, at=at)

    step_of(city.id, contact, at, deed)


@transaction.atomic
def reach_at(
    *, city: City, contact: int, medium: str, address: str, by: Actor, at: datetime,
    asked: Asked | None = None,
) -> None:  # fmt: skip
    """
    Keep where the resident of a contact wants to be sent something that they asked for.

    :param medium: ``email`` or ``sms``
    :param asked: in which words they were asked, and agreed just now; None: they were before
    :raises NoConsent: if they did not agree, or took it back
    :raises NoSuchTurn: if nobody answers such a contact
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.TOLD)
    queries.centre_of(city.id, contact)
    if asked is None and not agreed(contact, ConsentTo.SENDING):
        raise NoConsent(f"whoever contact {contact} is with did not agree to be sent something")
    enter_consent(
        city=city, contact=contact, to=ConsentTo.SENDING, given=True, asked=asked, by=by, at=at
    )
    field = "email" if medium == "email" else "phone"
    Details.objects.update_or_create(
        contact_id=contact, defaults={field: address, "told_by": medium}
    )


@transaction.atomic
def write_up(
    *, city: City, contact: int, agent: int, disposition: str, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Write a contact up with a disposition of the city's list; return what its agent is offered.

    One that is still under way ends with it. Letters that came in it are sorted by that.

    :raises UnknownDisposition: if the list has no such
    :raises NotNow: if the agent does not have it, or it was not answered
    :raises NotAllowed: if the actor answers no contacts
    """
    _known(city, disposition)

    def noted(step: Step, turn: Turn) -> None:
        _theirs(turn, agent)
        if Note.objects.filter(turn_id=contact, agent_id=agent).exclude(text="").exists():
            step.put(step.enter(turn, verbs.NOTED, by, agent=step.agent(agent).label))

    step_of(city.id, contact, at, noted)
    settle_letters(city=city, contact=contact, disposition=disposition, by=by, at=at)
    return wrap_up(city=city, contact=contact, disposition=disposition, by=by, at=at)


@transaction.atomic
def correct_disposition(
    *, city: City, contact: int, disposition: str, by: Actor, at: datetime
) -> None:
    """
    Say otherwise how a contact ended that is written up; what was said stays in its record.

    :raises UnknownDisposition: if the city's list has no such
    :raises NotNow: if it is not written up yet
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.CORRECTED)
    _known(city, disposition)

    def deed(step: Step, turn: Turn) -> None:
        if turn.state is not State.OVER or not turn.disposition:
            raise NotNow(f"{turn.number} is not written up.")
        if turn.disposition != disposition:
            said = {"disposition": disposition, "before": turn.disposition}
            entered = step.enter(turn, verbs.CORRECTED, by, **said)
            step.put(replace(entered, disposition=disposition))

    step_of(city.id, contact, at, deed)


def _known(city: City, disposition: str) -> None:
    known = queries.contact_centre(city.edition_id).dispositions
    check_disposition(disposition, [each.code for each in known])


def _theirs(turn: Turn, agent: int) -> None:
    if turn.agent != agent or turn.state not in (State.IN_CONTACT, State.WRAP_UP):
        raise NotNow(f"{turn.number} is not with this agent now.")
