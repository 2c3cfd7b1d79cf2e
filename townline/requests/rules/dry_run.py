"""Where past requests would go under other routes than those they were routed by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from townline.catalogue.rules.offers import Offer, Route
from townline.requests.rules.routing import Routing, route

EXAMPLES = 5
"""How many numbers are named of each move."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRequest:
    """A past request as routing sees it, with who owns it."""

    number: str
    service_code: str
    department: str
    crew: str
    areas: tuple[str, ...]
    """Keys of the areas that were found for it when it came."""
    answers: Mapping[str, object]
    on: date
    """The day it came, by the city's clock."""
    imported: bool
    """Whether other software routed it, which names crews for all services and not only ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One way in which requests of a service would change hands."""

    service_code: str
    department_from: str
    crew_from: str
    department_to: str
    crew_to: str
    rule: int | None
    """The position of the route that decides, from 1; None where the service's owner does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """How many requests would take a turn."""

    turn: Turn
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnusedRule:
    """A route that decided nothing."""

    service_code: str
    rule: int
    route: Route
    requests: int
    """How many requests of the service were tried on it; of none, it says nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """How often the route's crew is the one that the imported data names."""

    service_code: str
    compared: int
    agree: int


@dataclass(kw_only=True)
class DryRun:
    """The counts of a dry run; filled by ``add``, one request after the other."""

    offers: Mapping[str, Offer]
    requests: int = 0
    same: int = 0
    crew_not_said: int = 0
    """Of the same: imported without a crew, though the route names one."""
    not_offered: Counter[str] = field(default_factory=Counter)
    """Requests of services that the folder does not have, by code."""
    _turns: Counter[Turn] = field(default_factory=Counter)
    _examples: defaultdict[Turn, list[str]] = field(default_factory=lambda: defaultdict(list))
    _tried: Counter[str] = field(default_factory=Counter)
    _used: set[tuple[str, int]] = field(default_factory=set)
    _agreed: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, past: PastRequest) -> None:
        """Route one request, and count what would become of it."""
        self.requests += 1
        offer = self.offers.get(past.service_code)
        if offer is None:
            self.not_offered[past.service_code] += 1
            return
        self._tried[offer.code] += 1
        routing = route(offer, areas=past.areas, answers=past.answers, on=past.on)
        if routing.rule is not None:
            self._used.add((offer.code, routing.rule))
        if past.imported and routing.crew:
            self._compare_crew(past, routing)
        if stays(past, routing):
            self.same += 1
        else:
            self._turn(past, routing)

    @property
    def moved_department(self) -> int:
        """How many requests would go to another department."""
        return sum(n for turn, n in self._turns.items() if _to_another_department(turn))

    @property
    def moved_crew(self) -> int:
        """How many would stay in their department, with another crew."""
        return self._turns.total() - self.moved_department

    def moves(self) -> tuple[Move, ...]:
        """Return the moves by service, in the folder's order, the commonest of each first."""
        order = {code: position for position, code in enumerate(self.offers)}
        return tuple(
            Move(turn=turn, count=count, examples=tuple(self._examples[turn]))
            for turn, count in sorted(
                self._turns.items(), key=lambda pair: (order[pair[0].service_code], -pair[1])
            )
        )

    def unused(self) -> Iterator[UnusedRule]:
        """Yield the routes that decided nothing."""
        for offer in self.offers.values():
            for rule, each in enumerate(offer.routes, 1):
                if (offer.code, rule) not in self._used:
                    yield UnusedRule(
                        service_code=offer.code, rule=rule, route=each,
                        requests=self._tried[offer.code],
                    )  # fmt: skip

    def agreements(self) -> Iterator[Agreement]:
        """Yield for each service how often crews agree, where there were any to compare."""
        for code in self.offers:
            agree, differ = self._agreed[code, True], self._agreed[code, False]
            if agree + differ:
                yield Agreement(service_code=code, compared=agree + differ, agree=agree)

    def _compare_crew(self, past: PastRequest, routing: Routing) -> None:
        if past.crew:
            self._agreed[past.service_code, past.crew == routing.crew] += 1
        elif past.department == routing.department:
            self.crew_not_said += 1

    def _turn(self, past: PastRequest, routing: Routing) -> None:
        turn = Turn(
            service_code=past.service_code,
            department_from=past.department,
            crew_from=past.crew,
            department_to=routing.department,
            crew_to=routing.crew,
            rule=routing.rule,
        )
        self._turns[turn] += 1
        if len(self._examples[turn]) < EXAMPLES:
            self._examples[turn].append(past.number)


def run(offers: Mapping[str, Offer], past: Iterable[PastRequest]) -> DryRun:
    """Route all the requests and return the counts."""
    found = DryRun(offers=offers)
    for each in past:
        found.add(each)
    return found


def stays(past: PastRequest, routing: Routing) -> bool:
    """
    Return whether a request would stay with its department and crew.

    Of an imported one the crew is compared only where both sides name one: where routes name
    none, the other software's crews are neither kept nor lost.
    """
    if past.department != routing.department:
        return False
    if past.imported and not (past.crew and routing.crew):
        return True
    return past.crew == routing.crew


def _to_another_department(turn: Turn) -> bool:
    return turn.department_from != turn.department_to
