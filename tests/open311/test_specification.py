"""Our answers beside the specification's own examples and those of other clients' tests."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import ParseError, fromstring

from tests.open311.conftest import App
from tests.open311.riverton import HERE

DATA = Path(os.environ.get("TOWNLINE_DATA") or Path(__file__).parents[3] / "shared" / "data")
FOLDER = DATA / "open311"
SPECIFICATION = FOLDER / "spec" / "GeoReport__v2__index.md"
CLIENT = FOLDER / "fixtures" / "cfa-open311-ruby"
EXAMPLES = {"services", "service_definition", "service_requests", "errors"}
KERB = {"service_code": "survey", **HERE, "attribute[what]": "broken"}

pytestmark = [
    pytest.mark.truth,
    pytest.mark.skipif(not SPECIFICATION.exists(), reason="the data folder is not here"),
]


def examples() -> Iterator[Element]:
    """Yield the XML examples of the specification, and of the tests of a client."""
    for block in re.findall(r"~~~~\n(.*?)~~~~", SPECIFICATION.read_text(), re.DOTALL):
        _, declared, xml = block.partition("<?xml")
        if declared:
            yield fromstring(f"<?xml{xml}".strip())
    for path in CLIENT.glob("*.xml"):
        try:
            yield fromstring(path.read_text().strip())
        except ParseError:  # one of them has a line of HTTP before it
            continue


def of_a_draft(example: Element) -> bool:
    """Return whether it follows an old draft, with attributes right below the definition."""
    return example.tag == "service_definition" and example.find("attributes") is None


def paths(root: Element) -> set[str]:
    """Return the path of every element below the root, from its name on."""
    found = set()

    def walk(element: Element, above: str) -> None:
        here = f"{above}/{element.tag}"
        found.add(here)
        for child in element:
            walk(child, here)

    walk(root, "")
    return found


@pytest.fixture
def ours(key: str) -> set[str]:
    """Return the path of every element of our answers to each method."""
    app = App(key, "xml")
    number = app.filed(KERB)
    answers = [
        app.get("services"),
        app.get("services/survey"),
        app.get("requests"),
        app.post(KERB),
        app.get(f"tokens/{number}"),
        app.get("requests/x"),
    ]
    return {path for answer in answers for path in paths(fromstring(answer.content))}


def test_every_element_of_the_examples_is_in_our_answers_at_the_same_place(
    ours: set[str],
) -> None:
    seen = set()
    for example in examples():
        if example.tag in EXAMPLES and not of_a_draft(example):
            seen.add(example.tag)
            assert paths(example) <= ours, example.tag
    assert seen == EXAMPLES


def test_our_answers_hold_no_foreign_elements(ours: set[str]) -> None:
    known = {path for example in examples() for path in paths(example)}
    assert ours - known <= {"/service_definition/attributes/attribute/datatype_description"}
