"""Names as authorities: one row a name and kind, shared by every record that uses it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.models import Authority, Named, Photograph


def set_names(session: Session, photograph: Photograph, kind: str, names: Sequence[str]) -> None:
    """Give a photograph these names of one kind, in this order; names nobody knew are added."""
    wanted = [_find_or_add(session, kind, name) for name in names]
    kept = {named.authority_id: named for named in photograph.names if named.authority.kind == kind}
    others = [named for named in photograph.names if named.authority.kind != kind]
    row = []
    for position, authority in enumerate(wanted):
        named = kept.get(authority.id) or Named(
            authority_id=authority.id, authority=authority, position=position
        )
        named.position = position
        row.append(named)
    photograph.names = [*others, *row]


def _find_or_add(session: Session, kind: str, name: str) -> Authority:
    found = session.scalar(select(Authority).where(Authority.kind == kind, Authority.name == name))
    if found is None:
        found = Authority(kind=kind, name=name)
        session.add(found)
        session.flush()
    return found
