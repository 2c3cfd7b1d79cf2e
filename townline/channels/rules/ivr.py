"""
The menu that a caller hears: a pure machine from where they are and what they did to what is said.

It has no dead ends: a wrong key is answered, three silences or three wrong keys lead to a person,
and whatever comes unexpectedly says again where the caller is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from townline.channels.rules import calling
from townline.channels.rules.calling import Gather, Hangup, Record, Say, Tree
from townline.channels.rules.menu import Did, Enter, Event, Known, Node, Stand, Step, Told
from townline.channels.rules.phrases import Phrase
from townline.contacts.rules.voice import BACK, MOST_ANSWERS, Choice, Dialled, Does, Voice
from townline.requests.rules import numbering

PATIENCE = 3
"""After so many silences or wrong keys a person answers."""
LONGEST_NUMBER = 12
AGAIN, OTHER, MENU, PERSON = "1", "2", "9", "0"
"""Keys after something was told."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The menu of one city for the callers of one number."""

    voice: Voice
    line: Dialled
    known: Known
    here: str
    """Where the carrier tells the next keys."""
    recorded: str = "recording/"
    """Where it tells that a message is there."""

    def step(self, stand: Stand, event: Event) -> Step:
        """Return where the caller is after an event, and what they hear."""
        if event.did is Did.CAME:
            return self._welcome(stand)
        if stand.node in (Node.WAITING, Node.OVER):
            return self._goodbye(stand)
        if event.did is Did.RECORDED or stand.node is Node.VOICEMAIL:
            return self._goodbye(stand, Phrase.MESSAGE_KEPT)
        if event.did is Did.SILENT:
            return self._failed(stand, Phrase.SILENT)
        if event.digits == BACK and len(self.voice.languages) > 1 and not self.line.language:
            return self._languages(replace(stand, node=Node.LANGUAGE, tries=0))
        return self._pressed[stand.node](self, stand, event.digits)

    def again(self, stand: Stand) -> Step:
        """Say again where the caller is; for what comes unexpectedly."""
        return self._at(stand)

    def _welcome(self, stand: Stand) -> Step:
        first = self.voice.languages[0].code
        stand = replace(stand, relay=stand.relay or self.line.relay)
        only = self.line.language or (first if len(self.voice.languages) == 1 else "")
        said = self._emergency(only or first)
        if stand.relay:
            return self._to_person(replace(stand, language=only or first), said)
        if only:
            stand = replace(stand, node=Node.MENU, language=only)
            return self._menu(stand, (*said, *self._urgent(only)))
        return self._languages(replace(stand, language=first), said)

    def _emergency(self, language: str) -> Tree:
        """Say who answers, and first of all where to call in an emergency."""
        return (
            self._say(Phrase.EMERGENCY, language),
            Say(text=self.known.name(language), language=language),
        )

    def _languages(self, stand: Stand, before: Tree = ()) -> Step:
        offered = tuple(
            self._say(Phrase.CHOOSE_LANGUAGE, each.code, key=each.key)
            for each in self.voice.languages
        )
        return Step(stand=stand, tree=(self._gather((*before, *offered)),))

    def _language(self, stand: Stand, digits: str) -> Step:
        chosen = next((each for each in self.voice.languages if each.key == digits), None)
        if chosen is None:
            return self._failed(stand, Phrase.WRONG_KEY)
        stand = replace(stand, node=Node.MENU, language=chosen.code, tries=0)
        first = chosen.code == self.voice.languages[0].code
        before = () if first else (self._say(Phrase.EMERGENCY, chosen.code),)
        return self._menu(stand, (*before, *self._urgent(chosen.code)))

    def _urgent(self, language: str) -> Tree:
        told = self.known.bulletins(language, urgent=True)
        return tuple(Say(text=f"{each.title}. {each.text}", language=language) for each in told)

    def _menu(self, stand: Stand, before: Tree = ()) -> Step:
        language = stand.language
        lines = [self._line(choice, language) for choice in self.voice.choices]
        if len(self.voice.languages) > 1 and not self.line.language:
            lines.append(self._say(Phrase.MENU_LANGUAGES, language))
        if not self.voice.choices:
            return self._to_person(stand, before)
        return Step(stand=stand, tree=(self._gather((*before, *lines)),))

    def _line(self, choice: Choice, language: str) -> Say:
        blanks = {"key": choice.key}
        if choice.does is Does.QUEUE:
            blanks["what"] = self.known.called(choice, language)
        return self._say(OFFERS[choice.does], language, **blanks)

    def _chosen(self, stand: Stand, digits: str) -> Step:
        choice = next((each for each in self.voice.choices if each.key == digits), None)
        if choice is None:
            if digits == PERSON:  # whoever knows no menu presses 0
                return self._to_person(stand)
            return self._failed(stand, Phrase.WRONG_KEY)
        stand = replace(stand, tries=0)
        if choice.does in TO_NODES:
            return self._at(replace(stand, node=TO_NODES[choice.does]))
        if choice.does is Does.QUEUE:
            return self._to_person(stand, queue=choice.queue)
        return self._to_person(replace(stand, relay=stand.relay or choice.does is Does.RELAY))

    def _at(self, stand: Stand, before: Tree = ()) -> Step:
        """Say what a caller hears where they are."""
        if stand.node in (Node.OVER, Node.WAITING):
            return self._goodbye(stand)
        return self._heard[stand.node](self, stand, before)

    def _ask_number(self, stand: Stand, before: Tree = ()) -> Step:
        asked = self._say(Phrase.ASK_NUMBER, stand.language)
        gather = Gather(
            then=self.here, says=_spoken((*before, asked)), most=LONGEST_NUMBER, timeout_s=10
        )
        return Step(stand=replace(stand, node=Node.NUMBER), tree=(gather,))

    def _number(self, stand: Stand, digits: str) -> Step:
        try:
            number = numbering.read(digits)
        except ValueError:  # mistyped, or no number at all
            return self._failed(stand, Phrase.MISTYPED)
        if not self.known.status(number, stand.language):
            return self._failed(stand, Phrase.UNKNOWN, number=spelled(number))
        told = (*stand.told, f"status:{number}")
        return self._tell_status(replace(stand, node=Node.STATUS, about=number, told=told, tries=0))

    def _tell_status(self, stand: Stand, before: Tree = ()) -> Step:
        text = self.known.status(stand.about, stand.language)
        if not text:
            return self._ask_number(stand, before)
        return self._told(stand, (*before, Say(text=text, language=stand.language)))

    def _list_answers(self, stand: Stand, before: Tree = ()) -> Step:
        found = self._answers(stand.language)
        if not found:
            nothing = self._say(Phrase.NO_ANSWERS, stand.language)
            return self._menu(replace(stand, node=Node.MENU), (*before, nothing))
        offered = tuple(
            self._say(Phrase.CHOOSE_ANSWER, stand.language, key=key, what=each.title)
            for key, each in enumerate(found, start=1)
        )
        back = self._say(Phrase.TO_MENU, stand.language, key=MENU)
        return Step(
            stand=replace(stand, node=Node.ANSWERS),
            tree=(self._gather((*before, *offered, back)),),
        )

    def _answers(self, language: str) -> Sequence[Told]:
        most = max((c.most for c in self.voice.choices if c.does is Does.ANSWERS), default=0)
        return self.known.answers(language, min(most, MOST_ANSWERS))[:MOST_ANSWERS]

    def _answer(self, stand: Stand, digits: str) -> Step:
        if digits in (MENU, PERSON):
            return self._elsewhere(stand, digits)
        found = self._answers(stand.language)
        if not digits.isdecimal() or not 1 <= int(digits) <= len(found):
            return self._failed(stand, Phrase.WRONG_KEY)
        code = found[int(digits) - 1].code
        told = (*stand.told, f"answer:{code}")
        return self._tell_answer(replace(stand, node=Node.ANSWER, about=code, told=told, tries=0))

    def _tell_answer(self, stand: Stand, before: Tree = ()) -> Step:
        found = next((a for a in self._answers(stand.language) if a.code == stand.about), None)
        if found is None:
            return self._list_answers(stand, before)
        return self._told(stand, (*before, Say(text=found.text, language=stand.language)))

    def _tell_bulletins(self, stand: Stand, before: Tree = ()) -> Step:
        found = self.known.bulletins(stand.language, urgent=False)
        said: Tree = tuple(
            Say(text=f"{each.title}. {each.text}", language=stand.language) for each in found
        ) or (self._say(Phrase.NO_NEWS, stand.language),)
        return self._menu(replace(stand, node=Node.MENU), (*before, *said))

    def _told(self, stand: Stand, said: Tree) -> Step:
        """Say something, and what can be done after it."""
        offers = self._say(
            Phrase.AFTERWARDS, stand.language, again=AGAIN, other=OTHER, menu=MENU, person=PERSON
        )
        return Step(stand=stand, tree=(self._gather((*said, offers)),))

    def _after(self, stand: Stand, digits: str) -> Step:
        stand = replace(stand, tries=0) if digits in (AGAIN, OTHER) else stand
        if digits == AGAIN:
            return self._at(stand)
        if digits == OTHER:
            back = Node.NUMBER if stand.node is Node.STATUS else Node.ANSWERS
            return self._at(replace(stand, node=back))
        return self._elsewhere(stand, digits)

    def _elsewhere(self, stand: Stand, digits: str) -> Step:
        if digits == MENU:
            return self._menu(replace(stand, node=Node.MENU, tries=0))
        if digits == PERSON:
            return self._to_person(stand)
        return self._failed(stand, Phrase.WRONG_KEY)

    def _take_message(self, stand: Stand, before: Tree = ()) -> Step:
        if not self.voice.voicemail:
            return self._to_person(stand, before)
        asked = self._say(Phrase.LEAVE_MESSAGE, stand.language)
        record = Record(then=self.here, told=self.recorded, longest_s=self.voice.longest_message_s)
        return Step(
            stand=replace(stand, node=Node.VOICEMAIL), tree=(*_spoken((*before, asked)), record)
        )

    def _failed(self, stand: Stand, phrase: Phrase, **blanks: object) -> Step:
        """Answer a silence or what does not fit; after three a person does."""
        said = (self._say(phrase, stand.language, **blanks),)
        stand = replace(stand, tries=stand.tries + 1)
        if stand.tries >= PATIENCE:
            return self._to_person(stand, said)
        return self._at(stand, said)

    def _to_person(self, stand: Stand, before: Tree = (), *, queue: str = "") -> Step:
        if not self.known.is_open(queue or self.line.queue):
            return self._closed(stand, before)
        said = (*before, self._say(Phrase.TO_PERSON, stand.language))
        return Step(
            stand=replace(stand, node=Node.WAITING, tries=0),
            tree=_spoken(said),
            enter=Enter(queue=queue or self.line.queue, relay=stand.relay),
        )

    def _closed(self, stand: Stand, before: Tree) -> Step:
        """Say that nobody answers at this hour, and take a message where the city takes any."""
        said = (*before, self._say(Phrase.CLOSED, stand.language))
        if self.voice.voicemail:
            return self._take_message(stand, said)
        over = replace(stand, node=Node.OVER)
        return Step(stand=over, tree=(*_spoken(said), Hangup()))

    def _goodbye(self, stand: Stand, phrase: Phrase = Phrase.GOODBYE) -> Step:
        said = self._say(phrase, stand.language or self.voice.languages[0].code)
        return Step(stand=replace(stand, node=Node.OVER), tree=(said, Hangup()))

    def _say(self, phrase: Phrase, language: str, **blanks: object) -> Say:
        return Say(text=self.known.say(phrase, language, **blanks), language=language)

    def _gather(self, says: Tree) -> Gather:
        return Gather(then=self.here, says=_spoken(says))

    _pressed = {
        Node.LANGUAGE: _language, Node.MENU: _chosen, Node.NUMBER: _number, Node.STATUS: _after,
        Node.ANSWERS: _answer, Node.ANSWER: _after,
    }  # fmt: skip
    _heard = {
        Node.LANGUAGE: _languages, Node.MENU: _menu, Node.NUMBER: _ask_number,
        Node.STATUS: _tell_status, Node.ANSWERS: _list_answers, Node.ANSWER: _tell_answer,
        Node.BULLETINS: _tell_bulletins, Node.VOICEMAIL: _take_message,
    }  # fmt: skip


TO_NODES = {
    Does.STATUS: Node.NUMBER,
    Does.ANSWERS: Node.ANSWERS,
    Does.BULLETINS: Node.BULLETINS,
    Does.VOICEMAIL: Node.VOICEMAIL,
}
OFFERS = {
    Does.STATUS: Phrase.MENU_STATUS,
    Does.ANSWERS: Phrase.MENU_ANSWERS,
    Does.BULLETINS: Phrase.MENU_BULLETINS,
    Does.QUEUE: Phrase.MENU_QUEUE,
    Does.VOICEMAIL: Phrase.MENU_VOICEMAIL,
    Does.OPERATOR: Phrase.MENU_OPERATOR,
    Does.RELAY: Phrase.MENU_RELAY,
}


def spelled(number: str) -> str:
    """
    Return a number so that it is read digit by digit.

    >>> spelled("26-104233-7")
    '2 6, 1 0 4 2 3 3, 7'
    """
    return ", ".join(" ".join(part) for part in number.split("-"))


def _spoken(tree: Tree) -> tuple[calling.Spoken, ...]:
    return tuple(verb for verb in tree if isinstance(verb, calling.Spoken))
