"""Making all figures of a city, and putting them into words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from townline.config.truth import areas, clocks, geocoding, records, routing
from townline.config.truth.clocks import Targets
from townline.config.truth.figures import Figure
from townline.config.truth.geocoding import Geocoded
from townline.config.truth.records import Taken
from townline.config.truth.routing import Routes
from townline.founding.rules.draft import Draft
from townline.requests.rules.disagreement import CREW_CAUSES, DUE_CAUSES

SAYS = {cause.code: cause.says for cause in (*CREW_CAUSES, *DUE_CAUSES)} | {
    clocks.NO_PROMISE: "the folder has no promise, or no such service"
}


@dataclass
class Report:
    """What trying one folder found."""

    slug: str
    name: str
    files: list[Taken] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    routes: Routes | None = None
    targets: Targets | None = None
    geocoded: Geocoded | None = None

    @property
    def short(self) -> list[str]:
        """The figures that fall short of what they must be."""
        names = [figure.name for figure in self.figures if figure.short]
        if self.geocoded and _too_far(self.geocoded):
            names.append("geocoder_median")
        return names

    def as_json(self) -> dict[str, Any]:
        """Return it as the command prints it."""
        return {
            "city": self.slug,
            "files": [taken.as_json() for taken in self.files],
            "figures": [figure.as_json() for figure in self.figures],
            "routing": self.routes.as_json() if self.routes else None,
            "clock": self.targets.as_json() if self.targets else None,
            "geocoder": self.geocoded.as_json() if self.geocoded else None,
            "short": self.short,
        }

    def lines(self, listed: int) -> Iterator[str]:
        """Yield what a person reads, with so many disagreements of each figure."""
        yield self.name
        for taken in self.files:
            rejected = ", ".join(f"{n} {why}" for why, n in taken.rejected.items())
            yield (
                f"  {taken.file.path} ({taken.file.use}): {taken.rows:,} rows in,"
                f" {len(taken.records):,} read" + (f", rejected: {rejected}" if rejected else "")
            )
        yield ""
        width = max((len(figure.name) for figure in self.figures), default=0)
        for figure in self.figures:
            yield from _figure_lines(figure, width, listed)
        yield from self._routing_lines()
        yield from self._clock_lines()
        yield from self._geocoder_lines()

    def _routing_lines(self) -> Iterator[str]:
        if self.routes is None:
            return
        yield ""
        yield "  Crews of the rows kept apart, by service:"
        for code, (count, agree) in sorted(self.routes.by_service.items()):
            yield f"    {code:<24} {agree / count:8.2%}  {agree:,} of {count:,}"
        told = ", ".join(f"{crew} {rows}" for crew, rows in self.routes.unlearned.items())
        yield f"  Crews that no row learned from has: {told or 'none'}"
        yield f"  With a crew and no point, not compared: {self.routes.without_point}"
        run = self.routes.dry_run
        yield (
            f"  All rows routed as the folder says now: {run['rows']:,} in,"
            f" {run['same']:,} stay, {run['other_department']:,} to another department,"
            f" {run['other_crew']:,} to another crew;"
            f" crews agree in {run['crews_agree']:,} of {run['crews_compared']:,}"
        )

    def _clock_lines(self) -> Iterator[str]:
        if self.targets is None:
            return
        yield ""
        yield f"  Without a target, not compared: {self.targets.without_target:,}"
        most = self.targets.by_service.most_common(5)
        yield "  Most disagree: " + ", ".join(f"{code} {count}" for code, count in most)

    def _geocoder_lines(self) -> Iterator[str]:
        if self.geocoded is None:
            return
        told = self.geocoded.as_json()
        yield ""
        yield (
            f"  Addresses, knowing {told['known_addresses']:,} of them and"
            f" {told['known_crossings']:,} crossings of other rows: the middle answer is"
            f" {told['median_m']} m off, at most {told['median_most_m']} m"
        )
        for kind, each in told["by_kind"].items():
            yield (
                f"    {kind:<10} {each['rows']:6,} rows  found {each['resolved']:7.2%}"
                f"  within 100 m {each['within_100_m']:7.2%}  middle {each['median_m']} m"
            )
        why = ", ".join(f"{code} {rows:,}" for code, rows in told["unresolved"].items())
        yield f"  Not found: {why or 'none'}"
        yield "  Confidence, as stated and as it turned out:"
        for band in told["confidence"]:
            yield (
                f"    from {band['from']:.2f} {band['answers']:7,} answers"
                f"  stated {band['stated']:5.1%}  within 100 m {band['within']:5.1%}"
            )


def of(
    draft: Draft, data: Path, *, keep: int, progress: Callable[[int], None] = lambda files: None
) -> Report:
    """
    Try a folder on its real records.

    :param keep: how many disagreements of each figure are kept
    :raises OSError: if a file of records is not there, or cannot be read
    """
    report = Report(draft.slug, draft.settings.name)
    for file in draft.trials.files:
        report.files.append(records.take(draft, file, data))
        progress(1)
    every = [record for taken in report.files for record in taken.records]
    if draft.trials.areas or draft.trials.crew is not None or draft.trials.department is not None:
        _try_places(report, draft, every)
    if draft.trials.clock is not None:
        unknown = sum(taken.unpromised for taken in report.files)
        report.targets = clocks.measure(
            draft.trials.clock, every, draft.offers, draft.organisation, unknown
        )
        report.figures.append(report.targets.figure)
    if draft.trials.geocoder is not None:
        bounds = asdict(draft.trials.geocoder)
        report.geocoded = geocoding.measure(
            draft.settings, draft.layers, every, geocoding.GeocoderTrial(**bounds)
        )
        report.figures += report.geocoded.figures
    for figure in report.figures:
        _thin(figure, keep)
    return report


def _try_places(report: Report, draft: Draft, every: Sequence[records.Record]) -> None:
    ground = areas.Ground(draft.layers, every)
    for trial in draft.trials.areas:
        of_kind = [layer for layer in draft.layers if layer.kind == trial.kind]
        codes = {feature.code for layer in of_kind for feature in layer.features}
        report.figures.append(areas.measure(trial, every, ground, codes))
    if draft.trials.crew is not None or draft.trials.department is not None:
        report.routes = routing.measure(draft.trials, every, ground, draft.offers)
        report.figures += report.routes.figures


def _too_far(found: Geocoded) -> bool:
    """Return whether the middle answer of the geocoder is further off than it may be."""
    if found.median_most is None:
        return False
    return found.median_m is None or found.median_m > found.median_most


def _thin(figure: Figure, keep: int) -> None:
    """Keep so many disagreements, evenly out of all, so that they are not of one morning."""
    if len(figure.listed) > keep:
        chosen = np.linspace(0, len(figure.listed) - 1, keep).round().astype(int)
        figure.listed = [figure.listed[position] for position in chosen.tolist()]


def _figure_lines(figure: Figure, width: int, listed: int) -> Iterator[str]:
    share = "     —  " if figure.share is None else f"{figure.share:8.3%}"
    least = "" if figure.least is None else f"  at least {figure.least:.1%}"
    mark = "  SHORT" if figure.short else ""
    yield (
        f"  {figure.name:<{width}}  {share}  {figure.agree:,} of {figure.compared:,}{least}{mark}"
    )
    for code, count in figure.causes.most_common():
        yield f"      {count:6,}  {SAYS.get(code, code)}"
    for each in figure.listed[:listed]:
        yield "        " + "  ".join(f"{key} {value}" for key, value in each.items() if value)
