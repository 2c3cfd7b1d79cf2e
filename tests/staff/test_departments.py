"""Departments and working weeks, as an edition brings them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.staff.conftest import NOW, OFFICE, STREETS, WATER, ZONE, found
from townline.hours import ALWAYS
from townline.record.verbs import SYSTEM
from townline.staff import actions, queries
from townline.staff.models import DepartmentRow
from townline.staff.rules.departments import Department


def test_departments_come_back_as_given_in_their_order(city):
    assert list(queries.departments(city.edition_id).values()) == [STREETS, WATER]


def test_a_department_works_by_its_calendar(city):
    assert queries.week_of(city.edition_id, "streets") == OFFICE
    assert queries.week_of(city.edition_id, "water") == ALWAYS(ZONE)


def test_a_department_that_is_not_there_is_named(city):
    with pytest.raises(queries.NoSuchDepartment, match="'parks'"):
        queries.week_of(city.edition_id, "parks")


def test_editions_keep_their_own_departments(city, neighbour):
    assert queries.departments(city.edition_id) == queries.departments(neighbour.edition_id)
    assert queries.departments(neighbour.edition_id + 1) == {}


def test_a_renamed_department_is_read_under_the_name_of_the_day(city):
    again = found("springdale-again")
    renamed = Department(
        code="lighting",
        words={"en": "Lamps"},
        calendar="office",
        aliases=("BSL",),
        renamed=((date(2020, 1, 1), {"en": "Lights"}), (date(2024, 1, 1), {"en": "Lighting"})),
    )
    DepartmentRow.objects.filter(edition=again.edition_id).delete()
    put(again.edition_id, [renamed], calendars={"office-2": OFFICE, "office": OFFICE}, drop=True)
    kept = queries.departments(again.edition_id)["lighting"]
    assert kept == renamed
    assert [kept.words_on(date(year, 6, 1))["en"] for year in (2019, 2020, 2026)] == [
        "Lamps", "Lights", "Lighting",
    ]  # fmt: skip


def test_a_department_without_its_calendar_is_refused(city):
    lost = Department(code="lost", words={"en": "Lost"}, calendar="nowhere")
    with pytest.raises(actions.NoSuchCalendar, match=r"'lost' works by 'nowhere'"):
        put(city.edition_id, [lost], calendars={})


def test_an_edition_is_given_departments_once(city):
    with pytest.raises(IntegrityError, match="code_once"), transaction.atomic():
        put(city.edition_id, [STREETS], calendars={"office": OFFICE})


def test_a_row_cannot_say_another_code_than_its_department(city):
    row = DepartmentRow(edition_id=city.edition_id, position=9, code="parks", data={"code": "p"})
    with pytest.raises(IntegrityError, match="department_is_its_code"), transaction.atomic():
        row.save()


def test_what_is_known_of_an_edition_is_asked_once(own_database):
    city = found("springdale")
    first = queries.week_of(city.edition_id, "streets")
    with CaptureQueriesContext(connection) as asked:
        assert queries.week_of(city.edition_id, "streets") is first
    assert len(asked) == 0


def test_nobody_can_change_what_others_are_told(own_database):
    city = found("springdale")
    queries.departments(city.edition_id).clear()
    assert set(queries.departments(city.edition_id)) == {"streets", "water"}


def put(edition_id, departments, *, calendars, drop=False):
    if drop:
        queries.CalendarRow.objects.filter(edition=edition_id).delete()
    actions.put_departments(
        edition_id=edition_id, departments=departments, calendars=calendars, by=SYSTEM, at=NOW
    )
