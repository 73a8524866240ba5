"""The fields of a photograph's record: one list that verbs, forms, history and imports share.

Names follow IPTC Photo Metadata 2025.1; `shown_*` is Location Shown, the plain place fields are
Location Created, `artwork_*` is Artwork or Object in the Image.
"""

from __future__ import annotations

TEXTS = (
    "headline",
    "caption",
    "caption_language",
    "caption_writer",
    "date_text",
    "edtf",
    "sublocation",
    "city",
    "region",
    "country",
    "country_code",
    "shown_sublocation",
    "shown_city",
    "shown_region",
    "shown_country",
    "shown_country_code",
    "content_advisory",
    "credit_line",
    "source",
    "copyright_notice",
    "rights",
    "usage_terms",
    "licensor",
    "instructions",
    "job_id",
    "kind",
    "visible_words",
    "digital_source_type",
    "artwork_maker",
    "artwork_title",
    "artwork_date",
    "artwork_source",
    "embargo",
)
NAMES = {"creators": "creator", "people": "person", "keywords": "keyword"}
FIELDS = (*TEXTS, *NAMES)
# Texts that may stand in further languages, and the value that holds them: field, then language (BCP 47).
SPOKEN = ("headline", "caption", "copyright_notice", "usage_terms")
ALTERNATIVES = "alternatives"
PLACE = ("sublocation", "city", "region", "country", "country_code")
KINDS = ("photograph", "chart", "map", "document", "front-page", "contact-sheet")
VISIBLE_WORDS = ("unknown", "yes", "no")
VISIBILITY = ("draft", "published", "withdrawn")
LIMIT = 100_000  # characters of a caption; every other text is held to a tenth
MANY = 500  # names of one sort on one photograph
MANY_LANGUAGES = 50  # further languages of one text
