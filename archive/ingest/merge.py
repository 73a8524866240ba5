"""Several partial drafts of one photograph become one, and each field remembers its source.

A partial draft is what one source knows of a record: the fields of `catalogue.fields`, and
descriptions. The rules are the two tables below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from archive.catalogue.fields import FIELDS, PLACE


@dataclass(frozen=True)
class Words:
    """A description as it came in: kind ('alt', 'long', 'transcript'), language, text."""

    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class Finding:
    """Something a person should know or decide about what was read; nothing was changed by it.

    `code` names the sort of finding, `message` is a whole sentence, `field` the record's field it
    is about ('' where it is about none). `proposal` is the whole value that the field would have if a
    person accepted a repair, names joined by "; "; '' where none is proposed.
    """

    code: str
    message: str
    field: str = ""
    proposal: str = ""


Value: TypeAlias = str | tuple[str, ...] | tuple[Words, ...] | Mapping[str, Mapping[str, str]]
Partial: TypeAlias = dict[str, Value]

DESCRIPTIONS = "descriptions"
DESCRIBED = ("alt", "long", "transcript")  # kinds of descriptions
ALTERNATIVES = "alternatives"  # further languages of a text: {"caption": {"es": "…"}}

# Where values may come from: typed by a person, a row of a table, a line of a caption sheet, the
# file's own metadata, and the collection's defaults.
SOURCES = ("given", "table", "sheet", "file", "collection")

# Who is believed, best first. Editors' papers know the story better than the file; of how the
# picture was made and handled, the file knows better than the paper.
_PAPER_FIRST = ("given", "table", "sheet", "file", "collection")
_FILE_FIRST = ("given", "table", "file", "sheet", "collection")
ORDER: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*FIELDS, DESCRIPTIONS, ALTERNATIVES), _PAPER_FIRST),
    "digital_source_type": _FILE_FIRST,
    "instructions": _FILE_FIRST,
    "job_id": _FILE_FIRST,
    "caption_writer": _FILE_FIRST,
    "usage_terms": _FILE_FIRST,
    "licensor": _FILE_FIRST,
    "artwork_maker": _FILE_FIRST,
    "artwork_title": _FILE_FIRST,
    "artwork_date": _FILE_FIRST,
    "artwork_source": _FILE_FIRST,
}

# Fields that mean something only together: all of them come from the source that wins the group.
WHOLE = (("date_text", "edtf"),)
# A caption's language goes with the caption, unless a person says otherwise; where the caption's own
# source is silent, the collection's default holds.
CAPTION, CAPTION_LANGUAGE, HEADLINE = "caption", "caption_language", "headline"
# Fields that one source may complete for another, unless the two contradict each other anywhere.
AGREEING = (
    PLACE,
    tuple(f"shown_{name}" for name in PLACE),
    ("artwork_maker", "artwork_title", "artwork_date", "artwork_source"),
)


@dataclass(frozen=True)
class Merged:
    """One draft out of several, with where each value came from and what was not taken.

    `sources` names the source of every field in `values`; descriptions and alternatives also have one
    entry each, 'alt[es]', 'caption[fr]'. `conflicts` lists, for each field on which sources differ,
    every (source, value), the chosen one first; a default of the collection that was not needed is no
    conflict.
    """

    values: Partial
    sources: dict[str, str]
    conflicts: dict[str, tuple[tuple[str, Value], ...]]


def merge(partials: Sequence[tuple[str, Partial]]) -> Merged:
    """Merge partial drafts, each with its source, by the tables of this module.

    Empty values count as absent. Lists are taken whole from the source that wins, never mixed;
    descriptions are united by kind and language, alternatives by field and language. Of two partials of
    one source, the first wins.
    Raises ValueError for a source or a field that the tables do not know.
    """
    for source, partial in partials:
        _known(source, partial)
    done = Merged({}, {}, {})
    groups = [*WHOLE, *AGREEING]
    grouped = {name for group in groups for name in group} | {CAPTION_LANGUAGE, ALTERNATIVES}
    for group in (*groups, *((name,) for name in FIELDS if name not in grouped)):
        _merge_group(group, partials, done, whole=group not in AGREEING)
    _merge_caption_language(partials, done)
    _merge_descriptions(partials, done)
    foreign, beside = _part_headline(partials, done)
    _merge_alternatives([*partials, *beside], done)
    if foreign and HEADLINE not in done.values:
        done.conflicts[HEADLINE] = foreign
    return done


def choose(merged: Merged, chosen: Mapping[str, Any]) -> Merged:
    """The same with what a person chose: field → value, '' or nothing to leave it empty.

    Names are lists; descriptions and alternatives are named by kind or field and language, 'alt[en]',
    'caption[es]'. What was chosen has the source "given"; conflicts stay as they were.
    """
    values, sources = dict(merged.values), dict(merged.sources)
    for name, value in chosen.items():
        kind, _, language = name.rstrip("]").partition("[")
        if language and kind in DESCRIBED:
            values[DESCRIPTIONS] = _described(values.get(DESCRIPTIONS, ()), Words(kind, language, value))
        elif language:
            values[ALTERNATIVES] = _alternated(values.get(ALTERNATIVES, {}), kind, language, value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
        sources[name] = "given"
    if CAPTION in chosen:
        _settle(values, sources)
    kept = {name: value for name, value in values.items() if value}
    gone = {name for name, value in chosen.items() if not value}
    return Merged(kept, {name: one for name, one in sources.items() if name not in gone}, merged.conflicts)


def _settle(values: dict[str, Any], sources: dict[str, str]) -> None:
    """Texts in what is now the record's own language are the fields themselves, where those are empty."""
    own, told = values.get(CAPTION_LANGUAGE), values.get(ALTERNATIVES, {})
    for field, texts in told.items():
        if own in texts and not values.get(field):
            values[field] = texts[own]
            sources[field] = sources.get(f"{field}[{own}]", "given")
    others = {name: {code: one for code, one in texts.items() if code != own} for name, texts in told.items()}
    values[ALTERNATIVES] = {name: texts for name, texts in others.items() if texts}


