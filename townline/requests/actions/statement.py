"""The two statements of a submission: one that reads what must be known, one that writes it all."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection

from townline.catalogue.rules.answers import Answer
from townline.catalogue.rules.offers import Nearby, Offer
from townline.cities.rules.city import City
from townline.contacts.rules.consent import ConsentTo
from townline.geography.rules.place import Point
from townline.record.rules import chain
from townline.record.verbs import SYSTEM, Actor, Verb
from townline.requests import verbs
from townline.requests.actions.spot import Spot, Where
from townline.requests.actions.uploads import Kept
from townline.requests.queries.secret import secret_of
from townline.requests.rules import lifecycle, nearby
from townline.requests.rules.clock import Clock
from townline.requests.rules.routing import Routing
from townline.requests.rules.submission import EMERGENCY, Submission

_SQL = Path(__file__).parent.parent / "sql"
BEFORE = (_SQL / "before_submit.sql").read_text()
SUBMIT = (_SQL / "submit.sql").read_text()
USED = (_SQL / "used_key.sql").read_text()
NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""A box for those who do not ask what is near."""


@dataclass(frozen=True)
class Before:
    """What was found before writing."""

    serial: int
    used: dict[str, Any] | None
    addresses: Sequence[Mapping[str, Any]]
    """What ``geography_nearest`` found."""
    nearby: tuple[dict[str, Any], ...]


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
    grave: bool = False
    """Whether its words tell of an emergency."""

    @property
    def held(self) -> bool:
        """Return whether it waits for a person to look at it."""
        return bool(self.submission.suspicion)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Return the answers as JSON holds them."""
        return {code: _plain(answer) for code, answer in self.given.items()}

    @cached_property
    def happened(self) -> list[tuple[Verb, Actor, dict[str, Any]]]:
        """Return what the record says of the beginning, in order."""
        said = self.submission
        first = {
            "channel": said.channel,
            "service": self.offer.code,
            "edition": self.city.edition,
            "description": _digest(said.description),
            "answers": _digest(json.dumps(self.answers, sort_keys=True) if self.answers else ""),
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
        if self.grave:
            lines.append((verbs.SOUNDED_GRAVE, SYSTEM, {}))
        return lines

    @cached_property
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


def _plain(answer: Answer) -> Any:
    if isinstance(answer, date):
        return answer.isoformat()
    return list(answer) if isinstance(answer, tuple) else answer


def before(city: City, offer: Offer, submission: Submission, spot: Spot, at: datetime) -> Before:
    """
    Read what must be known before writing, in one statement.

    A fresh serial, what the key was used for, the addresses nearest to the place, what is near.
    """
    point = spot.point
    near = offer.nearby if point and offer.publicity != "nothing" else None
    south, west, north, east = nearby.box(point, near.radius_m) if near and point else NOWHERE
    with connection.cursor() as cursor:
        cursor.execute(
            BEFORE,
            {
                "city": city.id,
                "scope": submission.scope,
                "key": submission.key,
                "service": offer.code,
                "near": near is not None,
                "near_south": south,
                "near_west": west,
                "near_north": north,
                "near_east": east,
                "since": at - timedelta(days=near.window_days if near else 0),
                **spot.ask,
            },
        )
        serial, used, addresses, found = cursor.fetchone()
    return Before(
        serial=serial,
        used=_json(used),
        addresses=_json(addresses) or (),
        nearby=_within(_json(found), near, point),
    )


def used(city: City, submission: Submission) -> dict[str, Any] | None:
    """Return the request that this idempotency key made, if one did."""
    with connection.cursor() as cursor:
        cursor.execute(USED, {"city": city.id, "scope": submission.scope, "key": submission.key})
        row = cursor.fetchone()
    return _json(row[0]) if row else None


def _json(text: str | None) -> Any:
    return msgspec.json.decode(text) if text else None


def _within(
    found: list[dict[str, Any]] | None, near: Nearby | None, point: Point | None
) -> tuple[dict[str, Any], ...]:
    if not found or not near or not point:
        return ()
    for row in found:
        row["metres"] = nearby.metres(point, Point(row["lat"], row["lon"]))
    inside = [row for row in found if row["metres"] <= near.radius_m]
    return tuple(sorted(inside, key=lambda row: row["metres"]))


def write(draft: Draft, *, lead_id: int | None) -> str:
    """Write the draft whole in one statement and return the reporter's secret."""
    secret = secret_of(draft.city.id, draft.number)
    document = _row(draft) | _record(draft) | _owed(draft, secret) | {"lead": lead_id}
    with connection.cursor() as cursor:
        cursor.execute(SUBMIT, {"draft": msgspec.json.encode(document).decode()})
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
        "items": draft.items,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "address": where.address,
        "zipcode": where.zipcode,
        "landmark": where.landmark,
        "areas": where.areas,
        "publicity": draft.offer.publicity,
        "channel": said.channel,
        "origin": draft.origin,
        "flags": [EMERGENCY] if draft.grave else [],
        "description": said.description,
        "answers": draft.answers,
        "media_url": said.media_url,
        "photos": [{"name": p.name, "width": p.width, "height": p.height} for p in draft.photos],
        "scope": said.scope,
        "key": said.key,
        "digest": _bytes(said.digest() if said.key else b""),
        "language": said.language,
    }


def _record(draft: Draft) -> dict[str, Any]:
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
        for seq, (verb, by, data) in enumerate(draft.happened, 1)
    ]
    hashes = chain.chained(links)
    entries = [
        {
            "seq": link.seq,
            "verb": link.verb,
            "kind": link.actor_kind,
            "label": link.actor_label,
            "data": link.data,
            "hash": _bytes(hashed),
        }
        for link, hashed in zip(links, hashes, strict=True)
    ]
    return {"entries": entries, "seq": len(links), "head": _bytes(hashes[-1])}


def _owed(draft: Draft, secret: str) -> dict[str, Any]:
    reporter = draft.submission.reporter.given
    return {
        "details": reporter or None,
        "secret": _bytes(hashlib.sha256(secret.encode()).digest()),
        "template": "held" if draft.held else "receipt",
        "notice": {"number": draft.number} if reporter else None,
        "asked": _agreed(draft),
    }


def _agreed(draft: Draft) -> dict[str, str] | None:
    """Return what a reporter agreed to who left an address; None where we did not ask them."""
    asked, reporter = draft.submission.asked, draft.submission.reporter
    if asked is None or not (reporter.email or reporter.phone):
        return None
    return {
        "to": str(ConsentTo.SENDING), "words": asked.words, "language": asked.language,
        "by": draft.by.label,
    }  # fmt: skip


def _bytes(plain: bytes) -> str:
    """Return bytes as the database reads them from a text."""
    return f"\\x{plain.hex()}"
