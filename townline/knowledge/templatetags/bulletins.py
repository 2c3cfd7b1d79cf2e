"""What the city tells just now, on any page by one tag; its HTML is a part of ``ui``."""

from collections.abc import Collection
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language

from townline.knowledge import queries as knowledge

register = template.Library()


@register.inclusion_tag("ui/bulletins.html", takes_context=True)
def bulletins(
    context: Context,
    services: str | Collection[str] | None = None,
    areas: Collection[str] | None = None,
    general: bool = True,
    level: int = 2,
) -> dict[str, Any]:
    """
    Show the bulletins that a page about these services and areas has to show; all by default.

    :param services: one code or several
    :param areas: keys of areas (``kind:code``)
    :param general: whether those that name neither belong here too; emergencies always do
    :param level: of the headings
    """
    request = context["request"]
    found = knowledge.bulletins(
        request.city,
        get_language() or "",
        timezone.now(),
        services=_several(services),
        areas=_several(areas),
        general=general,
    )
    return {"bulletins": found, "level": level, "request": request}


def _several(given: str | Collection[str] | None) -> Collection[str] | None:
    """Return one or several; None for what a template does not know and gives as ``""``."""
    if isinstance(given, str):
        return (given,) if given else None
    return given
