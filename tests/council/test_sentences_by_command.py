"""`townline council parse` and `render`: from a sentence to JSON and back, by the city in force."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from tests.council import los_angeles_council
from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.config.commands.council import group
from townline.council import queries
from townline.council.actions import put_council
from townline.council.rules.vocabulary import Template, Vocabulary
from townline.record.verbs import SYSTEM

AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
SETTINGS = CitySettings(
    name="Los Angeles",
    zone="America/Los_Angeles",
    languages=("en",),
    centre=(34, -118),
    bounds=(33, -119, 35, -117),
    jurisdiction="los-angeles.example.org",
)
SENTENCE = "Council continued item to/for November 1, 2022 ."


def edition(vocabulary: Vocabulary | None = None) -> City:
    """Return the city in a new edition, with a council."""
    made = begin_edition(slug="los-angeles", settings=SETTINGS, files={}, by=SYSTEM, at=AT)
    said = los_angeles_council.read()
    put_council(
        city_id=made.id,
        edition_id=made.edition_id,
        settings=said.settings,
        vocabulary=vocabulary or said.vocabulary,
        by=SYSTEM,
        at=AT,
    )
    return made


@pytest.fixture
def city(db: None) -> City:
    return edition()


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(group, list(words), input=given)


def test_a_sentence_goes_to_json_and_back(city: City) -> None:
    parsed = run("parse", SENTENCE, "--json")
    assert parsed.exit_code == 0
    assert json.loads(parsed.stdout) == {
        "type": "council.continued",
        "template": "2021",
        "parameters": {"to": "2022-11-01", "comment": ""},
    }
    rendered = run("render", given=parsed.stdout)
    assert rendered.stdout == f"{SENTENCE}\n"


def test_both_media_are_printed_exactly(city: City) -> None:
    parsed = run("parse", "Council adopted item forthwith. ", "--json").stdout
    assert run("render", given=parsed).stdout == "Council adopted item forthwith.\n"
    web = run("render", "--medium", "web", given=parsed).stdout
    assert web == "Council adopted item forthwith. \n"


def test_without_json_it_is_told_in_lines(city: City) -> None:
    assert run("parse", SENTENCE).stdout == (
        "council.continued (2021)\n  to: 2022-11-01\n  comment: \n"
    )
    lines = run("parse", "Motion referred to Council; Transportation Committee.").stdout
    assert lines.endswith('  to: ["Council", "Transportation Committee"]\n')


def test_what_no_template_fits_is_other(city: City) -> None:
    parsed = run("parse", "Adopted, (13); Absent: Nobody (2)", "--json")
    assert parsed.exit_code == 0
    assert json.loads(parsed.stdout)["type"] == "other"
    assert run("render", given=parsed.stdout).stdout == "Adopted, (13); Absent: Nobody (2)\n"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "standard input is no JSON"),
        ("{", "standard input is no JSON"),
        ('{"type": "council.finale"}', "it is no type"),
        ('{"type": "council.scheduled", "parameters": {"on": "soon"}}', "write it as 2022-11-01"),
    ],
)
def test_what_cannot_be_said_is_refused(city: City, given: str, says: str) -> None:
    refused = run("render", given=given)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert says in refused.stderr


def test_a_city_without_a_council_says_so(db: None) -> None:
    begin_edition(slug="los-angeles", settings=SETTINGS, files={}, by=SYSTEM, at=AT)
    refused = run("parse", SENTENCE)
    assert refused.exit_code == 2
    assert "describes no council" in refused.stderr


def test_a_wording_that_the_folder_gave_up_is_still_read(city: City) -> None:
    old = los_angeles_council.read().vocabulary
    later = tuple(
        replace(
            each,
            templates=(Template(version="2030", text="Council put item off until {day}."),),
            parameters=(replace(each.parameters[0], name="day"),),
            on="day",
        )
        if each.code == "council.continued"
        else each
        for each in old.types
        if each.code != "council.final"
    )
    city = edition(Vocabulary(types=later, bodies=old.bodies))
    grammar = queries.grammar(city)
    assert grammar.newest("council.continued").version == "2030"
    assert grammar.render(grammar.parse(SENTENCE)) == SENTENCE
    assert grammar.parse("Council put item off until TBD.").template == "2030"
    assert grammar.parse("Council action final.").type == "council.final"
    assert "council.final" not in {each.code for each in queries.offered_types(city)}
