"""Words that mean something by themselves in a text message, in every language that we speak."""

import re
import unicodedata

STOP = frozenset(
    {
        "stop", "stopall", "end", "quit", "cancel", "unsubscribe",
        "parar", "alto", "baja", "cancelar", "detener",
        "중지", "그만", "수신거부",
        "ստոպ", "կանգ", "դադարեցնել",
        "停止", "退订", "取消",
    }
)  # fmt: skip
START = frozenset(
    {
        "start", "unstop", "subscribe",
        "iniciar", "empezar", "comenzar", "alta",
        "시작",
        "սկսել",
        "开始", "订阅",
    }
)  # fmt: skip
HELP = frozenset(
    {
        "help", "info",
        "ayuda",
        "도움", "도움말",
        "օգնություն",
        "帮助",
    }
)  # fmt: skip
NUMBER = re.compile(r"(?<!\d)\d{2}-\d{6,}-\d(?!\d)")
"""A request's number as it may stand within a text."""


def meant(text: str) -> str:
    """
    Return ``stop``, ``start`` or ``help`` where the whole text is such a word; else nothing.

    A text that has more to say is for a person to read, whatever words stand in it.
    """
    word = unicodedata.normalize("NFKC", text).strip(" \t\r\n.,!?\"'«»“”…。！、").casefold()
    for name, words in (("stop", STOP), ("start", START), ("help", HELP)):
        if word in words:
            return name
    return ""


def chosen(text: str, count: int) -> int | None:
    """Return which line of a menu of ``count`` was chosen, 0 for none of them; None for neither."""
    digits = unicodedata.normalize("NFKC", text).strip(" .#)")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 2 and int(digits) <= count:
        return int(digits)
    return None


def numbers_in(text: str) -> list[str]:
    """Return the request numbers that stand in a text, in their order."""
    return NUMBER.findall(text)
