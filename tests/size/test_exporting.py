"""The public record goes out whole, in open forms, and with nothing that everyone may not read."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from shapely.geometry import shape

from tests.ground.databases import ROOT
from tests.requests import build
from tests.requests.build import CHIEF, NOON
from tests.requests.test_publicity import PLANTED, numbers
from tests.size.conftest import past, take_in
from townline.cities.rules.city import City
from townline.config import exporting
from townline.config.commands import import_
from townline.config.commands.export import end_of, group
from townline.config.spreadsheets import FORMULA, safe
from townline.requests.actions import incidents, moderate
from townline.requests.queries import Filter, export
from townline.requests.queries.export import PublicRequest

__all__ = ["numbers"]
PAGE = ROOT / "docs" / "how-to" / "export-requests.md"


def mapping() -> bytes:
    """Return the mapping that the page shows, so that what it shows is what works."""
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return str(shown).encode()


def run(*words: str, city: str = "millbrook", code: int = 0) -> Result:
    done = CliRunner().invoke(group, [words[0], "--city", city, *words[1:]], catch_exceptions=False)
    assert done.exit_code == code, done.stderr
    return done


def table(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("csv", *words).stdout)))


def features(*words: str) -> list[dict[str, Any]]:
    found = json.loads(run("geojson", *words).stdout)
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


def those(*words: str) -> set[str]:
    """Return the numbers that come out, which must be the same in both forms."""
    found = {row["number"] for row in table(*words)}
    assert {feature["id"] for feature in features(*words)} == found
    return found


@pytest.mark.parametrize("form", ["csv", "geojson"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_planted_detail_goes_out(
    town: City, numbers: dict[str, str], form: str, language: str
) -> None:
    written = run(form, "--language", language).stdout
    for secret in PLANTED:
        assert secret not in written
    for kind in ("confidential", "held", "hidden"):
        assert numbers[kind] not in written
    for kind in ("structured", "reopened", "cancelled", "withheld"):
        assert numbers[kind] in written


def test_a_text_goes_out_once_somebody_has_released_it(town: City) -> None:
    withheld = build.file(town, description="The pole leans.").number
    released = build.file(town, description="The lid is gone.").number
    moderate.release(city=town, number=released, by=CHIEF, at=NOON)
    told = {row["number"]: row["description"] for row in table()}
    assert told == {withheld: "", released: "The lid is gone."}


def test_a_request_that_joined_a_hidden_one_does_not_name_it(town: City) -> None:
    lead = build.file(town, "hole").number
    seen = build.file(town, "hole", join=lead).number
    assert {row["number"]: row["lead"] for row in table()} == {lead: "", seen: lead}
    row = build.row(lead)
    row.hidden = True
    row.save()
    assert {row["number"]: row["lead"] for row in table()} == {seen: ""}


def test_a_number_of_another_system_is_no_formula_wherever_it_stands(town: City) -> None:
    left = {"state": "open", "closed_at": None, "outcome": ""}
    take_in(town, past("=1+1", "hole", **left))
    seen = build.file(town, "hole").number
    incidents.merge(city=town, number=seen, lead="=1+1", by=CHIEF, at=NOON)
    (row,) = (row for row in table() if row["number"] == seen)
    assert row["lead"] == "'=1+1"


def test_columns_say_what_everyone_reads(town: City) -> None:
    number = build.file(town, address="12 Elm St").number
    (row,) = table()
    assert row["number"] == number
    assert (row["service"], row["service_name"]) == ("lamp", "Lamp out")
    assert (row["department"], row["department_name"]) == ("light", "Street Lighting")
    assert (row["status"], row["channel"], row["origin"]) == ("open", "web", "live")
    assert row["requested_at"] == "2026-03-02T12:00:00-08:00"
    assert (row["lat"], row["lon"], row["area_ward"]) == ("34.005", "-118.005", "east")
    assert row["point_source"] == "given"
    assert row["due_at"].startswith("2026-03-05")
    (same,) = table("--language", "es")
    assert same["service_name"] == "Farol apagado"
    assert list(row) == exporting.columns(["ward"])


def test_the_words_of_an_outcome_go_out_with_its_code(demo_town: City) -> None:
    ended = {row["number"]: row for row in table()}
    told = [ended["1-1"][name] for name in ("outcome", "outcome_kind", "outcome_words")]
    assert told == ["done", "done", "The work is done."]


def test_geojson_is_what_maps_read(demo_town: City) -> None:
    found = features()
    assert {f["type"] for f in found} == {"Feature"}
    for feature in found:
        if feature["geometry"] is not None:
            point = shape(feature["geometry"])
            assert -180 <= point.x < -100 < 0 < point.y <= 90, "longitude comes first"
    bare = {f["id"] for f in found if f["geometry"] is None}
    assert bare == {"1-6"}
    (first,) = [f["properties"] for f in found if f["id"] == "1-1"]
    assert first["area_ward"] == ["east"]
    assert first["due_at"] is None
    assert (first["closed_at"], first["reports"]) == ("2018-01-04T09:30:00-08:00", 1)
    assert {"lat", "lon", "areas"}.isdisjoint(first)


def test_each_filter_leaves_out_what_does_not_fit(demo_town: City) -> None:
    live = build.file(demo_town, "hole", point=build.WEST).number
    real = {f"1-{n}" for n in range(1, 7)}
    assert those() == real | {live}
    assert those("--service", "hole") == {"1-2", live}
    assert those("--service", "hole", "--service", "pick-up") == {"1-2", "1-5", live}
    assert those("--status", "paused") == {"1-5"}
    assert those("--status", "open", "--status", "paused") == {"1-4", "1-5", live}
    assert those("--area", "ward:west") == {live}
    assert those("--origin", "live") == {live}
    assert those("--since", "2018-01-03") == {live}
    assert those("--until", "2018-01-01") == set()
    assert real < those("--until", "9999-12-31"), "as whoever means no end writes it"
    assert those("--since", "2018-01-02", "--until", "2018-01-02") == real
    assert those("--updated-since", "2018-01-04") == {"1-1", "1-2", "1-3", "1-6", live}
    assert those("--updated-since", "2018-01-04T17:30:01+00:00") == {live}
    assert those("--service", "hole", "--origin", "imported") == {"1-2"}


def test_another_citys_requests_stay_with_it(demo_town: City) -> None:
    other = build.apply("riverbank")
    number = build.file(other).number
    assert number not in those()
    assert number in run("csv", city="riverbank").stdout


def test_rows_come_in_the_order_they_were_taken_in(demo_town: City) -> None:
    take_in(demo_town, past("0-1", requested_at=datetime(2010, 1, 1, tzinfo=build.ZONE)))
    assert [row["number"] for row in table()] == [*(f"1-{n}" for n in range(1, 7)), "0-1"]
    assert run("csv").stdout == run("csv").stdout


@pytest.mark.parametrize("begins", FORMULA)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_is_made_harmless(begins: str) -> None:
    assert safe(f"{begins}1+1") == f"'{begins}1+1"
    assert safe(f"1{begins}1") == f"1{begins}1"
    assert safe("") == ""


def test_formulas_go_out_as_text_unless_they_are_to_be_exact(town: City) -> None:
    take_in(town, past("1-1", "hole", address="=1+1", zipcode="-9", description="@SUM(A1)"))
    (row,) = table()
    assert (row["address"], row["zip"], row["description"]) == ("'=1+1", "'-9", "'@SUM(A1)")
    assert row["lon"] == "-118.005", "a number is a number"
    (exact,) = table("--exact")
    assert (exact["address"], exact["description"]) == ("=1+1", "@SUM(A1)")
    (feature,) = features()
    assert feature["properties"]["address"] == "=1+1", "no spreadsheet opens it"


def test_odd_texts_come_back_from_a_reader_of_csv_as_they_were(town: City) -> None:
    odd = 'two\nlines, a "quote", a ; and ü 简'
    take_in(town, past("1-1", "hole", description=odd))
    assert [row["description"] for row in table()] == [odd]
    assert [f["properties"]["description"] for f in features()] == [odd]


def test_what_went_out_can_be_imported_again(demo_town: City, tmp_path: Path) -> None:
    take_in(demo_town, past("1-7", "hole", description="=A text", due_at=NOON))
    path = tmp_path / "requests.csv.gz"
    run("csv", "--exact", "--gzip", "--out", str(path))
    build.apply("riverbank", files={"city.toml": b"", "mappings/townline-export.toml": mapping()})
    done = CliRunner().invoke(
        import_.group,
        ["requests", str(path), "--city", "riverbank", "--mapping", "townline-export", "--json"],
        catch_exceptions=False,
    )
    assert done.exit_code == 0, done.stderr
    (found,) = json.loads(done.stdout)["files"]
    assert (found["rows_new"], found["rows_rejected"]) == (7, 0)
    again = csv.DictReader(io.StringIO(run("csv", "--exact", city="riverbank").stdout))
    for came, went in zip(again, table("--exact"), strict=True):
        # An order without a day has none either way; all else is what it was.
        assert came == went


def test_a_file_is_there_when_it_is_complete_and_not_before(
    demo_town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "requests.csv"
    path.write_text("of yesterday")

    def breaks(*said: object) -> Iterator[PublicRequest]:
        yield from ()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(exporting, "told", breaks)
        assert "No space left" in run("csv", "--out", str(path), code=2).stderr
    assert path.read_text() == "of yesterday"
    run("csv", "--out", str(path))
    assert path.read_text() == run("csv").stdout
    assert [p.name for p in tmp_path.iterdir()] == ["requests.csv"]


def test_a_packed_file_holds_the_same_and_is_the_same_each_time(
    demo_town: City, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.gz", tmp_path / "two.gz"
    for path in (one, two):
        run("geojson", "--gzip", "--out", str(path))
    assert gzip.decompress(one.read_bytes()).decode() == run("geojson").stdout
    assert one.read_bytes() == two.read_bytes()


def test_rows_stay_with_the_server_until_they_are_written(
    demo_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    next(export.public_record(demo_town, Filter(), language="en", at=NOON))  # reads the names
    rows = export.public_record(demo_town, Filter(), language="en", at=NOON)
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement ~ 'requests_service'")
        assert cursor.fetchone() == (1,)
    with build.statements() as sent:
        assert len(list(rows)) == 5
    assert not [one for one in sent if "requests_" in one], "rows come through the one cursor"


def test_as_many_are_counted_as_come_out(town: City, numbers: dict[str, str]) -> None:
    for wanted in (Filter(), Filter(services=("hole",)), Filter(statuses=("closed",))):
        rows = export.public_record(town, wanted, language="en", at=NOON + timedelta(hours=1))
        assert export.count(town, wanted) == len(list(rows)) > 0


@pytest.mark.parametrize(
    "words",
    [
        ("--area", "ward"),
        ("--area", "parish:1"),
        ("--status", "held"),
        ("--since", "2026-02-02", "--until", "2026-02-01"),
        ("--since", "yesterday"),
        ("--out", "/proc/none/requests.csv"),
    ],
)
def test_what_cannot_be_asked_is_wrong_use(town: City, words: tuple[str, ...]) -> None:
    assert run("csv", *words, code=2).stdout == ""


def test_a_service_that_is_not_offered_now_is_said_to_be_so(town: City) -> None:
    assert "does not offer 'lamps' now" in run("csv", "--service", "lamps").stderr


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("America/Los_Angeles", "2026-11-01", "2026-11-02T07:59:59.999999+00:00"),
        ("Asia/Beirut", "2026-10-24", "2026-10-24T21:59:59.999999+00:00"),
        ("Africa/Cairo", "2026-10-29", "2026-10-29T21:59:59.999999+00:00"),
    ],
)
def test_the_last_day_is_whole_though_its_last_hour_comes_twice(
    town: City, zone: str, day: str, ends: str
) -> None:
    end = end_of(datetime.fromisoformat(day), replace(town, zone=ZoneInfo(zone)))
    assert end is not None
    assert end.astimezone(UTC).isoformat() == ends
