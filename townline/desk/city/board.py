"""What every page of administration stands on: the city as it would be with one's own changes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.desk.access import city_of, for_staff, show
from townline.founding import actions, queries
from townline.founding.queries import Worked
from townline.founding.rules.draft import Draft
from townline.founding.rules.editing import NotThere, TooTangled
from townline.record.verbs import Actor, Role


@dataclass(frozen=True, kw_only=True)
class Board:
    """A member's view of the city: what is in force, with their own changes on top."""

    city: City
    revision: Worked | None
    draft: Draft

    @property
    def steps(self) -> int:
        """How many changes are not published."""
        return len(self.revision.steps) if self.revision else 0

    @property
    def seen(self) -> int:
        """Up to where the revision's record is known; 0 where there is none."""
        return self.revision.seen if self.revision else 0

    @property
    def behind(self) -> bool:
        """Whether an edition was published meanwhile that the changes do not know."""
        return bool(self.revision) and self.revision.is_behind(self.city)  # type: ignore[union-attr]


View = Callable[..., HttpResponse]


def board_of(request: HttpRequest, by: Actor) -> Board:
    """Return the city as the member has changed it so far."""
    city = city_of(request)
    revision = queries.worked(city, by)
    return Board(city=city, revision=revision, draft=queries.draft_worked(city, revision))


def on_board(view: View) -> View:
    """
    Open a view of administration to administrators; what a form cannot do is said on the page.

    What is asked for and not in the folder is a page that is not there.
    """

    @for_staff(Role.ADMIN)
    @wraps(view)
    def opened(request: HttpRequest, by: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, by, *args, **kwargs)
        except NotThere as fault:
            raise Http404(str(fault)) from fault
        except TooTangled:
            messages.error(
                request,
                _("This form cannot change the file as it is written. Change its text instead."),
            )
            return redirect("desk:city_files")
        except actions.TooMuch:
            messages.error(request, _("These are as many changes as fit. Publish them first."))
            return redirect("desk:city_changes")

    return opened  # type: ignore[return-value]


def page(
    request: HttpRequest, by: Actor, board: Board, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a page of administration; its foot says what is not published."""
    return show(request, by, f"desk/city/{template}.html", status=status, board=board, **more)


def kept(request: HttpRequest, changed: bool) -> None:
    """Say that a change is kept, or that there was none."""
    if changed:
        messages.success(request, _("Kept. It holds for residents once you publish it."))
    else:
        messages.info(request, _("Nothing was changed."))
