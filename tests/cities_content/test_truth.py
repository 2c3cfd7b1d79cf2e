"""The folders of the cities against all their real records."""

import gzip

import pytest

from tests.cities_content.conftest import CITIES, DATA
from tools import make_samples
from townline.config.truth import report
from townline.config.truth.report import Report

REQUESTS = DATA / "la" / "requests"
pytestmark = [
    pytest.mark.truth,
    pytest.mark.skipif(not REQUESTS.is_dir(), reason="the folder of real data is not here"),
]


@pytest.fixture(scope="module")
def tried(los_angeles) -> Report:
    return report.of(los_angeles, DATA, keep=1_000_000)


@pytest.fixture(scope="module")
def targets(boston) -> Report:
    return report.of(boston, DATA, keep=1_000_000)


def test_no_figure_of_los_angeles_falls_short(tried):
    assert tried.short == []
    assert {figure.name for figure in tried.figures if figure.least is not None} >= {
        "council_district", "police_division", "neighborhood_council", "sanitation_district",
        "department", "crew",
    }  # fmt: skip


def test_every_row_is_read_and_routed(tried):
    assert [taken.rows for taken in tried.files] == [9_999, 10_000, 10_000, 20_000]
    assert all(not taken.rejected for taken in tried.files)
    run = tried.routes.dry_run
    assert run["rows"] == 49_999
    assert run["rows"] == run["same"] + run["other_department"] + run["other_crew"]


def test_every_crew_that_disagrees_has_a_cause(tried):
    (crew,) = (figure for figure in tried.figures if figure.name == "crew")
    assert crew.compared - crew.agree == crew.causes.total() == len(crew.listed)
    assert crew.compared + tried.routes.without_point == 9_880


def test_the_routes_do_as_well_as_the_nearest_other_record(tried):
    shares = {figure.name: figure.share for figure in tried.figures}
    assert shares["crew"] >= shares["crew of the nearest other row"]


def test_depots_are_named_for_nearly_all_that_sanitation_collects(tried):
    services = ("bulky-items", "metal-appliances", "electronic-waste", "homeless-encampment")
    counts = [tried.routes.by_service[code] for code in services]
    assert sum(agree for _, agree in counts) / sum(count for count, _ in counts) >= 0.995


def test_only_requests_that_a_person_sorts_go_to_another_department(tried):
    (department,) = (figure for figure in tried.figures if figure.name == "department")
    assert {each["service"] for each in department.listed} == {"other"}


def test_one_promise_for_each_type_gives_boston_its_targets_to_the_minute(targets):
    assert targets.short == []
    figure = targets.targets.figure
    assert figure.share >= 0.96
    assert figure.compared - figure.agree == figure.causes.total()
    assert figure.compared + targets.targets.without_target >= 58_000


def test_the_sample_is_what_the_data_make_today(tmp_path):
    folder = CITIES / "los-angeles"
    rows = [row for name in make_samples.FILES for row in make_samples.read(REQUESTS / name)]
    columns = make_samples.columns_of(folder / "mappings" / "myla311-2018.toml")
    make_samples.write(tmp_path / "again.csv.gz", columns, make_samples.choose(rows))
    again = gzip.decompress((tmp_path / "again.csv.gz").read_bytes())
    assert again == gzip.decompress((folder / "samples" / "requests.csv.gz").read_bytes())
