"""Histories: what happened to a matter, a row for each activity that stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar import keys
from townline.api.legistar.asking import listed, single
from townline.api.legistar.matters import VERSION, Hall, file_or_404
from townline.api.legistar.places import city_of_client
from townline.api.legistar.shapes import HISTORY
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
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

    @classmethod
    def of(cls, city: City) -> "Words":
        """Return what rows of a city's activities are made with."""
        return cls(
            city,
            {each.code: each for each in council.vocabulary(city).types},
            exchange.type_numbers(city),
            Hall.of(city),
            council.bodies_named(city).codes,
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
    words = Words.of(city)
    lines = exchange.histories([file.id], city)[file.id]
    votes = {vote.decides: vote for vote in exchange.votes_told(city, files=[file.id])}
    items = _items(city, votes.values())
    rows = [history(words, line, votes.get(line.seq), items) for line in lines if line.stands]
    return listed(request, HISTORY, rows)


def one(request: HttpRequest, client: str, matter_id: str, history_id: str) -> Answer:
    """Return a row of a matter's history; 410 if it was corrected since."""
    city = city_of_client(request, client)
    file = file_or_404(city, matter_id)
    for line in exchange.histories([file.id], city)[file.id]:
        if keys.number(keys.Of.ENTRY, line.id) != int(history_id):
            continue
        if not line.stands:
            raise Refused(410, f"History {quoted(history_id)} was corrected; ask for them all.")
        votes = {vote.decides: vote for vote in exchange.votes_told(city, files=[file.id])}
        vote = votes.get(line.seq)
        items = _items(city, [vote] if vote else [])
        return single(request, HISTORY, history(Words.of(city), line, vote, items))
    raise Refused(404, f"Matter {quoted(matter_id)} has no history {quoted(history_id)}.")


def _items(city: City, votes: Iterable[exchange.VoteTold]) -> dict[int, exchange.ItemTold]:
    """Return the items of agendas that votes were taken on."""
    meetings = {vote.meeting_id for vote in votes if vote.meeting_id is not None}
    found = exchange.items_of_meetings(city, sorted(meetings))
    return {item.id: item for item in found}


def history(
    words: Words,
    line: ActivityShown,
    vote: exchange.VoteTold | None,
    items: Mapping[int, exchange.ItemTold],
) -> dict[str, Any]:
    """Return an activity as Legistar has it, with the vote that it tells of."""
    body = words.actor(line)
    passed = words.passed(line)
    item = items.get(vote.item_id or 0) if vote else None
    changed = max(line.entered_at, vote.changed_at) if vote else line.entered_at
    return HISTORY.row(
        Id=keys.number(keys.Of.ENTRY, line.id),
        **HISTORY.identity(str(line.id), changed),
        EventId=vote.meeting_id if vote else None,
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
    )
