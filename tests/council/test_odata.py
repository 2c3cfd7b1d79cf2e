"""The query language of programs: read strictly, never further than a condition."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import conditions, odata
from townline.council.rules.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Column,
    Compare,
    Condition,
    Contains,
    Kind,
    Not,
    Op,
    Unanswerable,
    Way,
    bind,
    holds,
)
from townline.council.rules.odata import Misread, Order, read_filter, read_order

COLUMNS = {
    "matterid": Column(kind=Kind.WHOLE, name="id"),
    "matterfile": Column(kind=Kind.TEXT, name="identifier"),
    "matterintrodate": Column(kind=Kind.DAY, name="received"),
    "matterlastmodifiedutc": Column(kind=Kind.MOMENT, name="changed"),
    "matterexdate3": Column(kind=Kind.DAY),
    "matterrestrictviewviaweb": Column(kind=Kind.FLAG, name="restricted"),
    "matterstatusname": Column(
        kind=Kind.TEXT, name="state", codes={"With the Mayor": "with_mayor"}
    ),
}
ROWS: list[dict[str, Any]] = [
    {
        "id": n,
        "identifier": identifier,
        "received": day,
        "changed": changed,
        "restricted": False,
        "state": state,
    }
    for n, (identifier, day, changed, state) in enumerate(
        [
            ("21-0278", date(2021, 3, 11), datetime(2024, 1, 1, 0, 0, 0, 123456, UTC), "final"),
            ("25-0843", date(2025, 7, 30), datetime(2026, 1, 1, tzinfo=UTC), "with_mayor"),
            ("O'Farrell's", None, datetime(2026, 1, 2, tzinfo=UTC), "received"),
        ],
        1,
    )
]


def found(text: str) -> list[int]:
    condition = bind(read_filter(text), COLUMNS)
    return [row["id"] for row in ROWS if holds(condition, row)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("MatterId eq 1", [1]),
        ("matterid ne 1", [2, 3]),
        ("MatterId gt 1 and MatterId lt 3", [2]),
        ("MatterId eq 1 or MatterId eq 2 and MatterId eq 3", [1]),
        ("(MatterId eq 1 or MatterId eq 2) and MatterId eq 2", [2]),
        ("not (MatterId eq 1)", [2, 3]),
        ("not MatterId eq 1", [2, 3]),
        ("MatterFile eq 'O''Farrell''s'", [3]),
        ("MatterFile eq '21-0278'", [1]),
        ("substringof('08', MatterFile)", [2]),
        ("substringof('08', MatterFile) eq true", [2]),
        ("substringof('08', MatterFile) eq false", [1, 3]),
        ("startswith(MatterFile, '21-')", [1]),
        ("endswith(MatterFile, '''s')", [3]),
        ("MatterIntroDate gt datetime'2021-03-11'", [2]),
        ("MatterIntroDate ge datetime'2021-03-11T00:00:00'", [1, 2]),
        ("MatterIntroDate gt datetime'2021-03-10T12:00'", [1, 2]),
        ("MatterIntroDate le datetime'2021-03-11T12:00'", [1]),
        ("MatterIntroDate lt datetime'2021-03-11T12:00'", [1]),
        ("MatterIntroDate eq datetime'2021-03-11T12:00'", []),
        ("MatterIntroDate ne datetime'2021-03-11T12:00'", [1, 2, 3]),
        ("MatterIntroDate eq null", [3]),
        ("MatterIntroDate ne null", [1, 2]),
        ("MatterIntroDate ne datetime'2021-03-11'", [2, 3]),
        ("MatterIntroDate gt null", []),
        ("MatterLastModifiedUtc gt datetime'2024-01-01T00:00:00.123'", [2, 3]),
        ("MatterLastModifiedUtc eq datetime'2024-01-01T00:00:00.123'", [1]),
        ("MatterLastModifiedUtc ge datetime'2025-12-31T16:00:00-08:00'", [2, 3]),
        ("MatterLastModifiedUtc le datetime'2024-01-01T00:00:00.123Z'", [1]),
        ("MatterEXDate3 gt datetime'2020-01-01' or MatterId eq 2", [2]),
        ("MatterEXDate3 eq null", [1, 2, 3]),
        ("MatterEXDate3 ne null", []),
        ("MatterRestrictViewViaWeb eq false", [1, 2, 3]),
        ("MatterRestrictViewViaWeb eq 1", []),
        ("MatterStatusName eq 'With the Mayor'", [2]),
        ("MatterStatusName ne 'With the Mayor'", [1, 3]),
        ("MatterStatusName eq 'Gone fishing'", []),
    ],
)
def test_a_filter_means_what_it_says(text: str, ids: list[int]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "MatterId", "MatterId eq", "eq 1", "MatterId == 1", "MatterId eq 1 and", "(MatterId eq 1",
        "MatterId eq 1)", "MatterId eq 'x", "MatterId eq 1 MatterId eq 2", "1 eq MatterId",
        "MatterIntroDate gt datetime'yesterday'", "MatterIntroDate gt datetime'2021-02-30'",
        "MatterId eq 1; drop table council_councilfile", "MatterId eq 1 -- ", "substringof('a')",
        "MatterId eq 1/*", "\"MatterId\" eq 1", "MatterId eq $1", "startswith(MatterFile, 1)",
        "MatterId in (1, 2)", "MatterId eq 1 or\x00",
        "MatterId eq 99999999999999999999999999999999", "",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Misread):
        read_filter(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Secret eq 1", "'Secret'"),
        ("id eq 1", "'id'"),
        ("MatterId eq 'one'", "MatterId is a whole number"),
        ("MatterId eq 9999999999999999999999", "MatterId is a whole number"),
        ("MatterFile eq 1", "MatterFile is a text"),
        ("MatterIntroDate eq '2021-03-11'", "MatterIntroDate is a date"),
        ("MatterRestrictViewViaWeb eq 2", "true or false"),
        ("MatterStatusName gt 'A'", "can be equal to a value or not"),
        ("startswith(MatterId, '1')", "MatterId is no text"),
        ("startswith(MatterStatusName, 'W')", "MatterStatusName is no text"),
    ],
)
def test_what_no_column_answers_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unanswerable, match=says):
        bind(read_filter(text), COLUMNS)


def test_long_deep_and_many_are_refused() -> None:
    with pytest.raises(Misread, match="characters at most"):
        read_filter("MatterId eq 1" + " " * odata.LONGEST)
    with pytest.raises(Misread, match="deep at most"):
        read_filter("(" * 5000 + "MatterId eq 1" + ")" * 2000)
    with pytest.raises(Misread, match="deep at most"):
        read_filter("not " * 1000 + "MatterId eq 1")
    with pytest.raises(Misread, match="comparisons at most"):
        read_filter(" or ".join(["A eq 1"] * (odata.MOST_TERMS + 1)))


def test_a_quotation_mark_stays_in_its_literal() -> None:
    text = "x' or 1 eq 1 or 'a' eq '"
    condition = read_filter("MatterFile eq '" + text.replace("'", "''") + "'")
    assert condition == Compare("MatterFile", Op.EQ, text)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("MatterId", (Order("MatterId"),)),
        ("MatterId desc", (Order("MatterId", falling=True),)),
        ("MatterIntroDate DESC, MatterId asc", (Order("MatterIntroDate", True), Order("MatterId"))),
    ],
)
def test_an_order_is_read(text: str, orders: tuple[Order, ...]) -> None:
    assert read_order(text) == orders


@pytest.mark.parametrize("text", ["", "MatterId up", "MatterId desc asc", "1", "a;b", "x,", "a-b"])
def test_what_is_no_order_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        read_order(text)


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        condition = read_filter(text)
    except Misread:
        return
    assert isinstance(condition, Compare | Contains | AllOf | AnyOf | Not)


NAMES = st.sampled_from(["MatterId", "MatterFile", "MatterIntroDate", "MatterLastModifiedUtc"])
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
LITERALS: dict[str, st.SearchStrategy[Any]] = {
    "MatterId": st.integers(-5, 5),
    "MatterFile": st.text(st.sampled_from("ab' 0-"), max_size=4),
    "MatterIntroDate": MOMENTS,
    "MatterLastModifiedUtc": MOMENTS,
}


def written(condition: Condition) -> str:
    """Return a condition as a client would write it."""
    match condition:
        case Compare(name, op, value):
            return f"{name} {op} {literal(value)}"
        case Contains(name, Way.ANYWHERE, text):
            return f"substringof({literal(text)}, {name})"
        case Contains(name, way, text):
            return f"{'startswith' if way is Way.START else 'endswith'}({name},{literal(text)})"
        case Not(part):
            return f"not ({written(part)})"
        case AllOf(parts):
            return "(" + " and ".join(map(written, parts)) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(map(written, parts)) + ")"


def literal(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, datetime):
        return f"datetime'{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    name = draw(NAMES)
    value = draw(st.one_of(st.none(), LITERALS[name]))
    return Compare(name, draw(st.sampled_from(Op)), value)


CONDITIONS = st.recursive(
    st.one_of(
        comparisons(),
        st.builds(
            Contains,
            st.just("MatterFile"),
            st.sampled_from(Way),
            LITERALS["MatterFile"],
        ),
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_what_is_written_is_read_again(condition: Condition) -> None:
    assert read_filter(written(condition)) == condition


def as_seen(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as programs see it: days as midnights, moments to the millisecond."""
    changed, received = row["changed"], row["received"]
    return {
        "MatterId": row["id"],
        "MatterFile": row["identifier"],
        "MatterIntroDate": None if received is None else datetime(*received.timetuple()[:3]),
        "MatterLastModifiedUtc": changed.replace(
            tzinfo=None, microsecond=changed.microsecond // 1000 * 1000
        ),
    }


