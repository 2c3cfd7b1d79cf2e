"""A wording that the record holds sentences in may not say something else."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.founding.test_council_folder import ACTIONS, applied, folder
from townline.config.commands import city as city_command
from townline.council import queries
from townline.founding import actions
from townline.founding.rules import writing


@pytest.mark.django_db
def test_a_wording_that_was_used_may_not_change() -> None:
    city = applied(folder())
    changed = ACTIONS.replace("item(s)", "items")
    with pytest.raises(actions.Faulty) as refused:
        applied(folder(actions=changed))
    (fault,) = refused.value.errors
    line = 1 + changed[: changed.index("approved items")].count("\n")
    assert (fault.file, fault.line) == ("council/actions.toml", line)
    assert "'1' of 'approved' said" in fault.what
    assert "a version of its own" in fault.remedy
    newer = '  { version = "2", text = "{body} approved items {comment}." },\n  { version = "1"'
    city = applied(folder(actions=ACTIONS.replace('  { version = "1"', newer)))
    grammar = queries.grammar(city)
    assert grammar.newest("approved").version == "2"
    old = "Streets Committee approved item(s) ."
    assert grammar.render(grammar.parse(old)) == old


@pytest.mark.django_db
def test_the_command_names_an_altered_wording_with_file_and_line_and_applies_nothing(
    tmp_path: Path,
) -> None:
    place = tmp_path / "springdale"
    writing.write(place, folder())
    assert CliRunner().invoke(city_command.group, ["apply", str(place)]).exit_code == 0
    changed = ACTIONS.replace("item(s)", "items")
    (place / "council" / "actions.toml").write_text(changed)
    line = 1 + changed[: changed.index("approved items")].count("\n")
    refused = CliRunner().invoke(city_command.group, ["apply", str(place)])
    assert refused.exit_code == 1
    said = f"council/actions.toml:{line}: error: Version '1' of 'approved' said"
    assert said in refused.stderr
    assert "Not applied." in refused.stderr and "1 errors" in refused.stderr
