"""The record made of a past request: it says that it was made, and it could have come about."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_imported import taken
from townline.catalogue.rules.offers import Dates, Offer, Outcome
from townline.record.rules import chain
from townline.requests import verbs
from townline.requests.rules import lifecycle
from townline.requests.rules.reconstruction import NOT_SAID, Reconstruction, Reconstructor

OFFER = Offer(
    code="lamp", words={"en": "Lamp"}, description={}, group="g", group_words={"en": "G"},
    department="light",
    outcomes=(Outcome(code="done", kind="done", words={"en": "Done."}),
              Outcome(code="gone", kind="cancelled", words={"en": "Cancelled."})),
)  # fmt: skip
CLOSED = "2018-01-03T08:00:00"


def made(offer: Offer = OFFER, origin: str = "imported", **changed: str) -> Reconstruction:
    """Reconstruct the plain row, changed as told."""
    return Reconstructor({"lamp": offer}, source="demo", origin=origin).record(taken(**changed))


def data(found: Reconstruction) -> list[dict[str, Any]]:
    """Return what each entry says."""
    return [json.loads(entry.said.data) for entry in found.entries]


def links(found: Reconstruction) -> list[chain.Link]:
    """Return the entries as the chain sees them once they are stored."""
    return [
        chain.Link(
            subject="1-1", seq=seq, verb=entry.said.verb, at=datetime.fromisoformat(entry.at),
            actor_kind=entry.said.actor_kind, actor_label=entry.said.actor_label,
            data=json.loads(entry.said.data),
        )
        for seq, entry in enumerate(found.entries, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "last"),
    [
        ({}, "open", "routed"),
        ({"status": "Pending"}, "paused", "paused"),
        ({"status": "Closed", "closed": CLOSED}, "closed", "closed"),
        ({"status": "Closed"}, "closed", "closed"),
        ({"status": "Cancelled", "closed": CLOSED}, "closed", "cancelled"),
    ],
)
def test_each_state_gets_the_record_that_leads_to_it(
    changed: dict[str, str], status: str, last: str
) -> None:
    found = made(**changed)
    assert found.status == status
    assert found.entries[-1].said.verb == f"request.{last}"
    assert lifecycle.replay(verbs.BY_CODE[entry.said.verb] for entry in found.entries) == status
    assert all(said["reconstructed"] is True for said in data(found))
    assert {said["source"] for said in data(found)} == {"demo"}


@given(
    st.sampled_from(["Open", "Pending", "Closed", "Cancelled", "Strange"]),
    st.datetimes(min_value=datetime(1900, 1, 1)).map(lambda at: at.isoformat(timespec="seconds")),
    st.text(), st.text(), st.booleans(),
)  # fmt: skip
def test_its_hashes_are_those_of_the_chain(
    status: str, closed: str, crew: str, said: str, ordered: bool
) -> None:
    offer = replace(OFFER, dates=Dates()) if ordered else OFFER
    past = replace(taken(status=status, closed=closed, scheduled=CLOSED), crew=crew)
    found = Reconstructor({"lamp": offer}, source='a "source"').record(
        replace(past, description=said)
    )
    assert [entry.hash for entry in found.entries] == chain.chained(links(found))


def test_what_never_was_is_not_said_to_be_reconstructed() -> None:
    found = made(origin="synthetic")
    assert all(said["synthetic"] is True for said in data(found))
    assert not any("reconstructed" in said for said in data(found))
    assert {entry.said.actor_label for entry in found.entries} == {"synthetic record"}


def test_the_record_keeps_a_digest_of_what_was_said_and_none_of_nothing() -> None:
    said = data(made(description="Dark"))[0]["description"]
    assert said == hashlib.sha256(b"Dark").hexdigest()
    assert "description" not in data(made())[0]


def test_an_end_that_the_data_does_not_explain_is_not_explained() -> None:
    found = made(status="Closed", closed=CLOSED)
    assert found.outcome == ""
    assert data(found)[-1]["outcome_words"] == NOT_SAID
    told = made(status="Closed", closed=CLOSED, outcome="done")
    assert data(told)[-1]["outcome_words"] == "Done."


def test_a_cancelled_one_gets_the_services_own_words() -> None:
    assert made(status="Cancelled", closed=CLOSED).outcome == "gone"


def test_an_orders_day_is_entered_and_a_reports_is_not() -> None:
    order = replace(OFFER, kind="order", dates=Dates())
    assert "request.scheduled" in [e.said.verb for e in made(order, scheduled=CLOSED).entries]
    assert "request.scheduled" not in [e.said.verb for e in made(scheduled=CLOSED).entries]


def test_what_a_crew_saw_was_told_by_nobody_else() -> None:
    assert made(channel="Driver").entries[0].said.actor_kind == "staff"
    assert made(channel="Call").entries[0].said.actor_kind == "resident"
