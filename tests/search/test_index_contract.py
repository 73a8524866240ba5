"""Every engine answers as the slow reference does: found sets, counts, places of finds, orders."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import generations
from archive.search.document import Document, Text
from archive.search.fields import Audience
from archive.search.index import (
    DEEPEST,
    WIDEST_PREFIX,
    Busy,
    FacetValue,
    Gone,
    Index,
    Request,
    Sort,
    Unavailable,
    digest_of,
)
from archive.search.query import All, Node, Phrase, Prefix, Query, Word, parse
from tests.search import reference
from tests.search.makers import ENGINES, alt, document, documents, index_of, nodes, refill

Made = Callable[[Path], Index]
AUDIENCES: tuple[Audience, ...] = ("reader", "staff")
SORTS: tuple[Sort, ...] = ("relevance", "oldest", "newest")
quietly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Made:
    name: str = request.param
    return lambda folder: index_of(folder, name)


@pytest.fixture
def index(engine: Made, tmp_path: Path) -> Index:
    return engine(tmp_path / "index")


def ids(index: Index, text: str = "", audience: Audience = "reader", sort: Sort = "relevance") -> list[int]:
    return list(index.find(Request(parse(text), audience, sort=sort, limit=100)).ids)


def agrees(
    index: Index,
    docs: list[Document],
    node: Node,
    audience: Audience,
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Check one answer against the reference, in full."""
    chosen = facets or {}
    expected = [d for d in docs if reference.visible(d, audience) and reference.matches(d, node, audience)]
    for facet, values in chosen.items():
        expected = [d for d in expected if set(reference.facets([d], audience)[facet]) & set(values)]
    answer = index.find(Request(Query(node=node), audience, chosen, limit=100))
    by_id = {d.id: d for d in expected}
    assert sorted(answer.ids) == sorted(by_id)
    assert answer.total == len(expected)
    counted = {facet: {v.value: v.count for v in values} for facet, values in answer.facets.items()}
    assert counted == reference.facets(expected, audience)


@quietly
@given(docs=documents(), queries=st.lists(nodes, min_size=1, max_size=6), audience=st.sampled_from(AUDIENCES))
def test_found_sets_and_counts_equal_the_reference(
    engine: Made, docs: list[Document], queries: list[Node], audience: Audience
) -> None:
    with TemporaryDirectory() as folder:
        index = engine(Path(folder))
        refill(index, docs, 1)
        for node in (All(), *queries):
            agrees(index, docs, node, audience)


@quietly
@given(
    before=documents(),
    steps=st.lists(documents(3), max_size=6),
    node=nodes,
    audience=st.sampled_from(AUDIENCES),
)
def test_changes_in_many_commits_equal_the_reference(
    engine: Made, before: list[Document], steps: list[list[Document]], node: Node, audience: Audience
) -> None:
    with TemporaryDirectory() as folder:
        index, other = engine(Path(folder)), engine(Path(folder))
        refill(index, before, 1)
        now = {d.id: d for d in before}
        for number, changed in enumerate(steps, start=2):
            gone = [
                ident for ident in now if ident % 5 == number % 5 and ident not in {d.id for d in changed}
            ]
            index.apply([*changed, *(Gone(ident) for ident in gone)], number)
            now.update((d.id, d) for d in changed)
            for ident in gone:
                del now[ident]
            assert other.seen() == number
            agrees(other, list(now.values()), node, audience)
        agrees(index, list(now.values()), All(), audience)
        assert index.digest() == digest_of((d.id, d.version) for d in now.values())


