"""Trying a folder's routes on the requests of the past, and what there is to say of it."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from townline.cities.rules.city import City, words_in
from townline.founding.rules.draft import Draft
from townline.requests.queries import reroute
from townline.requests.rules.dry_run import Agreement, DryRun, Move, UnusedRule

STEP = 1000
"""After how many requests the bar moves."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A dry run of a folder, with what was asked for and how long it took."""

    city: City
    since: date | None
    until: date | None
    run: DryRun
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return all its figures, as the command prints them."""
        run, language = self.run, self.city.languages[0]
        return {
            "city": self.city.slug,
            "edition_in_force": self.city.edition,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "requests": run.requests,
            "same": run.same,
            "moved_department": run.moved_department,
            "moved_crew": run.moved_crew,
            "not_offered": dict(run.not_offered),
            "moves": [_move(move, run, language) for move in run.moves()],
            "rules_never_used": [_rule(rule, language) for rule in run.unused()],
            "crew_agreement": {
                **_share(list(run.agreements())),
                "crew_not_said": run.crew_not_said,
                "services": {a.service_code: _share([a]) for a in run.agreements()},
            },
            "took_s": round(self.seconds, 2),
            "requests_per_s": round(run.requests / self.seconds) if self.seconds else None,
        }

    def lines(self) -> Iterator[str]:
        """Yield what a person reads."""
        run, language = self.run, self.city.languages[0]
        yield (
            f"{run.requests} requests: {run.same} stay, {run.moved_department} would move to"
            f" another department, {run.moved_crew} to another crew"
        )
        for code, count in run.not_offered.items():
            yield f"  {code}: {count} requests; the folder has no such service"
        for move in run.moves():
            turn = move.turn
            came = _owner(turn.department_from, turn.crew_from)
            goes = _owner(turn.department_to, turn.crew_to)
            numbers = ", ".join(move.examples)
            yield f"  {turn.service_code}: {came} → {goes}  {move.count}  ({numbers})"
        yield from _unused_lines(run, language)
        yield from _agreement_lines(run)


def dry_run(
    city: City,
    found: Draft,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> Tried:
    """Try the routes of a folder on the city's past requests, with a bar on standard error."""
    run = DryRun(offers=found.offers)
    total = reroute.count_past(city, since=since, until=until, limit=limit)
    past = reroute.past(city, since=since, until=until, limit=limit)
    began = time.monotonic()
    with click.progressbar(length=total, label="Requests", file=sys.stderr) as bar:
        for number, each in enumerate(past, 1):
            run.add(each)
            if number % STEP == 0:
                bar.update(STEP)
        bar.update(total - bar.pos)
    return Tried(city=city, since=since, until=until, run=run, seconds=time.monotonic() - began)


def _move(move: Move, run: DryRun, language: str) -> dict[str, Any]:
    turn = move.turn
    rule = run.offers[turn.service_code].routes[turn.rule - 1] if turn.rule else None
    return {
        "service": turn.service_code,
        "from": {"department": turn.department_from, "crew": turn.crew_from},
        "to": {"department": turn.department_to, "crew": turn.crew_to},
        "rule": turn.rule,
        "because": words_in(rule.because, language) if rule else "",
        "requests": move.count,
        "examples": list(move.examples),
    }


def _rule(unused: UnusedRule, language: str) -> dict[str, Any]:
    return {
        "service": unused.service_code,
        "rule": unused.rule,
        "department": unused.route.department,
        "crew": unused.route.crew,
        "because": words_in(unused.route.because, language),
        "requests_tried": unused.requests,
    }


def _share(agreements: list[Agreement]) -> dict[str, Any]:
    compared = sum(a.compared for a in agreements)
    agree = sum(a.agree for a in agreements)
    return {
        "compared": compared,
        "agree": agree,
        "share": round(agree / compared, 4) if compared else None,
    }


def _unused_lines(run: DryRun, language: str) -> Iterator[str]:
    """Yield the routes that were tried in vain, and how many there was nothing to try on."""
    unused = list(run.unused())
    for rule in unused:
        if rule.requests:
            which = f"  {rule.service_code}: route {rule.rule} decided none of {rule.requests}"
            yield f"{which}: {words_in(rule.route.because, language)}"
    if untried := sum(not rule.requests for rule in unused):
        yield f"  {untried} more routes are of services without requests in this time"


def _agreement_lines(run: DryRun) -> Iterator[str]:
    found = list(run.agreements())
    whole = _share(found)
    if not whole["compared"]:
        yield "No imported request names a crew where a route does."
        return
    yield (
        f"Crews agree with the imported ones in {whole['share']:.1%}"
        f" ({whole['agree']} of {whole['compared']})"
    )
    for each in found:
        yield f"  {each.service_code}: {each.agree / each.compared:.1%} of {each.compared}"


def _owner(department: str, crew: str) -> str:
    return f"{department} / {crew}" if crew else department
