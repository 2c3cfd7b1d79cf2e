"""Shifts are planned, copied and taken in, and the day shows how they were kept."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk import centre, fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Shift
from townline.contacts.rules.queueing import Status

PAGE = "/desk/shifts/"
MONDAY = datetime(2026, 3, 2)


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its centres."""
    return centre.town()


@pytest.fixture
def ana(town: City) -> int:
    """Add an agent who was available from eight to twelve on a Monday, but for half an hour."""
    day = MONDAY.replace(tzinfo=town.zone)
    key = centre.agent(town, day + timedelta(hours=8))
    for hours, status in ((10, Status.BREAK), (10.5, Status.AVAILABLE), (12, Status.LOGGED_OUT)):
        actions.say_status(
            city=town, agent=key, status=status, by=centre.SYSTEM, at=day + timedelta(hours=hours)
        )
    return key


def planned(key: int, day: str = "2026-03-02", begins: str = "08:00", ends: str = "12:00"):
    return {"agent": key, "day": day, "begins": begins, "ends": ends}


def test_a_shift_is_planned_and_the_day_says_how_it_was_kept(town: City, ana: int) -> None:
    client = fairview.signed_in("supervisor")
    assert "Nothing is planned for this day" in text_of(client, f"{PAGE}?day=2026-03-03")
    done = client.post(f"{PAGE}add/", planned(ana), follow=True)
    assert "The shift is planned." in words(done)
    page = text_of(client, f"{PAGE}?day=2026-03-02")
    assert "88 %" in page  # three and a half hours of four
    assert "10:00 missed" in page
    assert "08:00 kept" in page
    assert "08:00–12:00" in page


def test_what_lies_over_another_is_refused(town: City, ana: int) -> None:
    client = fairview.signed_in("supervisor")
    client.post(f"{PAGE}add/", planned(ana))
    again = client.post(f"{PAGE}add/", planned(ana, begins="11:00", ends="13:00"))
    assert again.status_code == 422
    assert "lies over another shift" in words(again)
    long = client.post(f"{PAGE}add/", planned(ana, day="2026-03-05", begins="08:00", ends="07:00"))
    assert "16 hours at most" in words(long)
    nobody = client.post(f"{PAGE}add/", planned(999_999))
    assert nobody.status_code == 422


def test_a_week_is_copied_by_the_clock(town: City, ana: int) -> None:
    client = fairview.signed_in("supervisor")
    client.post(f"{PAGE}add/", planned(ana))
    client.post(f"{PAGE}add/", planned(ana, day="2026-03-03", begins="22:00", ends="06:00"))
    said = {"source": "2026-03-02", "target": "2026-03-11"}  # clocks are set between
    done = client.post(f"{PAGE}copy/", said, follow=True)
    assert "2 shifts were planned." in words(done)
    copied = Shift.objects.filter(starts_at__gte=datetime(2026, 3, 8, tzinfo=town.zone))
    local = sorted(row.starts_at.astimezone(town.zone).time() for row in copied)
    assert local == [time(8), time(22)]
    assert "0 shifts were planned." in words(client.post(f"{PAGE}copy/", said, follow=True))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("agent,day,from,to\nDemo Ana,2026-03-02,08:00,12:00\n", "1 shift was planned."),
        ("agent,day,from\n", "The column to is missing."),
        ("agent,day,from,to\nDemo Zoe,2026-03-02,08:00,12:00\n", "there is no agent Demo Zoe."),
        ("agent,day,from,to\nDemo Ana,2 March,08:00,12:00\n", "Line 2 cannot be read."),
        (
            "agent,day,from,to\nDemo Ana,2026-03-02,08:00,12:00\nDemo Ana,2026-03-02,09:00,10:00\n",
            "It lies over another shift of this agent.",
        ),
    ],
)  # fmt: skip
def test_a_file_is_taken_in_whole_or_not_at_all(town: City, ana: int, text: str, says: str) -> None:
    client = fairview.signed_in("supervisor")
    file = SimpleUploadedFile("shifts.csv", text.encode())
    done = client.post(f"{PAGE}file/", {"file": file}, follow=True)
    assert says in words(done)
    assert Shift.objects.count() == (1 if "was planned" in says else 0)


def test_a_shift_is_removed_and_stays_to_be_seen(town: City, ana: int) -> None:
    client = fairview.signed_in("supervisor")
    client.post(f"{PAGE}add/", planned(ana))
    row = Shift.objects.get()
    path = f"{PAGE}{row.pk}/remove/"
    assert "Removed." in words(client.post(path, {"day": "2026-03-02"}, follow=True))
    assert "removed already" in words(client.post(path, {"day": "2026-03-02"}, follow=True))
    row.refresh_from_db()
    assert row.removed_by == "Demo supervisor"
    assert queries.shifts(town, MONDAY.date(), MONDAY.date()) == ()


def test_agents_see_their_own_and_plan_nothing(town: City, ana: int) -> None:
    fairview.signed_in("supervisor").post(f"{PAGE}add/", planned(ana))
    agent = fairview.signed_in("agent")
    assert "Demo Ana" not in text_of(agent, f"{PAGE}?day=2026-03-02")
    assert "Copy this week" not in text_of(agent, PAGE)
    assert agent.post(f"{PAGE}add/", planned(ana)).status_code == 403
    assert fairview.signed_in("worker").get(PAGE).status_code == 403
    assert fairview.signed_in("supervisor").get(f"{PAGE}?day=never").status_code == 404
