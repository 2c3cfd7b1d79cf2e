"""The page of settings has every variable that the code reads, and no other."""

import re

from tests.docs import pages

READ = re.compile(r"environ(?:\.get)?[(\[]\s*\"([A-Z][A-Z_0-9]+)\"")
NAMED = re.compile(r"`((?:TOWNLINE|DJANGO|DATABASE)_[A-Z_]+|PORT)`")
OF_PYTHON = {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}
WITH_CLICK = re.compile(r"envvar=\"([A-Z_]+)\"")


def read_by_code() -> set[str]:
    found: set[str] = set()
    for folder in ("townline", "tests", "tools", "script", "bench"):
        for path in (pages.ROOT / folder).rglob("*"):
            if path.is_file() and (path.suffix == ".py" or folder == "script"):
                text = path.read_text(errors="ignore")
                found |= {*READ.findall(text), *WITH_CLICK.findall(text)}
    return found - OF_PYTHON


def test_the_page_names_what_the_code_reads() -> None:
    page = (pages.ROOT / "docs" / "reference" / "settings.md").read_text()
    assert set(NAMED.findall(page)) == read_by_code()


def test_other_pages_name_no_variable_that_is_not_read() -> None:
    known = read_by_code()
    for path in pages.written():
        strangers = set(re.findall(r"\bTOWNLINE_[A-Z_]+\b", path.read_text())) - known
        assert not strangers, f"{pages.name(path)}: {strangers}"
