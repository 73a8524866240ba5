from __future__ import annotations

import pytest

from archive.catalogue.fields import FIELDS
from archive.ingest.merge import ALTERNATIVES, DESCRIPTIONS, ORDER, SOURCES, Partial, Words, choose, merge


def test_every_field_has_an_order_that_names_every_source() -> None:
    assert set(ORDER) == {*FIELDS, DESCRIPTIONS, ALTERNATIVES}
    assert all(sorted(order) == sorted(SOURCES) for order in ORDER.values())


def test_the_better_source_wins_and_the_other_is_shown() -> None:
    merged = merge(
        [
            ("collection", {"credit_line": "The archive", "source": "A donor"}),
            ("file", {"credit_line": "U.S Navy", "headline": "Ship"}),
            ("sheet", {"credit_line": "Navy Press Office"}),
        ]
    )
    assert merged.values == {"credit_line": "Navy Press Office", "source": "A donor", "headline": "Ship"}
    assert merged.sources == {"credit_line": "sheet", "source": "collection", "headline": "file"}
    assert merged.conflicts == {"credit_line": (("sheet", "Navy Press Office"), ("file", "U.S Navy"))}


def test_what_a_person_typed_stands_above_everything() -> None:
    every: Partial = {"headline": "x", "job_id": "x", "rights": "cne", "caption": "x"}
    merged = merge([(source, dict.fromkeys(every, source)) for source in reversed(SOURCES)])
    assert merged.values == dict.fromkeys(every, "given")
    assert set(merged.sources.values()) == {"given"}


def test_how_it_was_made_is_believed_from_the_file() -> None:
    merged = merge([("sheet", {"job_id": "7"}), ("file", {"job_id": "9"})])
    assert merged.values == {"job_id": "9"}
    assert merged.conflicts["job_id"] == (("file", "9"), ("sheet", "7"))


def test_equal_values_and_blank_ones_are_no_conflict() -> None:
    merged = merge([("given", {"city": "", "creators": ()}), ("file", {"city": "Lyon", "creators": ("A",)})])
    assert merged.values == {"city": "Lyon", "creators": ("A",)}
    assert merge([("sheet", {"city": "Lyon"}), ("file", {"city": "Lyon"})]).conflicts == {}


def test_lists_are_never_mixed() -> None:
    merged = merge([("file", {"keywords": ("a", "b")}), ("table", {"keywords": ("b", "c")})])
    assert merged.values["keywords"] == ("b", "c")
    assert merged.conflicts["keywords"] == (("table", ("b", "c")), ("file", ("a", "b")))


def test_a_date_and_its_words_stay_together() -> None:
    merged = merge([("file", {"edtf": "2004-06-21"}), ("sheet", {"date_text": "no date"})])
    assert merged.values == {"date_text": "no date"}
    assert merged.conflicts["edtf"] == (("file", "2004-06-21"),)


def test_a_caption_keeps_its_own_language() -> None:
    merged = merge(
        [("file", {"caption": "Hello", "caption_language": "en"}), ("sheet", {"caption": "Hola"})],
    )
    assert merged.values == {"caption": "Hola"}
    defaults: Partial = {"caption_language": "es"}
    assert (
        merge([("sheet", {"caption": "Hola"}), ("collection", defaults)]).values["caption_language"] == "es"
    )
    file: Partial = {"caption": "Hallo", "caption_language": "en"}
    typed = merge([("file", file), ("given", {"caption_language": "de"}), ("collection", defaults)])
    assert typed.values == {"caption": "Hallo", "caption_language": "de"}
    assert typed.sources["caption_language"] == "given"


def test_places_complete_each_other_only_where_they_agree() -> None:
    given: Partial = {"country": "Japan"}
    agreed = merge([("given", given), ("file", {"city": "Nagasaki", "country": "Japan"})])
    assert agreed.values == {"country": "Japan", "city": "Nagasaki"}
    assert agreed.sources == {"country": "given", "city": "file"}
    contradicted = merge(
        [("file", {"country": "France"}), ("collection", {"city": "Tecoluca", "country": "SV"})]
    )
    assert contradicted.values == {"country": "France"}
    assert contradicted.conflicts == {}


