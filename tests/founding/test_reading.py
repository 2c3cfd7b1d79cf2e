"""Every kind of fault is found, with the line that it stands on and something to do about it."""

import pytest

from tests.founding.folders import (
    DISTRICTS,
    LAYER,
    SLUG,
    changed,
    example,
    read,
    square,
    with_areas,
)
from townline.founding.rules import draft
from townline.founding.rules.faults import Severity

CITY, STREETS, WASTE = "city.toml", "services/streets.toml", "services/waste.toml"
ROUTE = '[[service.route]]\ndepartment = "sanitation"\nbecause = { en = "So." }\n'
BEFORE_QUESTION = '[[service.question]]\ncode = "depth"'
SUSPENSION = '[[suspension]]\nservice = "pothole"\nnotice = { en = "Not now." }\n'
LADDER, DUE = "[[escalation]]\n", 'when = "due"\ntell = ["assignee"]\n'

ONE_FAULT = [
    (CITY, "name = ", "nme = ", "nme", "Did you mean 'name'?"),
    (CITY, '"America/Chicago"', '"Amerika"', "zone", "no time zone"),
    (CITY, '["en"]', "[]", "languages", "no language"),
    (CITY, '["en"]', '["English"]', "languages", "no language code"),
    (CITY, "hosts = []", 'hosts = ["http://x"]', "hosts", "no host name"),
    (CITY, "centre = [40.0000", "centre = [50.0000", "centre", "outside the bounds"),
    (CITY, "bounds = [39.8000", "bounds = [59.8000", "bounds", "do not hold an area"),
    (CITY, "centre = [40.0000, -90.0000]", "centre = [-90.0, 40.0]", "centre", "Latitude comes"),
    (CITY, 'phone = "311"', "phone = 311", "phone", "not a text"),
    (CITY, 'phone = "311"', 'phone = "311', "phone", "not TOML"),
    (CITY, "assumed", '[sample]\nfile = "x"\nmapping = "y"\n#', "file", "has no x"),
    ("departments.toml", '"crews"', '"crew"', '"crew"', "Did you mean 'crews'?"),
    ("departments.toml", '"sanitation"', '"public-works"', "public-works", "is there already"),
    ("departments.toml", 'en = "Sanitation"', 'es = "Limpieza"', "Limpieza", "not have"),
    ("departments.toml", 'name = { en = "Sanitation" }', "", "[[department]]", "'name' is missing"),
    ("departments.toml", 'name = { en = "Sanitation" }', "name = {}", "name = {}", "first lang"),
    ("calendars.toml", 'mon = ["06:00-14:30"]', 'mon = ["6-14"]', '"6-14"', "will not do"),
    ("calendars.toml", 'mon = ["06:00-14:30"]', 'mo = ["06:00-14:30"]', "mo = ", "no day 'mo'"),
    ("calendars.toml", '["06:00-14:30"]', '["14:30-06:00"]', '"14:30-06', "will not do"),
    (
        "calendars.toml",
        '"08:00-12:00", ',
        '"08:00-14:00", ',
        '"08:00-14:00"',
        "must follow one another",
    ),
    ("calendars.toml", 'holidays = "city"', 'holidays = "state"', '"state"', "no set of holidays"),
    (
        "calendars.toml",
        'holidays = "city"',
        'holiday_hours = ["08:00-09:00"]',
        "holiday_hours",
        "keeps no holidays",
    ),
    (
        "calendars.toml",
        'holidays = "city"',
        'holidays = "city"\nholiday_hours = ["9-10"]',
        "holiday_hours",
        "on holidays will not do",
    ),
    ("holidays.csv", "2027-01-01", "2027-02-30", "2027-02-30", "no date"),
    ("holidays.csv", "2027-01-01", "2026-12-25", "New Year's Day", "twice"),
    ("holidays.csv", "city,2027-01-01,", "2027-01-01,", "2027-01-01", "2 cells and not 3"),
    ("holidays.csv", "set,date", "set,day", "set,day", "'date' is missing"),
    ("outcomes.toml", '"nothing_found"', '"nothing"', '"nothing"', "Did you mean 'nothing_f"),
    (STREETS, '"pothole"', '"pot hole"', '"pot hole"', "cannot be used"),
    (STREETS, '"streetlight"', '"pothole"', "pothole", "is there already"),
    (STREETS, 'group = "streets"', 'group = "street"', '"street"', "Did you mean 'streets'?"),
    (STREETS, '"public-works"', '"public-work"', '"public-work"', "no department"),
    (STREETS, '"repaired", ', '"fixed", "repaired", ', '"fixed"', "no outcome 'fixed'"),
    (STREETS, '["repaired", "nothing', '["nothing', '["nothing', "says that it was done"),
    (STREETS, "amount = 5", "amount = 0", "amount = 0", "must be 1 or more"),
    (STREETS, "amount = 5, unit", "amount = 5, units", "units", "'unit' is missing"),
    (STREETS, "amount = 5", "amount = true", "amount = true", "not a whole number"),
    (STREETS, '5, unit = "working_days"', '5, unit = "weeks"', '"weeks"', "cannot be 'weeks'"),
    (STREETS, "radius_m = 30", "radius_m = 0", "radius_m = 0", "no distance"),
    (STREETS, "photos = 3", "photos = 30", "photos = 30", "10 is the most"),
    (STREETS, "photos = 3", 'channels = ["phone"]', '"phone"', "no channel 'phone'"),
    (STREETS, "photos = 3", 'publicity = "secret"', "secret", "cannot be 'secret'"),
    (STREETS, '"nearby"]', '"moon"]', '"moon"]', "no part of a service"),
    (STREETS, '"asphalt", ', '"hole", ', '"hole", "hole"', "twice"),
    (STREETS, '"singlevaluelist"', '"list"', '"list"', "cannot be 'list'"),
    (STREETS, "minimum = 0", "minimum = 61", "minimum = 61", "more than maximum"),
    (STREETS, '"number"', '"string"', "minimum", "for numbers alone"),
    (STREETS, "minimum = 0", "max_length = 3", "max_length", "for strings alone"),
    (STREETS, '["lane", "cycle-lane"]', '["lanes"]', '"lanes"', "Did you mean 'lane'?"),
    (STREETS, "when = { where", "when = { were", "were = ", "Did you mean 'where'?"),
    (STREETS, "when = { where", "when = { depth", "when", "waits for itself"),
    (STREETS, 'key = "cycle-lane"', 'key = "lane"', '"lane"', "is there already"),
    (STREETS, "window_days = 30", 'window_days = 30, kindred = ["moon"]', "moon", "no service"),
    *(
        (CITY, "assumed", f"{LADDER}{old}\n#", at, told)
        for old, at, told in (
            ('when = "soon"\ntell = ["assignee"]', "soon", "cannot be 'soon'"),
            ('when = "due"\ntell = []', "tell", "tells nobody"),
            ('when = "due"\ntell = ["assigne"]', "assigne", "Did you mean 'assignee'?"),
            ('when = "due"\ntell = ["role:mayor"]', "mayor", "Nobody is called"),
            ('when = "due"\ntell = ["assignee"]\nby = ["phone"]', "phone", "no way 'phone'"),
            ('when = "late"\ntell = ["assignee"]', "late", "lacks working_days"),
            ('when = "due"\ndays = 3\ntell = ["assignee"]', "days = 3", "is for steps"),
            ('when = "silent"\ndays = 0\ntell = ["assignee"]', "days = 0", "must be 1 or more"),
            ('when = "silent"\ndays = 900\ntell = ["assignee"]', "days = 900", "is the most"),
            (
                'when = "due"\ntell = ["address:duty"]\nby = ["email"]',
                "address:duty",
                "has no address",
            ),
            ('when = "due"\ntell = ["address:duty"]', "[[escalation]]", "by e-mail alone"),
            ('when = "due"\ntell = ["assignee"]\nhow = "desk"', "how = ", "not known here"),
        )
    ),
    (
        CITY,
        "assumed",
        f"{LADDER}{DUE}{LADDER}{DUE}#",
        "when = ",
        "is there already",
    ),
    (
        "departments.toml",
        'calendar = "crews"',
        'calendar = "crews"\naddresses = { duty = "us" }',
        "duty",
        "no e-mail address",
    ),
    (WASTE, "lead_days = 1\n", "lead_days = 20\n", "lead_days = 20", "no day is left"),
    (WASTE, '"tue", ', '"tuesday", ', '"tuesday"', "no weekday"),
    (WASTE, "capacity", 'area_kind = "depot"\ncapacity', '"depot"', "no kind of area"),
    (WASTE, "limit = 2", "limit = 0", "limit = 0", "must be 1 or more"),
    (WASTE, 'kind = "order"\n', "", "max_items", "is for orders"),
]


