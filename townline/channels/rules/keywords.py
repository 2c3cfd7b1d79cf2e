"""Words that mean something by themselves in a text message, in every language that we speak."""

import re
import unicodedata

EVERYBODYS = "en"
WORDS = {
    "stop": {
        EVERYBODYS: {"stop", "stopall", "end", "quit", "cancel", "unsubscribe"},
        "es": {"parar", "alto", "baja", "cancelar", "detener"},
        "ko": {"중지", "그만", "수신거부"},
        "hy": {"ստոպ", "կանգ", "դադարեցնել"},
        "zh-hans": {"停止", "退订", "取消"},
    },
    "start": {
        EVERYBODYS: {"start", "unstop", "subscribe"},
        "es": {"iniciar", "empezar", "comenzar", "alta"},
        "ko": {"시작"},
        "hy": {"սկսել"},
        "zh-hans": {"开始", "订阅"},
    },
    "help": {
        EVERYBODYS: {"help", "info"},
        "es": {"ayuda"},
        "ko": {"도움", "도움말"},
        "hy": {"օգնություն"},
        "zh-hans": {"帮助"},
    },
}
"""Carriers tell everybody the English ones, so that these say nothing of who sends them."""
NUMBER = re.compile(r"(?<!\d)\d{2}-\d{6,}-\d(?!\d)")
"""A request's number as it may stand within a text."""


def meant(text: str) -> str:
    """
    Return ``stop``, ``start`` or ``help`` where the whole text is such a word; else nothing.

    A text that has more to say is for a person to read, whatever words stand in it.
    """
    word = _word(text)
    return next((name for name, said in WORDS.items() if word in set().union(*said.values())), "")


def language_of(text: str) -> str:
    """
    Return the language of such a word; empty where it tells none.

    >>> language_of("¡Ayuda!"), language_of("STOP"), language_of("ayuda, por favor")
    ('es', '', '')
    """
    word = _word(text)
    told = ((code, words) for said in WORDS.values() for code, words in said.items())
    return next((code for code, words in told if code != EVERYBODYS and word in words), "")


def _word(text: str) -> str:
    stripped = unicodedata.normalize("NFKC", text).strip(" \t\r\n.,!?\"'«»“”…。！、¡¿")
    return stripped.casefold()


def chosen(text: str, count: int) -> int | None:
    """Return which line of a menu of ``count`` was chosen, 0 for none of them; None for neither."""
    digits = unicodedata.normalize("NFKC", text).strip(" .#)")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 2 and int(digits) <= count:
        return int(digits)
    return None


def numbers_in(text: str) -> list[str]:
    """Return the request numbers that stand in a text, in their order."""
    return NUMBER.findall(text)
