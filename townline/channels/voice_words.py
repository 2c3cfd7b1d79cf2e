"""The sentences of the telephone, in the languages of the installation."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from townline.channels.rules.phrases import Phrase

SENTENCES: Mapping[Phrase, Any] = {
    Phrase.EMERGENCY: _("If this is an emergency, hang up and call 911."),
    Phrase.GREETING: _("You have reached {city}."),
    # Translators: the caller's own language: "Para español, oprima {key}."
    Phrase.CHOOSE_LANGUAGE: _("For English, press {key}."),
    Phrase.MENU_STATUS: _("To hear how a request stands, press {key}."),
    Phrase.MENU_ANSWERS: _("For the answers that people ask for most, press {key}."),
    Phrase.MENU_BULLETINS: _("For news from the city, press {key}."),
    Phrase.MENU_QUEUE: _("For {what}, press {key}."),
    Phrase.MENU_VOICEMAIL: _("To leave a message, press {key}."),
    Phrase.MENU_OPERATOR: _("To speak with a person, press {key}."),
    Phrase.MENU_RELAY: _("If you call by a relay service or a TTY, press {key}."),
    Phrase.MENU_LANGUAGES: _("For another language, press star."),
    Phrase.WRONG_KEY: _("That key does nothing here."),
    Phrase.SILENT: _("We heard no key."),
    Phrase.ASK_NUMBER: _("Enter the number of your request. Then press the pound key."),
    Phrase.MISTYPED: _("That is not the number of a request. Please check it."),
    Phrase.UNKNOWN: _("We can say nothing about number {number} by phone."),
    Phrase.STATUS: _("Request {number}, {service}: {status}."),
    Phrase.CHOOSE_ANSWER: _("{what} Press {key}."),
    Phrase.NO_ANSWERS: _("There are no answers to hear now."),
    Phrase.NO_NEWS: _("There is no news from the city now."),
    Phrase.TO_MENU: _("For the menu, press {key}."),
    Phrase.AFTERWARDS: _(
        "To hear it again, press {again}. For another one, press {other}. For the menu, press"
        " {menu}. For a person, press {person}."
    ),
    Phrase.TO_PERSON: _("Please stay on the line. A person will answer."),
    Phrase.NEXT_IN_LINE: _("You are next in line."),
    Phrase.IN_LINE: ngettext_lazy(
        "{count} call is ahead of you.", "{count} calls are ahead of you.", "count"
    ),
    Phrase.WAIT: ngettext_lazy(
        "We think you will wait about {count} minute.",
        "We think you will wait about {count} minutes.",
        "count",
    ),
    Phrase.CALL_BACK: _("To be called back and keep your place in line, press {key}."),
    Phrase.WILL_CALL_BACK: _("We will call you at this number. You can hang up now. Goodbye."),
    Phrase.NO_CALL_BACK: _("We cannot call you back today. Please stay on the line."),
    Phrase.JOINED: _("We connect you now."),
    Phrase.BACK_IN_LINE: _("We could not connect you. You are first in line now."),
    Phrase.LEAVE_MESSAGE: _(
        "Leave your message after the tone, with your name and number. It is recorded. When you"
        " are done, press the pound key."
    ),
    Phrase.MESSAGE_KEPT: _("Thank you. A person will hear your message. Goodbye."),
    Phrase.GOODBYE: _("Thank you for your call. Goodbye."),
    Phrase.APOLOGY: _("Sorry, something went wrong here. Please call again in a minute."),
    Phrase.WHISPER: _("A call for {queue}. To take it, press any key."),
    Phrase.WHISPER_RELAY: _("A relay or TTY call for {queue}. To take it, press any key."),
    Phrase.WHISPER_OUT: _("Your call to a resident. To be connected, press any key."),
    Phrase.NOT_REACHED: _("Nobody answered."),
    Phrase.CLOSED: _("Nobody is here to answer now. Please call when we are open."),
    Phrase.CALLS_YOU: _("{city} calls you."),
}


def say(phrase: Phrase, language: str, **blanks: object) -> str:
    """Return a phrase in a language with its blanks filled."""
    with translation.override(language):
        sentence = SENTENCES[phrase]
        # A plural sentence takes the number that it is chosen by.
        text = str(sentence % blanks) if phrase in COUNTED else str(sentence)
        return text.format_map(blanks)


COUNTED = frozenset({Phrase.IN_LINE, Phrase.WAIT})
