"""The Legistar interface: routes, shapes, questions, and what is never told."""

from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.http import HttpResponse
from django.test import Client

from tests.api import files_of_fairview as fairview
from tests.api.conftest import LEGISTAR, Get
from tests.api.files_of_fairview import ADOPTED, BENCHES, REFERRED, SECRET, TREES
from tests.council.chamber import CLERK, NOW
from townline.api import formats
from townline.api.legistar import lists, shapes
from townline.cities.rules.city import City
from townline.council import actions
from townline.council.models import CouncilFile, MeetingRow
from townline.council.rules.states import State


def rows(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()
    return found


def message(answer: HttpResponse, status: int) -> str:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == formats.JSON
    (told,) = answer.json().items()
    assert told[0] == "Message"
    return str(told[1])


def key(identifier: str) -> int:
    return CouncilFile.objects.get(identifier=identifier).pk


def test_matters_are_listed_by_number_without_the_restricted(get: Get) -> None:
    found = rows(get("matters"))
    assert [row["MatterFile"] for row in found] == [TREES, BENCHES, f"{TREES}-S1"]
    trees = found[0]
    assert list(trees) == list(shapes.MATTER.fields)
    assert trees["MatterIntroDate"] == "2026-03-02T00:00:00"
    assert trees["MatterRequester"] == "Demo Department"
    assert trees["MatterNotes"] == "Demo comment"
    assert trees["MatterEXText1"] == "2, 11"
    assert trees["MatterEXDate1"] == "2028-03-02T00:00:00"
    assert (trees["MatterTypeName"], trees["MatterStatusName"]) == ("Council File", "Reported")
    assert found[2]["MatterTypeName"] == "Supplement"
    assert found[1]["MatterBodyName"] == "Transportation Committee"
    assert found[1]["MatterEnactmentDate"] is None
    assert "api_metadata" not in trees


def test_paths_are_read_in_any_case(get: Get) -> None:
    for path in ("Matters", "matters/", "MATTERS"):
        assert len(rows(get(path, token="whatever"))) == 3


FILTERS: list[tuple[str, list[str]]] = [
    (f"MatterFile eq '{TREES}'", [TREES]),
    ("MatterTitle eq 'Benches'", [BENCHES]),
    ("substringof('trees', MatterTitle)", [TREES, f"{TREES}-S1"]),
    ("MatterTypeName eq 'Supplement'", [f"{TREES}-S1"]),
    ("MatterTypeId ne 2", [TREES, BENCHES]),
    ("MatterStatusName eq 'Referred'", [BENCHES]),
    ("MatterBodyName eq 'Transportation Committee'", [BENCHES]),
    ("MatterIntroDate ge datetime'2026-03-02' and MatterTypeId eq 1", [TREES, BENCHES]),
    ("MatterIntroDate eq null", [f"{TREES}-S1"]),
    ("MatterIntroDate ne datetime'2026-03-02'", [f"{TREES}-S1"]),
    ("not (MatterIntroDate gt datetime'2026-03-01')", [f"{TREES}-S1"]),
    ("MatterEXDate5 gt datetime'2000-01-01'", []),
    ("MatterRestrictViewViaWeb eq true", []),
    ("MatterLastModifiedUtc ge datetime'2026-03-02T18:00:00'", [TREES, BENCHES, f"{TREES}-S1"]),
    ("MatterLastModifiedUtc gt datetime'2026-03-02T18:00:00'", []),
]


def test_matters_are_filtered(get: Get) -> None:
    for where, files in FILTERS:
        assert [row["MatterFile"] for row in rows(get("matters", _filter=where))] == files, where


PAGES: list[tuple[dict[str, Any], list[str]]] = [
    ({"_orderby": "MatterFile desc"}, [BENCHES, f"{TREES}-S1", TREES]),
    ({"_orderby": "MatterIntroDate, MatterId"}, [TREES, BENCHES, f"{TREES}-S1"]),
    ({"_top": 1}, [TREES]),
    ({"_top": 2, "_skip": 1}, [BENCHES, f"{TREES}-S1"]),
    ({"_top": 0}, []),
    ({"_skip": 1000}, []),
]


def test_matters_are_sorted_and_paged(get: Get) -> None:
    for query, files in PAGES:
        assert [row["MatterFile"] for row in rows(get("matters", **query))] == files


def test_fields_are_selected(get: Get) -> None:
    found = rows(get("matters", _select="MatterId,matterfile", _top=1))
    assert found == [{"MatterId": key(TREES), "MatterFile": TREES}]


BAD: list[tuple[dict[str, Any], str | None]] = [
    ({"_filter": "MatterId eq"}, "not valid"),
    ({"_filter": "MatterSecret eq 1"}, "no property 'MatterSecret'"),
    ({"_filter": "id eq 1"}, "no property 'id'"),
    ({"_filter": "1=1; drop table council_councilfile"}, "Syntax error"),
    ({"_filter": "MatterFile eq ''' or 1=1 --'"}, None),
    ({"_orderby": "MatterTitle"}, "sorts by one of"),
    ({"_orderby": "MatterId; select 1"}, "not valid"),
    ({"_top": "-1"}, "Invalid value"),
    ({"_top": "1001"}, "limit of '1000' for Top"),
    ({"_skip": "99999999999999"}, "limit"),
    ({"_select": "Secret"}, "no property named 'Secret'|property named 'Secret'"),
    ({"_apply": "x"}, "not supported"),
    ({"_filter": "MatterFile eq '\x00'"}, "null character"),
]


def test_bad_questions_are_answered_with_a_message(get: Get) -> None:
    for query, says in BAD:
        answer = get("matters", **query)
        if says is None:
            assert rows(answer) == []
            continue
        told = message(answer, 400)
        assert any(part in told for part in says.split("|")), told


def test_a_matter_is_told_with_all_that_hangs_on_it(get: Get) -> None:
    trees = key(TREES)
    assert get(f"matters/{trees}").json() == rows(get("matters"))[0]
    history = rows(get(f"matters/{trees}/histories"))
    assert [row["MatterHistoryActionText"] for row in history] == [
        REFERRED, "Transportation Committee approved item(s) .",
    ]  # fmt: skip
    assert list(history[0]) == list(shapes.HISTORY.fields)
    assert history[1]["MatterHistoryActionBodyName"] == "Transportation Committee"
    assert history[1]["MatterHistoryPassedFlagName"] == "Pass"
    assert history[0]["MatterHistoryPassedFlag"] is None
    one = get(f"matters/{trees}/histories/{history[0]['MatterHistoryId']}")
    assert one.json() == history[0]
    sponsors = rows(get(f"matters/{trees}/sponsors"))
    assert [row["MatterSponsorName"] for row in sponsors] == ["Demo Mover", "Demo Seconder"]
    assert rows(get(f"matters/{trees}/attachments")) == []
    (version,) = rows(get(f"matters/{trees}/versions"))
    text = get(f"matters/{trees}/texts/{version['Key']}").json()
    assert text["MatterTextPlain"] == "Street trees"
    (relation,) = rows(get(f"matters/{trees}/relations"))
    assert relation["MatterRelationMatterId"] == key(f"{TREES}-S1")
    indexes = rows(get(f"matters/{trees}/indexes"))
    assert [row["MatterIndexName"] for row in indexes] == [
        "Council District 2", "Council District 11",
    ]  # fmt: skip
    assert rows(get(f"matters/{trees}/codesections")) == []
    assert [row["IndexId"] for row in rows(get("indexes"))] == [2, 11]


def test_what_is_restricted_is_nowhere(get: Get, city: City) -> None:
    fairview.meet(city)
    secret = key(SECRET)
    for path in ("", "/histories", "/sponsors", "/attachments", "/versions", "/relations"):
        assert "no matter" in message(get(f"matters/{secret}{path}"), 404)
    entry = CouncilFile.objects.get(pk=secret).entries.first()
    assert message(get(f"eventitems/{entry.pk * 4}/votes"), 404)
    (event,) = rows(get("events"))
    for answer in (
        get("matters"), get(f"events/{event['EventId']}/eventitems"), get("events", EventItems=1),
    ):  # fmt: skip
        assert SECRET not in answer.content.decode()
        assert "Settlement" not in answer.content.decode()


def test_a_corrected_line_is_gone_and_the_matter_has_changed(get: Get, city: City) -> None:
    trees = key(TREES)
    before = rows(get(f"matters/{trees}/histories"))
    changed = get(f"matters/{trees}").json()["MatterLastModifiedUtc"]
    later = NOW.replace(hour=20)
    actions.take_back(city=city, identifier=TREES, entry=2, reason="Demo", by=CLERK, at=later)
    after = rows(get(f"matters/{trees}/histories"))
    assert len(after) == len(before) - 1
    gone = next(row for row in before if row not in after)
    message(get(f"matters/{trees}/histories/{gone['MatterHistoryId']}"), 410)
    assert get(f"matters/{trees}").json()["MatterLastModifiedUtc"] > changed
    where = f"MatterLastModifiedUtc gt datetime'{changed}'"
    assert [row["MatterFile"] for row in rows(get("matters", _filter=where))] == [TREES]


def test_a_meeting_its_items_and_its_votes_are_told(get: Get, city: City) -> None:
    meeting, _ = fairview.meet(city)
    (event,) = rows(get("events"))
    assert list(event) == list(shapes.EVENT.fields)
    assert (event["EventDate"], event["EventTime"]) == ("2026-03-04T00:00:00", "12:00 PM")
    assert event["EventAgendaStatusName"] == "Final"
    assert event["EventItems"] == []
    found = get(f"events/{meeting.pk}", EventItems=1, AgendaNote=1, MinutesNote=1).json()
    roll, trees, benches = found["EventItems"]
    assert list(trees) == list(shapes.EVENT_ITEM.fields)
    assert (roll["EventItemTitle"], roll["EventItemRollCallFlag"]) == ("ROLL CALL", 1)
    assert (trees["EventItemMatterFile"], trees["EventItemTally"]) == (TREES, "1 - 1 - 1")
    assert trees["EventItemActionText"] == ADOPTED.strip()
    assert trees["EventItemAgendaNote"] == "ADOPT the Motion."
    assert trees["EventItemPassedFlagName"] == "Pass"
    assert (benches["EventItemActionName"], benches["EventItemRollCallFlag"]) == (None, 0)
    votes = rows(get(f"eventitems/{trees['EventItemId']}/votes"))
    assert [(row["VotePersonName"], row["VoteValueName"], row["VoteResult"]) for row in votes] == [
        ("Demo Ames", "Yes", 1), ("Demo Boyd", "No", 2), ("Demo Cruz", "Absent", 2),
    ]  # fmt: skip
    attendance = rows(get(f"eventitems/{roll['EventItemId']}/rollcalls"))
    assert [row["RollCallValueName"] for row in attendance] == ["Present", "Present", "Absent"]
    assert rows(get(f"eventitems/{benches['EventItemId']}/votes")) == []


def test_votes_are_fetched_by_the_number_of_the_history(get: Get, city: City) -> None:
    meeting, _ = fairview.meet(city)
    adopted = rows(get(f"matters/{key(TREES)}/histories"))[-1]
    assert adopted["MatterHistoryActionText"] == ADOPTED.strip()
    assert (adopted["MatterHistoryTally"], adopted["MatterHistoryRollCallFlag"]) == ("1 - 1 - 1", 1)
    assert adopted["MatterHistoryEventId"] == meeting.pk
    assert adopted["MatterHistoryAgendaNumber"] == "1"
    votes = rows(get(f"eventitems/{adopted['MatterHistoryId']}/votes"))
    assert {row["VoteEventItemId"] for row in votes} == {adopted["MatterHistoryId"]}
    referred = rows(get(f"matters/{key(TREES)}/histories"))[0]
    assert rows(get(f"eventitems/{referred['MatterHistoryId']}/votes")) == []
    ames = votes[0]["VotePersonId"]
    (own,) = rows(get(f"persons/{ames}/votes"))
    assert own == votes[0]
    assert rows(get(f"persons/{ames}/votes", _filter="VoteValueName eq 'No'")) == []
    assert len(rows(get(f"persons/{ames}/rollcalls"))) == 1


def test_bodies_people_and_lists_are_told(get: Get, city: City) -> None:
    fairview.people(city)
    bodies = rows(get("bodies"))
    assert list(bodies[0]) == list(shapes.BODY.fields)
    council = next(row for row in bodies if row["BodyTypeId"] == 1)
    assert council["BodyNumberOfMembers"] == 15
    assert get(f"bodies/{council['BodyId']}").json() == council
    assert rows(get("bodies", _filter="BodyTypeName eq 'Committee'", _top=1))
    offices = rows(get(f"bodies/{council['BodyId']}/officerecords"))
    assert [row["OfficeRecordFullName"] for row in offices] == [
        "Demo Ames", "Demo Boyd", "Demo Cruz",
    ]  # fmt: skip
    assert list(offices[0]) == list(shapes.OFFICE.fields)
    person = get(f"persons/{offices[0]['OfficeRecordPersonId']}").json()
    assert (person["PersonFirstName"], person["PersonLastName"]) == ("Demo", "Ames")
    assert {value for name, value in person.items() if "Email" in name or "Phone" in name} == {None}
    assert len(rows(get("officerecords"))) == 3
    assert len(rows(get(f"persons/{person['PersonId']}/officerecords"))) == 1
    assert rows(get("persons", _filter="PersonLastName eq 'Boyd'"))[0]["PersonFullName"]
    assert [row["MatterTypeName"] for row in rows(get("mattertypes"))] == [
        "Council File", "Supplement",
    ]  # fmt: skip
    assert len(rows(get("matterstatuses"))) == len(State) == len(lists.STATES)
    assert {row["VoteTypeName"] for row in rows(get("votetypes"))} >= {"Yes", "No", "Absent"}
    assert len(rows(get("bodytypes"))) == 8
    actions_ = rows(get("actions"))
    assert len({row["ActionId"] for row in actions_}) == len(actions_) > 20
    assert get(f"actions/{actions_[3]['ActionId']}").json() == actions_[3]


def test_the_days_of_a_body_are_told(get: Get, city: City) -> None:
    meeting, _ = fairview.meet(city)
    assert get(f"eventdates/{meeting.body_id}").json() == ["2026-03-04T00:00:00"]
    MeetingRow.objects.filter(pk=meeting.pk).update(day="2199-01-01")
    assert len(get(f"eventdates/{meeting.body_id}", FutureDatesOnly="true").json()) == 1


MISSING = [
    "matters/999", "matters/999999999999999999", "matters/9999999999999999999999",
    "matters/999/histories", "bodies/0", "persons/0", "events/0", "events/0/eventitems",
    "eventitems/3/votes", "eventitems/4/votes", "eventitems/1/votes", "eventitems/2/rollcalls",
    "actions/0", "mattertypes/9", "nothing", "matters/x", "", "eventdates/0",
]  # fmt: skip


def test_what_is_not_there_is_404_with_a_message(get: Get) -> None:
    for path in MISSING:
        message(get(path), 404)


def test_another_client_and_a_town_without_council_are_404(get: Get, http: Client) -> None:
    assert "no client" in message(http.get("/legistar/v1/chicago/matters"), 404)


def test_xml_is_written_where_it_is_asked_for(get: Get) -> None:
    answer = get("matters", accept="application/xml")
    assert answer["Content-Type"] == formats.XML
    root = fromstring(answer.content)
    space = f"{{{formats.NAMESPACE}}}"
    assert root.tag == f"{space}ArrayOfGranicusMatter"
    first = root[0]
    assert first.tag == f"{space}GranicusMatter"
    names = [child.tag.removeprefix(space) for child in first]
    assert names == sorted(shapes.MATTER.fields)
    texts = {child.tag.removeprefix(space): child for child in first}
    assert texts["MatterFile"].text == TREES
    assert texts["MatterCost"].get(f"{{{formats.INSTANCE}}}nil") == "true"
    assert texts["MatterRestrictViewViaWeb"].text == "false"
    refusal = get("matters", accept="text/xml", _filter="x")
    assert refusal.status_code == 400
    assert fromstring(refusal.content).tag == f"{space}Error"


@pytest.mark.parametrize(
    ("accept", "xml"),
    [
        ("", False), ("*/*", False), ("application/json", False), ("application/xml", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("application/json, application/xml;q=0.9", False),
        ("application/xml;q=0.5, application/json;q=0.4", True), ("text/xml;q=x", False),
    ],
)  # fmt: skip
def test_the_wish_for_a_format_is_weighed(accept: str, xml: bool) -> None:
    assert formats.wants_xml(accept) is xml


def test_other_methods_are_refused_and_browsers_of_any_origin_may_read(
    city: City, http: Client
) -> None:
    path = f"{LEGISTAR}/matters"
    assert "read with GET" in message(http.post(path, {"x": 1}), 405)
    assert http.options(path).status_code == 204
    assert http.get(path)["Access-Control-Allow-Origin"] == "*"
    assert http.head(path).status_code == 200
    assert not http.get(path).cookies


def test_the_gateway_leads_to_the_page_of_a_file(city: City, http: Client) -> None:
    path = "/legistar/web/lacity/gateway.aspx"
    answer = http.head(path, {"m": "l", "id": key(TREES)})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/council/files/{TREES}/")
    for bad in (key(SECRET), "x", "", "9" * 40):
        assert http.get(path, {"m": "l", "id": bad}).status_code == 200
