"""Items and histories go by one number; movers, ordinances and districts are told."""

from datetime import date
from typing import Any

from tests.api import files_of_fairview as fairview
from tests.api.conftest import Get
from tests.api.files_of_fairview import ADOPTED, BENCHES, DAY, LATER, SECRET, TREES
from tests.api.test_legistar import key, rows
from tests.api.test_legistar_shapes import cost
from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from townline.cities.rules.city import City
from townline.council import actions
from townline.council.models import CouncilFile
from townline.council.queries.people import forget_people


def history_of(get: Get, identifier: str) -> list[dict[str, Any]]:
    return rows(get(f"matters/{key(identifier)}/histories"))


def items_of(get: Get, event: int) -> dict[str, dict[str, Any]]:
    found = rows(get(f"events/{event}/eventitems", MinutesNote=1))
    return {row["EventItemMatterFile"]: row for row in found}


def test_a_history_has_the_number_of_the_item_that_it_tells_of(get: Get, city: City) -> None:
    meeting, vote = fairview.meet(city)
    adopted, item = history_of(get, TREES)[-1], items_of(get, meeting.pk)[TREES]
    assert adopted["MatterHistoryId"] == item["EventItemId"]
    assert adopted["MatterHistoryEventId"] == meeting.pk
    trees = f"matters/{key(TREES)}/histories"
    assert get(f"{trees}/{item['EventItemId']}").json() == adopted
    entry = CouncilFile.objects.get(identifier=TREES).entries.get(seq=vote.decides)
    assert get(f"{trees}/{entry.pk * 4}").json() == adopted
    ballots = rows(get(f"eventitems/{item['EventItemId']}/votes"))
    (own,) = rows(get(f"persons/{ballots[0]['VotePersonId']}/votes"))
    assert own["VoteEventItemId"] == item["EventItemId"]
    assert len({row["MatterHistoryId"] for row in history_of(get, TREES)}) == 3


def test_a_correction_keeps_the_number_and_the_vote_of_what_it_corrects(
    get: Get, city: City
) -> None:
    meeting, vote = fairview.meet(city)
    before = history_of(get, TREES)[-1]
    urgent = "Council adopted item urgent forthwith."
    assert vote.decides is not None
    actions.correct(
        city=city, identifier=TREES, entry=vote.decides, activity=chamber.said(city, urgent),
        day=meeting.day, reason="Demo", by=CLERK, at=LATER,
    )  # fmt: skip
    after, item = history_of(get, TREES)[-1], items_of(get, meeting.pk)[TREES]
    assert after["MatterHistoryId"] == before["MatterHistoryId"] == item["EventItemId"]
    assert after["MatterHistoryTally"] == before["MatterHistoryTally"] == "1 - 1 - 1"
    assert (before["MatterHistoryActionText"], after["MatterHistoryActionText"]) == (
        ADOPTED, urgent,
    )  # fmt: skip
    assert item["EventItemActionText"] == item["EventItemMinutesNote"] == urgent


def test_the_first_activity_names_who_moved_the_motion_and_an_amendment_its_own(
    get: Get, city: City
) -> None:
    ames = fairview.people(city)[0]
    ames.spellings = ["Demo Mover"]
    ames.save()
    forget_people()
    amended = (
        "Council adopted item as amended by Amending Motion 13A (Boyd - Cruz), subject to"
        " reconsideration, pursuant to Council Rule 51. "
    )
    chamber.act(city, TREES, amended, date(2026, 3, 4), at=LATER)
    named = [
        [row[f"MatterHistory{name}"] for name in ("MoverName", "SeconderName", "MoverId")]
        for row in history_of(get, TREES)
    ]
    assert named[0] == ["Demo Mover", "Demo Seconder", ames.pk]
    assert named[1] == [None, None, None]
    assert named[2][:2] == ["Boyd", "Cruz"]
    assert named[2][2] is not None


def test_an_ordinance_is_the_enactment_of_its_file(get: Get, city: City) -> None:
    assert get(f"matters/{key(TREES)}").json()["MatterEnactmentNumber"] is None
    for number, day in (("188000", None), ("188001", date(2026, 3, 1))):
        law = actions.Ordinance(title=f"Trees {number}", number=number, adopted=day)
        actions.ordain(city=city, identifier=TREES, ordinance=law, by=CLERK, at=NOW)
    matter = get(f"matters/{key(TREES)}").json()
    assert matter["MatterEnactmentNumber"] == "188001"
    assert matter["MatterEnactmentDate"] == "2026-03-01T00:00:00"
    for where in (
        "MatterEnactmentNumber eq '188001'", "MatterEnactmentNumber ne null",
        "MatterEnactmentDate ge datetime'2026-01-01'",
    ):  # fmt: skip
        assert [row["MatterFile"] for row in rows(get("matters", _filter=where))] == [TREES], where
    assert TREES not in {
        row["MatterFile"] for row in rows(get("matters", _filter="MatterEnactmentNumber eq null"))
    }


INDEXES: list[tuple[dict[str, Any], list[tuple[str, int]]]] = [
    ({}, [(TREES, 2), (TREES, 11), (BENCHES, 2), (BENCHES, 11)]),
    ({"_orderby": "MatterIndexId desc", "_top": 1}, [(BENCHES, 11)]),
    ({"_skip": 1, "_top": 2}, [(TREES, 11), (BENCHES, 2)]),
    ({"_filter": "MatterIndexIndexId eq 2"}, [(TREES, 2), (BENCHES, 2)]),
    ({"_filter": "not (MatterIndexName eq 'Council District 2')"}, [(TREES, 11), (BENCHES, 11)]),
    ({"_filter": "MatterIndexLastModifiedUtc gt datetime'2026-03-03'"}, []),
]


def test_the_districts_of_all_matters_are_a_list(get: Get, city: City) -> None:
    names = {key(each): each for each in (TREES, BENCHES, SECRET)}
    for query, wanted in INDEXES:
        found = rows(get("matterindexes", **query))
        assert [
            (names[row["MatterIndexMatterId"]], row["MatterIndexIndexId"]) for row in found
        ] == wanted, query
    where = f"MatterIndexMatterId eq {key(BENCHES)} and MatterIndexIndexId gt 2"
    (row,) = rows(get("MatterIndexes", _filter=where))
    assert row in rows(get(f"matters/{key(BENCHES)}/indexes"))
    assert get("matterindexes", _filter="MatterIndexSecret eq 1").status_code == 400


def test_neither_costs_more_the_more_there_is(get: Get, city: City) -> None:
    fairview.meet(city)
    paths = ["matterindexes", f"matters/{key(TREES)}/histories"]
    before = [cost(lambda path=path: get(path)) for path in paths]  # type: ignore[misc]
    for n in range(3):
        fairview.introduce(city, f"Another {n}")
        chamber.act(city, TREES, ADOPTED, DAY)
    assert [cost(lambda path=path: get(path)) for path in paths] == before  # type: ignore[misc]
