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
MARKS = {
    "imported": ("imported record", "reconstructed"),
    "synthetic": ("synthetic record", "synthetic"),
}
"""By origin, who an entry names as its author, and the word in its data that says what it is."""


@dataclass(frozen=True)
class Reconstruction:
    """A past request's status, outcome and entries."""

    status: str
    outcome: str
    links: tuple[chain.Link, ...]
    hashes: tuple[bytes, ...]


def reconstruct(
    past: Past, offer: Offer, *, department: str, source: str, origin: str = "imported"
) -> Reconstruction:
    """
    Return what the record would say, had it been kept.

    :param source: the name of the mapping, kept in each entry
    :param origin: ``imported``, or ``synthetic`` for a request that never was; each entry says so
    """
    label, mark = MARKS[origin]
    outcome = _outcome(past, offer)
    happened = [*_beginning(past, offer, department), *_ending(past, offer, outcome)]
    links = tuple(
        chain.Link(
            subject=past.number,
            seq=seq,
            verb=verb.code,
            at=at,
            actor_kind=actor,
            actor_label=label,
            data={**data, mark: True, "source": source},
        )
        for seq, (verb, at, actor, data) in enumerate(happened, 1)
    )
    status = lifecycle.replay(verb for verb, _, _, _ in happened)
    assert status is not None
    return Reconstruction(status.value, outcome, links, tuple(chain.chained(links)))


Happening = tuple[Verb, datetime, str, dict[str, Any]]


def _beginning(past: Past, offer: Offer, department: str) -> list[Happening]:
    kind = "staff" if past.channel == "crew" else "resident"
    came = {"channel": past.channel, "service": offer.code}
    if said := chain.digest(past.description):
        came["description"] = said.hex()
    went = {"department": department, "crew": past.crew}
    begun: list[Happening] = [
        (verbs.SUBMITTED, past.requested_at, kind, came),
        (verbs.ROUTED, past.requested_at, "system", went),
    ]
    if past.scheduled_at and offer.dates:
        day = past.scheduled_at.date().isoformat()
        begun.append((verbs.SCHEDULED, past.requested_at, "system", {"date": day}))
    return begun


def _ending(past: Past, offer: Offer, outcome: str) -> list[Happening]:
    ended = past.closed_at or past.updated_at
    if past.state == "waiting":
        return [(verbs.PAUSED, past.updated_at, "staff", {"reason": "not_said"})]
    if past.state == "cancelled":
        return [(verbs.CANCELLED, ended, "staff", _end(offer, outcome))]
    if past.state == "closed":
        return [(verbs.CLOSED, ended, "staff", _end(offer, outcome))]
    if past.state == "referred":
        return [(verbs.CLOSED, ended, "staff", {**_end(offer, outcome), "kind": "not_ours"})]
    return []


def _outcome(past: Past, offer: Offer) -> str:
    if past.state == "cancelled":
        return next((o.code for o in offer.outcomes if o.kind == "cancelled"), "")
    known = past.state in ("closed", "referred") and offer.outcome(past.outcome)
    return past.outcome if known else ""


def _end(offer: Offer, outcome: str) -> dict[str, Any]:
    found = offer.outcome(outcome)
    words: Mapping[str, str] = found.words if found else {}
    return {
        "outcome": outcome,
        "kind": found.kind if found else "",
        "outcome_words": words_in(words, "") or NOT_SAID,
    }
