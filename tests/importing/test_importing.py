"""Importing other systems' files by the command line, odd files included."""

import csv
import gzip
import hashlib
import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from tests.requests import build
from tests.requests.build import CHIEF, EAST, NOON
from townline.cities.rules.city import City
from townline.config.commands.import_ import group
from townline.contacts.models import Contact, Notice
from townline.record import queries as record
from townline.record.rules import audit
from townline.record.rules.audit import Fault
from townline.record.verbs import SYSTEM
from townline.requests import queries
from townline.requests.actions import moderate, reconstruct, tend, work
from townline.requests.models import RequestEntry, ServiceRequest, Words
from townline.requests.queries import Filter, export, proof
from townline.requests.rules.imported import Past

MAPPING = b"""
[columns]
number = "ID"
requested = "Opened"
closed = "Closed"
service = "Type"
status = "State"
department = "Owner"
channel = "Source"
lat = "Lat"
lon = "Lon"
due = "Due"
[times]
formats = ["%Y-%m-%d %H:%M"]
[status]
"Open" = "open"
"Closed" = "closed"
[channels]
"Call" = "call"
"Crew" = "crew"
[services]
"Lamp" = "lamp"
"""
HEAD = "ID,Opened,Closed,Type,State,Owner,Source,Lat,Lon,Due\n"
ROWS = (
    "1-1,2018-01-02 08:00,2018-01-03 08:00,Lamp,Closed,LIGHT,Call,34.005,-118.005,\n"
    "1-2,2018-01-02 09:00,,Lamp,Open,WASTE,Crew,34.005,-118.015,\n"
    "1-3,2018-01-02 10:00,2018-01-01 10:00,Lamp,Closed,ZOO,Call,,,2018-01-09 10:00\n"
    ",2018-01-02 11:00,,Lamp,Open,LIGHT,Call,,,\n"
    "1-5,never,,Lamp,Open,LIGHT,Call,,,\n"
    "1-6,2018-01-02 12:00,,Unheard of,Open,LIGHT,Call,,,\n"
)


@pytest.fixture
def town(town: City) -> City:
    """Apply Millbrook with mappings in its folder."""
    files = {"city.toml": b"", "mappings/demo.toml": MAPPING, "mappings/bad.toml": b"[columns"}
    files["mappings/told.toml"] = MAPPING.replace(
        b'due = "Due"', b'due = "Due"\ndescription = "Said"'
    )
    place = b'address = "Where"\nzip = "Code"\n'
    files["mappings/placed.toml"] = MAPPING.replace(b"[times]", place + b"[times]")
    files["mappings/whole.toml"] = files["mappings/told.toml"].replace(
        b"[times]", place + b"[times]"
    )
    files["mappings/formula.toml"] = MAPPING.replace(b'number = "ID"', b'number = "=1+1"')
    files["mappings/odd.toml"] = MAPPING.replace(b"number =", b"colour =")
    return build.apply(files=files)


def load(*paths: Path, mapping: str = "demo", more: tuple[str, ...] = ()) -> Result:
    """Run the command."""
    named = [str(path) for path in paths]
    return CliRunner().invoke(
        group,
        ["requests", *named, "--city", "millbrook", "--mapping", mapping, "--json", *more],
        catch_exceptions=False,
    )


def faults() -> list[Fault]:
    """Return what is wrong with the chains, and with the rows that are to agree with them."""
    chains = (audit.chain_faults("", links) for links in record.by_subject(RequestEntry))
    return [*proof.disagreements(), *chain.from_iterable(chains)]


def figures(done: Result) -> dict[str, Any]:
    """Return the figures of the one file, from the one document on standard output."""
    assert done.exit_code == 0, done.stderr
    (found,) = json.loads(done.stdout)["files"]
    assert found["rows_in"] == found["rows_new"] + found["rows_known"] + found["rows_rejected"]
    return found


@pytest.fixture
def past(town: City, tmp_path: Path) -> Path:
    """Write a file with three good rows and three bad ones."""
    path = tmp_path / "past.csv"
    path.write_text(HEAD + ROWS)
    return path


