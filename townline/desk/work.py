"""What a department does with a request: work on it, send it on, end it."""

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from townline.catalogue.rules.offers import Offer, Outcome
from townline.cities.rules.city import words_in
from townline.desk import wording
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.desk.forms import Photos, departments, services
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import incidents, messages, work
from townline.requests.rules import clock, numbering
from townline.requests.rules.submission import MOST_TEXT

MOST_EVIDENCE = 5
OTHER = "other"


def long_text(**options: object) -> forms.CharField:
    """Return a field for several sentences."""
    options.setdefault("widget", forms.Textarea())
    return forms.CharField(max_length=MOST_TEXT, **options)  # type: ignore[arg-type]


class AskForm(DeedForm):
    """A question to the reporter."""

    message_field = "question"
    question = long_text(
        label=_("Question to the reporter"),
        help_text=_("They read it as you write it. Ask for one thing, in plain words."),
    )


class PauseForm(DeedForm):
    """Why the clock is to stand still."""

    reason = forms.ChoiceField(
        label=_("Why does the work wait?"),
        widget=forms.RadioSelect,
        help_text=_("Residents read the reason."),
    )

    def prepare(self, case: Case) -> None:
        """Offer the reasons that a department chooses from; others come about by themselves."""
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, _capital(gettext(clock.PAUSES[code]))) for code in clock.CHOSEN
        ]


class NoteForm(DeedForm):
    """A note among staff."""

    text = long_text(
        label=_("Note for staff"),
        help_text=_("Never shown to residents. An @ and a user name tells that colleague."),
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
    )


class EvidenceForm(DeedForm):
    """Photos of the work."""

    photos = Photos(
        MOST_EVIDENCE,
        label=_("Photos of the work"),
        help_text=_("JPEG, PNG or WebP."),
        required=True,
    )


class ReassignForm(DeedForm):
    """Who is to do it instead."""

    department = forms.ChoiceField(label=_("Department"))
    crew = forms.CharField(label=_("Crew"), max_length=100, required=False)
    reason = long_text(
        label=_("Why"),
        help_text=_("Staff of both departments read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self, case: Case) -> None:
        """Begin with the department that has it, so that a crew alone may be changed."""
        self.fields["department"].choices = departments(case.city)  # type: ignore[attr-defined]
        self.fields["department"].initial = case.found.department
        self.fields["crew"].initial = case.found.crew


class ReclassifyForm(DeedForm):
    """Which service it really is."""

    previews = previews_first = True
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    """The service of which was shown what comes of it."""
    service = forms.ChoiceField(label=_("Service"))
    reason = long_text(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, case: Case) -> None:
        """Offer all services but its own."""
        own = case.found.service_code
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *((g, [c for c in inside if c[0] != own]) for g, inside in services(case.city)),
        ]

    def becomes(self) -> requests.Reclassified:
        """Return what comes of it, for a form that fits."""
        case = self.case
        return requests.reclassified(
            case.city,
            case.found.number,
            self.cleaned_data["service"],
            language=get_language() or "",
            at=case.at,
        )

    def unseen(self) -> bool:
        """Return whether another service was chosen than the one whose change was shown."""
        shown = self.cleaned_data["shown"]
        return bool(shown) and shown != self.cleaned_data["service"]


class MergeForm(DeedForm):
    """Which request is about the same thing."""

    known = forms.ChoiceField(
        label=_("Open requests of this service near by"), widget=forms.RadioSelect, required=False
    )
    lead = forms.CharField(
        label=_("Number of another request"),
        help_text=_("Fill this in if it is not among those above."),
        max_length=60,
        required=False,
    )

    def prepare(self, case: Case) -> None:
        """Offer what is near; where nothing is, only a number."""
        near = [(n.number, wording.near_label(n, case.city.zone)) for n in case.near]
        if near:
            self.fields["known"].choices = [*near, (OTHER, _("Another one"))]  # type: ignore[attr-defined]
        else:
            del self.fields["known"]
            self.fields["lead"].help_text = ""
            self.fields["lead"].required = True

    def clean(self) -> dict[str, object]:
        """Find the one that is meant."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("known") or OTHER
        typed = str(cleaned.get("lead", ""))
        if chosen == OTHER and not typed:
            self.errors.pop("lead", None)
            self.add_error("lead", _("Say which request it is to be joined to."))
            return cleaned
        try:
            cleaned["lead"] = chosen if chosen != OTHER else numbering.read(typed)
        except ValueError:
            self.add_error("lead", _("This is not a request number. One looks like 26-104233-7."))
        return cleaned


class ReplyForm(DeedForm):
    """What the reporter is told, and nobody else."""

    message_field = "text"
    text = long_text(
        label=_("What do you want to tell them?"),
        help_text=_("The reporter and staff read it, nobody else. It is sent as you write it."),
    )


class CloseForm(DeedForm):
    """How it ended, what is said about it, and what proves it."""

    message_field = "remark"
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        help_text=_("Each outcome is worded as residents will read it."),
    )
    remark = long_text(
        label=_("Words to the reporter"),
        help_text=_("Sent with the outcome to everybody who reported it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    evidence = Photos(
        MOST_EVIDENCE, label=_("Photos of the work"), help_text=_("JPEG, PNG or WebP.")
    )
    reference = forms.CharField(
        label=_("Reading or work order"),
        help_text=_("Where a photo cannot show it."),
        max_length=200,
        required=False,
    )

    despite = long_text(
        label=_("Why close it though another department has not finished?"),
        help_text=_("Needed where it ends as done. Staff alone read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def prepare(self, case: Case) -> None:
        """Offer the service's outcomes; cancelling has a form of its own."""
        if not requests.has_open_children(case.found.id):
            del self.fields["despite"]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.code, outcome_label(outcome)) for outcome in endings(case)
        ]


