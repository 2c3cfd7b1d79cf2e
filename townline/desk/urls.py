"""The addresses that staff use."""

from django.urls import path

from townline.desk import bulletins, calls, casefile, entrance, find, places, request_page, worklist

app_name = "desk"
urlpatterns = [
    path("", worklist.home, name="home"),
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-out/", entrance.SignOut.as_view(), name="sign_out"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("find/", find.find, name="find"),
    path("outlines.json", places.outlines, name="outlines"),
    path("calls/", calls.choose, name="calls"),
    path("calls/taken/", calls.taken, name="taken"),
    path("calls/new/<slug:service>/", calls.fill, name="call"),
    path("bulletins/", bulletins.every, name="bulletins"),
    path("bulletins/new/", bulletins.write, name="bulletin_new"),
    path("bulletins/<slug:number>/", bulletins.one, name="bulletin"),
    path("bulletins/<slug:number>/end/", bulletins.end, name="bulletin_end"),
    path("photos/<slug:name>.jpg", request_page.photo, name="photo"),
    path("photos/small/<slug:name>.jpg", request_page.thumb, name="thumb"),
    path("requests/<str:number>/", request_page.page, name="request"),
    *(
        path(f"requests/<str:number>/{deed.name}/", request_page.doing(deed), name=deed.name)
        for deed in casefile.ALL_DEEDS
    ),
]