def test_rows_are_new_or_rejected_with_their_reasons(past: Path, tmp_path: Path) -> None:
    kept = tmp_path / "rejects.csv"
    found = figures(load(past, more=("--rejects", str(kept))))
    assert (found["rows_in"], found["rows_new"], found["rows_rejected"]) == (6, 3, 3)
    assert found["rejected_why"] == {"no_number": 1, "no_creation_time": 1, "unknown_service": 1}
    with kept.open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["reason"]) for row in rows] == [
        ("5", "no_number"), ("6", "no_creation_time"), ("7", "unknown_service"),
    ]  # fmt: skip
    assert "Unheard of" in rows[2]["says"]
    assert "ID=1-6" in rows[2]["row"]


def test_a_rejected_row_is_no_formula_to_a_spreadsheet(town: City, tmp_path: Path) -> None:
    path, kept = tmp_path / "past.csv", tmp_path / "rejects.csv"
    path.write_text(HEAD.replace("ID", "=1+1") + "1-1,never,,Lamp,Open,LIGHT,Call,,,\n")
    found = figures(load(path, mapping="formula", more=("--rejects", str(kept))))
    assert found["rows_rejected"] == 1
    with kept.open() as file:
        (row,) = csv.DictReader(file)
    assert row["row"].startswith("'=1+1=")


def test_running_it_twice_changes_nothing(past: Path) -> None:
    load(past)
    before = list(ServiceRequest.objects.order_by("id").values())
    entries = RequestEntry.objects.count(), Contact.objects.count()
    found = figures(load(past))
    assert (found["rows_new"], found["rows_known"]) == (0, 3)
    assert list(ServiceRequest.objects.order_by("id").values()) == before
    assert (RequestEntry.objects.count(), Contact.objects.count()) == entries


def test_a_number_that_comes_twice_in_a_file_is_taken_once(past: Path) -> None:
    past.write_text(HEAD + ROWS.splitlines(keepends=True)[0] * 2)
    assert figures(load(past))["rows_new"] == 1


def test_imported_requests_say_what_they_are(town: City, past: Path) -> None:
    load(past)
    closed, crew, odd = (build.row(number) for number in ("1-1", "1-2", "1-3"))
    assert {row.origin for row in (closed, crew, odd)} == {"imported"}
    assert (closed.status, closed.outcome, closed.areas) == ("closed", "", ["ward:east"])
    assert (crew.department, crew.contact_id, crew.channel) == ("waste", None, "crew")
    assert closed.contact_id is not None
    assert (closed.due_at, crew.due_at) == (None, None), "no promise that the data does not name"
    assert odd.due_at is not None
    assert set(odd.flags) == {"closed_before_opened", "no_point", "unknown_department"}
    assert odd.department == "light"
    assert all(entry.data["reconstructed"] for entry in RequestEntry.objects.all())
    assert not Notice.objects.exists()
    assert not list(proof.disagreements())
    seen = queries.by_anyone(town, "1-1", language="en", at=NOON)
    assert all(line.reconstructed for line in seen.lines)


def test_what_was_said_is_kept_where_a_column_names_it_and_shown_by_the_rules(
    town: City, past: Path
) -> None:
    lines = (HEAD + ROWS).splitlines()
    said = [lines[0] + ",Said", lines[1] + ",Dark since Monday", lines[2] + ","]
    past.write_text("\n".join(said) + "\n")
    assert figures(load(past, mapping="told"))["rows_new"] == 2
    assert list(Words.objects.values_list("request__number", "description", "answers")) == [
        ("1-1", "Dark since Monday", {})
    ]
    assert queries.by_anyone(town, "1-1", language="en", at=NOON).description == ""
    moderate.release(city=town, number="1-1", by=CHIEF, at=NOON)
    shown = queries.by_anyone(town, "1-1", language="en", at=NOON)
    assert shown.description == "Dark since Monday"
    assert queries.by_anyone(town, "1-2", language="en", at=NOON).description == ""
    first = RequestEntry.objects.get(subject__number="1-1", seq=1)
    assert first.data["description"] == hashlib.sha256(b"Dark since Monday").hexdigest()
    assert not faults()