@pytest.mark.parametrize(("path", "old", "new", "at", "told"), ONE_FAULT)
def test_a_fault_is_told_with_its_line(path: str, old: str, new: str, at: str, told: str) -> None:
    files = changed(path, old, new)
    lines = files[path].decode().split("\n")
    errors = [f for f in read(files).errors if f.file == path]
    fitting = [f for f in errors if told in f"{f.what} {f.remedy}"]
    assert fitting, [str(f) for f in errors]
    assert any(at in lines[(f.line or 0) - 1] for f in fitting), [str(f) for f in fitting]
    assert all(f.remedy for f in errors)


def test_the_example_has_no_fault_and_says_what_is_off() -> None:
    found = read(example())
    assert found.faults == ()
    assert set(found.offers) == {"pothole", "streetlight", "bulky-items", "illegal-dumping"}
    assert [sentence.split(":")[0] for sentence in found.off] == [
        "No areas",
        "No boundary",
        "No places",
    ]


def test_an_order_without_dates_is_a_fault() -> None:
    text = example()[WASTE].decode()
    start, end = text.index("[service.dates]"), text.index("[[service.item]]")
    found = read(example() | {WASTE: (text[:start] + text[end:]).encode()})
    assert [f.what for f in found.errors] == ["The order 'bulky-items' offers no dates."]
    assert found.errors[0].line == text.split("\n").index("[[service]]") + 1


