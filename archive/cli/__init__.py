"""The command line: the same verbs as the pages, acting as `operator`.

Exit status: 0 done ("already there" is done), 1 something was refused (the rest is in), 2 wrong use.
"""

from __future__ import annotations

import click

from archive.cli.loading import Later
from archive.config import VERSION

COMMANDS = {
    "account": "people:account",
    "coverage": "coverage:coverage",
    "export": "exporting:export",
    "import": "bringing:import_",
    "index": "indexing:index",
    "lint": "linting:lint",
    "sample": "bringing:load_sample",
    "search": "finding:search",
    "serve": "running:serve",
    "show": "finding:show",
    "work": "running:work",
}


@click.group(commands=Later(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Press photographs that can be read without seeing them."""
