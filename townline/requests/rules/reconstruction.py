"""The record of a past request, made from its last state: every entry says that it was made so."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in
from townline.record.rules import chain
from townline.requests import verbs
from townline.requests.rules import lifecycle
from townline.requests.rules.copied import escaped
from townline.requests.rules.imported import Past

NOT_SAID = "the data does not say how it ended"
MARKS = {
    "imported": ("imported record", "reconstructed"),
    "synthetic": ("synthetic record", "synthetic"),
}
"""By origin, who an entry names as its author, and the word in its data that says what it is."""
ENDS = {"cancelled": verbs.CANCELLED, "closed": verbs.CLOSED, "referred": verbs.CLOSED}


SAID_COLUMNS = ("verb", "actor_kind", "actor_label", "note", "data")


class Said(NamedTuple):
    """What an entry says, but for whose and when: the same in many records."""

    verb: str
    actor_kind: str
    actor_label: str
    data: str
    """JSON, as the chain writes it."""
    form: chain.Form
    columns: str
    """The values of ``SAID_COLUMNS``, as COPY takes them."""


class Entered(NamedTuple):
    """An entry of a reconstructed record."""

    said: Said
    at: str
    """As the chain writes it."""
    hash: bytes


class Reconstruction(NamedTuple):
    """A past request's status, outcome and entries."""

    status: str
    outcome: str
    entries: tuple[Entered, ...]


Happening = tuple[Said, str]
"""What the record says to have happened, and when."""


class Reconstructor:
    """
    Says what the records of past requests would be, had they been kept.

    Much recurs in them, a crew with its department or a channel with a service: that is kept.
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
        self._known = lru_cache(maxsize=4096)(self._said)
        self._end = lru_cache(maxsize=4096)(self._ended)

    def record(self, past: Past) -> Reconstruction:
        """Return the record of a request of one of the services."""
        offer = self._offers[past.service_code]
        outcome = _outcome(past, offer)
        happened = [*self._beginning(past, offer), *self._ending(past, outcome)]
        subject, head = chain.written(past.number), chain.START
        entries = []
        for seq, (said, at) in enumerate(happened, 1):
            head = said.form.hash(head, subject=subject, seq=seq, at=at)
            entries.append(Entered(said, at, head))
        status = _leads_to(tuple([said.verb for said, _ in happened]))
        return Reconstruction(status, outcome, tuple(entries))

    def _beginning(self, past: Past, offer: Offer) -> list[Happening]:
        at = chain.moment(past.requested_at)
        department = past.department or offer.department
        begun = [
            (self._came(past, offer), at),
            (self._known(verbs.ROUTED.code, "system", ("department", department),
                         ("crew", past.crew)), at),
        ]  # fmt: skip
        if past.scheduled_at and offer.dates:
            day = ("date", past.scheduled_at.date().isoformat())
            begun.append((self._known(verbs.SCHEDULED.code, "system", day), at))
        return begun

    def _came(self, past: Past, offer: Offer) -> Said:
        kind = "staff" if past.channel == "crew" else "resident"
        how = (verbs.SUBMITTED.code, kind, ("channel", past.channel), ("service", offer.code))
        said = chain.digest(past.description)
        return self._said(*how, ("description", said.hex())) if said else self._known(*how)

    def _ending(self, past: Past, outcome: str) -> list[Happening]:
        if past.state == "waiting":
            paused = self._known(verbs.PAUSED.code, "staff", ("reason", "not_said"))
            return [(paused, chain.moment(past.updated_at))]
        if past.state not in ENDS:
            return []
        ended = self._end(past.service_code, past.state, outcome)
        return [(ended, chain.moment(past.closed_at or past.updated_at))]

    def _ended(self, service_code: str, state: str, outcome: str) -> Said:
        found = self._offers[service_code].outcome(outcome)
        kind = "not_ours" if state == "referred" else found.kind if found else ""
        words = words_in(found.words if found else {}, "") or NOT_SAID
        how = (("outcome", outcome), ("kind", kind), ("outcome_words", words))
        return self._said(ENDS[state].code, "staff", *how)

    def _said(self, verb: str, kind: str, *pairs: tuple[str, str]) -> Said:
        data = chain.written({**dict(pairs), **self._marks})
        form = chain.Form(verb=verb, actor_kind=kind, actor_label=self._label, data=data)
        columns = "\t".join(map(escaped, (verb, kind, self._label, "", data)))
        return Said(verb, kind, self._label, data, form, columns)


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
