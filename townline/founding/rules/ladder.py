"""Reading ladders of escalation, of the whole city and of services."""

from collections.abc import Collection, Iterable, Mapping

from townline.cities.rules.ladder import MEANS, PERSONS, ROLES, WHENS, Ladder, Step
from townline.founding.rules.faults import nearest
from townline.founding.rules.tables import Table

KEY = "escalation"
DAYS = {"late": "working_days", "silent": "days"}
"""The key that says after how long, for each step that has one."""
MOST_STEPS = 12
MOST_DAYS = 366
ADDRESS, ROLE = "address:", "role:"


def read(table: Table) -> Ladder | None:
    """Return the ladder that a table holds; None where it has none of its own."""
    if not table.has(KEY):
        return None
    steps: dict[str, Step] = {}
    for inner in table.tables(KEY):
        step = _step(inner)
        if step.key in steps:
            what = "A step for that moment is there already."
            inner.fault("when", what, "Name everybody who is told then in one step.")
        steps.setdefault(step.key, step)
        inner.end()
    if not steps:
        table.fault(KEY, "The ladder has no step.", "Write one, or take it out.")
    if len(steps) > MOST_STEPS:
        table.fault(KEY, f"The ladder has {len(steps)} steps.", f"{MOST_STEPS} are the most.")
    return tuple(steps.values()) or None


def _step(table: Table) -> Step:
    when = table.choice("when", WHENS)
    tell, by = table.texts("tell"), table.texts("by") or ("desk",)
    if not tell:
        table.fault("tell", "The step tells nobody.", 'Write tell = ["supervisors"].')
    for position, whom in enumerate(tell):
        _check_whom(table, position, whom)
    for position, means in enumerate(by):
        if means not in MEANS:
            table.fault(("by", position), f"There is no way {means!r}.", nearest(means, MEANS))
    if "email" not in by and any(whom.startswith(ADDRESS) for whom in tell):
        what = "An address of a department is told by e-mail alone."
        table.fault("by", what, 'Write by = ["desk", "email"].')
    return Step(when=when, days=_days(table, when), tell=tell, by=by)


def _days(table: Table, when: str) -> int:
    for other, strange in DAYS.items():
        if other != when and table.has(strange):
            table.fault(strange, f"{strange} is for steps that are {other!r}.", "Take it out.")
            table.whole(strange)
    if when not in DAYS:
        return 0
    key = DAYS[when]
    if not table.has(key):
        table.fault("when", f"A step that is {when!r} lacks {key}.", f"Write {key} = 3.")
    days = table.whole(key, 1, least=1)
    if days > MOST_DAYS:
        table.fault(key, f"{key} is {days}.", f"{MOST_DAYS} is the most.")
    return min(days, MOST_DAYS)


def _check_whom(table: Table, position: int, whom: str) -> None:
    place = ("tell", position)
    known = [*PERSONS, *(ROLE + role for role in ROLES)]
    if whom.startswith(ADDRESS) or whom in known:
        return
    remedy = nearest(whom, known, 'Or name an address of the department: "address:NAME".')
    table.fault(place, f"Nobody is called {whom!r}.", remedy)


def check_addresses(
    table: Table, ladder: Ladder | None, owners: Iterable[str], known: Mapping[str, Collection[str]]
) -> None:
    """
    Note each address that a department lacks which may have to be told at it.

    :param owners: the departments that may own a request on this ladder
    :param known: the names of the addresses of each department
    """
    named = {
        whom.removeprefix(ADDRESS): (KEY, step, "tell", position)
        for step, each in enumerate(ladder or ())
        for position, whom in enumerate(each.tell)
        if whom.startswith(ADDRESS)
    }
    for name, place in named.items():
        lacking = sorted({code for code in owners if name not in known.get(code, ())})
        if lacking:
            what = f"The department {lacking[0]!r} has no address {name!r}."
            names = {n for code in lacking for n in known.get(code, ())}
            remedy = f'Give it addresses = {{ {name} = "…" }} in departments.toml.'
            table.fault(place, what, nearest(name, names, remedy))
