"""What a page says where a search finds nothing: which word found nothing, what less or another would find.

Everything here is a link to a search that was tried; nothing is applied by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from archive.search import suggest
from archive.search.build import documents
from archive.search.document import Document
from archive.search.explain import spelling
from archive.search.index import Request, Unavailable
from archive.search.query import And, Node, Or, Query, Word, parse, to_text
from archive.search.query.nodes import both
from archive.search.suggest import Suggestion
from archive.web import sentences
from archive.web.asked import Asked
from archive.web.narrowing import Labels, request_of
from archive.web.request import parts, reading


@dataclass(frozen=True)
class Way:
    """A search that finds something: its words, where there is a word to name, its sentence and address."""

    sentence: Markup
    address: str
    words: str = ""


@dataclass(frozen=True)
class Advice:
    """Another spelling, conditions that no photograph meets, and searches for less."""

    instead: Way | None = None
    missing: tuple[Markup, ...] = ()
    fewer: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Adviser:
    """Gives advice on one search."""

    asked: Asked
    labels: Labels = field(default_factory=Labels)

    def advice(self, total: int) -> Advice:
        """What to try where nothing was found, or where one of several choices may be mistyped."""
        node = self.asked.query.node
        request = request_of(self.asked, ())
        try:
            if total:
                return Advice(self._instead(request)) if _has_choice(node) else Advice()
            found = suggest.nothing(parts().index, request)
            instead = self._instead(request)
        except Unavailable:  # it was there a moment ago; the next page tells what happened
            return Advice()
        missing = tuple(sentences.condition(one) for one in (*found.missing, *found.filters))
        fewer = tuple(self._way(self._less(one), one.count) for one in found.fewer)
        return Advice(instead, missing, fewer)

    def _less(self, fewer: suggest.Fewer) -> Asked:
        chosen = {name: some for name, some in self.asked.chosen.items() if name != fewer.facet}
        return replace(self.asked, words=to_text(fewer.query), chosen=chosen, page=1)

    def _instead(self, request: Request) -> Way | None:
        found = suggest.did_you_mean(parts().index, request)
        if found is None:
            return None
        words, query = self._spelt(found, request)
        return self._way(replace(self.asked, words=to_text(query), page=1), found.count, words)

    def _way(self, asked: Asked, count: int, words: str = "") -> Way:
        chosen = {
            name: [self.labels.of(name, one) for one in values] for name, values in asked.chosen.items()
        }
        sentence = sentences.photographs(count, asked.query.node, chosen, asked.sort)
        return Way(sentence, asked.address(), words)

    def _spelt(self, found: Suggestion, request: Request) -> tuple[str, Query]:
        """The words suggested as the first photograph that has them writes them, and the query with these."""
        folded = found.instead.split(" ")
        having = both([found.query.node, *(Word(word) for word in folded)])
        first = parts().index.find(replace(request, query=Query(node=having), limit=1)).ids
        document = next(iter(documents(reading(), first)), None)
        if not isinstance(document, Document):
            return found.instead, found.query
        text, words = to_text(found.query), []
        for word in folded:
            written = spelling(document, word, request.audience)
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", written.replace("\\", ""), text)
            words.append(written)
        query = parse(text)
        return (found.instead, found.query) if query.problems else (" ".join(words), query)


def _has_choice(node: Node) -> bool:
    return isinstance(node, Or) or (isinstance(node, And) and any(_has_choice(part) for part in node.parts))
