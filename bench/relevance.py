"""Whether what people look for comes first: each engine's order, judged.

`python -m bench relevance [COLLECTION JUDGEMENTS]`: the collection is a file of JSON lines (`collection`
names its fields) or the word `sample`, loaded as a new archive loads it; without both, the sample and
`judgements/sample.jsonl`. A line of judgements is {"query": "…", "answers": ["accession", …]}: every
photograph of the collection that truly answers. Reported are MRR@10 (the mean of 1/rank of the first answer,
0 where none is among ten), and success@1 and @10 (the share of queries with an answer that high up). Staff
and readers' words are the same here: what is approved and public.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from archive.config import Settings
from archive.ingest import sample
from archive.parts import build
from archive.search import build as indexing
from archive.search.document import Document
from archive.search.holder import Holder
from archive.search.index import Request
from archive.search.policy import Policy
from archive.search.query import parse
from bench import collection
from bench.sides import ENGINES

HERE = Path(__file__).parent
SAMPLE = "sample"
DEPTH = 10


class Judgement(NamedTuple):
    """What was asked, and the accession numbers that answer it."""

    query: str
    answers: frozenset[str]


class Scores(NamedTuple):
    """Means over all queries."""

    mrr: float
    first: float
    ten: float


def main(asked: list[str]) -> None:
    """Judge each engine and print a table in Markdown, then the queries that none answers first."""
    if len(asked) not in {0, 2}:
        sys.exit("Give a collection and its judgements, or neither for the sample's.")
    source, judged = asked or (SAMPLE, str(HERE / "judgements" / "sample.jsonl"))
    documents = loaded_sample() if source == SAMPLE else list(collection.photographs(Path(source)))
    judgements = read(Path(judged))
    check(documents, judgements)
    print(f"{len(documents)} photographs, {len(judgements)} queries\n")
    print("| engine | MRR@10 | success@1 | success@10 |\n|---|---|---|---|")
    missed: dict[str, dict[str, int]] = {}
    for name in ENGINES:
        ranks = judge(name, documents, judgements)
        scores = summed(ranks)
        print(f"| {name} | {scores.mrr:.3f} | {scores.first:.3f} | {scores.ten:.3f} |")
        for one, rank in zip(judgements, ranks, strict=True):
            if rank != 1:
                missed.setdefault(one.query, {})[name] = rank
    print("\nNot answered first:")
    for query, by in missed.items():
        print(f"- {query}: " + ", ".join(f"{name} {rank or 'not'}" for name, rank in by.items()))


def read(path: Path) -> list[Judgement]:
    """The judgements of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    every = (json.loads(line) for line in lines if line.strip())
    return [Judgement(one["query"], frozenset(one["answers"])) for one in every]


def check(documents: Iterable[Document], judgements: Iterable[Judgement]) -> None:
    """ValueError where a judgement names a photograph that the collection does not have."""
    known = {one.accession for one in documents}
    for one in judgements:
        if not one.answers or one.answers - known:
            raise ValueError(f"“{one.query}” has answers that are not in the collection: {set(one.answers)}.")


def loaded_sample() -> list[Document]:
    """The sample, loaded into a new archive in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        parts = build(Settings(home=Path(folder), database=Path(folder) / "archive.db"))
        try:
            sample.load(parts.tools, HERE.parent / "images" / "sample")
            return list(indexing.everything(parts.db))
        finally:
            parts.close()


def judge(engine: str, documents: Sequence[Document], judgements: Iterable[Judgement]) -> list[int]:
    """For each query the rank of its first answer among ten, 0 where there is none."""
    accessions = {one.id: one.accession for one in documents}
    with tempfile.TemporaryDirectory() as folder:
        index = Holder(Path(folder), ENGINES, Policy(engine))
        with index.draft(len(documents)) as draft:
            draft.fill(documents, 1)
            draft.put_in_force()
        ranks = []
        for one in judgements:
            found = index.find(Request(parse(one.query), limit=DEPTH, groups=()))
            good = (n for n, ident in enumerate(found.ids, 1) if accessions[ident] in one.answers)
            ranks.append(next(good, 0))
        index.close()
    return ranks


def summed(ranks: Sequence[int]) -> Scores:
    """The means of ranks as `judge` gives them."""
    most = len(ranks)
    reciprocal = sum(1 / rank for rank in ranks if rank)
    return Scores(reciprocal / most, ranks.count(1) / most, sum(map(bool, ranks)) / most)


if __name__ == "__main__":
    main(sys.argv[1:])
