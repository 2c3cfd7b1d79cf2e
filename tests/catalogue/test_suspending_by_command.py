"""`townline service`: suspending, listing and resuming from the command line."""

import json
from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner, Result
from django.utils import timezone
from shapely import box, to_wkb

from townline.catalogue import actions, queries
from townline.catalogue.rules.offers import Offer, Suspension
from townline.cities.actions import begin_edition
from townline.cities.rules.city import City, CitySettings
from townline.config.commands.service import group, notice_of
from townline.geography import actions as geography
from townline.geography.rules.layers import Feature, Layer
from townline.record.verbs import SYSTEM

AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
NOTICE = ("--notice", "Not in May.")
BULKY = Offer(
    code="bulky",
    words={"en": "Bulky items"},
    description={"en": "Large things."},
    group="waste",
    group_words={"en": "Waste"},
    department="sanitation",
)


def apply(slug: str) -> City:
    settings = CitySettings(
        name=slug.title(),
        zone="America/Chicago",
        languages=("en", "es"),
        centre=(40, -90),
        bounds=(39, -91, 41, -89),
        jurisdiction=f"{slug}.example.org",
    )
    made = begin_edition(slug=slug, settings=settings, files={}, by=SYSTEM, at=AT)
    actions.put_offers(edition_id=made.edition_id, offers=[BULKY], by=SYSTEM, at=AT)
    north = Feature(code="1", name="North", wkb=to_wkb(box(-91, 40, -89, 41)), properties={})
    ward = Layer(kind="ward", words={"en": "Ward"}, features=(north,))
    geography.put_areas(edition_id=made.edition_id, layers=[ward], by=SYSTEM, at=AT)
    return made


@pytest.fixture
def city(db: None) -> City:
    return apply("springdale")


def run(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words])


def listed() -> list[dict[str, object]]:
    return json.loads(run("list", "--json").stdout)["suspensions"]


def test_a_service_is_suspended_listed_and_taken_again(city: City) -> None:
    until = timezone.now().astimezone(city.zone).date() + timedelta(days=30)
    done = run(
        "suspend", "bulky", "--area", "ward:1", "--until", until, *NOTICE, "--notice", "es=No hay."
    )
    assert done.exit_code == 0, done.stderr
    number = int(done.stdout)
    (found,) = queries.suspensions(city.id, until)
    assert (found.areas, found.until) == (("ward:1",), until)
    assert found.notice == {"en": "Not in May.", "es": "No hay."}
    (row,) = listed()
    assert (row["suspension"], row["service"], row["by_folder"]) == (number, "bulky", False)
    assert "bulky  ward:1  from " in run("list").stdout
    resumed = run("resume", number)
    assert (resumed.exit_code, resumed.stderr) == (0, "bulky is taken again.\n")
    assert queries.suspensions(city.id, until) == ()
    assert (listed(), run("resume", number).exit_code) == ([], 1)


def test_a_suspension_begins_today_and_ends_when_it_is_resumed(city: City) -> None:
    done = run("suspend", "bulky", "--city", "springdale", *NOTICE, "--json")
    assert json.loads(done.stdout)["service"] == "bulky"
    today = timezone.now().astimezone(city.zone).date()
    (found,) = queries.suspensions(city.id, today)
    assert (found.since, found.until, found.areas) == (today, None, ())
    assert "everywhere" in run("list").stdout
    assert "until resumed" in run("list").stdout


def test_what_the_folder_suspends_can_be_taken_again_with_a_warning(city: City) -> None:
    closed = Suspension(service_code="bulky", notice={"en": "Not now."})
    put = {"city_id": city.id, "edition_id": city.edition_id, "by": SYSTEM, "at": AT}
    actions.put_suspensions(suspensions=[closed], **put)
    (row,) = listed()
    assert row["by_folder"] is True
    assert "by the folder" in run("list").stdout
    done = run("resume", row["suspension"])
    assert "the next edition will again" in done.stderr
    assert listed() == []


def test_another_citys_suspension_cannot_be_resumed(city: City) -> None:
    number = run("suspend", "bulky", *NOTICE).stdout.strip()
    apply("hillside")
    refused = run("resume", number, "--city", "hillside")
    assert (refused.exit_code, len(listed())) == (1, 1)
    assert f"hillside has no standing suspension {number}" in refused.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("bulk", *NOTICE), "no service 'bulk'. Did you mean 'bulky'?"),
        (("bulky", *NOTICE, "--city", "nowhere"), "no city 'nowhere'"),
        (("bulky", *NOTICE, "--area", "wrad:1"), "Did you mean 'ward'?"),
        (("bulky", *NOTICE, "--area", "ward:7"), "There is no ward '7'. Known here: 1."),
        (("bulky", *NOTICE, "--area", "1"), "no kind of area '1'"),
        (("bulky", *NOTICE, "--until", "2026-01-31"), "is over"),
        (("bulky", *NOTICE, "--from", "2099-02-02", "--until", "2099-02-01"), "is before"),
        (("bulky", *NOTICE, "--from", "tomorrow"), "does not match the format"),
        (("bulky",), "Missing option '--notice'"),
        (("bulky", "--notice", "es=No hay."), "not given in 'en'"),
    ],
)
def test_wrong_use_is_refused_with_a_sentence(city: City, words: tuple[str, ...], says: str):
    done = run("suspend", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in " ".join(done.stderr.split())
    assert listed() == []


def test_a_notice_may_hold_an_equals_sign() -> None:
    assert notice_of(["en=1 = 1", "es=uno"], ("en", "es")) == {"en": "1 = 1", "es": "uno"}
    assert notice_of(["Closed: A=B"], ("en",)) == {"en": "Closed: A=B"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["fr=Fermé"], "the city's are: en, es"),
        (["Closed", "en=Shut"], "twice in 'en'"),
        (["  "], "says nothing"),
        (["es="], "says nothing"),
    ],
)
def test_a_notice_that_nobody_could_read_is_refused(given: list[str], says: str) -> None:
    with pytest.raises(click.UsageError, match=says):
        notice_of(given, ("en", "es"))
