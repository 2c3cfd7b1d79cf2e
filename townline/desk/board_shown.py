"""What the wallboard shows of centres, queues and agents, made of raw counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from math import floor

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City, words_in
from townline.contacts.queries import Board, OnDuty
from townline.contacts.queries.board import IDLE
from townline.contacts.rules import directives, measures
from townline.contacts.rules.centres import Centre, Line
from townline.contacts.rules.directives import Directed
from townline.contacts.rules.measures import Definition, Handling, Waits
from townline.desk.wording import language_name
from townline.hours import Span, WorkingWeek

Text = str | Promise

DEFINITIONS: dict[Definition, tuple[Text, Text]] = {
    Definition.OFFERED: (
        _("Of all contacts"),
        _("answered in time ÷ (answered + gave up + waiting longer than that)"),
    ),
    Definition.ANSWERED: (
        _("Of those answered"),
        _("answered in time ÷ answered; who gave up is left out"),
    ),
    Definition.HANDLED: (
        _("With those who gave up"),
        _("(answered in time + gave up in time) ÷ (answered + gave up)"),
    ),
}
"""A definition's name and its formula."""
MEDIA: dict[str, tuple[Text, str]] = {"voice": (_("Voice"), "phone"), "text": (_("Text"), "chat")}
STATUSES: dict[str, tuple[Text, str]] = {
    "available": (_("Available"), "check_circle"),
    "break": (_("On a break"), "local_cafe"),
    "paused": (_("Paused: did not answer"), "warning"),
    "logged_out": (_("Logged out"), "logout"),
}
"""What agents say of themselves, in the order of the board."""
STATES: dict[str, tuple[Text, str]] = {
    "offered": (_("Is being offered one"), "notifications_active"),
    "in_contact": (_("In contact"), "support_agent"),
    "wrap_up": (_("Writing up"), "edit"),
    IDLE: (_("Has nothing in hand"), "hourglass_empty"),
}
"""What agents have in hand, in the order of the board."""


