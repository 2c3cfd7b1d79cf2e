"""Reading to which other organisations requests may be handed over."""

import re
from collections.abc import Collection, Mapping

from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table
from townline.staff.rules.partners import KINDS, Partner

PARTNERS = "partners.toml"
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
    email = table.text("email", required=True)
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


def _check_closing(table: Table, partner: Partner) -> None:
    if partner.may_close and partner.kind != "contractor":
        what = "Another government closes no request of the city."
        table.fault("may_close", what, 'Take it out, or write kind = "contractor".')
