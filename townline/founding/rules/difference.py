"""What an edition would change: two readings of a folder, compared value by value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec

from townline.cities.rules import digest
from townline.founding.rules.draft import Draft
from townline.geography.rules.layers import Layer

Leaves = dict[str, Any]
"""The single values of a part, by their dotted path."""
LONGEST = 70
"""Characters of a value that a line of text shows."""
APART = (
    "city.toml", "departments.toml", "calendars.toml", "holidays.csv", "outcomes.toml",
    "groups.toml", "suspensions.toml", "areas.toml", "partners.toml", "centres.toml",
    "quality.toml", "voice.toml", "texts.toml", "emergencies.toml",
    "council/council.toml", "council/bodies.toml", "council/actions.toml", "council/people.toml",
)  # fmt: skip
"""Files of which every meaning is compared as a part, as it is of services and areas."""


class How(StrEnum):
    """What happens to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One part that an edition would add, remove or change."""

    part: str
    """``city``, ``department``, ``partner``, ``centre``, ``queue``, ``skill``, ``disposition``,
    ``number``, ``key``, ``tongue``, ``voice``,
    ``calendar``, ``service``, ``suspension``, ``text``, ``answer``, ``emergency``, ``council``,
    ``body``,
    ``action``, ``person``, ``seat``, ``layer``, ``area`` or ``file``."""
    code: str
    how: How
    fields: Mapping[str, tuple[Any, Any]]
    """For a changed part: before and after of each value, by its path; None is not there."""

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What it does, in a form that can be compared and kept in a set."""
        return (self.part, self.code, str(self.how), repr(sorted(self.fields.items())))

    def __str__(self) -> str:
        marks = {How.ADDED: "+", How.REMOVED: "-", How.CHANGED: "~"}
        lines = [f"{marks[self.how]} {self.part} {self.code}"]
        for path, (before, after) in self.fields.items():
            lines.append(f"    {path}: {_shown(before)} → {_shown(after)}")
        return "\n".join(lines)


def between(before: Draft | None, after: Draft) -> tuple[Change, ...]:
    """Return what changes from one reading to another; from nothing, all is added."""
    return tuple(_changes(_parts(before) if before else {}, _parts(after)))


def _changes(
    before: Mapping[tuple[str, str], Leaves], after: Mapping[tuple[str, str], Leaves]
) -> Iterator[Change]:
    for part, code in [*after, *(key for key in before if key not in after)]:
        old, new = before.get((part, code)), after.get((part, code))
        if old == new:
            continue
        how = How.CHANGED if old and new else How.ADDED if new else How.REMOVED
        fields = _fields(old, new) if old and new else {}
        yield Change(part=part, code=code, how=how, fields=fields)


def _fields(old: Leaves, new: Leaves) -> dict[str, tuple[Any, Any]]:
    paths = [*new, *(path for path in old if path not in new)]
    return {
        path: (old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)
    }


def _parts(draft: Draft) -> dict[tuple[str, str], Leaves]:
    """Return everything that a folder says, by part and code."""
    found = {("city", draft.slug): _leaves(draft.settings)}
    staff = draft.organisation
    found |= {("department", code): _leaves(each) for code, each in staff.departments.items()}
    found |= {("partner", code): _leaves(each) for code, each in draft.partners.items()}
    found |= _centres(draft)
    found |= _voice(draft)
    found |= {("calendar", code): _leaves(_week(each)) for code, each in staff.calendars.items()}
    found |= {("service", code): _leaves(each) for code, each in draft.offers.items()}
    for position, suspension in enumerate(draft.suspensions, start=1):
        found["suspension", f"{suspension.service_code} ({position})"] = _leaves(suspension)
    found |= {("text", code): _leaves(each) for code, each in draft.texts.items()}
    found |= {("answer", code): _leaves(each) for code, each in draft.answers.items()}
    found |= {("emergency", each.code): _leaves(each) for each in draft.emergencies.kinds}
    if any(draft.emergencies.harmless.values()):
        found["emergency", "harmless"] = _leaves(draft.emergencies.harmless)
    found |= _council(draft)
    for layer in draft.layers:
        found |= _areas(layer)
    found |= {
        ("file", path): {"digest": digest.of_content(content)[:12]}
        for path, content in draft.files.items()
        if not _is_apart(path)
    }
    return found


