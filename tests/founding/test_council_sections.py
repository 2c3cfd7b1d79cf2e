"""The parts of an agenda are the folder's, and every slip of them is told with its line."""

import pytest

from tests.founding.test_council_folder import COUNCIL, folder, of, told
from townline.council.rules.agendas import ITEMS

SECTIONS = """\
[[section]]
code = "urgent"
label = { en = "Urgent items" }
threshold = "urgency"
consent = true
headings = ["urgency items"]
[[section]]
code = "rest"
label = { en = "All others" }
headings = ["items"]
"""
BEFORE = COUNCIL.count("\n")


def test_sections_are_read_in_their_order() -> None:
    urgent, rest = of(folder(council=COUNCIL + SECTIONS)).settings.sections
    assert (urgent.code, urgent.threshold, urgent.consent) == ("urgent", "urgency", True)
    assert (rest.label, rest.headings, rest.closed) == ({"en": "All others"}, ("items",), False)


def test_a_city_that_names_none_has_one() -> None:
    assert of(folder()).settings.sections == (ITEMS,)


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ('"urgency"', '"urgent"', 4, "Did you mean 'urgency'?"),
        ('code = "rest"', 'code = "urgent"', 8, "is there already"),
        ('label = { en = "All others" }', "", 7, "'label' is missing"),
        ('headings = ["items"]', 'headings = ["Urgency  items"]', 10, "of 'urgent' already"),
        ('["items"]', '[" "]', 10, "headings"),
        ("consent = true", 'consent = "yes"', 5, "consent is not"),
        ("consent = true", "consnt = true", 5, "Did you mean 'consent'?"),
    ],
)
def test_a_slip_in_a_section_is_told(was: str, slip: str, line: int, says: str) -> None:
    assert was in SECTIONS
    faults = told(council=COUNCIL + SECTIONS.replace(was, slip))
    place = f"council/council.toml:{BEFORE + line}"
    assert any(place in one and says in one for one in faults), faults
