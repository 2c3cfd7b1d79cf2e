"""People of another system are taken in with where they sat, and without their details."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from tests.council.test_new_york import new_york
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.rules import legistar_files, legistar_people
from townline.council.rules.legistar_files import NotLegistar
from townline.council.rules.people import Membership

SECRET = ["1 Demo Lane", "555-0199", "demo.person@example.org", "99999"]
PERSON = {
    "PersonId": 1, "PersonFullName": "Demo Person", "PersonAddress1": SECRET[0],
    "PersonPhone": SECRET[1], "PersonEmail": SECRET[2], "PersonZip1": SECRET[3],
}  # fmt: skip
OFFICE = {
    "OfficeRecordFullName": "Demo Person", "OfficeRecordBodyName": chamber.COMMITTEE,
    "OfficeRecordStartDate": "2024-01-01T00:00:00", "OfficeRecordEndDate": "2025-12-31T00:00:00",
    "OfficeRecordTitle": "Chairperson", "OfficeRecordMemberType": "CHAIR",
    "OfficeRecordEmail": SECRET[2],
}  # fmt: skip
MIRRORED = {
    "Slug": "demo-person", "FullName": "Demo Person", "Email": SECRET[2],
    "DistrictOffice": {"Address": SECRET[0], "Zip": SECRET[3]},
    "OfficeRecords": [
        {"BodyName": chamber.COMMITTEE, "Title": "CHAIRPERSON", "MemberType": "CHAIR",
         "Start": "2024-01-01T00:00:00Z", "End": "2025-12-31T00:00:00Z"},
        {"BodyName": "Demo Caucus", "Title": "", "MemberType": "", "Start": None, "End": None},
    ],
}  # fmt: skip


def imported(place: Path, *documents: object) -> tuple[int, dict[str, Any]]:
    """Take documents in by command, and return its exit code and what it says."""
    paths = []
    for n, document in enumerate(documents):
        path = place / f"{n}.json"
        path.write_text(json.dumps(document))
        paths.append(str(path))
    done = CliRunner(catch_exceptions=False).invoke(group, ["import", "--json", *paths])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.django_db
@pytest.mark.parametrize("documents", [([PERSON], [OFFICE]), (MIRRORED,)], ids=["api", "mirror"])
def test_somebody_comes_with_where_they_sat_and_again_brings_nothing(
    tmp_path: Path, documents: tuple[object, ...]
) -> None:
    city = chamber.found()
    _code, told = imported(tmp_path, *documents)
    assert [each["fresh"] for each in told["taken"]] == [True, False][: len(documents)]
    person = queries.person(city, "demo-person")
    assert not person.described
    assert person.memberships == (
        Membership(
            person="demo-person", body="personnel", role="chair", since=date(2024, 1, 1),
            until=date(2026, 1, 1),
        ),
    )  # fmt: skip
    _code, again = imported(tmp_path, *documents)
    assert [(each["fresh"], each["memberships"]) for each in again["taken"]] == [
        (False, 0) for _ in documents
    ]
    assert queries.person(city, "demo-person") == person


@pytest.mark.django_db
def test_addresses_telephones_and_mail_are_nowhere(tmp_path: Path) -> None:
    chamber.found()
    imported(tmp_path, [PERSON], [OFFICE], MIRRORED)
    for model in apps.get_app_config("council").get_models():
        said = str(list(model.objects.values())) if model.__name__ != "Description" else ""
        for secret in SECRET:
            assert secret not in said, model.__name__


@pytest.mark.django_db
def test_bodies_that_the_folder_does_not_have_are_named_and_where_it_speaks_it_goes_before() -> (
    None
):
    city = chamber.found()
    (found,) = legistar_people.read(MIRRORED)
    came = actions.import_person(city=city, found=found, by=CLERK, at=NOW)
    assert came.unknown_bodies == ("Demo Caucus",)
    member = queries.members(city, "council", chamber.TODAY)[0]
    before = queries.person(city, member.code).memberships
    office = {**OFFICE, "OfficeRecordFullName": member.name, "OfficeRecordBodyName": "Council"}
    (found,) = legistar_people.read([office])
    came = actions.import_person(city=city, found=found, by=CLERK, at=NOW)
    assert (came.fresh, came.memberships, came.left) == (False, 0, 1)
    assert queries.person(city, member.code).memberships == before


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Committee Member PRIMARY COUNCIL MEMBERS", "member"), ("CHAIRPERSON", "chair"),
        ("Vice Co-Chair", "vice_chair"), ("Council President", "president"),
        ("President Pro Tempore", "member"), ("The Speaker", "member"),
    ],
)  # fmt: skip
def test_a_title_is_a_role(words: str, role: str) -> None:
    assert legistar_people.role_of(words) == role


BROKEN: list[Any] = [
    [{**OFFICE, "OfficeRecordBodyName": None}],
    [{**OFFICE, "OfficeRecordStartDate": "soon"}],
    [{**OFFICE, "OfficeRecordEndDate": "2020-01-01"}],
    [PERSON, 1],
    {**MIRRORED, "OfficeRecords": "none"},
    {**MIRRORED, "OfficeRecords": [1]},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_wrong_is_said_and_never_guessed(broken: Any) -> None:
    with pytest.raises(NotLegistar):
        legistar_people.read(broken)


SCRAPS = st.sampled_from([None, 1, "", "x", [], {}, [{}], "2024-02-30", "2024-01-01"])


@given(st.dictionaries(st.sampled_from([*OFFICE, *MIRRORED, *PERSON]), SCRAPS))
def test_whatever_comes_is_read_or_refused_in_words(row: dict[str, Any]) -> None:
    try:
        legistar_people.read(row)
    except NotLegistar as fault:
        assert str(fault)


FIXTURES = {
    "legistar-chicago-nyc/tests/fixtures/chicago/dupe_event.json": "rows of a history belong",
    "legistar-chicago-nyc/tests/fixtures/chicago/no_dupe_event.json": "rows of a history belong",
    "legistar-chicago-nyc/tests/fixtures/metro/all_indexes.json": "a list of indexes",
    "legistar-chicago-nyc/tests/fixtures/metro/matter_index.json": "indexes of matters",
    "legistar-lametro/tests/fixtures/minutes_candidates.json": "attachments belong",
}


@needs_data
@pytest.mark.django_db
@pytest.mark.parametrize("path", FIXTURES)
def test_rows_that_do_not_say_what_they_are_of_are_refused_with_the_files_name(path: str) -> None:
    chamber.found()
    done = CliRunner().invoke(group, ["import", str(DATA / path)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{DATA / path}: ")
    assert FIXTURES[path] in done.stderr
    assert legistar_files.looks_like(json.loads((DATA / path).read_text()))


@needs_data
@pytest.mark.django_db
def test_all_members_of_new_york_come_in_and_again_bring_nothing() -> None:
    city = new_york()
    folder = str(DATA / "nyc" / "people")
    told = json.loads(CliRunner().invoke(group, ["import", "--json", folder]).stdout)
    (refused,) = told["rejected"]
    assert refused["path"].endswith("appendix/people_metadata.json")
    assert len(told["taken"]) == len(list((DATA / "nyc" / "people").glob("*.json"))) == 254
    assert sum(each["memberships"] for each in told["taken"]) > 2_000
    sitting = [
        each
        for each in queries.people(city)
        if any(m.body == "council" and m.on(date(2020, 6, 1)) for m in each.memberships)
    ]
    assert 45 <= len(sitting) <= 53
    again = json.loads(CliRunner().invoke(group, ["import", "--json", folder]).stdout)
    assert {(each["fresh"], each["memberships"]) for each in again["taken"]} == {(False, 0)}
