"""Collections: found, opened, changed; each change is an event."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import history, languages, rights
from archive.catalogue.checks import Invalid, Problem, clean
from archive.catalogue.models import Collection, Photograph
from archive.catalogue.photographs import Stale, for_readers
from archive.config import message
from archive.history import Actor, Missing

FIELDS = ("title", "summary", "language", "default_credit", "default_rights")
UNCOLLECTED = "uncollected"  # the address of what is in no collection
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\Z")


def slug_of(title: str) -> str:
    """A short name for addresses, made from a title: letters, digits, hyphens, at most 60 characters.

    Where most letters are not Latin, what is left says too little, and a piece of the title's sha256
    makes it its own.
    """
    plain = unicodedata.normalize("NFKD", title)
    letters = sum(sign.isalpha() for sign in plain)
    latin = sum(sign.isalpha() and sign.isascii() for sign in plain)
    plain = re.sub(r"['’]", "", plain.encode("ascii", "ignore").decode().lower())
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    if slug and latin * 2 >= letters:
        return slug
    own = hashlib.sha256(unicodedata.normalize("NFC", title.strip()).encode()).hexdigest()[:10]
    return f"{slug[:40].strip('-') or 'collection'}-{own}"


def find(session: Session, slug: str) -> Collection | None:
    """The collection with this slug."""
    return session.scalar(select(Collection).where(Collection.slug == slug))


def everything(session: Session) -> Sequence[Collection]:
    """All collections by title."""
    return session.scalars(select(Collection).order_by(Collection.title)).all()


def public(session: Session, collection: Collection) -> bool:
    """Whether readers know of a collection: it holds a photograph that they may see."""
    held = select(Photograph.id).where(Photograph.collection_id == collection.id, *for_readers())
    return session.scalar(held.limit(1)) is not None


def counts(session: Session, *, published_only: bool) -> dict[int, int]:
    """How many photographs each collection holds, by collection id."""
    query = select(Photograph.collection_id, func.count()).where(
        Photograph.collection_id.is_not(None), Photograph.merged_into_id.is_(None)
    )
    if published_only:
        query = query.where(*for_readers())
    rows = session.execute(query.group_by(Photograph.collection_id))
    return {collection: number for collection, number in rows if collection is not None}


def open_one(session: Session, actor: Actor, slug: str, values: Mapping[str, str]) -> Collection:
    """Find the collection with this slug or open it with these values.

    Raises Invalid for a slug or value that cannot be kept, Forbidden without the archivist's role.
    """
    found = find(session, slug)
    if found is not None:
        return found
    history.need(actor, "archivist")
    if not SLUG.fullmatch(slug) or slug == UNCOLLECTED:
        raise Invalid(
            Problem("slug", message("A collection's short name has letters a to z, digits and hyphens."))
        )
    tidy = _checked({"title": slug, "language": "en"} | {k: v for k, v in values.items() if v})
    collection = Collection(slug=slug, **tidy)
    session.add(collection)
    session.flush()
    history.record(
        session, actor, "collection.open", ("collection", collection.id), after={"slug": slug} | tidy
    )
    return collection


def amend(
    session: Session, actor: Actor, slug: str, values: Mapping[str, str], *, version: int
) -> Collection:
    """Change a collection. Raises Missing, Stale, Invalid, Forbidden; then nothing was changed."""
    history.need(actor, "archivist")
    collection = find(session, slug)
    if collection is None:
        raise Missing(slug)
    tidy = _checked(values)
    changed = {name: value for name, value in tidy.items() if getattr(collection, name) != value}
    if changed and version != collection.version:
        raise Stale(changed)
    if changed:
        before = {name: getattr(collection, name) for name in changed}
        for name, value in changed.items():
            setattr(collection, name, value)
        collection.version += 1
        session.flush()
        history.record(
            session, actor, "collection.amend", ("collection", collection.id), before=before, after=changed
        )
    return collection


def remember_columns(session: Session, actor: Actor, slug: str, chosen: Mapping[str, str]) -> Collection:
    """Keep what headings of tables mean in this collection, {heading: column}, '' for one that is left out.

    What was kept of other headings stays. Raises Missing, Forbidden; then nothing was changed.
    """
    history.need(actor, "archivist")
    collection = find(session, slug)
    if collection is None:
        raise Missing(slug)
    before = dict(collection.columns or {})
    after = before | dict(chosen)
    if after != before:
        collection.columns = after
        collection.version += 1
        session.flush()
        subject = ("collection", collection.id)
        history.record(
            session, actor, "collection.amend", subject, before={"columns": before}, after={"columns": after}
        )
    return collection


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    tidy = {name: clean(values[name]) for name in FIELDS if name in values}
    if "title" in tidy and not tidy["title"]:
        raise Invalid(Problem("title", message("Give the collection a title.")))
    if tidy.get("language") and languages.find(tidy["language"]) is None:
        raise Invalid(Problem("language", message("This is not a language that the archive knows.")))
    if tidy.get("default_rights") and rights.find(tidy["default_rights"]) is None:
        raise Invalid(
            Problem("default_rights", message("Choose a licence or rights statement from the list."))
        )
    if any(len(text) > 20_000 for text in tidy.values()):  # noqa: PLR2004 - the one bound of a collection's texts
        raise Invalid(Problem("summary", message("This text is too long to keep. Nothing was changed.")))
    return tidy