def rounded(condition: Condition) -> Condition:
    """Leave out microseconds, which no client can have seen."""
    match condition:
        case Compare(name, op, datetime() as at):
            return Compare(name, op, at.replace(microsecond=at.microsecond // 1000 * 1000))
        case Not(part):
            return Not(rounded(part))
        case AllOf(parts):
            return AllOf(tuple(map(rounded, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(rounded, parts)))
    return condition


@given(
    CONDITIONS.map(rounded),
    st.dates(date(2020, 1, 1), date(2022, 1, 1)) | st.none(),
    st.datetimes(datetime(2020, 1, 1), datetime(2022, 1, 1)),
)
def test_columns_answer_as_the_values_that_programs_see(
    condition: Condition, day: date | None, at: datetime
) -> None:
    row = {**ROWS[0], "received": day, "changed": at.replace(tzinfo=UTC)}
    assert holds(bind(condition, COLUMNS), row) == holds(condition, as_seen(row))


def test_the_last_moment_of_all_can_be_asked_for() -> None:
    assert found("MatterLastModifiedUtc le datetime'9999-12-31T23:59:59.999'") == [1, 2, 3]
    assert found("MatterLastModifiedUtc gt datetime'9999-12-31T23:59:59.999'") == []


def test_numbers_with_a_point_are_numbers() -> None:
    column = {"votedivider": Column(kind=Kind.NUMBER, name="divider")}
    assert bind(read_filter("VoteDivider ge 1.5M"), column) == Compare(
        "divider", Op.GE, Decimal("1.5")
    )


def test_what_always_or_never_holds_is_folded() -> None:
    never = Compare("MatterEXDate3", Op.GT, datetime(2020, 1, 1))
    one = Compare("MatterId", Op.EQ, 1)
    bound = Compare("id", Op.EQ, 1)
    assert bind(AnyOf((never, one)), COLUMNS) == bound
    assert bind(AllOf((never, one)), COLUMNS) == NEVER
    assert bind(Not(never), COLUMNS) == ALWAYS
    assert bind(AllOf((Not(never), one)), COLUMNS) == bound
    assert conditions.negate(Not(bound)) == bound
    assert timedelta(0) < conditions.MILLISECOND
