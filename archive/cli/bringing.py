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


class Progress:
    """How far an import is, as one line of a terminal; nothing where errors go to a file or a program."""

    def __init__(self) -> None:
        self.count = self.total = 0
        self.seen = sys.stderr.isatty()

    def expected(self, items: int) -> None:
        """Take the number of items that there are."""
        self.total = items
        self._show()

    def told(self, outcome: Outcome) -> None:
        """Count one item."""
        self.count += outcome.what not in {"read", "skipped"}
        self._show()

    def _show(self) -> None:
        if not self.seen:
            return
        line = f"{self.count} done"
        if self.total >= self.count > 0 or (self.total and not self.count):
            percent = self.count * 100 // self.total
            line = f"[{'#' * (percent // 5):<20}] {self.count} of {self.total} done, {percent} %"
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    def close(self) -> None:
        """End the line."""
        if self.seen:
            click.echo("", err=True)


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
@click.option(
    "--with-copies",
    "copies",
    is_flag=True,
    help="Bring in as new records even what looks like copies that left this archive.",
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
    copies: bool,
    as_json: bool,
) -> None:
    """Bring in pictures, folders, caption sheets and tables."""
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
        copies=copies,
        dry_run=dry_run,
        columns=tables.mapping(mapped),
    )
    with opened() as parts:
        bar = Progress()
        work = Run(parts.tools, OPERATOR, options, told=bar.told, expected=bar.expected)
        receipt = bring_in(work, paths)
        bar.close()
        if not dry_run:
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
