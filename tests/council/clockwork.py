"""Types of activities, made by hand, and records of files as dates and activities."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from townline.council.rules.clock import Clock, clock
from townline.council.rules.course import Bodies
from townline.council.rules.lines import Line
from townline.council.rules.settings import Calendar, ClockSettings, Recess
from townline.council.rules.vocabulary import ActionType, Activity, Effect, Template, Window

RECONSIDERATION, NONE = Window.RECONSIDERATION, Window.NONE


def kind(code: str, effect: Effect, **fields: Any) -> ActionType:
    """Return a type whose wording does not matter."""
    return ActionType(
        code=code,
        label={"en": code},
        templates=(Template(version="1", text=code),),
        **fields | {"effect": effect},
    )


_TYPES = [
    kind("council.final", Effect.FINISHES),
    *(
        kind(code, Effect.DECIDES, result=result, window=window, substantive=True)
        for code, result, window in [
            ("council.adopted_r51", "adopted", RECONSIDERATION),
            ("council.adopted_as_amended_r51", "adopted_as_amended", RECONSIDERATION),
            ("council.adopted_forthwith", "adopted", NONE),
            ("council.adopted_urgent_forthwith", "adopted_urgent", NONE),
            ("council.failed", "failed", NONE),
            ("council.veto_sustained", "veto_sustained", NONE),
        ]
    ),
    kind("council.ordinance_over", Effect.DECIDES, result="over", on="to", substantive=True),
    kind("council.reconsidered", Effect.RECONSIDERS, substantive=True),
    kind("council.continued", Effect.CONTINUES, on="to", substantive=True),
    kind("meeting.cancelled", Effect.CONTINUES, on="to", substantive=True),
    kind("meeting.no_quorum", Effect.CONTINUES, on="to", substantive=True),
    kind("council.scheduled", Effect.SCHEDULES, on="on", substantive=True),
    kind("committee.scheduled", Effect.SCHEDULES, body="body", on="on", substantive=True),
    kind("committee.continued", Effect.CONTINUES, body="body", on="when", substantive=True),
    *(
        kind(f"committee.{result}", Effect.REPORTS, body="body", result=result, substantive=True)
        for result in (
            *("approved", "approved_as_amended", "noted_and_filed", "denied_appeal"),
            *("waived", "concurred"),
        )
    ),
    *(
        kind(code, Effect.REFERS, to="to", substantive=True, opens=True)
        for code in ("referral.documents", "referral.motion", "referral.resolution")
    ),
    kind("referral.corrected", Effect.RE_REFERS, to="to", substantive=True),
    kind("document.submitted_list", Effect.RECEIVES, substantive=None, opens=True),
    kind("document.submitted", Effect.RECEIVES, substantive=None, opens=True),
    kind("cis.submitted", Effect.STATES, substantive=None),
    kind("mayor.transmitted", Effect.TRANSMITS, on="last_day"),
    *(
        kind(f"mayor.{result}", Effect.RETURNS, result=result)
        for result in ("approved", "vetoed", "unsigned")
    ),
    kind("ordinance.published", Effect.PUBLISHES, on="effective"),
    kind("file.withdrawn", Effect.WITHDRAWS),
    kind("file.expired", Effect.EXPIRES),
    kind("note", Effect.NOTES),
]
TYPES: Mapping[str, ActionType] = {each.code: each for each in _TYPES}

SOURCES = {"reconsideration": "Council Rule 51", "failed_vote": "Council Rule 53"}
SETTINGS = ClockSettings(sources=SOURCES)
CALENDAR = Calendar(
    weekdays=(1, 2, 4),
    recesses=(
        Recess(start=date(2025, 11, 15), end=date(2025, 11, 24)),
        Recess(start=date(2025, 12, 13), end=date(2026, 1, 2)),
    ),
)
PAW = "Personnel, Audits, and Animal Welfare Committee"
ITGS = "Information, Technology, and General Services Committee"
PLUM = "Planning and Land Use Management Committee"

type Row = tuple[date, str, dict[str, Any]]


def recorded(rows: Iterable[Row]) -> list[Line]:
    """Return rows, oldest first, as lines that were known on the day they are dated."""
    return [
        Line(
            seq=seq,
            date=day,
            known=day,
            position=seq,
            activity=Activity(type=code, parameters=parameters),
        )
        for seq, (day, code, parameters) in enumerate(rows, 1)
    ]


def day(text: str) -> date:
    """Read a day, e.g. 2022-11-01."""
    return date.fromisoformat(text)


def on(
    as_of: str | date, lines: Iterable[Line], known_on: date | None = None, **more: Any
) -> Clock:
    """Return the clock of lines as of a day, known on it or later."""
    at = day(as_of) if isinstance(as_of, str) else as_of
    fields = {"settings": SETTINGS, "calendar": CALENDAR, "bodies": Bodies()} | more
    known = known_on or at + timedelta(days=3650)
    return clock(lines, TYPES, as_of=at, known_on=known, **fields)


def outstanding(clock: Clock) -> list[str]:
    """Return the bodies that still have to act."""
    return [found.value.body for found in clock.pending_in if found.value.is_outstanding]


D = day
SEED: list[Row] = [
    (D("2021-03-11"), "document.submitted_list", {"from": "Controller"}),
    (D("2021-03-12"), "referral.documents", {"from": "Controller", "to": (ITGS,)}),
    (D("2021-03-17"), "referral.corrected", {"authority": "Council President", "to": (PAW,)}),
    (D("2021-04-16"), "committee.scheduled", {"body": PAW, "on": D("2021-04-21")}),
    (D("2021-04-21"), "committee.continued", {"body": PAW, "when": "for 30 days."}),
    (D("2021-06-11"), "committee.scheduled", {"body": PAW, "on": D("2021-06-16")}),
    (D("2021-06-16"), "committee.approved_as_amended", {"body": PAW, "comment": ""}),
    (D("2021-06-25"), "council.scheduled", {"on": D("2021-06-30")}),
    (D("2021-06-30"), "council.adopted_forthwith", {"comment": ""}),
    (D("2021-07-01"), "council.final", {}),
    (D("2022-02-23"), "document.submitted_list", {"from": "Information Technology Agency"}),
    (D("2022-02-24"), "referral.documents", {"to": (PAW,)}),
    (D("2022-02-25"), "committee.scheduled", {"body": PAW, "on": D("2022-03-02")}),
    (D("2022-03-02"), "committee.approved", {"body": PAW}),
    (D("2022-03-22"), "council.scheduled", {"on": D("2022-03-25")}),
    (D("2022-03-25"), "council.adopted_forthwith", {}),
    (D("2022-03-25"), "council.final", {}),
    (D("2022-09-14"), "document.submitted_list", {"from": "Information Technology Agency"}),
    (D("2022-09-15"), "referral.documents", {"to": (PAW,)}),
    (D("2022-09-21"), "committee.noted_and_filed", {"body": PAW}),
    (D("2022-10-07"), "council.scheduled", {"on": D("2022-10-12")}),
    (D("2022-10-12"), "meeting.no_quorum", {"to": D("2022-10-14")}),
    (
        D("2022-10-14"),
        "meeting.cancelled",
        {"meeting": D("2022-10-14"), "to": D("2022-10-18")},
    ),
    (D("2022-10-18"), "council.continued", {"to": D("2022-11-01"), "comment": ""}),
    (D("2022-10-26"), "cis.submitted", {"nc": "Atwater Village Neighborhood Council"}),
    (D("2022-10-28"), "council.scheduled", {"on": D("2022-11-01")}),
    (D("2022-11-01"), "council.adopted_r51", {"comment": ""}),
    (D("2022-11-02"), "council.final", {}),
]
"""Council File 21-0278 of Los Angeles, as its printed report has it."""

INTERIM: list[Row] = [
    (D("2025-07-30"), "referral.motion", {"to": (PLUM,)}),
    (D("2025-08-01"), "committee.waived", {"body": PLUM}),
    (D("2025-08-01"), "council.scheduled", {"on": D("2025-08-06")}),
    (D("2025-08-06"), "council.adopted_r51", {}),
    (D("2025-08-08"), "council.final", {}),
    (D("2025-09-23"), "document.submitted", {}),
    (D("2025-09-24"), "referral.documents", {"to": (PLUM,)}),
    (D("2025-09-26"), "committee.scheduled", {"body": PLUM, "on": D("2025-09-30")}),
    (D("2025-09-30"), "committee.approved", {"body": PLUM}),
    (D("2025-10-03"), "council.scheduled", {"on": D("2025-10-07")}),
    (D("2025-10-07"), "council.adopted_forthwith", {}),
    (D("2025-10-09"), "council.final", {}),
    (D("2025-10-24"), "council.scheduled", {"on": D("2025-10-28")}),
    (D("2025-10-24"), "document.submitted", {}),
    (D("2025-10-24"), "referral.documents", {"to": (PLUM,)}),
    (D("2025-10-24"), "committee.waived", {"body": PLUM}),
    (D("2025-10-28"), "council.adopted_urgent_forthwith", {}),
    (D("2025-10-28"), "council.final", {}),
    (D("2025-10-29"), "ordinance.published", {"effective": D("2025-10-31")}),
    (D("2025-11-19"), "document.submitted", {}),
    (D("2025-11-19"), "referral.documents", {"to": (PLUM,)}),
    (D("2025-11-25"), "council.scheduled", {"on": D("2025-12-02")}),
    (D("2025-12-02"), "council.adopted_r51", {}),
    (D("2025-12-02"), "council.adopted_forthwith", {}),
    (D("2025-12-02"), "referral.resolution", {"to": ("Council",)}),
    (D("2025-12-09"), "council.scheduled", {"on": D("2025-12-12")}),
    (D("2025-12-12"), "council.adopted_forthwith", {}),
    (D("2026-01-23"), "cis.submitted", {"nc": "Arleta Neighborhood Council"}),
    (D("2026-08-26"), "document.submitted", {}),
    (D("2026-08-27"), "referral.documents", {"to": (PLUM,)}),
    (D("2026-09-01"), "referral.resolution", {"to": ("Council",)}),
    (D("2026-09-18"), "committee.scheduled", {"body": PLUM, "on": D("2026-09-22")}),
    (D("2026-09-22"), "committee.approved", {"body": PLUM}),
    (D("2026-10-02"), "council.scheduled", {"on": D("2026-10-06")}),
]
"""Council File 25-0843 of Los Angeles, dates and kinds of its lines; a public record."""
