"""What a caller hears while they wait for a person."""

from collections.abc import Callable
from dataclasses import dataclass

from townline.channels.rules.calling import Gather, Leave, Pause, Redirect, Say, Tree
from townline.channels.rules.phrases import Phrase

EVERY_S = 20
"""How long nothing is said between two times that a caller hears where they stand."""
CALL_BACK = "1"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """How a caller stands who waits."""

    language: str
    ahead: int
    """How many are to be answered before them."""
    minutes: int | None = None
    """How long it will take; None where nobody knows."""
    may_be_called_back: bool = False


def hold(
    waits: Waits, say: Callable[..., str], *, here: str, first: bool, said: Phrase | None = None
) -> Tree:
    """
    Return what is said and then the silence, after which the carrier asks again.

    :param say: makes a sentence of a phrase, a language and what stands in it
    :param here: where the carrier asks next
    :param first: whether it is the first time: then a call back is offered
    :param said: what is answered to a key that was pressed
    """
    language = waits.language

    def tell(phrase: Phrase, **blanks: object) -> Say:
        return Say(text=say(phrase, language, **blanks), language=language)

    tree: list[Say] = [tell(said)] if said else []
    tree.append(
        tell(Phrase.IN_LINE, count=waits.ahead) if waits.ahead else tell(Phrase.NEXT_IN_LINE)
    )
    if waits.minutes:
        tree.append(tell(Phrase.WAIT, count=waits.minutes))
    if waits.may_be_called_back and first:
        tree.append(tell(Phrase.CALL_BACK, key=CALL_BACK))
    if waits.may_be_called_back:
        # The key is listened for all the time: silence comes back here as an empty answer.
        return (Gather(then=here, says=tuple(tree), timeout_s=EVERY_S),)
    return (*tree, Pause(seconds=EVERY_S), Redirect(to=here))


def out() -> Tree:
    """Return what takes a call out of the carrier's queue, since somebody answers it."""
    return (Leave(),)
