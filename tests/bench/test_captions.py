"""The photographs that search is measured on: the same ones everywhere, skewed as they are said to be."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench import collection
from bench.captions import Captions, words_of
from bench.questions import classes


def test_a_photograph_is_the_same_wherever_it_is_made() -> None:
    third = list(Captions().photographs(3))[2]
    assert Captions().photograph(3) == third
    assert Captions(seed=6).photograph(3) != third


def test_a_photograph_has_between_70_and_90_words_on_average() -> None:
    lengths = [len(words_of(one).split()) for one in Captions().photographs(500)]
    assert 70 < sum(lengths) / len(lengths) < 90


def test_few_words_are_common_and_most_are_rare() -> None:
    counts: Counter[str] = Counter()
    for one in Captions().photographs(1_000):
        counts.update(dict.fromkeys(words_of(one).lower().split(), 1))
    once = sum(1 for n in counts.values() if n == 1)
    assert once > len(counts) / 2
    assert 20 < sum(1 for n in counts.values() if n > 30) < 400


def test_every_class_has_queries_and_they_are_the_same_for_all_sides() -> None:
    sample = list(islice(Captions().photographs(1_000), 1_000))
    asked = classes(sample, 10)
    assert all(len(some) == 10 for some in asked.values())
    assert asked == classes(sample, 10)


def test_photographs_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    facts = {"accession": "1.2", "caption": "A boat.", "people": ["Ana Roe"], "alt": {"es": "Una barca."}}
    path.write_text(json.dumps(facts) + "\n\n" + '{"accession": "1.3", "alt": "A cat.", "other field": 1}\n')
    first, second = collection.photographs(path)
    assert (first.id, first.accession, first.people) == (1, "1.2", ("Ana Roe",))
    assert [(text.language, text.text) for text in first.texts] == [("es", "Una barca.")]
    assert (second.id, second.texts[0].language) == (3, "en")


@pytest.mark.parametrize("line", ["{", '{"caption": "no number"}', "[1]"])
def test_a_line_that_is_no_photograph_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text('{"accession": "1"}\n' + line + "\n")
    with pytest.raises(ValueError, match="Line 2 of"):
        list(collection.photographs(path))