def test_a_row_without_a_point_is_located_by_its_address_and_marked_so(
    town: City, past: Path
) -> None:
    past.write_text(
        "ID,Opened,Closed,Type,State,Owner,Source,Lat,Lon,Due,Where,Code\n"
        "2-1,2018-01-02 08:00,,Lamp,Open,LIGHT,Call,,,,12 Elm St,90001\n"
        "2-2,2018-01-02 08:00,,Lamp,Open,LIGHT,Call,0,0,,12 ELM ST,90001\n"
        "2-3,2018-01-02 08:00,,Lamp,Open,LIGHT,Call,,,,99 Nowhere Ave,90001\n"
        "2-4,2018-01-02 08:00,,Lamp,Open,LIGHT,Call,34.005,-118.015,,12 ELM ST,90001\n"
        "2-5,2018-01-02 08:00,,Lamp,Open,LIGHT,Call,,,,,\n"
    )
    found = figures(load(past, mapping="placed"))
    assert (found["rows_new"], found["located_by_address"]) == (5, 2)
    assert found["flagged"]["no_point"] == 3
    rows = {r.number: r for r in ServiceRequest.objects.all()}
    elm = (34.006, -118.006)
    assert [(rows[n].lat, rows[n].lon) for n in ("2-1", "2-2", "2-3", "2-5")] == [
        elm, elm, (None, None), (None, None),
    ]  # fmt: skip
    assert rows["2-1"].flags == ["no_point", "located_by_address"]
    assert rows["2-2"].flags == ["odd_point", "located_by_address"]
    assert rows["2-3"].flags == ["no_point"]
    assert (rows["2-1"].areas, rows["2-3"].areas) == (["ward:east"], [])
    assert (rows["2-4"].lat, rows["2-4"].lon, rows["2-4"].flags) == (34.005, -118.015, [])
    assert figures(load(past, mapping="placed"))["located_by_address"] == 0
    assert not faults()

    taken = export.public_record(town, Filter(), language="en", at=NOON)
    sources = {one.number: one.point_source for one in taken}
    assert sources == {"2-1": "address", "2-2": "address", "2-3": "", "2-4": "given", "2-5": ""}
    said = "The data named no point: this is where the address was found."
    for number, looked_up in (("2-1", True), ("2-3", False), ("2-4", False)):
        assert (said in Client().get(f"/requests/{number}/").content.decode()) is looked_up
        asked = f"/open311/v2/requests/{number}.json?extensions=true"
        (shown,) = Client().get(asked).json()
        assert shown["extended_attributes"]["point_from_address"] is looked_up


@pytest.mark.parametrize(
    "text",
    ["tab\there", "back\\slash", r"\N", 'quote"d', "{braces,}", "café 東京", "\\.", "a\nb", "x\r"],
)
def test_any_text_comes_back_as_it_was(town: City, past: Path, text: str) -> None:
    with past.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*HEAD.strip().split(","), "Where", "Code", "Said"])
        row = ["3-1", "2018-01-02 08:00", "", "Lamp", "Open", "", "Call", "34.005", "-118.005", ""]
        out.writerow([*row, f"{text} 1", "", f"{text} 2"])
    assert figures(load(past, mapping="whole"))["rows_new"] == 1
    assert build.row("3-1").address == f"{text} 1"
    assert Words.objects.get().description == f"{text} 2"
    assert not faults()


def test_made_up_requests_say_that_they_are_synthetic_and_not_reconstructed(town: City) -> None:
    made = Past(
        number="9-1", service_code="lamp", state="closed", requested_at=NOON, updated_at=NOON,
        closed_at=NOON, due_at=None, scheduled_at=None, department="light", crew="",
        channel="web", address="", zipcode="", lat=EAST.lat, lon=EAST.lon, outcome="", flags=(),
    )  # fmt: skip
    reconstruct.take_in(
        city=town, batch=[made], source="growth", by=SYSTEM, at=NOON, origin="synthetic"
    )
    assert build.row("9-1").origin == "synthetic"
    entries = RequestEntry.objects.filter(subject__number="9-1")
    assert {e.data["synthetic"] for e in entries} == {True}
    assert not any("reconstructed" in e.data for e in entries)
    assert not faults()


