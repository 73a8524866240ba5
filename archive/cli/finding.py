"""Commands that find and show: `archive search`, `archive show`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

import click
from sqlalchemy.orm import Session

from archive.catalogue import photographs
from archive.cli.base import fail, opened, print_json, settle
from archive.descriptions import texts
from archive.interop import record
from archive.search import build, query, suggest
from archive.search.document import Document
from archive.search.explain import Passage, passages, spelling
from archive.search.index import Found, Index, Request, Sort, Unavailable
from archive.search.query import Problem
from archive.search.suggest import Nothing, Suggestion

_IN_WORDS = {
    "alt": "alt text",
    "keyword": "keywords",
    "accession": "accession number",
    "long": "long description",
    "other": "source, rights or artwork",
}


@dataclass(frozen=True)
class _Answer:
    """What a search found, where in each photograph, and what else could be asked."""

    found: Found
    shown: list[tuple[texts.Described, tuple[Passage, ...]]]
    problems: tuple[Problem, ...]
    suggestion: Suggestion | None
    nothing: Nothing | None


@click.command("search")
@click.argument("words")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--offset", default=0, type=click.IntRange(0))
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "oldest", "newest"]))
@click.option("--as-reader", is_flag=True, help="Search what readers see: published records, approved texts.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON.")
def search(words: str, limit: int, offset: int, sort: str, *, as_reader: bool, as_json: bool) -> None:
    """Find photographs; an empty query browses everything."""
    with opened() as parts:
        settle(parts)
        request = Request(
            query=query.parse(words),
            audience="reader" if as_reader else "staff",
            facets={},
            sort=cast("Sort", sort),
            offset=offset,
            limit=limit,
        )
        try:
            with parts.db.reading() as session:
                answer = _answer(session, parts.index, request)
        except Unavailable:
            fail("Search is being rebuilt; try again in a moment.")
            return
    if as_json:
        print_json(_as_json(request, answer))
    else:
        _print(answer)


def _answer(session: Session, index: Index, request: Request) -> _Answer:
    found = index.find(request)
    known = {
        one.photograph.id: one for one in texts.described(session, photographs.by_ids(session, found.ids))
    }
    where = {
        one.id: passages(one, request.query.node, request.audience)
        for one in build.documents(session, found.ids)
        if isinstance(one, Document)
    }
    suggestion = suggest.did_you_mean(index, request)
    if suggestion:
        suggestion = _as_written(session, index, request, suggestion)
    return _Answer(
        found,
        [(known[ident], where.get(ident, ())) for ident in found.ids if ident in known],
        (*request.query.problems, *found.problems),
        suggestion,
        suggest.nothing(index, request) if not found.total and request.query.node != query.All() else None,
    )


def _as_written(session: Session, index: Index, request: Request, suggestion: Suggestion) -> Suggestion:
    """The suggestion with its word as the first photograph that it finds writes it."""
    first = index.find(replace(request, query=suggestion.query, offset=0, limit=1, groups=()))
    for document in build.documents(session, first.ids):
        if isinstance(document, Document):
            return replace(suggestion, instead=spelling(document, suggestion.instead, request.audience))
    return suggestion


def _as_json(request: Request, answer: _Answer) -> dict[str, Any]:
    less = answer.nothing
    return {
        "total": answer.found.total,
        "query": query.to_text(request.query),
        "problems": [asdict(one) | {"message": query.explain(one)} for one in answer.problems],
        "suggestion": _suggested(answer.suggestion) if answer.suggestion else None,
        "missing": [query.to_text(one) for one in (*less.missing, *less.filters)] if less else [],
        "fewer": [
            {"query": query.to_text(one.query), "without": one.without, "count": one.count}
            for one in (less.fewer if less else ())
        ],
        "results": [_result(one, found) for one, found in answer.shown],
        "facets": {name: [asdict(value) for value in values] for name, values in answer.found.facets.items()},
    }


def _suggested(suggestion: Suggestion) -> dict[str, Any]:
    return asdict(suggestion) | {"query": query.to_text(suggestion.query)}


def _result(one: texts.Described, found: tuple[Passage, ...]) -> dict[str, Any]:
    return {
        "accession": one.photograph.accession,
        "headline": one.photograph.headline,
        "caption": one.photograph.caption,
        "alt": one.alt.text if one.alt else "",
        "found_in": [passage.field for passage in found],
        "passages": [
            passage._asdict() | {"pieces": [piece._asdict() for piece in passage.pieces]} for passage in found
        ],
    }


def _print(answer: _Answer) -> None:
    for problem in answer.problems:
        click.echo(query.explain(problem))
    total = answer.found.total
    click.echo(f"{total} photograph{'' if total == 1 else 's'}")
    if answer.suggestion:
        meant = answer.suggestion
        click.echo(f"Did you mean “{meant.instead}”? {query.to_text(meant.query)} finds {meant.count}.")
    if answer.nothing:
        for part in (*answer.nothing.missing, *answer.nothing.filters):
            click.echo(f"Nothing is found by {query.to_text(part)} alone.")
        for less in answer.nothing.fewer:
            click.echo(f"Without {less.without}: {query.to_text(less.query)} finds {less.count}.")
    for one, found in answer.shown:
        row = _result(one, found)
        click.echo(f"  {row['accession']}  {row['headline'] or row['caption'][:60]}")
        click.echo(f"      {row['alt'] or 'not yet described'}")
        for passage in found:
            click.echo(f"      found in {_IN_WORDS.get(passage.field, passage.field)}: {_written(passage)}")


def _written(passage: Passage) -> str:
    """A passage on one line, what was found in brackets."""
    inside = "".join(f"[{piece.text}]" if piece.found else piece.text for piece in passage.pieces)
    return f"{'… ' * passage.cut_before}{' '.join(inside.split())}{' …' * passage.cut_after}"


@click.command("show")
@click.argument("accession")
@click.option("--as-reader", is_flag=True, help="Show what readers see.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def show(accession: str, *, as_reader: bool, as_json: bool) -> None:
    """Show one record."""
    with opened() as parts, parts.db.reading() as session:
        found = photographs.find(session, accession)
        if found is not None and found.merged_into_id is not None:
            found = photographs.by_ids(session, [found.merged_into_id])[0]
        if found is None or (as_reader and not photographs.public(found)):
            fail(f"There is no photograph {accession}.")
            return
        shape = record.to_json(session, found, reader=as_reader)
    if as_json:
        print_json(shape)
        return
    for name, value in shape.items():
        if value:
            click.echo(
                f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            )
