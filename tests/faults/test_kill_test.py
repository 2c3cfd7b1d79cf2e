"""A town whose processes are killed a hundred times under load keeps all that it has promised."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ground.databases import ROOT

KILLS = 100
GIVEN_AT_LEAST = 200
"""Fewer numbers than this, and the load was none: the verdict would mean nothing."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def test_a_folder_that_is_used_otherwise_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("of somebody")
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", "kill-test", "--home", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "not made for benches" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


@pytest.mark.server
@pytest.mark.xdist_group("kills")
def test_a_hundred_kills_lose_nothing_and_double_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", "kill-test", "--kills", str(KILLS),
         "--seconds-between", "0.1", "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-3000:]
    found = json.loads(done.stdout)
    wrong = {
        name: found[name]
        for name in (
            "numbers_lost", "numbers_changed", "deeds_lost", "notices_lost", "notices_doubled",
            "requests_torn", "strays", "jobs_left", "audit_faults", "answers_500",
        )
        if found[name]
    }  # fmt: skip
    assert not wrong, found
    assert found["never_back"] == [], "\n".join(found["last_words"])
    assert found["odd_answers"] == []
    assert done.returncode == 0
    assert sum(found["killed"].values()) == KILLS
    assert found["numbers_given"] > GIVEN_AT_LEAST
    assert found["notices_owed"] > GIVEN_AT_LEAST / 3
