"""The addresses of administration, below the desk's own."""

from django.urls import path

from townline.desk.city import (
    calendars,
    changes,
    departments,
    editions,
    files,
    layers,
    offers,
    outcomes,
    overview,
    questions,
    routes,
)

SERVICE = "city/services/<str:service>/"
QUESTION = f"{SERVICE}questions/<str:question>/"

urlpatterns = [
    path("city/", overview.overview, name="city"),
    path("city/services/", offers.services, name="city_services"),
    path("city/new-service/", offers.new_service, name="city_new_service"),
    path(SERVICE, offers.service, name="city_service"),
    path(f"{SERVICE}remove/", offers.remove_service, name="city_remove_service"),
    path(f"{SERVICE}new-question/", questions.new_question, name="city_new_question"),
    path(QUESTION, questions.question, name="city_question"),
    path(f"{QUESTION}move/", questions.move_question, name="city_move_question"),
    path(f"{QUESTION}remove/", questions.remove_question, name="city_remove_question"),
    path(f"{SERVICE}new-route/", routes.new_route, name="city_new_route"),
    path(f"{SERVICE}routes/<int:place>/", routes.route, name="city_route"),
    path(f"{SERVICE}routes/<int:place>/move/", routes.move_route, name="city_move_route"),
    path("city/outcomes/", outcomes.outcomes, name="city_outcomes"),
    path("city/new-outcome/", outcomes.new_outcome, name="city_new_outcome"),
    path("city/outcomes/<str:outcome>/", outcomes.outcome, name="city_outcome"),
    path("city/departments/", departments.departments, name="city_departments"),
    path("city/new-department/", departments.new_department, name="city_new_department"),
    path("city/departments/<str:department>/", departments.department, name="city_department"),
    path("city/calendars/", calendars.calendars, name="city_calendars"),
    path("city/holidays/remove/", calendars.remove_holiday, name="city_remove_holiday"),
    path("city/calendars/<str:calendar>/", calendars.calendar, name="city_calendar"),
    path("city/areas/", layers.layers, name="city_layers"),
    path("city/areas/<path:path>", layers.layer, name="city_layer"),
    path("city/outlines/<path:path>", layers.layer_outlines, name="city_outlines"),
    path("city/files/", files.files, name="city_files"),
    path("city/files/<path:path>", files.file, name="city_file"),
    path("city/raw/<path:path>", files.raw, name="city_raw"),
    path("city/without/<path:path>", files.remove_file, name="city_remove_file"),
    path("city/changes/", changes.changes, name="city_changes"),
    path("city/changes/tried/", changes.tried, name="city_tried"),
    path("city/changes/take-back/", changes.take_back, name="city_take_back"),
    path("city/changes/throw-away/", changes.throw_away, name="city_throw_away"),
    path("city/changes/bring-up/", changes.bring_up, name="city_bring_up"),
    path("city/editions/", editions.editions, name="city_editions"),
    path("city/editions/<int:edition>/", editions.edition, name="city_edition"),
    path("city/editions/<int:edition>/restore/", editions.restore, name="city_restore"),
]
