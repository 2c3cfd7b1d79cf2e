"""What whoever writes of an emergency is told first, above what a search finds, by one tag."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from townline.cities.rules.city import words_in
from townline.knowledge import queries as knowledge

register = template.Library()


@register.inclusion_tag("ui/emergency.html", takes_context=True)
def emergency(context: Context, text: str) -> dict[str, Any]:
    """
    Show which number to call where words tell of an emergency; nothing where they do not.

    :param text: what somebody looks for or wrote
    """
    found = knowledge.emergency_in(context["request"].city, text) if text else None
    says = words_in(found.says, get_language() or "") if found else ""
    return {"call": found.call if found else "", "says": says}
