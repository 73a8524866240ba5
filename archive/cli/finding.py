"""Commands that find and show: `archive search`, `archive show`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, cast

import click

from archive.catalogue import photographs
from archive.cli.base import fail, opened, print_json, settle
from archive.descriptions import texts
from archive.interop import record
from archive.search import query
from archive.search.index import Request, Sort, Unavailable


def _result(one: texts.Described) -> dict[str, Any]:
    return {
        "accession": one.photograph.accession,
        "headline": one.photograph.headline,
        "caption": one.photograph.caption,
        "alt": one.alt.text if one.alt else "",
    }


@click.command("search")
@click.argument("words")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--offset", default=0, type=click.IntRange(0))
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "oldest", "newest"]))
@click.option("--as-reader", is_flag=True, help="Search what readers see: published records, approved texts.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON.")
def search(words: str, limit: int, offset: int, sort: str, *, as_reader: bool, as_json: bool) -> None:
    """Find photographs; an empty query browses everything."""
    asked = query.parse(words)
    with opened() as parts:
        settle(parts)
        request = Request(
            query=asked,
            audience="reader" if as_reader else "staff",
            facets={},
            sort=cast("Sort", sort),
            offset=offset,
            limit=limit,
        )
        try:
            found = parts.index.find(request)
        except Unavailable:
            fail("Search is being rebuilt; try again in a moment.")
            return
        with parts.db.reading() as session:
            rows = photographs.by_ids(session, found.ids)
            known = {one.photograph.id: one for one in texts.described(session, rows)}
    results = [_result(known[ident]) for ident in found.ids if ident in known]
    if as_json:
        facets = {name: [asdict(value) for value in values] for name, values in found.facets.items()}
        print_json({"total": found.total, "results": results, "facets": facets})
        return
    for problem in asked.problems:
        click.echo(query.explain(problem))
    click.echo(f"{found.total} photographs")
    for row in results:
        click.echo(f"  {row['accession']}  {row['headline'] or row['caption'][:60]}")
        click.echo(f"      {row['alt'] or 'not yet described'}")


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
