import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import analysis, explain, fields
from archive.search.document import Document, Text
from archive.search.explain import Passage, passages
from archive.search.fields import Audience
from archive.search.folding import fold
from archive.search.outlines import Outlined
from archive.search.query import Node, leaves, parse
from tests.search import makers, reference

AUDIENCES: tuple[Audience, ...] = ("reader", "staff")


def marked(text: str, query: str, *, language: str = "en", most: int = 240) -> str:
    """The passage of a caption, with what was found in brackets; empty where nothing was."""
    shown = passages(makers.document(caption=text, language=language), parse(query).node, "reader", most=most)
    return written(shown[0]) if shown else ""


def written(passage: Passage) -> str:
    inside = "".join(f"[{piece.text}]" if piece.found else piece.text for piece in passage.pieces)
    return f"{'… ' if passage.cut_before else ''}{inside}{' …' if passage.cut_after else ''}"


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Boats at dawn", "boat", "[Boats] at dawn"),
        ("The BOAT’S sail", "boats", "The [BOAT’S] sail"),
        ("Near Cañon City", "canon", "Near [Cañon] City"),
        ("Near Can\u0303on City", "cañon", "Near [Can\u0303on] City"),
        ("In the Straße, wet", "strasse", "In the [Straße], wet"),
        ("Zwei Mädchen", "maedchen", "Zwei [Mädchen]"),
        ("Bei Müller-Öst, 1936", "muelleroest", "Bei [Müller-Öst], 1936"),
        (
            "\u0995\u09c7\u09be, \u09ab\u09c1\u09b2",
            "\u0995\u09cb",
            "[\u0995\u09c7\u09be,] \u09ab\u09c1\u09b2",
        ),
        ("ﬁshing nets", "fish", "[ﬁshing] nets"),
        ("A well-known face", "known", "A well-[known] face"),
        ("A well-known face", "well-known", "A [well-known] face"),
        ("A well-known face", "wellk*", "A [well-known] face"),
        ("Ann O'Brien's boat", "obrien", "Ann [O'Brien's] boat"),
        ("No. LC-USF34-009872-E.", "usf34-009872", "No. LC-[USF34-009872]-E."),
        ("the dust  bowl, a dust storm", '"dust bowl"', "the [dust  bowl], a dust storm"),
        ("«dust»\nbowl (seen)", '"dust bowl"', "«[dust»\nbowl] (seen)"),
        ("photographers (two)", "photo*", "[photographers] (two)"),
        ("夜の東京タワー。", "東京", "夜の[東京]タワー。"),
        ("夜の。東京タワー", "夜の東京", "[夜の。東京]タワー"),
        ("한국의 사진", "사진", "한국의 [사진]"),
        ("والمدينة القديمة", "مدينة", "[والمدينة] القديمة"),
        ("boat/ship and ship", "ship", "boat/[ship] and [ship]"),
        ("red boat", "boat -red", "red [boat]"),
        ("red boat", "boat OR red", "[red] [boat]"),
        ("red boat", "alt:red", ""),
        ("red boat", "-boat", ""),
        ("red boat", "date:1936 is:described", ""),
    ],
)
def test_words_are_marked_as_they_stand(text: str, query: str, shown: str) -> None:
    assert marked(text, query, language="ar" if "ا" in text else "en") == shown


def test_a_stem_is_marked_in_its_own_language_only() -> None:
    assert marked("Las naciones", "nación", language="es") == "Las [naciones]"
    assert marked("Las naciones", "nación", language="") == ""


def test_the_part_with_most_different_words_is_shown_cut_at_words() -> None:
    text = "A boat. " + "Nothing here to see. " * 30 + "The red boat is at the quay. " + "More follows. " * 30
    shown = marked(text, "boat red quay", most=60)
    assert shown == "… The [red] [boat] is at the [quay]. More follows. More follows. …"
    assert marked("x" * 500 + " boat", "boat", most=40) == "… [boat]"
    assert marked("船" * 30 + "東京" + "船" * 30, "東京", most=20).count("船") == 18
    assert marked("y" * 500, "y" * 500, most=40) == f"[{'y' * 40}] …"
    assert marked("one " * 200, '"' + "one " * 64 + '"', most=40).startswith("[one one")


def test_of_several_texts_of_a_field_the_best_is_shown_with_its_language() -> None:
    texts = (makers.alt("un barco", language="es"), makers.alt("Un barco rojo", language="es-MX"))
    shown = passages(makers.document(texts=texts), parse("barco rojo").node, "reader")
    assert [(one.field, one.language, written(one)) for one in shown] == [
        ("alt", "es-MX", "Un [barco] [rojo]")
    ]


