"""The command that counts what is described: `archive coverage`."""

from __future__ import annotations

from typing import Any

import click

from archive.cli.base import opened, print_json
from archive.descriptions import coverage as counting
from archive.descriptions.coverage import Coverage, Standing
from archive.descriptions.models import KINDS

ROW = "  {:>11} {:>9}  {:8} {:>9} {:>9} {:>11}"


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, month by month too.")
def coverage(*, as_json: bool) -> None:
    """Count the photographs that readers may see and that have approved texts, by collection and language.

    Transcripts are counted among photographs in which words can be read. Over time (in the JSON) is told
    of what stands today: photographs since they were registered, texts since readers have had one.
    "alone" (in the JSON) are those of the texts that no second person checked.
    """
    with opened() as parts, parts.db.reading() as session:
        found = counting.of_archive(session)
    if as_json:
        print_json(_json(found))
    else:
        _tell(found)


def _json(found: Coverage) -> dict[str, Any]:
    return {
        "collections": [
            {
                "slug": shelf.collection.slug if shelf.collection else "",
                "title": shelf.collection.title if shelf.collection else "",
            }
            | _figures(shelf.standing, found.languages)
            for shelf in found.shelves
        ],
        "total": _figures(found.total, found.languages),
        "over_time": [
            {
                "month": one.month,
                "photographs": one.standing.photographs,
                "words_visible": one.standing.words_visible,
            }
            | {kind: {code: one.standing.of(kind, code) for code in found.languages} for kind in KINDS}
            for one in found.over_time
        ],
    }


def _figures(standing: Standing, languages: tuple[str, ...]) -> dict[str, Any]:
    told = {
        code: {kind: standing.of(kind, code) for kind in KINDS}
        | {"words_visible": standing.words_visible}
        | {"alone": {kind: standing.alone(kind, code) for kind in KINDS}}
        for code in languages
    }
    return {"photographs": standing.photographs, "languages": told}


def _tell(found: Coverage) -> None:
    if not found.total.photographs:
        click.echo("There is no photograph yet that readers may see, so there is nothing to count.")
        return
    click.echo(ROW.format("photographs", "words", "language", "alt text", "long", "transcript").rstrip())
    for shelf in found.shelves:
        _rows(shelf.collection.title if shelf.collection else "In no collection", shelf.standing, found)
    _rows("All photographs", found.total, found)


def _rows(title: str, standing: Standing, found: Coverage) -> None:
    click.echo(title)
    for code in found.languages or ("en",):
        figures = [standing.of(kind, code) for kind in KINDS]
        click.echo(ROW.format(standing.photographs, standing.words_visible, code, *figures).rstrip())
