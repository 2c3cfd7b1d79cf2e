"""Sentences that two templates could read: a vocabulary must have none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from townline.council.rules import document_lines
from townline.council.rules.amendments import Amendment
from townline.council.rules.grammar import Grammar
from townline.council.rules.registry import Registry
from townline.council.rules.vocabulary import ActionType, Parameter, Slot, Vocabulary
from townline.council.rules.wordings import Wording

type Key = tuple[str, str]
"""A type and the version of a wording."""
MOST = 400
"""Trials of one template: those with many blanks are tried in part."""
_DAY = date(2022, 11, 1)


def clashes(kinds: Sequence[ActionType], registry: Registry) -> Iterator[tuple[str, Key, Key]]:
    """Yield a sentence for every two templates that both read one, with the two."""
    grammar = Grammar(Vocabulary(types=tuple(kinds), bodies=tuple(registry)))
    told = set[frozenset[Key]]()
    tails = sorted({tail for each in grammar.wordings() for tail in _tails(each)})
    for wording in grammar.wordings():
        kind = grammar.types[wording.type]
        for sentence in _trials(wording, kind, registry, tails):
            read = [(a.type, a.template) for a in grammar.candidates(sentence)]
            pair = frozenset(read[:2])
            if len(read) > 1 and pair not in told:
                told.add(pair)
                yield sentence, read[0], read[1]


def _tails(wording: Wording) -> Iterator[str]:
    """Yield what words in another template would have to be to look like this one."""
    said = [piece for piece in wording.pieces if isinstance(piece, str)]
    yield from filter(None, (piece.strip(" ").removesuffix(".") for piece in said))


def _trials(
    wording: Wording, kind: ActionType, registry: Registry, tails: Sequence[str]
) -> Iterator[str]:
    found = [kind.parameter(name) for name in wording.names]
    samples = [_samples(each, registry, tails) for each in found if each is not None]
    for count, values in enumerate(product(*samples)):
        if count == MOST:
            return
        filled: Mapping[str, Any] = dict(zip(wording.names, values, strict=True))
        written = wording.write(filled)
        yield written
        yield written.rstrip(" ")


def _samples(parameter: Parameter, registry: Registry, tails: Sequence[str]) -> Sequence[Any]:
    names = _few(registry.spellings(parameter.kinds))
    words = list(parameter.words) or ["words of it", "more.", *tails]
    samples: Mapping[Slot, Sequence[Any]] = {
        Slot.BODY: names,
        Slot.BODIES: [*((name,) for name in names), *([tuple(names)] if len(names) > 1 else [])],
        Slot.DATE: [_DAY],
        Slot.DATE_OR_TEXT: [_DAY, *words],
        Slot.TEXT: words,
        Slot.COMMENT: ["", *words],
        Slot.AMENDMENTS: [(Amendment(title="Amending Motion", number="1A", movers=("A", "B")),)],
        Slot.DOCUMENTS: [(document_lines.read(line),) for line in words],
    }
    return samples[parameter.slot]


def _few(names: Sequence[str]) -> list[str]:
    """Return the shortest and the longest name: the likeliest to be taken for something else."""
    by_length = sorted(names, key=len)
    return list(dict.fromkeys([*by_length[:1], *by_length[-1:]]))
