"""Calls: try the city's menu in a terminal, say at which telephone an agent takes calls."""

import json
import sys
from collections.abc import Iterator

import click
import msgspec
from django.utils import timezone

from townline.channels.rules.calling import Gather, Play, Record, Say, Tree
from townline.channels.rules.ivr import Machine
from townline.channels.rules.menu import Did, Event, Node, Stand, Step
from townline.channels.voice_known import OnThePhone
from townline.config.cli import city_named, operator
from townline.contacts import actions, queries

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document a step."
)


@click.group()
def group() -> None:
    """Calls: try the city's menu in a terminal, say at which telephone an agent takes calls."""


@group.command("try")
@click.option("--number", metavar="NUMBER", help="Which number is dialled; else the first.")
@click.option("--language", metavar="CODE", help="Begin in this language, past the choice of one.")
@of_city
@as_document
def try_(number: str | None, language: str | None, slug: str | None, as_json: bool) -> None:
    """Play the menu that callers hear: what is said is printed, keys are lines of the input.

    An empty line is silence. It ends where a caller would hang up, be put in a queue, or leave a
    message; no call is kept, nobody is rung. Exits 1 if the city takes no calls.
    """
    city = city_named(slug)
    voice = queries.voice_of(city.edition_id)
    if not voice.numbers:
        raise click.ClickException(f"{city.name} takes no calls: its folder has no voice.toml.")
    if number and number not in {each.number for each in voice.numbers}:
        there = ", ".join(each.number for each in voice.numbers)
        raise click.UsageError(f"{city.name} has no number {number!r}; there are: {there}")
    if language and language not in voice.tongues:
        spoken = ", ".join(voice.tongues)
        raise click.UsageError(f"No menu is in {language!r}; there are: {spoken}")
    known = OnThePhone(city=city, voice=voice, at=timezone.now())
    line = voice.dialled(number or voice.numbers[0].number)
    machine = Machine(voice=voice, line=line, known=known, here="step/")
    step = machine.step(Stand(), Event(did=Did.CAME))
    if language:
        key = voice.tongues[language].key
        step = machine.step(step.stand, Event(did=Did.PRESSED, digits=key))
    for shown in _played(machine, step):
        click.echo(_document(shown) if as_json else _text(shown))


def _played(machine: Machine, step: Step) -> Iterator[Step]:
    """Yield each step, until the caller is out of the menu or nobody types any more."""
    yield step
    while step.enter is None and step.stand.node is not Node.OVER:
        typed = sys.stdin.readline()
        if not typed:
            return
        step = machine.step(step.stand, _event(step, typed.strip()))
        yield step


def _event(step: Step, typed: str) -> Event:
    if step.stand.node is Node.VOICEMAIL:
        return Event(did=Did.RECORDED)
    digits = typed.replace("-", "").rstrip("#")
    return Event(did=Did.PRESSED, digits=digits) if digits else Event(did=Did.SILENT)


def _lines(tree: Tree) -> Iterator[str]:
    for verb in tree:
        for each in verb.says if isinstance(verb, Gather) else (verb,):
            if isinstance(each, Say):
                yield f"{each.language:8}{each.text}"
            elif isinstance(each, Play):
                yield f"        ♪ {each.url}"
        if isinstance(verb, Record):
            yield f"        (records {verb.longest_s} s at most; press Enter when you are done)"


def _text(step: Step) -> str:
    lines = [*_lines(step.tree)]
    if step.enter:
        relay = ", as a relay or TTY call" if step.enter.relay else ""
        lines.append(f"        → waits in {step.enter.queue}{relay}")
    return "\n".join(lines)


def _document(step: Step) -> str:
    said = [line[8:] for line in _lines(step.tree)]
    queue = step.enter.queue if step.enter else None
    stand = msgspec.to_builtins(step.stand)
    return json.dumps({"stand": stand, "said": said, "queue": queue}, ensure_ascii=False)


@group.command()
@click.argument("agent", type=click.IntRange(1))
@click.argument("number", default="")
@of_city
def telephone(agent: int, number: str, slug: str | None) -> None:
    """Say at which telephone NUMBER an AGENT takes calls; without one, take it back.

    It is kept apart from the agent, and no page shows it. Exits 1 if there is no such agent, 2 if
    it is no telephone number.
    """
    city = city_named(slug)
    said = {"city": city, "agent": agent, "number": number}
    try:
        actions.say_phone(**said, by=operator(), at=timezone.now())  # type: ignore[arg-type]
    except queries.NoSuchAgent as fault:
        raise click.ClickException(str(fault)) from fault
    except actions.NoNumber as fault:
        raise click.UsageError(str(fault)) from fault
    click.echo("Kept." if number else "Taken back.")


@group.command()
@click.argument("contact", type=click.IntRange(1))
@of_city
@as_document
def show(contact: int, slug: str | None, as_json: bool) -> None:
    """Show the call of a CONTACT that a carrier carried, with every entry of its record.

    The number of the other side is not shown. Exits 1 if no carrier carried it.
    """
    city = city_named(slug)
    found = queries.carried_call(city.id, contact)
    if found is None:
        raise click.ClickException(f"There is no call of contact {contact}.")
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    relay = ", relay" if found.relay else ""
    click.echo(f"contact {found.contact}, call {found.way}, {found.language}{relay}: {found.doing}")
    for each in found.told:
        click.echo(f"  told {each}")
    for entry in found.entries:
        moment = entry.at.isoformat(timespec="milliseconds")
        click.echo(f"  {moment} {entry.sentence} ({entry.by})")
