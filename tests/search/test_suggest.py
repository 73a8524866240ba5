from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import analysis, fields, vocabulary
from archive.search.document import Document
from archive.search.fields import Audience
from archive.search.holder import Holder
from archive.search.index import Found, Gone, Request
from archive.search.query import DateRange, Flag, Node, Phrase, Query, Word, parse, to_text
from archive.search.query.nodes import both, either, without
from archive.search.suggest import MOST_FINDS, Fewer, did_you_mean, nothing
from tests.search import makers, reference

DOCUMENTS = [
    makers.document(1, caption="A boat in the harbour", rights="cc0", creators=("Dorothea Lange",)),
    makers.document(2, caption="Boats at dawn", place_facet="Japan", creators=("Dorothea Lange",)),
    makers.document(3, caption="A boot", earliest="1936-01-01"),
    makers.document(4, caption="Boots", texts=(makers.alt("boots of the harbourmaster"),)),
    makers.document(5, caption="Boots near Cañon City in 1936"),
    makers.document(6, public=False, caption="A zeppelin"),
    makers.document(7, texts=(makers.alt("a lighthouse", approved=False),), caption="Keeper of the light"),
    makers.document(9, caption="quixotic7"),
    makers.document(8, caption="the the the war of the worlds"),
]


@pytest.fixture(scope="module", params=sorted(makers.ENGINES))
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Holder:
    made = makers.index_of(tmp_path_factory.mktemp("index"), request.param)
    makers.refill(made, DOCUMENTS, 1)
    return made


def request(words: str, **besides: Any) -> Request:
    return Request(query=parse(words), **besides)


def meant(index: Holder, words: str, **besides: Any) -> str:
    made = did_you_mean(index, request(words, **besides))
    if made is None:
        return ""
    assert made.query == replace(parse(to_text(made.query)), text=made.query.text)
    asked = Request(query=made.query, **besides)
    assert index.find(asked).total == made.count > 0
    return f"{to_text(made.query)} ({made.count}): {made.word} > {made.instead}"


@pytest.mark.parametrize(
    ("words", "suggested"),
    [
        ("harbuor", "harbour (1): harbuor > harbour"),
        ("HARBUOR", "harbour (1): harbuor > harbour"),
        ("harbor", "harbour (1): harbor > harbour"),
        ("alt:harbourmastr", "alt:harbourmaster (1): harbourmastr > harbourmaster"),
        ("bota", "boat (2): bota > boat"),  # exchanged letters before anything more frequent
        ("baot", "boat (2): baot > boat"),
        ("boaot", "boot (3): boaot > boot"),  # of two as near, the one of more photographs
        ("poat", "boat (2): poat > boat"),
        ("canion", "canon (1): canion > canon"),
        ("cañion city", "canon city (1): canion > canon"),
        ("harbuor bota", "harbour boat (1): harbuor bota > harbour boat"),
        ('"dorotea lange"', '"dorothea lange" (2): dorotea > dorothea'),
        ("creator:dorotea-lange", "creator:dorothea-lange (2): dorotea > dorothea"),
        ("dawn OR zzharbour", "dawn OR harbour (2): zzharbour > harbour"),
        ("(boat OR harbuor) -dawn", ""),  # nothing more would be found
        ("lnage dawn", "lange dawn (1): lnage > lange"),
        ("dawn boot", "dawn boat (1): boot > boat"),  # both are known, together they find nothing
        ("harbuor place:japan", ""),  # nothing with everything else kept
        ("-harbuor", ""),
        ("boat", ""),
        ("teh", ""),  # never a stop word
        ("1937", ""),  # never a number
        ("2024-000019", ""),
        ("har8our", ""),
        ("quixotica", ""),  # all that is near has a number
        ("xq", ""),
        ("", ""),
        ("zepelin", ""),  # only a hidden photograph has it
        ("lightouse", ""),  # only a text not approved has it
        ("harbuor date:1936", ""),
        ("bo*", ""),
        ("東亰", ""),
    ],
)
def test_the_nearest_word_that_finds_something_is_suggested(
    index: Holder, words: str, suggested: str
) -> None:
    assert meant(index, words) == suggested


def test_staff_are_suggested_words_of_hidden_photographs(index: Holder) -> None:
    assert meant(index, "zepelin", audience="staff") == "zeppelin (1): zepelin > zeppelin"
    assert meant(index, "lightouse", audience="staff") == "lighthouse (1): lightouse > lighthouse"


