"""What was read of files that seldom change, kept so that it is not read again at each look."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, cast

from townline.cities.rules import digest
from townline.founding.rules.faults import Faults

MOST = 6
"""How many readings a process keeps: layers and places of two or three folders."""

_kept: OrderedDict[Hashable, tuple[Any, Faults]] = OrderedDict()
_lock = threading.Lock()


def once[T](
    paths: Iterable[str],
    files: Mapping[str, bytes],
    terms: Hashable,
    read: Callable[[Faults], T],
    faults: Faults,
) -> T:
    """
    Return what a reading of these files says, and note its faults, as if it were read each time.

    :param terms: what else the reading hangs on
    """
    seen = tuple((path, digest.of_content(files[path])) for path in paths)
    key = (terms, seen)
    with _lock:
        found = _kept.get(key)
    if found is None:
        own = Faults()
        found = (read(own), own)
    with _lock:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    faults.take(found[1])
    return cast(T, found[0])
