"""Incidents: one lead is worked, and everybody who reported it hears how it ends."""

from functools import partial
from typing import Any

import pytest

from tests.requests import build
from tests.requests.build import AGENT, ANA, BEA, CHIEF, NOON, WEST, WORKER
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import incidents, own, tend, work
from townline.requests.actions.change import NoSuchRequest
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.queries import Filter
from townline.requests.rules.submission import Unfit

CAI = build.Reporter(email="cai@example.org")


def told(number: str, template: str) -> list[dict]:
    """Return what the reporter of a request was owed under a template."""
    contact = build.row(number).contact_id
    return [n.data for n in Notice.objects.filter(contact_id=contact, template=template)]


def test_joining_makes_an_incident_whose_outcome_reaches_every_reporter_once(town: City) -> None:
    lead = build.file(town)
    others = [build.file(town, join=lead.number, reporter=who) for who in (BEA, CAI)]
    assert [one.status for one in others] == ["joined", "joined"]
    assert build.row(lead.number).reports == 3
    assert build.verbs_of(lead.number) == ["submitted", "routed", "led", "led"]
    work.close(city=town, number=lead.number, outcome="done", remark="Mended.", by=WORKER, at=NOON)
    assert told(lead.number, "closed") == [
        {"number": lead.number, "outcome": "done", "remark": "Mended."}
    ]
    for one in others:
        row = build.row(one.number)
        assert (row.status, row.outcome, row.closed_at) == ("closed", "done", NOON)
        assert build.verbs_of(one.number) == ["submitted", "joined", "closed"]
        assert [d["lead"] for d in told(one.number, "closed")] == [lead.number]


def test_one_who_left_the_incident_is_not_closed_with_it(town: City) -> None:
    lead = build.file(town)
    stays, parts, gives_up = [build.file(town, join=lead.number, reporter=BEA) for _ in range(3)]
    incidents.part(city=town, number=parts.number, by=WORKER, at=NOON)
    own.cancel(city=town, number=gives_up.number, by=RESIDENT, at=NOON)
    assert build.row(lead.number).reports == 2
    work.close(city=town, number=lead.number, outcome="nothing", by=WORKER, at=NOON)
    assert build.row(stays.number).outcome == "nothing"
    assert build.row(gives_up.number).outcome == "cancelled"
    row = build.row(parts.number)
    assert (row.status, row.lead_id, row.due_at) == ("open", None, parts.due_at)
    assert build.verbs_of(parts.number) == ["submitted", "joined", "parted", "routed"]


def test_merging_brings_those_along_who_joined(town: City) -> None:
    one, other = build.file(town), build.file(town, reporter=BEA)
    second = build.file(town, join=one.number, reporter=CAI)
    incidents.merge(city=town, number=one.number, lead=other.number, by=WORKER, at=NOON)
    target = build.row(other.number)
    assert target.reports == 3
    for number in (one.number, second.number):
        assert build.row(number).lead_id == target.pk
        assert build.row(number).reports == 1
        assert [d["lead"] for d in told(number, "joined")] == [other.number]
    assert build.verbs_of(second.number) == ["submitted", "joined", "parted", "joined"]
    work.close(city=town, number=other.number, outcome="done", by=WORKER, at=NOON)
    assert ServiceRequest.objects.filter(status="closed").count() == 3
    assert Notice.objects.filter(template="closed").count() == 3


def test_merging_one_who_had_joined_elsewhere_counts_it_once(town: City) -> None:
    one, other = build.file(town), build.file(town)
    second = build.file(town, join=one.number)
    incidents.merge(city=town, number=second.number, lead=other.number, by=WORKER, at=NOON)
    assert (build.row(one.number).reports, build.row(other.number).reports) == (1, 2)


