"""Reading what people type for a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules import addresses, streets
from townline.geography.rules.addresses import AddressRead, CrossingRead, NameRead, read
from townline.geography.rules.streets import Street

SPRING = Street(direction="N", key="SPRING", suffix="ST")


@pytest.mark.parametrize(
    ("text", "number", "fraction", "street", "zipcode"),
    [
        ("200 N Spring St, 90012", 200, "", SPRING, "90012"),
        ("200 north spring street apt 4", 200, "", SPRING, ""),
        ("200 N. Spring St. #12", 200, "", SPRING, ""),
        ("200-210 N Spring St Unit B", 200, "", SPRING, ""),
        ("1417 1/2 E 109th St", 1417, "1/2", Street(direction="E", key="109TH", suffix="ST"), ""),
        ("12B Main St", 12, "B", Street(key="MAIN", suffix="ST"), ""),
        ("12 B St", 12, "", Street(key="B", suffix="ST"), ""),
        ("123 North St", 123, "", Street(key="NORTH", suffix="ST"), ""),
        ("123 N North St", 123, "", Street(direction="N", key="NORTH", suffix="ST"), ""),
        ("12 Ave 54", 12, "", Street(key="AVENUE 54"), ""),
        ("12 Avenue of the Stars", 12, "", Street(key="AVENUE OF THE STARS"), ""),
        ("9 La Ciénega Bl", 9, "", Street(key="LA CIENEGA", suffix="BLVD"), ""),
        ("9 Saint Andrews Place", 9, "", Street(key="ST ANDREWS", suffix="PL"), ""),
        ("500 West First Street", 500, "", Street(direction="W", key="1ST", suffix="ST"), ""),
        ("500 Main St South", 500, "", Street(direction="S", key="MAIN", suffix="ST"), ""),
        ("1025½ Oxford Ave", 1025, "1/2", Street(key="OXFORD", suffix="AVE"), ""),
        ("1025-1/2 Oxford Ave", 1025, "1/2", Street(key="OXFORD", suffix="AVE"), ""),
        ("210 E Avenue 39, 90031", 210, "", Street(direction="E", key="AVENUE 39"), "90031"),
        ("9 W King, Jr Blvd", 9, "", Street(direction="W", key="KING JR", suffix="BLVD"), ""),
        ("#200 N Spring St", 200, "", SPRING, ""),
        ("200 N Spring St Piso 3", 200, "", SPRING, ""),
        ("City Hall, 200 N Spring St", 200, "", SPRING, ""),
        ("90012 Main St, 90012-1234", 90012, "", Street(key="MAIN", suffix="ST"), "90012"),
    ],
)
def test_an_address_is_read(text, number, fraction, street, zipcode):
    assert read(text)[0] == AddressRead(
        number=number, number_suffix=fraction, street=street, zipcode=zipcode
    )


def test_a_city_without_a_comma_leaves_a_second_reading():
    wanted = AddressRead(number=200, street=SPRING, zipcode="90012")
    assert wanted in read("200 N Spring St Los Angeles CA 90012")


@pytest.mark.parametrize(
    "text",
    [
        "1st St at Spring St", "1ST ST AND SPRING ST", "First St & Spring St",
        "1st St@Spring St", "First Street / Spring Street", "corner of 1st St and Spring St",
        "The intersection of 1st St and Spring St", "Calle: 1st St y Spring St",
        "1st St/Spring St", "1st St + Spring St", "1st St x Spring St", "1st St, Spring St",
        "NW corner of 1st St and Spring St", "Esquina de 1st St con Spring St",
    ],
)  # fmt: skip
def test_a_crossing_is_read(text):
    one, other = Street(key="1ST", suffix="ST"), Street(key="SPRING", suffix="ST")
    crossings = [r for r in read(text.removeprefix("Calle: ")) if isinstance(r, CrossingRead)]
    assert crossings == [CrossingRead(one=one, other=other)]


@pytest.mark.parametrize(
    "written", ["Mill Road Northeast Roadway", "MILL ROAD SOUTHWEST RDWY", "Mill Rd N/R"]
)
def test_a_roadway_of_a_divided_street_is_the_street(written):
    assert streets.taken_apart(streets.plain(written).split()) == Street(key="MILL", suffix="RD")


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("200 N Spring St, Burbank, CA 91502", ("BURBANK", "CA")),
        ("200 N Spring St apt 4, Van Nuys", ("VAN NUYS",)),
        ("1st & Spring, Los Angeles", ("LOS ANGELES",)),
        ("200 N Spring St, Floor 2, 90012", ()),
    ],
)
def test_what_is_said_beside_a_street_is_set_aside(text, beside):
    assert read(text)[0].beside == beside


def test_a_town_that_follows_a_suffix_is_set_aside_in_a_second_reading():
    assert [r.beside for r in read("200 N Spring St Burbank CA")][:2] == [(), ("BURBANK CA",)]


def test_the_keys_of_a_crossing_do_not_depend_on_the_order():
    assert addresses.crossing_key("W 1ST ST", "N SPRING ST") == ("1ST", "SPRING")
    assert addresses.crossing_key("Spring Street", "First Street") == ("1ST", "SPRING")


def test_anything_else_is_a_name():
    assert read("The Old Mill") == (NameRead(key="OLD MILL"),)
    assert read("City Hall, 200 N Spring St")[-1] == NameRead(key="CITY HALL")


@pytest.mark.parametrize("text", ["", "   ", ",,,", "\x00", "\u200b", "。"])
def test_nothing_is_read_as_nothing(text):
    assert read(text) == ()


@given(st.text(max_size=500))
def test_no_text_upsets_the_reader(text):
    assert all(isinstance(r, AddressRead | CrossingRead | NameRead) for r in read(text))


@given(
    st.integers(1, 99_999),
    st.sampled_from(sorted(streets.DIRECTIONS)),
    st.from_regex(r"[B-DF-HJ-MO-RT-VX-Z]{4,9}", fullmatch=True).filter(
        lambda w: not streets.suffix(w) and w not in addresses.UNITS
    ),
    st.sampled_from(sorted(streets.SUFFIXES)),
    st.from_regex(r"9[0-9]{4}", fullmatch=True),
)
def test_an_address_as_the_city_writes_it_is_read_back(number, direction, name, suffix, zipcode):
    text = addresses.label(number, "", direction, name, suffix, zipcode)
    street = Street(direction=direction, key=name, suffix=suffix)
    assert read(text)[0] == AddressRead(number=number, street=street, zipcode=zipcode)
    assert read(text.lower())[0] == read(text)[0]


@given(
    st.sampled_from(sorted(streets.SUFFIXES)), st.data()
)  # fmt: skip
def test_every_spelling_of_a_suffix_means_the_same(short, data):
    written = data.draw(st.sampled_from((short, *streets.SUFFIXES[short])))
    assert streets.suffix(written.lower()) == short
    assert streets.suffix(short) == short


@given(st.text(max_size=60))
def test_a_streets_key_is_its_own_key(name):
    key = streets.street_key(name)
    assert streets.street_key(key) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [("First", "1ST"), ("3TH", "3RD"), ("042nd", "42ND"), ("11st", "11TH"), ("O'Hara", "OHARA"),
     ("112ND", "112TH"), ("Jean-Paul", "JEAN PAUL"), ("Cañón", "CANON")],
)  # fmt: skip
def test_a_street_is_compared_in_one_spelling(written, key):
    assert streets.street_key(written) == key


@given(*[st.sampled_from(["", "N", "S"]), st.sampled_from(["", "ST", "AVE"])] * 2)
def test_streets_agree_fully_only_with_themselves(d1, s1, d2, s2):
    agrees = Street(direction=d1, key="MAIN", suffix=s1).agrees(d2, s2)
    assert (agrees == 1.0) is ((d1, s1) == (d2, s2))
    assert agrees == Street(direction=d2, key="MAIN", suffix=s2).agrees(d1, s1)
    assert agrees > 0
