"""What a page says, for tests: title, headings, pictures, links, landmarks, and the words in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source"}
INLINE = {"a", "span", "strong", "em", "code", "time"}


@dataclass
class Element:
    """An element with its attributes and all the words inside it."""

    tag: str
    attributes: dict[str, str]
    words: str = ""
    inside: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Outline(HTMLParser):
    """Every element of a page in document order."""

    page: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.page)
        assert not self._open, f"left open: {[one.tag for one in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(one.tag for one in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=inside)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        closed = self._open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"
        closed.words = " ".join(closed.words.split())
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def all(self, *tags: str) -> list[Element]:
        return [one for one in self.elements if one.tag in tags]

    def one(self, tag: str) -> Element:
        found = self.all(tag)
        assert len(found) == 1, f"{len(found)} × <{tag}>"
        return found[0]

    @property
    def headings(self) -> list[tuple[int, str]]:
        return [(int(one.tag[1]), one.words) for one in self.all("h1", "h2", "h3", "h4", "h5", "h6")]

    def link(self, words: str) -> str:
        found = [one["href"] for one in self.all("a") if one.words == words]
        assert found, f"no link “{words}” among {[one.words for one in self.all('a')]}"
        return found[0]

    def classed(self, name: str) -> list[Element]:
        return [one for one in self.elements if name in one["class"].split()]


def sound(page: str) -> Outline:
    """Read a page and check what every page has: landmarks, one h1, no skipped heading, known ids."""
    outline = Outline(page)
    levels = [level for level, _words in outline.headings]
    assert levels.count(1) == 1
    main = [int(one.tag[1]) for one in outline.all("h1", "h2", "h3", "h4") if "main" in one.inside]
    after = main[main.index(1) :]
    assert all(b <= a + 1 for a, b in pairwise(after)), after
    for landmark in ("header", "main", "footer", "search"):
        outline.one(landmark)
    assert outline.all("a")[0]["href"] == "#main"
    ids = [one["id"] for one in outline.elements if one["id"]]
    assert len(ids) == len(set(ids)), "an id is used twice"
    for one in outline.elements:
        for name in ("for", "form", "aria-labelledby", "aria-describedby", "aria-details"):
            assert set(one[name].split()) <= set(ids), f"{name}={one[name]} points nowhere"
        assert "style" not in one.attributes
        assert not any(name.startswith("on") for name in one.attributes)
    for image in outline.all("img"):
        assert image["alt"]
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
    return outline