def test_what_cannot_be_one_incident_is_refused(town: City) -> None:
    lead, closed, secret = build.file(town), build.file(town), build.file(town, "abuse")
    second = build.file(town, join=lead.number)
    order = build.file(town, "pick-up", order_date=queries.days_free(
        town, "pick-up", build.EAST, at=NOON)[0])  # fmt: skip
    work.close(city=town, number=closed.number, outcome="done", by=WORKER, at=NOON)
    before = RequestEntry.objects.count()
    pairs = [
        (lead, lead), (lead, closed), (lead, second), (second, lead), (lead, secret),
        (secret, lead), (order, lead), (lead, order),
    ]  # fmt: skip
    for number, target in pairs:
        with pytest.raises(Unfit):
            incidents.merge(city=town, number=number.number, lead=target.number, by=CHIEF, at=NOON)
    with pytest.raises(NoSuchRequest):
        incidents.merge(city=town, number=lead.number, lead="26-1", by=CHIEF, at=NOON)
    with pytest.raises(NoSuchRequest):
        incidents.part(city=town, number=lead.number, by=CHIEF, at=NOON)
    assert RequestEntry.objects.count() == before


def test_only_an_open_request_of_the_service_can_be_joined(town: City) -> None:
    closed, hole, secret = build.file(town), build.file(town, "hole"), build.file(town, "abuse")
    second = build.file(town, join=build.file(town).number)
    order = build.file(town, "pick-up")
    work.close(city=town, number=closed.number, outcome="done", by=WORKER, at=NOON)
    count = ServiceRequest.objects.count()
    for service, number in (
        ("lamp", closed.number), ("lamp", hole.number), ("lamp", second.number),
        ("abuse", secret.number), ("pick-up", order.number),
    ):  # fmt: skip
        with pytest.raises(Unfit):
            build.file(town, service, join=number)
    assert ServiceRequest.objects.count() == count


def test_a_suspect_shows_in_no_incident(town: City) -> None:
    lead = build.file(town)
    held = build.file(town, join=lead.number, suspicion=("links",))
    assert held.status == "held"
    assert build.row(held.number).lead_id is None
    assert build.row(lead.number).reports == 1
    assert build.verbs_of(lead.number) == ["submitted", "routed"]


def test_when_the_lead_is_cancelled_the_next_one_leads(town: City) -> None:
    lead = build.file(town, reporter=ANA)
    first = build.file(town, join=lead.number, reporter=BEA)
    second = build.file(town, join=lead.number, reporter=CAI)
    own.cancel(city=town, number=lead.number, by=RESIDENT, at=NOON)
    assert build.row(lead.number).status == "closed"
    heir = build.row(first.number)
    assert (heir.status, heir.lead_id, heir.reports) == ("open", None, 2)
    assert build.row(second.number).lead_id == heir.pk
    assert not told(second.number, "closed")
    work.close(city=town, number=first.number, outcome="done", by=WORKER, at=NOON)
    assert build.row(second.number).outcome == "done"
    assert build.row(lead.number).outcome == "cancelled"


def test_one_that_joined_may_be_opened_again_by_itself(town: City) -> None:
    lead = build.file(town)
    one = build.file(town, join=lead.number, reporter=BEA)
    work.close(city=town, number=lead.number, outcome="done", by=WORKER, at=NOON)
    own.reopen(city=town, number=one.number, reason="Still dark.", by=RESIDENT, at=NOON)
    row = build.row(one.number)
    assert (row.status, row.lead_id, row.outcome) == ("open", None, "")
    assert build.row(lead.number).status == "closed"


def test_the_joined_do_not_escalate(town: City) -> None:
    lead = build.file(town)
    one = build.file(town, join=lead.number)
    assert one.due_at is not None
    tend.tend(at=one.due_at.replace(year=2027))
    assert "overdue" in build.verbs_of(lead.number)
    assert build.verbs_of(one.number) == ["submitted", "joined"]


def test_two_merges_the_other_way_round_end_without_a_deadlock(kept_town: City) -> None:
    for _ in range(5):
        one, other = build.file(kept_town).number, build.file(kept_town).number

        merge = partial(incidents.merge, city=kept_town, by=WORKER, at=NOON)
        ends = build.together(
            partial(merge, number=one, lead=other), partial(merge, number=other, lead=one)
        )
        assert sorted(type(end) for end in ends if end) == [Unfit], ends
        leads = [build.row(number) for number in (one, other)]
        assert sorted(row.status for row in leads) == ["joined", "open"]


