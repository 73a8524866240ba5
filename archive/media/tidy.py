"""Makes metadata from strangers' files safe to keep: plain JSON, valid text, bounded in every direction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VALUE_BYTES = 64 * 1024
TOTAL_BYTES = 1024 * 1024
KEY_CHARS = 200
DEPTH = 12
NAMED_CUTS = 100

_UNSAFE = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class _Budget:
    left: int = TOTAL_BYTES
    cut: list[str] = field(default_factory=list)

    def note(self, key: str) -> None:
        if key not in self.cut and len(self.cut) < NAMED_CUTS:
            self.cut.append(key)


def tidy(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values as text, lists and dictionaries of text only; no NUL, no lone surrogate.

    A value is at most 64 KB of UTF-8, all together 1 MB, nesting 12 deep; the key ``truncated`` then lists
    (up to 100 of) the keys whose values were cut or left out. The caller puts what matters first.
    """
    budget, kept = _Budget(), {}
    for name, value in pairs:
        key = _text(str(name))[:KEY_CHARS]
        if budget.left <= 0:
            budget.note(key)
            continue
        before = budget.left
        budget.left = min(before, VALUE_BYTES)
        kept[key] = _value(value, key, budget, DEPTH)
        budget.left = before - (min(before, VALUE_BYTES) - budget.left) - len(key)
    if budget.cut:
        kept["truncated"] = budget.cut
    return kept


def _value(value: Any, key: str, budget: _Budget, depth: int) -> Any:
    if not isinstance(value, dict | list | tuple):
        return _bounded(_text(value), key, budget)
    if depth == 0:
        budget.note(key)
        return ""
    if isinstance(value, dict):
        return {
            _bounded(_text(str(name))[:KEY_CHARS], key, budget): _value(inner, key, budget, depth - 1)
            for name, inner in value.items()
            if _room(key, budget)
        }
    return [_value(inner, key, budget, depth - 1) for inner in value if _room(key, budget)]


def _room(key: str, budget: _Budget) -> bool:
    if budget.left > 0:
        budget.left -= 8  # what an empty item costs, so that a million of them are stopped too
        return True
    budget.note(key)
    return False


def _bounded(text: str, key: str, budget: _Budget) -> str:
    data = text.encode()
    if len(data) > max(budget.left, 0):
        budget.note(key)
        text = data[: max(budget.left, 0)].decode(errors="ignore")
        budget.left = 0
        return text
    budget.left -= len(data)
    return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "True" if value else "False"
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return _UNSAFE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)
