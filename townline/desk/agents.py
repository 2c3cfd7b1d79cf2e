"""Who answers contacts: where, in which languages, and how many at once."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City, words_in
from townline.contacts import actions, queries, verbs
from townline.contacts.queries import AgentShown
from townline.contacts.rules.answering import MOST_TEXTS, Abilities, UnfitAgent
from townline.contacts.rules.course import NotNow
from townline.desk.access import city_of, for_staff, show
from townline.desk.led import EVERY, is_in, led
from townline.desk.wording import language_name
from townline.record.verbs import Actor, NotAllowed
from townline.staff import queries as staff
from townline.staff.queries import NamedMember

BETWEEN = "~"
"""Between the codes of a centre and its queue."""


@dataclass(frozen=True, kw_only=True)
class Answerer:
    """A member of staff who may answer contacts, with what they answer."""

    member: NamedMember
    agent: AgentShown | None
    centre: str = ""
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    reserved: str = ""


class AgentForm(forms.Form):
    """Where somebody answers contacts, and which."""

    use_required_attribute = False
    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    queues = forms.MultipleChoiceField(
        label=gettext_lazy("Queues"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those of the centre. Without any they are offered nothing."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that they speak"), widget=forms.CheckboxSelectMultiple
    )
    reserved = forms.ChoiceField(
        label=gettext_lazy("Kept free for"), required=False,
        help_text=gettext_lazy("They are spared contacts in other languages for a while."),
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Skills"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text_most = forms.IntegerField(
        label=gettext_lazy("Written contacts at once"), min_value=1, max_value=MOST_TEXTS
    )

    def __init__(self, city: City, by: Actor, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        known, here = queries.contact_centre(city.edition_id), get_language() or ""
        centres = [each for each in known.centres if is_in(each.code, led(city, by))]
        spoken = [(code, language_name(code)) for code in city.languages]
        self._put("centre", [(c.code, words_in(c.words, here)) for c in centres])
        self._put("queues", [
            (c.code + BETWEEN + q.code, f"{words_in(q.words, here)} ({words_in(c.words, here)})")
            for c in known.centres for q in c.queues
        ])  # fmt: skip
        self._put("languages", spoken)
        self._put("reserved", [("", _("No language in particular")), *spoken])
        self._put("skills", [(code, words_in(w, here)) for code, w in known.skills.items()])

    def _put(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields[name]

    def said(self) -> Abilities:
        """Return what was chosen."""
        given, centre = self.cleaned_data, self.cleaned_data.get("centre", "")
        chosen = [each.partition(BETWEEN) for each in given.get("queues", ())]
        return Abilities(
            centre=centre, queues=tuple(code for at, _between, code in chosen if at == centre),
            languages=tuple(given["languages"]), skills=tuple(given.get("skills", ())),
            reserved=given["reserved"], text_most=given["text_most"],
        )  # fmt: skip


@for_staff(*verbs.LEADERS)
@require_safe
def agents(request: HttpRequest, by: Actor) -> HttpResponse:
    """List who may answer contacts, and what each answers."""
    city = city_of(request)
    known = queries.contact_centre(city.edition_id)
    found = {each.member_id: each for each in queries.agents_of_staff(city.id)}
    rows = [_answerer(city, each, found.get(each.id)) for each in _may_answer(city)]
    return show(request, by, "desk/agents.html", rows=rows, centres=known.centres)


@for_staff(*verbs.LEADERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: HttpRequest, by: Actor, member: int) -> HttpResponse:
    """Say where somebody answers contacts, and which."""
    city = city_of(request)
    who = next((each for each in _may_answer(city) if each.id == member), None)
    known = queries.contact_centre(city.edition_id)
    if who is None or not known.centres:
        raise Http404("nobody of that key may answer contacts here")
    if not _may_put(city, who, by):
        raise NotAllowed("they answer at a centre of another department")
    form = AgentForm(city, by, request.POST or None, initial=_now(city, who))
    if request.method == "POST" and form.is_valid() and _put(city, who, form, by):
        messages.success(request, _("Saved for %(name)s.") % {"name": who.label})
        return redirect("desk:agents")
    status = 422 if request.method == "POST" else 200
    return show(request, by, "desk/agent.html", status=status, form=form, who=who)


def _may_put(city: City, who: NamedMember, by: Actor) -> bool:
    """Return whether the reader leads a centre, and the one at which somebody answers now."""
    own, now = led(city, by), queries.agent_of_member(city.id, who.id)
    return own is EVERY or (bool(own) and (now is None or now.centre in own))


def _put(city: City, who: NamedMember, form: AgentForm, by: Actor) -> bool:
    """Save what the form says; put beside its fields what speaks against it."""
    told: dict[str, Any] = {"member_id": who.id, "label": who.label, "by": by, "at": timezone.now()}
    try:
        actions.put_agent(city=city, said=form.said(), **told)
    except UnfitAgent as refusal:
        said = _("Choose a language that they speak.")
        known = refusal.field in form.fields
        form.add_error(refusal.field if known else None, said if known else str(refusal))
    except NotNow:
        form.add_error("centre", _("They have contacts in hand there. Try again in a while."))
    else:
        return True
    return False


def _now(city: City, who: NamedMember) -> dict[str, Any]:
    """Return what the form shows at first: what they answer, or all of the first centre."""
    agent = queries.agent_of_member(city.id, who.id)
    if agent is None:
        first = queries.contact_centre(city.edition_id).centres[0]
        codes = [first.code + BETWEEN + queue.code for queue in first.queues]
        return {"centre": first.code, "queues": codes, "languages": city.languages[:1],
                "text_most": 1}  # fmt: skip
    return {
        "centre": agent.centre, "queues": [agent.centre + BETWEEN + q for q in agent.queues],
        "languages": agent.languages, "skills": agent.skills, "reserved": agent.reserved,
        "text_most": agent.text_most,
    }  # fmt: skip


def _may_answer(city: City) -> list[NamedMember]:
    return [each for each in staff.named_members(city) if each.actor.roles & verbs.ANSWERING]


def _answerer(city: City, member: NamedMember, agent: AgentShown | None) -> Answerer:
    if agent is None:
        return Answerer(member=member, agent=None)
    known, here = queries.contact_centre(city.edition_id), get_language() or ""
    centre = next((each for each in known.centres if each.code == agent.centre), None)
    queues = {each.code: each.words for each in centre.queues} if centre else {}
    return Answerer(
        member=member, agent=agent,
        centre=words_in(centre.words, here) if centre else agent.centre,
        queues=tuple(words_in(queues[q], here) if q in queues else q for q in agent.queues),
        languages=tuple(language_name(code) for code in agent.languages),
        skills=tuple(words_in(known.skills.get(s, {"": s}), here) for s in agent.skills),
        reserved=language_name(agent.reserved) if agent.reserved else "",
    )  # fmt: skip
