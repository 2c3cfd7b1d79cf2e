"""Values of every paper, on which templates are tried when a folder is read."""

from typing import Any

from townline.council.rules.papers import (
    ActionLetter,
    Agenda,
    AgendaItem,
    AgendaSection,
    Cancellation,
    CertifiedCopy,
    Journal,
    JournalItem,
    Moved,
    ReferralMemo,
    ReferralSheet,
    Referred,
    Report,
    Return,
    Sheet,
    Tally,
    Transmittal,
)

_SHEET: dict[str, Any] = {
    "city": "Springdale",
    "office": "Office of the City Clerk, Springdale",
    "printed": "November 3, 2022",
    "title": "A paper of Springdale",
    "demo": True,
}
_FILE = {
    **_SHEET,
    "number": "21-0278-S1",
    "subject": "Trees & Paths / “Main” #1 $ *Street* @ _Park_",
    "districts": ("2", "7"),
}
_TALLY = Tally(
    result="Adopted",
    yes=2,
    no=1,
    absent=1,
    voted_yes=("Demo One", "Demo Two"),
    voted_no=("Demo Three",),
    were_absent=("Demo Four",),
)
_EVERY_WAY = Tally(
    result="Adopted",
    yes=1,
    no=0,
    absent=0,
    recused=1,
    abstain=1,
    voted_yes=("Demo One",),
    were_recused=("Demo Two",),
    abstained=("Demo Three",),
    taken_back="The roll was called again.",
)
_DECIDED = {**_FILE, "day": "November 1, 2022", "action": "Council adopted item forthwith."}
_MEETING = {**_SHEET, "body": "Council", "starts": "November 1, 2022, 10:00 AM", "place": "Hall"}
_RETURNED = {**_DECIDED, "returned": "November 9, 2022", "last_day": "November 14, 2022"}
_ITEM = AgendaItem(
    ordinal="1",
    number="21-0278",
    caption="Motion (Demo One - Demo Two) relative to trees.",
    districts=("2",),
    recommendation="Adopt the motion.",
    special_by="Demo Two",
    time_limit="November 30, 2022",
    last_day="November 29, 2022",
    statements=("For: Demo Neighborhood Council",),
    votes_required=10,
)
_SAMPLES: dict[str, tuple[Sheet, ...]] = {
    "action-letter": (
        ActionLetter(
            **_DECIDED,
            final="November 2, 2022",
            movers=("Demo One",),
            seconders=("Demo Two",),
            vote=_TALLY,
            documents=("Motion, dated October 1, 2022",),
            to=("Demo Department",),
        ),
        ActionLetter(**_DECIDED),
    ),
    "transmittal": (
        Transmittal(**_DECIDED, sent="November 4, 2022", last_day="November 14, 2022", vote=_TALLY),
        Transmittal(**_DECIDED, sent="November 4, 2022", last_day="November 14, 2022"),
    ),
    "concurrence": (Return(**_RETURNED), Return(**_DECIDED, returned="November 9, 2022")),
    "veto": (Return(**_RETURNED, reason="Too dear."), Return(**_RETURNED)),
    "returned-unsigned": (Return(**_RETURNED, reason="As it is."), Return(**_RETURNED)),
    "referral": (
        ReferralMemo(
            **_FILE,
            referred="March 12, 2021",
            sender="Controller",
            to=("Streets Committee", "Trees Committee"),
            by="Demo Clerk",
            documents=("Controller report, dated March 11, 2021, relative to trees.",),
        ),
        ReferralMemo(**_FILE, referred="March 12, 2021", sender="", to=("Trees Committee",)),
    ),
    "referral-sheet": (
        ReferralSheet(
            **_SHEET,
            day="March 12, 2021",
            lines=(
                Referred(
                    number="21-0278",
                    to=("Streets Committee", "Trees Committee"),
                    document="Motion (Demo One - Demo Two) relative to trees.",
                    districts=("2", "7"),
                ),
                Referred(number="21-0279", to=("Council",), document="Resolution on paths."),
            ),
        ),
        ReferralSheet(**_SHEET, day="March 12, 2021"),
    ),
    "cancellation": (
        Cancellation(
            **_MEETING,
            reason="Loss of quorum",
            items=(
                Moved(number="21-0278", subject="Trees", to="November 8, 2022"),
                Moved(number="21-0279", subject="Paths"),
            ),
        ),
        Cancellation(**_MEETING, lost_quorum=True),
    ),
    "journal": (
        Journal(
            **_MEETING,
            kind="Regular",
            ended="November 1, 2022, 1:05 PM",
            present=("Demo One", "Demo Two", "Demo Three"),
            absent=("Demo Four",),
            items=(
                JournalItem(
                    ordinal="1",
                    number="21-0278",
                    subject="Trees",
                    action="Adopted",
                    votes=(_TALLY, _EVERY_WAY),
                ),
                JournalItem(ordinal="2", number="21-0279", subject="Paths", action=""),
            ),
        ),
        Journal(**_MEETING, kind="Special"),
    ),
    "certified-copy": (
        CertifiedCopy(**_DECIDED, document="Motion", digest="0" * 64, clerk="Demo Clerk", pages=3),
        CertifiedCopy(
            **_DECIDED,
            document="Motion",
            digest="0" * 64,
            clerk="Demo Clerk",
            apart="it is plain text",
        ),
    ),
    "report": (
        Report(
            **_FILE,
            system="Council Files",
            fields=(("Title", "Trees"), ("Expiration Date", "11/01/2024")),
            history=(("11/02/2022", "Council action final."), ("11/01/2022", "Council adopted.")),
        ),
        Report(**_FILE, system="Council Files", fields=(), history=()),
    ),
    "agenda": (
        Agenda(
            **_MEETING,
            kind="Regular",
            notice="A newer version of this agenda is posted.",
            version="2",
            reason="An item was added.",
            posted="October 28, 2022, 9:00 AM",
            digest="0" * 64,
            sections=(AgendaSection(name="Items Noticed for Public Hearing", items=(_ITEM,)),),
        ),
        Agenda(**_MEETING, kind="Special", draft=True),
    ),
}


def samples(paper: str) -> tuple[Sheet, ...]:
    """Return the values on which a paper's template is tried: with all there can be, and least."""
    return _SAMPLES[paper]
