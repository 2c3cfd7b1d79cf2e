"""
The grammar of activities: from a sentence to what it means, and back to the letter.

A city's vocabulary is compiled once. What a sentence means holds for every medium: pages keep the
blanks at its end, print trims them, and both are read as one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from townline.council.rules.registry import Registry
from townline.council.rules.slots import NotFitting, filling
from townline.council.rules.vocabulary import OTHER, ActionType, Activity, Medium, Vocabulary
from townline.council.rules.wordings import Hole, Wording

TEXT = "text"
"""The parameter of what no template reads."""


class NotAnActivity(ValueError):
    """What was given is no activity of the vocabulary; says what is wrong."""


class Grammar:
    """
    What a city's sentences mean.

    :raises ValueError: if the vocabulary cannot be used; founding says where in the folder
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.registry = Registry(vocabulary.bodies)
        self.types = {each.code: each for each in vocabulary.types}
        self._wordings: dict[tuple[str, str], Wording] = {}
        for each in vocabulary.types:
            self._take(each)
        self._rest = _Bucket(w for w in self._wordings.values() if self._first_words(w) is None)
        self._buckets = self._sorted()

    def parse(self, sentence: str) -> Activity:
        """Return what a sentence means; of type ``other``, with its text, if no template fits."""
        bare = sentence.rstrip(" ")
        bucket = self._buckets.get(bare.partition(" ")[0], self._rest)
        read = bucket.read(bare, len(sentence) - len(bare))
        if read is not None:
            return read
        return next(self._candidates(sentence), None) or other(sentence)

    def candidates(self, sentence: str) -> tuple[Activity, ...]:
        """Return every reading of a sentence; more than one is a fault of the vocabulary."""
        return tuple(self._candidates(sentence))

    def render(self, activity: Activity, medium: Medium = Medium.PRINT) -> str:
        """
        Return the sentence of an activity.

        :raises NotAnActivity: if its type, version or parameters are not of the vocabulary
        """
        if activity.type == OTHER:
            said = str(activity.parameters.get(TEXT, ""))
        else:
            wording = self.wording(activity.type, activity.template)
            _compare(wording, activity.parameters)
            said = wording.write(activity.parameters)
        return said if medium is Medium.WEB else said.rstrip(" ")

    def wording(self, type_code: str, version: str) -> Wording:
        """
        Return a wording of a type.

        :raises NotAnActivity: if there is none such
        """
        found = self._wordings.get((type_code, version))
        if found is None:
            versions = [v for code, v in self._wordings if code == type_code]
            known = f"its versions are {', '.join(versions)}" if versions else "it is no type"
            raise NotAnActivity(f"There is no wording {version!r} of {type_code!r}: {known}.")
        return found

    def wordings(self) -> tuple[Wording, ...]:
        """Return every wording, in the order of the vocabulary."""
        return tuple(self._wordings.values())

    def newest(self, type_code: str) -> Wording:
        """
        Return the wording in which new activities of a type are said.

        :raises NotAnActivity: if there is no such type
        """
        kind = self.types.get(type_code)
        return self.wording(type_code, kind.templates[0].version if kind else "")

    def as_json(self, activity: Activity) -> dict[str, Any]:
        """Return an activity as JSON has it: days as 2022-11-01, several things as lists."""
        if activity.type == OTHER:
            parameters: dict[str, Any] = {TEXT: str(activity.parameters.get(TEXT, ""))}
        else:
            wording = self.wording(activity.type, activity.template)
            _compare(wording, activity.parameters)
            parameters = wording.plain(activity.parameters)
        return {"type": activity.type, "template": activity.template, "parameters": parameters}

    def of_json(self, plain: Any) -> Activity:
        """
        Return the activity of its JSON, which its sentence must mean as well.

        :raises NotAnActivity: if it has other keys, blanks or values than its wording
        """
        kind, version, parameters = _parts(plain)
        if kind == OTHER:
            if version or set(parameters) != {TEXT} or not isinstance(parameters[TEXT], str):
                raise NotAnActivity('"other" has the one parameter "text", and no template.')
            return other(parameters[TEXT])
        wording = self.wording(kind, version) if version else self.newest(kind)
        _compare(wording, parameters)
        made = Activity(
            type=kind,
            template=wording.version,
            parameters={name: _value(wording, name, parameters[name]) for name in wording.names},
        )
        said = wording.write(made.parameters)
        if self.candidates(said) != (made,):
            raise NotAnActivity(f"Once written, it would not be read as it is meant: {said!r}.")
        return made

    def bodies(self, activity: Activity, parameter: str) -> tuple[str, ...]:
        """Return the codes of the bodies that a parameter names; nothing where it names none."""
        value = activity.parameters.get(parameter, ())
        names = (value,) if isinstance(value, str) else value
        if not isinstance(names, tuple):
            return ()
        codes = (self.registry.code_of(name) for name in names if isinstance(name, str))
        return tuple(code for code in codes if code)

    def _candidates(self, sentence: str) -> Iterator[Activity]:
        bare = sentence.rstrip(" ")
        for wording in self._wordings.values():
            values = wording.read(bare, len(sentence) - len(bare))
            if values is not None:
                yield Activity(type=wording.type, template=wording.version, parameters=values)

    def _take(self, kind: ActionType) -> None:
        fillings = {p.name: (p.slot, filling(p, self.registry)) for p in kind.parameters}
        for template in kind.templates:
            key = (kind.code, template.version)
            self._wordings[key] = Wording(kind.code, template.version, template.text, fillings)

    def _first_words(self, wording: Wording) -> frozenset[str] | None:
        """Return the words that a sentence of a wording can begin with; None: any."""
        head = wording.head
        if isinstance(head, str):
            return frozenset({head.partition(" ")[0]}) if " " in head or not wording.names else None
        parameter = self.types[wording.type].parameter(head.name)
        if parameter is None or not parameter.slot.startswith("bod"):
            return None
        names = self.registry.spellings(parameter.kinds)
        alone = {name for name in names if " " not in name}
        return frozenset({n.partition(" ")[0] for n in names} | {f"{n};" for n in alone})

    def _sorted(self) -> dict[str, "_Bucket"]:
        """Return the wordings by the first word of their sentences."""
        first = [(wording, self._first_words(wording)) for wording in self._wordings.values()]
        words = frozenset[str]().union(*(each for _, each in first if each is not None))
        made: dict[tuple[Wording, ...], _Bucket] = {}
        buckets = {}
        for word in words:
            own = tuple(wording for wording, each in first if each is None or word in each)
            buckets[word] = made.setdefault(own, _Bucket(own))
        return buckets


