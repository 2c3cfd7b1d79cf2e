"""
The rows of Legistar's Web API: which fields each has, in their order, and what each holds.

Every field of a row is there, null where the city has nothing for it; what programs may ask about
is told by the same table.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from townline.council.rules.conditions import Column, Kind

BOOLEANS = frozenset({
    "MatterRestrictViewViaWeb", "MatterAttachmentIsHyperlink",
    "MatterAttachmentIsSupportingDocument", "MatterAttachmentShowOnInternetPage",
    "MatterAttachmentIsMinuteOrder", "MatterAttachmentIsBoardLetter",
    "MatterAttachmentPrintWithReports",
})  # fmt: skip
NUMBERED = re.compile(
    r"(Id|Flag|Sequence|Sort|Consent|FlagExtra|Result|UsedFor|Video|VideoIndex|NumberOfMembers)$"
)
NESTED = frozenset({"MatterReports", "EventItems", "EventItemMatterAttachments"})
"""Fields that hold rows, which nobody can ask about."""


@dataclass(frozen=True)
class Shape:
    """One kind of row."""

    name: str
    """What its fields begin with, e.g. ``Matter``."""
    fields: tuple[str, ...]
    """Their full names."""

    @property
    def root(self) -> str:
        """What XML calls a row."""
        return f"Granicus{self.name}"

    def row(self, **given: Any) -> dict[str, Any]:
        """Return a row; what is not given is null. A name that the shape lacks is an error."""
        named = {f"{self.name}{name}": value for name, value in given.items()}
        strange = named.keys() - set(self.fields)
        if strange:
            raise KeyError(f"{self.name} has no {', '.join(sorted(strange))}")
        return {name: named.get(name) for name in self.fields}

    def identity(self, key: str, at: datetime) -> dict[str, Any]:
        """Return the fields that say which row it is, and as of when."""
        return {
            "Guid": guid(self.name, key),
            "LastModifiedUtc": at,
            "RowVersion": row_version(at),
        }

    def columns(self, kept: Mapping[str, str | Column] | None = None) -> dict[str, Column]:
        """
        Return what may be asked about a row, by name in small letters.

        :param kept: what is behind the fields; without it they are asked about by their own names
        """
        if kept is None:
            return {
                name.lower(): Column(kind=kind_of(name), name=name)
                for name in self.fields
                if name not in NESTED
            }
        return {
            f"{self.name}{name}".lower(): given
            if isinstance(given, Column)
            else Column(kind=kind_of(f"{self.name}{name}"), name=given)
            for name, given in kept.items()
        }


def kind_of(field: str) -> Kind:
    """Return what a field holds, which its name tells."""
    if field in BOOLEANS:
        return Kind.FLAG
    if re.search(r"U(tc|TC)$", field):
        return Kind.MOMENT
    if re.search(r"Date\d*$", field):
        return Kind.DAY
    if field.endswith("VoteDivider"):
        return Kind.NUMBER
    return Kind.WHOLE if NUMBERED.search(field) else Kind.TEXT


def guid(kind: str, key: str) -> str:
    """Return the same GUID for the same thing, whenever it is asked for."""
    return str(uuid5(NAMESPACE_URL, f"townline:{kind}:{key}")).upper()


def row_version(at: datetime) -> str:
    """Return eight bytes that grow with each change, in base64."""
    return b64encode(int(at.timestamp() * 1_000_000).to_bytes(8, "big")).decode()


def _shape(name: str, fields: str) -> Shape:
    return Shape(name, tuple(f"{name}{field}" for field in fields.split()))


IDENTITY = "Id Guid LastModifiedUtc RowVersion "

MATTER = _shape(
    "Matter",
    IDENTITY
    + "File Name Title TypeId TypeName StatusId StatusName BodyId BodyName IntroDate AgendaDate"
    " PassedDate EnactmentDate EnactmentNumber Requester Notes Version Cost Text1 Text2 Text3"
    " Text4 Text5 Date1 Date2 EXText1 EXText2 EXText3 EXText4 EXText5 EXText6 EXText7 EXText8"
    " EXText9 EXText10 EXText11 EXDate1 EXDate2 EXDate3 EXDate4 EXDate5 EXDate6 EXDate7 EXDate8"
    " EXDate9 EXDate10 AgiloftId Reference RestrictViewViaWeb Reports",
)
HISTORY = _shape(
    "MatterHistory",
    IDENTITY
    + "EventId AgendaSequence MinutesSequence AgendaNumber Video VideoIndex Version AgendaNote"
    " MinutesNote ActionDate ActionId ActionName ActionText ActionBodyId ActionBodyName PassedFlag"
    " PassedFlagName RollCallFlag FlagExtra Tally AccelaRecordId Consent MoverId MoverName"
    " SeconderId SeconderName MatterStatusId",
)
SPONSOR = _shape(
    "MatterSponsor", IDENTITY + "MatterId MatterVersion NameId BodyId Name Sequence LinkFlag"
)
ATTACHMENT = _shape(
    "MatterAttachment",
    IDENTITY + "Name Hyperlink FileName MatterVersion IsHyperlink Binary IsSupportingDocument"
    " ShowOnInternetPage IsMinuteOrder IsBoardLetter AgiloftId Description PrintWithReports Sort",
)
TEXT = _shape("MatterText", IDENTITY + "MatterId Version Plain Rtf")
RELATION = _shape("MatterRelation", IDENTITY + "MatterId Flag")
MATTER_INDEX = _shape("MatterIndex", IDENTITY + "MatterId IndexId Name")
CODE_SECTION = _shape("MatterCodeSection", IDENTITY + "MatterId CodeSectionId Number Name")
INDEX = Shape(
    "Index",
    (*_shape("Index", IDENTITY + "Name ActiveFlag UsedFlag").fields, "api_metadata"),
)
MATTER_TYPE = _shape("MatterType", IDENTITY + "Name Sort ActiveFlag Description UsedFlag")
MATTER_STATUS = _shape(
    "MatterStatus", IDENTITY + "Name Sort ActiveFlag Description UsedFlag PublicFlag"
)
ACTION = _shape("Action", IDENTITY + "Name ActiveFlag UsedFlag")
VOTE_TYPE = _shape("VoteType", IDENTITY + "Name PluralName UsedFor Result Sort")
BODY = _shape(
    "Body",
    IDENTITY
    + "Name TypeId TypeName MeetFlag ActiveFlag Sort Description ContactNameId ContactFullName"
    " ContactPhone ContactEmail UsedControlFlag NumberOfMembers UsedActingFlag UsedTargetFlag"
    " UsedSponsorFlag",
)
BODY_TYPE = _shape("BodyType", IDENTITY + "Name")
PERSON = _shape(
    "Person",
    IDENTITY
    + "FirstName LastName FullName ActiveFlag CanViewFlag UsedSponsorFlag Address1 City1 State1"
    " Zip1 Phone Fax Email WWW Address2 City2 State2 Zip2 Phone2 Fax2 Email2 WWW2",
)
OFFICE = _shape(
    "OfficeRecord",
    IDENTITY
    + "FirstName LastName Email FullName StartDate EndDate Sort PersonId BodyId BodyName Title"
    " VoteDivider ExtendFlag MemberTypeId MemberType SupportNameId SupportFullName ExtraText",
)
EVENT = _shape(
    "Event",
    IDENTITY
    + "BodyId BodyName Date Time VideoStatus AgendaStatusId AgendaStatusName MinutesStatusId"
    " MinutesStatusName Location AgendaFile MinutesFile AgendaLastPublishedUTC"
    " MinutesLastPublishedUTC Comment VideoPath Media InSiteURL Items",
)
EVENT_ITEM = _shape(
    "EventItem",
    IDENTITY
    + "EventId AgendaSequence MinutesSequence AgendaNumber Video VideoIndex Version AgendaNote"
    " MinutesNote ActionId ActionName ActionText PassedFlag PassedFlagName RollCallFlag FlagExtra"
    " Title Tally AccelaRecordId Consent MoverId Mover SeconderId Seconder MatterId MatterGuid"
    " MatterFile MatterName MatterType MatterStatus MatterAttachments",
)
VOTE = _shape("Vote", IDENTITY + "PersonId PersonName ValueId ValueName Sort Result EventItemId")
ROLL_CALL = _shape(
    "RollCall", IDENTITY + "PersonId PersonName ValueId ValueName Sort Result EventItemId"
)