def test_a_route_behind_one_that_takes_everything_is_never_taken() -> None:
    narrow = ROUTE + 'answers = { where = ["lane"] }\n'
    reachable = read(changed(STREETS, BEFORE_QUESTION, narrow + ROUTE + BEFORE_QUESTION))
    assert reachable.errors == ()
    found = read(changed(STREETS, BEFORE_QUESTION, ROUTE + narrow + BEFORE_QUESTION))
    assert ["is never taken: route 1" in f.what for f in found.errors] == [True]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('department = "water"', "no department 'water'"),
        ('areas = ["district"]', "no area key"),
        ('areas = ["depot:1"]', "no kind of area 'depot'"),
        ('areas = ["district:9"]', "no area 'district:9'"),
        ("since = 2026-05-02\nuntil = 2026-05-01", "comes before since"),
        ("since = 0206-05-02", "not near our time"),
        ('answers = { where = ["roof"] }', "no option"),
    ],
)
def test_a_route_names_only_what_there_is(more: str, told: str) -> None:
    route = f"[[service.route]]\n{more}\nbecause = {{ en = 'So.' }}\n"
    if "department" not in more:
        route += 'department = "sanitation"\n'
    files = with_areas(*DISTRICTS)
    files |= {STREETS: changed(STREETS, BEFORE_QUESTION, route + BEFORE_QUESTION)[STREETS]}
    found = read(files)
    assert [told in f.what for f in found.errors] == [True], found.errors
    line = files[STREETS].decode().split("\n")[(found.errors[0].line or 0) - 1]
    assert line in more.split("\n")


