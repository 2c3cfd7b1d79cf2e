"""``townline places``: what it prints, and how it refuses."""

import json

import pytest
from click.testing import CliRunner

from tests.geography import build
from townline.config.commands.places import group
from townline.geography.rules.gazetteer import KnownAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = build.give_areas(
        build.city("gridton", (-0.04, -10.04, 0.0, -10.0)),
        build.layer("city", build.feature("g", -10.04, -0.04, -10.0, 0.0), boundary=True),
        build.layer("district", build.feature("1", -10.02, -0.04, -10.0, 0.0)),
        build.layer(
            "neighbour", build.feature("n", -9.99, -0.04, -9.9, 0.0), neighbours=True
        ),
    )  # fmt: skip
    mill = KnownAddress(number=1, street="MILL", suffix="LN", lat=-0.01, lon=-10.01)
    return build.give_places(made, mill)


def run(*words):
    return CliRunner().invoke(group, [str(w) for w in words])


def test_a_point_is_located_with_its_address(town):
    done = run("locate", -0.01, -10.01, "--json")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["inside"] is True
    assert [a["key"] for a in document["areas"]] == ["district:1"]
    assert document["address"]["label"] == "1 MILL LN"
    told = run("locate", -0.01, -10.01).stdout
    assert "In Gridton, near 1 MILL LN" in told
    assert "district: Area 1 (district:1)" in told


def test_a_point_outside_is_an_answer(town):
    done = run("locate", -0.01, -9.95, "--city", "gridton", "--on", "2026-03-02", "--json")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert (document["inside"], document["neighbour"], document["on"]) == (
        False, "Area n", "2026-03-02",
    )  # fmt: skip
    assert "it is in Area n" in run("locate", -0.01, -9.95).stdout


def test_an_address_is_geocoded(town):
    done = run("geocode", "1 mill lane", "--json")
    assert done.exit_code == 0
    (match,) = json.loads(done.stdout)["matches"]
    assert (match["label"], match["lat"], match["long"]) == ("1 MILL LN", -0.01, -10.01)
    assert "1 MILL LN" in run("geocode", "1 Mill Ln").stdout


def test_what_is_not_found_exits_one(town):
    done = run("geocode", "7 Nowhere Rd", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["matches"] == []
    assert "knows no place" in run("geocode", "7 Nowhere Rd").stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("locate", -10.01, -0.01), "look swapped; try -0.01 -10.01"),
        (("locate", -118.2, 34.1), "swapped"),
        (("locate", "here", "there"), "numbers"),
        (("locate", 1, 1, "--on", "monday"), "is no date"),
        (("locate", 1, 1, "--city", "atlantis"), "no city 'atlantis'; there are: gridton"),
        (("geocode", "  "), "is empty"),
        (("locate", 1), "Missing argument"),
    ],
)
def test_wrong_use_exits_two_with_a_sentence(town, words, says):
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_before_any_city_is_applied_it_says_what_to_do():
    done = run("locate", 1, 1)
    assert done.exit_code == 2
    assert "townline city apply" in done.stderr
