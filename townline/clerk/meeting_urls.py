"""The addresses of meetings, votes and members, for readers and at the clerk's desk."""

from django.urls import path

from townline.clerk import (
    agendas,
    bodies,
    held,
    meeting_papers,
    meetings,
    public_meetings,
    sitting,
    votes,
)

urlpatterns = [
    path("meetings/", public_meetings.meetings, name="meetings"),
    path("meetings/<slug:meeting>/", public_meetings.meeting, name="meeting"),
    path("meetings/<slug:meeting>/agenda/<int:version>/", public_meetings.agenda, name="agenda"),
    path(
        "meetings/<slug:meeting>/agenda/<int:version>/agenda.pdf",
        meeting_papers.agenda,
        name="agenda_pdf",
    ),
    path("meetings/<slug:meeting>/journal.pdf", meeting_papers.journal, name="journal_pdf"),
    path(
        "meetings/<slug:meeting>/cancellation.pdf",
        meeting_papers.cancellation,
        name="cancellation_pdf",
    ),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<str:code>/", bodies.body, name="body"),
    path("votes/", votes.votes, name="votes"),
    path("members/", votes.members, name="members"),
    path("members/<slug:person>/", votes.member, name="member"),
    path("desk/bodies/", sitting.bodies, name="desk_bodies"),
    path("desk/bodies/<str:body>/members/", sitting.members, name="desk_members"),
    path("desk/bodies/<str:body>/members/add/", sitting.add, name="member_add"),
    path("desk/bodies/<str:body>/members/<int:key>/", sitting.change, name="membership"),
    path("desk/meetings/", meetings.meetings, name="desk_meetings"),
    path("desk/meetings/new/", meetings.new, name="meeting_new"),
    path("desk/meetings/<slug:meeting>/", meetings.meeting, name="desk_meeting"),
    path("desk/meetings/<slug:meeting>/draft.pdf", meeting_papers.draft, name="agenda_draft"),
    path("desk/meetings/<slug:meeting>/change/", meetings.change, name="meeting_change"),
    path("desk/meetings/<slug:meeting>/cancel/", meetings.cancel, name="meeting_cancel"),
    path("desk/meetings/<slug:meeting>/quorum/", held.quorum, name="meeting_quorum"),
    path("desk/meetings/<slug:meeting>/add/", agendas.add, name="agenda_add"),
    path("desk/meetings/<slug:meeting>/items/<int:key>/", agendas.item, name="agenda_item"),
    path("desk/meetings/<slug:meeting>/items/<int:key>/do/", agendas.do, name="agenda_do"),
    path("desk/meetings/<slug:meeting>/post/", agendas.post, name="agenda_post"),
    path("desk/meetings/<slug:meeting>/roll/", held.roll, name="meeting_roll"),
    path("desk/meetings/<slug:meeting>/run/", held.run, name="meeting_run"),
    path("desk/meetings/<slug:meeting>/run/note/", held.note, name="meeting_note"),
    path("desk/meetings/<slug:meeting>/run/undo/", held.undo, name="meeting_undo"),
    path(
        "desk/meetings/<slug:meeting>/run/items/<int:key>/clear/", held.clear, name="meeting_clear"
    ),
    path("desk/meetings/<slug:meeting>/close/", held.close, name="meeting_close"),
]