def test_a_suspension_is_of_a_service_that_there_is() -> None:
    fine = read(example() | {"suspensions.toml": SUSPENSION.encode()})
    assert fine.errors == ()
    assert fine.suspensions[0].service_code == "pothole"
    wrong = SUSPENSION.replace("pothole", "potholes")
    found = read(example() | {"suspensions.toml": wrong.encode()})
    assert [str(f) for f in found.errors] == [
        "suspensions.toml:2: error: There is no service 'potholes'. Did you mean 'pothole'?"
    ]


def test_a_missing_language_is_a_warning_once_a_file() -> None:
    found = read(changed(CITY, '["en"]', '["en", "es"]'))
    assert found.errors == ()
    assert {f.file for f in found.warnings} >= {STREETS, WASTE, "departments.toml"}
    assert len(found.warnings) == len({f.file for f in found.warnings})
    assert "texts have no words in es" in found.warnings[0].what


@pytest.mark.parametrize("path", [CITY, "departments.toml", "outcomes.toml", "groups.toml"])
def test_a_missing_file_is_told_once(path: str) -> None:
    files = example()
    del files[path]
    found = [f for f in read(files).errors if f.file == path and "file is missing" in f.what]
    assert len(found) == 1


def test_a_file_that_nothing_reads_is_a_warning_with_the_name_that_was_meant() -> None:
    found = read(example() | {"service/extra.toml": b"", "holiday.csv": b""})
    assert [(f.severity, f.file) for f in found.faults] == [
        (Severity.WARNING, "holiday.csv"),
        (Severity.WARNING, "service/extra.toml"),
    ]
    assert found.faults[0].remedy == "Did you mean 'holidays.csv'?"


def test_bytes_that_are_no_text_are_a_fault_with_their_line() -> None:
    found = read(example() | {"groups.toml": b"# one\n# t\xffwo\n"})
    assert ("groups.toml", 2) in {(f.file, f.line) for f in found.errors}


def test_a_folder_that_is_none_is_refused(tmp_path) -> None:
    with pytest.raises(draft.NoFolder):
        draft.read(tmp_path / SLUG)
    (tmp_path / "Not A Slug").mkdir()
    with pytest.raises(draft.NoFolder):
        draft.read(tmp_path / "Not A Slug")


def test_hidden_files_and_links_to_elsewhere_are_not_of_the_folder(tmp_path) -> None:
    folder = tmp_path / SLUG
    folder.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.md").write_text("x")
    (folder / "city.toml").write_text("")
    assert set(draft.read(folder).files) == {"city.toml"}


def test_areas_are_read_with_their_codes_and_names() -> None:
    found = read(with_areas(*DISTRICTS))
    assert found.errors == ()
    assert [(f.code, f.name) for f in found.layers[0].features] == [("1", "North"), ("2", "South")]


BOW_TIE = square(40, -90, id=1, name="North")
BOW_TIE["geometry"] = {
    "type": "Polygon",
    "coordinates": [[[-90, 40], [-89.9, 40.1], [-89.9, 40], [-90, 40.1], [-90, 40]]],
}
POINT = square(40, -90, id=1, name="North") | {
    "geometry": {"type": "Point", "coordinates": [-90, 40]}
}


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        (BOW_TIE, "not valid: Self-intersection"),
        (POINT, "is Point and no area"),
        (POINT | {"geometry": None}, "geometry cannot be read"),
        (square(-90, 40, id=3, name="X"), "longitude first"),
        (square(10, 10, id=3, name="X"), "outside the city's bounds"),
        (square(40, -90, id=2, name="X"), "that of feature 1"),
        (square(40, -90, nr=3, name="X"), "has no 'id'"),
        (square(40, -90, id="a,b", name="X"), "cannot be used"),
    ],
)
def test_a_bad_area_is_told_with_its_number(feature: dict, told: str) -> None:
    found = read(with_areas(DISTRICTS[1], feature))
    assert [(f.feature, told in f"{f.what} {f.remedy}") for f in found.errors] == [(2, True)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("districts.geojson.gz", "district.geojson.gz", "Did you mean 'areas/districts.geojson.gz"),
        ('licence = "CC0 1.0"', "", "'licence' is missing"),
        ('code = "id"', 'code = "ident"', "has no 'ident'"),
        ('code = "id"', 'code = "id"\nsince = 2026-02-01\nuntil = 2026-01-01', "before since"),
        ('code = "id"', 'code = "id"\nboundary = true\nneighbours = true', "not both"),
        ('code = "id"', 'code = "id"\nsort = 1', "'sort' is not known"),
    ],
)
def test_a_bad_layer_is_told(old: str, new: str, told: str) -> None:
    found = read(with_areas(*DISTRICTS, toml=LAYER.replace(old, new)))
    assert any(told in f"{f.what} {f.remedy}" for f in found.errors), found.errors