def test_no_promise_of_the_past_is_said_to_be_broken_anew(past: Path) -> None:
    load(past)
    assert tend.tend(at=NOON) == 0


def test_work_on_an_imported_request_goes_on(town: City, past: Path) -> None:
    load(past)
    work.start(city=town, number="1-2", by=CHIEF, at=NOON)
    work.close(city=town, number="1-2", outcome="done", by=CHIEF, at=NOON)
    assert build.verbs_of("1-2") == ["submitted", "routed", "started", "closed"]
    assert not list(proof.disagreements())


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + (HEAD + ROWS).encode(),
        (HEAD + ROWS).replace("\n", "\r\n").encode(),
        (HEAD + ROWS.replace("1-1,", "1-\x001,")).encode(),
        (HEAD + ROWS).encode() + b'9-9,"\xff\xfe broken bytes",,Lamp,Open,,,,,\n',
        (HEAD + ROWS).encode() + b"9-9,too,few\n",
        (HEAD + ROWS).encode() + b"9-9,x,,Lamp,Open,,,,,,and,too,many\n",
        (HEAD + ROWS).encode() + b'9-9,"' + b"x" * 200_000 + b'",,Lamp,Open,,,,,\n',
        (HEAD + ROWS).encode() + b"9-9,9999-12-31 23:59,,Lamp,Open,,,,,\n",
        (HEAD + ROWS).encode() + b'9-9,"never closed quote',
    ],
    ids=["mark", "crlf", "null", "bytes", "few", "many", "huge cell", "year 9999", "quote"],
)
def test_odd_files_are_read_as_far_as_they_make_sense(past: Path, data: bytes) -> None:
    past.write_bytes(data)
    assert figures(load(past))["rows_new"] == 3
    assert set(ServiceRequest.objects.values_list("number", flat=True)) == {"1-1", "1-2", "1-3"}


def test_lists_show_every_number_that_is_taken_in(town: City, past: Path) -> None:
    with past.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD.strip().split(","))
        for number in ("2018/1", "1?2", "1#2", "1%2", "1\\2", "..", "é", "=1+1", '"1', "<b>"):
            out.writerow([number, "2018-01-02 08:00", "", "Lamp", "Open", "", "Call", "", "", ""])
    assert figures(load(past))["rejected_why"] == {"no_number": 1}
    for page in ("/", "/requests/", "/open311/v2/requests.json?start_date=2018-01-01T00:00:00Z"):
        assert Client().get(page).status_code == 200, page


def test_a_gzipped_file_is_read_as_well(past: Path) -> None:
    packed = past.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(past.read_bytes()))
    assert figures(load(packed))["rows_new"] == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("wide.csv", (HEAD + ROWS).encode("utf-16")),
        ("plain.csv.gz", (HEAD + ROWS).encode()),
        ("cut.csv.gz", gzip.compress((HEAD + ROWS).encode(), mtime=0)[:60]),
    ],
    ids=["empty", "other columns", "utf-16", "not packed", "cut off"],
)
def test_a_file_that_is_not_what_was_meant_is_wrong_use(
    town: City, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = load(path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert name in done.stderr
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize("mapping", ["unheard-of", "bad", "odd", "../demo"])
def test_a_mapping_that_cannot_be_used_is_wrong_use(past: Path, mapping: str) -> None:
    done = load(past, mapping=mapping)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert not ServiceRequest.objects.exists()


def test_many_rows_are_taken_in_batches_at_a_steady_count_of_statements(
    town: City, past: Path, tmp_path: Path
) -> None:
    load(past)
    line = "1-{},2018-01-02 08:00,,Lamp,Open,LIGHT,Call,34.005,-118.005,\n"
    counts = []
    for name, numbers in (("a", range(10, 20)), ("b", range(100, 400))):
        path = tmp_path / f"{name}.csv"
        path.write_text(HEAD + "".join(line.format(n) for n in numbers))
        with build.statements() as sent:
            assert figures(load(path))["rows_new"] == len(numbers)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert len(queries.find(town, Filter(), language="en", at=NOON, limit=1000).rows) == 313
