"""`townline bulletin`: publishing, ending and listing from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.portal import springfield
from townline.cities.rules.city import City
from townline.config.commands.bulletin import group

TOLD = ("--title", "Storm tonight", "--until", "2199-01-01")
LATER = ("--from", "2198-12-01", *TOLD)
FILE = """
importance = "warning"
areas = ["district:1"]
services = ["bulky"]
starts = 2198-12-24T08:00:00
expires = 2198-12-26

[text.en]
title = "No pick-up on the holiday"
body = "We come a day later."

[text.es]
title = "No hay recolección en el día festivo"
"""


@pytest.fixture
def town(db: None) -> City:
    """Apply Springfield."""
    return springfield.apply()


def run(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words])


def listed(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("list", "--json", *words).stdout)["bulletins"]
    return found


def published(*words: object) -> dict[str, Any]:
    done = run("publish", "--json", *words)
    assert done.exit_code == 0, done.output
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def refused(*words: object) -> str:
    done = run("publish", *words)
    assert done.exit_code == 2, done.output
    assert not listed("--all")
    return done.stderr


@pytest.mark.usefixtures("town")
def test_a_file_says_everything_in_the_citys_own_time(tmp_path: Path) -> None:
    file = tmp_path / "holiday.toml"
    file.write_text(FILE)
    made = published("--file", file)
    [found] = listed()
    assert found["bulletin"] == made["bulletin"]
    assert (found["state"], found["importance"]) == ("coming", "warning")
    assert found["starts_at"].startswith("2198-12-24T08:00:00-06:00")
    assert found["expires_at"].startswith("2198-12-27T00:00:00-06:00")
    assert (found["areas"], found["services"]) == (["district:1"], ["bulky"])
    assert list(found["texts"]) == ["en", "es"]
    assert made["not_translated"] == []


@pytest.mark.usefixtures("town")
def test_flags_and_markdown_files_do_as_well(tmp_path: Path) -> None:
    page = tmp_path / "es.md"
    page.write_text("# Tormenta esta noche\n\nQuédese en casa.\n")
    published(*LATER, "--text", f"es={page}", "--body", "Stay in.")
    [found] = listed()
    assert found["texts"] == {
        "en": {"title": "Storm tonight", "body": "Stay in."},
        "es": {"title": "Tormenta esta noche", "body": "Quédese en casa."},
    }


@pytest.mark.usefixtures("town")
def test_what_is_missing_in_a_language_is_said_and_not_refused() -> None:
    assert published(*LATER)["not_translated"] == ["es"]


@pytest.mark.usefixtures("town")
def test_ending_takes_it_from_the_list_and_keeps_it_in_the_history() -> None:
    number = published(*LATER)["bulletin"]
    assert run("end", number).exit_code == 0
    assert listed() == []
    assert [b["state"] for b in listed("--all")] == ["ended"]
    again = run("end", number)
    assert (again.exit_code, "is over" in again.stderr) == (1, True)


@pytest.mark.usefixtures("town")
def test_another_wording_takes_over() -> None:
    number = published(*LATER)["bulletin"]
    later = published(*LATER, "--replaces", number)["bulletin"]
    assert [b["bulletin"] for b in listed()] == [later]
    assert run("publish", *LATER, "--replaces", number).exit_code == 1


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--title", "Storm"), "--until"),
        (("--until", "2199-01-01"), "'en'"),
        ((*LATER, "--service", "bulkie"), "bulky"),
        ((*LATER, "--area", "district:9"), "district '9'"),
        ((*LATER, "--title", "fr=Orage"), "none of the city's languages"),
        ((*LATER, "--title", "en=Twice"), "given twice"),
        ((*LATER, "--body", "es=Cuerpo"), "no --title"),
        (("--from", "2198-12-01", "--title", "x", "--until", "2198-11-01"), "before it begins"),
        (("--title", "x", "--until", "2020-01-01"), "before it begins"),
        (("--file", "nowhere.toml", *LATER), "cannot be read"),
    ],
)
def test_what_is_asked_wrongly_is_told_and_nothing_is_published(
    words: tuple[str, ...], says: str
) -> None:
    assert says in refused(*words)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("importence = 'warning'", "importance"),
        ("text = 3", "[text.en]"),
        ("[text.en]\nbody = 'x'", "needs title"),
        ("[text.en]\ntitle = 'x'\nheading = 'y'", "heading"),
        ("areas = 'district:1'", "is not a list"),
        ("expires = 'tomorrow'", "no date or time"),
        ("= 1", "not TOML"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(wrong: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(wrong)
    said = refused("--file", file, *LATER)
    assert says in said
    assert "wrong.toml" in said
