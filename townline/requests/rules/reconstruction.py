"""The record of a past request, made from its last state: every entry says that it was made so."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

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
ENDS = {"cancelled": verbs.CANCELLED, "closed": verbs.CLOSED, "referred": verbs.CLOSED}


class Entered(NamedTuple):
    """An entry of a reconstructed record, each part as text that the database takes."""

    verb: str
    at: str
    actor_kind: str
    actor_label: str
    data: str
    """JSON, as the chain writes it."""
    hash: bytes


class Reconstruction(NamedTuple):
    """A past request's status, outcome and entries."""

    status: str
    outcome: str
    entries: tuple[Entered, ...]


class Happening(NamedTuple):
    """What the record says to have happened, when, by whom, and about what, as texts."""

    verb: Verb
    at: str
    actor_kind: str
    data: str


class Reconstructor:
    """
    Says what the records of past requests would be, had they been kept.

    Much recurs in them, a crew with its department or a channel with a service: of these the texts
    are kept.
    """

    def __init__(
        self, offers: Mapping[str, Offer], *, source: str, origin: str = "imported"
    ) -> None:
        """
        Prepare for one source.

        :param source: the name of the mapping, kept in each entry
        :param origin: ``imported``, or ``synthetic`` for requests that never were; entries say so
        """
        self._offers = offers
        self._label, mark = MARKS[origin]
        self._marks = {mark: True, "source": source}
        self._data = lru_cache(maxsize=4096)(self._written)
        self._end = lru_cache(maxsize=4096)(self._ended)

    def record(self, past: Past) -> Reconstruction:
        """Return the record of a request of one of the services."""
        offer = self._offers[past.service_code]
        outcome = _outcome(past, offer)
        happened = [*self._beginning(past, offer), *self._ending(past, outcome)]
        status = _leads_to(tuple(h.verb.code for h in happened))
        return Reconstruction(status, outcome, tuple(self._chained(past.number, happened)))

    def _chained(self, number: str, happened: list[Happening]) -> list[Entered]:
        subject, label, head = chain.written(number), f'"{self._label}"', chain.START
        entries = []
        for seq, (verb, at, kind, data) in enumerate(happened, 1):
            head = chain.hash_written(
                head, subject, seq, f'"{verb.code}"', f'"{at}"', f'"{kind}"', label, data, "null"
            )
            entries.append(Entered(verb.code, at, kind, self._label, data, head))
        return entries

    def _beginning(self, past: Past, offer: Offer) -> list[Happening]:
        kind = "staff" if past.channel == "crew" else "resident"
        came = (("channel", past.channel), ("service", offer.code))
        if said := chain.digest(past.description):
            told = self._written(*came, ("description", said.hex()))
        else:
            told = self._data(*came)
        department = past.department or offer.department
        went = self._data(("department", department), ("crew", past.crew))
        at = chain.moment(past.requested_at)
        begun = [
            Happening(verbs.SUBMITTED, at, kind, told),
            Happening(verbs.ROUTED, at, "system", went),
        ]
        if past.scheduled_at and offer.dates:
            day = self._data(("date", past.scheduled_at.date().isoformat()))
            begun.append(Happening(verbs.SCHEDULED, at, "system", day))
        return begun

    def _ending(self, past: Past, outcome: str) -> list[Happening]:
        if past.state == "waiting":
            data = self._data(("reason", "not_said"))
            return [Happening(verbs.PAUSED, chain.moment(past.updated_at), "staff", data)]
        verb = ENDS.get(past.state)
        if verb is None:
            return []
        data = self._end(past.service_code, past.state, outcome)
        ended = past.closed_at or past.updated_at
        return [Happening(verb, chain.moment(ended), "staff", data)]

    def _ended(self, service_code: str, state: str, outcome: str) -> str:
        found = self._offers[service_code].outcome(outcome)
        kind = "not_ours" if state == "referred" else found.kind if found else ""
        words = words_in(found.words if found else {}, "") or NOT_SAID
        return self._written(("outcome", outcome), ("kind", kind), ("outcome_words", words))

    def _written(self, *pairs: tuple[str, str]) -> str:
        return chain.written({**dict(pairs), **self._marks})


@lru_cache(maxsize=64)
def _leads_to(codes: tuple[str, ...]) -> str:
    status = lifecycle.replay(verbs.BY_CODE[code] for code in codes)
    assert status is not None
    return status.value


def _outcome(past: Past, offer: Offer) -> str:
    if past.state == "cancelled":
        return next((o.code for o in offer.outcomes if o.kind == "cancelled"), "")
    known = past.state in ("closed", "referred") and offer.outcome(past.outcome)
    return past.outcome if known else ""