@pytest.mark.parametrize(
    ("document", "word", "spelt"),
    [
        (makers.document(caption="Near Cañon City"), "canon", "Cañon"),
        (makers.document(caption="Boats and boats"), "boats", "boats"),
        (makers.document(caption="Boats at dawn"), "boats", "boats"),
        (makers.document(caption="It rains. “Niños” play."), "ninos", "niños"),
        (makers.document(caption="Zwei Mädchen"), "maedchen", "Mädchen"),
        (makers.document(caption="Boats at dawn"), "boat", "boat"),
        (makers.document(caption="Lange waits.", creators=("Lange, Dorothea",)), "lange", "Lange"),
        (makers.document(caption="A hidden Zeppelin", public=False), "zeppelin", "zeppelin"),
        (makers.document(), "canon", "canon"),
    ],
)
def test_a_folded_word_is_spelt_as_a_document_spells_it(document: Document, word: str, spelt: str) -> None:
    assert explain.spelling(document, word, "reader") == spelt


def test_readers_are_shown_nothing_that_they_do_not_find() -> None:
    draft = makers.document(texts=(makers.alt("a secret boat", approved=False),), caption="A boat")
    node = parse("boat").node
    assert [one.field for one in passages(draft, node, "reader")] == ["caption"]
    assert [one.field for one in passages(draft, node, "staff")] == ["alt", "caption"]
    hidden = makers.document(public=False, caption="A boat")
    assert passages(hidden, node, "reader") == ()


@settings(max_examples=200, deadline=None)
@given(makers.documents(), makers.nodes, st.integers(1, 40))
def test_fields_are_those_of_the_reference_and_passages_parts_of_their_texts(
    documents: list[Document], node: Node, most: int
) -> None:
    for document in documents:
        for audience in AUDIENCES:
            shown = passages(document, node, audience, most=most)
            assert tuple(one.field for one in shown) == reference.found_in(document, node, audience)
            for one in shown:
                check(one, document, node, audience, most)


def check(one: Passage, document: Document, node: Node, audience: Audience, most: int) -> None:
    joined = "".join(piece.text for piece in one.pieces)
    texts = [
        each.text
        for each in fields.passages(document)
        if each.field == one.field and each.language == one.language and (each.open or audience == "staff")
    ]
    assert any(joined in text for text in texts)
    assert any(piece.found for piece in one.pieces)
    assert all(piece.text for piece in one.pieces)
    assert len(joined) <= most
    if not one.cut_before and not one.cut_after:
        assert joined.strip() in [text.strip() for text in texts]
    if most > 30:  # more than any word or phrase of these documents: each mark is something looked for
        for piece in one.pieces:
            stands = makers.document(caption=piece.text, language=one.language)
            sought = any(reference.where(stands, type(leaf)(leaf.text), "staff") for leaf in leaves(node))
            assert sought or not piece.found or len(joined) < len(max(texts, key=len))


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters() | st.sampled_from("ab'’-.·éñ東京ß\u0301사진ـمال "), max_size=40))
def test_an_outline_has_the_words_of_the_analyser(text: str) -> None:
    folded = fold(text)
    spans = [span for one in analysis.outline(folded) for span in one.pieces]
    words = analysis.parts(text)
    assert len(spans) == len(words)
    for (start, end), word in zip(spans, words, strict=True):
        assert folded[start:end].startswith(word)
    for chunk in text.split():
        outlined = Outlined(chunk)
        for token, position in analysis.tokens(chunk):
            span = outlined.span(position, token)
            assert 0 <= span.start < span.end <= len(chunk)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab 1,.。、？（）:；東é-'’\u3000\u2028"), max_size=30))
def test_pieces_of_a_text_have_the_tokens_of_the_whole(text: str) -> None:
    words = 0
    found: list[tuple[str, int]] = []
    for chunk in explain._CHUNK.findall(text):
        tokens = analysis.tokens(chunk, "en")
        found += [(token, words + position) for token, position in tokens]
        words += tokens[-1].position + 1 if tokens else 0
    assert found == analysis.tokens(text, "en")


@pytest.mark.parametrize(
    "text",
    ["boat " * 210_000, "boat" * 260_000, "東京タワー、" * 60_000, "a b c " * 180_000, "x1y2,é" * 170_000],
    ids=["words", "one word", "signs", "letters", "accents"],
)
def test_a_text_of_a_megabyte_is_explained_in_bounded_time_and_memory(text: str) -> None:
    document = makers.document(texts=(Text("long", "en", text, approved=True),))
    node = parse(f'boat "a b c a b d" タワー x* "{"c a b " * 20}"').node
    tracemalloc.start()
    try:
        shown = passages(document, node, "reader")
        assert tracemalloc.get_traced_memory()[1] < 300_000_000
    finally:
        tracemalloc.stop()
    assert all(sum(len(piece.text) for piece in one.pieces) <= 240 for one in shown)
    began = time.process_time()
    passages(document, node, "reader")
    assert time.process_time() - began < 5
