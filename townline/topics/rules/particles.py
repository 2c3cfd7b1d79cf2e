"""What Korean hangs on its words, and Chinese puts between them: nothing that anybody looks for."""

import re
from collections.abc import Iterator

SHORTEST = 2
"""Signs of a Korean word that are left to it, whatever it ends in."""

_KOREAN_ENDINGS = """
에서는 에서도 에서 에게 한테 으로 까지 부터 이나 이랑 하고 은 는 이 가 을 를 에 의 도
로 와 과 만 요 했습니다 됐습니다 합니다 됩니다 입니다 습니다 했어요 됐어요 되었어요 하나요
되나요 인가요 있어요 있나요 이에요 예요 어요 아요 해요 돼요 네요 나요 까요 려고 려면 는데
라고 하려면 하면 하기 하는 해야 해주세요 주세요 세요
"""
_ENDINGS = tuple(sorted(_KOREAN_ENDINGS.split(), key=len, reverse=True))
_KOREAN_FILLERS = """
어떻게 어떡해 어디 어디서 어디에 어디에서 언제 얼마 얼마나 무엇 무엇을 뭐 뭘 누가 누구 왜
몇 제 저 내 나 우리 제가 저는 내가 저희 좀 수 것 거 할 하는 하고 해 해야 하나 하나요
해요 하면 되나요 돼요 있는 있어 있어요 있나요 있습니다 없나요 싶어 싶어요 싶은 싶습니다
주세요 해주세요 알려주세요 너무 지금 안 못 더 때 이 그 데 줄 수가 어떤 네 예 응 필요
"""
_FILLERS = frozenset(_KOREAN_FILLERS.split())
_HANGUL = re.compile("[\uac00-\ud7a3]+$")
_BETWEEN = re.compile(
    "请问|怎么样|怎么办|怎么|什么时候|什么|哪里|哪儿|哪个|哪天|多少|可以|如何"
    "|有没有|一只|一个|一点|一下|我想|想要|我家|我|你|您|的|了|吗|呢|吧|啊|很|请|把|个|是|在|该"
)
_HAN = re.compile("[\u3400-\u9fff]")


def without(word: str) -> Iterator[str]:
    """
    Yield what is left of a word of a question: nothing of a mere particle, else its parts.

    Where hardly anything would be left, the word stays as it is: who writes so little means it.
    """
    if _HAN.search(word):
        parts = [part for part in _BETWEEN.split(word) if part]
        if not parts and len(word) > SHORTEST:
            return
        yield from parts if any(len(part) >= SHORTEST for part in parts) else (word,)
        return
    if word in _FILLERS:
        return
    left = _without_ending(word)
    if left and left not in _FILLERS:
        yield left


def _without_ending(word: str) -> str:
    """Return a Korean word without all that is hung on it; the same of a number, as in 311은."""
    hung = _HANGUL.search(word)
    if not hung:
        return word
    least = SHORTEST if hung.start() == 0 else hung.start()
    while ending := next((e for e in _ENDINGS if _ends(word, e, least)), ""):
        word = word[: -len(ending)]
    return word


def _ends(word: str, ending: str, least: int) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= least
