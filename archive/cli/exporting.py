"""Commands that take photographs and their words out: `archive export …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import func, select

from archive.catalogue.models import Photograph
from archive.cli.base import QUERY, TROUBLE, bar, fail, into, opened, print_json
from archive.cli.loading import Later
from archive.interop import files, filing
from archive.media.writing import MISSING
from archive.parts import Parts


@click.group("export", commands=Later({"table": "tables:export_table"}))
def export() -> None:
    """Take photographs and their words out of the archive."""


@export.command("files")
@QUERY
@into(
    "folder",
    "DIR",
    click.Path(path_type=Path, file_okay=False),
    "The folder to write into; the same command goes on where it was stopped.",
)
@click.option(
    "--size",
    default="original",
    show_default=True,
    type=click.Choice(["original", "1600", "800", "400"]),
    help="The file as it came, with words written into a copy, or a JPEG of so many pixels in width.",
)
@click.option("--with-location", is_flag=True, help="Leave coordinates and sublocation in originals.")
@click.option("--drafts", is_flag=True, help="What readers cannot see too: drafts, and what has an embargo.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def export_files(
    words: str, folder: Path, size: str, *, with_location: bool, drafts: bool, as_json: bool
) -> None:
    """Write pictures with their words inside; without QUERY all of them."""
    options = filing.Options(0 if size == files.ORIGINAL else int(size), with_location, drafts)
    with opened() as parts:
        tools = files.means(parts.store, parts.sandbox, parts.settings.exiftool or None)
        if not tools.writer.available:
            if not options.width:
                fail(MISSING)
            click.echo(f"{MISSING} The sizes carry creator, credit, rights and alt text alone.", err=True)
        receipt = _filed(parts, tools, words, folder, options)
    if as_json:
        print_json(receipt.to_json())
    else:
        _tell(receipt, folder)
    sys.exit(TROUBLE if receipt.count("refused") else 0)


def _filed(
    parts: Parts, tools: files.Means, words: str, folder: Path, options: filing.Options
) -> filing.Filing:
    found = _matching(parts, words) if words.strip() else None
    with parts.db.reading() as session:
        total = len(found) if found is not None else session.scalar(select(func.count(Photograph.id))) or 0
        with bar(total, "Exporting") as told:
            try:
                return filing.export(
                    parts.db,
                    tools,
                    found if found is not None else filing.everything(session),
                    folder,
                    options,
                    at_once=parts.settings.children,
                    told=told,
                )
            except filing.InUse as error:
                fail(str(error))
            except OSError as error:
                reason = error.strerror or type(error).__name__
                fail(f"The folder {folder} cannot be written to: {reason}. What was written before stays.")


def _matching(parts: Parts, words: str) -> Sequence[int]:
    """As for a table, with the search that only a query needs."""
    from archive.cli.tables import matching

    return matching(parts, words)


def _tell(receipt: filing.Filing, folder: Path) -> None:
    """What became of the files; warnings and refusals one line each."""
    for one in receipt.files:
        if one.what == "refused":
            click.echo(f"{one.file}: not written. {one.reason}", err=True)
        elif one.cut and one.what == "written":
            names = ", ".join(name.replace("_", " ") for name in one.cut)
            click.echo(f"{one.file}: cut in the older metadata (IIM), whole in XMP: {names}.", err=True)
        if one.left_out:
            click.echo(
                f"{one.file}: {one.left_out} of the file's own descriptions left out: "
                "they were edited or decided against.",
                err=True,
            )
        if one.beyond:
            names = ", ".join(name.replace("_", " ") for name in one.beyond)
            click.echo(
                f"{one.file}: more in the file beside what the record changed, left out: {names}.", err=True
            )
    if receipt.left_out:
        click.echo(f"{receipt.left_out} records that readers cannot see were left out; --drafts takes them.")
    click.echo(
        f"{receipt.count('written')} files were written to {folder}; {receipt.count('unchanged')} were there "
        f"already, {receipt.count('refused')} were refused."
    )
