"""The two statements of a submission: one that reads what must be known, one that writes it all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from townline.catalogue.rules.answers import Answer
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.geography.rules.place import Place, Point
from townline.record.rules import chain
from townline.record.verbs import SYSTEM, Actor, Verb
from townline.requests import verbs
from townline.requests.actions.uploads import Kept
from townline.requests.queries.secret import secret_of
from townline.requests.rules import lifecycle, nearby
from townline.requests.rules.clock import Clock
from townline.requests.rules.routing import Routing
from townline.requests.rules.submission import Submission

_SQL = Path(__file__).parent.parent / "sql"
BEFORE = (_SQL / "before_submit.sql").read_text()
SUBMIT = (_SQL / "submit.sql").read_text()
USED = (_SQL / "used_key.sql").read_text()


@dataclass(frozen=True)
class Before:
    """What was found before writing."""

    serial: int
    used: dict[str, Any] | None
    nearby: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Where:
    """Where a submission is about, as far as it has a place."""

    place: Place | None = None
    point: Point | None = None
    address: str = ""
    zipcode: str = ""
    landmark: str = ""

    @property
    def areas(self) -> list[str]:
        """Return the keys of the areas that hold it."""
        return [area.key for area in self.place.areas] if self.place else []


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A submission that passed every check, with all that was found out about it."""

    city: City
    offer: Offer
    submission: Submission
    number: str
    given: Mapping[str, Answer]
    where: Where
    routing: Routing
    clock: Clock
    order_date: date | None
    items: Mapping[str, int]
    photos: list[Kept]
    by: Actor
    at: datetime
    origin: str = "live"

    @property
    def held(self) -> bool:
        """Return whether it waits for a person to look at it."""
        return bool(self.submission.suspicion)

    @property
    def happened(self) -> list[tuple[Verb, Actor, dict[str, Any]]]:
        """Return what the record says of the beginning, in order."""
        said = self.submission
        first = {
            "channel": said.channel,
            "service": self.offer.code,
            "edition": self.city.edition,
            "description": _digest(said.description),
            "answers": _digest(json.dumps(plain(self.given), sort_keys=True) if self.given else ""),
        }
        lines: list[tuple[Verb, Actor, dict[str, Any]]] = [(verbs.SUBMITTED, self.by, first)]
        if self.held:
            lines.append((verbs.HELD, SYSTEM, {"reasons": list(said.suspicion)}))
        elif said.join:
            lines.append((verbs.JOINED, self.by, {"lead": said.join}))
        else:
            lines.append((verbs.ROUTED, SYSTEM, self._routed()))
        if self.order_date and not self.held:
            lines.append((verbs.SCHEDULED, self.by, {"date": self.order_date.isoformat()}))
        if self.photos:
            lines.append((verbs.PHOTOGRAPHED, self.by, {"count": len(self.photos)}))
        return lines

    @property
    def status(self) -> str:
        """Return the status that the beginning leads to."""
        status = lifecycle.replay(verb for verb, _, _ in self.happened)
        assert status is not None
        return status.value

    def _routed(self) -> dict[str, Any]:
        due = self.clock.due_at
        return {
            "department": self.routing.department,
            "crew": self.routing.crew,
            "rule": self.routing.rule,
            "because": dict(self.routing.because),
            "due_at": chain.moment(due) if due else None,
        }


def _digest(text: str) -> str | None:
    found = chain.digest(text)
    return found.hex() if found else None


def plain(given: Mapping[str, Answer]) -> dict[str, Any]:
    """Return typed answers as JSON holds them."""
    return {
        code: answer.isoformat()
        if isinstance(answer, date)
        else list(answer)
        if isinstance(answer, tuple)
        else answer
        for code, answer in given.items()
    }


