"""The edition that a folder is based on: ``edition.toml``, which `city pull` and `apply` write."""

from collections.abc import Mapping
from dataclasses import dataclass

from townline.founding.rules.faults import Faults
from townline.founding.rules.tables import Document

FILE = "edition.toml"
ABOUT = """\
# Which edition this folder was last the same as. `townline city pull` and `apply` write it;
# `apply` refuses a folder that does not know what was changed on screen since. It is not part
# of the city.
"""


@dataclass(frozen=True, kw_only=True)
class Base:
    """An edition of a city, as a folder names it."""

    city: str
    number: int
    digest: str


def read(files: Mapping[str, bytes], slug: str, faults: Faults) -> Base | None:
    """Return which edition the folder says that it is based on, if it says so."""
    if FILE not in files:
        return None
    table = Document(FILE, files[FILE], faults).root()
    base = Base(
        city=table.text("city", required=True),
        number=table.whole("number", least=1),
        digest=table.text("digest", required=True),
    )
    if base.city and base.city != slug:
        what = f"The folder was written for {base.city!r} and not for {slug!r}."
        table.fault("city", what, f"Take {FILE} out if this is another city.")
    if not base.number:
        table.fault("", "'number' is missing.", f"Take {FILE} out, or pull the city anew.")
    table.end()
    return base


def written(base: Base) -> bytes:
    """Return the file that names an edition."""
    says = f'city = "{base.city}"\nnumber = {base.number}\ndigest = "{base.digest}"\n'
    return (ABOUT + says).encode()
