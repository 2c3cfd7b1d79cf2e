"""What a client sent, read strictly: UTF-8 or nothing, and every fault of it named at once."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from townline.open311.errors import Fault, Refused, quoted, refused

MOST_BYTES = 12 * 1024 * 1024
"""The longest body that is read at all: a photo of the largest size, and its form."""
MOST_FIELDS = 500
MOST_LISTED = 200
"""How many codes or ids one list may hold."""
CHARSETS = ("utf-8", "utf8", "us-ascii")
"""What a form may call its encoding: UTF-8, or what is contained in it."""
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_MOMENT = re.compile(
    r"((?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+\- ]\d\d:\d\d)", re.ASCII
)
_DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{0,20})?(e[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Parameters:
    """
    The parameters of one call by name. An empty one counts as absent, as the specification says.

    What cannot be read is added to ``faults``, so that a client learns of all of them at once;
    ``settle`` then refuses.
    """

    def __init__(
        self, given: dict[str, list[str]], files: dict[str, list[UploadedFile]] | None = None
    ) -> None:
        self.given = given
        self.files = files or {}
        self.faults: list[Fault] = []

    def fault(self, description: str) -> None:
        """Note that something is wrong, once."""
        fault = Fault(400, description)
        if fault not in self.faults:
            self.faults.append(fault)

    def settle(self) -> None:
        """
        Go on if nothing was wrong so far.

        :raises Refused: with all faults that were noted
        """
        if self.faults:
            raise Refused(400, tuple(self.faults))

    def text(self, name: str) -> str:
        """Return one text, empty where there is none."""
        values = self.given.get(name)
        if values is None:
            return ""
        if len(values) > 1 and len(set(values)) > 1:
            self.fault(f"{name} was given more than once.")
        return values[0].strip()

    def first(self, name: str) -> str:
        """Return the first of several texts."""
        return next((text for text in self.given.get(name, ()) if text), "").strip()

    def listed(self, name: str) -> tuple[str, ...]:
        """Return a list: separated by commas, repeated, or both; each once."""
        texts = (one.strip() for text in self.given.get(name, ()) for one in text.split(","))
        found = tuple(dict.fromkeys(one for one in texts if one))
        if len(found) > MOST_LISTED:
            self.fault(f"{name} may list {MOST_LISTED} at most.")
        return found

    def decimal(self, name: str, low: float, high: float) -> float | None:
        """Return a number within its bounds, None where there is none."""
        text = self.text(name)
        return self.as_decimal(name, text, low, high) if text else None

    def as_decimal(self, name: str, text: str, low: float, high: float) -> float | None:
        """Return a text as a number within bounds, None (and a fault) where it is not."""
        if not _DECIMAL.fullmatch(text):
            self.fault(f"{name} must be a decimal number; {quoted(text)} is none.")
            return None
        if not low <= float(text) <= high:
            self.fault(f"{name} must be from {low:g} to {high:g}; it is {quoted(text)}.")
            return None
        return float(text)

    def whole(self, name: str, low: int, high: int) -> int | None:
        """Return a whole number within its bounds, None where there is none."""
        text = self.text(name)
        if not text:
            return None
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            self.fault(f"{name} must be a whole number from {low} to {high}.")
            return None
        return int(text)

    def moment(self, name: str) -> datetime | None:
        """Return a date and time with its offset, None where there is none."""
        text = self.text(name)
        if not text:
            return None
        form = _MOMENT.fullmatch(text)
        try:
            # A "+" that was not escaped arrives as a blank; nothing else can be meant by it.
            return datetime.fromisoformat(form[1] + form[2].replace(" ", "+")) if form else _no()
        except ValueError:
            self.fault(
                f"{name} must be a date and time with an offset from UTC, such as"
                f" 2026-01-01T00:00:00Z; {quoted(text)} is none."
            )
            return None

    def yes(self, name: str) -> bool:
        """Return whether a switch is on."""
        text = self.text(name).lower()
        if text not in ("", "true", "false"):
            self.fault(f"{name} must be true or false.")
        return text == "true"


def _no() -> NoReturn:
    raise ValueError("not in the form of a date and time")


def of_query(request: HttpRequest) -> Parameters:
    """
    Return the parameters of the address.

    :raises Refused: if they are not UTF-8, or too many
    """
    query = request.META.get("QUERY_STRING", "")
    return Parameters(_pairs(query.encode("latin-1", "replace")) if query else {})


def of_form(request: HttpRequest) -> Parameters:
    """
    Return the parameters of a form, those of the address standing in for what it lacks.

    :raises Refused: if the body is too large, of another kind, broken or not UTF-8
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _WHOLE.fullmatch(length) or int(length) > MOST_BYTES:
        raise refused(400, f"The body may have {MOST_BYTES // 2**20} MB at most.", code=413)
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in CHARSETS:
        raise refused(400, "All text must be UTF-8.")
    kind = request.content_type or FORM
    try:
        if kind == MULTIPART:
            given, files = _multipart(request)
        elif kind == FORM:
            given, files = _pairs(request.body), {}
        else:
            raise refused(400, f"Send a form, as {FORM} or {MULTIPART}.", code=415)
    except UnreadablePostError as fault:
        raise refused(400, "The body ended too early.") from fault
    except RequestDataTooBig as fault:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        told = f"The form may have {most} MB at most, a photo not counted."
        raise refused(400, told, code=413) from fault
    except (MultiPartParserError, SuspiciousOperation, BadRequest) as fault:
        raise refused(400, "The body cannot be read as the form that it says it is.") from fault
    return Parameters(of_query(request).given | given, files)


def _multipart(
    request: HttpRequest,
) -> tuple[dict[str, list[str]], dict[str, list[UploadedFile]]]:
    given = {str(name): [str(v) for v in values] for name, values in request.POST.lists()}
    for name, values in given.items():
        _refuse_unstorable((name, *values))
        if any("\ufffd" in text for text in (name, *values)):  # where Django met no UTF-8
            raise refused(400, "All text must be UTF-8.")
    return given, {str(name): list(files) for name, files in request.FILES.lists()}


def _pairs(encoded: bytes) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError as fault:
        raise refused(400, "All text must be UTF-8.") from fault
    except ValueError as fault:
        raise refused(400, f"There may be {MOST_FIELDS} parameters at most.") from fault
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if b"%00" in encoded or b"\x00" in encoded:
        raise refused(400, "A parameter holds a null character.")
    return given


def _refuse_unstorable(texts: Sequence[str]) -> None:
    if any("\x00" in text for text in texts):
        raise refused(400, "A parameter holds a null character.")
