"""Commands on the search index: `archive index rebuild`, `archive index status`."""

from __future__ import annotations

from dataclasses import asdict

import click

from archive.cli.base import fail, opened, print_json
from archive.search import keeper
from archive.search.index import Status, Unavailable


@click.group("index")
def index() -> None:
    """The search index: rebuilt from the catalogue whenever you like."""


@index.command("rebuild")
def rebuild() -> None:
    """Build a new index from the catalogue and put it in force."""
    from archive.search.generations import writer_lock
    from archive.search.index import Busy

    with opened() as parts:
        try:
            with writer_lock(parts.settings.home):
                keeper.rebuild(parts.db, parts.index)
        except Busy:
            if not keeper.have_rebuilt(parts.settings.index):
                fail(
                    "The server's worker was asked to rebuild the index and is still at it after ten minutes."
                )
        click.echo(f"Rebuilt: {parts.index.status().documents} photographs.")


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(*, as_json: bool) -> None:
    """Say how the index is: engine, size, how far behind, whether it equals the catalogue."""
    from archive import history

    with opened() as parts:
        with parts.db.reading() as session:
            head = history.head(session)
        trouble = ""
        try:
            state = parts.index.status()
            equal = keeper.exact(parts.db, parts.index)
        except Unavailable as error:
            state, equal, trouble = Status("", 0, 0, "", 0, 0), False, str(error)
        facts = asdict(state) | {"behind": head - state.seen, "equal": equal, "trouble": trouble}
    if as_json:
        print_json(facts)
        return
    if trouble:
        click.echo(f"{trouble} `archive index rebuild` builds it; so does the server by itself.")
    for name, value in facts.items():
        if name != "trouble":
            click.echo(f"{name}: {value}")
