"""Words are made comparable, and questions are ranked, whatever people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.topics.rules import particles, ranking, words
from townline.topics.rules.ranking import NAME, SYNONYM, TEXT, Candidate
from townline.topics.rules.topics import Topic

TYPED = st.text(max_size=60)
WORD = st.text("abcdefghijklmnop", min_size=1, max_size=9)


def candidate(code: str, language: str = "en", **said: object) -> Candidate:
    topic = Topic(kind="service", code=code, language=language, **said)  # type: ignore[arg-type]
    return Candidate(kind="service", code=code, language=language, phrases=tuple(topic.phrases))


POTHOLE = candidate("pothole", name="Pothole", synonyms=("hole in the road",), text="Asphalt.")
LIGHT = candidate("light", name="Street light out", text="A lamp over a road is dark.")
SIDEWALK = candidate("sidewalk", name="Broken sidewalk")
LIGHT_ZH = candidate("light", "zh-hans", name="路灯不亮")
LIGHT_KO = candidate("light", "ko", name="가로등 고장")
ALL = (POTHOLE, LIGHT, SIDEWALK, LIGHT_ZH, LIGHT_KO)


def codes(question: str, language: str = "en") -> list[str]:
    return [found.code for found in ranking.rank(question, ALL, language)]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Árbol   CAÍDO! ", "arbol caido"),
        ("doesn’t", "doesnt"),
        ("가로등", "가로등"),
        ("ＰＯＴＨＯＬＥ", "pothole"),
        ("Լույս", "լույս"),
        ("Ինչպե՞ս", "ինչպես"),
        ("e-waste", "e waste"),
        ("under_score", "under score"),
    ],
)
def test_accents_capitals_and_signs_go(typed: str, plain: str) -> None:
    assert words.plain(typed) == plain


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        (("pothole", "potholes"), "pothol"),
        (("mueble", "muebles"), "muebl"),
        (("dump", "dumps", "dumped", "dumping"), "dump"),
        (("berry", "berries"), "berry"),
        (("couch", "couches"), "couch"),
        (("լույս", "լույսեր", "լույսերը", "լույսը", "լույսերս"), "լույ"),
        (("վտարում", "վտարել", "վտարված", "վտարման"), "վտար"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...], stem: str) -> None:
    assert {words.stem(form) for form in forms} == {stem}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("정전됐어요", ["정전"]),
        ("가로등이 꺼져 있어요", ["가로등", "꺼져"]),
        ("매트리스를 어떻게 버려요?", ["매트리스", "버려"]),
        ("311은 언제 열어요", ["311", "열어"]),
        ("비를", ["비를"]),
        ("我想扔旧沙发", ["扔旧沙发"]),
        ("我想死", ["我想死"]),
        ("狗", ["狗"]),
        ("怎么办", []),
    ],
)
def test_what_only_holds_words_together_is_not_looked_for(question: str, asked: list[str]) -> None:
    parts = [part for word in words.plain(question).split() for part in particles.without(word)]
    assert parts == asked


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "abc", 1), ("abcd", "xbcy", 2),
     ("abcd", "wxyz", 3), ("abcdefg", "ab", 3), ("", "ab", 2)],
)  # fmt: skip
def test_slips_are_counted_up_to_a_limit(one: str, other: str, slips: int) -> None:
    assert words.distance(one, other, 2) == slips


@given(WORD, WORD)
def test_slips_are_the_same_both_ways_and_none_to_itself(one: str, other: str) -> None:
    assert words.distance(one, other, 3) == words.distance(other, one, 3)
    assert words.distance(one, one, 3) == 0
    assert (words.distance(one, other, 3) == 0) is (one == other)


@given(TYPED)
def test_plain_text_stays_as_it_is(typed: str) -> None:
    once = words.plain(typed)
    assert words.plain(once) == once
    assert len(words.asked(typed)) <= words.MOST


@given(TYPED, st.sampled_from(["en", "ko"]))
def test_whatever_is_typed_is_ranked_or_not_found_and_never_fails(typed: str, page: str) -> None:
    found = ranking.rank(typed, ALL, page)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert len({f.code for f in found}) == len(found)


@given(st.sampled_from(ALL))
def test_a_topics_own_name_finds_it_first(topic: Candidate) -> None:
    name = next(text for part, text in topic.phrases if part == NAME)
    assert codes(name)[0] == topic.code


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("pot hole", "pothole"),
        ("pohtole", "pothole"),
        ("streetlight", "light"),
        ("sidewalks", "sidewalk"),
        ("sidwalk", "sidewalk"),
        ("side walk", "sidewalk"),
        ("road hole", "pothole"),
        ("路灯坏了", "light"),
        ("灯", "light"),
        ("가로등이", "light"),
    ],
)
def test_joined_parted_and_misspelt_words_are_understood(question: str, first: str) -> None:
    assert codes(question)[0] == first


def test_a_name_counts_for_more_than_a_description() -> None:
    named = candidate("named", name="Lamp")
    told = candidate("told", name="Pole", text="A lamp.")
    called = candidate("called", name="Post", synonyms=("lamp",))
    found = ranking.rank("lamp", (told, called, named), "en")
    assert [f.code for f in found] == ["named", "called", "told"]
    assert tuple(sorted(ranking.WEIGHTS, key=lambda p: -ranking.WEIGHTS[p])) == (
        NAME,
        SYNONYM,
        TEXT,
    )


def test_a_rare_word_decides_over_a_common_one() -> None:
    streets = [candidate(f"s{n}", name=f"Street {n}") for n in range(9)]
    hydrant = candidate("hydrant", name="Hydrant")
    found = ranking.rank("hydrant in my street", (*streets, hydrant), "en")
    assert found[0].code == "hydrant"


def test_the_pages_language_counts_a_little_more() -> None:
    english, spanish = candidate("a", name="Sofa"), candidate("b", "es", name="Sofá")
    assert ranking.rank("sofa", (english, spanish), "es")[0].code == "b"
    assert ranking.rank("sofa", (english, spanish), "en")[0].code == "a"


def test_a_mended_question_is_told_in_the_pages_language() -> None:
    english, spanish = candidate("g", name="Graffiti"), candidate("g", "es", name="Grafiti")
    [found] = ranking.rank("grafitti", (english, spanish), "en")
    assert found.reading == "graffiti"
    [right] = ranking.rank("graffiti", (english, spanish), "en")
    assert right.reading == ""


@pytest.mark.parametrize("question", ["", "?!", "the", "zebra", "12345"])
def test_what_means_nothing_finds_nothing(question: str) -> None:
    assert codes(question) == []
