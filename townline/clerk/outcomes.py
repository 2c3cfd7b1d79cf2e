"""What can happen to an item of a meeting: the choices, their blanks, and how they read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from townline.cities.rules.city import City
from townline.clerk.meeting_words import OPTION_WORDS
from townline.council import queries
from townline.council.queries import ItemShown, MeetingShown, PersonShown
from townline.council.rules import amendments, ballots, running
from townline.council.rules.ballots import Option
from townline.council.rules.grammar import Grammar, NotAnActivity
from townline.council.rules.running import Running
from townline.council.rules.vocabulary import ActionType, Effect, Medium, Slot

COUNCIL = (
    Effect.DECIDES, Effect.CONTINUES, Effect.REFERS, Effect.RECONSIDERS, Effect.WITHDRAWS,
    Effect.FINISHES,
)  # fmt: skip
COMMITTEE = (Effect.REPORTS, Effect.CONTINUES)
UNFIT = frozenset({Slot.DOCUMENTS})
"""Blanks that the form of a meeting cannot fill."""


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A blank of a sentence, as the form has it."""

    name: str
    label: str
    slot: str
    value: str
    required: bool
    names: tuple[str, ...]
    """The names of bodies that may stand there."""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """An item of a meeting that is held, and what was noted of it."""

    shown: ItemShown
    sentence: str
    """Empty where nothing was noted yet."""
    tally: str
    against: tuple[tuple[Any, str], ...]
    """Who voted otherwise than yes: what they said, and their surname."""


def kinds_for(city: City, meeting: MeetingShown) -> tuple[ActionType, ...]:
    """Return the types that a meeting of this body can enter, in the order of the folder."""
    council = meeting.body == queries.council_settings(city).council
    effects = COUNCIL if council else COMMITTEE
    return tuple(
        each
        for each in queries.offered_types(city)
        if each.effect in effects
        and bool(each.body) is not council
        and not any(blank.slot in UNFIT for blank in each.parameters)
    )


def blanks_of(city: City, kind: ActionType, said: Mapping[str, str]) -> tuple[Blank, ...]:
    """Return the blanks of a type as the form has them; the body that meets fills its own."""
    registry = queries.bodies(city).values()
    return tuple(
        Blank(
            name=each.name,
            label=each.name.replace("_", " ").capitalize(),
            slot=each.slot.value,
            value=said.get(each.name, ""),
            required=each.slot not in (Slot.COMMENT,),
            names=tuple(
                body.name
                for body in registry
                if each.slot in (Slot.BODY, Slot.BODIES)
                and (not each.kinds or body.kind in each.kinds)
            ),
        )
        for each in kind.parameters
        if each.name != kind.body
    )


def parameters_of(
    kind: ActionType, said: Mapping[str, str], meeting: MeetingShown
) -> dict[str, Any]:
    """
    Return what fills the blanks of a type, as JSON has it.

    :raises ValueError: if amendments are written as nobody reads them
    """
    found: dict[str, Any] = {}
    for each in kind.parameters:
        text = " ".join(said.get(each.name, "").split())
        if each.name == kind.body:
            found[each.name] = meeting.body_name
        elif each.slot is Slot.BODIES:
            found[each.name] = [name.strip() for name in text.split(";") if name.strip()]
        elif each.slot is Slot.AMENDMENTS:
            read = amendments.read(text)
            if read is None:
                raise ValueError(
                    "Write amendments as: Amending Motion 13A (Demo for Sample - Birch)"
                )
            found[each.name] = [amendments.as_plain(one) for one in read]
        else:
            found[each.name] = text
    return found


def exceptions_of(posted: Mapping[str, Any]) -> dict[str, Option]:
    """Return who did not vote yes, of the ballots of a form."""
    found: dict[str, Option] = {}
    for name, value in posted.items():
        if name.startswith("b-") and value in OPTION_WORDS and value != Option.YES:
            found[name.removeprefix("b-")] = Option(value)
    return found


def sentence_of(
    city: City, kind: ActionType, said: Mapping[str, str] | None, meeting: MeetingShown
) -> str:
    """Return how the activity would be printed; empty while its blanks are not filled."""
    try:
        given = parameters_of(kind, said or {}, meeting)
        return _printed(queries.grammar(city), kind.code, given)
    except (NotAnActivity, ValueError):
        return ""


def noted(
    city: City, sit: Sequence[PersonShown], items: Sequence[ItemShown], state: Running
) -> tuple[Noted, ...]:
    """Return the items of a meeting with what was noted of each."""
    names = {who.code: who.surname for who in sit}
    grammar = queries.grammar(city) if state.outcomes else None
    found = []
    for each in items:
        outcome = state.outcomes.get(each.item.key)
        said = running.ballots(outcome, list(names), state.absent) if outcome else {}
        voted = bool(outcome and outcome.voted)
        found.append(
            Noted(
                shown=each,
                sentence=_printed(grammar, outcome.type, outcome.parameters)
                if outcome and grammar
                else "",
                tally=ballots.count(said.values()).written() if voted else "",
                against=tuple(
                    (OPTION_WORDS[option], names[code])
                    for code, option in said.items()
                    if voted and option is not Option.YES
                ),
            )
        )
    return tuple(found)


def _printed(grammar: Grammar, code: str, parameters: Mapping[str, Any]) -> str:
    activity = grammar.of_json({"type": code, "parameters": dict(parameters)})
    return grammar.render(activity, Medium.PRINT)