def _described(known: Value, words: Words) -> tuple[Words, ...]:
    """Descriptions with this one in the place of the one of its kind and language."""
    place = (words.kind, words.language)
    others = [one for one in known if isinstance(one, Words) and (one.kind, one.language) != place]
    return (*others, words) if words.text else tuple(others)


def _alternated(known: Value, field: str, language: str, text: str) -> Mapping[str, Mapping[str, str]]:
    """Alternatives with this text in the place of the one in its language."""
    done = {name: dict(texts) for name, texts in known.items()} if isinstance(known, Mapping) else {}
    done.setdefault(field, {})[language] = text
    told = {name: {code: one for code, one in texts.items() if one} for name, texts in done.items()}
    return {name: texts for name, texts in told.items() if texts}


def _known(source: str, partial: Mapping[str, Value]) -> None:
    if source not in SOURCES:
        raise ValueError(f"“{source}” is not a source of values; the sources are {', '.join(SOURCES)}.")
    if unknown := sorted(set(partial) - set(ORDER)):
        raise ValueError(f"The record has no field {', '.join(unknown)}.")


def _ranked(name: str, partials: Iterable[tuple[str, Partial]]) -> list[tuple[str, Partial]]:
    return sorted(partials, key=lambda one: ORDER[name].index(one[0]))


def _merge_group(
    group: tuple[str, ...], partials: Sequence[tuple[str, Partial]], done: Merged, *, whole: bool
) -> None:
    """Take a group's fields from the best source that has any, then from those that agree."""
    taken: Partial = {}
    for source, partial in _ranked(group[0], partials):
        offered = {name: partial[name] for name in group if partial.get(name)}
        if taken and (whole or any(taken.get(name, value) != value for name, value in offered.items())):
            continue
        for name, value in offered.items():
            if name not in taken:
                taken[name] = value
                done.sources[name] = source
    done.values.update(taken)
    for name in group:
        _note_conflict(name, _ranked(group[0], partials), done)


def _note_conflict(name: str, ranked: Sequence[tuple[str, Partial]], done: Merged) -> None:
    """List what was not taken, after what was; a field may be left empty by its group's rule."""
    chosen = [(done.sources[name], done.values[name])] if name in done.values else []
    others = [
        (source, partial[name])
        for source, partial in ranked
        if source != "collection" and partial.get(name) and partial[name] != done.values.get(name)
    ]
    if others:
        done.conflicts[name] = tuple(dict.fromkeys(chosen + others))


