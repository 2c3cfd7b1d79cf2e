"""The generated pages are what the code says now."""

import subprocess
import sys

from tests.docs import pages
from townline.config.command import COMMANDS
from townline.requests import verbs

REFERENCE = pages.ROOT / "docs" / "reference"


def test_the_generated_pages_are_what_the_code_says() -> None:
    # In a process of its own: commands remember by which parent they were first asked for help.
    done = subprocess.run(
        [sys.executable, "tools/make_reference.py", "--check"],
        cwd=pages.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}Run tools/make_reference.py"


def test_the_page_of_the_command_line_has_every_command() -> None:
    page = (REFERENCE / "command-line.md").read_text()
    for path in COMMANDS.glob("[a-z]*.py"):
        assert f"## `townline {path.stem.rstrip('_').replace('_', '-')}`" in page


def test_the_page_of_the_verbs_has_every_verb_with_its_sentence() -> None:
    page = (REFERENCE / "verbs.md").read_text()
    for verb in verbs.ALL:
        assert f"| `{verb.code}` | {verb.sentence} |" in page
