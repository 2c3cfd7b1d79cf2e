"""Whatever programs ask is answered or refused; the database answers as the rule does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import LEGISTAR
from tests.council.test_odata import CONDITIONS, rounded, written
from tests.ground.lasting import lasting
from townline.api.legistar.matters import ORDERS
from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries import exchange
from townline.council.rules import conditions, odata
from townline.council.rules.conditions import ALWAYS, Column, Condition, Kind

EXAMPLES = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PATHS = st.sampled_from(
    ["matters", "events", "bodies", "persons", "actions", "indexes", "officerecords", "votetypes"]
)
NAMES = st.sampled_from(["$filter", "$orderby", "$top", "$skip", "$select", "$expand", "$x", "q"])
VALUES = st.one_of(
    st.text(max_size=20),
    st.integers().map(str),
    st.sampled_from(
        [
            "MatterId eq 1", "EventDate gt datetime'2026-01-01'", "BodyName ne null", "MatterId",
            "EventId desc", "not (BodyActiveFlag eq 1)", "MatterTitle eq 'x'' or 1=1 --'",
            "substringof('a', PersonFullName)", "VoteTypeResult le 1", "EventItems eq null",
        ]
    ),
)  # fmt: skip


@lasting
@EXAMPLES
@given(path=PATHS, query=st.dictionaries(NAMES, VALUES, max_size=4), xml=st.booleans())
def test_any_question_is_answered_or_refused(
    city: City, path: str, query: dict[str, str], xml: bool
) -> None:
    http = Client(raise_request_exception=False)
    accept = "application/xml" if xml else "application/json"
    answer = http.get(f"{LEGISTAR}/{path}", query, headers={"Accept": accept})
    assert answer.status_code in (200, 400), answer.content
    if not xml:
        found: Any = answer.json()
        assert isinstance(found, list) if answer.status_code == 200 else list(found) == ["Message"]


@lasting
@EXAMPLES
@given(
    root=st.sampled_from(["/legistar/", "/legistar/v1/lacity/", "/ocd/", "/council/bulk/"]),
    path=st.text(max_size=30),
)
def test_any_address_is_answered(city: City, root: str, path: str) -> None:
    http = Client(raise_request_exception=False)
    answer = http.get(root + path.replace("?", "").replace("#", ""))
    assert answer.status_code in (200, 400, 404), answer.content


COLUMNS = {
    "matterid": Column(kind=Kind.WHOLE, name="id"),
    "matterfile": Column(kind=Kind.TEXT, name="identifier"),
    "matterintrodate": Column(kind=Kind.DAY, name="received_date"),
    "matterlastmodifiedutc": Column(kind=Kind.MOMENT, name="changed_at"),
}


@lasting
@EXAMPLES
@given(condition=CONDITIONS.map(rounded))
def test_the_database_answers_as_the_rule_does(city: City, condition: Condition) -> None:
    where = conditions.bind(odata.read_filter(written(condition)), COLUMNS)
    names = [column.name for column in COLUMNS.values()]
    rows = list(CouncilFile.objects.readable(city.id).order_by("id").values(*names))
    expected = [row["id"] for row in rows if conditions.holds(where, row)]
    assert [file.id for file in exchange.files_told(city, where=where)] == expected


@pytest.mark.parametrize("order", sorted(set(ORDERS.values())))
def test_each_order_of_files_has_an_index(city: City, order: str) -> None:
    sql: list[str] = []

    def planned(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        if "council_councilfile" in statement and "ORDER BY" in statement:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
                cursor.execute("SET LOCAL enable_bitmapscan = off")
                cursor.cursor.execute("EXPLAIN " + statement, params)
                sql.extend(line for (line,) in cursor.fetchall())
        return execute(statement, params, many, context)

    for falling in (False, True):
        with connection.execute_wrapper(planned):
            exchange.files_told(city, where=ALWAYS, order=order, falling=falling)
    plan = "\n".join(sql)
    assert "Index" in plan and "Seq Scan" not in plan, plan
    assert "Sort  (" not in plan.replace("Incremental Sort", ""), plan
