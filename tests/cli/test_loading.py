"""Each command is there under its own name, and starts without what the others need."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from archive.cli import COMMANDS, main
from archive.cli.loading import Later

# What takes long to load, and who alone needs it.
HEAVY = ("flask_security", "zxcvbn", "openpyxl", "docx", "archive.ingest.run", "archive.worker", "flask")
HEAVY += ("alembic", "edtf")  # and these only where a catalogue is changed, a rare date is read


def test_each_command_has_its_own_name() -> None:
    assert {name: main.commands[name].name for name in COMMANDS} == {name: name for name in COMMANDS}
    export = main.commands["export"]
    assert isinstance(export, click.Group)
    assert sorted(export.commands) == ["files", "table"]
    assert export.commands["table"].name == "table"


def test_help_names_every_command_and_an_unknown_one_is_told() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []
    assert CliRunner().invoke(main, ["exprot"]).exit_code == 2


def test_exporting_files_loads_nothing_of_the_other_commands() -> None:
    code = (
        "import sys\nfrom archive.cli import main\nmain.commands['export'].commands['files']\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == []


def test_a_command_can_be_added_and_taken_out() -> None:
    commands = Later({"table": "tables:export_table"})
    commands["own"] = click.Command("own")
    assert (list(commands), len(commands), commands["own"].name) == (["table", "own"], 2, "own")
    del commands["table"]
    with pytest.raises(KeyError):
        commands["table"]