def lasting(seconds: float) -> str:
    """
    Return how long something lasts, as a clock shows it.

    >>> lasting(65), lasting(3723.9)
    ('1:05', '1:02:03')
    """
    whole = max(0, floor(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def hours_words(spans: Sequence[Span]) -> str:
    """
    Return hours as a line shows them; empty where there are none.

    >>> hours_words([(time(8), time(12)), (time(13), time(0))])
    '08:00–12:00, 13:00–24:00'
    """
    return ", ".join(
        f"{opens:%H:%M}–{'24:00' if closes == time(0) else f'{closes:%H:%M}'}"
        for opens, closes in spans
    )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How a queue, or all of a centre, does today."""

    waiting: int
    callbacks: int
    """How many more are to be called back."""
    since: datetime | None
    """When the first of those who wait began to."""
    longest: str
    late: bool
    """Whether that is longer than it should be."""
    level: int | None
    """The service level in per cent; None where there is nothing to reckon it of."""
    aim: int | None
    reached: bool
    offered: int
    answered: int
    abandoned: int
    short: int
    """How many hung up at once."""
    abandoned_share: int | None
    mean_wait: str
    """Empty where nobody's wait is over."""
    handling: str
    """How long an answered contact took in the mean; empty where none is written up."""
    relayed: str
    """The same of those by relay or text telephone, which are left out of it; empty: none."""


@dataclass(frozen=True, kw_only=True)
class QueueShown:
    """A queue on the board."""

    code: str
    name: str
    medium: Text
    icon: str
    within_s: int | None
    open: bool
    hours: str
    """When it is open today."""
    directed: bool
    """Whether a supervisor directed that."""
    announces: bool
    assumed: bool
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many agents are so."""

    words: Text
    icon: str
    count: int


@dataclass(frozen=True, kw_only=True)
class LanguageShown:
    """Who waits and who answers in a language."""

    code: str
    name: str
    waiting: int
    since: datetime | None
    longest: str
    there: int
    free: int


@dataclass(frozen=True, kw_only=True)
class AgentOnBoard:
    """An agent on the board: what they say, and apart from it what they have."""

    who: OnDuty
    status: Text
    status_icon: str
    status_for: str
    state: Text
    state_icon: str
    state_for: str
    spoken: str


@dataclass(frozen=True, kw_only=True)
class CentreOnBoard:
    """A centre on the board."""

    code: str
    name: str
    open: bool
    figures: Figures
    queues: tuple[QueueShown, ...]
    statuses: tuple[Count, ...]
    states: tuple[Count, ...]
    languages: tuple[LanguageShown, ...]
    agents: tuple[AgentOnBoard, ...]
    out: int
    """How many agents are logged out and have nothing in hand."""
    simulated: int
    """How many of today's waits are made up."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a centre's part of the board is made of."""

    city: City
    centre: Centre
    weeks: Mapping[str, WorkingWeek]
    """The working week of each queue."""
    board: Board
    said: Sequence[Directed]
    definition: Definition


def centre_shown(told: Told) -> CentreOnBoard:
    """Return a centre as the board shows it."""
    agents = [each for each in told.board.agents if each.centre == told.centre.code]
    queues = tuple(_queue(told, line) for line in told.centre.queues)
    codes = {line.code for line in told.centre.queues}
    total = measures.total(told.board.waits.get(code, Waits()) for code in codes)
    levels = {line.level.share for line in told.centre.queues if line.level}
    here = [each for each in agents if each.there]
    return CentreOnBoard(
        code=told.centre.code,
        name=words_in(told.centre.words, get_language() or ""),
        open=any(each.open for each in queues),
        figures=_figures(told, codes, total, levels.pop() if len(levels) == 1 else None, None),
        queues=queues,
        statuses=_counts(STATUSES, [each.status for each in agents]),
        states=_counts(STATES, [each.state for each in here]),
        languages=tuple(_languages(told, codes, here)),
        agents=tuple(_agent(each, told.board.at) for each in here),
        out=len(agents) - len(here),
        simulated=total.simulated,
    )


def _queue(told: Told, line: Line) -> QueueShown:
    said = [each for each in told.said if each.directive.queue == line.code]
    at, level = told.board.at, line.level
    week = told.weeks[line.code]
    day = at.astimezone(week.zone).date()
    hours = directives.hours_of(week, said, day)
    medium, icon = MEDIA[str(line.medium)]
    waits = told.board.waits.get(line.code, Waits())
    return QueueShown(
        code=line.code,
        name=words_in(line.words, get_language() or ""),
        medium=medium,
        icon=icon,
        within_s=level.within_s if level else None,
        open=directives.open_at(week, said, at),
        hours=hours_words(hours),
        directed=hours != directives.hours_of(week, (), day),
        announces=directives.announcement(said, at) is not None,
        assumed=line.assumed,
        figures=_figures(
            told, {line.code}, waits, level.share if level else None,
            level.within_s if level else None,
        ),
    )  # fmt: skip


def _figures(
    told: Told, codes: set[str], waits: Waits, share: float | None, within_s: int | None
) -> Figures:
    lines = [each for each in told.board.lines if each.queue in codes]
    since = min((each.since for each in lines if each.since), default=None)
    longest_s = (told.board.at - since).total_seconds() if since else 0.0
    level = measures.service_level(waits, told.definition)
    handled = sum((told.board.handling.get(code, Handling()) for code in codes), Handling())
    mean, gave_up = measures.mean_wait_s(waits), measures.abandoned_share(waits)
    return Figures(
        waiting=sum(each.count for each in lines),
        callbacks=sum(each.callbacks for each in lines),
        since=since,
        longest=lasting(longest_s) if since else "",
        late=longest_s > within_s if within_s else bool(waits.overdue),
        level=None if level is None else floor(level * 100),
        aim=None if share is None else round(share * 100),
        reached=level is not None and share is not None and level >= share,
        offered=waits.offered,
        answered=waits.answered,
        abandoned=waits.abandoned,
        short=waits.short,
        abandoned_share=None if gave_up is None else round(gave_up * 100),
        mean_wait=_mean(mean),
        handling=_mean(handled.mean_s),
        relayed=_mean(handled.mean_relayed_s),
    )


def _mean(seconds: float | None) -> str:
    return "" if seconds is None else lasting(seconds)


def _counts(known: dict[str, tuple[Text, str]], found: Sequence[str]) -> tuple[Count, ...]:
    return tuple(
        Count(words=words, icon=icon, count=found.count(code))
        for code, (words, icon) in known.items()
    )


def _languages(told: Told, codes: set[str], here: Sequence[OnDuty]) -> Iterable[LanguageShown]:
    lines = [each for each in told.board.lines if each.queue in codes]
    spoken = {code for each in here for code in each.languages} | {x.language for x in lines}
    ordered = [code for code in told.city.languages if code in spoken]
    for code in (*ordered, *sorted(spoken - set(ordered))):
        of = [each for each in lines if each.language == code]
        since = min((each.since for each in of if each.since), default=None)
        who = [each for each in here if code in each.languages]
        yield LanguageShown(
            code=code,
            name=language_name(code),
            waiting=sum(each.count for each in of),
            since=since,
            longest=lasting((told.board.at - since).total_seconds()) if since else "",
            there=len(who),
            free=sum(each.free for each in who),
        )


def _agent(who: OnDuty, at: datetime) -> AgentOnBoard:
    status, status_icon = STATUSES[who.status]
    state, state_icon = STATES[who.state]
    return AgentOnBoard(
        who=who,
        status=status,
        status_icon=status_icon,
        status_for=lasting((at - who.since).total_seconds()),
        state=state,
        state_icon=state_icon,
        state_for=lasting((at - who.state_since).total_seconds()),
        spoken=", ".join(language_name(code) for code in who.languages),
    )


def midnight(city: City, at: datetime) -> datetime:
    """Return when the day of the city began in which a moment is."""
    return datetime.combine(at.astimezone(city.zone).date(), time(0), tzinfo=city.zone)
