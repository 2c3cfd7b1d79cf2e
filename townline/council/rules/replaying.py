"""What a file says of itself, and what a meeting is, replayed from their records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from townline.council import verbs
from townline.council.rules.agendas import digest
from townline.council.rules.meetings import Status


@dataclass(kw_only=True)
class Replayed:
    """What the entries come to."""

    details: dict[str, Any] = field(default_factory=dict)
    restricted: bool = False
    last_change: str | None = None
    """What another system's record gave last as the last change, and as the expiration."""
    expiration: str | None = None


def replayed(entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Replayed:
    """Return what entries come to, each a verb's code and its data, in their order."""
    found = Replayed()
    for verb, data in entries:
        if verb == verbs.INTRODUCED.code:
            found.details = dict(data["details"])
        elif verb == verbs.DESCRIBED.code:
            found.details |= data["changed"]
        elif verb in (verbs.RESTRICTED.code, verbs.OPENED.code):
            found.restricted = verb == verbs.RESTRICTED.code
        elif verb == verbs.RECORDED.code:
            found.last_change, found.expiration = data["last_change"], data["expiration"]
    return found


STATUS = {
    verbs.OPENED_MEETING.code: Status.OPEN,
    verbs.CLOSED_MEETING.code: Status.HELD,
    verbs.CANCELLED.code: Status.CANCELLED,
    verbs.LOST_QUORUM.code: Status.NO_QUORUM,
}
"""What a meeting is after what happened to it; posting confirms one that was only planned."""
SAID = ("body", "starts_at", "kind", "location", "video")
"""What is said of a meeting when it is made."""


@dataclass(kw_only=True)
class Held:
    """What the entries of a meeting come to."""

    said: dict[str, str] = field(default_factory=dict)
    origin: str = ""
    external: dict[str, str] = field(default_factory=dict)
    status: str = Status.TENTATIVE.value
    version: int = 0
    posted: dict[int, str] = field(default_factory=dict)
    """The SHA-256 of each version of its agenda."""
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    opened_at: datetime | None = None
    began_with: str = ""
    """The SHA-256 of the items with which it was opened; empty: not opened at the desk."""
    closed_at: datetime | None = None


def held(entries: Iterable[tuple[str, Mapping[str, Any], datetime]]) -> Held:
    """Return what entries come to, each a verb's code, its data and its moment, in their order."""
    found = Held()
    for verb, data, at in entries:
        found.status = STATUS.get(verb, found.status)
        if verb == verbs.MADE.code:
            found.said = {name: data[name] for name in SAID}
            found.origin, found.external = data["origin"], data["external"]
        elif verb == verbs.CHANGED.code:
            found.said |= data["changed"]
        elif verb == verbs.POSTED.code:
            _post(found, data)
        elif verb == verbs.OPENED_MEETING.code:
            found.opened_at, found.began_with = at, data.get("agenda", "")
        elif verb == verbs.CLOSED_MEETING.code:
            found.closed_at = at
            found.present, found.absent = data["present"], data["absent"]
        elif verb == verbs.LOST_QUORUM.code:
            found.closed_at, found.absent = at, data["absent"]
    return found


def _post(found: Held, data: Mapping[str, Any]) -> None:
    found.version = data["version"]
    found.posted[found.version] = data["digest"]
    if found.status == Status.TENTATIVE:
        found.status = Status.CONFIRMED


def agendas_not_as_posted(
    posted: Mapping[int, str], kept: Mapping[int, tuple[str, Mapping[str, Any]]]
) -> Iterator[str]:
    """
    Yield which versions of an agenda are not what was posted, are gone, or were never posted.

    :param posted: the SHA-256 of each version, as the record has it
    :param kept: the SHA-256 and the frozen agenda of each version that there is
    """
    for version in sorted(posted.keys() | kept.keys()):
        name = f"version {version} of its agenda"
        if version not in kept:
            yield f"{name} is gone"
        elif version not in posted:
            yield f"{name} was never posted"
        elif not kept[version][0] == posted[version] == digest(kept[version][1]):
            yield f"{name} is not as it was posted"
