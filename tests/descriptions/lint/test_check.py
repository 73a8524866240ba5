"""`check` on any text at all, `digest`, folding, and how long a check takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.config import PROJECT
from archive.descriptions.lint import (
    FIELDS,
    LEVELS,
    Subject,
    Wording,
    check,
    digest,
    fold,
    spelling,
    termwords,
)
from archive.descriptions.lint.examples import record
from archive.descriptions.lint.language import other_language
from archive.descriptions.lint.terms import Term

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)  # surrogates and controls too
PRONE = st.lists(
    st.sampled_from(
        [
            "Image of",
            "DSC_01",
            "via",
            "NASA",
            "<b>",
            "&amp;",
            "“",
            "”",
            "«",
            "%",
            "%(name)s",
            "\n\n",
            "…",
            "Ana Paz",
            "a cripple",
            "handicapped",
            "un minusválido",
            "una lisiada",
            "corpses",
            "x" * 40,
        ]
    ),
    max_size=8,
).map(" ".join)
TEXT = ANY | PRONE
LANGUAGE = st.sampled_from(["en", "es", "es-MX", "fr", "ja", "", "xx", "no language"]) | ANY
WORDING = st.builds(
    Wording, st.sampled_from(["alt", "long", "transcript"]), LANGUAGE, TEXT, st.just("file"), st.booleans()
)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
SUBJECT = st.builds(
    Subject,
    kind=st.sampled_from(["photograph", "map", "other"]),
    visible_words=st.sampled_from(["yes", "no", "unknown"]),
    headline=TEXT,
    caption=TEXT,
    caption_language=LANGUAGE,
    credit_line=TEXT,
    copyright_notice=TEXT,
    rights=TEXT,
    date_text=TEXT,
    edtf=TEXT,
    creators=NAMES,
    people=NAMES,
    keywords=NAMES,
    places=NAMES,
    texts=st.lists(WORDING, max_size=4, unique_by=lambda one: (one.kind, one.language)).map(tuple),
    downloading=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(SUBJECT)
def test_any_text_is_checked_and_every_finding_can_be_shown(subject: Subject) -> None:
    found = check(subject)
    for one in found:
        assert one.level in LEVELS
        assert one.field in FIELDS
        assert one.sentence
    places = [(one.code, one.field, one.language) for one in found]
    assert len(places) == len(set(places)), "one answer would silence two findings"


def test_half_a_surrogate_pair_is_no_reason_to_fail() -> None:
    torn = "\ud800 boats at a quay " * 20
    texts = (Wording("alt", "en", torn), Wording("long", "es", torn))
    assert check(record("en", headline=torn, caption=torn, credit_line=torn, creators=(torn,), texts=texts))


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_folding_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boats, at SEA!", "boats at sea"),
        ("Cañón  del Río", "canon del rio"),
        ("e\u0301l", "él"),
        ("STRASSE", "straße"),
        ("a_b", "a b"),
        ("“Bread” — and\nwork", "bread and work"),
    ],
)
def test_folding_makes_these_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_what_tells_words_apart() -> None:
    assert fold("…!") == ""
    assert fold("कि") != fold("का")
    assert fold("boat 1") != fold("boat 2")


@pytest.mark.parametrize(
    "sign", ["a", "A", " ", "“", "'", "<", "_", "a.", "&", "1", "(", "via ", "A ", "in ", "\n", "x-"]
)
def test_a_megabyte_of_one_sign_takes_no_minutes(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    texts = (Wording("alt", "en", text), Wording("long", "en", text))
    found = check(record("en", caption=text, headline=text, texts=texts))
    assert (
        "long-alt" in {one.code for one in found}
        or not text.strip()
        or sign in {"“", "'", "<", "_", "&", "("}
    )


def test_the_digest_follows_rules_and_lists(tmp_path: Path) -> None:
    def digest_of(folder: Path) -> str:
        code = "from archive.descriptions.lint import digest; print(digest())"
        run = [sys.executable, "-c", code]
        return subprocess.run(run, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()

    shutil.copytree(
        PROJECT / "archive", tmp_path / "archive", ignore=shutil.ignore_patterns("__pycache__", "web")
    )
    before = digest_of(tmp_path)
    assert before == digest()
    lists = tmp_path / "archive/descriptions/lint/terms/identity.en.toml"
    lists.write_text(lists.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    after = digest_of(tmp_path)
    assert after != before
    rule = tmp_path / "archive/descriptions/lint/rules/form.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("125, 250", "120, 250"), encoding="utf-8")
    assert digest_of(tmp_path) not in {before, after}


def test_terms_are_whole_words_longest_first() -> None:
    short, long = Term(("bound",), "", "", ""), Term(("wheelchair bound", "man"), "", "", "")
    known = termwords.index([short, long])
    found = termwords.search(known, "A wheelchair-bound man's boundary. Wheelchair, bound.")
    assert [hit.words for hit in found] == ["wheelchair-bound", "man", "bound"]
    assert found[0].term is long


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A ship in the Indian Ocean.", True),
        ("An Indian ship.", False),
        ("The Old Indian quarter.", True),
        ("Indian ships at sea.", False),
        ("It waits. Indian ships pass.", False),
    ],
)
def test_a_term_inside_a_proper_name_is_marked(text: str, *, named: bool) -> None:
    known = termwords.index([Term(("indian",), "", "", "")])
    assert [hit.in_name for hit in termwords.search(known, text)] == [named]


@pytest.mark.parametrize(
    ("word", "language", "good"),
    [
        ("colour", "en", True),
        ("color", "en", True),
        ("don’t", "en", True),
        ("wmoan", "en", False),
        ("niñas", "es", True),
        ("computadora", "es", True),
        ("cavallo", "es", False),
        ("wmoan", "fr", True),
    ],
)
def test_spelling(word: str, language: str, *, good: bool) -> None:
    assert spelling.spelling_available()
    assert spelling.known(word, language) is good


def test_small_things_in_spanish_are_spelled_right() -> None:
    assert spelling.unknown_words("Unas hojitas y una barquita junto a una florecita", "es") == []
    assert spelling.unknown_words("Unas hohitas junto a una barka", "es") == ["hohitas", "barka"]


@pytest.mark.parametrize(
    ("text", "claimed", "other"),
    [
        ("Two dogs sleep under a table in the shade", "es", "English"),
        ("Dos perros duermen debajo de una mesa", "en", "Spanish"),
        ("Deux chiens dorment sous une table en bois", "en", "French"),
        ("木の机の下で二匹の犬が眠っている", "en", "Japanese"),
        ("Two dogs sleep under a table in the shade", "en", None),
        ("Marco Rubio, Elon Musk, Mara Salvatrucha, Noah Bullock, Ingrid Escobar, Matt Gaetz", "es", None),
        ("Krzysztof Wiśniewski, Małgorzata Kowalczyk, Łukasz Wójcik, Grzegorz Szymański", "en", None),
        ("Acanthus mollis", "es", None),
        ("as crianças não querem atravessar a rua sozinhas", "es", "Portuguese"),
        ("nenos xogan co seu can", "es", None),  # Galician: close to Spanish, and too short to tell
        ("el perro duerme bajo la mesa de la cocina de casa", "en", "Spanish"),
        ("el perro duerme sobre una mesa", "en", "Spanish"),
        ("Drei Kinder spielen am Strand mit einem Ball.", "en", "German"),
        ("A woman walks on a wet street.", "es", "English"),
        ("the dog sleeps below the kitchen table", "es", "English"),
        ("Tres crianças jogam bola na praia.", "es", "Portuguese"),
        ("Due bambini giocano con il cane.", "es", "Italian"),
        ("Le chien dort sous la table.", "en", "French"),
        ("Luis de la Fuente y Paz smiles", "en", None),
        ("Luis del Río y Paz", "en", None),
        ("Charles de la Tour sails", "en", None),
        ("Vasco da Gama e Costa waves", "en", None),
        ("Tango dancers: “la vida es un tango”", "en", None),
        ("Guggenheim: the new wing", "es", None),
        ("Los Angeles commuters wait", "en", None),
        ("Las Vegas casinos glow", "en", None),
        ("Grupo de rock The Who toca", "es", None),
        ("Unos jóvenes con skate y walkman", "es", None),
        ("Two dogs sleep under a table in the shade", "haw", None),  # a language that the model does not know
    ],
)
def test_wrong_language_is_told_only_when_sure(text: str, claimed: str, other: str | None) -> None:
    assert other_language(text, claimed) == other
