"""Boston holds what its open data shows, and nothing else."""

import pytest

from tests.cities_content.conftest import CITIES, DATA, tables
from tools import make_boston

FILE = DATA / "cities" / "boston" / make_boston.FILE
needs_data = pytest.mark.skipif(not FILE.is_file(), reason="the folder of real data is not here")


def test_the_folder_has_no_faults_and_goes_without_areas(boston):
    assert boston.faults == ()
    assert boston.layers == ()
    assert len(boston.off) == 3


def test_it_asks_and_schedules_nothing_since_the_data_show_nothing(boston):
    for offer in boston.offers.values():
        assert (offer.questions, offer.dates, offer.items) == ((), None, ())
        assert len(offer.aliases) == 1
        assert offer.respond is None
        assert "resolve" not in offer.assumed


def test_the_frequent_promises_are_the_published_ones(boston):
    known = {
        "request-for-pothole-repair": (2, "working_days"),
        "street-light-outages": (10, "working_days"),
        "tree-maintenance-requests": (545, "days"),
        "rodent-activity": (30, "days"),
    }
    promised = {code: boston.offers[code].resolve for code in known}
    assert {code: (p.amount, p.unit) for code, p in promised.items()} == known


def test_its_calendar_is_marked_as_inferred():
    ((_, table),) = tables("boston", "calendars.toml")
    assert [calendar["inferred"] for calendar in table["calendar"]] == [True]


def test_its_mapping_takes_the_target_as_the_promise():
    ((_, table),) = tables("boston", "mappings/*.toml")
    assert table["columns"]["due"] == "target_dt"


@pytest.mark.truth
@needs_data
def test_every_service_is_a_type_of_the_data_with_twenty_rows(boston):
    types = {t.name: t.rows for t in make_boston.gather(make_boston.read(FILE))}
    assert {alias for o in boston.offers.values() for alias in o.aliases} == {
        name for name, rows in types.items() if rows >= make_boston.LEAST
    }


@pytest.mark.truth
@needs_data
def test_the_folder_is_what_the_data_make_today(tmp_path):
    (tmp_path / "services").mkdir()
    make_boston.main(DATA, tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.toml")}
    folder = CITIES / "boston"
    kept = [folder / "groups.toml", *(folder / "services").glob("*.toml")]
    assert made == {p.relative_to(folder): p.read_bytes() for p in kept}
