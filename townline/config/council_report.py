"""``townline council report``: a file as the clerk's system prints it."""

import json
import sys
from datetime import date, datetime

import click
from django.template.loader import render_to_string
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named
from townline.council import queries
from townline.council.rules import printed
from townline.council.rules.numbers import NotANumber

FORMATS = click.Choice(["text", "html", "json", "pdf"])
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("number")
@click.option("--on", "on", type=DAY, help="Print it as of this day; today if left out.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json", "pdf"]),
    default="text",
    show_default=True,
)
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def report(number: str, on: datetime | None, form: str, slug: str | None) -> None:
    """Print the report of council file NUMBER. Exits 1 where there is none."""
    city = city_named(slug)
    day = on.date() if on else timezone.now().astimezone(city.zone).date()
    found = identifier(city, number)
    if form == "pdf":
        _write_pdf(city, found, day)
        return
    made = queries.printed_report(city, found, on=day)
    if form == "text":
        click.echo(printed.write(made), nl=False)
    elif form == "html":
        said = {"report": made, "official": city.languages[0]}
        click.echo(render_to_string("clerk/report_alone.html", said), nl=False)
    else:
        click.echo(
            json.dumps(
                {
                    "office": made.office,
                    "system": made.system,
                    "generated": made.generated,
                    "number": made.number,
                    "fields": dict(made.fields),
                    "history": [{"date": day, "activity": said} for day, said in made.history],
                },
                default=date.isoformat,
                indent=2,
                ensure_ascii=False,
            )
        )


def _write_pdf(city: City, number: str, day: date) -> None:
    """Write the report as a tagged PDF to standard output, which must not be a terminal."""
    if sys.stdout.isatty():
        raise click.UsageError("A PDF is no text: write it to a file, with > report.pdf")
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=city.zone)
    made = queries.paper(city, "report", queries.report_sheet(city, number, on=day), at=moment)
    click.echo(made.content, nl=False)


def identifier(city: City, text: str) -> str:
    """
    Return the number of a file that there is, however it was typed.

    :raises click.UsageError: if it is none
    :raises click.ClickException: if there is no such file
    """
    try:
        number = queries.read_number(city, text)
        queries.file(city, number)
    except (NotANumber, queries.NoCouncil) as fault:
        raise click.UsageError(str(fault)) from None
    except queries.NoSuchFile as fault:
        raise click.ClickException(str(fault)) from None
    return number