def other(sentence: str) -> Activity:
    """Return a sentence that no template reads, kept as it is."""
    return Activity(type=OTHER, parameters={TEXT: sentence})


class _Bucket:
    """Wordings whose sentences can begin with the same word, as one regular expression."""

    def __init__(self, wordings: Iterator[Wording] | Sequence[Wording]) -> None:
        shared: dict[str, list[tuple[Wording, list[str]]]] = {}
        for wording in wordings:
            head, *rest = wording.parts()
            key = head if isinstance(wording.head, Hole) else ""
            shared.setdefault(key, []).append((wording, rest if key else [head, *rest]))
        self._ends: dict[int, tuple[Wording, tuple[int, ...]]] = {}
        self._group = 0
        branches = [self._branch(head, rests) for head, rests in shared.items()]
        self._regex = re.compile("|".join(branches) or r"(?!)")

    def read(self, bare: str, trailing: int) -> Activity | None:
        """Return what a sentence means, or None where another look is needed."""
        found = self._regex.fullmatch(bare)
        if found is None:
            return None
        wording, groups = self._ends[cast(int, found.lastindex)]
        texts = found.group(0, *groups)[1:] if groups else ()
        values = wording.taken(texts, trailing)
        if values is None:
            return None
        return Activity(type=wording.type, template=wording.version, parameters=values)

    def _branch(self, head: str, rests: Sequence[tuple[Wording, list[str]]]) -> str:
        """Return wordings that begin alike as one; an empty group at each end tells which."""
        begin = self._group
        shared = bool(head)
        self._group += shared
        branches = []
        for wording, rest in rests:
            own = len(wording.names) - shared
            first = self._group + 1
            groups = (*range(begin + 1, begin + 1 + shared), *range(first, first + own))
            self._group += own + 1
            self._ends[self._group] = (wording, groups)
            branches.append("".join(rest) + "()")
        return f"{head}(?:{'|'.join(branches)})"


def _parts(plain: Any) -> tuple[str, str, Mapping[str, Any]]:
    if not isinstance(plain, dict):
        raise NotAnActivity("An activity is an object with type, template and parameters.")
    strange = sorted(set(plain) - {"type", "template", "parameters"})
    if strange:
        raise NotAnActivity(f"An activity has type, template and parameters, no {strange[0]!r}.")
    kind, version = plain.get("type"), plain.get("template", "")
    parameters = plain.get("parameters", {})
    if not isinstance(kind, str) or not isinstance(version, str):
        raise NotAnActivity("The type of an activity is a text, and so is its template.")
    if not isinstance(parameters, dict):
        raise NotAnActivity("The parameters of an activity are an object.")
    return kind, version, parameters


def _value(wording: Wording, name: str, plain: Any) -> Any:
    try:
        return wording.of_plain(name, plain)
    except NotFitting as fault:
        raise NotAnActivity(f"{name}: {fault}.") from fault


def _compare(wording: Wording, parameters: Mapping[str, Any]) -> None:
    """
    Compare what is given with the blanks of a wording.

    :raises NotAnActivity: naming what is missing or too much
    """
    for name in wording.names:
        if name not in parameters:
            raise NotAnActivity(f"{wording.type} lacks {name!r}; {_asks(wording)}.")
    for name in parameters:
        if name not in wording.names:
            raise NotAnActivity(f"{wording.type} has no {name!r}; {_asks(wording)}.")


def _asks(wording: Wording) -> str:
    return f"its blanks are {', '.join(wording.names)}" if wording.names else "it has no blanks"
