"""Why a date is refused: an English sentence, and a template with values for every other tongue."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from archive import dates
from archive.catalogue import dating
from archive.config import PROJECT
from archive.dates import BadDate, Reason

# text, the values that its reason names
REFUSED = [
    ("31 June 1938", {"day": "31 June 1938", "last": 30}),
    ("1938-13", {"month": "13"}),
    ("0000", {}),
    ("-0300", {}),
    ("1940/1935", {}),
    ("12/05/1938", {"words": "12/05/1938"}),
    ("1914-29", {"words": "1914-29", "years": "1914/1929"}),
    ("1938-33", {"words": "1938-33"}),
    ("Friday, 12 May 1938", {"day": "1938-05-12", "wrong": "Friday", "right": "Thursday"}),
    ("1938-05-1X", {"words": "1938-05-1X"}),
    ("[1938-21,1939-21,1940-21]", {"most": 2}),
]


def marked() -> Iterator[str]:
    """Every sentence that the modules about dates mark for the translators."""
    for path in (*(PROJECT / "archive" / "dates").glob("*.py"), PROJECT / "archive/catalogue/dating.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize(("text", "values"), REFUSED)
def test_a_reason_is_a_sentence_of_the_source_with_its_values(text: str, values: dict[str, object]) -> None:
    with pytest.raises(BadDate) as refused:
        dates.read(text)
    reason = refused.value.reason
    assert reason.sentence in set(marked())
    assert dict(reason.values) == values
    assert str(refused.value) == reason == reason.sentence.format(**values)


def test_what_is_not_understood_names_the_words_and_examples_of_their_language() -> None:
    with pytest.raises(BadDate) as refused:
        dates.read("ayer {0} 100%", "es")
    reason = refused.value.reason
    assert reason.values == {
        "words": "ayer {0} 100%",
        "examples": "12 de mayo de 1938, junio de 2024, hacia 1950",
    }
    assert "“ayer {0} 100%” was not understood" in reason


@pytest.mark.parametrize(
    "words", ["31 June 1938", "12/05/1938", "yesterday", "31 de abril de 1938", "1938-13"]
)
def test_a_dating_keeps_the_reason_whole(words: str) -> None:
    reason = dating.understand(words, "en").reason
    assert isinstance(reason, Reason)
    assert reason.sentence in set(marked())


def test_each_sentence_names_only_what_it_is_given() -> None:
    assert len(set(marked())) >= 15
    assert all("%" not in one and one.endswith(".") for one in marked())
