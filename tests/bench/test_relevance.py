"""The judging of orders: figures worked out by hand, and the sample's judgements name what is there."""

import json
from pathlib import Path

import pytest

from bench import relevance
from bench.relevance import Judgement
from bench.sides import ENGINES
from tests.search.makers import document

ROOT = Path(__file__).parent.parent.parent


def test_scores_are_means_over_all_queries() -> None:
    scores = relevance.summed([1, 2, 0, 4])
    assert scores == (pytest.approx((1 + 1 / 2 + 1 / 4) / 4), 0.25, 0.75)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rank_is_that_of_the_first_answer(engine: str) -> None:
    documents = [
        document(1, headline="boat", accession="a"),
        document(2, other="an old rowing boat that lies far away behind many other things", accession="b"),
    ]
    asked = [
        Judgement("boat", frozenset("a")),
        Judgement("boat", frozenset("b")),
        Judgement("boat", frozenset("ab")),
        Judgement("cat", frozenset("a")),
    ]
    assert relevance.judge(engine, documents, asked) == [1, 2, 1, 0]


def test_the_samples_judgements_name_photographs_of_the_sample() -> None:
    facts = json.loads((ROOT / "images" / "sample" / "sample.json").read_text(encoding="utf-8"))
    documents = [document(n, accession=one["accession"]) for n, one in enumerate(facts["photographs"])]
    judged = relevance.read(ROOT / "bench" / "judgements" / "sample.jsonl")
    relevance.check(documents, judged)
    assert len(judged) >= 25
    assert len({one.query for one in judged}) == len(judged)


def test_an_answer_that_is_not_in_the_collection_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the collection"):
        relevance.check([document(1, accession="a")], [Judgement("cat", frozenset("b"))])
