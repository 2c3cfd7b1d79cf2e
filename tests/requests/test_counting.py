"""What is counted beforehand, by cell and by area, is what the requests themselves say."""

from datetime import timedelta

import pytest

from tests.requests import build
from tests.requests.build import CHIEF, EAST, NOON, WEST, town
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.actions import count, moderate, work
from townline.requests.models import CellCount
from townline.requests.queries import Figures, Filter
from townline.requests.queries.by_cell import COUNTED_ZOOM
from townline.requests.rules import tiles

__all__ = ["town"]
BOX = (33.9, -118.1, 34.1, -117.9)
LATER = NOON + timedelta(hours=2)


def file_some(town: City) -> None:
    """File what everyone may see, and what nobody may."""
    build.file(town)
    build.file(town, "hole", point=WEST)
    ended = build.file(town, "hole", point=WEST).number
    work.close(city=town, number=ended, outcome="done", by=CHIEF, at=NOON)
    build.file(town, "abuse")
    build.file(town, "hole", suspicion=("links",))
    hidden = build.file(town, "hole", suspicion=("links",)).number
    moderate.reject(city=town, number=hidden, by=CHIEF, at=NOON)


def recount(town: City) -> bool:
    return count.count(city_id=town.id, by=SYSTEM, at=LATER)


def by_tile(found: queries.Cells) -> dict[tuple[float, ...], int]:
    return {cell.box: cell.n for cell in found.rows}


def test_cells_are_the_same_counted_beforehand_or_now(town: City) -> None:
    file_some(town)
    wanted = [
        Filter(box=BOX), Filter(box=BOX, services=("hole",)), Filter(box=BOX, open=True),
        Filter(box=BOX, open=False), Filter(box=BOX, open=False, services=("lamp",)),
    ]  # fmt: skip
    for zoom in (0, 9, COUNTED_ZOOM):
        before = [queries.cells(town, each, zoom=zoom) for each in wanted]
        assert [cells.total for cells in before] == [3, 2, 2, 1, 0]
        recount(town)
        after = [queries.cells(town, each, zoom=zoom) for each in wanted]
        assert list(map(by_tile, after)) == list(map(by_tile, before))
        town_forgets(town)


def town_forgets(town: City) -> None:
    from townline.requests.models import Counting

    Counting.objects.all().delete()


def test_the_database_puts_a_point_into_the_tile_that_the_rule_says(town: City) -> None:
    build.file(town)
    recount(town)
    kept = CellCount.objects.get()
    assert (kept.x, kept.y) == tiles.tile_at(EAST, COUNTED_ZOOM)
    (cell,) = queries.cells(town, Filter(box=BOX), zoom=COUNTED_ZOOM).rows
    assert cell.box == tiles.box_of(COUNTED_ZOOM, kept.x, kept.y)
    assert (cell.point.lat, cell.point.lon) == (EAST.lat, EAST.lon)


def test_the_figures_of_an_area_count_public_requests_alone(town: City) -> None:
    assert queries.figures(town, ["ward:west"]) == {}
    file_some(town)
    recount(town)
    found = queries.figures(town, ["ward:west", "ward:none", queries.WHOLE_CITY])
    assert found == {
        "ward:west": Figures(total=2, open=1, opened=2, closed=1),
        "ward:none": Figures(),
        "": Figures(total=3, open=2, opened=3, closed=1),
    }
    assert [s.service_code for s in queries.services_of(town, "ward:west")] == ["hole"]


def test_a_count_is_made_anew_only_where_something_changed(town: City) -> None:
    number = build.file(town, "hole").number
    assert recount(town)
    assert not recount(town)
    work.close(city=town, number=number, outcome="done", by=CHIEF, at=LATER)
    soon = LATER + timedelta(minutes=1)
    rest = timedelta(minutes=5)
    assert not count.count(city_id=town.id, by=SYSTEM, at=soon, rest=rest)
    assert count.count(city_id=town.id, by=SYSTEM, at=LATER + rest, rest=rest)
    assert [(c.open, c.n) for c in CellCount.objects.all()] == [(False, 1)]
    assert count.count(city_id=town.id, by=SYSTEM, at=LATER + timedelta(days=1))


def test_about_how_many_fit_is_known_for_what_was_counted_alone(town: City) -> None:
    file_some(town)
    recount(town)
    assert queries.about(town, Filter()) == 3
    assert queries.about(town, Filter(open=False)) == 1
    assert queries.about(town, Filter(services=("hole",), open=True, areas=("ward:west",))) == 1
    for beyond in (Filter(words="hole"), Filter(since=NOON), Filter(areas=("ward:west", "x:1"))):
        assert queries.about(town, beyond) is None


def test_a_map_shows_each_request_where_they_are_few_and_cells_where_not(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_some(town)
    few = queries.on_map(town, Filter(box=BOX), zoom=10, language="en", at=LATER)
    assert few.cells is None
    assert len(few.each) == 3
    monkeypatch.setattr("townline.requests.queries.mapped.EACH", 2)
    many = queries.on_map(town, Filter(box=BOX), zoom=10, language="en", at=LATER)
    assert many.each == ()
    assert many.cells
    assert many.cells.total == 3
