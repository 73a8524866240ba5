"""The numbers that Word counts itself: they are no text of a paragraph, and are told by its list and level.

Numbering stands in `word/numbering.xml` (ECMA-376 part 1, 17.9); a style may bring it, in `word/styles.xml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

_DECIMAL = frozenset(("decimal", "decimalZero"))


def name_of(tag: str) -> str:
    """An element's or attribute's name without its namespace."""
    return tag.rpartition("}")[2]


def value_of(attributes: Mapping[str, str], name: str = "val") -> str:
    """One attribute of an element, '' where it has none."""
    return next((value for key, value in attributes.items() if name_of(key) == name), "")


@dataclass
class Lists:
    """What numbering and styles say, and how far each list has counted; a parser feeds it."""

    kind_of: dict[str, str] = field(default_factory=dict)  # a list's number to its definition's
    formats: dict[str, str] = field(default_factory=dict)  # a definition's first level
    starts: dict[str, int] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)  # a paragraph style to a list's number
    _counts: Counter[str] = field(default_factory=Counter)
    _definition: str = ""
    _list: str = ""
    _level: str = ""
    _style: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Hear the beginning of an element of numbering.xml or styles.xml."""
        name, value = name_of(tag), value_of(attributes)
        if name == "abstractNum":
            self._definition, self._list = value_of(attributes, "abstractNumId"), ""
        elif name == "num":
            self._definition, self._list = "", value_of(attributes, "numId")
        elif name == "lvl":
            self._level = value_of(attributes, "ilvl")
        elif name == "style":
            self._style = value_of(attributes, "styleId")
        elif name == "abstractNumId" and self._list:
            self.kind_of[self._list] = value
        elif name == "startOverride" and self._list:
            kind = self.kind_of.get(self._list, "")
            self.kind_of[self._list] = f"{kind}/{self._list}"  # a list that begins again counts for itself
        elif name == "numFmt" and self._definition and self._level == "0":
            self.formats[self._definition] = value
        elif name == "start" and self._definition and self._level == "0" and value.isdecimal():
            self.starts[self._definition] = int(value)
        elif name == "numId" and self._style:
            self.styles[self._style] = value

    def end(self, tag: str) -> None:
        """Hear the end of an element."""
        if name_of(tag) == "style":
            self._style = ""

    def data(self, _text: str) -> None:
        """These parts hold no text."""

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def number(self, number_id: str, level: str, style: str) -> str:
        """The number that Word shows before a list's next paragraph, '' for none and for inner levels."""
        number_id = number_id or self.styles.get(style, "")
        kind = self.kind_of.get(number_id, "")
        definition = kind.partition("/")[0]
        if not kind or level not in {"", "0"} or self.formats.get(definition) not in _DECIMAL:
            return ""
        self._counts[kind] += 1
        return str(self._counts[kind] + self.starts.get(definition, 1) - 1)
