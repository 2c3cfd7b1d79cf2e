"""The addresses of what an agent writes to a resident."""

from django.urls import path

from townline.desk import talk

urlpatterns = [
    path("console/talk/<int:contact>/", talk.talk, name="talk"),
    path("console/talk/<int:contact>/newer.json", talk.newer, name="talk_newer"),
    path("console/talk/<int:contact>/say/", talk.say, name="talk_say"),
    path("console/talk/<int:contact>/answers.json", talk.answers, name="talk_answers"),
]
