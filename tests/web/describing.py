"""What tests of the describing page share: what its form sends back, and what is saved."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from flask.testing import FlaskClient

from archive.catalogue import photographs
from archive.descriptions import unfinished, workflow
from archive.descriptions.models import KINDS, Description
from archive.history import Actor
from archive.parts import Parts
from tests.builders import DESCRIBER
from tests.web.test_edit import control, hidden

SignIn = Callable[[str], FlaskClient]
FACTS = ("visible_words", "content_advisory", "kind")
GOOD = "A tram with two open doors waits beside a wet platform."
LONG_NAME = "IMG_2041.jpg"  # a file name: the checks call it an error


def seen(page: str) -> dict[str, object]:
    """Everything that the form sends back untouched."""
    marks: dict[str, object] = {
        f"{kind}_{name}": hidden(page, f"{kind}_{name}")
        for kind in KINDS
        for name in ("version", "was", "edition")
    }
    marks |= {kind: control(page, kind) for kind in KINDS}
    marks |= {f"{name}_was": hidden(page, f"{name}_was") for name in FACTS}
    marks |= {"visible_words": chosen(page), "content_advisory": line(page, "content_advisory")}
    marks["kind"] = selected(page, "kind")
    return marks | {name: hidden(page, name) for name in ("lang", "seen", "version")}


def chosen(page: str) -> str:
    found = re.search(r'name="visible_words" value="([^"]*)" checked', page)
    assert found, "nothing is chosen"
    return found[1]


def line(page: str, name: str) -> str:
    """What stands in a line of text."""
    found = re.search(rf'<input type="text" id="{name}" name="{name}" value="([^"]*)"', page)
    assert found, f"no line {name}"
    return html.unescape(found[1])


def selected(page: str, name: str) -> str:
    found = re.search(rf'<select id="{name}".*?<option value="([^"]*)"[^>]* selected>', page, re.DOTALL)
    assert found, f"nothing is selected in {name}"
    return found[1]


def main(page: str) -> str:
    """The page's own words: without the head, and with entities read."""
    return html.unescape(page[page.index("<main") :])


def summary(page: str) -> list[str]:
    """Where the error summary's links lead, in order."""
    told = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    return re.findall(r'href="#([^"]+)"', told)


def status(parts: Parts, accession: str) -> dict[str, tuple[str, str]]:
    """Every text that is saved: `alt[en] draft` to (its words, its author)."""
    with parts.db.reading() as session:
        texts = workflow.of(session, photographs.get(session, accession))
        return {f"{workflow.key(text)} {text.status}": (text.text, text.author) for text in texts}


def waiting(parts: Parts, accession: str, kind: str = "alt", language: str = "en") -> Description:
    with parts.db.reading() as session:
        found = workflow.pending(session, photographs.get(session, accession), kind, language)
    assert found is not None
    return found


def kept(
    parts: Parts, accession: str, actor: Actor = DESCRIBER, language: str = "en"
) -> dict[str, tuple[str, int]]:
    """What somebody typed and did not save: kind to (words, edition)."""
    with parts.db.reading() as session:
        record = photographs.get(session, accession)
        found = unfinished.of(session, actor, record, language)
        return {kind: (one.text, one.edition) for kind, one in found.items()}
