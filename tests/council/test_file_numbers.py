"""Numbers of files: read as people type them, written as each city prints them, sorted truly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules.numbers import (
    BadFormat,
    FileNumber,
    NotANumber,
    Numbering,
    next_after,
)
from townline.council.rules.settings import NumberSettings

LOS_ANGELES = Numbering(NumberSettings())
CITIES = {
    "Los Angeles": NumberSettings(),
    "New York": NumberSettings(format="{prefix} {serial:4}-{yyyy}", prefixes=("Int", "Res", "LU")),
    "Chicago": NumberSettings(format="{prefix}{yyyy}-{serial}", prefixes=("O", "R", "SO", "Or")),
    "Metro": NumberSettings(format="{yyyy}-{serial:4}"),
}


@pytest.mark.parametrize(
    ("typed", "number", "written"),
    [
        ("21-0278", FileNumber(2021, 278), "21-0278"),
        ("11-1013-S2", FileNumber(2011, 1013, 2), "11-1013-S2"),
        ("15-0160-S936", FileNumber(2015, 160, 936), "15-0160-S936"),
        (" 15 – 0160 — s936\n", FileNumber(2015, 160, 936), "15-0160-S936"),
        ("15-0160S936", FileNumber(2015, 160, 936), "15-0160-S936"),
        ("21 278", FileNumber(2021, 278), "21-0278"),
        ("2021-0278", FileNumber(2021, 278), "21-0278"),
        ("98-0001", FileNumber(1998, 1), "98-0001"),
        ("49-0001", FileNumber(2049, 1), "49-0001"),
        ("50-0001", FileNumber(1950, 1), "50-0001"),
        ("26-12345", FileNumber(2026, 12345), "26-12345"),
    ],
)
def test_a_number_of_los_angeles_is_read(typed: str, number: FileNumber, written: str) -> None:
    assert LOS_ANGELES.read(typed) == number
    assert LOS_ANGELES.write(number) == written


@pytest.mark.parametrize(
    ("city", "typed", "number", "written"),
    [
        ("New York", "int 100-2022", FileNumber(2022, 100, 0, "Int"), "Int 0100-2022"),
        ("New York", "LU 7-2024", FileNumber(2024, 7, 0, "LU"), "LU 0007-2024"),
        ("Chicago", "o2017-6460", FileNumber(2017, 6460, 0, "O"), "O2017-6460"),
        ("Chicago", "SO 2017-12", FileNumber(2017, 12, 0, "SO"), "SO2017-12"),
        ("Metro", "2024-1026", FileNumber(2024, 1026), "2024-1026"),
    ],
)
def test_other_cities_number_otherwise(
    city: str, typed: str, number: FileNumber, written: str
) -> None:
    numbering = Numbering(CITIES[city])
    assert numbering.read(typed) == number
    assert numbering.write(number) == written


@pytest.mark.parametrize(
    "typed",
    ["", "x", "21", "21-", "21-0000", "21-02780", "21-0278-", "21-0278-S", "21-0278-S0",
     "21-0278-S2-S3", "210278", "1850-0001", "2150-0001", "21-0278 x", "²1-0278", "9" * 70],
)  # fmt: skip
def test_what_is_no_number_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(NotANumber, match=r"Write it as 21-0278, or a supplement as 21-0278-S2\."):
        LOS_ANGELES.read(typed)


def test_a_city_without_supplements_has_none() -> None:
    metro = Numbering(CITIES["Metro"])
    with pytest.raises(NotANumber, match="no supplements"):
        metro.write(FileNumber(2024, 1026, 1))
    with pytest.raises(NotANumber, match="no kind"):
        metro.write(FileNumber(2024, 1026, 0, "Int"))
    with pytest.raises(NotANumber, match="cannot be written in two digits"):
        LOS_ANGELES.write(FileNumber(2050, 1))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("{yy}-{number}", "one {serial}"),
        ("{serial}", "one {yy} or {yyyy}"),
        ("{yy}{yyyy}-{serial}", "one {yy} or {yyyy}"),
        ("{yy}-{serial}-{supplement}", "in brackets"),
        ("{yy}-{serial}[-{serial}]", "In brackets stands"),
        ("{yy}[-S{supplement}]-{serial}", "Only the end"),
        ("{yy}-{serial}-{x}", "A number may hold"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused(form: str, says: str) -> None:
    with pytest.raises(BadFormat, match=says):
        Numbering(NumberSettings(format=form))


def test_prefixes_need_a_place() -> None:
    with pytest.raises(BadFormat, match="to put them in"):
        Numbering(NumberSettings(prefixes=("Int",)))


def test_the_next_number_is_of_the_same_series() -> None:
    assert next_after(FileNumber(2021, 278)) == FileNumber(2021, 279)
    assert next_after(FileNumber(2015, 160, 936)) == FileNumber(2015, 160, 937)
    assert FileNumber(2015, 160, 936).file == FileNumber(2015, 160)
    assert FileNumber(2021, 278).file == FileNumber(2021, 278)


@st.composite
def numbers(draw: st.DrawFn, city: str) -> FileNumber:
    settings = CITIES[city]
    prefixes = st.sampled_from(settings.prefixes or ("",))
    supplements = st.integers(0, 99_999) if "[" in settings.format else st.just(0)
    return FileNumber(
        draw(st.integers(1950, 2049)),
        draw(st.integers(1, 999_999)),
        draw(supplements),
        draw(prefixes),
    )


@pytest.mark.parametrize("city", list(CITIES))
@given(data=st.data())
def test_every_number_that_is_written_is_read_back(city: str, data: st.DataObject) -> None:
    number, numbering = data.draw(numbers(city)), Numbering(CITIES[city])
    written = numbering.write(number)
    assert numbering.read(written) == number
    assert numbering.read(written.lower().replace("-", " — ")) == number


@given(st.lists(numbers("Los Angeles"), min_size=2, max_size=6))
def test_numbers_sort_by_what_they_count(found: list[FileNumber]) -> None:
    ordered = sorted(found)
    assert [(n.year, n.serial, n.supplement) for n in ordered] == sorted(
        (n.year, n.serial, n.supplement) for n in found
    )
    assert all(number < next_after(number) for number in found)


def test_a_supplement_stands_after_its_file_and_before_the_next() -> None:
    typed = ["21-0279", "21-0278-S10", "99-0278", "21-0278-S9", "21-0278"]
    ordered = sorted(LOS_ANGELES.read(text) for text in typed)
    assert [LOS_ANGELES.write(number) for number in ordered] == [
        "99-0278", "21-0278", "21-0278-S9", "21-0278-S10", "21-0279",
    ]  # fmt: skip