def _merge_caption_language(partials: Sequence[tuple[str, Partial]], done: Merged) -> None:
    caption = done.values.get(CAPTION)
    wrote = [
        one
        for one in partials
        if caption and one[0] == done.sources[CAPTION] and one[1].get(CAPTION) == caption
    ]
    typed = [one for one in partials if one[0] == "given"]
    default = [one for one in partials if one[0] == "collection"]
    for source, partial in (*typed, *wrote, *default):
        if language := partial.get(CAPTION_LANGUAGE):
            done.values[CAPTION_LANGUAGE] = language
            done.sources[CAPTION_LANGUAGE] = source
            return


def _part_headline(
    partials: Sequence[tuple[str, Partial]], done: Merged
) -> tuple[tuple[tuple[str, Value], ...], list[tuple[str, Partial]]]:
    """Take a headline out that is in another language than the caption that won, which another source told.

    A headline that some source tells in the caption's language stands in its place; the one taken out is
    given back, with its source, and again as a text in its own language. Where there is none, the headline
    stays empty and is asked.
    """
    text, source = done.values.get(HEADLINE), done.sources.get(HEADLINE, "")
    own = done.values.get(CAPTION_LANGUAGE)
    wrote = next((one for whose, one in partials if whose == source and one.get(HEADLINE) == text), {})
    spoken = wrote.get(CAPTION_LANGUAGE)
    if not text or not own or not spoken or spoken == own or source == done.sources.get(CAPTION, source):
        return (), []
    del done.values[HEADLINE], done.sources[HEADLINE]
    done.conflicts.pop(HEADLINE, None)
    same = [(whose, one) for whose, one in partials if one.get(CAPTION_LANGUAGE) == own]
    _merge_group((HEADLINE,), same, done, whole=True)
    return ((source, text),), [(source, {ALTERNATIVES: {HEADLINE: {str(spoken): str(text)}}})]


def _merge_descriptions(partials: Sequence[tuple[str, Partial]], done: Merged) -> None:
    chosen: dict[tuple[str, str], Words] = {}
    for source, partial in _ranked(DESCRIPTIONS, partials):
        for words in partial.get(DESCRIPTIONS, ()):
            if not isinstance(words, Words) or not words.text:
                continue
            key, name = (words.kind, words.language), f"{words.kind}[{words.language}]"
            first = chosen.setdefault(key, words)
            if first is words:
                done.sources[name] = source
                done.sources.setdefault(DESCRIPTIONS, source)
            elif first.text != words.text:
                before = done.conflicts.get(name, ((done.sources[name], first.text),))
                done.conflicts[name] = (*before, (source, words.text))
    if chosen:
        done.values[DESCRIPTIONS] = tuple(chosen.values())


def _merge_alternatives(partials: Sequence[tuple[str, Partial]], done: Merged) -> None:
    chosen: dict[str, dict[str, str]] = {}
    for source, partial in _ranked(ALTERNATIVES, partials):
        offered = partial.get(ALTERNATIVES)
        for field, texts in offered.items() if isinstance(offered, Mapping) else ():
            for language, text in texts.items():
                _take_alternative((field, language, text), source, chosen, done)
    if chosen:
        done.values[ALTERNATIVES] = chosen


def _take_alternative(
    told: tuple[str, str, str], source: str, chosen: dict[str, dict[str, str]], done: Merged
) -> None:
    """Take one field's text in one language, unless a better source has given it."""
    field, language, text = told
    name = f"{field}[{language}]"
    if not text:
        return
    if language == done.values.get(CAPTION_LANGUAGE):
        _take_own(field, text, source, done)
        return
    first = chosen.setdefault(field, {}).setdefault(language, text)
    if name not in done.sources:
        done.sources[name] = source
        done.sources.setdefault(ALTERNATIVES, source)
    elif first != text:
        before = done.conflicts.get(name, ((done.sources[name], first),))
        done.conflicts[name] = (*before, (source, text))


def _take_own(field: str, text: str, source: str, done: Merged) -> None:
    """A text in the record's own language is the field itself: it fills a gap, or differs and is said so."""
    own = done.values.setdefault(field, text)
    if own is text:
        done.sources.setdefault(field, source)
    elif own != text:
        before = done.conflicts.get(field, ((done.sources[field], own),))
        done.conflicts[field] = (*before, (source, text))
