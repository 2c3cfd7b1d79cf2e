"""When the city works: a year of each calendar at a glance, its hours, and the holidays."""

import calendar as months
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.offer_forms import DAYS
from townline.founding import actions
from townline.founding.rules import editing, holidays
from townline.founding.rules.codes import CODE
from townline.founding.rules.editing import NotThere, TooTangled
from townline.founding.rules.holidays import Holiday
from townline.founding.rules.organisation import CALENDARS
from townline.founding.rules.tables import YEARS
from townline.hours import WorkingWeek
from townline.record.verbs import Actor
from townline.staff.rules.calendars import WEEKDAYS, BadCalendar, week_from


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day in a year at a glance."""

    day: date
    outside: bool
    """Of the month before or after."""
    holiday: str
    closed: bool
    """Whether nobody works on it anyway, holiday or not."""


class CalendarForm(forms.Form):
    """The hours of a week."""

    use_required_attribute = False

    def __init__(self, *sent: Any, sets: list[str], zone: str, **options: Any) -> None:
        super().__init__(*sent, **options)
        self._zone = zone
        for code, (_number, name) in zip(WEEKDAYS, DAYS, strict=True):
            self.fields[code] = forms.CharField(
                label=name, max_length=200, required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": ""}),
            )  # fmt: skip
        self.fields["holidays"] = forms.ChoiceField(
            label=_("Holidays"), required=False,
            choices=[("", _("None: it works on holidays")), *((each, each) for each in sets)],
        )  # fmt: skip
        self.fields["holiday_hours"] = forms.CharField(
            label=_("Hours on holidays"), max_length=200, required=False,
            help_text=_(
                "On every day of the set, whichever weekday it is. Empty: closed. With hours, a "
                "holiday counts as a working day, and its hours as working hours."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip
        self.fields["keeps_time"] = forms.BooleanField(
            label=_("Working days keep the time of day"), required=False,
            help_text=_("What comes on Monday at 9 is due at 9, and not at the end of the day."),
        )  # fmt: skip

    def week(self) -> dict[str, tuple[str, ...]]:
        """Return the spans of each day."""
        return {day: spans_of(self.cleaned_data.get(day, "")) for day in WEEKDAYS}

    def clean(self) -> dict[str, Any]:
        """Note the days whose hours cannot be read."""
        said = super().clean() or self.cleaned_data
        for day in WEEKDAYS:
            try:
                week_from(self._zone, {day: spans_of(said.get(day, ""))})
            except BadCalendar as bad:
                self.add_error(day, _("Write hours like 08:00-12:00, 13:00-17:00. %s.") % bad)
        if not self.errors and not any(self.week().values()):
            self.add_error(WEEKDAYS[0], _("Somebody must work at some time."))
        self._check_holidays(said)
        return said

    def holiday_hours(self) -> tuple[str, ...]:
        """Return the spans of holidays."""
        return spans_of(self.cleaned_data.get("holiday_hours", ""))

    def _check_holidays(self, said: dict[str, Any]) -> None:
        """Note hours of holidays that cannot be read, or that belong to no set."""
        own = self.holiday_hours()
        try:
            week_from(self._zone, {WEEKDAYS[0]: own})
        except BadCalendar as bad:
            words = _("Write hours like 08:00-12:00, 13:00-17:00. %s.") % bad
            self.add_error("holiday_hours", words)
        if own and not said.get("holidays"):
            self.add_error("holidays", _("Choose the holidays that have these hours."))


class HolidayForm(forms.Form):
    """A day to add."""

    use_required_attribute = False
    set = forms.CharField(
        label=gettext_lazy("Set"), max_length=60, widget=forms.TextInput(attrs={"list": "sets"})
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)

    def clean_set(self) -> str:
        """Return the set, if it may be called so."""
        said: str = self.cleaned_data["set"]
        if not CODE.fullmatch(said):
            raise forms.ValidationError(_("Use letters, digits, “-”, “_” and “.”."))
        return said

    def clean_day(self) -> date:
        """Return the day, if it is of our time."""
        said: date = self.cleaned_data["day"]
        if said.year not in YEARS:
            raise forms.ValidationError(_("Check the year."))
        return said


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show a year of a calendar with its holidays, and add one."""
    board = board_of(request, by)
    known = board.draft.organisation.calendars
    listed = holidays.read(board.draft.files.get(holidays.FILE, b""))
    sets = sorted({each.set for each in listed})
    form = HolidayForm(request.POST or None, initial={"set": sets[0] if sets else "city"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        holiday = Holiday(set=said["set"], day=said["day"], name=" ".join(said["name"].split()))
        if actions.add_holiday(city=board.city, holiday=holiday, by=by, at=timezone.now()):
            kept(request, changed=True)
            return redirect(f"{reverse('desk:city_calendars')}?year={said['day'].year}")
        form.add_error("day", _("The set has this day already."))
    year = _year(request, board)
    code = request.GET.get("calendar", "")
    code = code if code in known else next(iter(known), "")
    keeps = _kept_sets(board)
    names = {each.day: each.name for each in listed if each.set == keeps.get(code)}
    return page(
        request, by, board, "calendars", status=422 if form.is_bound else 200, form=form,
        year=year, code=code, codes=list(known), sets=sets, keeps=keeps.get(code, ""),
        months=_months(year, known[code], names) if code else [],
        listed=[each for each in listed if each.day.year == year],
        week=_week_shown(known[code]) if code else [],
    )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, by: Actor, calendar: str) -> HttpResponse:
    """Change the hours of a calendar."""
    board = board_of(request, by)
    table = _table(board, calendar)
    listed = holidays.read(board.draft.files.get(holidays.FILE, b""))
    week = table.get("week")
    said = {
        **{day: ", ".join(map(str, spans)) for day, spans in dict(week or {}).items()},
        "holidays": table.get("holidays", ""),
        "holiday_hours": ", ".join(map(str, table.get("holiday_hours", ()))),
        "keeps_time": table.get("keeps_time", False),
    }
    form = CalendarForm(
        request.POST or None, sets=sorted({each.set for each in listed}),
        zone=board.draft.settings.zone, initial=said,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        changed = actions.put_calendar(
            city=board.city, code=calendar, week=form.week(),
            holidays_set=form.cleaned_data["holidays"], holiday_hours=form.holiday_hours(),
            keeps_time=form.cleaned_data["keeps_time"], by=by, at=timezone.now(),
        )  # fmt: skip
        kept(request, changed)
        return redirect("desk:city_calendar", calendar)
    departments = [
        each.words for each in board.draft.organisation.departments.values()
        if each.calendar == calendar
    ]  # fmt: skip
    return page(
        request, by, board, "calendar", status=422 if form.is_bound else 200, form=form,
        code=calendar, departments=departments,
    )  # fmt: skip


@on_board
@require_POST
def remove_holiday(request: HttpRequest, by: Actor) -> HttpResponse:
    """Take a day out of a set of holidays."""
    board = board_of(request, by)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise NotThere("There is no such day.") from None
    holiday = Holiday(set=request.POST.get("set", ""), day=day, name="")
    if actions.remove_holiday(city=board.city, holiday=holiday, by=by, at=timezone.now()):
        messages.success(request, _("Taken out. It holds until you publish."))
    return redirect(f"{reverse('desk:city_calendars')}?year={day.year}#holidays")


def spans_of(text: str) -> tuple[str, ...]:
    """Return the spans that somebody wrote one after the other."""
    return tuple(re.sub(r"\s+", "", span) for span in re.split(r"[,;\n]", text) if span.strip())


def _year(request: HttpRequest, board: Board) -> int:
    said = request.GET.get("year", "")
    now = timezone.now().astimezone(board.city.zone).year
    return int(said) if re.fullmatch(r"\d{4}", said) and int(said) in YEARS else now


def _table(board: Board, code: str) -> Mapping[str, Any]:
    content = board.draft.files.get(CALENDARS, b"")
    return editing.table(content, [("calendar", "code", code)])


def _kept_sets(board: Board) -> dict[str, str]:
    """Return which set of holidays each calendar keeps."""
    found = {}
    for code in board.draft.organisation.calendars:
        try:
            found[code] = str(_table(board, code).get("holidays", ""))
        except (NotThere, TooTangled):
            continue
    return found


def _months(
    year: int, week: WorkingWeek, names: Mapping[date, str]
) -> list[tuple[Any, list[list[Day]]]]:
    """Return the months of a year, in weeks that begin on Monday."""
    found = []
    for month in range(1, 13):
        weeks = [
            [
                Day(
                    day=day, outside=day.month != month,
                    holiday=names.get(day, "") if day in week.holidays else "",
                    closed=not week.open[day.weekday()],
                )
                for day in row
            ]
            for row in months.Calendar().monthdatescalendar(year, month)
        ]  # fmt: skip
        found.append((MONTHS[month], weeks))
    return found


def _week_shown(week: WorkingWeek) -> list[tuple[Any, str]]:
    """Return each weekday with its hours in words, and holidays where they have some."""
    days = [(name, spans) for (_number, name), spans in zip(DAYS, week.open, strict=True)]
    if week.on_holidays:
        days.append((gettext_lazy("Holidays"), week.on_holidays))
    return [
        (name, ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in spans) or str(_("closed")))
        for name, spans in days
    ]