def test_facets_are_kept(index: Holder) -> None:
    assert meant(index, "bota", facets={"place": ("Japan",)}) == "boat (1): bota > boat"
    assert meant(index, "harbuor", facets={"place": ("Japan",)}) == ""
    assert meant(index, "bota", facets={"rights": ("cne",)}) == ""


def test_a_stop_word_of_one_language_may_be_a_word_of_another(index: Holder) -> None:
    assert did_you_mean(index, request("wra")) is not None
    assert did_you_mean(index, request("wra"), language="de") is None


def test_words_that_are_new_or_gone_are_known_at_once(tmp_path: Path) -> None:
    index = makers.index_of(tmp_path)
    makers.refill(index, [makers.document(1, caption="harbour")], 1)
    assert meant(index, "lanterm") == ""
    index.apply([makers.document(2, caption="lantern")], 2)
    assert meant(index, "lanterm") == "lantern (1): lanterm > lantern"
    index.apply([makers.document(2, public=False, caption="lantern", version=2)], 3)
    assert meant(index, "lanterm") == ""
    index.apply([Gone(1)], 4)
    assert meant(index, "harbuor") == ""


def test_of_a_large_archive_words_that_begin_alike_are_read_first(
    index: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    listed = index.words
    monkeypatch.setattr(index, "words", lambda *given: (read.append(given[0]), listed(*given))[1])
    monkeypatch.setattr(vocabulary, "_held", WeakKeyDictionary())
    monkeypatch.setattr(vocabulary, "_LARGE", 0)
    assert meant(index, "harbuor") == "harbour (1): harbuor > harbour"
    assert meant(index, "ahrbour") == "harbour (1): ahrbour > harbour"
    assert meant(index, "hharbour") == "harbour (1): hharbour > harbour"
    assert read == ["h", "a"]
    assert meant(index, "qharbour") == "harbour (1): qharbour > harbour"
    assert meant(index, "arbour") == "harbour (1): arbour > harbour"
    assert read == ["h", "a", "q", "r", ""]
    monkeypatch.setattr(vocabulary, "_LARGEST", 0)
    assert meant(index, "arbour") == ""
    assert meant(index, "harbuor") == "harbour (1): harbuor > harbour"


def test_a_list_that_takes_long_is_read_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_QUICK", -1)
    index = makers.index_of(tmp_path)
    makers.refill(index, [makers.document(1, caption="harbour")], 1)
    assert meant(index, "lanterm") == ""
    index.apply([makers.document(2, caption="lantern"), Gone(1)], 2)
    assert meant(index, "lanterm") == meant(index, "harbuor") == ""
    monkeypatch.setattr(vocabulary, "_LASTING", 0)
    assert meant(index, "lanterm") == "lantern (1): lanterm > lantern"


def test_what_is_missing_is_named(index: Holder) -> None:
    answer = nothing(index, request("boat snow", facets={"place": ("Japan",), "rights": ("by",)}))
    assert answer.missing == (Word("snow"),)
    assert answer.facets == ("rights",)
    answer = nothing(index, request('boat "snow storm" lang:fr date:1936 is:draft -dawn'))
    assert answer.missing == (Phrase("snow storm"),)
    assert [to_text(one) for one in answer.filters] == ["lang:fr", "is:draft"]
    answer = nothing(index, request("harbour dawn date:1900 is:described"))
    assert answer.missing == ()
    assert answer.filters == (DateRange("1900-01-01", "1900-12-31"),)
    assert nothing(index, request("has:image")).filters == (Flag("has", "image"),)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("boat snow", ["-snow: boat 2"]),
        ("boat snow -dawn", ["-snow: boat -dawn 1"]),
        ("boots snow ice", ["-snow ice: boots 3"]),
        ("harbour dawn", ["-harbour: dawn 1", "-dawn: harbour 1"]),
        ("boots dawn -city", ["-dawn: boots -city 2", "-boots: dawn -city 1"]),
        ("dawn -boat", ["-dawn: -boat 6", "--boat: dawn 1"]),
        ("boots (snow OR ice)", ["-snow OR ice: boots 3"]),
        ("boots harbour date:1900", []),
        ("snow", []),
        ("snow ice", []),
        ("", []),
    ],
)
def test_what_less_would_find_is_counted(index: Holder, words: str, found: list[str]) -> None:
    def line(one: Fewer) -> str:
        assert index.find(Request(query=one.query)).total == one.count
        return f"-{one.without}: {to_text(one.query)} {one.count}"

    assert [line(one) for one in nothing(index, request(words)).fewer] == found


