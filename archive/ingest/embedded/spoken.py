"""Texts that a file holds in several languages: the record's own, and the others beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive import languages
from archive.catalogue.checks import clean, in_language, limit
from archive.catalogue.fields import MANY_LANGUAGES
from archive.ingest.embedded import tags
from archive.ingest.embedded.draft import Draft, label, same, short


def read_languages(draft: Draft, name: str, key: str) -> None:
    """Put in what `key` says in further languages of the field `name`, which it gave already.

    Where the field holds a text of another language than the caption's, and the file has one in the
    caption's own, the field takes that one. Two texts for one language are a conflict.
    """
    found = _known(draft, name, tags.alternatives(draft.raw, key)) if key.startswith("XMP") else {}
    text = draft.text(name)
    if not text or not found:
        return
    own = draft.text("caption_language") or _language_of(text, found) or draft.language
    draft.partial.setdefault("caption_language", own)
    if own in found and not same(found[own], text):
        if _language_of(text, found):
            draft.partial[name] = found[own]
        else:
            draft.say(
                "conflict",
                f"The file gives two texts for the {label(name)} in {_called(own)}: “{short(text)}” and "
                f"“{short(found[own])}”. The first was taken.",
                name,
            )
    others = {code: words for code, words in found.items() if code != own}
    for code, words in others.items():
        draft.check(in_language(name, code), words, code)
    if others:
        told = draft.partial.get("alternatives", {})
        before = dict(told) if isinstance(told, Mapping) else {}
        draft.partial["alternatives"] = before | {name: dict(sorted(others.items()))}


def caption_language(draft: Draft, key: str) -> str:
    """The language of the caption that `key` gave: as the file says, else the one that is assumed."""
    return _language_of(draft.text("caption"), _tagged(tags.alternatives(draft.raw, key))) or draft.language


def say_unread_title(draft: Draft) -> None:
    """Say that a title in several languages, which is not the headline, was left where it is."""
    if any(tag != tags.DEFAULT for tag in tags.alternatives(draft.raw, tags.TITLE[0])):
        draft.say(
            "title",
            "The file has a title in several languages that is not its headline. A record has a headline "
            "only; the title is kept in the metadata as read.",
            "headline",
        )


def _known(draft: Draft, name: str, written: Mapping[str, str]) -> dict[str, str]:
    """Texts by language that a record can hold; what it cannot is said."""
    tagged = _tagged(written)
    fit = {code: text for code, text in tagged.items() if len(text) <= limit(name)}
    kept = dict(list(fit.items())[:MANY_LANGUAGES])
    unknown = [tag for tag in written if tag != tags.DEFAULT and not _code(tag)]
    if left := [*unknown, *(code for code in tagged if code not in kept)]:
        draft.say(
            "other-languages",
            f"The {label(name)} is also there in {_listed(left)}: a language that the archive does not know, "
            "or more than a record holds. It is kept in the metadata as read.",
            name,
        )
    return kept


def _listed(tagged: Iterable[str]) -> str:
    return ", ".join(f"“{short(one)}”" for one in list(tagged)[:10])


def _tagged(written: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, text in written.items():
        if tag != tags.DEFAULT and (code := _code(tag)):
            found.setdefault(code, clean(text))
    return found


def _code(tag: str) -> str:
    """A language that the archive knows, as BCP 47 writes it; '' for any other."""
    code = languages.normal(tag)
    return code if code and languages.find(code) else ""


def _language_of(text: str, found: Mapping[str, str]) -> str:
    return next((code for code, words in found.items() if same(words, text)), "")


def _called(code: str) -> str:
    known = languages.find(code)
    return known.english if known else code
