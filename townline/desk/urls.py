"""The addresses that staff use."""

from django.urls import path

from townline.desk import (
    beside,
    bulk,
    bulletins,
    calls,
    casefile,
    day,
    entrance,
    find,
    letters,
    places,
    request_page,
    saved,
    team,
    worklist,
)

app_name = "desk"
urlpatterns = [
    path("", worklist.home, name="home"),
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-out/", entrance.SignOut.as_view(), name="sign_out"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/points.json", worklist.points, name="worklist_points"),
    path("worklist/beside/<str:number>/", beside.beside, name="beside"),
    path("worklist/kept/", saved.save, name="save_filter"),
    path("worklist/kept/<int:kept>/remove/", saved.remove, name="remove_filter"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/<str:bundle>/", bulk.told, name="bundle"),
    path("bulk/<str:bundle>/take-back/", bulk.take_back, name="take_back"),
    path("day/", day.day, name="day"),
    path("day/arrange/", day.arrange, name="day_arrange"),
    path("day/finish/", day.finish, name="day_finish"),
    path("day/token/", day.token, name="day_token"),
    path("sw.js", day.offline, name="sw"),
    path("team/", team.team, name="team"),
    path("team/<int:member>/", team.duty, name="duty"),
    path("find/", find.find, name="find"),
    path("outlines.json", places.outlines, name="outlines"),
    path("calls/", calls.choose, name="calls"),
    path("calls/taken/", calls.taken, name="taken"),
    path("calls/new/<slug:service>/", calls.fill, name="call"),
    path("bulletins/", bulletins.every, name="bulletins"),
    path("bulletins/new/", bulletins.write, name="bulletin_new"),
    path("bulletins/<slug:number>/", bulletins.one, name="bulletin"),
    path("bulletins/<slug:number>/end/", bulletins.end, name="bulletin_end"),
    path("letters/", letters.unsorted, name="letters"),
    path("letters/<int:letter>/", letters.letter, name="letter"),
    path("letters/<int:letter>/<slug:name>.jpg", letters.photo, name="letter_photo"),
    path("photos/<slug:name>.jpg", request_page.photo, name="photo"),
    path("photos/small/<slug:name>.jpg", request_page.thumb, name="thumb"),
    path("requests/<str:number>/", request_page.page, name="request"),
    *(
        path(f"requests/<str:number>/{deed.name}/", request_page.doing(deed), name=deed.name)
        for deed in casefile.ALL_DEEDS
    ),
]
