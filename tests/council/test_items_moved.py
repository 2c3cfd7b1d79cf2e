"""How a file is told that its meeting did not come to it: by what a type does, not its words."""

from datetime import date

import pytest

from townline.council.rules.meetings import Moved, NoWordFor, moved
from townline.council.rules.vocabulary import ActionType, Effect, Parameter, Slot, Template

ON, MEETING = date(2022, 10, 18), date(2022, 10, 14)


def type_of(code: str, *parameters: Parameter, **what: str) -> ActionType:
    return ActionType(
        code=code,
        label={"en": code},
        templates=(Template(version="1", text=code),),
        parameters=parameters,
        effect=Effect.CONTINUES,
        **what,
    )


TO, DAY = Parameter(name="to", slot=Slot.DATE), Parameter(name="day", slot=Slot.DATE)
OPEN_END = Parameter(name="to", slot=Slot.DATE_OR_TEXT)
COMMENT = Parameter(name="comment", slot=Slot.COMMENT)
BODY = Parameter(name="body", slot=Slot.BODY, kinds=("committee",))
TYPES = (
    type_of("x1", OPEN_END, COMMENT, on="to"),
    type_of("x2", DAY, TO, on="to"),
    type_of("x3", TO, on="to"),
    type_of("x4", BODY, OPEN_END, on="to", body="body"),
)


def test_a_cancelled_meeting_of_the_council_is_named() -> None:
    said = moved(TYPES, Moved(meeting=MEETING, to=ON, quorum=False))
    assert (said.type, said.parameters) == ("x2", {"day": MEETING, "to": ON})


def test_a_lost_quorum_says_nothing_but_the_day() -> None:
    for body in ("", "Transportation Committee"):
        said = moved(TYPES, Moved(meeting=MEETING, to=ON, quorum=True, body=body))
        assert (said.type, said.parameters) == ("x3", {"to": ON})


def test_a_committee_continues_in_its_own_name() -> None:
    said = moved(TYPES, Moved(meeting=MEETING, to=ON, quorum=False, body="A Committee"))
    assert (said.type, said.parameters) == ("x4", {"body": "A Committee", "to": ON})


def test_a_folder_without_such_a_type_is_told_what_it_lacks() -> None:
    with pytest.raises(NoWordFor, match="tells of a lost quorum"):
        moved(TYPES[:2], Moved(meeting=MEETING, to=ON, quorum=True))
