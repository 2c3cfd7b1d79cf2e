"""Reading how calls are answered: numbers, languages, and what each key of the menu does."""

from collections.abc import Collection, Mapping

from townline.contacts.rules.queueing import Medium, Queue
from townline.contacts.rules.reach import phone_number
from townline.contacts.rules.voice import (
    KEYS,
    MOST_ANSWERS,
    Choice,
    Dialled,
    Does,
    Tongue,
    Voice,
)
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table

VOICE = "voice.toml"
LONGEST_MESSAGE_S = 600


def read(
    files: Mapping[str, bytes],
    languages: tuple[str, ...],
    queues: Mapping[str, Queue],
    answers: Collection[str],
    faults: Faults,
) -> Voice:
    """Return how calls are answered; a city may take none."""
    root = Document(VOICE, files.get(VOICE, b""), faults).root(languages)
    spoken = {code for code, queue in queues.items() if queue.medium is Medium.VOICE}
    written = {code for code, queue in queues.items() if queue.medium is Medium.TEXT}
    numbers = _numbers(root, languages, spoken, answers)
    tongues = _tongues(root, languages, needed=bool(numbers))
    voicemail = root.text("voicemail")
    refer(root, "voicemail", voicemail, "queue of written contacts", written)
    longest_s = root.whole("longest_message_s", 120, least=10)
    if longest_s > LONGEST_MESSAGE_S:
        what = f"{longest_s} seconds are too long."
        root.fault("longest_message_s", what, f"{LONGEST_MESSAGE_S} at most.")
    found = Voice(
        numbers=numbers,
        languages=tongues,
        choices=_choices(root, spoken, bool(voicemail)),
        greeting=root.words("greeting"),
        voicemail=voicemail,
        longest_message_s=min(longest_s, LONGEST_MESSAGE_S),
    )
    root.end()
    return found


def _numbers(
    root: Table, languages: tuple[str, ...], queues: Collection[str], answers: Collection[str]
) -> tuple[Dialled, ...]:
    found: dict[str, Dialled] = {}
    for table in root.tables("number"):
        written = table.text("number", required=True)
        number = phone_number(written)
        if written and not number:
            what = f"{written!r} is no telephone number."
            table.fault("number", what, "Write it with its country: +12135550100.")
        if number in found:
            table.fault("number", f"{written!r} is there already.", "Name each number once.")
        queue = table.text("queue", required=True)
        refer(table, "queue", queue, "queue of calls", queues)
        language, answer = table.text("language"), table.text("answer")
        refer(table, "language", language, "language of the city", languages)
        refer(table, "answer", answer, "answer", answers)
        found[number] = Dialled(
            number=number, queue=queue, words=table.words("name", required=True),
            language=language, relay=table.flag("relay"), answer=answer,
            assumed=table.flag("assumed"),
        )  # fmt: skip
        table.end()
    return tuple(found.values())


def _tongues(root: Table, languages: tuple[str, ...], *, needed: bool) -> tuple[Tongue, ...]:
    found: dict[str, Tongue] = {}
    keys = _Keys()
    for table in root.tables("language"):
        code = table.text("code", required=True)
        refer(table, "code", code, "language of the city", languages)
        if code in found:
            table.fault("code", f"{code!r} is there already.", "Name each language once.")
        found[code] = Tongue(
            code=code, key=keys.take(table), tag=table.text("tag", required=True),
            voice=table.text("voice"), assumed=table.flag("assumed"),
        )  # fmt: skip
        table.end()
    if needed and not found:
        what = "No language is spoken on the telephone."
        root.fault("", what, "Give it one: [[language]], with its key and its tag.")
    return tuple(found.values())


def _choices(root: Table, queues: Collection[str], takes_messages: bool) -> tuple[Choice, ...]:
    found = []
    keys = _Keys()
    for table in root.tables("choice"):
        does = Does(table.choice("does", [str(each) for each in Does]))
        queue = table.text("queue", required=does is Does.QUEUE)
        refer(table, "queue", queue, "queue of calls", queues)
        if queue and does is not Does.QUEUE:
            table.fault("queue", f"A key that does {does} leads to no queue.", "Take it out.")
        if does is Does.VOICEMAIL and not takes_messages:
            what = "It is not said where messages wait to be heard."
            table.fault("does", what, 'Name a queue of written contacts: voicemail = "…".')
        most = table.whole("most", 5, least=1)
        if most > MOST_ANSWERS:
            table.fault("most", f"{most} answers have no keys.", f"{MOST_ANSWERS} at most.")
        key = keys.take(table)
        name = table.words("name")
        found.append(Choice(key=key, does=does, queue=queue, words=name, most=most))
        table.end()
    return tuple(found)


class _Keys:
    """The keys taken so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, table: Table) -> str:
        """Return the key of a table; one that no telephone has, or that is taken, is a fault."""
        key = table.text("key", required=True)
        if key and (key not in KEYS or len(key) != 1):
            table.fault("key", f"{key!r} cannot be pressed.", nearest(key, tuple(KEYS)))
        if key in self._taken:
            table.fault("key", f"The key {key} does something already.", "Give it another one.")
        self._taken.add(key)
        return key
