"""What a file says of itself, replayed from its record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from townline.council import verbs


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
