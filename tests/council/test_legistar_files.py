"""Files of other cities, in the JSON of Legistar: taken as they are, doubles once."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.council.los_angeles_council import DATA, needs_data
from townline.council.rules.legistar_files import NotLegistar, looks_like, read


def row(**given: Any) -> dict[str, Any]:
    """Return a row of a history as the Web API has it."""
    return {
        "MatterHistoryId": 1,
        "MatterHistoryActionDate": "2024-03-05T00:00:00",
        "MatterHistoryActionName": "Passed",
        "MatterHistoryActionText": None,
        "MatterHistoryActionBodyName": "Town Council",
        "MatterHistoryEventId": 7,
        **given,
    }


def matter(*rows: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {
        "MatterFile": "O2024-12",
        "MatterTitle": "Benches",
        "MatterIntroDate": "2024-03-01T00:00:00",
        "MatterRequester": "Parks; Public Works",
        "MatterHistories": list(rows),
        **given,
    }


MIRRORED: dict[str, Any] = {
    "File": "Int 0012-2024",
    "Name": "Benches.",
    "Title": "A Local Law in relation to benches",
    "IntroDate": "2024-02-08T00:00:00Z",
    "PassedDate": "0001-01-01T00:00:00Z",
    "Sponsors": [{"FullName": "Demo Sponsor"}],
    "History": [
        {
            "Date": "2024-02-08T12:00:00Z",
            "Action": "Introduced by Council",
            "Description": "This Introduction was Introduced by Council",
            "BodyName": "City Council",
        },
        {
            "Date": "2024-03-01T15:00:00Z",
            "Action": "Approved by Council",
            "Description": "",
            "BodyName": "City Council",
            "Votes": [
                {"FullName": "Demo Yes", "Vote": "Affirmative"},
                {"FullName": "Demo No", "Vote": "Negative"},
                {"FullName": "Demo Away", "Vote": "Medical"},
                {"FullName": "Demo Odd", "Vote": "Hiding"},
            ],
        },
    ],
    "Attachments": [{"Name": "Summary", "Link": "https://files.example.org/a/b.docx"}],
}


def test_a_file_of_the_mirror_is_read() -> None:
    assert looks_like(MIRRORED)
    (file,) = read(MIRRORED)
    assert (file.number, file.title) == ("Int 0012-2024", "A Local Law in relation to benches")
    assert (file.received, file.movers) == (date(2024, 2, 8), ("Demo Sponsor",))
    assert [(each.date, each.sentence, each.body) for each in file.activities] == [
        (date(2024, 3, 1), "Approved by Council", "City Council"),
        (date(2024, 2, 8), "This Introduction was Introduced by Council", "City Council"),
    ]
    (vote,) = file.votes
    assert vote.given == "(1 - 1 - 1)"
    assert [ballot.vote for ballot in vote.ballots] == ["YES", "NO", "ABSENT", "Hiding"]
    assert [(each.title, each.name) for each in file.documents] == [("Summary", "b.docx")]
    assert file.doubled == ()


def test_a_matter_of_the_web_api_is_read_with_what_hangs_on_it() -> None:
    told = matter(
        row(MatterHistoryActionText="Passed  BY VOICE VOTE"),
        MatterSponsors=[
            {"MatterSponsorName": "Second", "MatterSponsorSequence": 1},
            {"MatterSponsorName": "First", "MatterSponsorSequence": 0},
        ],
        MatterAttachments=[
            {"MatterAttachmentName": "Plan", "MatterAttachmentFileName": "plan.pdf",
             "MatterAttachmentHyperlink": "https://files.example.org/plan.pdf"},
        ],
    )  # fmt: skip
    (file,) = read([told])
    assert file.initiated_by == ("Parks", "Public Works")
    assert file.movers == ("First", "Second")
    assert [each.sentence for each in file.activities] == ["Passed  BY VOICE VOTE"]
    assert [each.name for each in file.documents] == ["plan.pdf"]


@pytest.mark.parametrize(
    ("second", "left"),
    [
        ({}, ["Passed"]),
        ({"MatterHistoryActionText": "On motion of , the Ordinance was Passed"},
         ["On motion of , the Ordinance was Passed"]),
        ({"MatterHistoryEventId": 8}, ["Passed", "Passed"]),
        ({"MatterHistoryActionBodyName": "Committee"}, ["Passed", "Passed"]),
        ({"MatterHistoryActionDate": "2024-03-06T00:00:00"}, ["Passed", "Passed"]),
    ],
)  # fmt: skip
def test_a_row_that_stands_twice_is_taken_once_and_told(
    second: dict[str, Any], left: list[str]
) -> None:
    (file,) = read(matter(row(), row(MatterHistoryId=2, **second)))
    assert [each.sentence for each in file.activities] == left
    assert len(file.doubled) == 2 - len(left)


def test_two_sentences_of_one_action_are_two_activities() -> None:
    rows = [row(MatterHistoryActionText=text) for text in ("Passed one", "Passed two")]
    (file,) = read(matter(*rows))
    assert [each.sentence for each in file.activities] == ["Passed two", "Passed one"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ([row()], "belong into their matter"),
        (matter(MatterTitle=None), "'MatterName' is missing"),
        (matter(MatterFile=""), "'MatterFile' is missing"),
        (matter(row(MatterHistoryActionDate=None)), "is missing in a row"),
        (matter(row(MatterHistoryActionDate="soon")), "'soon' is no day"),
        ({**MIRRORED, "History": {}}, None),
        ({**MIRRORED, "History": "none"}, "is no list"),
        ([matter(), 3], "is no object"),
    ],
)
def test_what_is_broken_is_said(broken: Any, says: str | None) -> None:
    if says is None:
        assert read(broken)[0].activities == ()
        return
    with pytest.raises(NotLegistar, match=says):
        read(broken)


@pytest.mark.parametrize("other", [{}, [], {"council_file": "21-0278"}, 3, None, "x", [3]])
def test_other_json_is_not_taken_for_it(other: Any) -> None:
    assert not looks_like(other)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["File", "Title", "History", "Date", "Votes", "MatterFile", "MatterTitle",
                 "MatterHistories", "MatterHistoryActionDate", "MatterSponsors", "FullName"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=10,
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_refused(data: Any) -> None:
    try:
        read(data)
    except NotLegistar:
        return


@needs_data
def test_the_mirror_of_new_york_is_read_whole() -> None:
    paths = sorted((DATA / "nyc" / "introduction").glob("*/*.json"))
    files = [file for path in paths for file in read(json.loads(path.read_text()))]
    assert len(files) == 368
    assert sum(len(file.activities) for file in files) == 2086
    assert [file.number for file in files if file.doubled] == ["Int 1296-2025"]
    ballots = [ballot for file in files for vote in file.votes for ballot in vote.ballots]
    assert len(ballots) == 5950
    assert {ballot.vote for ballot in ballots} == {"YES", "NO", "ABSENT", "ABSTAIN"}


@needs_data
def test_chicagos_doubled_event_is_taken_once() -> None:
    fixtures = DATA / "legistar-chicago-nyc" / "tests" / "fixtures" / "chicago"
    doubled = json.loads((fixtures / "dupe_event.json").read_text())
    (file,) = read(matter(MatterHistories=doubled))
    assert [each.sentence for each in file.activities] == [
        "On motion of , the Ordinance was Passed", "Recommended to Pass  BY VOICE VOTE", "Referred",
    ]  # fmt: skip
    assert len(file.doubled) == 1
    single = json.loads((fixtures / "no_dupe_event.json").read_text())
    (file,) = read(matter(MatterHistories=single))
    assert (len(file.activities), file.doubled) == (3, ())


@needs_data
def test_metros_matter_is_read() -> None:
    path = DATA / "legistar-lametro" / "tests" / "fixtures" / "matter_candidates.json"
    (file,) = read(json.loads(path.read_text()))
    assert (file.number, file.received) == ("2024-1026", date(2024, 10, 22))
