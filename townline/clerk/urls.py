"""The addresses of this door: the council's files for readers, and the clerk's desk."""

from django.urls import path

from townline.clerk import (
    act,
    case,
    choosing,
    commenting,
    comments,
    documents,
    files,
    finding,
    introducing,
    made_papers,
    meeting_urls,
    reports,
    subscribing,
    waits,
)

app_name = "clerk"
urlpatterns = [
    path("", finding.home, name="home"),
    path("files/", finding.find, name="files"),
    path("files/<str:identifier>/", files.look, name="file"),
    path("files/<str:identifier>/report.txt", reports.as_text, name="report_text"),
    path("files/<str:identifier>/report.html", reports.as_page, name="report_page"),
    path("files/<str:identifier>/report.pdf", reports.as_pdf, name="report_pdf"),
    path("files/<str:identifier>/comment/", commenting.comment, name="comment"),
    path("documents/<int:key>/", documents.paper, name="document"),
    path("subscribe/", subscribing.ask, name="subscribe"),
    path("letters/<str:link>/", subscribing.look, name="subscriber"),
    path("letters/<str:link>/leave/", subscribing.leave, name="unsubscribe"),
    path("desk/", waits.waits, name="desk"),
    path("desk/number/", introducing.seek, name="seek"),
    path("desk/introduce/", introducing.introduce, name="introduce"),
    path("desk/files/<str:identifier>/", case.case, name="case"),
    path("desk/files/<str:identifier>/details/", introducing.details, name="details"),
    path("desk/files/<str:identifier>/paper/", case.paper, name="paper"),
    path("desk/files/<str:identifier>/restrict/", introducing.restrict, name="restrict"),
    path("desk/files/<str:identifier>/open/", introducing.open_up, name="open_up"),
    path("desk/files/<str:identifier>/act/", choosing.choose, name="choose"),
    path("desk/files/<str:identifier>/act/<str:code>/", act.enter, name="enter"),
    path("desk/files/<str:identifier>/entries/<int:entry>/correct/", act.correct, name="correct"),
    path(
        "desk/files/<str:identifier>/entries/<int:entry>/take-back/",
        act.take_back,
        name="take_back",
    ),
    path(
        "desk/files/<str:identifier>/entries/<int:entry>/papers/",
        made_papers.papers,
        name="papers_of",
    ),
    path(
        "desk/files/<str:identifier>/entries/<int:entry>/papers/<str:name>/",
        made_papers.paper,
        name="paper_of",
    ),
    path("desk/papers/<int:key>/withhold/", case.withhold, name="withhold"),
    path("desk/flags/<int:key>/settle/", case.settle, name="settle"),
    path("desk/comments/", comments.comments, name="comments"),
    path("desk/comments/<int:key>/", comments.decide, name="comment_decide"),
    *meeting_urls.urlpatterns,
]
