"""The addresses of the agent's console, and of who answers what."""

from django.urls import path

from townline.desk import agents, looks
from townline.desk.console import beside_call, giving, history, page, seek, taking

urlpatterns = [
    path("agents/", agents.agents, name="agents"),
    path("agents/<int:member>/", agents.agent, name="agent"),
    path("looks/", looks.looks, name="looks"),
    path("console/", page.console, name="console"),
    path("console/do/<slug:deed>/", page.do, name="console_do"),
    path("console/seen/", page.seen, name="console_seen"),
    path("console/search/", seek.search, name="console_search"),
    path("console/place/", beside_call.place, name="console_place"),
    path("console/new/", taking.take, name="console_new"),
    path("console/answers/<slug:code>/", giving.answer, name="console_answer"),
    path("console/contacts/", history.mine, name="console_contacts"),
    path("console/contacts/<int:contact>/", history.story, name="console_contact"),
    path("console/contacts/<int:contact>/note/", page.note, name="console_note"),
]
