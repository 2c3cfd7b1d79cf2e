"""Answers as they were written on screen, and which of them stand above the folder's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from townline.cities.freshness import Fresh
from townline.knowledge.models import AnswerVersion
from townline.knowledge.rules import versions as rule
from townline.knowledge.rules.answers import Article
from townline.knowledge.rules.versions import Stage, Step, Taken

FRESH_S = 2.0
"""How long a process trusts what stands above the folder, in seconds."""


class NoSuchVersion(LookupError):
    """There is no such version of the answer."""


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version of an answer."""

    id: int
    code: str
    position: int
    files: Mapping[str, str]
    article: Article
    why: str
    at: datetime
    by: str
    steps: tuple[Taken, ...]
    stage: Stage


_standing: Fresh[int, dict[str, Article]] = Fresh(FRESH_S)


def versions(city_id: int, *, code: str = "") -> tuple[VersionShown, ...]:
    """Return the versions of an answer, or the last ones of all, the last first."""
    rows = AnswerVersion.objects.filter(city_id=city_id).prefetch_related("steps")
    if code:
        return tuple(_shown(row) for row in rows.filter(code=code).order_by("-position"))
    last = rows.order_by("code", "-position").distinct("code")
    return tuple(_shown(row) for row in last)


def version(city_id: int, code: str, position: int) -> VersionShown:
    """
    Return one version.

    :raises NoSuchVersion: if there is none
    """
    for row in AnswerVersion.objects.filter(city_id=city_id, code=code, position=position):
        return _shown(row)
    raise NoSuchVersion(f"The answer {code!r} has no version {position}.")


def above(city_id: int) -> Mapping[str, Article]:
    """Return the answers that stand above those of the folder: of each, the last published."""
    kept = _standing.read(city_id)
    if kept is None:
        rows = AnswerVersion.objects.filter(
            city_id=city_id, steps__step=str(Step.PUBLISHED)
        ).prefetch_related("steps")
        found = [_shown(row) for row in rows.order_by("code", "position")]
        live = {each.code: each for each in found}
        kept = _standing.keep(
            city_id,
            {c: each.article for c, each in live.items() if each.stage is Stage.PUBLISHED},
        )
    return kept


def published_version(city_id: int, code: str) -> VersionShown | None:
    """Return the version of an answer that stands above the folder's; None for none."""
    found = [v for v in versions(city_id, code=code) if Step.PUBLISHED in (s.step for s in v.steps)]
    return found[0] if found and found[0].stage is Stage.PUBLISHED else None


def forget_versions() -> None:
    """Drop what is kept of versions; for the actions of this room."""
    _standing.forget()


def _shown(row: AnswerVersion) -> VersionShown:
    steps = tuple(
        Taken(step=Step(each.step), at=each.at, by=each.by, note=each.note)
        for each in sorted(row.steps.all(), key=lambda each: each.pk)
    )
    return VersionShown(
        id=row.pk, code=row.code, position=row.position, files=row.files,
        article=msgspec.convert(row.data, Article), why=row.why, at=row.at, by=row.by,
        steps=steps, stage=rule.stage(each.step for each in steps),
    )  # fmt: skip
