"""
Words that somebody searches for, kept in their session under a handle.

They may be a resident's name, number or mail address. Addresses of pages stand in logs and in the
histories of browsers, so these hold the handle alone. A session ends, and its words with it.
"""

from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

HANDLE = "sought"
"""What an address calls the handle."""
SESSION = "desk_sought"
"""Where the session keeps words by handle, those used last at the end."""
MOST = 60
"""As many searches as a session keeps; older ones are forgotten."""
LONGEST = 400
"""More letters than any box takes, so that what is too long is still refused by its form."""
NOT_FROM_ADDRESS = gettext_lazy(
    "A search is not taken from a page's address, because addresses are kept in histories and "
    "logs. Type here what you look for."
)
FORGOTTEN = gettext_lazy("What you searched for here is no longer kept. Type it again.")


def keep(request: HttpRequest, words: str) -> str:
    """Keep words in the session, and return the handle that stands for them there."""
    whose = f"{request.user.pk}\n{words}"
    handle = salted_hmac(SESSION, whose, algorithm="sha256").hexdigest()[:20]
    kept = request.session.get(SESSION, {})
    if handle not in kept:
        request.session[SESSION] = dict([*kept.items(), (handle, words)][-MOST:])
    return handle


def kept(request: HttpRequest) -> str | None:
    """Return the words that the page's address stands for; None where they are not kept."""
    found: str | None = request.session.get(SESSION, {}).get(request.GET.get(HANDLE, ""))
    return found


def forgotten(request: HttpRequest) -> bool:
    """Return whether the page's address stands for words that the session no longer keeps."""
    return HANDLE in request.GET and kept(request) is None


def with_words(request: HttpRequest, name: str) -> QueryDict:
    """Return what the page's address says, with the words that it stands for under a name."""
    said = request.GET.copy()
    said.pop(name, None)
    said.pop(HANDLE, None)
    if words := kept(request):
        said[name] = words
    return said


def without_words(request: HttpRequest, said: QueryDict, name: str) -> str:
    """Return an address's query that stands for what is said, without the words under a name."""
    told = said.copy()
    words = "".join(told.pop(name, [])[-1:]).strip()[:LONGEST]
    if words:
        told[HANDLE] = keep(request, words)
    return told.urlencode()
