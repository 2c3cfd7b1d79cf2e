"""The tables of the council: what the city says of it, bodies, files, their record, documents."""

from townline.council.models.bodies import BodyNameRow, BodyRow
from townline.council.models.describing import Description, Wording
from townline.council.models.documents import DocumentRow, DocumentText, Filed
from townline.council.models.files import CouncilFile
from townline.council.models.flags import Flag
from townline.council.models.record import FileEntry
from townline.council.models.series import Series

__all__ = [
    "BodyNameRow",
    "BodyRow",
    "CouncilFile",
    "Description",
    "DocumentRow",
    "DocumentText",
    "FileEntry",
    "Filed",
    "Flag",
    "Series",
    "Wording",
]
