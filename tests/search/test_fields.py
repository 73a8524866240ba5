from archive.search.document import Text
from archive.search.fields import Row, facet_values, flags, languages, passages, row
from tests.search.makers import alt, document


def test_only_approved_texts_of_public_photographs_are_open() -> None:
    texts = (alt("seen"), alt("draft", approved=False), Text("long", "en", "seen too", approved=True))
    everything = {"caption": "c", "people": ("p",), "keywords": ("k",), "other": "o", "texts": texts}
    assert [p.text for p in passages(document(1, **everything)) if p.text and not p.open] == ["draft"]
    assert not any(p.open for p in passages(document(1, public=False, **everything)))


def test_a_row_survives_json_in_order() -> None:
    kept = row(document(3, rights="CC0", latest="1900-01-01", creators=("A", "A"), collection_slug="c"))
    assert (kept.rights, kept.earliest, kept.creators, kept.collection) == ("cc0", "1900-01-01", ["A"], "c")
    assert Row._make(list(kept)) == kept


def test_drafts_change_nothing_that_readers_are_told() -> None:
    plain = row(document(1, caption="c"))
    drafts = tuple(Text(kind, "fr", "t", approved=False) for kind in ("alt", "long", "transcript"))
    full = row(document(1, caption="c", texts=drafts))
    assert flags(full, "reader") == flags(plain, "reader") == {"is:undescribed", "is:published"}
    assert languages(full, "reader") == languages(plain, "reader") == {"en"}
    assert list(facet_values(full, "description", "reader")) == ["undescribed"]
    assert flags(full, "staff") == {"is:undescribed", "is:published", "has:long", "has:transcript"}
    assert languages(full, "staff") == {"en", "fr"}
    assert list(facet_values(full, "description", "staff")) == ["undescribed", "pending"]


def test_decades_touched_are_all_counted_unless_the_date_says_nothing() -> None:
    def decades(earliest: str | None, latest: str | None) -> list[str]:
        return list(facet_values(row(document(1, earliest=earliest, latest=latest)), "decade", "reader"))

    assert decades("1939-12-31", "1940-01-01") == ["1930", "1940"]
    assert decades("1200-01-01", "1900-01-01") == []
    assert decades(None, None) == []


def test_years_are_counted_within_a_decade_and_a_wide_date_has_none() -> None:
    def years(earliest: str | None, latest: str | None) -> list[str]:
        return list(facet_values(row(document(1, earliest=earliest, latest=latest)), "year", "reader"))

    assert years("1939-12-31", "1940-01-01") == ["1939", "1940"]
    assert years("1935-01-01", "1944-12-31") == [str(year) for year in range(1935, 1945)]
    assert years("1935-01-01", "1945-01-01") == years(None, None) == []


def test_a_language_is_counted_once_and_only_that_of_descriptions() -> None:
    texts = (
        alt("a", language="es-MX"),
        Text("long", "es-MX", "b", approved=True),
        alt("c", language="fr", approved=False),
    )
    kept = row(document(1, caption="c", language="en", texts=texts))
    assert list(facet_values(kept, "language", "reader")) == ["es-mx"]
    assert sorted(facet_values(kept, "language", "staff")) == ["es-mx", "fr"]