def before(
    city: City, offer: Offer, submission: Submission, point: Point | None, at: datetime
) -> Before:
    """Read a fresh serial, whether the key was used, and what is near, in one statement."""
    near = offer.nearby if point and offer.publicity != "nothing" else None
    south, west, north, east = nearby.box(point, near.radius_m) if near and point else (0, 0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            BEFORE,
            {
                "city": city.id,
                "scope": submission.scope,
                "key": submission.key,
                "service": offer.code,
                "radius": near.radius_m if near else 0,
                "south": south,
                "west": west,
                "north": north,
                "east": east,
                "since": at - timedelta(days=near.window_days if near else 0),
            },
        )
        serial, used, found = cursor.fetchone()
    return Before(serial, _json(used), _within(_json(found) or [], near, point))


def used(city: City, submission: Submission) -> dict[str, Any] | None:
    """Return the request that this idempotency key made, if one did."""
    with connection.cursor() as cursor:
        cursor.execute(USED, {"city": city.id, "scope": submission.scope, "key": submission.key})
        row = cursor.fetchone()
    return _json(row[0]) if row else None


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _within(
    found: list[dict[str, Any]], near: Any, point: Point | None
) -> tuple[dict[str, Any], ...]:
    if not near or not point:
        return ()
    for row in found:
        row["metres"] = nearby.metres(point, Point(row["lat"], row["lon"]))
    inside = [row for row in found if row["metres"] <= near.radius_m]
    return tuple(sorted(inside, key=lambda row: row["metres"]))


def write(draft: Draft, *, lead_id: int | None) -> str:
    """Write the draft whole in one statement and return the reporter's secret."""
    secret = secret_of(draft.city.id, draft.number)
    with connection.cursor() as cursor:
        cursor.execute(
            SUBMIT, _row(draft) | _record(draft) | _owed(draft, secret) | {"lead": lead_id}
        )
    return secret


def _row(draft: Draft) -> dict[str, Any]:
    said, where, point = draft.submission, draft.where, draft.where.point
    return {
        "city": draft.city.id,
        "edition": draft.city.edition_id,
        "number": draft.number,
        "service": draft.offer.code,
        "status": draft.status,
        "department": draft.routing.department,
        "crew": draft.routing.crew,
        "at": draft.at,
        "respond_by": draft.clock.respond_by,
        "due_at": draft.clock.due_at,
        "order_date": draft.order_date,
        "items": Jsonb(draft.items),
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "address": where.address,
        "zipcode": where.zipcode,
        "landmark": where.landmark,
        "areas": where.areas,
        "publicity": draft.offer.publicity,
        "channel": said.channel,
        "origin": draft.origin,
        "flags": [],
        "description": said.description,
        "answers": Jsonb(plain(draft.given)),
        "media_url": said.media_url,
        "photo_names": [p.name for p in draft.photos],
        "photo_widths": [p.width for p in draft.photos],
        "photo_heights": [p.height for p in draft.photos],
        "scope": said.scope,
        "key": said.key,
        "digest": said.digest() if said.key else b"",
        "language": said.language,
    }


def _record(draft: Draft) -> dict[str, Any]:
    happened = draft.happened
    links = [
        chain.Link(
            subject=draft.number,
            seq=seq,
            verb=verb.code,
            at=draft.at,
            actor_kind=by.kind,
            actor_label=by.label,
            data=data,
        )
        for seq, (verb, by, data) in enumerate(happened, 1)
    ]
    return {
        "verbs": [link.verb for link in links],
        "kinds": [link.actor_kind for link in links],
        "labels": [link.actor_label for link in links],
        "data": [Jsonb(link.data) for link in links],
        "hashes": chain.chained(links),
    }


def _owed(draft: Draft, secret: str) -> dict[str, Any]:
    reporter = {name: text for name, text in asdict(draft.submission.reporter).items() if text}
    notice = {"number": draft.number} if reporter.get("email") else None
    return {
        "details": Jsonb(reporter) if reporter else None,
        "secret": hashlib.sha256(secret.encode()).digest(),
        "template": "held" if draft.held else "receipt",
        "notice": Jsonb(notice) if notice else None,
    }
