"""The house keeps its shape: small files, small functions, one way to show a picture, no stray words."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for path in (ROOT / "archive").rglob("*.py") if "versions" not in path.parts)
TEMPLATES = sorted((ROOT / "archive" / "web" / "templates").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.name}: {node.name} has {length} lines")
    assert long == []


def test_image_addresses_are_made_by_the_picture_component_alone() -> None:
    makers = {path.name for path in TEMPLATES if "images.derivative" in path.read_text()}
    assert makers == {"picture.html"}
    shown = {path.name for path in TEMPLATES if re.search(r"<img\b", path.read_text())}
    assert shown == {"picture.html"}


def test_pages_never_touch_image_rows() -> None:
    offenders = [
        path.name
        for path in (ROOT / "archive" / "web").rglob("*.py")
        if re.search(r"from archive\.catalogue\.models import .*\bImage\b", path.read_text())
    ]
    assert offenders == []


@pytest.mark.parametrize("pattern", [r"\sstyle=", r"<script(?![^>]*\bsrc=)", r"\son[a-z]+=", r"<style\b"])
def test_templates_hold_no_inline_script_or_style(pattern: str) -> None:
    """The content security policy would block it; here it is found before a browser does."""
    markup = {path.name: re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL) for path in TEMPLATES}
    assert [name for name, text in markup.items() if re.search(pattern, text)] == []


def test_no_path_of_somebodys_machine_is_kept() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is not a git checkout")
    kinds = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".yml", ".cfg"}
    names = [ROOT / name for name in listed.stdout.splitlines() if Path(name).suffix in kinds]
    pattern = re.compile(r"(?<![\w.])/(?:home|root|work)/\w")
    found = [p.name for p in names if p.exists() and pattern.search(p.read_text(encoding="utf-8"))]
    assert found == []
