"""The word lists: enough of them, each with its source, none twice, and a loader that says what is wrong."""

import tomllib
from collections import Counter
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.descriptions.lint import terms
from archive.descriptions.lint.terms import BadTerms, Term, load, parse, sources

AT_LEAST = {"identity": 60, "dated": 60, "advisory": 60, "subjective": 40}
EVERY = [(name, language) for name in AT_LEAST for language in ("en", "es")]
ADVISORY_GROUPS = {"violence", "death", "injury", "custody", "nudity"}
GOOD = Path(__file__).parent / "good"


def words(form: str) -> str:
    """A form as the rules read it: a hyphen divides words as a space does."""
    return " ".join(form.replace("-", " ").replace("'", " ").split())


def entry(**changes: object) -> str:
    """A list file of one term, with one line changed or (None) left out."""
    lines = {
        "forms": '["wheelchair-bound"]',
        "instead": '"uses a wheelchair"',
        "group": '"disability"',
        "source": '"ndrn"',
    }
    lines |= {key: value for key, value in changes.items() if value is not None}  # type: ignore[misc]
    body = "\n".join(f"{key} = {value}" for key, value in lines.items() if changes.get(key, "") is not None)
    return f'[sources.ndrn]\ntitle = "Words Matter"\nurl = "https://www.ndrn.org/"\n\n[[term]]\n{body}\n'


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_list_holds_enough_terms(name: str, language: str) -> None:
    assert len(load(name, language)) >= AT_LEAST[name]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_term_has_a_source_that_is_a_publication_with_an_address(name: str, language: str) -> None:
    known = sources(name, language)
    for term in load(name, language):
        source = known[term.source]
        address = urlsplit(source.url)
        assert len(source.title) > 10, term.source
        assert address.scheme in {"http", "https"}, source.url
        assert "." in address.netloc, source.url
        assert " " not in source.url


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_forms_are_lower_case_and_stand_once(name: str, language: str) -> None:
    forms = [words(form) for term in load(name, language) for form in term.forms]
    assert [form for form, count in Counter(forms).items() if count > 1] == []
    assert [form for form in forms if form != form.lower()] == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_form_is_in_two_groups(name: str, language: str) -> None:
    groups: dict[str, set[str]] = {}
    for term in load(name, language):
        for form in term.forms:
            groups.setdefault(words(form), set()).add(term.group)
    assert {form: found for form, found in groups.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_dated_term_never_stands_among_the_words_to_use_instead(language: str) -> None:
    dated = {words(form) for term in load("dated", language) for form in term.forms}
    for term in load("dated", language):
        assert term.instead, term.forms
        offered = {words(part) for part in term.instead.lower().split(",")}
        assert offered & dated == set(), term.instead


@pytest.mark.parametrize("language", ["en", "es"])
def test_only_dated_terms_say_what_to_write_instead(language: str) -> None:
    for name in ("identity", "advisory", "subjective"):
        assert [term.forms for term in load(name, language) if term.instead] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_advisories_speak_of_all_five_subjects(language: str) -> None:
    assert {term.group for term in load("advisory", language)} == ADVISORY_GROUPS


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_colour_or_a_common_adjective_alone_is_never_listed(language: str) -> None:
    alone = {
        "en": {"black", "white", "brown", "shot", "dumb", "lame", "mad", "blind", "wound", "grave", "naked"},
        "es": {
            "negro",
            "blanco",
            "mudo",
            "ciego",
            "viejo",
            "vieja",
            "cojo",
            "manco",
            "india",
            "presa",
        },
    }[language]
    for name in AT_LEAST:
        listed = {form for term in load(name, language) for form in term.forms}
        assert listed & alone == set(), name


def test_every_list_file_in_the_package_is_one_that_is_read() -> None:
    files = {file.name for file in resources.files(terms).iterdir() if file.name.endswith(".toml")}
    assert files == {f"{name}.{language}.toml" for name, language in EVERY}


def test_a_regional_tag_reads_the_list_of_its_language() -> None:
    assert load("dated", "es-MX") == load("dated", "es")
    assert load("dated", "EN_gb") == load("dated", "en")


def test_a_list_is_read_from_disk_once() -> None:
    assert load("identity", "en") is load("identity", "en")


@pytest.mark.parametrize(
    ("name", "language"), [("slurs", "en"), ("dated", "fr"), ("../dated", "en"), ("dated", "")]
)
def test_a_list_that_does_not_exist_is_named_with_those_that_do(name: str, language: str) -> None:
    with pytest.raises(BadTerms, match="Lists: identity, dated, advisory, subjective"):
        load(name, language)


def test_a_good_file_is_read_whole() -> None:
    known, found = parse("dated", entry(), "dated.en.toml")
    assert found == (Term(("wheelchair-bound",), "uses a wheelchair", "disability", "ndrn"),)
    assert known["ndrn"].url == "https://www.ndrn.org/"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("forms = [", "is not TOML"),
        ("", "names no sources"),
        ("[sources]", "names no sources"),
        ("words = 1\n" + entry(), "words at the top"),
        (entry().split("[[term]]")[0], "holds no terms"),
        (entry().replace("title", "name"), "must have a title and a url"),
        (entry().replace("https://www.ndrn.org/", "ndrn.org"), "begins https://"),
        (entry().replace('"Words Matter"', '" "'), "a title in words"),
        (entry(forms=None), "needs exactly forms, group, instead, source"),
        (entry(instead=None), "needs exactly"),
        (entry(note='"x"'), "needs exactly"),
        (entry(instead='" "'), "instead must say"),
        (entry(forms="[]"), "forms must be"),
        (entry(forms='"wheelchair-bound"'), "forms must be"),
        (entry(forms='["Wheelchair-bound"]'), "lower case"),
        (entry(forms='["confined  to"]'), "single spaces"),
        (entry(forms='[" lame"]'), "single spaces"),
        (entry(forms='["lame."]'), "forms must be"),
        (entry(forms="[3]"), "forms must be"),
        (entry(forms='["cripple", "cripple"]'), "“cripple” stands in term 1 and in term 1"),
        (entry(group='"violence"'), "“violence” is not one of"),
        (entry(group="3"), "is not one of"),
        (entry(source='"apa"'), "no source “apa”"),
        (
            entry() + '\n[sources.apa]\ntitle = "Bias-free"\nurl = "https://apa.org"\n',
            "no term uses the source apa",
        ),
        (entry().replace("[[term]]", "[term]"), "holds no terms"),
    ],
)
def test_a_file_that_breaks_the_format_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(BadTerms, match=r"dated\.en\.toml") as refused:
        parse("dated", text, "dated.en.toml")
    assert says in str(refused.value)


def test_instead_is_refused_where_nothing_is_dated() -> None:
    with pytest.raises(BadTerms, match="needs exactly forms, group, source"):
        parse("identity", entry(), "identity.en.toml")


@pytest.mark.parametrize("language", ["en", "es"])
def test_there_are_a_hundred_good_texts_of_real_pictures(language: str) -> None:
    texts = tomllib.loads((GOOD / f"{language}.toml").read_text(encoding="utf-8"))["text"]
    assert len(texts) >= 100
    assert len({text["text"] for text in texts}) == len(texts)
    assert len({text["picture"] for text in texts}) >= 40
    for text in texts:
        assert text["kind"] in {"alt", "long", "caption"}
        if text["kind"] == "alt":
            assert 40 <= len(text["text"]) <= 125, text["text"]
        if text["kind"] == "long":
            assert "\n\n" in text["text"], text["picture"]
