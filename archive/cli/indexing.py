"""Commands on the search index: `archive index rebuild`, `archive index status`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archive.cli.base import fail, opened, print_json
from archive.search import keeper
from archive.search.index import Status, Unavailable
from archive.search.policy import AUTO, BACK, CHOICES, Policy

if TYPE_CHECKING:
    from archive.parts import Parts

SETTING = "ARCHIVE_SEARCH_ENGINE"


@click.group("index")
def index() -> None:
    """The search index: rebuilt from the catalogue whenever you like."""


@index.command("rebuild")
@click.option(
    "--engine",
    type=click.Choice(CHOICES),
    help="What to build it with; auto is the engine that fits the number of photographs. "
    f"Without this, what {SETTING} says.",
)
def rebuild(engine: str | None) -> None:
    """Build a new index from the catalogue and put it in force."""
    from archive.search.generations import writer_lock
    from archive.search.index import Busy

    with opened() as parts:
        photographs = keeper.held(parts.db)
        policy = Policy(parts.settings.search_engine)
        named = Policy()(photographs, "") if engine == AUTO else engine
        try:
            with writer_lock(parts.settings.home):
                keeper.rebuild(parts.db, parts.index, engine=named)
        except Busy:
            _have_rebuilt(parts, named, policy(photographs, ""))
        state = parts.index.status()
        click.echo(f"Rebuilt: {state.documents} photographs, with {state.engine}.")
        kept = policy(photographs, state.engine)
        if kept != state.engine:
            click.echo(f"The server will go back to {kept} by itself, because {_why(policy)}.", err=True)


def _have_rebuilt(parts: Parts, named: str | None, fitting: str) -> None:
    """Let the server's worker do it, which builds with the engine that its settings ask for."""
    if named not in {None, fitting}:
        fail(
            f"The server is running, and builds the index with {fitting}. Nothing was changed; set "
            f"{SETTING}={named} and start the server again."
        )
    if not keeper.have_rebuilt(parts.settings.index):
        fail("The server's worker was asked to rebuild the index and is still at it after ten minutes.")


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(*, as_json: bool) -> None:
    """Say how the index is: engine and why, size, how far behind, whether it equals the catalogue."""
    with opened() as parts:
        facts = _facts(parts)
        policy = Policy(parts.settings.search_engine)
    if as_json:
        print_json(facts)
        return
    if facts["trouble"]:
        click.echo(f"{facts['trouble']} `archive index rebuild` builds it; so does the server by itself.")
    for name, value in facts.items():
        if name != "trouble":
            click.echo(f"{name}: {value}")
    click.echo(f"The engine is chosen so because {_why(policy)}.")
    for sentence in _due(facts):
        click.echo(sentence)


def _facts(parts: Parts) -> dict[str, Any]:
    """How the index stands.

    `setting` is what the owner chose, `wanted` the engine that should serve instead of this one or '',
    `asked` whether a rebuild or a look was asked for and not done yet, `behind` the events not yet indexed.
    """
    from archive import history

    with parts.db.reading() as session:
        head = history.head(session)
    trouble, wanted = "", ""
    try:
        state = parts.index.status()
        equal = keeper.exact(parts.db, parts.index)
        wanted = parts.index.wanted() or ""
    except Unavailable as error:
        state, equal, trouble = Status("", 0, 0, "", 0, 0), False, str(error)
    return asdict(state) | {
        "setting": parts.settings.search_engine,
        "wanted": wanted,
        "asked": keeper.asked(parts.settings.index),
        "behind": head - state.seen,
        "equal": equal,
        "trouble": trouble,
    }


def _why(policy: Policy) -> str:
    if policy.choice != AUTO:
        return f"{SETTING} is {policy.choice}"
    return (
        f"{SETTING} is {AUTO}: whoosh up to {policy.threshold:,} photographs, tantivy above, and whoosh "
        f"again at {int(policy.threshold * BACK):,}"
    )


def _due(facts: dict[str, Any]) -> list[str]:
    """What is to be done, in sentences; nothing where all is well."""
    sentences = []
    if facts["wanted"]:
        sentences.append(
            f"{facts['wanted']} should serve instead: the server builds its index by itself, and "
            "`archive index rebuild` does it now."
        )
    if facts["asked"]:
        sentences.append("A rebuild was asked for; the server's worker has not done it yet.")
    if not facts["trouble"] and not facts["equal"] and not facts["behind"]:
        sentences.append("It is not equal to the catalogue: `archive index rebuild` mends that.")
    return sentences
