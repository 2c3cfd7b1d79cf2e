"""The commands `townline city ...`: what they print, and how they end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.cities.rules.editions import Making, Way
from townline.config.commands.city import group
from townline.founding.actions import applying
from townline.founding.rules import draft
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "springdale"
    result = run("new", made, "--zone", "America/Chicago", "--centre", 40, -90)
    assert result.exit_code == 0, result.output
    return made


def spoil(folder: Path) -> None:
    path = folder / "services" / "streets.toml"
    path.write_text(path.read_text().replace("amount = 5", "amount = 0"))


def test_a_new_folder_passes_its_check(folder: Path) -> None:
    result = run("check", folder)
    assert result.exit_code == 0
    assert "Springdale: 0 errors, 0 warnings. 2 departments, 4 services." in result.stdout


@pytest.mark.parametrize("zone", ["Mars/Base", ""])
def test_a_new_folder_with_a_wrong_zone_is_not_written(tmp_path: Path, zone: str) -> None:
    result = run("new", tmp_path / "springdale", "--zone", zone)
    assert result.exit_code == 2
    assert not (tmp_path / "springdale").exists()


def test_a_folder_with_something_in_it_is_left_alone(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run("new", folder).exit_code == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_check_names_faults_and_ends_with_1(folder: Path) -> None:
    spoil(folder)
    result = run("check", folder)
    assert result.exit_code == 1
    assert "services/streets.toml:11: error: amount is 0. It must be 1 or more." in result.stdout


def test_check_as_json_is_one_document(folder: Path) -> None:
    spoil(folder)
    result = run("check", folder, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["errors"], told["services"]) == (1, 1, 4)
    assert told["faults"][0] == {
        "file": "services/streets.toml",
        "line": 11,
        "what": "amount is 0.",
        "remedy": "It must be 1 or more.",
        "severity": "error",
        "feature": None,
    }


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    for command in ("check", "diff", "apply"):
        assert run(command, tmp_path / "nowhere").exit_code == 2
    assert run("export", tmp_path / "nowhere").exit_code == 2


def test_apply_prints_the_edition_and_says_when_nothing_changed(folder: Path) -> None:
    assert run("apply", folder).stdout == "Springdale: edition 1\n"
    assert run("apply", folder).stdout == "Springdale: edition 1, unchanged\n"
    told = json.loads(run("apply", folder, "--json").stdout)
    assert (told["city"], told["edition"], told["new"]) == ("springdale", 1, False)


def test_apply_refuses_a_folder_with_errors(folder: Path) -> None:
    spoil(folder)
    result = run("apply", folder)
    assert result.exit_code == 1
    assert "Not applied." in result.stderr
    assert json.loads(run("list", "--json").stdout) == []


def test_a_city_can_be_marked_as_a_demonstration(folder: Path) -> None:
    run("apply", folder)
    assert json.loads(run("list", "--json").stdout)[0]["demo"] is False
    run("apply", folder, "--demo")
    assert json.loads(run("list", "--json").stdout)[0]["demo"] is True


def test_diff_shows_what_would_change(folder: Path) -> None:
    run("apply", folder)
    assert run("diff", folder).stdout == ""
    path = folder / "groups.toml"
    path.write_text(path.read_text().replace("Streets and lights", "Streets"))
    result = run("diff", folder)
    assert "~ service pothole\n    group_words.en: Streets and lights → Streets\n" in result.stdout
    told = json.loads(run("diff", folder, "--json").stdout)
    assert [change["code"] for change in told] == ["pothole", "streetlight"]


def test_export_writes_the_folder_back_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    run("apply", folder)
    written = tmp_path / "out" / "springdale"
    assert run("export", written).exit_code == 0
    assert files_of(written) == files_of(folder)
    assert run("check", written).exit_code == 0
    assert run("diff", written).stdout == ""
    assert run("export", tmp_path / "copy", "--city", "springdale").exit_code == 0
    assert files_of(tmp_path / "copy") == files_of(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def on_screen(old: str, new: str, reason: str = "The crews are slower in winter.") -> City:
    """Publish a change of streets.toml on screen, and return the city."""
    city = cities.by_slug("springdale")
    assert city is not None
    files = cities.edition_files(city.edition_id)
    text = files["services/streets.toml"].decode()
    assert old in text
    files["services/streets.toml"] = text.replace(old, new, 1).encode()
    making = Making(way=Way.SCREEN, reason=reason, base_id=city.edition_id)
    found = draft.of_files("springdale", files)
    return applying.put(found, city, making, by=SYSTEM, at=timezone.now())


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1))


def test_a_pulled_folder_names_its_edition_and_applies_unchanged(
    folder: Path, tmp_path: Path
) -> None:
    run("apply", folder)
    pulled = tmp_path / "pulled" / "springdale"
    assert run("pull", "springdale", pulled).exit_code == 0
    assert "number = 1\n" in (pulled / "edition.toml").read_text()
    assert {p: c for p, c in files_of(pulled).items() if p != "edition.toml"} == files_of(folder)
    assert run("check", pulled).exit_code == 0
    assert run("apply", pulled).stdout == "Springdale: edition 1, unchanged\n"


def test_a_folder_that_does_not_know_of_the_screen_is_refused_with_what_it_would_undo(
    folder: Path,
) -> None:
    run("apply", folder)
    on_screen("amount = 5", "amount = 8")
    edit(folder, "groups.toml", "Streets and lights", "Streets")
    refused = run("apply", folder)
    assert refused.exit_code == 1
    assert "resolve.amount: 5 → 8" in refused.stdout
    assert "edition 2, on screen" in refused.stdout
    assert "The crews are slower in winter." in refused.stdout
    assert "--over-edition 2" in refused.stderr
    told = json.loads(run("apply", folder, "--json").stdout)
    assert (told["base"], told["editions"][0]["number"]) == (1, 2)
    assert told["changes"][0]["code"] == "pothole"
    assert json.loads(run("list", "--json").stdout)[0]["edition"] == 2


def test_what_was_changed_on_screen_is_undone_by_its_number_alone(folder: Path) -> None:
    run("apply", folder)
    on_screen("amount = 5", "amount = 8")
    on_screen("amount = 8", "amount = 9")
    assert run("apply", folder, "--over-edition", 2).exit_code == 1
    assert run("apply", folder, "--over-edition", 3).stdout == "Springdale: edition 4\n"
    edit(folder, "groups.toml", "Streets and lights", "Streets")
    assert run("apply", folder).stdout == "Springdale: edition 5\n"


def test_a_folder_pulled_after_the_screen_applies_and_goes_on(folder: Path, tmp_path: Path) -> None:
    run("apply", folder)
    on_screen("amount = 5", "amount = 8")
    pulled = tmp_path / "pulled" / "springdale"
    run("pull", "springdale", pulled)
    edit(pulled, "groups.toml", "Streets and lights", "Streets")
    assert run("apply", pulled).stdout == "Springdale: edition 3\n"
    assert "number = 3\n" in (pulled / "edition.toml").read_text()
    on_screen("amount = 8", "amount = 9")
    edit(pulled, "groups.toml", "Streets", "Roads")
    assert run("apply", pulled).exit_code == 1


def test_pull_brings_an_untouched_folder_up_and_leaves_a_touched_one_alone(
    folder: Path, tmp_path: Path
) -> None:
    run("apply", folder)
    pulled = tmp_path / "pulled" / "springdale"
    run("pull", "springdale", pulled)
    on_screen("amount = 5", "amount = 8")
    assert run("pull", "springdale", pulled).exit_code == 0
    assert "number = 2\n" in (pulled / "edition.toml").read_text()
    assert "amount = 8" in (pulled / "services/streets.toml").read_text()
    edit(pulled, "groups.toml", "Streets and lights", "Streets")
    before = files_of(pulled)
    assert run("pull", "springdale", pulled).exit_code == 2
    assert files_of(pulled) == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('city = "springdale"', 'city = "shelbyville"', "edition.toml:4: error: The folder was"),
        ("number = 1", "number = 7", "based on an edition 7 that"),
        ('digest = "', 'digest = "0', "based on an edition 1 that"),
        ("number = 1", "", "'number' is missing"),
    ],
)
def test_a_folder_of_an_edition_that_is_not_ours_is_refused(
    folder: Path, tmp_path: Path, old: str, new: str, what: str
) -> None:
    run("apply", folder)
    pulled = tmp_path / "pulled" / "springdale"
    run("pull", "springdale", pulled)
    edit(pulled, "edition.toml", old, new)
    edit(pulled, "groups.toml", "Streets and lights", "Streets")
    refused = run("apply", pulled)
    assert refused.exit_code == 1
    assert what in refused.stderr
