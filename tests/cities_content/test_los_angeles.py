"""What the folder of Los Angeles holds, and that it is whole."""

import csv
import gzip
import io

import pytest

from tests.cities_content.conftest import CITIES, tables, texts

LANGUAGES = {"en", "es", "ko", "hy", "zh-hans"}
OPEN_DATA = {
    "Bulky Items": "bulky-items",
    "Dead Animal Removal": "dead-animal",
    "Electronic Waste": "electronic-waste",
    "Feedback": "feedback",
    "Graffiti Removal": "graffiti-removal",
    "Homeless Encampment": "homeless-encampment",
    "Illegal Dumping Pickup": "illegal-dumping",
    "Metal/Household Appliances": "metal-appliances",
    "Multiple Streetlight Issue": "multiple-streetlights",
    "Other": "other",
    "Report Water Waste": "water-waste",
    "Single Streetlight Issue": "single-streetlight",
}
"""The twelve types of the open data and the services that they are."""
RELABELLED = {
    "Animal Remains": "dead-animal",
    "Graffiti": "graffiti-removal",
    "Illegal Dumping": "illegal-dumping",
    "Metal/Appliances": "metal-appliances",
    "Multiple Streetlights": "multiple-streetlights",
    "Single Streetlight": "single-streetlight",
    "Water Waste": "water-waste",
}
"""Types as the programming interface of 2022 names them, where they differ."""
MEASURED = set(OPEN_DATA.values()) - {"feedback"}
"""Feedback has four rows: too few to measure."""
OWNERS = {
    "BOS": "sanitation",
    "LASAN": "sanitation",
    "Sanitation Bureau": "sanitation",
    "BSL": "street-lighting",
    "BSS": "street-services",
    "OCB": "community-beautification",
    "ITA": "technology",
    "LADWP": "water-and-power",
}
SOURCES = {
    "Call", "Council's Office", "Driver Self Report", "Email", "Letter", "Mobile App",
    "Self Service", "Voicemail", "Walk-in",
}  # fmt: skip
STATUSES = {"Open", "Pending", "Forward", "Closed", "Cancelled", "Referred Out"}
CONFIDENTIAL = {
    "homeless-encampment", "manual-pickup", "wage-standards", "illegal-construction",
    "leaf-blower", "illegal-auto-repair", "street-vending", "illegal-dumping-in-progress",
    "tree-violation", "illegal-discharge", "illegal-excavation", "feedback", "information",
}  # fmt: skip


def test_the_folder_has_no_errors(los_angeles):
    assert los_angeles.errors == ()


def test_all_that_is_warned_of_is_a_translation_that_is_not_made(los_angeles):
    assert {w.what.split(" texts have no words in ")[-1][:2] for w in los_angeles.warnings} <= {
        "ko", "hy", "zh",
    }  # fmt: skip


def test_it_offers_sixty_services_in_groups_that_are_all_used(los_angeles):
    assert len(los_angeles.offers) == 60
    ((_, groups),) = tables("los-angeles", "groups.toml")
    assert {o.group for o in los_angeles.offers.values()} == {g["code"] for g in groups["group"]}


@pytest.mark.parametrize(("name", "code"), [*OPEN_DATA.items(), *RELABELLED.items()])
def test_every_type_of_the_open_data_is_a_service(los_angeles, name, code):
    assert name in los_angeles.offers[code].aliases


@pytest.mark.parametrize(("owner", "code"), OWNERS.items())
def test_every_owner_in_the_data_is_a_department(los_angeles, owner, code):
    assert owner in los_angeles.organisation.departments[code].aliases


def test_sanitation_has_its_later_name_from_the_day_the_data_show_it(los_angeles):
    ((since, words),) = los_angeles.organisation.departments["sanitation"].renamed
    assert (since.isoformat(), words["en"]) == ("2020-05-04", "LA Sanitation and Environment")


def test_every_text_is_in_english_and_spanish():
    found = [
        text
        for pattern in ("*.toml", "services/*.toml")
        for _, table in tables("los-angeles", pattern)
        for text in texts(table, LANGUAGES)
    ]
    assert len(found) > 800
    assert [text for text in found if not {"en", "es"} <= set(text)] == []


def test_names_groups_outcomes_and_departments_are_in_all_five_languages(los_angeles):
    named = [o.words for o in los_angeles.offers.values()]
    named += [o.group_words for o in los_angeles.offers.values()]
    named += [outcome.words for o in los_angeles.offers.values() for outcome in o.outcomes]
    named += [d.words for d in los_angeles.organisation.departments.values()]
    assert [words for words in named if set(words) != LANGUAGES] == []


