"""A file's page: its clock in rows that say why, and its course by rounds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from townline.clerk import wording
from townline.clerk.wording import Stand
from townline.council.queries import ActivityShown
from townline.council.rules.clock import Clock
from townline.council.rules.explained import Explained
from townline.council.rules.pending import Referral
from townline.council.rules.rounds import Round
from townline.council.rules.vocabulary import Body, Vocabulary

LABELS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "next_scheduled": (gettext_lazy("Taken up next"), gettext_lazy("To be taken up")),
    "reconsideration_until": (
        gettext_lazy("Can be taken back until"), gettext_lazy("Could be taken back until"),
    ),
    "mayor_last_day": (gettext_lazy("The Mayor’s last day"), gettext_lazy("The Mayor’s last day")),
    "final": (gettext_lazy("Becomes final"), gettext_lazy("Final")),
    "first_reading": (gettext_lazy("First reading, held over"),) * 2,
    "second_reading": (gettext_lazy("Second reading"),) * 2,
    "ordinance_in_force": (gettext_lazy("In force from"), gettext_lazy("In force since")),
    "last_day_for_action": (
        gettext_lazy("Last day for the Council"), gettext_lazy("Last day for the Council"),
    ),
    "expiration": (gettext_lazy("Expires"), gettext_lazy("Last day before it expired")),
    "last_change": (gettext_lazy("Last change"), gettext_lazy("Last change")),
}  # fmt: skip
"""The days of a clock in the order of the page: called so while they come, and after they came."""
READINGS = ("first_reading", "second_reading")
"""What a page is silent of where no ordinance was held over."""
ONCE = frozenset({"reconsideration_until", "mayor_last_day", "last_day_for_action", *READINGS})
"""What matters little once it is past."""
OPEN_THAT_DAY = frozenset({"next_scheduled", "reconsideration_until", "expiration"})
"""What is still to come on its own day."""
MOST_YEARS = 5
"""So many years are named below an axis, at most."""
KEYS = 3
"""So many days stand at the top of a page."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A value of the clock, for people."""

    name: str
    """Which day of the clock it is."""
    label: str
    day: date | None
    because: str
    sure: str
    """In words: worked out, in the record, assumed."""
    status: str
    rests_on: tuple[tuple[int, date], ...]
    """The lines it follows from: place in the record, and day."""
    computed: date | None = None
    """What follows by the rule, where the record says something else, which counts."""
    recorded: date | None = None
    """What another system's record says, where the rule says something else, which counts."""
    past: bool = False
    """Whether the day of reckoning is later."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line of the course."""

    line: ActivityShown
    label: str
    """What kind of activity it is, in the page's language; empty where its sentence is in it."""
    mark: str
    """What it does to the file, which the timeline marks: ``decides``, ``finishes``, …"""
    meeting: str
    """The code of the meeting that it belongs to; empty for none that everyone may read of."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A round with its lines, newest first."""

    round: Round | None
    """None for lines before any round."""
    because: str
    flags: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class BodyStand:
    """A body that has, or had, the file before it."""

    code: str
    """Empty where the registry does not know it."""
    name: str
    then: str
    """What the record calls it, where that is another name."""
    stand: Stand
    because: str


def told(
    clock: Clock, lines: Sequence[ActivityShown], as_of: date
) -> tuple[list[Told], list[Told]]:
    """Return the days that are known, and those that are not with the reason why."""
    days = {line.seq: line.date for line in lines}
    quiet = () if clock.first_reading.value else READINGS
    names = [name for name in LABELS if name not in quiet]
    every = [_told(name, getattr(clock, name), days, as_of) for name in names]
    return [each for each in every if each.day], [each for each in every if not each.day]


def keys(known: Iterable[Told]) -> list[Told]:
    """Return the days that matter most, for the top of the page."""
    left = [
        each for each in known
        if each.name != "last_change" and not (each.past and each.name in ONCE)
    ]  # fmt: skip
    return left[:KEYS]


def _told(name: str, value: Explained[date | None], days: Mapping[int, date], as_of: date) -> Told:
    past = value.value is not None and value.value < as_of
    came = past or (value.value == as_of and name not in OPEN_THAT_DAY)
    return Told(
        name=name,
        label=str(LABELS[name][came]),
        day=value.value,
        because=wording.because(value),
        sure=str(wording.SURE[value.status]),
        status=str(value.status),
        rests_on=tuple((seq, days[seq]) for seq in value.entries if seq in days),
        computed=value.computed if value.differs and value.value != value.computed else None,
        recorded=value.recorded if value.differs and value.value != value.recorded else None,
        past=past,
    )