def test_facets_are_let_go_too(index: Holder) -> None:
    chosen = {"place": ("Japan",), "rights": ("cc0", "cne")}
    fewer = nothing(index, request("boat", facets=chosen)).fewer
    assert [(one.facet, one.without, to_text(one.query), one.count) for one in fewer] == [
        ("place", "Japan", "boat", 1),
        ("rights", "cc0, cne", "boat", 1),
    ]
    fewer = nothing(index, request("snow", facets={"place": ("Japan",)})).fewer
    assert [(one.facet, one.without, to_text(one.query), one.count) for one in fewer] == [("", "snow", "", 1)]


def test_readers_are_told_nothing_of_what_is_hidden(index: Holder) -> None:
    answer = nothing(index, request("zeppelin snow"))
    assert answer.missing == (Word("zeppelin"), Word("snow"))
    assert answer.fewer == ()
    assert nothing(index, request("zeppelin snow", audience="staff")).missing == (Word("snow"),)


class Plain(Holder):
    """An index in plain Python, slow and obvious, to suggest from many generated archives."""

    def __init__(self, documents: list[Document]) -> None:
        self._documents = documents

    def find(self, request: Request) -> Found:
        found = [
            one.id
            for one in self._documents
            if reference.visible(one, request.audience)
            and reference.matches(one, request.query.node, request.audience)
            and all(
                set(values) & set(reference.facets([one], request.audience)[name])
                for name, values in request.facets.items()
            )
        ]
        return Found(len(found), (), {}, 1)

    def words(self, prefix: str, audience: Audience) -> list[str]:
        found = {
            token.text.removeprefix("=")
            for one in self._documents
            for passage in fields.passages(one)
            if passage.open or audience == "staff"
            for token in analysis.tokens(passage.text, passage.language)
            if token.text.startswith("=")
        }
        return sorted(word for word in found if word.startswith(prefix))

    def seen(self) -> int:
        return 1

    def count(self) -> int:
        return len(self._documents)


slips = st.sampled_from(("baot", "bots", "bracos", "canion", "runing", "nacion", "obrein", "nowhere", "kown"))
asked = st.recursive(
    st.one_of(st.builds(Word, slips), st.builds(Phrase, slips), makers.leaves),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(both),
        st.lists(parts, min_size=1, max_size=3).map(either),
        parts.map(without),
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(makers.documents(), asked, st.sampled_from(("reader", "staff")), st.sampled_from(("", "Japan")))
def test_what_is_suggested_is_found_and_what_is_missing_is_not(
    documents: list[Document], node: Node, audience: Audience, place: str
) -> None:
    index = Plain(documents)
    chosen = {"place": (place,)} if place else {}
    request = Request(query=Query(to_text(node), node), audience=audience, facets=chosen)
    found = index.find(request).total
    suggestion = did_you_mean(index, request)
    if suggestion:
        assert index.find(replace(request, query=suggestion.query)).total == suggestion.count > found
        assert suggestion.query.text == to_text(suggestion.query)
        assert set(suggestion.instead.split()) <= set(index.words("", audience))
    answer = nothing(index, request)
    for part in (*answer.missing, *answer.filters):
        assert index.find(Request(query=Query("", part), audience=audience)).total == 0
    for one in answer.fewer:
        kept = {name: values for name, values in chosen.items() if name != one.facet}
        assert index.find(replace(request, query=one.query, facets=kept)).total == one.count > 0
    counts = [one.count for one in answer.fewer]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    "words",
    [
        " ".join(f"wrod{'abcdefgh'[n % 8]}x{'abcdefgh'[n // 8]}" for n in range(60)),
        " OR ".join("harbuor" + "abcdefghij"[n] for n in range(10)),
        '"' + "harbuor dawn " * 30 + '"',
        "dawn boot harbour lange city light keeper war boots city boat",
    ],
    ids=["many", "or", "phrase", "known"],
)
def test_only_so_much_is_tried(index: Holder, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Request] = []
    read: list[str] = []
    find, listed = index.find, index.words

    def counted(one: Request) -> Found:
        asked.append(one)
        assert one.limit == 0
        assert one.groups == ()
        return find(one)

    monkeypatch.setattr(index, "find", counted)
    monkeypatch.setattr(index, "words", lambda *given: (read.append(given[0]), listed(*given))[1])
    did_you_mean(index, request(words))
    assert len(asked) <= MOST_FINDS
    assert len(read) <= 1
    asked.clear()
    answer = nothing(index, request(words))
    assert len(asked) <= MOST_FINDS
    assert len(answer.fewer) <= 5
