"""What a clerk begins to fill in is kept, can be undone, and is no entry."""

import pytest

from tests.council import chamber
from tests.council.chamber import CLERK, NOW, TODAY, introduced
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.record.verbs import Actor, NotAllowed, Role

pytestmark = pytest.mark.django_db
PURPOSE = "enter:council.final"
OTHER = Actor(kind="staff", label="Another", roles=frozenset({Role.CLERK}), member_id=2)
AGENT = Actor(kind="staff", label="Agent", roles=frozenset({Role.AGENT}), member_id=3)


@pytest.fixture
def city(db: None) -> City:
    return chamber.found()


def keep(city: City, number: str, **said: str) -> None:
    actions.keep_draft(
        city=city,
        identifier=number,
        purpose=PURPOSE,
        said={name: [value] for name, value in said.items()},
        by=CLERK,
        at=NOW,
    )


def undo(city: City, number: str) -> None:
    actions.undo_draft(city=city, identifier=number, purpose=PURPOSE, by=CLERK, at=NOW)


def said(city: City, number: str, by: Actor = CLERK) -> object:
    draft = queries.draft(city, number, PURPOSE, by)
    return None if draft is None else (dict(draft.said), draft.steps)


def test_a_draft_goes_back_step_by_step(city: City) -> None:
    number = introduced(city)
    keep(city, number, day="2026-03-01")
    keep(city, number, day="2026-03-02")
    keep(city, number, day="2026-03-02")
    assert said(city, number) == ({"day": ["2026-03-02"]}, 2)
    undo(city, number)
    assert said(city, number) == ({"day": ["2026-03-01"]}, 1)
    undo(city, number)
    assert said(city, number) is None
    undo(city, number)


def test_a_draft_is_no_entry(city: City) -> None:
    number = introduced(city)
    before = queries.file(city, number).seq
    keep(city, number, day="2026-03-01")
    assert queries.file(city, number).seq == before
    assert queries.history(city, number) == ()


def test_a_draft_is_its_authors_alone(city: City) -> None:
    number = introduced(city)
    keep(city, number, day="2026-03-01")
    assert said(city, number, OTHER) is None
    assert queries.drafts(city, OTHER, most=5) == ()
    (draft,) = queries.drafts(city, CLERK, most=5)
    assert (draft.identifier, draft.title, draft.purpose) == (number, "Street trees", PURPOSE)


def test_what_is_entered_is_no_draft_any_more(city: City) -> None:
    number = introduced(city)
    keep(city, number, day="2026-03-01")
    final = chamber.said(city, "Council action final.")
    seq = actions.act_of_draft(
        city=city, identifier=number, activity=final, day=TODAY, by=CLERK, at=NOW
    )
    assert said(city, number) is None
    correction = f"correct:{seq}"
    actions.keep_draft(
        city=city, identifier=number, purpose=correction, said={"day": ["x"]}, by=CLERK, at=NOW
    )
    actions.correct_of_draft(
        city=city, identifier=number, entry=seq, activity=final, day=TODAY, reason="Slip",
        by=CLERK, at=NOW,
    )  # fmt: skip
    assert queries.drafts(city, CLERK, most=5) == ()


def test_a_refused_activity_keeps_its_draft(city: City) -> None:
    number = introduced(city)
    keep(city, number, day="2026-03-01")
    with pytest.raises(actions.Refused):
        actions.act_of_draft(
            city=city, identifier=number, activity=chamber.said(city, "Council action final."),
            day=TODAY.replace(year=2030), by=CLERK, at=NOW,
        )  # fmt: skip
    assert said(city, number) is not None


def test_only_clerks_keep_drafts_and_only_of_files_there_are(city: City) -> None:
    number = introduced(city)
    with pytest.raises(NotAllowed):
        actions.keep_draft(city=city, identifier=number, purpose=PURPOSE, said={}, by=AGENT, at=NOW)
    with pytest.raises(queries.NoSuchFile):
        keep(city, "26-9999", day="2026-03-01")
    keep(city, number, day="2026-03-01")
    actions.throw_draft_away(city=city, identifier=number, purpose=PURPOSE, by=CLERK, at=NOW)
    assert said(city, number) is None
