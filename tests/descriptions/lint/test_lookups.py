"""What spares the checks work: dictionaries asked before the model, terms found by their first two words."""

from __future__ import annotations

from typing import NoReturn

import pytest

from archive.descriptions.lint import language, spelling, termwords
from archive.descriptions.lint.terms import Term


@pytest.mark.parametrize(
    ("words", "code", "all_known"),
    [
        (["dogs", "sleep", "near", "don’t"], "en", True),
        (["dogs", "sleep", "near", "perros"], "en", False),
        (["perros", "duermen"], "es-MX", True),
        (["perros", "duermen"], "fr", False),  # there is no dictionary that could hold them
    ],
)
def test_words_that_a_dictionary_holds(words: list[str], code: str, *, all_known: bool) -> None:
    assert spelling.all_known(words, code) is all_known


def test_no_model_is_asked_where_the_dictionary_holds_every_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> NoReturn:
        pytest.fail("the model was asked")

    monkeypatch.setattr(language, "_model", asked)
    assert language.other_language("Dogs sleep near cold water at dusk", "en") is None
    with pytest.raises(pytest.fail.Exception, match="the model was asked"):
        language.other_language("Dogs sleep near cold watr at dusk", "en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In handcuffs or in chains.", ["In handcuffs", "in chains"]),
        ("She waits in", []),
        ("In, handcuffs", []),
        ("Old man, old man of the sea, old", ["Old man", "old man of the sea", "old"]),
        ("Nothing to see.", []),
    ],
)
def test_terms_that_begin_alike(text: str, found: list[str]) -> None:
    forms = ("in handcuffs", "in chains", "old", "old man", "old man of the sea", "old-fashioned")
    known = termwords.index([Term((form,), "", "", "") for form in forms])
    assert [hit.words for hit in termwords.search(known, text)] == found
