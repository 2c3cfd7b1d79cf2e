"""Who listens to what, within one process: plain bookkeeping, without any network."""

from asyncio import Event
from collections import defaultdict
from collections.abc import Iterable, Sequence


class Listener:
    """One page that listens; what changed since it last looked is kept once."""

    __slots__ = ("changed", "heard", "topics")

    def __init__(self, topics: Sequence[str]) -> None:
        self.topics = tuple(dict.fromkeys(topics))
        self.changed: dict[str, None] = {}
        self.heard = Event()

    def poke(self, topic: str) -> None:
        """Keep that a topic has changed."""
        self.changed[topic] = None
        self.heard.set()

    def take(self) -> tuple[str, ...]:
        """Return what has changed since this was last asked."""
        found = tuple(self.changed)
        self.changed.clear()
        self.heard.clear()
        return found


class Hub:
    """All pages that listen to this process."""

    def __init__(self) -> None:
        self._of: dict[str, set[Listener]] = defaultdict(set)
        self.count = 0

    def join(self, topics: Sequence[str]) -> Listener:
        """Return a new listener to topics."""
        listener = Listener(topics)
        for topic in listener.topics:
            self._of[topic].add(listener)
        self.count += 1
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        for topic in listener.topics:
            self._of[topic].discard(listener)
            if not self._of[topic]:
                del self._of[topic]
        self.count -= 1

    def tell(self, topics: Iterable[str]) -> None:
        """Poke who listens to topics."""
        for topic in topics:
            for listener in self._of.get(topic, ()):
                listener.poke(topic)

    def tell_all(self) -> None:
        """Poke everybody about everything: something may have been missed."""
        self.tell(list(self._of))
