"""A search in words: “2 photographs whose alt text has “boat”, made 1860–1869, newest first”.

Every part is a message of its own with named places, so that a translation can turn its order round. What
people wrote is escaped, and carries its language where that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from archive import rights
from archive.search.index import Sort
from archive.search.query import (
    All,
    And,
    DateRange,
    Flag,
    Language,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Rights,
    Word,
    to_text,
)
from archive.web.filters import edtf_words, language_name, said

LONGEST_TITLE = 160

HAS = {
    "": _l("with %(words)s"),
    "alt": _l("whose alt text has %(words)s"),
    "caption": _l("whose caption or headline has %(words)s"),
    "long": _l("whose long description has %(words)s"),
    "transcript": _l("whose transcript has %(words)s"),
    "people": _l("whose people have %(words)s in their names"),
    "place": _l("whose place has %(words)s"),
    "credit": _l("whose credit line has %(words)s"),
    "creator": _l("whose creator has %(words)s in the name"),
    "keyword": _l("whose keywords have %(words)s"),
    "collection": _l("whose collection has %(words)s"),
    "accession": _l("whose accession number has %(words)s"),
}
HAS_NOT = {
    "": _l("without %(words)s"),
    "alt": _l("whose alt text does not have %(words)s"),
    "caption": _l("whose caption and headline do not have %(words)s"),
    "long": _l("whose long description does not have %(words)s"),
    "transcript": _l("whose transcript does not have %(words)s"),
    "people": _l("whose people do not have %(words)s in their names"),
    "place": _l("whose place does not have %(words)s"),
    "credit": _l("whose credit line does not have %(words)s"),
    "creator": _l("whose creator does not have %(words)s in the name"),
    "keyword": _l("whose keywords do not have %(words)s"),
    "collection": _l("whose collection does not have %(words)s"),
    "accession": _l("whose accession number does not have %(words)s"),
}
# Each with what it says under a minus sign.
FLAGS = {
    "is:described": (_l("that are described"), _l("that are not described")),
    "is:undescribed": (_l("that are not yet described"), _l("that are described")),
    "is:published": (_l("that are published"), _l("that are not published")),
    "is:draft": (_l("that are drafts"), _l("that are no drafts")),
    "is:withdrawn": (_l("that were withdrawn"), _l("that were not withdrawn")),
    "has:long": (_l("with a long description"), _l("without a long description")),
    "has:transcript": (_l("with a transcript"), _l("without a transcript")),
    "has:image": (_l("with a picture"), _l("without a picture")),
}
CHOSEN = {
    "collection": _l("in the collection %(values)s"),
    "creator": _l("by %(values)s"),
    "decade": _l("from the %(values)s"),
    "year": _l("from the year %(values)s"),
    "place": _l("of the place %(values)s"),
    "person": _l("showing %(values)s"),
    "keyword": _l("under the keyword %(values)s"),
    "rights": _l("under the rights %(values)s"),
    "language": _l("described in %(values)s"),
    "description": _l("of the description status %(values)s"),
}
SORTED = {"oldest": _l("oldest first"), "newest": _l("newest first")}


def photographs(
    total: int | None,
    node: Node,
    chosen: Mapping[str, Sequence[Markup | str]] | None = None,
    sort: Sort = "relevance",
) -> Markup:
    """What was looked for and how many were found, as the heading of a page; no number for None."""
    sentence = escape(_counted(total))
    conditions = [*_conditions(node), *_filters(chosen or {})]
    if conditions:
        parts = {"photographs": sentence, "conditions": _chained(conditions)}
        sentence = escape(_("%(photographs)s %(conditions)s")) % parts
    return _chained([sentence, escape(SORTED[sort])]) if sort in SORTED else sentence


def condition(node: Node) -> Markup:
    """One part of a query as it follows after “photographs”; empty for every photograph."""
    return _chained(_conditions(node))


def _chained(parts: Sequence[Markup]) -> Markup:
    """Parts of a sentence one after another."""
    together = parts[0] if parts else Markup()
    for one in parts[1:]:
        together = escape(_("%(one)s, %(other)s")) % {"one": together, "other": one}
    return together


def short(sentence: Markup) -> str:
    """A sentence as plain text, shortened for a title."""
    text = sentence.striptags()
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,") + " …"


def _counted(total: int | None) -> str:
    if total is None:
        return str(_("Photographs"))
    if not total:
        return str(_("No photographs"))
    return str(ngettext("%(count)s photograph", "%(count)s photographs", total, count=format_decimal(total)))


def _filters(chosen: Mapping[str, Sequence[Markup | str]]) -> Iterable[Markup]:
    return [
        escape(CHOSEN[group]) % {"values": _any_of([escape(one) for one in values])}
        for group, values in chosen.items()
        if values
    ]


def _conditions(node: Node) -> list[Markup]:
    """The parts that all must be met: words field by field, other things, dates, what is left out."""
    if isinstance(node, All):
        return []
    words: dict[str, list[Markup]] = {}
    others: list[tuple[int, Markup]] = []
    for part in node.parts if isinstance(node, And) else (node,):
        field = _field(part)
        if field is None:
            others.append((_rank(part), _clause(part)))
        else:
            words.setdefault(field, []).append(_words(part))
    others.sort(key=lambda one: one[0])
    has = [escape(HAS[field]) % {"words": _listed(some)} for field, some in words.items()]
    return [*has, *(clause for _number, clause in others)]


def _rank(node: Node) -> int:
    """Where a part stands in a sentence: what is joined, dates, other things, what is left out."""
    if isinstance(node, Not):
        return 3
    return 0 if isinstance(node, And | Or) else 1 if isinstance(node, DateRange) else 2


def _field(node: Node) -> str | None:
    """The one field in which a part looks for words, empty for anywhere; None where it is not so simple."""
    match node:
        case Word(_text, name) | Phrase(_text, name) | Prefix(_text, name):
            return name or ""
        case And(parts) | Or(parts):
            fields = {_field(part) for part in parts}
            return fields.pop() if len(fields) == 1 else None
        case _:
            return None


def _words(node: Node) -> Markup:
    """Words as a sentence names them; only for parts that have a `_field`."""
    match node:
        case Phrase(text, _name):
            return escape(_("exactly %(words)s")) % {"words": _quoted(text)}
        case Prefix(text, _name):
            return escape(_("a word beginning with %(words)s")) % {"words": _quoted(text)}
        case And(parts):
            return _both([_words(part) for part in parts])
        case Or(parts):
            return _either([_words(part) for part in parts])
        case Word(text, _name):
            return _quoted(text)
        case _:
            return Markup()


def _clause(node: Node) -> Markup:
    """One part as it follows after “photographs”."""
    field = _field(node)
    if field is not None:
        return escape(HAS[field]) % {"words": _words(node)}
    match node:
        case And(parts):
            return _both([_clause(part) for part in parts])
        case Or(parts):
            return _either([_clause(part) for part in parts])
        case Not(part):
            return _without(part)
        case _:
            return _fact(node)


def _fact(node: Node) -> Markup:
    """A part that is not about words."""
    match node:
        case DateRange():
            return _made(node)
        case Flag(name, value):
            return escape(FLAGS[f"{name}:{value}"][0])
        case Language(code):
            return escape(_("with a text in %(language)s")) % {"language": language_name(code)}
        case Rights(code):
            return escape(CHOSEN["rights"]) % {"values": rights_name(code)}
        case _:
            return Markup()


def _without(part: Node) -> Markup:
    field = _field(part)
    if field is not None:
        return escape(HAS_NOT[field]) % {"words": _words(part)}
    if isinstance(part, Flag):
        return escape(FLAGS[f"{part.name}:{part.value}"][1])
    if isinstance(part, Language):
        return escape(_("without a text in %(language)s")) % {"language": language_name(part.code)}
    return escape(_("not %(condition)s")) % {"condition": _clause(part)}


def rights_name(code: str) -> str:
    """The short name of a licence or rights statement, the code where the table does not know it."""
    known = rights.find(code)
    return said(known.short) if known else code


def _made(period: DateRange) -> Markup:
    """A range of dates, by the shortest way in which it can be written."""
    written = to_text(period).removeprefix("date:")
    for sign, message in (("before-", _l("made before %(date)s")), ("after-", _l("made after %(date)s"))):
        if written.startswith(sign):
            return escape(message) % {"date": edtf_words(written.removeprefix(sign))}
    first, dots, last = written.partition("..")
    if not dots:
        by_length = {4: _l("made in %(date)s"), 7: _l("made in %(date)s"), 10: _l("made on %(date)s")}
        return escape(by_length[len(written)]) % {"date": edtf_words(written)}
    if not first or not last:
        edge = _("made up to %(date)s") if last else _("made from %(date)s on")
        return escape(edge) % {"date": edtf_words(last or first)}
    words = {"first": edtf_words(first), "last": edtf_words(last)}
    if len(first) == len(last) == len("1936"):
        return escape(_("made %(first)s–%(last)s")) % words
    return escape(_("made from %(first)s to %(last)s")) % words


def _quoted(text: str) -> Markup:
    return escape(_("“%(words)s”")) % {"words": text}


def _listed(names: Sequence[Markup]) -> Markup:
    return _joined(names, _("%(names)s and %(last)s"))


def _both(names: Sequence[Markup]) -> Markup:
    two = len(names) == 2  # noqa: PLR2004 - “both” is said of two
    return _joined(names, _("both %(names)s and %(last)s") if two else _("all of %(names)s and %(last)s"))


def _either(names: Sequence[Markup]) -> Markup:
    return _joined(names, _("either %(names)s or %(last)s"))


def _any_of(names: Sequence[Markup]) -> Markup:
    return _joined(names, _("%(names)s or %(last)s"))


def _joined(names: Sequence[Markup], message: str) -> Markup:
    if len(names) < 2:  # noqa: PLR2004 - a single name needs no joining
        return names[0] if names else Markup()
    return escape(message) % {"names": Markup(", ").join(names[:-1]), "last": names[-1]}