def endings(case: Case) -> list[Outcome]:
    """Return the outcomes that the department may close with."""
    return endings_of(case.offer) if case.offer else []


def endings_of(offer: Offer) -> list[Outcome]:
    """Return the outcomes of a service that its department may close with."""
    return [outcome for outcome in offer.outcomes if outcome.kind != "cancelled"]


def outcome_label(outcome: Outcome) -> SafeString:
    """Return an outcome as a choice: what residents read, its kind, and what it demands."""
    kind = wording.OUTCOMES[outcome.kind][0]
    needs = gettext("needs a photo or a reference") if outcome.evidence else ""
    return wording.choice_label(
        words_in(outcome.words, get_language() or ""),
        f"{kind} – {needs}" if needs else str(kind),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unanswered(case: Case) -> bool:
    return case.found.responded_at is None


def _worked_itself(case: Case) -> bool:
    return case.found.status not in ("held", "joined")


def _alone(case: Case) -> bool:
    return not case.found.lead


def _acknowledge(doing: Doing) -> None:
    work.acknowledge(**doing.changing)


def _start(doing: Doing) -> None:
    work.start(**doing.changing)


def _ask(doing: Doing) -> None:
    work.ask(**doing.changing, question=doing.said["question"])


def _reply(doing: Doing) -> None:
    messages.reply(**doing.changing, text=doing.said["text"])


def _pause(doing: Doing) -> None:
    work.pause(**doing.changing, reason=doing.said["reason"])


def _resume(doing: Doing) -> None:
    work.resume(**doing.changing)


def _note(doing: Doing) -> None:
    work.note(**doing.what, text=doing.said["text"])


def _evidence(doing: Doing) -> None:
    work.add_evidence(**doing.what, photos=doing.said["photos"])


def _reassign(doing: Doing) -> None:
    said = doing.said
    work.reassign(
        **doing.changing, department=said["department"], crew=said["crew"], reason=said["reason"]
    )


def _reclassify(doing: Doing) -> None:
    work.reclassify(
        **doing.changing, service_code=doing.said["service"], reason=doing.said["reason"]
    )


def _close(doing: Doing) -> None:
    said = doing.said
    work.close(
        **doing.changing,
        outcome=said["outcome"],
        remark=said["remark"],
        evidence=said["evidence"],
        reference=said["reference"],
        despite=said.get("despite", ""),
    )


def _merge(doing: Doing) -> None:
    incidents.merge(**doing.changing, lead=doing.said["lead"])


def _part(doing: Doing) -> None:
    incidents.part(**doing.changing)


START = Deed(
    name="start", verb=verbs.STARTED, label=_("Start work"), done=_("Work started."), act=_start
)
RESUME = Deed(
    name="resume", verb=verbs.RESUMED, label=_("Go on with the work"),
    done=_("Work goes on; the clock runs again."), act=_resume,
)  # fmt: skip
CLOSE = Deed(
    name="close", verb=verbs.CLOSED, label=_("Close with an outcome"),
    done=_("Closed. All who reported it are told."), act=_close, form=CloseForm,
    fits=_worked_itself,
)  # fmt: skip
NOTE = Deed(
    name="note", verb=verbs.NOTED, label=_("Leave a note"), done=_("Note added."), act=_note,
    form=NoteForm,
)  # fmt: skip
WORKING = (
    START,
    RESUME,
    Deed(
        name="acknowledge", verb=verbs.ACKNOWLEDGED, label=_("Acknowledge"),
        done=_("Acknowledged: residents see that the department has read it."),
        act=_acknowledge, fits=_unanswered,
    ),
    Deed(
        name="ask", verb=verbs.ASKED, label=_("Ask the reporter"),
        done=_("Asked. The clock stands still until they answer."), act=_ask, form=AskForm,
        about=_("The clock stands still until they answer."),
    ),
    Deed(
        name="reply", verb=verbs.REPLIED, label=_("Write to the reporter"),
        done=_("Sent to the reporter. Nobody else reads it."), act=_reply, form=ReplyForm,
        about=_("The clock runs on. To wait for an answer, ask the reporter instead."),
    ),
    Deed(
        name="pause", verb=verbs.PAUSED, label=_("Pause"),
        done=_("Paused: the clock stands still."), act=_pause, form=PauseForm,
        about=_("The clock stands still, and everyone sees why."),
    ),
    Deed(
        name="evidence", verb=verbs.PHOTOGRAPHED, label=_("Add photos of the work"),
        done=_("Photos added."), act=_evidence, form=EvidenceForm, fits=_worked_itself,
        only=verbs.WORKERS,
    ),
    CLOSE,
)  # fmt: skip
SENDING_ON = (
    Deed(
        name="reassign", verb=verbs.ROUTED, label=_("Give to another department or crew"),
        done=_("Given on."), act=_reassign, form=ReassignForm, fits=_worked_itself,
        about=_("The promised date stays: the resident was told that day."),
    ),
    Deed(
        name="reclassify", verb=verbs.RECLASSIFIED, label=_("Handle as another service"),
        done=_("It is now another service, and routed anew."), act=_reclassify,
        form=ReclassifyForm, about=_("The resident keeps their number and starts nothing over."),
    ),
    Deed(
        name="merge", verb=verbs.JOINED, label=_("Join to a request about the same thing"),
        done=_("Joined. Whoever reported it hears how the other one ends."), act=_merge,
        form=MergeForm, fits=_alone,
        about=_("Its outcome will be the other one's, and its reporters are told so."),
    ),
    Deed(
        name="part", verb=verbs.PARTED, label=_("Take out of its incident"),
        done=_("It stands alone again, open."), act=_part,
    ),
)  # fmt: skip
