"""The glossary has every word that the code speaks, and each of them once."""

import ast
import re
from collections.abc import Iterable
from enum import StrEnum

import pytest
from django.apps import apps

from tests.docs import pages
from tests.shape import tree
from townline import hours
from townline.catalogue.rules import offers
from townline.record.verbs import Reader, Role
from townline.requests.models.request import ORIGINS
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.publicity import Viewer
from townline.requests.rules.submission import CHANNELS

TEXT = (pages.ROOT / "GLOSSARY.md").read_text()
EXPLAINED = re.compile(r"^\| ([^|]+) \||`([^`]+)`|\*([^*]+)\*", re.MULTILINE)
TERMS = " | ".join("".join(found) for found in EXPLAINED.findall(TEXT)).lower()
"""What the glossary explains: its first column, and what its meanings put in code or italics."""
OTHERWISE = {
    # Names of values whose word is told apart: in the code, and in the glossary.
    "AreaAgreement": "agreement", "AreaKind": "area, kind", "AreaLayer": "layer",
    "AreaRef": "area", "ApiKey": "api key", "BadAnswers": "answer",
    "BadCalendar": "calendar", "BadCoordinates": "coordinates", "CalendarRow": "calendar",
    "CitySettings": "city", "DepartmentRow": "department", "EditionFile": "edition",
    "EditionGazetteer": "gazetteer", "EditionLayer": "layer", "KnownAddress": "address",
    "KnownCrossing": "crossing", "KnownLandmark": "landmark", "NotAllowed": "role",
    "NotOurs": "not_ours", "OutOfOrder": "lifecycle", "OutsideCity": "boundary",
    "RequestEntry": "entry", "BulletinEntry": "entry", "RevisionEntry": "entry",
    "Unfit": "submission",
    "Source": "source", "Mistyped": "number", "Rejected": "past", "Span": "working week",
    "PersonRow": "person", "SeatRow": "seat", "MembershipRow": "membership",
    "MeetingRow": "meeting", "MeetingStepRow": "meeting step", "AgendaItemRow": "agenda item",
    "AgendaVersionRow": "agenda version", "VoteRow": "vote", "BallotRow": "ballot",
    "NoWordFor": "wording", "NotNow": "meeting", "Running": "meeting step",
    "CannotSit": "membership", "NoSuchBody": "body",
    "TallyDisagrees": "tally", "TooLate": "agenda version", "Unclear": "ballot",
    "StatementRow": "statement", "InstructionRow": "instruction", "OrdinanceRow": "ordinance",
    "NotANumber": "not a number", "Given": "given paper",
    "BodyRow": "body", "BodyNameRow": "body name", "DocumentRow": "document", "DraftRow": "draft",
    "KeptTextEntry": "entry", "ReadyTextRow": "ready text",
    "BadCursor": "mark", "BundleRow": "bundle", "WaitingWork": "hand, work",
    "DryRun": "dry run", "Move": "dry run", "UnusedRule": "dry run",
}  # fmt: skip


def spoken(name: str) -> str:
    """Return the words of a class's name: ``ServiceRequest`` is a service request."""
    return OTHERWISE.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def values_between_rooms() -> set[str]:
    """Return the names of all values and refusals of rules that one room uses of another."""
    found = set()
    for path in tree.code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and _of_another_room(node.module or "", path):
                found |= {
                    alias.name
                    for alias in node.names
                    if alias.name[0].isupper() and not alias.name.isupper()
                }
    return found


def _of_another_room(module: str, path: object) -> bool:
    parts = module.split(".")
    pure = parts[2:3] in (["rules"], ["verbs"]) or parts[1:2] == ["hours"]
    return parts[0] == "townline" and pure and parts[1] != tree.room_of(path)  # type: ignore[arg-type]


def has(word: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}", TERMS) is not None


def missing(words: Iterable[str]) -> list[str]:
    return sorted({word for word in words if not has(word)})


def test_every_room_is_in_the_glossary() -> None:
    assert missing(tree.rooms()) == []


@pytest.mark.parametrize("kind", [Role, Status, Reader, Viewer])
def test_every_role_status_reader_and_viewer_is_in_the_glossary(kind: type[StrEnum]) -> None:
    assert missing(kind) == []


@pytest.mark.parametrize(
    "words",
    [CHANNELS, ORIGINS, offers.PUBLICITY, offers.OUTCOME_KINDS, hours.UNITS],
    ids=["channels", "origins", "publicity", "outcomes", "units"],
)
def test_every_word_of_a_list_is_in_the_glossary(words: tuple[str, ...]) -> None:
    assert missing(words) == []


def test_every_table_is_in_the_glossary() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("townline.")]
    assert missing(spoken(model.__name__) for model in ours) == []


def test_every_value_that_goes_between_rooms_is_in_the_glossary() -> None:
    names = values_between_rooms()
    assert {"Actor", "Offer", "Submission"} <= names
    assert missing(map(spoken, names)) == []


def test_no_word_is_explained_twice() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", TEXT, re.MULTILINE)
    words = [w.strip() for row in rows if row not in ("word", "---") for w in row.split(",")]
    twice = sorted({w for w in words if words.count(w) > 1})
    assert twice == []
