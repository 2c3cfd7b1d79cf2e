"""The addresses of the agent's console, and of who answers what."""

from django.urls import path

from townline.desk import agents

urlpatterns = [
    path("agents/", agents.agents, name="agents"),
    path("agents/<int:member>/", agents.agent, name="agent"),
]
