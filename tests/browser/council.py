"""What the council has where browser tests walk: files, meetings, a vote, a report that is owed."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

from tests.ground.databases import ROOT
from tests.ground.installation import CITY, Installation

REAL = "21-0278"
"""A file with its whole history, of the city's folder."""
TITLES = ("Demo: shade at bus stops", "Demo: lamps in parks")
COMMITTEE = "Transportation Committee"
PLACE = "Demo council chamber"
TEN = 10
_FOUND: dict[str, dict[str, str]] = {}


def sit(server: Installation) -> dict[str, str]:
    """Let the council have met and meet today, once an installation; return names and values."""
    if server.address not in _FOUND:
        server.townline("council", "import", str(CITY / "samples" / "council" / f"{REAL}.txt"))
        told = subprocess.run(
            [sys.executable, "-m", "tests.browser.council"],
            env=server.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        _FOUND[server.address] = dict(line.split("=") for line in told.stdout.split())
    return _FOUND[server.address]


def _make() -> dict[str, str]:
    """Hold a meeting a week ago and begin one today, both at ten."""
    from django.utils import timezone

    from tests.council.chamber import CLERK
    from townline.cities import queries as cities
    from townline.council import actions

    city = cities.first()
    assert city is not None
    today = timezone.now().astimezone(city.zone).replace(hour=TEN, minute=0, second=0)
    today = today.replace(microsecond=0)
    past = today - timedelta(days=7)
    what: dict[str, Any] = {"city": city, "by": CLERK}
    first, second = (_file(what, title, past - timedelta(days=9)) for title in TITLES)
    held, under_way = _meeting(what, first, past), _meeting(what, second, today)
    actions.close_meeting(code=held, at=past + timedelta(hours=1), **what)
    actions.instruct(
        identifier=first, body="personnel", text="Demo: count the stops without shade",
        day=past.date(), due=past.date() + timedelta(days=4), at=past, **what,
    )  # fmt: skip
    return {"file": first, "held": held, "meeting": under_way}


def _file(what: dict[str, Any], title: str, at: datetime) -> str:
    from townline.council import actions, queries
    from townline.council.rules.details import Details

    details = Details(title=title, movers=("Demo Member",), districts=("1",))
    number = actions.introduce(details=details, at=at, **what)
    said = queries.grammar(what["city"]).parse(f"Motion referred to {COMMITTEE}.")
    actions.act(identifier=number, activity=said, day=at.date(), at=at, **what)
    return number


def _meeting(what: dict[str, Any], number: str, at: datetime) -> str:
    """Post a meeting four days ahead, begin it, and note a vote in which one is against."""
    from townline.council import actions, queries
    from townline.council.rules.ballots import Option

    before = at - timedelta(days=4)
    said = actions.Said(body="council", starts_at=at, location=PLACE)
    code = actions.make_meeting(said=said, at=before, **what)
    items = [
        actions.NewItem(section="heard", file=number),
        actions.NewItem(section="noticed", caption="Demo: an item without a file"),
    ]
    actions.add_items(code=code, items=items, at=before, **what)
    actions.post_agenda(code=code, places=[PLACE], at=before, **what)
    here = [who.code for who in queries.members(what["city"], "council", at.date())]
    actions.open_meeting(code=code, absent=here[:1], at=at, **what)
    happened = actions.Happened(
        type="council.adopted_forthwith", parameters={"comment": ""}, voted=True,
        method="roll_call", exceptions={here[-1]: Option.NO},
    )  # fmt: skip
    (key,) = (each.item.key for each in queries.items(what["city"], code) if each.item.file)
    actions.note_outcome(code=code, items=[key], happened=happened, at=at, **what)
    return code


if __name__ == "__main__":
    from townline.config import command

    command.set_up()
    sys.stdout.writelines(f"{name}={value}\n" for name, value in _make().items())
