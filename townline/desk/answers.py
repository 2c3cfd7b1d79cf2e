"""Answers at the desk: which are shown, what was sought in vain, and writing them on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City, words_in
from townline.desk.access import TELLERS, city_of, for_staff, show
from townline.desk.wording import Text, language_name
from townline.founding.queries import written
from townline.knowledge import actions, queries
from townline.knowledge.queries import VersionShown
from townline.knowledge.rules import versions as rule
from townline.knowledge.rules.answers import Article, Standing
from townline.knowledge.rules.asked import LEAST, WINDOW_DAYS
from townline.knowledge.rules.versions import Stage, Step
from townline.record.verbs import Actor, Role
from townline.ui import markdown

REVIEWERS = (Role.SUPERVISOR, Role.ADMIN)
LATELY = timedelta(days=30)
SOON = timedelta(days=90)
"""So long before an answer is shown no more its owner is told."""
MOST_SOUGHT = 20
STANDINGS: dict[Standing, tuple[Text, str]] = {
    Standing.PUBLISHED: (gettext_lazy("Published"), "done"),
    Standing.EXPIRED: (gettext_lazy("Expired"), "ended"),
    Standing.REVIEW_DUE: (gettext_lazy("Review past due"), "waiting"),
    Standing.OLD_FACT: (gettext_lazy("A fact is too old"), "waiting"),
    Standing.UNDATED_FACT: (gettext_lazy("A fact bears no date"), "waiting"),
}
STAGES: dict[Stage, tuple[Text, str]] = {
    Stage.DRAFT: (gettext_lazy("Draft"), "new"),
    Stage.IN_REVIEW: (gettext_lazy("In review"), "waiting"),
    Stage.PUBLISHED: (gettext_lazy("Published"), "done"),
    Stage.WITHDRAWN: (gettext_lazy("Withdrawn"), "ended"),
}
STEPS: dict[Step, Text] = {
    Step.SUBMITTED: gettext_lazy("To be reviewed"),
    Step.SENT_BACK: gettext_lazy("Sent back"),
    Step.PUBLISHED: gettext_lazy("Reviewed and published"),
    Step.WITHDRAWN: gettext_lazy("Withdrawn"),
}
VIEWS: dict[str, Text] = {
    "all": gettext_lazy("All"),
    "published": gettext_lazy("Published"),
    "withheld": gettext_lazy("Withheld"),
    "due": gettext_lazy("Review due soon"),
    "drafts": gettext_lazy("Being written"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """An answer, as the list shows it."""

    code: str
    question: str
    owner: str
    standing: Text
    tone: str
    shown: bool
    review_by: date
    """The last day on which it is shown if nobody looks at it: its review, or that of a fact."""
    due: bool
    asked: int
    """How often it was opened or given lately."""
    rank: int
    """Its place in the folder, from 1; 0 for none."""
    helped: int
    not_helped: int
    stage: tuple[Text, str] | None
    """Where its last version is that was written on screen, unless that is published."""


@for_staff(*TELLERS)
@require_safe
def every(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show all answers by their state, and what was sought in vain."""
    city, view = city_of(request), request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    rows = _rows(city)
    kept = {name: [row for row in rows if _is(row, name)] for name in VIEWS}
    since = _today(city) - LATELY
    return show(
        request, by, "desk/answers.html", rows=kept[view], view=view,
        views=[(name, words, len(kept[name])) for name, words in VIEWS.items()],
        unfound=queries.unfound(city, since, most=MOST_SOUGHT), days=LATELY.days,
        asked=queries.asked(city, _today(city)), window=WINDOW_DAYS, least=LEAST,
    )  # fmt: skip


def _is(row: Row, view: str) -> bool:
    return {
        "all": True,
        "published": row.shown,
        "withheld": not row.shown,
        "due": row.due,
        "drafts": row.stage is not None,
    }[view]


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()


def _rows(city: City) -> list[Row]:
    today, language = _today(city), get_language() or ""
    last = {each.code: each for each in queries.versions(city.id)}
    counts: dict[str, tuple[int, int]] = {}
    for each in queries.verdicts(city, today - LATELY):
        helped, not_helped = counts.get(each.code, (0, 0))
        counts[each.code] = (helped + each.helped, not_helped + each.not_helped)
    known = {
        article.code: (article, standing) for article, standing in queries.standings(city, today)
    }
    new = {c: (v.article, None) for c, v in last.items() if c not in known}
    asked = queries.asked(city, today)
    rows = [
        _row(
            article, standing, last.get(code), counts.get(code, (0, 0)), today, language,
            asked.counts.get(code, 0),
        )
        for code, (article, standing) in {**known, **new}.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: asked.place(row.code, row.rank))


