"""Texts that end where IIM ends them: said, with the whole where another text of the file goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.catalogue.checks import clean
from archive.ingest.embedded import garbled, tags
from archive.ingest.embedded.draft import Draft, label, short

_CUT = 32  # bytes of a creator or credit in IIM, where newsroom software cuts without a word


def find_cuts(draft: Draft, origins: Mapping[str, str]) -> None:
    """Say which texts are cut off; `origins` gives the key that each field of one text came from."""
    creators = [str(creator) for creator in draft.partial.get("creators", ())]
    for place, text in enumerate(creators):
        if _CUT in {len(text), len(text.encode()), len(text.encode("cp1252", "replace"))} or _is_split(
            draft, text
        ):
            whole = _continued(draft, "creators", text)
            names = [*creators[:place], whole or "", *creators[place + 1 :]]
            _say(draft, "creators", text, _CUT, whole, draft.joined(names))
    for name, key in origins.items():
        limit, text = tags.IIM_BYTES.get(key), draft.text(name)
        if limit and len(text.encode()) >= limit:
            whole = _continued(draft, name, text)
            _say(draft, name, text, limit, whole, whole or "")


def _say(draft: Draft, name: str, text: str, limit: int, whole: str | None, proposal: str) -> None:
    told = f" Another text of the file goes on: “{short(whole)}”." if whole else ""
    draft.say(
        "cut",
        f"The {label(name)} “{short(text)}” may be cut off: older metadata (IIM) hold {limit} bytes "
        f"there.{told} It was kept as it stands.",
        name,
        proposal if whole else "",
    )


def _is_split(draft: Draft, text: str) -> bool:
    """Whether the cut fell inside a sign of several bytes, so that the rest of the sign is gone too."""
    near = len(text.encode()) in range(_CUT - 3, _CUT)
    whole = _continued(draft, "creators", text) if near else None
    return whole is not None and not whole[len(text) : len(text) + 1].isascii()


def _continued(draft: Draft, name: str, text: str) -> str | None:
    """How a cut text goes on: in another part of the file, or in a sentence of its longer texts."""
    keys = tags.CREATOR if name == "creators" else tags.SINGLE.get(name, ())
    told = (clean(one) for key in keys for one in tags.texts(draft.raw, key))
    if whole := next((one for one in told if one.startswith(text) and len(one) > len(text)), None):
        return garbled.mended(whole, draft.language) or whole
    goes_on = re.compile(re.escape(text) + r"(?:[^.;:\n]|(?<=\b[A-Z])\.){1,80}")
    for other in ("caption", "instructions", "usage_terms"):
        if other != name and (found := goes_on.search(draft.text(other))):
            whole = found[0].strip()
            return garbled.mended(whole, draft.language) or whole
    return None