def test_every_first_question_is_in_all_five_languages(los_angeles):
    firsts = [
        next((q for q in o.questions if q.kind != "text"), None)
        for o in los_angeles.offers.values()
    ]
    assert {q.code for q in firsts if q and q.required and set(q.words) != LANGUAGES} == set()


def test_every_outcome_is_used_and_every_service_can_end_in_the_common_ways(los_angeles):
    ((_, table),) = tables("los-angeles", "outcomes.toml")
    used = {outcome.code for o in los_angeles.offers.values() for outcome in o.outcomes}
    assert used == {outcome["code"] for outcome in table["outcome"]}
    common = {"duplicate", "closed-by-lead", "cancelled-by-resident"}
    assert [
        o.code for o in los_angeles.offers.values() if not common <= {x.code for x in o.outcomes}
    ] == []


@pytest.mark.parametrize(
    ("service", "outcome"),
    [
        ("graffiti-removal", "graffiti-removed"),
        ("pothole", "pothole-filled"),
        ("illegal-dumping", "dumping-cleared"),
    ],
)
def test_work_that_can_be_seen_is_closed_with_evidence(los_angeles, service, outcome):
    assert los_angeles.offers[service].outcome(outcome).evidence


def test_a_promise_is_measured_or_said_to_be_assumed(los_angeles):
    for offer in los_angeles.offers.values():
        assert offer.respond, offer.code
        assert offer.resolve, offer.code
        assert ("resolve" in offer.assumed) is (offer.code not in MEASURED), offer.code
        assert "respond" in offer.assumed, offer.code


def test_what_reveals_a_person_is_for_its_reporter_alone(los_angeles):
    hidden = {o.code for o in los_angeles.offers.values() if o.publicity == "nothing"}
    assert hidden >= CONFIDENTIAL
    assert hidden >= {o.code for o in los_angeles.offers.values() if o.group == "bills"}
    assert [code for code in hidden if los_angeles.offers[code].nearby] == []


def test_only_what_names_nobody_is_open_at_once(los_angeles):
    shown = {o.code for o in los_angeles.offers.values() if o.publicity == "everything"}
    assert shown == {"single-streetlight", "multiple-streetlights", "pothole"}


def test_an_order_is_served_on_days_that_its_department_works(los_angeles):
    orders = [o for o in los_angeles.offers.values() if o.kind == "order"]
    assert len(orders) == 6
    for offer in orders:
        calendar = los_angeles.organisation.departments[offer.department].calendar
        week = los_angeles.organisation.calendars[calendar]
        assert offer.dates.area_kind == "sanitation_district"
        assert offer.dates.capacity > 0
        assert all(week.open[day] for day in offer.dates.weekdays)
        assert 0 < offer.max_items <= sum(item.limit for item in offer.items), offer.code


def test_the_freeway_is_referred_to_the_state_and_the_park_to_its_department(los_angeles):
    graffiti = los_angeles.offers["graffiti-removal"]
    options = {option.key: option for option in graffiti.question("where").options}
    assert "Caltrans" in options["freeway"].refer["en"]
    assert not options["park"].refer
    assert graffiti.routes[0].department == "recreation-and-parks"
    assert graffiti.routes[0].answers == {"where": ("park",)}


@pytest.mark.parametrize("mapping", ["myla311-2018", "myla311-2020"])
def test_a_mapping_knows_every_word_of_the_published_files(mapping):
    ((_, table),) = tables("los-angeles", f"mappings/{mapping}.toml")
    assert set(table["status"]) == STATUSES
    assert set(table["channels"]) >= SOURCES
    assert table["channels"]["Driver Self Report"] == "crew"


def test_the_sample_holds_every_type_and_only_what_its_mapping_reads(los_angeles):
    sample = los_angeles.settings.sample
    ((_, table),) = tables("los-angeles", f"mappings/{sample.mapping}.toml")
    packed = (CITIES / "los-angeles" / sample.file).read_bytes()
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode())))
    assert 2_900 < len(rows) < 3_300
    assert set(rows[0]) == {*table["columns"].values(), *table["areas"].values()}
    assert {row["RequestType"] for row in rows} == set(OPEN_DATA)
    assert {row["Status"] for row in rows} <= set(table["status"])
    assert len({row["SRNumber"] for row in rows}) == len(rows)
    assert {row["CD"] for row in rows} >= {str(n) for n in range(1, 16)}


def test_no_file_of_services_is_too_long_to_read():
    for path in CITIES.glob("*/services/*.toml"):
        assert path.read_text(encoding="utf-8").count("\n") < 400, path
