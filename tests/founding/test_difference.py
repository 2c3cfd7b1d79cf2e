"""What applying a folder would change is told value by value."""

from tests.founding.folders import DISTRICTS, changed, example, read, square, with_areas
from townline.founding.rules import difference
from townline.founding.rules.difference import Change, How

STREETS = "services/streets.toml"


def between(before: dict[str, bytes], after: dict[str, bytes]) -> tuple[Change, ...]:
    return difference.between(read(before), read(after))


def test_a_changed_service_is_told_by_its_values() -> None:
    (change,) = between(example(), changed(STREETS, "minimum = 0", "minimum = 2"))
    assert (change.part, change.code, change.how) == ("service", "pothole", How.CHANGED)
    assert change.fields == {"questions[depth].minimum": (0, 2)}
    assert str(change) == "~ service pothole\n    questions[depth].minimum: 0 → 2"


def test_comments_and_order_of_keys_change_nothing() -> None:
    assert between(example(), changed(STREETS, "# Reports", "# Other words\n# Reports")) == ()


def test_parts_that_come_and_go_are_told() -> None:
    after = changed(STREETS, 'code = "streetlight"', 'code = "lamp"')
    told = {(c.part, c.code): c.how for c in between(example(), after)}
    assert told == {("service", "lamp"): How.ADDED, ("service", "streetlight"): How.REMOVED}


def test_from_nothing_all_is_added() -> None:
    changes = difference.between(None, read(example()))
    assert {change.how for change in changes} == {How.ADDED}
    assert {change.part for change in changes} == {
        "city",
        "department",
        "calendar",
        "service",
        "file",
        "emergency",
    }


def test_a_holiday_and_a_department_are_told() -> None:
    holidays = changed("holidays.csv", "city,2027-12-24,Christmas Day (observed)\n", "")
    told = between(example(), holidays)
    assert {(c.part, c.code) for c in told} == {("calendar", "office"), ("calendar", "crews")}
    assert told[0].fields == {"holidays.2027-12-24": (True, None)}
    (named,) = between(example(), changed("departments.toml", "Public Works", "Works"))
    assert named.fields == {"words.en": ("Public Works", "Works")}


def test_an_area_that_moves_is_told() -> None:
    moved = with_areas(DISTRICTS[0], square(39.85, -90, id=2, name="South"))
    (change,) = between(with_areas(*DISTRICTS), moved)
    assert (change.part, change.code, list(change.fields)) == ("area", "district: 2", ["shape"])


def test_a_file_of_places_is_told_as_a_file() -> None:
    (change,) = between(example(), example() | {"places/landmarks.csv": b"name,lat,lon\n"})
    assert (change.part, change.code, change.how) == ("file", "places/landmarks.csv", How.ADDED)
