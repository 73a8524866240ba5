"""What the documents say is so: settings, commands, pages, files."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from archive.cli import main
from archive.config import SETTINGS, BadSetting, read_settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = {row[0]: row[1] for row in re.findall(r"^\| `(ARCHIVE_\w+)` \| (.*?) \|", README, re.MULTILINE)}
    assert rows == {setting.name: setting.default or "–" for setting in SETTINGS}


def commands(group: click.Group, before: str = "archive") -> list[str]:
    found = []
    for name, command in group.commands.items():
        full = f"{before} {name}"
        found += commands(command, full) if isinstance(command, click.Group) else [full]
    return found


def test_the_readme_names_every_command() -> None:
    missing = [name for name in commands(main) if f"`{name}" not in README]
    assert missing == []


def test_pictures_and_links_of_the_documents_exist() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{name} points to {target}"


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", README))
    assert named - targets == set()


@pytest.mark.parametrize("name", ["ARCHIVE_PORT", "ARCHIVE_WORKERS", "ARCHIVE_MAX_PIXELS"])
def test_a_setting_that_is_no_number_is_refused_in_words(name: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({name: "many"})


def test_a_misspelt_setting_is_not_ignored() -> None:
    with pytest.raises(BadSetting, match="ARCHIVE_HOMME"):
        read_settings({"ARCHIVE_HOMME": "somewhere"})
