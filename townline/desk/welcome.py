"""Choosing a password by the link that an administrator made."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from townline.desk.access import city_of
from townline.desk.people_forms import ChooseForm
from townline.staff import actions
from townline.staff.queries import people


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the password of whoever the link was made for; it works once."""
    city, at = city_of(request), timezone.now()
    form = ChooseForm(request.POST or None)
    try:
        holder = people.holder_of(city.id, secret, at)
        if request.method == "POST" and form.is_valid():
            actions.choose_password(
                city_id=city.id, secret=secret, password=form.cleaned_data["password"],
                by=holder.actor, at=at,
            )  # fmt: skip
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("desk:sign_in")
    except people.NoSuchLink:
        return render(request, "desk/link_over.html", status=404)
    except ValidationError as fault:
        form.add_error("password", fault)
    context = {"form": form, "holder": holder}
    return render(request, "desk/welcome.html", context, status=422 if form.errors else 200)
