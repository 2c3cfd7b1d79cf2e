"""
One of the processes in which desks and callers are served, as far as the queue sees it.

Residents come, agents answer, somebody gives up; what was done is told on standard output only
when it is on disk. It can be killed at any moment. Whoever starts it again says how many are still
to come, and whether the desks of its agents are lost: then what they had goes back to the queue.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

PAUSE_S = 0.2
"""Before the database is asked again that was not there."""
MOST_WAITING = 60
"""More do not come as long as so many wait."""
GIVES_UP = 0.04


def main(slug: str, queue: str, agents: str, left: int, seed: int, lost: bool) -> None:
    """Serve until nobody is to come any more, and nobody waits or is served."""
    import django

    django.setup()
    actor = Actor(slug, queue, [int(key) for key in agents.split(",")], left, seed)
    if lost:
        actor.patiently(actor.lose)
    actor.patiently(partial(actor.say, "available"))
    while actor.patiently(actor.turn):
        pass
    # What comes to others is theirs from now on; what is offered to ours just now is served still.
    actor.patiently(partial(actor.say, "break"))
    while actor.patiently(actor.turn):
        pass


class Actor:
    """Callers and agents of one process."""

    def __init__(self, slug: str, queue: str, agents: list[int], left: int, seed: int) -> None:
        from townline.contacts.rules.queueing import Queue

        self._slug, self._agents, self._left = slug, agents, left
        self._queue = Queue(code=queue, centre=queue)
        self._chance = random.Random(seed)

    def patiently(self, deed: Callable[[], Any]) -> Any:
        """Do something; again, as long as the database is not there."""
        from django import db

        while True:
            try:
                return deed()
            except db.Error:
                db.close_old_connections()
                db.connection.close()
                time.sleep(PAUSE_S)

    def lose(self) -> None:
        """Let the agents lose what they had."""
        from townline.contacts import actions

        for agent in self._agents:
            actions.lose_agent(agent=agent, **self._said())

    def say(self, status: str) -> None:
        """Let the agents be available, or answer nothing more."""
        from townline.contacts import actions
        from townline.contacts.rules.queueing import Status

        for agent in self._agents:
            actions.say_status(agent=agent, status=Status(status), **self._said())

    def turn(self) -> bool:
        """Let one thing happen; return whether there is more to do."""
        from townline.contacts.models import Turn

        here = Turn.objects.filter(queue=self._queue.code)
        held = list(here.filter(agent_id__in=self._agents).order_by("pk"))
        waiting = list(here.filter(state="waiting").values_list("pk", flat=True)[:MOST_WAITING])
        if self._left and len(waiting) < MOST_WAITING and self._chance.random() < 0.4:
            self._come()
        elif held:
            self._serve(self._chance.choice(held))
        elif not waiting and not self._left:
            return False
        if waiting and self._chance.random() < GIVES_UP:
            self._do("contact.abandoned", "leave", self._chance.choice(waiting))
        return True

    def _come(self) -> None:
        from townline.contacts import actions
        from townline.contacts.actions import Caller

        came = Caller(channel="call", language="en", simulated=True)
        key, _ = actions.take_in(came=came, queue=self._queue, **self._said())
        self._left -= 1
        tell("contact.queued", key)

    def _serve(self, held: Any) -> None:
        if held.state == "offered":
            self._do("contact.answered", "answer", held.pk, agent=held.agent_id)
        elif held.state == "in_contact" and self._chance.random() < 0.5:
            self._do("contact.ended", "end", held.pk)
        else:
            self._do("contact.wrapped_up", "wrap_up", held.pk, disposition="simulated")

    def _do(self, verb: str, action: str, contact: int, **more: Any) -> None:
        from townline.contacts import actions
        from townline.contacts.rules.course import NotNow

        try:
            getattr(actions, action)(contact=contact, **more, **self._said())
        except NotNow:  # something else happened to it meanwhile
            return
        tell(verb, contact)

    def _said(self) -> dict[str, Any]:
        from django.utils import timezone

        from townline.cities import queries as cities
        from townline.record.verbs import SYSTEM

        return {"city": cities.by_slug(self._slug), "by": SYSTEM, "at": timezone.now()}


def tell(verb: str, contact: int) -> None:
    """Say that something was done: from now on it must be there for ever."""
    sys.stdout.write(json.dumps([verb, contact]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]),
         sys.argv[6] == "lost")  # fmt: skip
