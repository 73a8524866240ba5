"""`archive export table`: records as CSV or XLSX, to be edited in a spreadsheet and brought in again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from archive.cli.base import QUERY, TROUBLE, bar, fail, into, opened
from archive.descriptions import columns, rows
from archive.interop import table
from archive.parts import Parts
from archive.search import selection
from archive.worker import settle as catch_up

MISTAKEN = 2  # what a command ends with where it was asked for wrongly
MAP_HELP = (
    "What a column of a table means, such as --map 'Story=caption' or --map 'Seen=alt[en]'; with nothing "
    "after the sign it is left out. May be given several times."
)


def mapping(mapped: Iterable[str]) -> dict[str, str]:
    """What `--map HEADING=FIELD` says, as {heading: column}. Raises UsageError."""
    found = {}
    for one in mapped:
        heading, sign, name = one.rpartition("=")
        meant = columns.column(name)
        if not sign or not heading.strip() or (name.strip() and not meant):
            raise click.UsageError(
                f"“{one}” does not say what a column means. Write HEADING=FIELD, with a field of the record "
                "such as caption, or a field or description in a language, such as caption[es] or alt[en]."
            )
        found[heading.strip()] = meant
    return found


@click.command("table")
@QUERY
@into(
    "target",
    "FILE",
    click.Path(path_type=Path, dir_okay=False),
    "Where to write: a name that ends in .csv or .xlsx.",
)
def export_table(words: str, target: Path) -> None:
    """Write records as a table, one row a record; without QUERY all of them.

    Edit it in a spreadsheet and bring it in again with `archive import`. An empty cell changes nothing; a
    cell of ∅ or [delete] empties its field. A text of more than 32,767 signs needs CSV: its cell in XLSX
    stays blank.
    """
    if target.suffix.lower() not in table.FORMATS:
        raise click.UsageError(table.BAD_FORMAT)
    with opened() as parts:
        ids = matching(parts, words) if words.strip() else None
        part = target.with_name(f".{target.name}.part")
        try:
            with parts.db.reading() as session:
                total = len(ids) if ids is not None else rows.count(session)
                with bar(total, "Writing") as more:
                    done = table.write(session, part, ids, suffix=target.suffix, told=_steps(more))
            os.replace(part, target)  # noqa: PTH105 - one name for both ends of the move
        except OSError as error:
            reason = error.strerror or type(error).__name__
            fail(f"{target} cannot be written: {reason}. Nothing in the archive was changed.")
        finally:
            part.unlink(missing_ok=True)
    for note in done.notes:
        click.echo(note, err=True)
    click.echo(f"{done.records} records are in {target}.")


def matching(parts: Parts, words: str) -> Sequence[int]:
    """Ids of what a query chooses, as staff, however many; a mistaken query ends it all."""
    if not catch_up(parts):
        click.echo("What was saved in the last moments may be missing from the export.", err=True)
    chosen = selection.select(words, parts.whole)
    for trouble in chosen.troubles:
        click.echo(str(trouble), err=True)
    if chosen.troubles:
        click.echo("Nothing was exported.", err=True)
        sys.exit(MISTAKEN if any(one.mistake for one in chosen.troubles) else TROUBLE)
    return chosen.ids


def _steps(more: Callable[[int], None]) -> Callable[[int], None]:
    """From how many are written to how many more."""
    written = 0

    def told(count: int) -> None:
        nonlocal written
        more(count - written)
        written = count

    return told