def test_closing_a_lead_while_one_that_joined_leaves_ends_without_a_deadlock(
    kept_town: City,
) -> None:
    for _ in range(5):
        lead = build.file(kept_town).number
        one, two = (build.file(kept_town, join=lead).number for _ in range(2))
        told: dict[str, Any] = {"city": kept_town, "at": NOON}
        ends = build.together(
            partial(work.close, number=lead, outcome="done", by=WORKER, **told),
            partial(own.cancel, number=one, by=RESIDENT, **told),
            partial(incidents.part, number=two, by=WORKER, **told),
        )
        kinds = {type(end).__name__ for end in ends}
        assert kinds <= {"NoneType", "OutOfOrder"}, ends
        assert build.row(lead).status == build.row(one).status == "closed"


def test_what_is_near_is_offered_before_and_named_after(town: City) -> None:
    first = build.file(town)
    near = queries.nearby(town, "lamp", build.EAST, at=NOON)
    assert [(n.number, n.reports) for n in near] == [(first.number, 1)]
    again = build.file(town)
    assert [row["number"] for row in again.nearby] == [first.number]
    assert not build.file(town, point=WEST).nearby
    assert not build.file(town, "hole").nearby


def test_the_near_must_be_within_radius_and_window_and_open(town: City) -> None:
    there = build.Point(build.EAST.lat + 0.0005, build.EAST.lon)  # 55.6 m
    beyond = build.Point(build.EAST.lat + 0.0006, build.EAST.lon)  # 66.7 m
    inside, _ = build.file(town, point=there), build.file(town, point=beyond)
    old = build.file(town, at=NOON.replace(month=1, day=30))
    done = build.file(town)
    work.close(city=town, number=done.number, outcome="done", by=WORKER, at=NOON)
    build.file(town, suspicion=("links",))
    found = queries.nearby(town, "lamp", build.EAST, at=NOON)
    assert [n.number for n in found] == [inside.number]
    assert 55 < found[0].metres < 56.5
    before = queries.nearby(town, "lamp", build.EAST, at=NOON.replace(month=2, day=28))
    assert old.number in [n.number for n in before]


def test_nobody_learns_that_something_confidential_is_near(town: City) -> None:
    build.file(town, "abuse", point=build.EAST)
    assert queries.nearby(town, "abuse", build.EAST, at=NOON) == ()
    assert build.file(town, "abuse", point=build.EAST).nearby == ()


def test_an_agent_joins_for_a_caller_and_merges_what_is_there(town: City) -> None:
    lead, other = build.file(town), build.file(town)
    joined = build.file(town, join=lead.number, by=AGENT, channel="call")
    assert joined.status == "joined"
    incidents.merge(city=town, number=other.number, lead=lead.number, by=AGENT, at=NOON)
    assert build.row(lead.number).reports == 3


@pytest.mark.parametrize("change", [{"hidden": True}, {"publicity": "nothing"}])
def test_a_lead_that_nobody_may_know_of_any_more_is_named_to_staff_alone(
    town: City, change: dict[str, Any]
) -> None:
    lead = build.file(town).number
    joined = build.file(town, join=lead, reporter=BEA)
    how: dict[str, Any] = {"language": "en", "at": NOON}

    def views() -> list[queries.RequestShown]:
        number = joined.number
        (listed,) = queries.find(town, Filter(numbers=(number,)), **how).rows
        everyone = queries.by_anyone(town, number, **how)
        return [listed, everyone, queries.by_reporter(town, number, joined.secret, **how)]

    assert all(lead == shown.lead for shown in views())
    assert lead in repr(views()[1].lines)
    ServiceRequest.objects.filter(number=lead).update(**change)
    for shown in views():
        assert lead not in repr(shown)
    staff = queries.by_staff(town, joined.number, CHIEF, **how)
    assert staff.lead == lead
    assert lead in repr(staff.lines)