def _centres(draft: Draft) -> dict[tuple[str, str], Leaves]:
    """Return where contacts are answered: centres, each of their queues, and what they share."""
    said = draft.centres
    found = {("centre", each.code): _leaves(replace(each, queues=())) for each in said.centres}
    for centre in said.centres:
        found |= {("queue", line.code): _leaves(line) for line in centre.queues}
    found |= {("skill", code): _leaves(words) for code, words in said.skills.items()}
    found |= {("disposition", each.code): _leaves(each) for each in said.dispositions}
    found |= {("question of quality", each.code): _leaves(each) for each in said.quality}
    return found


def _voice(draft: Draft) -> dict[tuple[str, str], Leaves]:
    """Return how calls are answered: by number, key and language, and what is said of all."""
    said = draft.voice
    found = {("number", each.number): _leaves(each) for each in said.numbers}
    found |= {("key", each.key): _leaves(each) for each in said.choices}
    found |= {("tongue", each.code): _leaves(each) for each in said.languages}
    if said.numbers:
        whole = replace(said, numbers=(), choices=(), languages=())
        found["voice", "voice.toml"] = _leaves(whole)
    return found


def _council(draft: Draft) -> dict[tuple[str, str], Leaves]:
    """Return what the folder says of its council: as a whole, and each part of it."""
    if draft.council is None:
        return {}
    vocabulary, settings = draft.council.vocabulary, draft.council.settings
    assumed = sorted(settings.clock.assumed)
    found = {("council", draft.slug): _leaves(settings) | {"clock.assumed": assumed}}
    found |= {("body", body.code): _leaves(body) for body in vocabulary.bodies}
    found |= {("action", kind.code): _leaves(kind) for kind in vocabulary.types}
    people = draft.council.people
    found |= {("seat", f"{seat.body} {seat.code}"): _leaves(seat) for seat in people.seats}
    for person in people.people:
        sits = [m for m in people.memberships if m.person == person.code]
        found["person", person.code] = _leaves(person) | {
            f"sits.{place}": str(_leaves(each)) for place, each in enumerate(sits, 1)
        }
    return found


def _is_apart(path: str) -> bool:
    """Return whether all that a file means is compared as parts."""
    return path in APART or path.startswith(("services/", "areas/", "words/", "answers/"))


def _week(week: Any) -> dict[str, Any]:
    """Return a working week as a reader knows it: each holiday by itself."""
    plain = msgspec.to_builtins(week, enc_hook=str)
    return {**plain, "holidays": dict.fromkeys(sorted(plain["holidays"]), True)}


def _areas(layer: Layer) -> dict[tuple[str, str], Leaves]:
    """Return a layer and each of its areas; two layers of a kind are told apart by their dates."""
    name = layer.kind + (f" since {layer.since}" if layer.since else "")
    found = {("layer", name): _leaves(replace(layer, features=()))}
    for feature in layer.features:
        shape = digest.of_content(feature.wkb)[:12]
        told = {"name": feature.name, "shape": shape, **_leaves(feature.properties)}
        found["area", f"{name}: {feature.code}"] = told
    return found


def _leaves(value: Any) -> Leaves:
    return dict(_walk("", msgspec.to_builtins(value, enc_hook=str)))


def _walk(path: str, value: Any) -> Iterable[tuple[str, Any]]:
    """Yield the single values within plain data; elements of lists go by their code or key."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        for position, inner in enumerate(value, start=1):
            name = inner.get("code") or inner.get("key") or position
            yield from _walk(f"{path}[{name}]", inner)
    elif value not in (None, "", [], (), {}):
        yield path, list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