def test_descriptions_are_united_by_kind_and_language() -> None:
    merged = merge(
        [
            ("file", {"descriptions": (Words("alt", "en", "A ship"), Words("alt", "es", "Un barco"))}),
            (
                "table",
                {"descriptions": (Words("alt", "en", "A grey ship"), Words("long", "en", "It sails."))},
            ),
        ]
    )
    assert merged.values["descriptions"] == (
        Words("alt", "en", "A grey ship"),
        Words("long", "en", "It sails."),
        Words("alt", "es", "Un barco"),
    )
    assert merged.sources["alt[en]"] == "table"
    assert merged.sources["alt[es]"] == "file"
    assert merged.conflicts == {"alt[en]": (("table", "A grey ship"), ("file", "A ship"))}


def test_alternatives_are_united_by_field_and_language() -> None:
    file: Partial = {"alternatives": {"caption": {"es": "Un barco", "fr": "Un navire"}}}
    table: Partial = {"alternatives": {"caption": {"es": "Un buque"}, "headline": {"es": "El mar"}}}
    merged = merge([("file", file), ("table", table)])
    assert merged.values["alternatives"] == {
        "caption": {"es": "Un buque", "fr": "Un navire"},
        "headline": {"es": "El mar"},
    }
    assert (merged.sources["caption[es]"], merged.sources["caption[fr]"]) == ("table", "file")
    assert merged.conflicts == {"caption[es]": (("table", "Un buque"), ("file", "Un barco"))}


def test_a_headline_in_another_language_than_the_caption_is_asked_about() -> None:
    sheet: Partial = {"caption": "Un barco", "caption_language": "es"}
    file: Partial = {"caption": "A ship", "caption_language": "en", "headline": "The sea"}
    merged = merge([("sheet", sheet), ("file", file)])
    assert "headline" not in merged.values
    assert merged.values["alternatives"] == {"headline": {"en": "The sea"}}
    assert merged.sources["headline[en]"] == "file"
    assert merged.conflicts["headline"] == (("file", "The sea"),)
    back = choose(merged, {"caption": "A ship", "caption_language": "en"})
    assert (back.values["headline"], back.sources["headline"]) == ("The sea", "file")
    assert "alternatives" not in back.values


def test_a_headline_is_taken_in_the_captions_language_where_its_source_has_it() -> None:
    sheet: Partial = {"caption": "Un barco", "caption_language": "es"}
    file: Partial = {
        "caption": "A ship",
        "caption_language": "en",
        "headline": "The sea",
        "alternatives": {"headline": {"es": "El mar", "fr": "La mer"}},
    }
    merged = merge([("sheet", sheet), ("file", file)])
    assert (merged.values["headline"], merged.sources["headline"]) == ("El mar", "file")
    assert merged.values["alternatives"] == {"headline": {"fr": "La mer", "en": "The sea"}}
    assert "headline" not in merged.conflicts


def test_a_corrected_language_holds_for_the_headline_too() -> None:
    file: Partial = {"caption": "Ein Schiff", "caption_language": "en", "headline": "Das Meer"}
    merged = merge([("given", {"caption_language": "de"}), ("file", file)])
    assert (merged.values["headline"], merged.values["caption_language"]) == ("Das Meer", "de")


def test_nothing_gives_nothing() -> None:
    assert merge([]).values == {}


@pytest.mark.parametrize("wrong", [("rumour", {}), ("file", {"colour": "red"})])
def test_unknown_sources_and_fields_are_refused(wrong: tuple[str, Partial]) -> None:
    with pytest.raises(ValueError, match=r"rumour|colour"):
        merge([wrong])


def test_a_text_in_the_records_own_language_is_the_field_itself() -> None:
    sheet: Partial = {"caption": "Un barco", "caption_language": "es"}
    file: Partial = {
        "alternatives": {"caption": {"es": "Un navío", "fr": "Un navire"}, "headline": {"es": "El mar"}}
    }
    merged = merge([("sheet", sheet), ("file", file)])
    assert merged.values["alternatives"] == {"caption": {"fr": "Un navire"}}
    assert (merged.values["caption"], merged.values["headline"]) == ("Un barco", "El mar")
    assert merged.sources["headline"] == "file"
    assert merged.conflicts == {"caption": (("sheet", "Un barco"), ("file", "Un navío"))}
