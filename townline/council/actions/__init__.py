"""What may be done to the council's files."""

from townline.council.actions.agenda_import import (
    ImportedMeeting,
    import_agenda,
)
from townline.council.actions.agendas import (
    NewItem,
    NoSuchItem,
    add_items,
    bring_back,
    change_item,
    move_item,
    post_agenda,
    remove_item,
)
from townline.council.actions.change import (
    Stale,
)
from townline.council.actions.describing import (
    NameOfAnother,
    WordingChanged,
    put_bodies,
    put_council,
)
from townline.council.actions.drafting import (
    act_of_draft,
    correct_of_draft,
    keep_draft,
    throw_draft_away,
    undo_draft,
)
from townline.council.actions.entering import (
    NoSuchEntry,
    Refused,
    act,
    correct,
    take_back,
)
from townline.council.actions.filing import (
    BadDocument,
    file_document,
    withhold,
)
from townline.council.actions.following import (
    NoSuchInstruction,
    Ordinance,
    instruct,
    ordain,
    satisfy,
    state_position,
)
from townline.council.actions.importing import (
    Imported,
    import_file,
)
from townline.council.actions.introducing import (
    NumberTaken,
    describe,
    introduce,
    open_up,
    restrict,
)
from townline.council.actions.meetings import (
    MeetingStale,
    NotSo,
    Said,
    cancel_meeting,
    change_meeting,
    lose_quorum,
    make_meeting,
)
from townline.council.actions.memberships import (
    NoSuchMembership,
    change_member,
    remove_member,
    seat_member,
)
from townline.council.actions.people import (
    put_people,
    put_person,
)
from townline.council.actions.people_import import TakenPerson, import_person
from townline.council.actions.reckoning import (
    reckon_all,
    reckon_due,
    reckon_if_other,
)
from townline.council.actions.reminding import (
    Reminder,
    remind,
)
from townline.council.actions.searchable import (
    refresh,
)
from townline.council.actions.sessions import (
    Happened,
    NoQuorum,
    clear_outcome,
    close_meeting,
    note_outcome,
    note_roll,
    open_meeting,
    undo_step,
)
from townline.council.actions.settling import (
    NoSuchFlag,
    settle,
)
from townline.council.actions.voting import (
    NoSuchVote,
    void_vote,
)

__all__ = [
    "BadDocument",
    "Happened",
    "Imported",
    "ImportedMeeting",
    "MeetingStale",
    "NameOfAnother",
    "NewItem",
    "NoQuorum",
    "NoSuchEntry",
    "NoSuchFlag",
    "NoSuchInstruction",
    "NoSuchItem",
    "NoSuchMembership",
    "NoSuchVote",
    "NotSo",
    "NumberTaken",
    "Ordinance",
    "Refused",
    "Reminder",
    "Said",
    "Stale",
    "TakenPerson",
    "WordingChanged",
    "act",
    "act_of_draft",
    "add_items",
    "bring_back",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "change_member",
    "clear_outcome",
    "close_meeting",
    "correct",
    "correct_of_draft",
    "describe",
    "file_document",
    "import_agenda",
    "import_file",
    "import_person",
    "instruct",
    "introduce",
    "keep_draft",
    "lose_quorum",
    "make_meeting",
    "move_item",
    "note_outcome",
    "note_roll",
    "open_meeting",
    "open_up",
    "ordain",
    "place_of",
    "post_agenda",
    "put_bodies",
    "put_council",
    "put_people",
    "put_person",
    "reckon_all",
    "reckon_due",
    "reckon_if_other",
    "refresh",
    "remind",
    "remove_item",
    "remove_member",
    "restrict",
    "satisfy",
    "seat_member",
    "settle",
    "state_position",
    "take_back",
    "throw_draft_away",
    "undo_draft",
    "undo_step",
    "void_vote",
    "withhold",
]
