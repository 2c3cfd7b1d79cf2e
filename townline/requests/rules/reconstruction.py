"""The record of a past request, made from its last state: every entry says that it was made so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in
from townline.record.rules import chain
from townline.record.verbs import Verb
from townline.requests import verbs
from townline.requests.rules import lifecycle
from townline.requests.rules.imported import Past

NOT_SAID = "the data does not say how it ended"


@dataclass(frozen=True)
class Reconstruction:
    """A past request's status, outcome and entries."""

    status: str
    outcome: str
    links: tuple[chain.Link, ...]
    hashes: tuple[bytes, ...]


def reconstruct(past: Past, offer: Offer, *, department: str, source: str) -> Reconstruction:
    """
    Return what the record would say, had it been kept.

    :param source: the name of the mapping, kept in each entry
    """
    kind = "staff" if past.channel == "crew" else "resident"
    happened: list[tuple[Verb, datetime, str, dict[str, Any]]] = [
        (
            verbs.SUBMITTED,
            past.requested_at,
            kind,
            {"channel": past.channel, "service": offer.code},
        ),
        (
            verbs.ROUTED,
            past.requested_at,
            "system",
            {"department": department, "crew": past.crew},
        ),
    ]
    if past.scheduled_at and offer.dates:
        day = past.scheduled_at.date().isoformat()
        happened.append((verbs.SCHEDULED, past.requested_at, "system", {"date": day}))
    ended = past.closed_at or past.updated_at
    outcome = ""
    if past.state == "waiting":
        happened.append((verbs.PAUSED, past.updated_at, "staff", {"reason": "not_said"}))
    elif past.state == "cancelled":
        outcome = next((o.code for o in offer.outcomes if o.kind == "cancelled"), "")
        happened.append((verbs.CANCELLED, ended, "staff", _end(offer, outcome)))
    elif past.state in ("closed", "referred"):
        outcome = past.outcome if offer.outcome(past.outcome) else ""
        data = _end(offer, outcome)
        if past.state == "referred":
            data["kind"] = "not_ours"
        happened.append((verbs.CLOSED, ended, "staff", data))
    links = tuple(
        chain.Link(
            subject=past.number,
            seq=seq,
            verb=verb.code,
            at=at,
            actor_kind=actor,
            actor_label="imported record",
            data={**data, "reconstructed": True, "source": source},
        )
        for seq, (verb, at, actor, data) in enumerate(happened, 1)
    )
    status = lifecycle.replay(verb for verb, _, _, _ in happened)
    assert status is not None
    return Reconstruction(status.value, outcome, links, tuple(chain.chained(links)))


def _end(offer: Offer, outcome: str) -> dict[str, Any]:
    found = offer.outcome(outcome)
    words: Mapping[str, str] = found.words if found else {}
    return {
        "outcome": outcome,
        "kind": found.kind if found else "",
        "outcome_words": words_in(words, "") or NOT_SAID,
    }
