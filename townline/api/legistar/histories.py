"""Histories: what happened to a matter, a row for each activity that stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import keys
from townline.api.legistar.asking import listed, single
from townline.api.legistar.matters import VERSION, Hall, file_or_404
from townline.api.legistar.movers import Movers
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import HISTORY
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
from townline.council.queries.files import FileShown
from townline.council.queries.history import ActivityShown
from townline.council.rules.ballots import Method, Result
from townline.council.rules.vocabulary import OTHER, ActionType, Effect

STEP = 10
"""Between the places of two items of an agenda, so that the roll has its place before the first."""
PASSED = frozenset({"approved", "adopted", "amended", "concurred"})
RESULTS = {Result.CARRIED.value: 1, Result.LOST.value: 0}
FAILED = frozenset({"failed", "denied", "vetoed"})


@dataclass(frozen=True)
class Words:
    """What rows of activities are made with."""

    city: City
    types: Mapping[str, ActionType]
    numbers: Mapping[str, int]
    hall: Hall
    codes: Mapping[str, str]
    """Codes of bodies by every name."""
    movers: Movers

    @classmethod
    def of(cls, city: City) -> "Words":
        """Return what rows of a city's activities are made with."""
        types = {each.code: each for each in council.vocabulary(city).types}
        return cls(
            city,
            types,
            exchange.type_numbers(city),
            Hall.of(city),
            council.bodies_named(city).codes,
            Movers(city, types),
        )

    def label(self, code: str) -> str:
        """Return what lists call a type."""
        type_ = self.types.get(code)
        return exchange.label_of(type_, self.city) if type_ else "Other"

    def actor(self, line: ActivityShown) -> exchange.BodyTold | None:
        """Return the body that acted: the one its sentence names first, else the Council."""
        type_ = self.types.get(line.type)
        name = line.activity.parameters.get(type_.body) if type_ and type_.body else None
        code = self.codes.get(str(name)) if name else self.hall.council
        return self.hall.bodies.get(code or "")

    def carried(self, vote: exchange.VoteTold | None) -> int | None:
        """Return 1 if a vote carried, 0 if it was lost, None where it was neither."""
        return RESULTS.get(vote.result) if vote else None

    def called(self, vote: exchange.VoteTold) -> bool:
        """Return whether it is known how each member voted."""
        return sum(vote.counts.values()) > 0

    def passed(self, line: ActivityShown) -> int | None:
        """Return 1 if it passed, 0 if it failed, None where that is no question."""
        type_ = self.types.get(line.type)
        if type_ is None or type_.effect not in (Effect.DECIDES, Effect.REPORTS, Effect.RETURNS):
            return None
        words = set(type_.result.split("_"))
        return 0 if words & FAILED else 1 if words & PASSED else None


def histories(request: HttpRequest, client: str, matter_id: str) -> Answer:
    """Return the history of a matter, as it happened; what was corrected is left out."""
    city = city_of_client(request, client)
    file = file_or_404(city, matter_id)
    course = Course.of(city, file)
    words = Words.of(city)
    rows = [history(words, course, line) for line in course.lines if line.stands]
    return listed(request, HISTORY, rows)


def one(request: HttpRequest, client: str, matter_id: str, history_id: str) -> Answer:
    """Return a row of a matter's history; 410 if it was corrected since."""
    city = city_of_client(request, client)
    file = file_or_404(city, matter_id)
    course = Course.of(city, file)
    asked_for = int(history_id)
    for line in course.lines:
        if line.stands and course.number(line) == asked_for:
            return single(request, HISTORY, history(Words.of(city), course, line))
        if keys.number(keys.Of.ENTRY, line.id) == asked_for:
            if not line.stands:
                raise Refused(410, f"History {quoted(history_id)} was corrected; ask for them all.")
            return single(request, HISTORY, history(Words.of(city), course, line))
    raise Refused(404, f"Matter {quoted(matter_id)} has no history {quoted(history_id)}.")


@dataclass(frozen=True)
class Course:
    """The activities of a file, with the items that they tell of and the votes that decided."""

    file: FileShown
    lines: tuple[ActivityShown, ...]
    """As they happened, corrected ones among them."""
    roots: Mapping[int, int]
    votes: Mapping[int, exchange.VoteTold]
    """By the ``seq`` of the activity that they decided."""
    deeds: Mapping[tuple[int, int], exchange.Deed]
    items: Mapping[int, exchange.ItemTold]

    @classmethod
    def of(cls, city: City, file: FileShown) -> "Course":
        """Return what happened to a file."""
        lines = exchange.histories([file.id], city)[file.id]
        votes = exchange.votes_told(city, files=[file.id])
        deeds = exchange.deeds(city, [file.id])
        meetings = {deed.meeting_id for deed in deeds.values()}
        meetings |= {vote.meeting_id for vote in votes if vote.meeting_id is not None}
        items = exchange.items_of_meetings(city, sorted(meetings))
        return cls(
            file,
            lines,
            roots(lines),
            {vote.decides: vote for vote in votes if vote.decides is not None},
            deeds,
            {item.id: item for item in items},
        )

    def vote(self, line: ActivityShown) -> exchange.VoteTold | None:
        """Return the vote that a line tells of, though the line was corrected since."""
        return self.votes.get(self.roots[line.seq])

    def item(self, line: ActivityShown) -> exchange.ItemTold | None:
        """Return the item of an agenda that a line tells of, if it was posted."""
        deed = self.deeds.get((self.file.id, self.roots[line.seq]))
        return self.items.get(deed.item_id) if deed else None

    def number(self, line: ActivityShown) -> int:
        """Return the number of a line that stands: that of its item, else its own."""
        item = self.item(line)
        if item is not None:
            return keys.number(keys.Of.ITEM, item.id)
        return keys.number(keys.Of.ENTRY, line.id)


def roots(lines: Iterable[ActivityShown]) -> dict[int, int]:
    """Return for each line the one that was entered first in its place, itself mostly."""
    found: dict[int, int] = {}
    for line in sorted(lines, key=lambda each: each.seq):
        found[line.seq] = found.get(line.corrects or 0, line.seq)
    return found


def history(words: Words, course: Course, line: ActivityShown) -> dict[str, Any]:
    """Return an activity as Legistar has it, with the item and the vote that it tells of."""
    vote, item = course.vote(line), course.item(line)
    body = words.actor(line)
    passed = words.passed(line)
    first = min(course.lines, key=lambda each: (each.date, each.position, each.seq))
    changed = max(line.entered_at, vote.changed_at) if vote else line.entered_at
    meeting = item.meeting_id if item else vote.meeting_id if vote else None
    return HISTORY.row(
        Id=course.number(line),
        **HISTORY.identity(str(line.id), changed),
        EventId=meeting,
        AgendaSequence=item.place * STEP if item else None,
        MinutesSequence=item.place * STEP if item else None,
        AgendaNumber=(item.number or None) if item else None,
        Version=VERSION,
        ActionDate=line.date,
        ActionId=None if line.type == OTHER else words.numbers.get(line.type),
        ActionName=words.label(line.type),
        ActionText=line.printed,
        ActionBodyId=body.id if body else None,
        ActionBodyName=body.name if body else None,
        PassedFlag=passed,
        PassedFlagName=None if passed is None else ("Fail", "Pass")[passed],
        RollCallFlag=int(vote is not None and words.called(vote)),
        Tally=vote.tally if vote else None,
        Consent=int(vote is not None and vote.method == Method.CONSENT),
        **words.movers.moved(
            course.file, line, first=course.roots[line.seq] == course.roots[first.seq]
        ),
    )
