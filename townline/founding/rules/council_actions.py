"""Reading what can be said of council files: ``council/actions.toml``."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from townline.council.rules.clashes import clashes
from townline.council.rules.registry import Registry, SameName
from townline.council.rules.slots import filling
from townline.council.rules.vocabulary import (
    OTHER,
    ActionType,
    Body,
    Effect,
    Parameter,
    Slot,
    Template,
    Window,
)
from townline.council.rules.wordings import BadTemplate, Wording, blanks
from townline.founding.rules.codes import Codes
from townline.founding.rules.council_bodies import KINDS
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table

FILE = "council/actions.toml"
EFFECTS, SLOTS, WINDOWS = (tuple(map(str, each)) for each in (Effect, Slot, Window))
PUTS_OFF = {"no": False, "yes": True, "setting": None}
"""Whether an activity puts off expiration; ``setting``: what council.toml says of its kind."""
ACTS = {"body": (Slot.BODY,), "to": (Slot.BODY, Slot.BODIES), "on": (Slot.DATE, Slot.DATE_OR_TEXT)}
"""The blanks with a part of their own, and what may fill them."""
NEEDS: Mapping[Effect, tuple[str, ...]] = {
    Effect.REFERS: ("to",),
    Effect.RE_REFERS: ("to",),
    Effect.SCHEDULES: ("on",),
    Effect.CONTINUES: ("on",),
    Effect.REPORTS: ("body", "result"),
    Effect.DECIDES: ("result",),
    Effect.RETURNS: ("result",),
}
"""What an effect cannot do without."""


def read(
    files: Mapping[str, bytes],
    languages: tuple[str, ...],
    bodies: Sequence[Body],
    faults: Faults,
) -> tuple[ActionType, ...]:
    """Return the types of activities that can be read, in their order."""
    root = Document(FILE, files.get(FILE, b""), faults).root(languages)
    codes, found = Codes("action"), list[ActionType]()
    placed: dict[tuple[str, str], Table] = {}
    try:
        registry = Registry(bodies)
    except SameName:  # which was told of bodies.toml
        registry = Registry(())
    for table in root.tables("action"):
        code = codes.take(table)
        kind = _type(table, code, registry, placed)
        if code == OTHER:
            what = f"{OTHER!r} is what no sentence of the city means."
            table.fault("code", what, "Give the action another code.")
        elif code:
            _check_votes(table, kind, found)
            found.append(kind)
        table.end()
    root.end()
    if not faults.errors_in(FILE):
        _check_clashes(found, registry, placed)
    return tuple(found)


def _type(
    table: Table, code: str, registry: Registry, placed: dict[tuple[str, str], Table]
) -> ActionType:
    parameters = tuple(_parameters(table))
    effect = Effect(table.choice("effect", EFFECTS))
    kind = ActionType(
        code=code,
        label=table.words("label", required=True),
        templates=tuple(_templates(table, code, parameters, registry, placed)),
        parameters=parameters,
        effect=effect,
        result=table.text("result"),
        window=Window(table.choice("window", WINDOWS, default="none")),
        body=_part(table, "body", parameters),
        to=_part(table, "to", parameters),
        on=_part(table, "on", parameters),
        substantive=PUTS_OFF[table.choice("puts_off_expiration", tuple(PUTS_OFF), default="no")],
        opens=table.flag("opens"),
        ocd=table.texts("ocd"),
        votes=table.texts("votes"),
    )
    _check_whole(table, kind)
    return kind


def _parameters(table: Table) -> Iterator[Parameter]:
    names = set[str]()
    for inner in table.tables("blanks"):
        name = inner.text("name", required=True)
        if name in names:
            inner.fault("name", f"The blank {name!r} is described twice.", "Describe it once.")
        names.add(name)
        kinds = inner.texts("kinds")
        for position, kind in enumerate(kinds):
            refer(inner, ("kinds", position), kind, "kind of body", KINDS)
        slot = Slot(inner.choice("slot", SLOTS))
        yield Parameter(name=name, slot=slot, kinds=kinds, words=inner.texts("words"))
        inner.end()


def _templates(
    table: Table,
    code: str,
    parameters: Sequence[Parameter],
    registry: Registry,
    placed: dict[tuple[str, str], Table],
) -> Iterator[Template]:
    fillings = {p.name: (p.slot, filling(p, registry)) for p in parameters}
    for inner in table.tables("templates"):
        template = Template(
            version=inner.text("version", required=True), text=inner.text("text", required=True)
        )
        if (code, template.version) in placed:
            what = f"The version {template.version!r} is there twice."
            inner.fault("version", what, "Each wording has a version of its own.")
        elif _fits(inner, template, fillings):
            placed[code, template.version] = inner
            yield template
        inner.end()


def _fits(inner: Table, template: Template, fillings: Mapping[str, object]) -> bool:
    strange = [name for name in blanks(template.text) if name not in fillings]
    for name in strange:
        remedy = nearest(name, fillings, f"Describe {name!r} in blanks.")
        inner.fault("text", f"The action has no blank {{{name}}}.", remedy)
    if strange or not template.text:
        return False
    try:
        Wording("", template.version, template.text, fillings)  # type: ignore[arg-type]
    except BadTemplate as fault:
        inner.fault("text", str(fault), "Mend the template.")
        return False
    return True


def _part(table: Table, key: str, parameters: Collection[Parameter]) -> str:
    """Return the blank that has a part of its own, such as the body that acts."""
    name = table.text(key)
    slots = {parameter.name: parameter.slot for parameter in parameters}
    if name and refer(table, key, name, "blank", slots) and slots[name] not in ACTS[key]:
        wanted = " or ".join(ACTS[key])
        table.fault(key, f"{name!r} is filled with {slots[name]}.", f"Name one with {wanted}.")
        return ""
    return name if name in slots else ""


def _check_whole(table: Table, kind: ActionType) -> None:
    for key in NEEDS.get(kind.effect, ()):
        if not getattr(kind, key):
            what = f"An action that {kind.effect} needs {key!r}."
            table.fault("effect", what, f"Write {key}, or give it another effect.")
    if not kind.templates:
        table.fault("", "The action has no template that can be used.", "Write one in templates.")
    used = set(chain.from_iterable(blanks(template.text) for template in kind.templates))
    for parameter in kind.parameters:
        if kind.templates and parameter.name and parameter.name not in used:
            what = f"No template has the blank {{{parameter.name}}}."
            table.fault("blanks", what, "Put it into one, or take it out.")


def _check_votes(table: Table, kind: ActionType, others: Sequence[ActionType]) -> None:
    """Tell of words of a vote that mean two kinds of activities, or none that is decided."""
    if kind.votes and not kind.result:
        what = "Only an action with a result can be what a vote came to."
        table.fault("votes", what, "Write result, or take out votes.")
    for position, label in enumerate(kind.votes):
        other = next((each.code for each in others if label in each.votes), None)
        if other is not None:
            what = f"{label!r} is what a vote for {other!r} came to already."
            table.fault(("votes", position), what, "Give the words to one of the two.")


def _check_clashes(
    kinds: Sequence[ActionType],
    registry: Registry,
    placed: Mapping[tuple[str, str], Table],
) -> None:
    remedy = "Change one of the two: every sentence has one meaning."
    for sentence, *read in clashes(kinds, registry):
        first, second = (f"{code} ({version})" for code, version in read)
        what = f"{sentence!r} could be read as {first} and as {second}."
        placed[read[1]].fault("text", what, remedy)
