"""The addresses of those who lead a contact centre."""

from django.urls import path

from townline.desk import answer_writing, answers, appraising, shifts, supervising, wallboard

urlpatterns = [
    path("wallboard/", wallboard.wallboard, name="wallboard"),
    path("wallboard/now/", wallboard.now, name="wallboard_now"),
    path("wallboard/queues/<slug:queue>/", supervising.queue, name="wallboard_queue"),
    path("wallboard/queues/<slug:queue>/move/", supervising.move, name="wallboard_move"),
    path("wallboard/queues/<slug:queue>/hours/", supervising.hours, name="wallboard_hours"),
    path(
        "wallboard/queues/<slug:queue>/announce/", supervising.announce, name="wallboard_announce"
    ),
    path("wallboard/queues/<slug:queue>/undo/", supervising.undo, name="wallboard_undo"),
    path("wallboard/agents/<int:agent>/", supervising.agent, name="wallboard_agent"),
    path("wallboard/agents/<int:agent>/aside/", supervising.aside, name="wallboard_aside"),
    path("quality/", appraising.every, name="quality"),
    path("quality/<str:week>/<int:agent>/<int:contact>/", appraising.fill, name="quality_fill"),
    path("quality/<int:appraisal>/", appraising.one, name="quality_one"),
    path("quality/<int:appraisal>/reply/", appraising.reply, name="quality_reply"),
    path("answers/", answers.every, name="answers"),
    path("answers/new/", answer_writing.write, name="answer_new"),
    path("answers/<slug:code>/", answers.one, name="answer_page"),
    path("answers/<slug:code>/write/", answer_writing.write, name="answer_write"),
    path("answers/<slug:code>/<int:position>/", answers.step, name="answer_step"),
    path("shifts/", shifts.shifts, name="shifts"),
    path("shifts/add/", shifts.add, name="shift_add"),
    path("shifts/copy/", shifts.copy, name="shifts_copy"),
    path("shifts/file/", shifts.take_in, name="shifts_file"),
    path("shifts/<int:shift>/remove/", shifts.remove, name="shift_remove"),
]
