"""What a form writes is read again as what was meant, and holidays keep their lines."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.founding.folders import example
from townline.catalogue.rules.offers import (
    OUTCOME_KINDS,
    PUBLICITY,
    Dates,
    Nearby,
    Offer,
    Option,
    Outcome,
    Question,
    Route,
)
from townline.founding.rules import draft, editing, holidays, saying
from townline.founding.rules.holidays import Holiday
from townline.hours import UNITS, Promise

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20
)
WORDS = TEXTS.map(lambda text: {"en": text})
NO_WORDS = st.just({})
PROMISES = st.none() | st.builds(Promise, st.integers(1, 99), st.sampled_from(UNITS))
KEYS = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), unique=True, max_size=4)
PATH = "services/streets.toml"
POTHOLE = [("service", "code", "pothole")]
OUTCOMES = {o.code: o for o in draft.of_files("springdale", example()).outcomes.values()}


@st.composite
def offers(draw: st.DrawFn) -> dict[str, Any]:
    """Return what may be other than it is in a service of the folder."""
    return {
        "words": draw(WORDS),
        "description": draw(WORDS | NO_WORDS),
        "notice": draw(WORDS | NO_WORDS),
        "keywords": tuple(draw(st.lists(TEXTS, unique=True, max_size=3))),
        "publicity": draw(st.sampled_from(PUBLICITY)),
        "place": draw(st.sampled_from(("required", "optional", "none"))),
        "respond": draw(PROMISES),
        "resolve": draw(PROMISES),
        "nearby": draw(
            st.none() | st.builds(
                Nearby, radius_m=st.integers(1, 5000).map(float), window_days=st.integers(1, 99)
            )
        ),
        "dates": draw(
            st.none() | st.builds(
                Dates, capacity=st.integers(0, 9), lead_days=st.integers(0, 3),
                horizon_days=st.integers(3, 30), weekdays=st.just((0, 2, 5)),
            )
        ),
        "photos": draw(st.integers(0, 9)),
        "reopen_days": draw(st.integers(0, 99)),
    }  # fmt: skip


@settings(deadline=None)
@given(offers())
def test_a_service_that_a_form_writes_is_read_as_it_was_meant(changed: dict[str, Any]) -> None:
    files = example()
    before = draft.of_files("springdale", files).offers["pothole"]
    meant = Offer(**{**{f: getattr(before, f) for f in before.__dataclass_fields__}, **changed})
    values = saying.spare(saying.service(meant), editing.table(files[PATH], POTHOLE))
    written = files | {PATH: editing.put(files[PATH], POTHOLE, values)}
    read = draft.of_files("springdale", written).offers
    if meant.dates is not None:  # only the days are compared: of a report they are a fault
        assert read["pothole"].dates == meant.dates
    assert read["pothole"] == meant
    assert read["streetlight"] == draft.of_files("springdale", files).offers["streetlight"]


@settings(deadline=None)
@given(KEYS, st.data())
def test_a_question_that_a_form_writes_is_read_as_it_was_meant(
    keys: list[str], data: st.DataObject
) -> None:
    meant = Question(
        code="new", kind="singlevaluelist" if keys else "string", words=data.draw(WORDS),
        help=data.draw(WORDS | NO_WORDS), required=data.draw(st.booleans()),
        private=data.draw(st.booleans()),
        max_length=500 if keys else data.draw(st.integers(1, 4000)),
        options=tuple(
            Option(key=key, words=data.draw(WORDS), refer=data.draw(WORDS | NO_WORDS))
            for key in keys
        ),
        when={"where": ("lane",)} if data.draw(st.booleans()) else {},
    )  # fmt: skip
    files = example()
    values = saying.spare(saying.question(meant), {})
    files[PATH] = editing.add(files[PATH], POTHOLE, "question", values)
    assert draft.of_files("springdale", files).offers["pothole"].questions[-1] == meant


@settings(deadline=None)
@given(WORDS, st.dates(date(2020, 1, 1), date(2020, 12, 31)) | st.none(), st.booleans())
def test_a_route_that_a_form_writes_is_read_as_it_was_meant(
    because: dict[str, str], since: date | None, crew: bool
) -> None:
    meant = Route(
        department="sanitation", crew="North" if crew else "", because=because, since=since,
        until=date(2021, 1, 1), answers={"where": ("lane", "cycle-lane")},
    )  # fmt: skip
    files = example()
    for _ in range(2):  # the second is never taken, and read all the same
        files[PATH] = editing.add(files[PATH], POTHOLE, "route", saying.route(meant))
    place = [*POTHOLE, ("route", editing.PLACE, "1")]
    other = saying.route(replace(meant, crew="South"))
    files[PATH] = editing.put(files[PATH], place, other)
    routes = draft.of_files("springdale", files).offers["pothole"].routes
    assert routes == (replace(meant, crew="South"), meant)


@settings(deadline=None)
@given(WORDS, st.sampled_from(OUTCOME_KINDS), st.booleans())
def test_an_outcome_that_a_form_writes_is_read_as_it_was_meant(
    words: dict[str, str], kind: str, evidence: bool
) -> None:
    meant = Outcome(code="new", kind=kind, words=words, evidence=evidence)
    files = example()
    values = saying.spare(saying.outcome(meant), {})
    files["outcomes.toml"] = editing.add(files["outcomes.toml"], (), "outcome", values)
    assert draft.of_files("springdale", files).outcomes["new"] == meant


DAYS = st.builds(
    Holiday, set=st.sampled_from(["city", "schools"]),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    name=st.sampled_from(["Feast", "Day, the second", 'The "long" day']),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(DAYS, unique_by=lambda h: (h.set, h.day), max_size=8))
def test_holidays_are_added_in_their_order_and_taken_out_again(days: list[Holiday]) -> None:
    content = b""
    for each in days:
        content = holidays.added(content, each)
    assert holidays.read(content) == tuple(sorted(days))
    of_city = [h.day for h in holidays.read(content) if h.set == "city"]
    lines = [line for line in content.decode().splitlines() if line.startswith("city,")]
    assert [line.split(",")[1] for line in lines] == [day.isoformat() for day in of_city]
    for each in days:
        content = holidays.without(content, each)
    assert holidays.read(content) == ()


def test_lines_of_holidays_that_nobody_touches_stay_as_they_are() -> None:
    content = b"name,date,set\r\nOld Year , 2026-12-31,city\r\n"
    added = holidays.added(content, Holiday(set="city", day=date(2026, 1, 1), name="New Year"))
    assert added == b"name,date,set\r\nNew Year,2026-01-01,city\r\nOld Year , 2026-12-31,city\r\n"
