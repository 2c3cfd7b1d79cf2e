"""Let a part of a page hear that something has changed."""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from townline.live import tickets

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: Context, *topics: str | Sequence[str]) -> SafeString:
    """
    Return the attributes of an element that hears of topics, given one by one or as a list.

    ``ui/live.js`` sends it an event ``live`` at each poke; and now and then, where no stream comes.
    """
    every = [[each] if isinstance(each, str) else each for each in topics]
    wanted = urlencode({"t": tickets.ticket([str(topic) for some in every for topic in some])})
    return format_html('data-live="{}?{}"', address(context.get("request")), wanted)


def address(request: HttpRequest | None) -> str:
    """
    Return where streams come from, as the browser of this request reaches it.

    Nothing for a literal address of IPv6, to which no policy can let a page connect.
    """
    said = str(settings.STREAMS_URL)
    if not said.startswith(":") or request is None:
        return said
    host = urlsplit(f"//{request.get_host()}").hostname or "127.0.0.1"
    return "" if ":" in host else f"{request.scheme}://{host}{said}"
