"""What may be done to staff: departments, members, keys, and who is let through how often."""

from townline.staff.actions.admission import admit, sweep_buckets
from townline.staff.actions.departments import NoSuchCalendar, put_departments
from townline.staff.actions.duties import (
    TooManyFilters,
    WrongDuty,
    put_duty,
    remove_filter,
    save_filter,
)
from townline.staff.actions.keys import (
    KeyNameTaken,
    NoSuchKey,
    add_key,
    put_demo_key,
    revoke_key,
)
from townline.staff.actions.mailing import WrongMailing, put_mailing
from townline.staff.actions.members import (
    ChangedMeanwhile,
    LastAdmin,
    NameTaken,
    WrongRoles,
    add_member,
    change_member,
    disable_member,
    enable_member,
    put_demo_member,
)
from townline.staff.actions.partners import put_partners
from townline.staff.actions.passwords import (
    LINK_LASTS,
    IsDisabled,
    choose_password,
    make_link,
    set_password,
)
from townline.staff.queries.people import NoSuchMember

__all__ = [
    "LINK_LASTS",
    "ChangedMeanwhile",
    "IsDisabled",
    "KeyNameTaken",
    "LastAdmin",
    "NameTaken",
    "NoSuchCalendar",
    "NoSuchKey",
    "NoSuchMember",
    "TooManyFilters",
    "WrongDuty",
    "WrongMailing",
    "WrongRoles",
    "add_key",
    "add_member",
    "admit",
    "change_member",
    "choose_password",
    "disable_member",
    "enable_member",
    "make_link",
    "put_demo_key",
    "put_demo_member",
    "put_departments",
    "put_duty",
    "put_mailing",
    "put_partners",
    "remove_filter",
    "revoke_key",
    "save_filter",
    "set_password",
    "sweep_buckets",
]
