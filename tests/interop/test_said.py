"""What a file said of its own stays in its copies until somebody decides against it."""

from __future__ import annotations

import pytest

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.descriptions import workflow
from archive.interop import files, said
from archive.interop.properties import properties
from archive.interop.said import Own, Words
from archive.parts import Parts
from tests import builders

TAG = "XMP-iptcCore:AltTextAccessibility"
FILE = {TAG: "Un tranvía.", f"{TAG}-es-mx": "Un tranvía.", f"{TAG}-en": "A tram."}
BOTH = {"es-MX": "Un tranvía.", "en": "A tram."}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (Words(), Own(BOTH, "", 0)),
        (Words(waiting={"alt[en]": " A  tram. "}), Own(BOTH, "", 0)),
        (Words(waiting={"alt[en]": "A bus."}), Own({"es-MX": "Un tranvía."}, "", 1)),
        (Words(waiting={"alt[en]": "", "alt[es-MX]": ""}), Own({}, "", 2)),
        (Words(waiting={"long[en]": ""}), Own(BOTH, "", 0)),
        (Words(alt={"en": "A tram in rain."}), Own({"es-MX": "Un tranvía."}, "", 0)),
    ],
)
def test_tagged_texts_stay_unless_somebody_decided(words: Words, wanted: Own) -> None:
    assert said.own("alt", TAG, words, FILE) == wanted


@pytest.mark.parametrize(
    ("words", "default", "left_out"),
    [
        (Words(), "Ein Bild.", 0),
        (Words(waiting={"alt[de]": "Ein Bild."}), "Ein Bild.", 0),
        (Words(alt={"de": "Ein Bild."}), "Ein Bild.", 0),
        (Words(waiting={"alt[de]": "Eine Bahn."}), "", 1),
        (Words(waiting={"alt[de]": ""}), "", 1),
        (Words(alt={"de": "Eine Bahn."}), "", 0),
    ],
)
def test_a_text_without_a_language_stays_where_it_is_still_the_archives(
    words: Words, default: str, left_out: int
) -> None:
    assert said.own("alt", TAG, words, {TAG: "Ein Bild."}) == Own({}, default, left_out)


def test_the_files_own_texts_go_out_beside_approved_ones_and_the_rest_is_counted() -> None:
    record = Photograph(headline="Tram", caption_language="en", alternatives={})
    words = Words(alt={"fr": "Un tram."}, waiting={"alt[en]": "A bus."})
    told = properties(record, words, "JPEG", FILE)
    assert {name: text for name, text in told.tags.items() if name.startswith(TAG)} == {
        TAG: "Un tranvía.",
        f"{TAG}-es-MX": "Un tranvía.",
        f"{TAG}-fr": "Un tram.",
    }
    assert told.left_out == 1


def test_what_was_sent_back_edited_or_taken_away_is_known(parts: Parts) -> None:
    accession = builders.photograph(parts)
    for language in ("en", "es", "fr", "de"):
        builders.describe(parts, accession, f"Text {language}.", language=language, approve=language == "en")
    with parts.db.writing() as session:
        record = photographs.get(session, accession)
        texts = {text.language: text for text in workflow.of(session, record)}
        workflow.send_back(session, builders.REVIEWER, texts["es"].id, "No.", version=texts["es"].version)
        nothing = workflow.Words("alt", "fr", "")
        workflow.save(session, builders.DESCRIBER, record, nothing, version=texts["fr"].version)
    with parts.db.reading() as session:
        told = files.words(session, photographs.get(session, accession))
    assert told.alt == {"en": "Text en."}
    assert told.waiting == {"alt[es]": "", "alt[fr]": "", "alt[de]": "Text de."}
