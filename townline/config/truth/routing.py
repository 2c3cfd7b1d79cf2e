"""Whether the routes name the department and the crew that past requests really had."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from townline.catalogue.rules.offers import Offer
from townline.config.truth.areas import Ground
from townline.config.truth.figures import Figure
from townline.config.truth.records import Record
from townline.founding.rules.trials import LEARNED, TRIED, Trials
from townline.requests.rules.disagreement import Cause, why_crew
from townline.requests.rules.dry_run import DryRun, PastRequest
from townline.requests.rules.imported import Past
from townline.requests.rules.routing import Routing, route

EDGE_M = 150
"""How far from its own territory a crew may be found for the record to be at the edge."""


@dataclass
class Routes:
    """What the trial of the routes found."""

    figures: list[Figure]
    by_service: dict[str, list[int]]
    """Of records kept apart: by service, how many crews were compared, and how many agree."""
    without_point: int = 0
    """Records kept apart that name a crew and have no point to find it by."""
    unlearned: dict[str, int] = field(default_factory=dict)
    """Crews of the records kept apart that no record learned from has, with their rows."""
    dry_run: dict[str, int] = field(default_factory=dict)
    """All rows of all files, routed as the folder says now."""

    def as_json(self) -> dict[str, Any]:
        """Return all but the figures, as the command prints them."""
        return {
            "crew_by_service": {
                code: {"compared": count, "agree": agree, "share": round(agree / count, 4)}
                for code, (count, agree) in self.by_service.items()
            },
            "crew_without_point": self.without_point,
            "crews_not_learned_from": self.unlearned,
            "dry_run": self.dry_run,
        }


def measure(
    trials: Trials, records: Sequence[Record], ground: Ground, offers: Mapping[str, Offer]
) -> Routes:
    """Route every record as the folder says, and compare."""
    seen = {r.past.crew for r in records if r.use == LEARNED}
    comparison = _Comparison(trials, ground, offers, seen)
    for position, record in enumerate(records):
        if record.use == TRIED:
            comparison.compare(position, record)
    found = comparison.found
    found.unlearned = dict(_unlearned(records, seen))
    found.dry_run = _dry_run(records, ground, offers)
    found.figures += _among_themselves(records)
    return found


class _Comparison:
    """The records kept apart, one after the other."""

    def __init__(
        self, trials: Trials, ground: Ground, offers: Mapping[str, Offer], seen: Collection[str]
    ) -> None:
        self._ground, self._offers, self._seen = ground, offers, seen
        self._department = Figure(
            name="department",
            says="Of rows kept apart from learning, the route names the department of the row.",
            least=trials.department,
        )
        self._crew = Figure(
            name="crew",
            says="Of rows kept apart with crew and point, all services pooled, the route names it.",
            least=trials.crew,
        )
        self.found = Routes(figures=[self._department, self._crew], by_service={})

    def compare(self, position: int, record: Record) -> None:
        """Route one record, and compare department and crew where it names them."""
        past, keys = record.past, self._ground.keys(position)
        routing = route(self._offers[past.service_code], areas=keys, answers={}, on=record.on)
        if past.department:
            self._department.count(
                past.department == routing.department,
                lambda: _told(past, past.department, routing.department),
            )
        if past.crew and past.lat is None:
            self.found.without_point += 1
        elif past.crew:
            self._compare_crew(position, record, routing)

    def _compare_crew(self, position: int, record: Record, routing: Routing) -> None:
        past = record.past
        agrees = past.crew == routing.crew
        counts = self.found.by_service.setdefault(past.service_code, [0, 0])
        counts[0] += 1
        counts[1] += agrees
        cause = "" if agrees else self._cause(position, record).code
        self._crew.count(agrees, lambda: _told(past, past.crew, routing.crew), cause=cause)

    def _cause(self, position: int, record: Record) -> Cause:
        return why_crew(
            record.past.crew,
            self._offers[record.past.service_code],
            seen=self._seen,
            areas=self._ground.keys(position),
            on=record.on,
            close=lambda keys: self._ground.within(position, keys, EDGE_M),
        )


def _told(past: Past, said: str, found: str) -> dict[str, str]:
    at = "" if past.lat is None else f"{past.lat:.5f}, {past.lon:.5f}"
    return {
        "number": past.number,
        "service": past.service_code,
        "said": said,
        "found": found,
        "at": at,
    }


def _unlearned(records: Sequence[Record], seen: set[str]) -> Iterator[tuple[str, int]]:
    rows = Counter(r.past.crew for r in records if r.use == TRIED and r.past.lat is not None)
    for crew, count in rows.most_common():
        if crew and crew not in seen:
            yield crew, count


def _dry_run(
    records: Sequence[Record], ground: Ground, offers: Mapping[str, Offer]
) -> dict[str, int]:
    """Route all rows, whatever their use, as ``townline city route`` does those imported."""
    run = DryRun(offers=offers)
    for position, record in enumerate(records):
        past = record.past
        run.add(
            PastRequest(
                number=past.number,
                service_code=past.service_code,
                department=past.department or offers[past.service_code].department,
                crew=past.crew,
                areas=tuple(ground.keys(position)),
                answers={},
                on=record.on,
                imported=True,
            )
        )
    agreements = list(run.agreements())
    return {
        "rows": run.requests,
        "same": run.same,
        "other_department": run.moved_department,
        "other_crew": run.moved_crew,
        "crews_compared": sum(a.compared for a in agreements),
        "crews_agree": sum(a.agree for a in agreements),
    }


def _among_themselves(records: Sequence[Record]) -> Iterator[Figure]:
    """Tell how far the records agree with one another, as a measure of any rule by place."""
    yield _of_one_address(records)
    yield _of_neighbours(records)


def _of_one_address(records: Sequence[Record]) -> Figure:
    figure = Figure(
        name="crew at the same address",
        says="Of rows kept apart that share service and address, the crew is that of most of them.",
    )
    shared: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in records:
        past = record.past
        if record.use == TRIED and past.crew and past.address:
            shared[past.service_code, past.address][past.crew] += 1
    for crews in shared.values():
        if crews.total() > 1:
            figure.compared += crews.total()
            figure.agree += crews.most_common(1)[0][1]
    return figure


def _of_neighbours(records: Sequence[Record]) -> Figure:
    figure = Figure(
        name="crew of the nearest other row",
        says="Of rows kept apart, the crew is that of the nearest one of the service elsewhere.",
    )
    services: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.use == TRIED and record.past.crew and record.past.lat is not None:
            services[record.past.service_code].append(record)
    for of_service in services.values():
        points = shapely.points(
            np.array([(r.past.lon, r.past.lat) for r in of_service], dtype=float)
        )
        found = shapely.STRtree(points).query_nearest(points, exclusive=True, all_matches=False)
        for one, other in found.T.tolist():
            figure.count(of_service[one].past.crew == of_service[other].past.crew)
    return figure
