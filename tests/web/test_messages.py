"""Sentences with values in them: each survives its formatting and is given every value that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from jinja2 import nodes

from archive.config import PROJECT

TEMPLATES = PROJECT / "archive" / "web" / "templates"
NAMED = re.compile(r"%\((\w+)\)[sd]")
MARKERS = {"_", "_l", "gettext", "lazy_gettext", "ngettext"}
Call = tuple[str, Sequence[str], set[str]]  # where, the one or two sentences, the values it is given


def test_every_sentence_of_a_template_survives_its_formatting(app: Flask) -> None:
    calls = list(of_templates(app))
    assert len(calls) > 500
    assert wrong(calls, always=True) == []
    with app.test_request_context():
        for where, sentences, given in calls:
            values = dict.fromkeys(given | {"num"}, 1)
            for sentence in sentences:
                shown = render_template_string(
                    "{{ _(sentence, **values) }}", sentence=sentence, values=values
                )
                assert shown.count("%") == sentence.count("%%"), (where, shown)


def test_every_sentence_of_the_code_survives_its_formatting() -> None:
    calls = list(of_code())
    assert len(calls) > 300
    assert wrong(calls, always=False) == []


@pytest.mark.parametrize(
    ("sentence", "given", "always"),
    [
        ("Shown at 100 %.", set(), True),
        ("Shown at 100 % size", set(), True),
        ("%(name)s", set(), True),
        ("100%% of %(name)s", {"other"}, False),
        ("100 % of %(name)s", {"name"}, False),
        ("100 %% of them", set(), False),
        ("%s and %(name)s", {"name"}, True),
    ],
)
def test_what_would_not_survive_is_seen(sentence: str, given: set[str], always: bool) -> None:  # noqa: FBT001 - a parameter
    assert wrong([("here", [sentence], given)], always=always) == [("here", sentence)]


def wrong(calls: Sequence[Call], *, always: bool) -> list[tuple[str, str]]:
    """Sentences that lack a value, or hold a sign that formatting trips over.

    Templates format `always`. Code formats what is given values, there or by a `%` that follows, and shows
    the rest as it stands.
    """
    found = []
    for where, sentences, given in calls:
        for sentence in sentences:
            names = set(NAMED.findall(sentence))
            bare = NAMED.sub("", sentence)
            formatted = always or bool(given) or bool(names)
            stray = "%" in bare.replace("%%", "") if formatted else "%%" in bare
            if stray or ((always or given) and not names <= given):
                found.append((where, sentence))
    return found


def of_templates(app: Flask) -> Iterator[Call]:
    """Each call of a marker in the templates."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in MARKERS:
                said = [one.value for one in call.args if isinstance(one, nodes.Const)]
                given = {one.key for one in call.kwargs}
                yield _call(f"{path.name}:{call.lineno}", said, given, call.node.name)


def of_code() -> Iterator[Call]:
    """Each call of a marker in the package that has its sentence in place."""
    for path in sorted((PROJECT / "archive").rglob("*.py")):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Call]:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        open_ended = any(one.arg is None for one in call.keywords)  # values that come as **mapping
        said = [one.value for one in call.args if isinstance(one, ast.Constant)]
        if call.func.id in MARKERS and said and not open_ended:
            given = {one.arg for one in call.keywords if one.arg}
            yield _call(f"{path.name}:{call.lineno}", said, given, call.func.id)


def _call(where: str, said: Sequence[object], given: set[str], marker: str) -> Call:
    sentences = [one for one in said if isinstance(one, str)]
    return where, sentences, given | ({"num"} if marker == "ngettext" else set())
