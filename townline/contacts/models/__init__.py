"""The tables of contacts: who got in touch, what we owe them, and the turn of those who wait."""

from townline.contacts.models.agents import Agent, CentreRow
from townline.contacts.models.calls import CallSignal, WebCall
from townline.contacts.models.carried import (
    AgentPhone,
    CarrierCall,
    CarrierCallback,
    CarrierCallEntry,
    CarrierDemand,
    CarrierRecording,
    VoiceRow,
)
from townline.contacts.models.directing import DirectiveRow
from townline.contacts.models.noting import AnswerGiven, Marked, Note
from townline.contacts.models.privacy import Consent, Look
from townline.contacts.models.reaching import (
    LAST_DIGITS,
    Comment,
    Contact,
    Copy,
    Details,
    Letter,
    Notice,
    Passkey,
    SignIn,
    Silence,
    Subscriber,
)
from townline.contacts.models.recordings import (
    Interpreting,
    Recording,
    RecordingEntry,
    Voicemail,
)
from townline.contacts.models.saying import Helped, SaidRow, SaidText
from townline.contacts.models.supervision import AppraisalReply, AppraisalRow, Shift
from townline.contacts.models.turns import Decided, Leg, Turn, TurnEntry

__all__ = [
    "LAST_DIGITS",
    "Agent",
    "AgentPhone",
    "AnswerGiven",
    "AppraisalReply",
    "AppraisalRow",
    "CallSignal",
    "CarrierCall",
    "CarrierCallEntry",
    "CarrierCallback",
    "CarrierDemand",
    "CarrierRecording",
    "CentreRow",
    "Comment",
    "Consent",
    "Contact",
    "Copy",
    "Decided",
    "Details",
    "DirectiveRow",
    "Helped",
    "Interpreting",
    "Leg",
    "Letter",
    "Look",
    "Marked",
    "Note",
    "Notice",
    "Passkey",
    "Recording",
    "RecordingEntry",
    "SaidRow",
    "SaidText",
    "Shift",
    "SignIn",
    "Silence",
    "Subscriber",
    "Turn",
    "TurnEntry",
    "VoiceRow",
    "Voicemail",
    "WebCall",
]
