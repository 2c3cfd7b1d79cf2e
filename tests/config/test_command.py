"""What the command line does without a database, and what it needs one for."""

import os
import subprocess
import sys
from pathlib import Path

from tests.founding import folders
from tests.ground.databases import ROOT


def run(home: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "townline.config.command", *(str(word) for word in words)],
        env=environment | {"TOWNLINE_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_is_begun_and_checked_without_a_database(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / folders.SLUG
    begun = run(home, "city", "new", folder)
    assert begun.returncode == 0, begun.stderr
    checked = run(home, "city", "check", folder)
    assert checked.returncode == 0, checked.stderr
    assert "0 errors" in checked.stdout
    assert not home.exists()
