"""The command line: the same verbs as the pages, acting as `operator`.

Exit status: 0 done ("already there" is done), 1 something was refused (the rest is in), 2 wrong use.
"""

from __future__ import annotations

import click

from archive.cli import bringing, coverage, exporting, finding, indexing, linting, people, running, tables
from archive.config import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Press photographs that can be read without seeing them."""


for one in (
    bringing.import_,
    bringing.load_sample,
    coverage.coverage,
    exporting.export,
    finding.search,
    finding.show,
    indexing.index,
    linting.lint,
    people.account,
    running.serve,
    running.work,
):
    main.add_command(one)
exporting.export.add_command(tables.export_table)