def test_two_layers_of_a_kind_may_follow_but_not_overlap() -> None:
    first = LAYER + "until = 2021-12-31\n"
    assert read(with_areas(*DISTRICTS, toml=first + LAYER + "since = 2022-01-01\n")).errors == ()
    found = read(with_areas(*DISTRICTS, toml=first + LAYER + "since = 2021-12-31\n"))
    assert ["same day" in f.what for f in found.errors] == [True]


def test_a_damaged_file_of_areas_is_a_fault() -> None:
    for content in (b"no gzip", b""):
        files = with_areas(*DISTRICTS) | {"areas/districts.geojson.gz": content}
        assert [f.file for f in read(files).errors] == ["areas/districts.geojson.gz"]


def test_places_are_counted_and_their_bad_rows_told_with_their_lines() -> None:
    header = "number,direction,street,suffix,zip,lat,lon\n"
    rows = "12 1/2,N,MAIN,ST,60001,40.01,-90.01\n12,,MAIN,ST,,-90.01,40.01\n,,MAIN,ST,,40,-90\n"
    found = read(example() | {"places/addresses.csv": (header + rows).encode()})
    assert found.counts.addresses == 1
    assert [(f.line, f.what) for f in found.errors] == [
        (3, "The point lies outside the city's bounds."),
        (4, "The address has no number or no street."),
    ]
    address = next(found.places.addresses())
    assert (address.number, address.number_suffix, address.zipcode) == (12, "1/2", "60001")


def test_of_a_long_list_of_faults_the_rest_is_counted() -> None:
    rows = "name,lat,lon\n" + "Somewhere,0,0\n" * 30
    found = read(example() | {"places/landmarks.csv": rows.encode()})
    assert len(found.errors) == 21
    assert "10 more faults" in found.errors[0].what


MAPPING = """
[columns]
number = "Nr"
requested = "When"
service = "What"
[times]
formats = ["%Y-%m-%d"]
zone = "America/Chicago"
[status]
Open = "open"
[services]
Hole = "pothole"
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('number = "Nr"\n', "", "'number' is missing"),
        ('service = "What"', 'service = "What"\nserial = "x"', "'serial' is not known"),
        ('zone = "America/Chicago"', 'zone = "Mars"', "no time zone"),
        ('"%Y-%m-%d"', '"%Y-%m-%d", "%d.%m.%Y %d"', "No time can be read by '%d.%m.%Y %d'"),
        ('Open = "open"', 'Open = "opened"', "no status 'opened'"),
        ('Hole = "pothole"', 'Hole = "hole"', "no service 'hole'"),
    ],
)
def test_a_bad_mapping_is_told(old: str, new: str, told: str) -> None:
    fine = example() | {"mappings/open.toml": MAPPING.encode()}
    assert read(fine).errors == ()
    found = read(fine | {"mappings/open.toml": MAPPING.replace(old, new).encode()})
    assert [told in f.what for f in found.errors] == [True], found.errors
