"""Reading to which other organisations requests may be handed over."""

import re
from collections.abc import Collection, Mapping

from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table
from townline.staff.rules.partners import KINDS, Endpoint, Partner

PARTNERS = "partners.toml"
URL = re.compile(r"https://[^\s/@]+(/[^\s?#]*)?|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?")
"""TLS, but on this machine itself."""
KEY_ENV = re.compile(r"OPEN311_KEY_[A-Z0-9_]{1,60}")
"""A folder must not name other secrets of the installation, and have them sent somewhere."""
EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


def read(
    files: Mapping[str, bytes],
    languages: tuple[str, ...],
    departments: Collection[str],
    services: Collection[str],
    faults: Faults,
) -> dict[str, Partner]:
    """Return the partners that can be read; a city may have none."""
    root = Document(PARTNERS, files.get(PARTNERS, b""), faults).root(languages)
    codes, found = Codes("partner"), {}
    for table in root.tables("partner"):
        code = codes.take(table)
        partner = Partner(
            code=code,
            words=table.words("name", required=True),
            kind=table.choice("kind", KINDS),
            email=_email(table),
            open311=_endpoint(table, departments, services),
            languages=_languages(table, languages),
            services=_listed(table, "services", "service", services),
            departments=_listed(table, "departments", "department", departments),
            contract=table.flag("contract"),
            may_close=table.flag("may_close"),
        )
        table.flag("assumed")
        _check_closing(table, partner)
        if code:
            found[code] = partner
        table.end()
    root.end()
    return found


def _email(table: Table) -> str:
    email = table.text("email", required=not table.has("open311"))
    if email and not EMAIL.fullmatch(email):
        table.fault("email", f"{email!r} is no e-mail address.", "Write it as name@example.org.")
    return email


def _languages(table: Table, spoken: tuple[str, ...]) -> tuple[str, ...]:
    wanted = table.texts("languages")
    for position, code in enumerate(wanted):
        if code not in spoken:
            what = f"The city does not speak {code!r}."
            table.fault(("languages", position), what, nearest(code, spoken))
    return wanted


def _listed(table: Table, key: str, sort: str, known: Collection[str]) -> tuple[str, ...]:
    codes = table.texts(key)
    for position, code in enumerate(codes):
        refer(table, (key, position), code, sort, known)
    return codes


def _endpoint(
    table: Table, departments: Collection[str], services: Collection[str]
) -> Endpoint | None:
    inner = table.table("open311")
    if inner is None:
        return None
    found = Endpoint(
        url=inner.text("url", required=True),
        jurisdiction=inner.text("jurisdiction"),
        key_env=inner.text("key_env"),
        departments=_listed(inner, "departments", "department", departments),
        services=_codes(inner, services),
    )
    if found.url and not URL.fullmatch(found.url):
        inner.fault("url", f"{found.url!r} is no address.", "Write it as https://HOST/PATH/.")
    if found.key_env and not KEY_ENV.fullmatch(found.key_env):
        what = f"{found.key_env!r} is no name of such a variable."
        inner.fault("key_env", what, "Begin it with OPEN311_KEY_; no other one is read.")
    if not found.departments:
        inner.fault("departments", "Nothing goes there.", "Name departments whose requests do.")
    inner.end()
    return found


def _codes(table: Table, services: Collection[str]) -> dict[str, str]:
    """Return their code of each of our services."""
    inner = table.table("services")
    if inner is None or not inner.keys():
        table.fault("services", "Nothing goes there.", 'Write services = { ours = "theirs" }.')
        return {}
    codes = inner.keys()
    found = {ours: inner.text(ours, required=True) for ours in codes}
    for ours in codes:
        refer(inner, ours, ours, "service", services)
    inner.end()
    return found


def _check_closing(table: Table, partner: Partner) -> None:
    if partner.may_close and partner.kind != "contractor":
        what = "Another government closes no request of the city."
        table.fault("may_close", what, 'Take it out, or write kind = "contractor".')