@quietly
@given(
    docs=documents(),
    audience=st.sampled_from(AUDIENCES),
    facets=st.fixed_dictionaries(
        {},
        optional={
            "collection": st.sampled_from((("a-b",), ("a-b", "c"), ("missing",))),
            "creator": st.sampled_from((("Ann Lee",), ("Ann Lee", "Bo Ray"))),
            "decade": st.sampled_from((("1930",), ("1890", "2020"))),
            "place": st.just(("Japan",)),
            "description": st.sampled_from((("described",), ("pending", "undescribed"))),
            "year": st.sampled_from((("1936",), ("1899", "2024"))),
            "person": st.just(("Bo Ray",)),
            "keyword": st.sampled_from((("boat",), ("cañon", "run"))),
            "rights": st.just(("cc0",)),
            "language": st.sampled_from((("en",), ("es-mx", "ja"))),
        },
    ),
)
def test_values_of_a_facet_widen_and_facets_narrow(
    engine: Made, docs: list[Document], audience: Audience, facets: dict[str, tuple[str, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        index = engine(Path(folder))
        refill(index, docs, 1)
        agrees(index, docs, All(), audience, facets)


@quietly
@given(docs=documents(9), hidden=documents(9), queries=st.lists(nodes, min_size=1, max_size=4))
def test_nothing_hidden_moves_what_readers_get(
    engine: Made, docs: list[Document], hidden: list[Document], queries: list[Node]
) -> None:
    """A reader's whole answer is the same, orders included, whether drafts are there or not."""
    open_ones = [
        dataclasses.replace(d, public=True, texts=tuple(t for t in d.texts if t.approved)) for d in docs
    ]
    drafts = [dataclasses.replace(d, id=d.id + 100, public=False) for d in hidden]
    with_drafts = [
        dataclasses.replace(d, texts=(*d.texts, Text("alt", "en", "boat boats secretword", approved=False)))
        for d in open_ones
    ]
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        plain, full = engine(Path(one)), engine(Path(two))
        refill(plain, open_ones, 1)
        refill(full, [*with_drafts, *drafts], 1)
        for node in (*queries, Word("boat"), Word("secretword"), Prefix("se"), Phrase("boat boats")):
            for sort in SORTS:
                request = Request(Query(node=node), "reader", sort=sort, limit=100)
                assert full.find(request) == plain.find(request)


def test_a_draft_is_found_by_staff_only(index: Index) -> None:
    refill(
        index,
        [
            document(1, texts=(alt("a zeppelin", approved=False),)),
            document(2, public=False, caption="zeppelin"),
        ],
        1,
    )
    assert ids(index, "zeppelin") == []
    assert ids(index, "zep*") == []
    assert sorted(ids(index, "zeppelin", "staff")) == [1, 2]
    assert ids(index, "is:undescribed") == [1]
    index.apply([document(1, version=2, texts=(alt("a zeppelin"),))], 2)
    assert ids(index, "zeppelin") == [1]
    index.apply([document(1, version=3, public=False, texts=(alt("a zeppelin"),))], 3)
    assert ids(index, "zep*") == ids(index) == []


def test_hidden_words_do_not_use_up_the_limit_of_a_prefix(index: Index) -> None:
    hidden = " ".join(f"aa{n:04}" for n in range(WIDEST_PREFIX + 50))
    refill(index, [document(1, public=False, caption=hidden), document(2, caption="aazz")], 1)
    answer = index.find(Request(parse("aa*")))
    assert list(answer.ids) == [2]
    assert answer.problems == ()
    index.apply([Gone(1)], 2)
    assert index.find(Request(parse("aa*"), "staff")).problems == ()


def test_a_wide_prefix_is_trimmed_and_says_so(index: Index) -> None:
    refill(index, [document(n, caption=f"aa{n:04}") for n in range(1, WIDEST_PREFIX + 3)], 1)
    answer = index.find(Request(parse("aa*")))
    assert answer.total == WIDEST_PREFIX
    assert [problem.code for problem in answer.problems] == ["prefix-long-list"]


def test_an_exact_phrase_never_matches_a_stem_and_never_crosses_texts(index: Index) -> None:
    refill(
        index,
        [document(1, caption="red boats", people=("Ann Lee", "Ray Bo")), document(2, caption="red boat")],
        1,
    )
    assert ids(index, '"red boat"') == [2]
    assert sorted(ids(index, "red boat")) == [1, 2]
    assert ids(index, '"lee ray"') == []
    assert ids(index, '"Ann Lee"') == [1]


def test_words_are_found_across_accents_forms_and_languages(index: Index) -> None:
    refill(
        index,
        [
            document(1, caption="The Black Cañon"),
            document(2, texts=(alt("Dos barcos en el puerto", language="es-MX"),)),
            document(3, accession="LC-USF34-009872-E"),
            document(4, caption="東京タワー", language="ja"),
        ],
        1,
    )
    for text, found in {
        "canon": [1], "CAÑON": [1], "barco": [2], "lang:es": [2], "LC-USF34-009872-E": [3], "usf34": [3],
        "lcusf34*": [3], "LC-USF34": [3], "タワ": [4], "京東": [],
    }.items():  # fmt: skip
        assert ids(index, text) == found, text


def test_orders(index: Index) -> None:
    refill(
        index,
        [
            document(1, earliest="1936-05-01", latest="1936-05-01"),
            document(2),
            document(3, earliest="1900-01-01", latest="1999-12-31"),
            document(4, earliest="1936-05-01", latest="1936-05-01"),
            document(5, latest="1950-01-01"),
        ],
        1,
    )
    index.apply([document(6, earliest="1936-05-01")], 2)
    assert ids(index) == [6, 5, 4, 3, 2, 1]
    assert ids(index, sort="oldest") == [3, 1, 4, 6, 5, 2]
    assert ids(index, sort="newest") == [3, 5, 1, 4, 6, 2]
    assert ids(index, "date:1936") == [6, 4, 3, 1]


def test_relevance_puts_alt_text_and_headline_before_the_rest(index: Index) -> None:
    refill(
        index,
        [
            document(1, other="boat"),
            document(2, texts=(alt("boat"),)),
            document(3, caption="boat", place="far away"),
        ],
        1,
    )
    assert ids(index, "boat") == [2, 3, 1]


def test_neither_drafts_nor_the_dead_make_a_word_less_rare(index: Index) -> None:
    texts = ("rare x", "mid other", *["mid x"] * 3, *["other x"] * 3, "y y", "y y")
    shown = [document(n, caption=text) for n, text in enumerate(texts, start=1)]
    refill(index, [*shown, *(document(n, public=False, caption="z z") for n in range(20, 40))], 1)
    assert ids(index, "rare OR mid OR other")[0] == 1  # one of ten is rarer than two of four in ten
    assert ids(index, "rare OR mid OR other", "staff")[0] == 2  # but not so in thirty
    index.apply([document(n, caption="w p") for n in (50, 51)], 2)
    index.apply([document(n, caption="w q") for n in (51, *range(60, 70))], 3)
    index.apply([Gone(n) for n in range(60, 70)], 4)
    assert ids(index, "p OR q") == [51, 50]


def test_pages_are_parts_of_one_order_and_depth_is_bounded(index: Index) -> None:
    refill(index, [document(n, caption="boat " * n) for n in range(1, 8)], 1)
    whole = ids(index, "boat")
    parts = [
        ids for start in (0, 3, 6) for ids in index.find(Request(parse("boat"), offset=start, limit=3)).ids
    ]
    assert parts == whole
    for offset in (DEEPEST, 10**9, 2**70):
        deep = index.find(Request(offset=offset, limit=20))
        assert (deep.total, deep.ids, deep.problems[0].code) == (7, (), "page-too-deep")
    assert index.find(Request(offset=-5, limit=-5)).ids == ()


@quietly
@given(docs=documents(), queries=st.lists(nodes, min_size=1, max_size=4), audience=st.sampled_from(AUDIENCES))
def test_the_whole_result_is_every_page_in_order(
    engine: Made, docs: list[Document], queries: list[Node], audience: Audience
) -> None:
    with TemporaryDirectory() as folder:
        index = engine(Path(folder) / "index")
        refill(index, docs, 1)
        index.apply([document(900, caption="boat red"), Gone(docs[0].id if docs else 901)], 2)
        for node in queries:
            for sort in SORTS:
                asked = Request(Query(node=node), audience, sort=sort, limit=DEEPEST)
                paged = index.find(asked)
                whole = index.whole(asked)
                assert list(whole.ids) == list(paged.ids)
                assert whole.problems == paged.problems
                assert index.whole(Request(Query(node=node), audience, sort=sort, offset=3, limit=1)) == whole


def test_the_whole_result_goes_beyond_what_can_be_turned_to(index: Index) -> None:
    count = DEEPEST + 7
    refill(index, (document(n, caption="boat", public=n % 2 == 0) for n in range(1, count + 1)), 1)
    for text, expected in (("boat", count), ("", count), ("boat -red", count)):
        whole = index.whole(Request(parse(text), "staff"))
        assert len(whole.ids) == len(set(whole.ids)) == expected
        assert list(whole.ids) == sorted(whole.ids, reverse=True)
        assert whole.problems == ()
    assert len(index.whole(Request(parse("boat"))).ids) == count // 2
    chosen = Request(parse("boat"), "staff", {"collection": ("no-such",)})
    assert len(index.whole(chosen).ids) == 0
    many = index.whole(Request(parse("bo* boat"), "staff"))
    assert (len(many.ids), many.problems) == (count, ())


def test_facets_are_listed_by_count(index: Index) -> None:
    docs = [document(n, collection_slug="c", creators=("B", "a")) for n in (1, 2)]
    refill(index, [*docs, document(3, creators=("B",), earliest="1895-01-01", latest="1905-01-01")], 1)
    index.apply([document(2, version=2, collection_slug="c", creators=("B",))], 2)
    answer = index.find(Request(facets={"no such facet": ("x",)}))
    assert answer.facets["collection"] == [FacetValue("c", 2)]
    assert answer.facets["creator"] == [FacetValue("B", 3), FacetValue("a", 1)]
    assert [v.value for v in answer.facets["decade"]] == ["1890", "1900"]
    assert answer.facets["year"] == []  # eleven years say nothing about years
    assert index.find(Request(facet_limit=1)).facets["creator"] == [FacetValue("B", 3)]
    assert index.find(Request(groups=("place", "nonsense"))).facets == {"place": []}
    assert index.find(Request(facets={"decade": ("1900",)})).total == 1


def test_of_two_changes_in_one_commit_the_last_counts_once(index: Index) -> None:
    refill(index, [document(1, caption="first")], 1)
    index.apply([document(1, version=2, caption="second"), document(1, version=3, caption="third")], 2)
    assert (ids(index), ids(index, "second"), ids(index, "third")) == ([1], [], [1])
    index.apply([document(1, version=4), Gone(1)], 3)
    assert (ids(index), index.seen()) == ([], 3)


def test_the_cursor_moves_without_changes_and_status_tells(index: Index) -> None:
    assert not index.healthy()
    with pytest.raises(Unavailable):
        index.find(Request())
    with pytest.raises(Unavailable):
        index.apply([document(1)], 1)
    refill(index, [], 7)
    index.apply([], 9)
    status = index.status()
    assert (status.seen, status.documents, status.digest, status.generation) == (9, 0, digest_of([]), 1)
    assert index.healthy()
    refill(index, [document(1)], 10)
    assert (index.status().generation, index.status().documents) == (2, 1)
    assert index.status().bytes > 0


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with (
        generations.writer_lock(tmp_path / "index"),
        pytest.raises(Busy),
        generations.writer_lock(tmp_path / "index"),
    ):
        pass
    with generations.writer_lock(tmp_path / "index"):
        pass
