"""Signing in and out."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from townline.desk.forms import SignInForm
from townline.record.verbs import SYSTEM
from townline.staff.actions import admit

TRIES_A_MINUTE = 6
TRIES_AT_ONCE = 10


class SignIn(LoginView):
    """Take name and password, and lead on to the page that was asked for, or to the worklist."""

    template_name = "desk/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Return the desk's first page of this city, in the page's language."""
        return reverse("desk:home")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let a name be tried only so often from one address."""
        wait = admit(
            key=f"sign-in:{request.META.get('REMOTE_ADDR')}:{request.POST.get('username')}",
            per_minute=TRIES_A_MINUTE,
            burst=TRIES_AT_ONCE,
            by=SYSTEM,
            at=timezone.now(),
        )
        if wait is not None:
            return self._too_often(wait)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, as a refusal."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _too_often(self, wait: timedelta) -> HttpResponse:
        seconds = int(wait.total_seconds()) + 1
        context = self.get_context_data(
            form=self.authentication_form(self.request),
            too_often=ngettext(
                "Too many tries. Wait %(n)s second and try again.",
                "Too many tries. Wait %(n)s seconds and try again.",
                seconds,
            )
            % {"n": seconds},
        )
        return self.render_to_response(context, status=429, headers={"Retry-After": str(seconds)})


class SignOut(LogoutView):
    """End the session, and lead to the sign-in page."""

    def get_default_redirect_url(self) -> str:
        """Return the sign-in page of this city, in the page's language."""
        return reverse("desk:sign_in")
