"""Prove the record: replay every history and check every chain and root."""

import json
import sys
from collections.abc import Iterator

import click
from django.utils import timezone

from townline.record.rules.audit import Fault


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def group(as_json: bool) -> None:
    """Prove the record: replay every history and check every chain and root.

    Exits 1 and names each fault where something does not prove.
    """
    from townline.record import queries as record

    found = record.verify()
    faults = [*found.faults, *_of_rooms(), *_of_councils()]
    if as_json:
        click.echo(
            json.dumps(
                {
                    "audited_at": timezone.now().isoformat(),
                    "entries": found.entries,
                    "roots": found.roots,
                    "unsealed_entries": found.unsealed,
                    "faults": [_document(f) for f in faults],
                }
            )
        )
    else:
        for f in faults:
            click.echo(f"{f.subject}{f'/{f.seq}' if f.seq else ''}: {f.says}")
        click.echo(
            f"{found.entries} entries and {found.roots} roots checked"
            f" ({found.unsealed} entries wait for the next root): "
            + (f"{len(faults)} faults" if faults else "all prove")
        )
    sys.exit(1 if faults else 0)


def _of_rooms() -> Iterator[Fault]:
    """Yield what rows say otherwise than their records, room by room."""
    from townline.contacts.queries import proof as contacts
    from townline.knowledge import queries as knowledge
    from townline.requests.queries import proof as requests
    from townline.staff.queries import people

    yield from requests.disagreements()
    yield from contacts.disagreements()
    yield from knowledge.disagreements()
    yield from people.disagreements()


def _of_councils() -> Iterator[Fault]:
    """Yield what is wrong with the council files of all cities that have a council."""
    from townline.cities import queries as cities
    from townline.council import queries as council

    for city in cities.every():
        if council.has_council(city):
            yield from council.disagreements(city, timezone.now().astimezone(city.zone).date())


def _document(fault: Fault) -> dict[str, object]:
    return {"kind": fault.kind, "subject": fault.subject, "seq": fault.seq, "says": fault.says}
