"""Commands that bring photographs in: `archive import`, `archive sample`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive import languages
from archive.catalogue import collections
from archive.cli import tables
from archive.cli.base import TROUBLE, opened, print_json, settle
from archive.config import PROJECT
from archive.history import OPERATOR
from archive.ingest import sample
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run, bring_in
from archive.ingest.telling import receipt_lines


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--collection", default="", metavar="SLUG", help="Collection that everything goes to.")
@click.option(
    "--language", default="", metavar="CODE", help="Language of the captions; without it the text tells."
)
@click.option("--map", "mapped", multiple=True, metavar="HEADING=FIELD", help=tables.MAP_HELP)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--publish",
    is_flag=True,
    help="Publish what nothing stops, drafts that are here already too; the rest is listed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def import_(
    paths: tuple[Path, ...],
    collection: str,
    language: str,
    mapped: tuple[str, ...],
    *,
    dry_run: bool,
    publish: bool,
    as_json: bool,
) -> None:
    """Bring in pictures, folders and caption sheets."""
    if collection and not collections.SLUG.fullmatch(collection):
        raise click.UsageError("A collection's short name has letters a to z, digits and hyphens.")
    if language and languages.find(language) is None:
        raise click.UsageError(
            f"“{language}” is not a language that the archive knows; write a code such as es."
        )
    language = languages.normal(language) or ""
    options = Options(
        collection=collection,
        language=language,
        publish=publish,
        dry_run=dry_run,
        columns=tables.mapping(mapped),
    )
    with opened() as parts:
        count = 0

        def told(outcome: Outcome) -> None:
            nonlocal count
            count += outcome.what not in {"read", "skipped"}
            if sys.stderr.isatty():
                click.echo(f"\r{count} done", nl=False, err=True)

        receipt = bring_in(Run(parts.tools, OPERATOR, options, told=told), paths)
        if sys.stderr.isatty():
            click.echo("", err=True)
        settle(parts)
    if as_json:
        print_json(receipt.to_json())
    else:
        for line in receipt_lines(receipt, dry_run=dry_run):
            click.echo(line)
    sys.exit(TROUBLE if receipt.of("refused") else 0)


@click.command("sample")
def load_sample() -> None:
    """Load the sample that ships with the project, if the archive is empty."""
    with opened() as parts:
        with parts.db.reading() as session:
            if not sample.empty(session):
                return
        count = sample.load(parts.tools, PROJECT / "images" / "sample")
        settle(parts)
        click.echo(f"Loaded the sample: {count} photographs.")