def _row(
    article: Article, standing: Standing | None, last: VersionShown | None,
    counts: tuple[int, int], today: date, language: str, asked: int,
) -> Row:  # fmt: skip
    words, tone = STANDINGS[standing] if standing else (_("Not published yet"), "new")
    open_ = last is not None and last.stage in (Stage.DRAFT, Stage.IN_REVIEW)
    return Row(
        code=article.code,
        question=words_in(article.question, language),
        owner=article.owner,
        standing=words,
        tone=tone,
        shown=standing is Standing.PUBLISHED,
        review_by=max(article.until(), article.reviewed),
        due=article.until() <= today + SOON,
        asked=asked,
        rank=article.asked,
        helped=counts[0],
        not_helped=counts[1],
        stage=STAGES[last.stage] if last and open_ else None,
    )


@for_staff(*TELLERS)
@require_safe
def one(request: HttpRequest, by: Actor, code: str) -> HttpResponse:
    """Show an answer with its versions, and what differs between one and what came before it."""
    return _page(request, by, code)


def _page(request: HttpRequest, by: Actor, code: str, status: int = 200) -> HttpResponse:
    city = city_of(request)
    versions, base = queries.versions(city.id, code=code), queries.of_folder(city, code)
    if not versions and base is None:
        raise Http404(f"no answer {code}")
    article = queries.articles(city).get(code)
    return show(
        request, by, "desk/answer.html", status=status, code=code, article=article,
        standing=STANDINGS[article.standing(_today(city))] if article else None,
        texts=_texts(article or versions[0].article),
        versions=[_version(city, by, each, versions, base) for each in versions],
        reviews=by.roles & set(REVIEWERS),
    )  # fmt: skip


def link_of(target: str) -> str:
    """Return where a link leads; those to services and answers lead to residents' pages."""
    kind, _sep, code = target.partition(":")
    if kind == "service":
        return reverse("portal:fill", args=[code])
    return reverse("portal:answer", args=[code]) if kind == "answer" else target


def _texts(article: Article) -> list[tuple[str, str, str, Any]]:
    return [
        (code, language_name(code), question, markdown.html(article.bodies[code], link_of))
        for code, question in article.question.items()
        if code in article.bodies
    ]


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version, as the page of its answer shows it."""

    version: VersionShown
    stage: tuple[Text, str]
    steps: list[tuple[Text, rule.Taken]]
    differences: list[tuple[str, list[rule.Part]]]
    """By file: what it says otherwise than what came before it."""
    may: list[tuple[str, Text]]
    """What the reader may do to it."""


def _version(
    city: City, by: Actor, version: VersionShown, every_: Sequence[VersionShown], base: Any
) -> VersionRow:
    before = next((each.files for each in every_ if each.position == version.position - 1), None)
    if before is None:
        before = written.answer_files(city, version.code) if base else {}
    paths = sorted({*before, *version.files})
    return VersionRow(
        version=version,
        stage=STAGES[version.stage],
        steps=[(STEPS[each.step], each) for each in version.steps],
        differences=[
            (path, list(rule.differences(before.get(path, ""), version.files.get(path, ""))))
            for path in paths
            if before.get(path, "") != version.files.get(path, "")
        ],
        may=list(_deeds(by, version)),
    )


def _deeds(by: Actor, version: VersionShown) -> list[tuple[str, Text]]:
    reviews = bool(by.roles & set(REVIEWERS)) and by.works_for(version.article.owner)
    own = version.by == by.label
    found: list[tuple[str, Text]] = []
    if version.stage is Stage.DRAFT:
        found.append(("submitted", _("Have it reviewed")))
    if version.stage is Stage.IN_REVIEW and reviews and not own:
        found += [("published", _("Publish it")), ("sent_back", _("Send it back"))]
    if version.stage is Stage.PUBLISHED and reviews:
        found.append(("withdrawn", _("Withdraw it")))
    return found


@for_staff(*TELLERS)
@require_POST
def step(request: HttpRequest, by: Actor, code: str, position: int) -> HttpResponse:
    """Let a version be submitted, sent back, published or withdrawn."""
    said = request.POST.get("step", "")
    if said not in {str(each) for each in Step}:
        raise Http404("no such step")
    try:
        actions.take_step(
            city=city_of(request), code=code, position=position, step=Step(said), by=by,
            note=request.POST.get("note", ""), at=timezone.now(),
        )  # fmt: skip
    except queries.NoSuchVersion as fault:
        raise Http404(str(fault)) from fault
    except actions.NotYet as refusal:
        messages.error(request, _refusal(str(refusal)))
    else:
        messages.success(request, str(STEPS[Step(said)]))
    return redirect("desk:answer_page", code)


def _refusal(why: str) -> str:
    known = {
        "Somebody else than its writer reviews it.": _("Somebody else than its writer reviews it."),
        "It has expired.": _("It has expired."),
        "Its review is past due.": _("Its review is past due."),
        "A fact of it is older than 3 years.": _("A fact of it is older than three years."),
        "The source of a fact bears no date.": _("The source of a fact bears no date."),
        "A later version of it is published already.": _("A later version is published already."),
    }
    return known.get(why, _("Somebody else was faster: look at where it is now."))