def stretches(
    clock: Clock, lines: Sequence[ActivityShown], vocabulary: Vocabulary, language: str,
    meetings: Mapping[int, str],
) -> list[Stretch]:  # fmt: skip
    """
    Return the rounds, newest first, each with its lines.

    :param meetings: the code of the meeting of a line, by its place in the record
    """
    steps = {step.line.seq: step for step in _steps(lines, vocabulary, language, meetings)}
    places = _places(clock, lines)
    found = []
    for explained in reversed(clock.rounds):
        value = explained.value
        found.append(
            Stretch(
                round=value,
                because=wording.because(explained),
                flags=tuple(str(wording.FLAGS[flag]) for flag in value.flags),
                steps=_of(value.ordinal, lines, places, steps),
            )
        )
    if early := _of(0, lines, places, steps):
        found.append(Stretch(round=None, because="", flags=(), steps=early))
    return found


def _of(
    ordinal: int, lines: Iterable[ActivityShown], places: Mapping[int, int],
    steps: Mapping[int, Step],
) -> tuple[Step, ...]:  # fmt: skip
    return tuple(steps[line.seq] for line in lines if places[line.seq] == ordinal)


def _places(clock: Clock, lines: Sequence[ActivityShown]) -> dict[int, int]:
    """Return the round of each line; what no longer counts is shown where it would stand."""
    places = {
        seq: explained.value.ordinal
        for explained in clock.rounds
        for seq in explained.value.entries
    }
    current = 0
    for line in reversed(lines):
        current = places.setdefault(line.seq, current)
    return places


def _steps(
    lines: Sequence[ActivityShown], vocabulary: Vocabulary, language: str,
    meetings: Mapping[int, str],
) -> Iterator[Step]:  # fmt: skip
    types = {each.code: each for each in vocabulary.types}
    foreign = not (get_language() or language).startswith(language)
    for line in lines:
        kind = types.get(line.type)
        words = kind.label if kind and foreign else {}
        yield Step(
            line=line,
            label=words.get((get_language() or "").split("-")[0], ""),
            mark=str(kind.effect) if kind else "notes",
            meeting=meetings.get(line.seq, ""),
        )


def bodies(
    clock: Clock, lines: Sequence[ActivityShown], known: Mapping[str, Body],
    codes: Mapping[str, str],
) -> list[BodyStand]:  # fmt: skip
    """
    Return the bodies of the last round with how they stand to the file.

    :param codes: which body each name of the record means
    """
    by_seq = {line.seq: line for line in lines}
    return [
        BodyStand(
            code=each.value.body if each.value.body in known else "",
            name=known[each.value.body].name if each.value.body in known else each.value.body,
            then=_then(each.value, by_seq, known, codes),
            stand=wording.standing(each.value.standing),
            because=wording.because(each),
        )
        for each in clock.pending_in
    ]


def _then(
    referral: Referral, lines: Mapping[int, ActivityShown], known: Mapping[str, Body],
    codes: Mapping[str, str],
) -> str:  # fmt: skip
    """Return what the record calls a body that is called otherwise by now; empty if it is not."""
    now = known[referral.body].name if referral.body in known else referral.body
    for seq in referral.entries:
        values = lines[seq].activity.parameters.values() if seq in lines else ()
        for value in values:
            for name in value if isinstance(value, tuple) else (value,):
                if isinstance(name, str) and codes.get(name) == referral.body and name != now:
                    return name
    return ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A round on the axis of time, in percent of its length."""

    ordinal: int
    start: str
    width: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The rounds of a file on one axis, drawn to scale."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, str], ...]
    """Years that begin on it, with their place in percent."""
    first: date
    last: date


def axis(clock: Clock, as_of: date) -> Axis | None:
    """Return the rounds on an axis of time; None where there is nothing to compare."""
    rounds = [each.value for each in clock.rounds]
    if not rounds:
        return None
    first = rounds[0].opened
    last = max(as_of if rounds[-1].open else rounds[-1].closed or as_of, first)
    span = (last - first).days
    if len(rounds) < 2 or span < 1:
        return None

    def place(day: date) -> float:
        return 100 * (day - first).days / span

    bars = tuple(
        Bar(
            ordinal=each.ordinal,
            start=f"{place(each.opened):.2f}",
            width=f"{max(place(each.closed or last) - place(each.opened), 0.8):.2f}",
            open=each.open,
        )
        for each in rounds
    )
    every = range(first.year + 1, last.year + 1)
    years = list(every)[:: -(-len(every) // MOST_YEARS) or 1]
    return Axis(
        bars=bars,
        years=tuple((year, f"{place(date(year, 1, 1)):.2f}") for year in years),
        first=first,
        last=last,
    )
