"""The record made of a past request: it says that it was made, and it could have come about."""

import hashlib
from dataclasses import replace

import pytest

from tests.rules.test_imported import taken
from townline.catalogue.rules.offers import Dates, Offer, Outcome
from townline.record.rules import chain
from townline.requests import verbs
from townline.requests.rules import lifecycle
from townline.requests.rules.reconstruction import NOT_SAID, Reconstruction, reconstruct

OFFER = Offer(
    code="lamp", words={"en": "Lamp"}, description={}, group="g", group_words={"en": "G"},
    department="light",
    outcomes=(Outcome(code="done", kind="done", words={"en": "Done."}),
              Outcome(code="gone", kind="cancelled", words={"en": "Cancelled."})),
)  # fmt: skip
CLOSED = "2018-01-03T08:00:00"


def made(offer: Offer = OFFER, **changed: str) -> Reconstruction:
    """Reconstruct the plain row, changed as told."""
    return reconstruct(taken(**changed), offer, department="light", source="demo")


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
    assert found.links[-1].verb == f"request.{last}"
    assert lifecycle.replay(verbs.BY_CODE[link.verb] for link in found.links) == status
    assert all(link.data["reconstructed"] is True for link in found.links)
    assert {link.data["source"] for link in found.links} == {"demo"}
    assert list(found.hashes) == chain.chained(found.links)


def test_what_never_was_is_not_said_to_be_reconstructed() -> None:
    found = reconstruct(taken(), OFFER, department="light", source="demo", origin="synthetic")
    assert all(link.data["synthetic"] is True for link in found.links)
    assert not any("reconstructed" in link.data for link in found.links)
    assert {link.actor_label for link in found.links} == {"synthetic record"}


def test_the_record_keeps_a_digest_of_what_was_said_and_none_of_nothing() -> None:
    said = made(description="Dark").links[0].data["description"]
    assert said == hashlib.sha256(b"Dark").hexdigest()
    assert "description" not in made().links[0].data


def test_an_end_that_the_data_does_not_explain_is_not_explained() -> None:
    found = made(status="Closed", closed=CLOSED)
    assert found.outcome == ""
    assert found.links[-1].data["outcome_words"] == NOT_SAID
    told = made(status="Closed", closed=CLOSED, outcome="done")
    assert told.links[-1].data["outcome_words"] == "Done."


def test_a_cancelled_one_gets_the_services_own_words() -> None:
    assert made(status="Cancelled", closed=CLOSED).outcome == "gone"


def test_an_orders_day_is_entered_and_a_reports_is_not() -> None:
    order = replace(OFFER, kind="order", dates=Dates())
    assert "request.scheduled" in [link.verb for link in made(order, scheduled=CLOSED).links]
    assert "request.scheduled" not in [link.verb for link in made(scheduled=CLOSED).links]


def test_what_a_crew_saw_was_told_by_nobody_else() -> None:
    assert made(channel="Driver").links[0].actor_kind == "staff"
    assert made(channel="Call").links[0].actor_kind == "resident"
